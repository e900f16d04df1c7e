"""Commitments stated in running text."""

from typing import Any

import pytest

from ingest.parties import read_parties
from ingest.promises import find_promises
from ingest.roles import find_roles
from kg.extraction import Commitment
from tests.ingest.prose_readings import reading_of

pytestmark = pytest.mark.model
HEAD = (
    "Harbour Committee: a review\n\nby Ann Baker\n\n"
    "The Harbour Committee meets monthly. The Harbour Committee has ten members.\n\n"
)


def promises(text: str, nlp: Any) -> list[Commitment]:
    reading = reading_of(HEAD + text, nlp, author="Ann Baker")
    return list(find_promises(reading, read_parties(reading, find_roles(reading))))


@pytest.mark.parametrize(
    ("text", "owner", "kind", "due"),
    [
        ("We intend to commission a survey in the spring.", ("org/harbour-committee",), "intention", "2024-21"),
        ("Polar Logistics Ltd is drafting a paper on tides.", ("org/polar-logistics-ltd",), "plan", None),
        ("Polar Logistics Ltd are looking at creating a framework.", ("org/polar-logistics-ltd",), "intention", None),
        ("They are in the process of producing a paper on tides.", (), "plan", None),
        (
            "It is the intention of Polar Logistics Ltd to run a further event in 2024.",
            ("org/polar-logistics-ltd",),
            "intention",
            "2024",
        ),
        ("A podcast will be recorded on November 8th.", (), "plan", "2023-11-08"),
        ("A supporters' day is to take place on 1 December.", (), "plan", "2023-12-01"),
        ("Elections take place next month.", (), "plan", "2023-12"),
        ("I have promised to write a guide for newcomers.", ("person/ann-baker",), "action", None),
        ("I intend to stand again.", ("person/ann-baker",), "intention", None),
    ],
)
def test_what_is_to_be_done(text: str, owner: tuple[str, ...], kind: str, due: str | None, nlp: Any) -> None:
    (found,) = promises(text, nlp)
    assert (found.owner, found.kind, found.due.edtf if found.due else None) == (owner, kind, due)


@pytest.mark.parametrize(
    "text",
    [
        "We have no plans to join them.",
        "I shall not be standing again.",
        "If the ferry stops, we would write to them.",
        "The lighting was planned in 2021.",
        "You will be better served by the blog.",
        "Will we meet again?",
        "I want to thank everybody.",
        "We agreed to keep four areas.",
        "The committee agreed to publish its drafts.",
        "I'll admit that it was late.",
    ],
)
def test_what_is_denied_supposed_past_or_polite_is_no_commitment(text: str, nlp: Any) -> None:
    assert promises(text, nlp) == []
