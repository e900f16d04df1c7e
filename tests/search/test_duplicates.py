"""What is told more than once becomes one row."""

import pytest

from kg.questions import Column
from kg.tables import Row, Table
from search.duplicates import gathered


def contacts(*rows: tuple[str, str, str, str]) -> Table:
    """A table of (who, stakeholder, when, recorded), names being the ends of IRIs."""
    names = ("who", "stakeholder", "when", "channel", "status", "recorded")
    return Table(
        tuple(Column(name, name) for name in names),
        tuple(
            Row(
                (by, other, when, "meeting", "done", recorded),
                ((f"x/{by}",) if by else (), (f"x/{other}",), (), ("c",), ("s",), ()),
                (f"fact/{n}",),
            )
            for n, (by, other, when, recorded) in enumerate(rows)
        ),
        "",
    )


def test_a_contact_told_in_two_documents_is_one_row_with_both_proofs_and_the_closer_date() -> None:
    (row,) = gathered(
        contacts(("person/a", "org/x", "2024-07", "2024-12-06"), ("person/a", "org/x", "2024-07-03", "2024-07-10"))
    ).rows
    assert row.cells[2] == "2024-07-03"
    assert row.cells[5] == "2024-12-06, 2024-07-10"
    assert row.facts == ("fact/0", "fact/1")


def test_a_body_may_stand_for_its_people() -> None:
    table = contacts(("org/us", "org/x", "2024-07-03", "a"), ("person/a", "org/x", "2024-07-03", "b"))
    (row,) = gathered(table).rows
    assert row.links[0] == ("x/org/us", "x/person/a")


@pytest.mark.parametrize(
    "other",
    [
        ("person/a", "org/x", "2024-07-04", "b"),
        ("person/b", "org/x", "2024-07-03", "b"),
        ("person/a", "org/y", "2024-07-03", "b"),
        ("person/a", "org/x", "", "b"),
        ("person/a", "org/x", "2024", "b"),
    ],
)
def test_contacts_that_may_differ_stay_two(other: tuple[str, str, str, str]) -> None:
    assert len(gathered(contacts(("person/a", "org/x", "2024-07-03", "a"), other)).rows) == 2


@pytest.mark.parametrize(("recorded", "rows"), [("a", 1), ("b", 2)])
def test_contacts_without_a_date_are_one_only_in_one_record(recorded: str, rows: int) -> None:
    table = contacts(("person/a", "org/x", "", "a"), ("person/a", "org/x", "", recorded))
    assert len(gathered(table).rows) == rows


@pytest.mark.parametrize(
    ("role", "when", "rows"), [("chair", "", 1), ("the Chair", "2021/", 1), ("Vice-Chair", "", 2), ("Chair", "2019", 2)]
)
def test_titles_differ_by_more_than_case_and_articles(role: str, when: str, rows: int) -> None:
    columns = tuple(Column(name, name) for name in ("who", "role", "organisation", "when", "recorded"))
    links: tuple[tuple[str, ...], ...] = (("person/a",), (), (), (), ())
    told = (Row(("a", "Chair", "", "2021/2022", "x"), links, ("f",)), Row(("a", role, "", when, "y"), links, ("g",)))
    assert len(gathered(Table(columns, told, "")).rows) == rows


def test_other_tables_are_left_as_they_are() -> None:
    table = Table((Column("what", ""),), (Row(("a",)), Row(("a",))), "")
    assert gathered(table) is table


def test_an_event_that_is_the_occasion_of_a_contact_is_no_row_of_its_own() -> None:
    names = ("who", "stakeholder", "when", "channel_of", "status_of", "said", "recorded")
    contact = ("A", "X", "2024-03-03", "meeting", "done", "A met X on 3 March.", "2024-03-10")
    event = ("", "X", "2024-03-03", "", "", "met X on 3 March", "2024-03-10")
    other = ("", "X", "2024-05-05", "", "", "X opened on 5 May", "2024-05-10")
    rows = tuple(Row(cells, ((),) * len(names), (cells[5],)) for cells in (contact, event, other))
    found = gathered(Table(tuple(Column(name, name) for name in names), rows, "")).rows
    assert [row.cells for row in found] == [contact, other]
    assert found[0].facts == ("A met X on 3 March.", "met X on 3 March")
