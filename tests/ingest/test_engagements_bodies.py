"""Engagements by what bodies from outside do, in note form, and by whom they are reported."""

from typing import Any

import pytest

from tests.ingest.test_engagements_context import only, read

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "other", "status"),
    [
        ("Hampton Constabulary came in on 1 February 2024 to explain its plans.", "Hampton Constabulary", "done"),
        ("Hampton Constabulary offered two boats for the regatta.", "Hampton Constabulary", "done"),
        ("Hampton Constabulary has asked for a copy of the tide tables.", "Hampton Constabulary", "done"),
        ("Hampton Constabulary cancelled the night drill.", "Hampton Constabulary", "failed"),
        ("Hampton Constabulary has not answered our letter.", "Hampton Constabulary", "failed"),
        ("A request from Polar College for old charts was noted.", "Polar College", "done"),
        ("Visit to Polar College, 9 April 2024.", "Polar College", "planned"),
        ("An approach made in January to Polar College had been refused.", "Polar College", "failed"),
    ],
)
def test_bodies_turn_to_the_committee(text: str, other: str, status: str, nlp: Any) -> None:
    _, whom, one = only(text, nlp)
    assert (whom, one.status) == ([other], status)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Bo reported that talks with Hampton Constabulary were going well.", "Bo Dole"),
        ("Bo gave an update. Talks with Hampton Constabulary were going well.", "Bo Dole"),
        ("Hampton Constabulary had been sounded out by the Secretary.", "Robin Carr"),
        ("Bo's approach to Hampton Constabulary came to nothing.", "Bo Dole"),
        ("**ACTION 24/08: Bo to discuss the quay with Hampton Constabulary before noon.", "Bo Dole"),
        ("| Action | Owner |\n|---|---|\n| Write to Hampton Constabulary | Bo |", "Bo Dole"),
        ("## Report by Bo Dole\n\nA workshop was held with Hampton Constabulary in January 2024.", "Bo Dole"),
        ("We met Hampton Constabulary on 1 March 2024.", "Harbour Committee"),
    ],
)
def test_who_acts_or_else_reports_has_engaged(text: str, by: str, nlp: Any) -> None:
    who, _, _ = only(text, nlp)
    assert who == [by]


def test_a_doubtful_name_is_a_party_where_grammar_leaves_no_doubt(nlp: Any) -> None:
    _, whom, one = only("Bo is still talking to Pontoon Forth about a grant.", nlp)
    assert (whom, one.status) == (["Pontoon Forth"], "ongoing")


def test_those_of_ours_whom_no_list_names_are_no_counterparts(nlp: Any) -> None:
    assert read("Quentin Marsh gave a presentation on open data.", nlp).engagements == ()


@pytest.mark.parametrize(
    ("text", "channel", "status", "when"),
    [
        ("Bo spoke to Polar College on 1 February 2024.", "dialogue", "done", "2024-02-01"),
        ("Bo had been invited to give evidence to Polar College on 2 July.", "talk", "planned", "2024-07-02"),
        ("Bo had planned to interview Polar College but nobody was in.", "dialogue", "failed", None),
        ("The Secretary invited Polar College to visit; no reply yet.", "meeting", "attempted", None),
        ("Bo's approach to Polar College came to nothing.", "other", "failed", None),
        ("Bo has been in touch with Polar College since January 2024.", "dialogue", "ongoing", "2024-01"),
        ("Bo met Polar College on 1 February 2024 and will report in May.", "meeting", "done", "2024-02-01"),
    ],
)
def test_channel_status_and_date_follow_the_clause(
    text: str, channel: str, status: str, when: str | None, nlp: Any
) -> None:
    _, whom, one = only(text, nlp)
    assert whom == ["Polar College"]
    assert (one.channel, one.status, one.when.edtf if one.when else None) == (channel, status, when)


def test_a_cell_says_that_what_was_to_be_done_is_done(nlp: Any) -> None:
    table = "| Action | Owner | Status |\n|---|---|---|\n| Write to Hampton Constabulary | Bo | Done |"
    who, _, one = only(table, nlp)
    assert (who, one.status) == (["Bo Dole"], "done")


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Bo attended the Polar College conference in Leeds on 1 February 2024.", "Polar College"),
        ("Bo gave a talk at Polar College on 1 February 2024.", "Polar College"),
        ("Polar College has been in dialogue with us since September.", "Polar College"),
        ("Drill w/ Polar College took place on 1 February 2024.", "Polar College"),
        ("Polar College owns the moorings. Bo has spoken with the director there.", "Polar College"),
        ("The offer went to all but Polar College, which had declined.", "Polar College"),
    ],
)
def test_counterparts_stand_where_grammar_has_them(text: str, other: str, nlp: Any) -> None:
    _, whom, _ = only(text, nlp)
    assert whom == [other]
