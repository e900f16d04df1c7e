"""Judgements on how work went, and on which area."""

import pytest

from ingest.focus import find_focus_areas
from ingest.outcomes import find_outcomes
from tests.ingest.prose_readings import reading_of

HEAD = (
    "Harbour Committee: a review\n\nIn March 2022 the Harbour Committee agreed the following focus areas:\n\n"
    "* Crew – training, night skills and safety.\n* Dredging – deeper berths.\n* Light for Good – quay lamps.\n\n"
)


def outcomes(text: str) -> list[tuple[str | None, str]]:
    reading = reading_of(HEAD + text)
    return [(each.about, each.polarity) for each in find_outcomes(reading, find_focus_areas(reading))]


def test_the_topic_may_come_from_the_sentence_before() -> None:
    assert outcomes("Members spoke of Night Skills in spring. However, the team struggled to get engagement here.") == [
        ("focus/crew-2022", "negative")
    ]


def test_slow_progress_is_negative() -> None:
    assert outcomes("Progress was also slow with Dredging.") == [("focus/dredging-2022", "negative")]


@pytest.mark.parametrize(
    "text",
    [
        "The good work on Dredging will soon be passed on.",
        "The objective of the Dredging team has been to seek improvement and success.",
        "Light for Good carries on the work of the year before.",
    ],
)
def test_purposes_the_future_and_names_judge_nothing(text: str) -> None:
    assert outcomes(text) == []


def test_a_judgement_behind_a_parenthesis_keeps_its_subject() -> None:
    reading = reading_of(HEAD + "Progress on Dredging – as was to be expected – was mixed.")
    (found,) = find_outcomes(reading, find_focus_areas(reading))
    assert found.what == "Progress on Dredging – as was to be expected – was mixed."
