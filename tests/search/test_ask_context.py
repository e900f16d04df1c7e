"""Rows that are about what stands above them, and who can introduce whom."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kg import Library
from kg.extraction import (
    Attendance,
    Commitment,
    DocumentInfo,
    Engagement,
    Extraction,
    Meeting,
    Organisation,
    Passage,
    Person,
    Span,
    When,
)
from kg.records import record
from search.answers import Answer
from search.ask import answer

_BASE = "https://example.org/allotments/"
_TEXT = """\
# Allotment Committee, 4 May 2021
## Water
* Broken tap by the gate
  * Ines Falk to ring a plumber.
* Rota for the hoses
  * Bram Tolman to write it.
## Fence
The planks have rotted. Bram Tolman will ask what they cost.
Ines Falk met the Water Board on 20 April 2021. Bram Tolman wrote to the Seed Guild and had no answer.
Ines Falk to meet the Bee Club in June.
"""
_LEVELS = {"#": 1, "##": 2, "*": 1, "  *": 2}
_INES, _BRAM = "person/ines-falk", "person/bram-tolman"
_COMMITTEE, _BOARD, _GUILD, _BEES = "org/allotment-committee", "org/water-board", "org/seed-guild", "org/bee-club"
_GIVEN: dict[str, Any] = {"rule": "test/rule", "confidence": 0.9, "meeting": 0}


def _at(words: str) -> Span:
    return Span(_TEXT.index(words), _TEXT.index(words) + len(words))


def _passages() -> tuple[Passage, ...]:
    found = []
    for line in _TEXT.splitlines():
        mark = line[: len(line) - len(line.lstrip(" *#"))].rstrip()
        kind: Any = "heading" if "#" in mark else "item" if mark else "paragraph"
        found.append(Passage(_at(line.strip()), kind, level=_LEVELS.get(mark, 0)))
    return tuple(found)


def _action(owner: str, words: str, what: str) -> Commitment:
    return Commitment(evidence=(_at(words),), owner=(owner,), what=what, **_GIVEN)


def _contact(who: str, whom: str, words: str, status: Any, day: str | None = None) -> Engagement:
    when = When(day) if day else None
    return Engagement(
        evidence=(_at(words),), by=(who,), with_=(whom,), when=when, channel="meeting", status=status, **_GIVEN
    )


def _minutes() -> Extraction:
    return Extraction(
        DocumentInfo("minutes", "Allotment Committee, 4 May 2021", _TEXT, "2021-05-04.md", "2021-05-04", _COMMITTEE),
        meetings=(Meeting("Allotment Committee", When("2021-05-04"), Span(0, len(_TEXT))),),
        passages=_passages(),
        people=(
            Person(_INES, "Ines Falk", mentions=(_at("Ines Falk"),)),
            Person(_BRAM, "Bram Tolman", mentions=(_at("Bram Tolman"),)),
        ),
        organisations=tuple(
            Organisation(iri, name, mentions=(_at(name),))
            for iri, name in (
                (_COMMITTEE, "Allotment Committee"),
                (_BOARD, "Water Board"),
                (_GUILD, "Seed Guild"),
                (_BEES, "Bee Club"),
            )
        ),
        attendance=(Attendance(evidence=(_at("Ines Falk"),), person=_INES, status="present", **_GIVEN),),
        commitments=(
            _action(_INES, "Ines Falk to ring a plumber.", "ring a plumber"),
            _action(_BRAM, "Bram Tolman to write it.", "write it"),
            _action(_BRAM, "Bram Tolman will ask what they cost.", "ask what they cost"),
        ),
        engagements=(
            _contact(_INES, _BOARD, "Ines Falk met the Water Board on 20 April 2021.", "done", "2021-04-20"),
            _contact(_BRAM, _GUILD, "Bram Tolman wrote to the Seed Guild and had no answer.", "attempted"),
            _contact(_INES, _BEES, "Ines Falk to meet the Bee Club in June.", "planned", "2021-06"),
        ),
    )


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Answer]:
    """Asks the minutes of one meeting, as of the month after."""
    folder: Path = tmp_path_factory.mktemp("context") / "allotments"
    library = Library.create(folder, name="Allotments", base=_BASE)
    library.store({"2021-05-04": record(_minutes(), "2021-05-04", _BASE, "hash")})
    reader = library.snapshot()
    return lambda question: answer(reader, question, as_of=date(2021, 6, 1))


@pytest.mark.parametrize(
    ("question", "who", "above"),
    [
        ("What are the actions about the broken tap?", "Ines Falk", "Broken tap by the gate"),
        ("What were the actions on the hoses?", "Bram Tolman", "Rota for the hoses"),
        ("What did Bram promise about the fence?", "Bram Tolman", "Fence"),
        ("What did Bram promise about the rotted planks?", "Bram Tolman", "The planks have rotted."),
    ],
)
def test_what_a_row_stands_under_says_what_it_is_about(
    asked: Callable[[str], Answer], question: str, who: str, above: str
) -> None:
    given = asked(question)
    assert given.status == "answered"
    assert [row.cells[0] for row in given.rows] == [who]
    assert any(above in piece.quote for piece in given.rows[0].evidence)


@pytest.mark.parametrize(
    "question",
    [
        "What are the actions about the roof?",
        "What did Ines promise about the hoses?",
        "What are the actions about the broken fence?",
    ],
)
def test_what_stands_above_others_says_nothing_of_a_row(asked: Callable[[str], Answer], question: str) -> None:
    assert asked(question).status == "not-in-record"


@pytest.mark.parametrize(
    "question",
    [
        "Who knows somebody at the Water Board?",
        "Who here knows anybody at the Water Board?",
        "Who has a contact at the Water Board?",
        "Can anybody put me in touch with the Water Board?",
    ],
)
def test_who_had_a_contact_can_introduce(asked: Callable[[str], Answer], question: str) -> None:
    assert "Ines Falk can introduce you to Water Board" in asked(question).answer


@pytest.mark.parametrize("body", ["Seed Guild", "Bee Club"])
def test_who_only_tried_or_means_to_knows_nobody(asked: Callable[[str], Answer], body: str) -> None:
    assert asked(f"Who can introduce me to the {body}?").status == "not-in-record"


def test_when_somebody_was_met_tells_no_plan(asked: Callable[[str], Answer]) -> None:
    assert "2021-04-20" in asked("When did we meet the Water Board?").answer
    assert all("planned" not in row.cells for row in asked("When did Ines meet with the Water Board?").rows)


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("When do we meet the Bee Club next?", "answered"),
        ("When is our next meeting with the Bee Club?", "answered"),
        ("When did we last meet the Water Board?", "answered"),
        ("When did we last meet the Bee Club?", "not-in-record"),
        ("Have we ever had anything to do with the Water Board?", "answered"),
    ],
)
def test_plans_are_for_what_comes_next_and_contacts_for_what_was(
    asked: Callable[[str], Answer], question: str, status: str
) -> None:
    assert asked(question).status == status


@pytest.mark.parametrize(
    "question",
    ["What is still to be done by Bram?", "What is left to be done by Bram?", "What is yet to be done by Bram?"],
)
def test_what_is_to_be_done_is_not_what_is_done(asked: Callable[[str], Answer], question: str) -> None:
    given = asked(question)
    assert [row.cells[1] for row in given.rows] == ["ask what they cost", "write it"]
