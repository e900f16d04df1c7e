"""Who held a role at a time, and who before and after, from when each is recorded with it."""

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kg.questions import Column
from kg.tables import Row, Table
from search.ask_holders import first_within, holders, predecessors, successors, told_of
from search.understanding import Understanding
from search.understanding_dates import Calendar, Period

CALENDAR = Calendar(date(2025, 6, 1), date(2021, 1, 1), date(2024, 12, 1))


def roles(*rows: tuple[str, str, str, str]) -> Table:
    """A table of (who, role, when, recorded), all of one body."""
    columns = tuple(Column(name, name) for name in ("who", "role", "organisation", "when", "recorded"))
    return Table(
        columns,
        tuple(
            Row((who, role, "Panel", when, recorded), ((f"person/{who}",), (), ("org/panel",), (), ()), (f"fact/{n}",))
            for n, (who, role, when, recorded) in enumerate(rows)
        ),
        "",
    )


CHAIRS = roles(
    ("ada", "Chair", "2021-01/", "2021-01-10, 2021-03-10"),
    ("bo", "chair", "", "2022-02-10, 2023-02-10"),
    ("cy", "Chair", "", "2024-01-10"),
)


def asked(first: str = "", last: str = "", concepts: str = "", person: str = "") -> Understanding:
    ends = [date.fromisoformat(day) if day else None for day in (first, last)]
    period = Period(ends[0], ends[1], 0, 0, "") if first or last else None
    names: dict[str, Any] = {"person": (SimpleNamespace(iri=f"person/{person}"),)} if person else {}
    values = {"title": ["chair"]}
    return cast(
        Understanding, SimpleNamespace(period=period, concepts=frozenset(concepts.split()), names=names, values=values)
    )


def who(table: Table) -> list[str]:
    return [row.cells[0] for row in table.rows]


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("2021-06-01", "2021-06-30", ["ada"]),
        ("2022-06-01", "2022-06-30", ["bo"]),
        ("2023-01-01", "2023-12-31", ["bo"]),
        ("2024-11-01", "2024-11-30", ["cy"]),
        ("2021-01-01", "2022-12-31", ["ada", "bo"]),
        ("2019-01-01", "2019-12-31", []),
        ("2030-01-01", "2030-12-31", []),
    ],
)
def test_a_role_is_held_until_the_first_record_of_a_successor(first: str, last: str, found: list[str]) -> None:
    assert who(holders(CHAIRS, asked(first, last), CALENDAR)) == found


def test_a_question_in_the_present_is_about_the_last_holder() -> None:
    assert who(holders(CHAIRS, asked(concepts="current"), CALENDAR)) == ["cy"]


def test_a_question_about_no_time_is_about_all() -> None:
    assert who(holders(CHAIRS, asked(), CALENDAR)) == ["ada", "bo", "cy"]


def test_a_day_in_the_chair_of_a_meeting_succeeds_nobody() -> None:
    table = roles(
        *(row.cells[:2] + row.cells[3:] for row in CHAIRS.rows), ("di", "Chair", "2024-03-05/2024-03-05", "2024-03-05")
    )
    assert who(holders(table, asked(concepts="current"), CALENDAR)) == ["cy"]
    assert who(holders(table, asked("2024-03-05", "2024-03-05"), CALENDAR)) == ["cy", "di"]
    assert who(holders(table, asked("2024-03-01", "2024-03-31"), CALENDAR)) == ["cy", "di"]
    assert who(successors(table, asked(person="cy"), CALENDAR)) == []


def test_a_stated_end_is_kept() -> None:
    table = roles(("ada", "Chair", "2021/2021-06", "2021-01-10"), ("bo", "Chair", "", "2022-02-10"))
    assert who(holders(table, asked("2021-09-01", "2021-09-30"), CALENDAR)) == []
    table = roles(("ada", "Chair", "/2021-06", "2021-01-10"), ("bo", "Chair", "", "2022-02-10"))
    assert who(holders(table, asked("2021-03-01", "2021-03-31"), CALENDAR)) == ["ada"]
    assert who(holders(table, asked("2021-09-01", "2021-09-30"), CALENDAR)) == []


def test_who_stood_in_is_found_on_that_day_and_not_named_for_the_year() -> None:
    table = roles(("ada", "Chair", "2023/", "2023-01-10"), ("bo", "in the chair", "2023-07-10", "2023-07-10"))
    assert who(holders(table, asked("2023-07-10", "2023-07-10"), CALENDAR)) == ["ada", "bo"]
    assert who(holders(table, asked("2023-01-01", "2023-12-31"), CALENDAR)) == ["ada"]


def test_who_was_recorded_then_goes_before_who_may_still_have_held_it() -> None:
    table = roles(("ada", "Chair", "", "2023-01-10"), ("bo", "Chair", "", "2023-05-10"))
    assert who(holders(table, asked("2023-02-01", ""), CALENDAR)) == ["bo"]
    assert who(holders(table, asked("2023-03-01", "2023-03-31"), CALENDAR)) == ["ada"]


@pytest.mark.parametrize(("person", "after", "before"), [("ada", ["bo"], []), ("bo", ["cy"], ["ada"])])
def test_neighbours_in_a_role_go_by_their_first_record(person: str, after: list[str], before: list[str]) -> None:
    assert who(successors(CHAIRS, asked(person=person), CALENDAR)) == after
    assert who(predecessors(CHAIRS, asked(person=person), CALENDAR)) == before


def test_neighbours_are_of_the_same_role() -> None:
    table = roles(("ada", "Chair", "", "2021-01-10"), ("bo", "Treasurer", "", "2022-01-10"))
    assert who(successors(table, asked(person="ada"), CALENDAR)) == []


def test_who_joined_is_whose_first_meeting_falls_in_the_time() -> None:
    table = Table(
        (Column("who", ""), Column("first", "")),
        tuple(Row(cells) for cells in (("a", "2021-01-10"), ("b", "2022"))),
        "",
    )
    assert who(first_within(table, asked("2021-01-01", "2021-12-31"), CALENDAR)) == ["a"]


def test_what_became_of_an_area_is_told_of_its_term_or_recorded_in_the_time() -> None:
    columns = (Column("area", ""), Column("term", ""), Column("recorded", ""))
    rows = [("a", "2021", "2021-02-01"), ("b", "2021", "2022-03-01"), ("c", "2022", "2021-02-01")]
    table = Table(columns, tuple(map(Row, rows)), "")
    assert who(told_of(table, asked("2022-01-01", "2022-12-31"), CALENDAR)) == ["b", "c"]


def test_a_day_in_a_role_is_that_day_however_wide_the_document_is_dated() -> None:
    table = roles(("ada", "Scribe", "2023-03-01", "2023"), ("bo", "Scribe", "2023-04-05", "2023"))
    assert who(holders(table, asked("2023-04-01", "2023-04-30"), CALENDAR)) == ["bo"]
    assert who(holders(table, asked("2023-06-01", "2023-06-01"), CALENDAR)) == []
