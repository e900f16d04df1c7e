"""What is done to a table after its query."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.questions import Column
from kg.tables import Evidence, Row, Table
from search.answers import counted, listing, sentence, spoken_date
from search.ask_steps import edge, months, narrow, number_of, ranked


def table(*rows: tuple[str, ...], columns: str = "who when", quotes: tuple[str, ...] = ()) -> Table:
    names = tuple(Column(name, name) for name in columns.split())
    proofs = [
        (Evidence("doc", "", "", 0, len(quote), quote),) if quote else () for quote in (*quotes, *[""] * len(rows))
    ]
    return Table(
        names,
        tuple(Row(cells, tuple(() for _ in cells), (f"fact/{n}",), proofs[n]) for n, cells in enumerate(rows)),
        "SELECT",
    )


def firsts(found: Table) -> list[str]:
    return [row.cells[0] for row in found.rows]


def test_rows_are_narrowed_to_those_that_hold_all_words_in_their_cells_or_quotes() -> None:
    found = table(("Chair", ""), ("Clerk", ""), ("Chair of bridges", ""), quotes=("of the bridges", "of bridges", ""))
    assert firsts(narrow(found, ["chair", "bridges"])) == ["Chair", "Chair of bridges"]


def test_other_forms_of_a_word_count() -> None:
    assert firsts(narrow(table(("two workshops", ""), ("a talk", "")), ["workshop"])) == ["two workshops"]


def test_rows_that_lack_a_word_are_no_answer() -> None:
    assert narrow(table(("a cat and a dog", "")), ["cat", "dog", "mouse"]).rows == ()


def test_a_word_is_held_by_one_that_says_the_same() -> None:
    assert firsts(narrow(table(("the DCA's letter", ""), ("a talk", "")), ["wrote"])) == ["the DCA's letter"]


def test_a_short_word_is_not_held_by_a_longer_one_that_begins_so() -> None:
    assert narrow(table(("nothing was seen", "")), ["not"]).rows == ()


@pytest.mark.parametrize(("last", "expected"), [(False, ["a", "b"]), (True, ["c"])])
def test_the_first_and_the_last_rows_are_those_with_the_first_and_last_date(last: bool, expected: list[str]) -> None:
    rows = table(("b", "2021"), ("c", "2023"), ("x", ""), ("a", "2021"))
    assert sorted(firsts(edge(rows, last=last))) == expected


def test_most_and_fewest_count_rows_and_keep_ties() -> None:
    rows = table(("a, b", ""), ("a", ""), ("b", ""), ("c", ""))
    assert [row.cells for row in ranked(rows, "who", "contact", most=True).rows] == [("a", "2"), ("b", "2")]
    assert [row.cells for row in ranked(rows, "who", "contact", most=False).rows] == [("c", "1")]


def test_how_many_counts_values_once() -> None:
    rows = table(("a", "2021"), ("a", "2022"))
    assert (number_of(rows, "who"), number_of(rows, "fact")) == (1, 2)


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(0, 400))
def test_months_are_in_order_without_gaps(first: date, count: int) -> None:
    last = date(first.year + (first.month - 1 + count) // 12, (first.month - 1 + count) % 12 + 1, 1)
    found = months(first.isoformat()[:7], last.isoformat()[:7])
    assert len(found) == count + 1
    assert found == sorted(set(found))


def test_pieces_of_a_sentence_with_empty_fields_are_left_out() -> None:
    fields = {"n": "2 contacts", "who": "", "when": "2021"}
    assert sentence("{n}|: {who}|, {when}|.", fields) == "2 contacts, 2021."


def test_lists_are_cut_and_say_how_much_is_missing() -> None:
    assert listing(["a", "b", "", "a", "c"], shown=2) == "a, b and 1 more"
    assert listing(["a, b", "c"]) == "a, b; c"


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2022-01/", "since 2022-01"),
        ("/2023", "until 2023"),
        ("2022/2023-11", "2022 to 2023-11"),
        ("2024-01-15~", "about 2024-01-15"),
        ("2024-22", "summer 2024"),
        ("2023", "2023"),
    ],
)
def test_dates_are_said_as_people_say_them(edtf: str, words: str) -> None:
    assert spoken_date(edtf) == words


@pytest.mark.parametrize(
    ("number", "noun", "words"),
    [(1, "person/people", "1 person"), (2, "person/people", "2 people"), (3, "contact", "3 contacts")],
)
def test_nouns_agree_with_their_number(number: int, noun: str, words: str) -> None:
    assert counted(number, noun) == words
