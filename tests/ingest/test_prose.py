"""Outcomes, events, notes, and the whole of what running text says."""

from typing import Any

import pytest

from ingest.focus import find_focus_areas
from ingest.notes import find_notes
from ingest.outcomes import find_outcomes
from ingest.prose import read_prose
from tests.ingest.prose_readings import reading_of

REVIEW = """Harbour Committee: a review

In March 2021 we agreed the following four priorities:

* Quay lighting
* Ferry timetables
* Jobs

Quay lighting was a great success. Progress on Jobs was slow.
"""


def test_a_number_that_disagrees_with_its_list_is_noted() -> None:
    (note,) = find_notes(reading_of(REVIEW))
    assert (note.kind, note.what) == ("contradiction", "The text says four, but 3 are listed.")


def test_a_passage_said_twice_is_noted_once() -> None:
    passage = "The harbour is a forum for everybody by the water, from the oldest fishers to the youngest swimmers."
    (note,) = find_notes(reading_of(f"A title\n\n{passage}\n\nIn between.\n\n{passage}\n"))
    assert note.kind == "repeated passage"
    assert len(note.evidence) == 2


def test_judgements_belong_to_the_area_they_speak_of() -> None:
    reading = reading_of(REVIEW)
    found = list(find_outcomes(reading, find_focus_areas(reading)))
    assert [(o.about, o.polarity) for o in found] == [
        ("focus/quay-lighting-2021", "positive"),
        ("focus/jobs-2021", "negative"),
    ]


@pytest.mark.parametrize("text", ["I hope this was a great read.", "Thanks for a great year.", "Was it a success?"])
def test_courtesies_judge_nothing(text: str) -> None:
    assert list(find_outcomes(reading_of(text), ())) == []


@pytest.mark.model
def test_dated_clauses_are_events(nlp: Any) -> None:
    prose = read_prose(reading_of("A title\n\nThe charter was ratified on 8 July 2021, and nobody left.", nlp))
    assert [(event.what, event.when and event.when.edtf) for event in prose.events] == [
        ("The charter was ratified on 8 July 2021", "2021-07-08")
    ]


def test_without_a_model_the_rest_is_still_read() -> None:
    prose = read_prose(reading_of(REVIEW))
    assert len(prose.focus) == 3
    assert prose.engagements == ()
