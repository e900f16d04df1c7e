"""Who engaged whom: by grammar, with its status and its date."""

from typing import Any

import pytest

from ingest.engagements import find_engagements
from ingest.parties import read_parties
from ingest.roles import find_roles
from kg.extraction import Engagement
from tests.ingest.prose_readings import reading_of

pytestmark = pytest.mark.model
HEAD = "Harbour Committee: a review\n\nThe Harbour Committee meets monthly. The Harbour Committee has ten members.\n\n"


def engagements(text: str, nlp: Any) -> list[Engagement]:
    reading = reading_of(HEAD + text, nlp)
    assert reading.committee == "org/harbour-committee"
    return list(find_engagements(reading, read_parties(reading, find_roles(reading)), ()))


@pytest.mark.parametrize(
    ("text", "other", "channel", "status", "when"),
    [
        ("In September we met Hampton Constabulary.", "org/hampton-constabulary", "meeting", "done", "2023-09"),
        (
            "Two joint workshops were held with Hampton Constabulary in spring 2023.",
            "org/hampton-constabulary",
            "workshop",
            "done",
            "2023-21",
        ),
        (
            "A presentation was received from Hampton Constabulary in May.",
            "org/hampton-constabulary",
            "talk",
            "done",
            "2023-05",
        ),
        ("We are in talks with Hampton Constabulary.", "org/hampton-constabulary", "dialogue", "ongoing", None),
        (
            "We will host a round table with Hampton Constabulary on 22 November.",
            "org/hampton-constabulary",
            "event",
            "planned",
            "2023-11-22",
        ),
        (
            "We were unable to persuade Hampton Constabulary to help.",
            "org/hampton-constabulary",
            "other",
            "failed",
            None,
        ),
        ("We wrote to Hampton Constabulary in June.", "org/hampton-constabulary", "correspondence", "done", "2023-06"),
        ("The committee was advised by Hampton Constabulary.", "org/hampton-constabulary", "other", "done", None),
    ],
)
def test_verbs_and_nouns_that_engage(
    text: str, other: str, channel: str, status: str, when: str | None, nlp: Any
) -> None:
    (found,) = engagements(text, nlp)
    assert (found.by, found.with_, found.channel, found.status) == (
        ("org/harbour-committee",),
        (other,),
        channel,
        status,
    )
    assert (found.when.edtf if found.when else None) == when


@pytest.mark.parametrize(
    "text",
    [
        "We did not meet Hampton Constabulary.",
        "No discussions have taken place with Hampton Constabulary.",
        "If Hampton Constabulary were to come forward, we would be willing to meet it.",
        "We have no plans to join Hampton Constabulary.",
        "Hampton Constabulary published its report.",
        "Should we meet Hampton Constabulary?",
    ],
)
def test_what_is_denied_supposed_or_asked_is_no_engagement(text: str, nlp: Any) -> None:
    assert engagements(text, nlp) == []


def test_our_own_side_is_no_counterpart(nlp: Any) -> None:
    assert engagements("We met our clerk, Ann Baker, in May.", nlp) == []


def test_several_parties_are_one_engagement(nlp: Any) -> None:
    (found,) = engagements("In May we met Hampton Constabulary and Polar Logistics Ltd.", nlp)
    assert found.with_ == ("org/hampton-constabulary", "org/polar-logistics-ltd")


def test_what_people_hope_to_run_is_planned(nlp: Any) -> None:
    (found,) = engagements("Ann Baker is hoping to run an open day with Hampton Constabulary.", nlp)
    assert found.status == "planned"


def test_a_holder_of_a_role_is_met_in_the_name_of_the_organisation(nlp: Any) -> None:
    (found,) = engagements("* Ann Baker met with new CTO of quillon foundation", nlp)
    assert (found.with_, found.channel, found.status) == (("org/quillon-foundation",), "meeting", "done")


def test_an_event_that_the_other_side_ran_is_its_own_part_of_an_engagement(nlp: Any) -> None:
    found = engagements(
        "The engagement with Hampton Constabulary in 2022 has continued, to the extent that in June this year, "
        "Hampton Constabulary ran their first innovation day.",
        nlp,
    )
    assert (("org/hampton-constabulary",), "event", "done", "2023-06") in [
        (each.by, each.channel, each.status, each.when.edtf if each.when else None) for each in found
    ]


@pytest.mark.parametrize("text", ["We met the Dredging Subcommittee.", "We met the Lighting Working Party in May."])
def test_our_own_groups_are_no_counterpart(text: str, nlp: Any) -> None:
    assert engagements(text, nlp) == []


@pytest.mark.parametrize(
    ("text", "status", "when"),
    [
        ("Ann Ash had hoped to meet Hampton Constabulary in December but they cancelled.", "attempted", "2022-12"),
        ("Ann Ash is to write to Hampton Constabulary.", "planned", None),
    ],
)
def test_what_was_hoped_for_lies_behind_and_what_is_to_be_done_ahead(
    text: str, status: str, when: str | None, nlp: Any
) -> None:
    (found,) = engagements(text, nlp)
    assert (found.status, found.when and found.when.edtf) == (status, when)
