"""Engagements whose parties stand in other sentences: pronouns, offices, speakers, paragraphs about a body."""

from typing import Any

import pytest

from ingest.pipeline import extract
from ingest.readers.source import SourceText
from kg.extraction import Engagement, Extraction
from tests.ingest.minutes import named

pytestmark = pytest.mark.model
HEAD = (
    "# Harbour Committee\n\nMinutes, 5 March 2024\n\nPresent: Ann Ash (Chair), Robin Carr (Secretary), Bo Dole\n\n"
    "The Harbour Committee met at ten.\n\n"
)


def read(text: str, nlp: Any) -> Extraction:
    return extract(SourceText(HEAD + text), "2024-03-05-minutes.md", nlp=nlp)


def only(text: str, nlp: Any) -> tuple[list[str], list[str], Engagement]:
    found = read(text, nlp)
    (one,) = found.engagements
    return named(found, one.by), named(found, one.with_), one


@pytest.mark.parametrize(
    ("text", "by", "other", "status"),
    [
        ("**Ofgem.** Bo wrote on 10 February about the cables.", "Bo Dole", "Ofgem", "done"),
        ("The Secretary met Hampton Constabulary on 1 March 2024.", "Robin Carr", "Hampton Constabulary", "done"),
        ("Robin spoke. She has written to Hampton Constabulary.", "Robin Carr", "Hampton Constabulary", "done"),
        ("Bo reported. She had tried to meet Hampton Constabulary.", "Bo Dole", "Hampton Constabulary", "attempted"),
        ("Hampton Constabulary heard from Bo on 1 March 2024.", "Bo Dole", "Hampton Constabulary", "done"),
        ("Bo held a demo day with Polar College.", "Bo Dole", "Polar College", "done"),
        ("- Bo: sent two mails to Polar College; nobody replies.", "Bo Dole", "Polar College", "failed"),
        ("- Bo to write to Hampton Constabulary.", "Bo Dole", "Hampton Constabulary", "planned"),
        ("Bo spoke on a panel organised by Polar College.", "Bo Dole", "Polar College", "done"),
        (
            "Hampton Constabulary has turned down our offer to help.",
            "Harbour Committee",
            "Hampton Constabulary",
            "failed",
        ),
        ("Bo presented the plan to Hampton Constabulary.", "Bo Dole", "Hampton Constabulary", "done"),
        ("Bo is meeting Hampton Constabulary on 9 April 2024.", "Bo Dole", "Hampton Constabulary", "planned"),
    ],
)
def test_who_engaged_is_found_across_sentences(text: str, by: str, other: str, status: str, nlp: Any) -> None:
    who, whom, one = only(text, nlp)
    assert (who, whom, one.status) == ([by], [other], status)


def test_a_second_meeting_is_with_whom_the_sentence_before_names(nlp: Any) -> None:
    found = read("Bo met Hampton Constabulary on 1 March 2024. A second meeting is planned for 9 April 2024.", nlp)
    assert [(named(found, e.with_), e.status, e.when.edtf if e.when else None) for e in found.engagements] == [
        (["Hampton Constabulary"], "done", "2024-03-01"),
        (["Hampton Constabulary"], "planned", "2024-04-09"),
    ]


def test_a_pronoun_means_the_body_named_last(nlp: Any) -> None:
    found = read("Polar College has answered and Bo had a long call with them.", nlp)
    assert [named(found, each.with_) for each in found.engagements] == [["Polar College"]]


@pytest.mark.parametrize(
    "text",
    [
        "Bo Dole, Director of Hampton Shipping Ltd, spoke of the quay.",
        "There has been no contact with Hampton Constabulary.",
        "There is no plan to meet Hampton Constabulary.",
        "Members asked whether to meet Hampton Constabulary.",
    ],
)
def test_employers_and_what_did_not_happen_are_no_engagements(text: str, nlp: Any) -> None:
    assert read(text, nlp).engagements == ()


def test_a_date_of_another_clause_is_not_the_engagements(nlp: Any) -> None:
    _, _, one = only("Bo has talked to Polar College and there is a free stand on 9 April 2024.", nlp)
    assert (one.status, one.when) == ("done", None)
