"""Dated events of running text."""

from typing import Any

import pytest

from ingest.events import find_events
from tests.ingest.prose_readings import reading_of

pytestmark = pytest.mark.model


def test_a_date_that_only_describes_a_noun_gives_way_to_that_of_the_event(nlp: Any) -> None:
    reading = reading_of("A review\n\nThe 2024-2026 committee elections take place in December.\n", nlp)
    (found,) = find_events(reading)
    assert found.when is not None
    assert found.when.edtf == "2023-12"


@pytest.mark.parametrize(
    ("text", "what", "when"),
    [
        (
            "I was pleased to have been elected as Chair of the guild in January 2022.",
            "elected",
            "2022-01",
        ),
        (
            "The blog will have been published as part of the 3rd November Open Day.",
            "3rd November Open Day",
            "2023-11-03",
        ),
    ],
)
def test_an_event_is_told_by_the_words_that_hold_it(nlp: Any, text: str, what: str, when: str) -> None:
    (found,) = find_events(reading_of(f"A review\n\n{text}\n", nlp))
    assert what in found.what
    assert len(found.what.split()) < 14
    assert found.when is not None and found.when.edtf == when


def test_what_only_stands_beside_a_year_is_no_event(nlp: Any) -> None:
    text = "At this year's Harbour Summit, Paul said that he knew of many new tools.\n"
    assert list(find_events(reading_of(f"A review\n\n{text}", nlp))) == []


def test_an_event_told_twice_is_one(nlp: Any) -> None:
    text = (
        "The new committee held its first meeting in January 2022.\n\n"
        "At its first meeting in January 2022 the new committee agreed on four aims.\n"
    )
    (found,) = find_events(reading_of(f"A review\n\n{text}", nlp))
    assert len(found.evidence) == 2


@pytest.mark.parametrize("text", ["The AGM will be on 12 June 2024 at 7pm.", "Plugfest: 21-23 May 2024, Ashby."])
def test_meetings_that_are_called_by_their_kind_are_events(nlp: Any, text: str) -> None:
    (found,) = find_events(reading_of(f"A review\n\n{text}\n", nlp))
    assert found.what == text.rstrip(".")
