"""Organisations whose names have no word for a body: what is said around them tells it."""

import pytest

from ingest.organisations import body_spans, find_organisations, spot_all
from ingest.structure import read_structure


def names(text: str) -> list[str]:
    return [each.name for each in find_organisations(read_structure(text), ())[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The pump was left to the contractor, Brindlemoor, until May.", ["Brindlemoor"]),
        ("The clerk is waiting to hear back from Ostrelune.", ["Ostrelune"]),
        ("It was agreed to accept the quote from Wexcombe Hosting.", ["Wexcombe Hosting"]),
        ("We had a visit from Vantorel, a consultancy in Leith.", ["Vantorel"]),
        ("Pellisade has declined the invitation.", ["Pellisade"]),
        ("They were approached by Corrimund, who run a registry.", ["Corrimund"]),
        ("A contract with Thorley & Vance was signed.", ["Thorley & Vance"]),
        ("We wrote to Marden + Ashcombe Architects about the roof.", ["Marden + Ashcombe Architects"]),
        ("The order went to Glenmorrow Coatings in the amount of $4,100.", ["Glenmorrow Coatings"]),
        ("Somebody from Quorlith came to look at the lift.", ["Quorlith"]),
        ("We are in talks with Women in Smelting.", ["Women in Smelting"]),
    ],
)
def test_what_is_said_around_a_name_tells_a_body(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Brindlemoor is a fine village in the hills.",
        "The motion was seconded by Zelmira Prowse.",
        "Apologies were received from Cllr Ormsby and Mrs Quaile.",
        "They've asked for a form, and I've promised to send it.",
        "The hall was promised to us by Easter.",
        "The representative of Ostrelune agreed to send a map.",
        "See Attachment B and Option C.",
    ],
)
def test_places_people_and_things_are_no_bodies(text: str) -> None:
    assert names(text) == []


def test_who_is_listed_with_bodies_is_one() -> None:
    assert names("We met with Ostrelune, Vantorel and the Elm Trust.") == ["Ostrelune", "Vantorel", "Elm Trust"]


def test_orders_are_left_out_only_where_a_line_begins() -> None:
    assert names("- Retain Ashcombe Accountants for next year.\n- The Retain Trust met.") == [
        "Ashcombe Accountants",
        "Retain Trust",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The manufacturer, Seilhof Oberau, had been approached.",
        "We contacted Wildthorne Semiconductors through a friend.",
        "Nerys Ash (Corbelline Analytics) will speak.",
    ],
)
def test_nobody_is_looked_for_in_the_name_of_a_firm(text: str) -> None:
    structure = read_structure(text)
    assert len(body_spans(structure, spot_all(structure))) == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We confirmed the order with Heatwell (South West) Ltd today.", "Heatwell Ltd"),
        ("A delegation of the Universitas Corvinia came.", "Universitas Corvinia"),
        ("The Institution of Marine & Structural Engineers was asked.", "Institution of Marine & Structural Engineers"),
        ("We thank Elbtal Mechanik e.V. for the room.", "Elbtal Mechanik e.V."),
    ],
)
def test_forms_of_companies_and_words_of_other_languages(text: str, name: str) -> None:
    assert names(text) == [name]
