"""Questions in plain English, answered with evidence or not at all."""

from collections.abc import Sequence
from datetime import date

import pytest

from kg import Library
from kg.questions import Reader
from kg.records import record
from search import ask
from search.answers import Answer, Passage
from search.ask import answer
from search.ask_passages import Block, Finder
from tests.search.asking import BASE, documents


@pytest.fixture(scope="module")
def bridge(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Two meetings of the Bridge Panel; for reading only."""
    library = Library.create(tmp_path_factory.mktemp("ask") / "bridge", name="Bridge", base=BASE)
    library.store({name: record(found, name, BASE, "hash") for name, found in documents().items()})
    return library


@pytest.fixture(scope="module")
def reader(bridge: Library) -> Reader:
    return bridge.snapshot()


class Shown(Finder):
    """A search that finds the same sentences, whatever is looked for."""

    def __init__(self, found: Sequence[Passage]) -> None:
        self._found = found

    def sentences(self, question: str) -> Sequence[Passage]:
        return self._found

    def blocks(self, words: str, most: int, dates: str | None = None) -> Sequence[Block]:
        return ()


def asked(reader: Reader, question: str, as_of: str = "2021-04-01") -> Answer:
    return answer(reader, question, as_of=date.fromisoformat(as_of))


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("Who chaired the panel, and since when?", ["Olwen Pritchard", "2021-01"]),
        ("Who is the chair?", ["Olwen Pritchard"]),
        ("What is Olwen Pritchard's role?", ["Chair"]),
        ("Who is Nia Bevan?", ["Nia Bevan", "River Authority"]),
        ("Tell me about Olwen", ["Olwen Pritchard"]),
        ("Who met the River Authority, and when?", ["Dev Rao", "2021-02", "workshop"]),
        ("Which workshops took place in 2021?", ["Dev Rao", "River Authority"]),
        ("Has Dev ever dealt with the RA?", ["Yes", "River Authority"]),
        ("What does RA stand for?", ["River Authority"]),
        ("Which organisation does Nia Bevan work for?", ["River Authority"]),
        ("Who works for the River Authority?", ["Nia Bevan"]),
        ("Who can introduce me to the River Authority?", ["Dev Rao"]),
        ("Which focus areas did the panel choose in 2021?", ["Lighting", "Footpaths"]),
        ("What became of Footpaths?", ["dropped"]),
        ("What did Mary Quill promise?", ["write to the council", "2021-03-01"]),
        ("Which actions does Dev Rao have?", ["order lamps"]),
        ("What is due after today?", ["order lamps", "2021-05-01"]),
        ("Which commitments are overdue?", ["write to the council", "outcome unknown"]),
        ("What did the panel decide in January 2021?", ["paint the railings"]),
        ("Who was present on 12 January 2021?", ["Olwen Pritchard", "Dev Rao", "Mary Quill"]),
        ("Who sent apologies?", ["Sam Osei"]),
        ("Who was a guest at the meeting on 9 March 2021?", ["Nia Bevan"]),
        ("How many meetings did Dev Rao attend?", ["2 meetings"]),
        ("When did Nia Bevan first attend a meeting?", ["2021-03-09"]),
        ("Who attended most meetings?", ["Olwen Pritchard", "Dev Rao", "2"]),
        ("When was the last meeting?", ["2021-03-09"]),
        ("How many meetings were there in 2021?", ["2 meetings"]),
        ("For which months are there no minutes?", ["2021-02"]),
        ("What went well?", ["Lighting went well"]),
        ("Who was in the chair in February 2021?", ["Olwen Pritchard"]),
        ("Who is in the chair now?", ["Olwen Pritchard"]),
        ("What is overdue as of 1 April 2021?", ["Mary Quill", "write to the council"]),
        ("As at March 2021, who is the Chair?", ["Olwen Pritchard"]),
        ("Was Dev Rao there on 12 January 2021?", ["Yes", "Dev Rao"]),
        ("Who was at the 12 January 2021 meeting?", ["Mary Quill"]),
        ("Who joined in March 2021?", ["Nia Bevan"]),
        ("Who is to order the lamps?", ["Dev Rao"]),
        ("What must Dev Rao do by 1 May?", ["order lamps"]),
        ("Which body is Nia Bevan from?", ["River Authority"]),
        ("Which stakeholder did we meet most often?", ["River Authority", "1 contact"]),
        ("Which documents mention the Lantern Walk?", ["Bridge Panel, 12 January 2021"]),
        ("When was the Lantern Walk?", ["2020-12-05"]),
        ("Who became chair in January 2021?", ["Olwen Pritchard"]),
        ("what did mary quil promise", ["write to the council"]),
        ("What does DR still owe?", ["order lamps"]),
        ("By when should Mary Quill write to the council?", ["2021-03-01"]),
        ("What did Dev Rao have to do after the March 2021 meeting?", ["order lamps"]),
        ("Which documents mention Mary Quill?", ["Bridge Panel, 12 January 2021"]),
    ],
)
def test_a_question_is_answered_from_the_record(reader: Reader, question: str, held: list[str]) -> None:
    found = asked(reader, question)
    text = found.answer + " " + " ".join(cell for row in found.rows for cell in row.cells)
    assert found.status == "answered", found.answer
    assert [words for words in held if words not in text] == []
    assert all(row.evidence for row in found.rows)
    assert found.understood
    assert "SELECT" in found.sparql


@pytest.mark.parametrize(
    ("question", "left_out"),
    [
        ("Who was present on 12 January 2021?", "Sam Osei"),
        ("Who was present on 12 January 2021?", "Nia Bevan"),
        ("What is due after today?", "write to the council"),
        ("What did Mary Quill promise?", "order lamps"),
        ("For which months are there no minutes?", "2021-03"),
        ("What became of Footpaths?", "went well"),
    ],
)
def test_what_does_not_belong_to_an_answer_is_not_in_it(reader: Reader, question: str, left_out: str) -> None:
    assert left_out not in " ".join(cell for row in asked(reader, question).rows for cell in row.cells)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Which company does Olwen Pritchard work for?", "Chair"),
        ("Who met Beatrice Longfellow?", "called “Beatrice Longfellow” is on record"),
        ("What did the panel decide in 2019?", "paint the railings"),
        ("How many elephants took part in the Lantern Walk?", "is on record"),
        ("What went badly?", "Lighting went well"),
        ("What did the panel decide about whales?", "says “whales”"),
        ("Who met the Bank of River Island?", "called “Bank of River Island” is on record"),
        ("What did Grace Hopper promise?", "called “Grace Hopper” is on record"),
        ("Who is Olwena Pritchard?", "Nearest names: Olwen Pritchard"),
        ("Who chaired the panel in 2015?", "The record covers"),
        ("Who chaired the panel in 2035?", "The record covers"),
        ("What did the Senate decide in January 2021?", "called “Senate” is on record"),
        ("Who succeeded Olwen Pritchard as chair?", "who came after Olwen Pritchard"),
        ("For which months between January 2021 and January 2021 are there no minutes?", "None:"),
    ],
)
def test_what_the_record_does_not_hold_is_said_with_what_it_does_hold(reader: Reader, question: str, said: str) -> None:
    found = asked(reader, question)
    assert (found.status, found.rows, found.exit_status) == ("not-in-record", (), 1)
    assert said in found.answer


@pytest.mark.parametrize(
    ("question", "cells"),
    [
        ("Who met the River Authority, and what did the panel decide?", ["Dev Rao", "paint the railings"]),
        ("Who was at the meeting on 12 January 2021 and who sent apologies?", ["Mary Quill", "Sam Osei"]),
        ("What did Mary Quill promise? And what did Dev Rao promise?", ["write to the council", "order lamps"]),
        ("What did Mary Quill promise, and by when?", ["2021-03-01"]),
    ],
)
def test_two_questions_in_one_are_both_answered(reader: Reader, question: str, cells: list[str]) -> None:
    found = asked(reader, question)
    assert found.status == "answered"
    told = " ".join(cell for row in found.rows for cell in row.cells)
    assert [cell for cell in cells if cell not in told] == []
    assert all(row.evidence for row in found.rows)


@pytest.mark.parametrize(
    ("question", "told", "rows"),
    [
        ("Who was at more meetings in 2021, Dev Rao or Mary Quill?", "Dev Rao: 2, Mary Quill: 1; more: Dev Rao.", 2),
        ("Were there more meetings in January 2021 or in March 2021?", "as many", 2),
        ("Did Mary Quill attend fewer meetings in January 2021 or in March 2021?", "fewer: March 2021.", 1),
    ],
)
def test_of_two_each_is_counted(reader: Reader, question: str, told: str, rows: int) -> None:
    found = asked(reader, question)
    assert found.status == "answered"
    assert told in found.answer
    assert len(found.rows) == rows
    assert all(row.evidence for row in found.rows)


def test_who_missed_a_meeting_is_worked_out_from_who_was_there(reader: Reader) -> None:
    assert asked(reader, "Was Mary Quill at the meeting on 9 March 2021?").answer.startswith("No: Mary Quill")
    assert "1 meeting: 2021-03-09" in asked(reader, "Did Mary Quill attend in March 2021?").answer
    assert asked(reader, "Was Dev Rao at the meeting on 9 March 2021?").answer.startswith("Yes.")
    assert asked(reader, "Which meetings in 2021 did Dev Rao miss?").status == "not-in-record"


def test_an_office_is_read_as_who_holds_it(reader: Reader) -> None:
    found = asked(reader, "Did the chair attend in January 2021?")
    assert (found.status, found.rows[0].cells[0]) == ("answered", "Olwen Pritchard")


def test_the_second_of_two_questions_goes_back_to_the_first(reader: Reader) -> None:
    found = asked(reader, "When did the panel choose Footpaths, and what became of it?")
    assert "What became of Footpaths" in {row.cells[0].rstrip("?") for row in found.rows} or found.rows == ()


def test_one_answer_of_two_is_told_but_is_no_answer(reader: Reader) -> None:
    found = asked(reader, "Who chaired in 2021 and who chaired in 2022?")
    assert (found.status, found.rows) == ("not-in-record", ())
    assert "Olwen Pritchard" in found.answer


@pytest.mark.parametrize(
    "question",
    [
        "Who attended all meetings?",
        "Who did not vote for the chair?",
        "How do I bake bread?",
        "",
        "???",
        "colourless green ideas sleep furiously",
        "Why is the sky blue?",
        "x" * 5000,
    ],
)
def test_what_is_not_understood_is_not_answered(reader: Reader, question: str) -> None:
    found = asked(reader, question)
    assert (found.status, found.rows, found.exit_status) == ("not-understood", (), 2)
    assert found.alternatives


@pytest.mark.parametrize("spelt", ["Olwen Pritchad", "Olwen Pritchrad", "olwen pritchard", "OLWEN PRITCHARD"])
def test_a_misspelt_name_is_found_and_the_answer_says_so(reader: Reader, spelt: str) -> None:
    found = asked(reader, f"Who is {spelt}?")
    assert "Olwen Pritchard" in found.answer
    assert bool(found.notes) == (spelt.lower() != "olwen pritchard")


def test_passages_stand_beside_an_answer_that_is_none(reader: Reader) -> None:
    passage = Passage("doc", "Title", "2021-01-12", 0, 5, "Bread")
    found = answer(reader, "How do I bake bread?", as_of=date(2021, 4, 1), finder=Shown([passage]))
    assert (found.status, found.passages, found.rows) == ("not-understood", (passage,), ())


def test_the_day_that_counts_as_today_decides_what_is_due(reader: Reader) -> None:
    assert asked(reader, "What is due after today?", as_of="2021-06-01").status == "not-in-record"
    assert len(asked(reader, "What is due after today?", as_of="2021-03-09").rows) == 1


def test_the_same_question_gives_the_same_bytes(reader: Reader) -> None:
    one, other = (asked(reader, "Who was present on 12 January 2021?").to_json() for _ in range(2))
    assert one == other


def test_a_library_is_asked_in_one_line(bridge: Library) -> None:
    assert ask(bridge, "Who chaired the panel?").rows[0].cells[0] == "Olwen Pritchard"


def test_a_library_falls_back_to_its_passages(bridge: Library) -> None:
    found = ask(bridge, "Why are the railings rusty?")
    assert found.status != "answered"
    assert any("railings" in passage.quote for passage in found.passages)


def test_an_answer_has_the_public_format(reader: Reader) -> None:
    found = asked(reader, "Who met the River Authority?").to_json()
    assert found["format"] == "minutebook-answer/1"
    assert {"question", "understood", "status", "answer", "columns", "rows", "evidence", "notes", "sparql"} <= set(
        found
    )
    (proof,) = [piece for piece in found["evidence"] if piece["row"] == 0]
    assert proof["document"] == "2021-01-12"
    assert proof["quote"].startswith("Dev Rao met")
    assert len(found["rows"][0]) == len(found["columns"])
