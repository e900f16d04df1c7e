"""What is printed, for people and for programs."""

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.output import FORMULA, aligned, harmless, print_answer, printable
from kg.tables import Evidence, Row
from search.answers import Answer, Status

ANSWER = Answer(
    question="Who met the Agency?",
    understood="engagements with the Agency, any date",
    status="answered",
    answer="Two people met the Agency.",
    columns=("Who", "When"),
    rows=(
        Row(
            ("Ngozi Adeyemi", "2023-01-11"),
            facts=("https://x.example/fact/1",),
            evidence=(
                Evidence("https://x.example/doc/d1", "First", "2023-01-18", 0, 9, "Ngozi met the Agency.", 0.95),
            ),
        ),
        Row(
            ("=HYPERLINK(1)", ""),
            evidence=(Evidence("https://x.example/doc/d2", "Second", "", 0, 9, "Somebody did.", 0.6, "resolved"),),
        ),
    ),
    notes=("No minutes for June.",),
)


def test_people_see_each_row_with_its_sentence_and_date(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer("table", ANSWER)
    assert capsys.readouterr().out == (
        "Two people met the Agency.\n"
        "\n"
        "#  Who            When\n"
        "1  Ngozi Adeyemi  2023-01-11\n"
        "2  =HYPERLINK(1)\n"
        "\n"
        "  1. “Ngozi met the Agency.”\n"
        "     — First, 2023-01-18, fact/1\n"
        "  2. “Somebody did.”\n"
        "     — Second, undated, resolved, confidence 0.6\n"
        "Note: No minutes for June.\n"
    )


def test_programs_get_the_answer_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer("json", ANSWER)
    assert json.loads(capsys.readouterr().out) == ANSWER.to_json()


def test_csv_rows_carry_their_best_evidence_and_no_live_formula(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer("csv", ANSWER)
    assert list(csv.reader(io.StringIO(capsys.readouterr().out))) == [
        ["Who", "When", "document", "date", "words"],
        ["Ngozi Adeyemi", "2023-01-11", "d1", "2023-01-18", "Ngozi met the Agency."],
        ["'=HYPERLINK(1)", "", "d2", "", "Somebody did."],
    ]


@pytest.mark.parametrize(("status", "code"), [("answered", 0), ("not-in-record", 1), ("not-understood", 2)])
def test_exit_status_says_whether_the_record_answers(status: Status, code: int) -> None:
    assert print_answer("json", replace(ANSWER, status=status)) == code


@given(st.text())
def test_no_cell_starts_a_formula(cell: str) -> None:
    assert not harmless(cell).startswith(FORMULA)


@given(st.text())
def test_no_text_steers_the_terminal(text: str) -> None:
    assert printable(text).isprintable()


def test_columns_are_aligned() -> None:
    assert list(aligned(("A", "B"), [("long cell", "x"), ("s", "y")])) == [
        "A          B",
        "long cell  x",
        "s          y",
    ]
