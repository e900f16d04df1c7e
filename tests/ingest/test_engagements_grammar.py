"""Engagements that the bare parse does not give: notes, names behind a few words, those who are moved or answer."""

from typing import Any

import pytest

from ingest.pipeline import extract
from ingest.readers.source import SourceText
from tests.ingest.minutes import named

pytestmark = pytest.mark.model
HEAD = (
    "# Harbour Committee\n\nMinutes, 5 March 2024\n\nPresent: Ann Ash (Chair), Robin Carr (Secretary), Bo Dole\n\n"
    "The Harbour Committee met at ten.\n\n"
)
POLICE, COLLEGE = "Hampton Constabulary", "Polar College"


def engaged(text: str, nlp: Any) -> list[tuple[list[str], str]]:
    """With whom, and how far it came, of each engagement."""
    found = extract(SourceText(HEAD + text), "2024-03-05-minutes.md", nlp=nlp)
    return [(sorted(named(found, one.with_)), one.status) for one in found.engagements]


@pytest.mark.parametrize(
    "text",
    [
        "Ann spoke to Polar College's general counsel about the chart.",
        "Robin wrote to the head of Polar College about the chart.",
        "Bo spoke with two of the tutors at Polar College.",
        "Bo is in touch with the owners of the quay, Polar College.",
        "Robin asked the owner (Polar College) for the keys.",
        "Robin ran the regatta with Polar College on 3 May 2023.",
        "Ann had Polar College in on 4 March 2024 about the lease.",
        "Bo took a party from Polar College round the lock on 2 March 2024.",
    ],
)
def test_a_name_right_behind_what_engages_it_is_a_party(text: str, nlp: Any) -> None:
    assert [whom for whom, _ in engaged(text, nlp)] == [[COLLEGE]]


@pytest.mark.parametrize(
    "text",
    [
        "Ann reviewed the Polar College chart.",
        "Bo wrote about Polar College to the members.",
        "Robin took up a post with Polar College.",
        "Ann called on Polar College to stop dredging.",
        "Bo does not intend to approach Polar College.",
        "The meeting was held by telephone, hosted by Polar College.",
    ],
)
def test_a_name_that_is_only_spoken_of_is_none(text: str, nlp: Any) -> None:
    assert engaged(text, nlp) == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("- Met the new director of Polar College on 1 March 2024.", "done"),
        ("- Bo: wrote to Polar College on 1 March 2024", "done"),
        ("- Emailed the Polar College people, no reply.", "failed"),
        ("- Poke the Polar College people about the buoys", "planned"),
        ("- Visit to Polar College, 9 April 2024.", "planned"),
    ],
)
def test_a_note_without_a_subject_engages(text: str, status: str, nlp: Any) -> None:
    assert engaged(text, nlp) == [([COLLEGE], status)]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Ann has been unable to get Polar College to return her calls.", "failed"),
        ("Bo had hoped to get Polar College on board.", "attempted"),
        ("It was left with Bo to get Polar College to come to the June meeting.", "planned"),
        ("It was agreed that the Secretary should write to Polar College.", "planned"),
    ],
)
def test_bringing_others_to_something_engages_them(text: str, status: str, nlp: Any) -> None:
    assert engaged(text, nlp) == [([COLLEGE], status)]


def test_each_of_several_who_were_asked_and_answer_is_a_party(nlp: Any) -> None:
    text = "Bo wrote to six firms about the buoys. Polar College and Hampton Constabulary said yes."
    assert sorted(whom for whom, _ in engaged(text, nlp)) == [[POLICE], [COLLEGE]]
    listed = "Robin invited nine firms to the open day. Two came: Polar College and Hampton Constabulary."
    assert {party for whom, _ in engaged(listed, nlp) for party in whom} == {POLICE, COLLEGE}


@pytest.mark.parametrize(
    "behind",
    [
        "They are coming to see us on 9 April 2024.",
        "They were emailed again in February.",
        "Robin spoke to the head there.",
        "We will meet again in April.",
        "Bo attended their conference.",
    ],
)
def test_words_that_stand_for_the_body_named_before_engage_it(behind: str, nlp: Any) -> None:
    found = engaged(f"Polar College has the only crane. {behind}", nlp)
    assert [whom for whom, _ in found] == [[COLLEGE]]


def test_a_cell_of_a_row_is_about_the_body_of_another_cell(nlp: Any) -> None:
    rows = "| Action | Who | Status |\n|---|---|---|\n| Talk to Polar College | Bo | Met the head on 4 March 2024 |\n"
    assert ([COLLEGE], "done") in engaged(rows, nlp)


def test_who_goes_for_us_goes_to_others(nlp: Any) -> None:
    text = "Bo attended the Tideway Committee plenary on 1 March 2024 as our delegate."
    assert engaged(text, nlp) == [(["Tideway Committee"], "done")]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Bo sits on the shadow board of Polar College.", "done"),
        ("We have been accepted as a liaison member of Polar College.", "done"),
        ("Ann and the head of Polar College meet weekly.", "ongoing"),
        ("Polar College had been written to in February 2024.", "done"),
        ("We have still not heard back from Polar College.", "attempted"),
        ("Talks with Polar College about the lease: dragging on.", "ongoing"),
        ("Polar College to be contacted about the crane.", "planned"),
    ],
)
def test_membership_common_doings_and_passives_engage(text: str, status: str, nlp: Any) -> None:
    assert engaged(text, nlp) == [([COLLEGE], status)]


def test_whom_a_sentence_met_the_next_writes_to(nlp: Any) -> None:
    text = "Ann met the Head of Tides, Dale Frost, on 2 March 2024. Bo is to write to him."
    assert engaged(text, nlp) == [(["Dale Frost"], "done"), (["Dale Frost"], "planned")]


@pytest.mark.parametrize(
    "text",
    ["The committee discussed the appointment to the Polar College board.", "Polar College attended for item 4."],
)
def test_what_is_on_the_agenda_engages_nobody(text: str, nlp: Any) -> None:
    assert engaged(text, nlp) == []


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("Bo went to the Polar College meeting in December.", [[COLLEGE]]),
        ("Bo went to Polar College by bus.", []),
        ("They visited with Sen. Dale Frost and Rep. Tim Crane on the quay bill.", [["Dale Frost", "Tim Crane"]]),
        ("A knot demo at Polar College on 3 March 2024 reached 180 pupils.", [[COLLEGE]]),
    ],
)
def test_going_to_a_gathering_of_others_engages_them(text: str, whom: list[list[str]], nlp: Any) -> None:
    assert [parties for parties, _ in engaged(text, nlp)] == whom
