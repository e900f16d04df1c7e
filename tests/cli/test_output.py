"""What is printed, for people and for programs."""

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.output import FORMULA, aligned, harmless, print_answer, printable

ANSWER: dict[str, Any] = {
    "format": "minutebook-answer/1",
    "question": "Who met the Agency?",
    "understood": "engagements with the Agency, any date",
    "status": "answered",
    "answer": "Two people met the Agency.",
    "columns": ["Who", "When"],
    "rows": [["Ngozi Adeyemi", "2023-01-11"], ["=HYPERLINK(1)", ""]],
    "evidence": [
        {"row": 0, "document": "d1", "title": "First", "date": "2023-01-18", "start": 0, "end": 9,
         "quote": "Ngozi met the Agency.", "confidence": 0.95, "basis": "stated"},
        {"row": 1, "document": "d2", "title": "Second", "date": None, "start": 0, "end": 9,
         "quote": "Somebody did.", "confidence": 0.6, "basis": "resolved"},
    ],
    "notes": ["No minutes for June."],
    "sparql": "SELECT 1",
}  # fmt: skip


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
        "     — First, 2023-01-18\n"
        "  2. “Somebody did.”\n"
        "     — Second, undated, resolved, confidence 0.6\n"
        "Note: No minutes for June.\n"
    )


def test_programs_get_the_answer_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer("json", ANSWER)
    assert json.loads(capsys.readouterr().out) == ANSWER


def test_csv_rows_carry_their_best_evidence_and_no_live_formula(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer("csv", ANSWER)
    assert list(csv.reader(io.StringIO(capsys.readouterr().out))) == [
        ["Who", "When", "document", "date", "words"],
        ["Ngozi Adeyemi", "2023-01-11", "d1", "2023-01-18", "Ngozi met the Agency."],
        ["'=HYPERLINK(1)", "", "d2", "", "Somebody did."],
    ]


@pytest.mark.parametrize(("status", "code"), [("answered", 0), ("not-in-record", 1), ("not-understood", 2)])
def test_exit_status_says_whether_the_record_answers(status: str, code: int) -> None:
    assert print_answer("json", {**ANSWER, "status": status}) == code


@given(st.text())
def test_no_cell_starts_a_formula(cell: str) -> None:
    assert not harmless(cell).startswith(FORMULA)


@given(st.text())
def test_no_text_steers_the_terminal(text: str) -> None:
    assert printable(text).isprintable()


def test_columns_are_aligned() -> None:
    assert list(aligned(("A", "B"), [("long cell", "x"), ("s", "y")])) == ["A          B", "long cell  x", "s          y"]
