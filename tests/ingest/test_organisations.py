"""Which organisations a text names."""

import pytest

from ingest.organisations import find_organisations
from ingest.organisations_lexicon import kind_of, matches_initials
from ingest.structure import read_structure
from tests.ingest.prose_readings import reading_of


def names(text: str) -> list[str]:
    return [each.name for each in find_organisations(read_structure(text), ())[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We met Hampton County Council in May.", ["Hampton County Council"]),
        ("She joined the Ministry of Justice.", ["Ministry of Justice"]),
        (
            "He left the University of Sandhaven and the Royal Institute of Surveyors.",
            ["University of Sandhaven", "Royal Institute of Surveyors"],
        ),
        ("We wrote to HM Revenue and Customs.", ["HM Revenue and Customs"]),
        ("We thank Polar Logistics Ltd and Pell & Partners.", ["Polar Logistics Ltd", "Pell & Partners"]),
        ("the Kestrel Bay Students' Union met", ["Kestrel Bay Students' Union"]),
        ("Hampton County Council's highways officer spoke", ["Hampton County Council"]),
        ("the Border Checks in Ports Working Group met", ["Border Checks in Ports Working Group"]),
        ("Kestrel Fire Brigade & Northmoor Police met", ["Kestrel Fire Brigade", "Northmoor Police"]),
        ("The Code of Conduct Committee met.", ["Code of Conduct Committee"]),
        ("The Chair of the Finance Committee spoke.", ["Finance Committee"]),
        ("THE MARLOWE BRIDGE TRUST\n\nA letter to friends.", ["Marlowe Bridge Trust"]),
    ],
)
def test_names_are_told_by_their_heads_and_openings(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The Chief Executive opened the Annual Meeting.",
        "The Working Group met.",
        "We attended the Harbour Digital Summit and a Team Meeting.",
        "Our members like Speeding on Church Lane.",
        "The AGM agreed the API, the FAQ and any other business (AOB).",
    ],
)
def test_roles_events_and_generic_words_are_no_organisations(text: str) -> None:
    assert names(text) == []


def test_an_acronym_in_brackets_is_the_organisations_own_and_names_it_later() -> None:
    text = "The Academic Quality Committee (AQC) met. The AQC agreed, and AQC’s paper follows."
    (body,) = find_organisations(read_structure(text), ())[0]
    assert (body.name, body.acronym, body.kind, len(body.mentions)) == (
        "Academic Quality Committee",
        "AQC",
        "committee",
        3,
    )


def test_a_bracket_inside_a_name_belongs_to_it() -> None:
    text = "The Rural and Island Transport (RIT) Programme began. The RIT Programme ended."
    (body,) = find_organisations(read_structure(text), ())[0]
    assert (body.name, body.acronym, len(body.mentions)) == ("Rural and Island Transport Programme", "RIT", 2)


def test_acronyms_in_different_cases_are_one_organisation() -> None:
    text = "The Ministry of Justice (MoJ) agreed. MOJ’s view is known."
    (body,) = find_organisations(read_structure(text), ())[0]
    assert len(body.mentions) == 2


def test_a_part_named_after_an_acronym_is_a_body_of_its_own() -> None:
    text = "The Ministry of Justice (MoJ) met us. We then met MoJ Commercial."
    assert names(text) == ["Ministry of Justice", "MoJ Commercial"]


def test_initials_of_a_group_named_in_full_name_it() -> None:
    text = "The Digital Ports Working Group met. We thank the DPWG’s members."
    (body,) = find_organisations(read_structure(text), ())[0]
    assert (body.acronym, len(body.mentions)) == ("DPWG", 2)


def test_a_short_form_with_an_article_means_the_full_name() -> None:
    (body,) = find_organisations(read_structure("Hampton County Council met. The County Council agreed."), ())[0]
    assert len(body.mentions) == 2


def test_what_stands_behind_a_person_in_brackets_is_an_organisation() -> None:
    reading = reading_of("Members: Julia Moreau (Inria), Ann Baker (Brightwater Labs)", author="Julia Moreau")
    assert {"Inria", "Brightwater Labs"} <= {each.name for each in reading.organisations}


@pytest.mark.parametrize(
    ("acronym", "name", "fits"),
    [
        ("MoJ", "Ministry of Justice", True),
        ("DfT", "Department for Transport", True),
        ("KBSU", "Kestrel Bay Students' Union", True),
        ("CQC", "Care Quality Commission", True),
        ("ABC", "Care Quality Commission", False),
        ("C", "Council", False),
    ],
)
def test_initials(acronym: str, name: str, fits: bool) -> None:
    assert matches_initials(acronym, name) is fits


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Polar Logistics Ltd", "company"),
        ("Test Vale District Council", "public body"),
        ("Larkspur Steering Council", "committee"),
        ("Docs SIG", "working group"),
        ("RIT Programme", "programme"),
        ("Mozart Foundation", "other"),
    ],
)
def test_kinds(name: str, kind: str) -> None:
    assert kind_of(name) == kind


@pytest.mark.model
def test_what_the_model_alone_proposes_stays_a_candidate_or_has_grammar_behind_it(nlp: object) -> None:
    reading = reading_of("Prevention and Women's services grew. Zephyr Blue was seen in passing.", nlp)
    assert all(each.confidence < 0.5 for each in reading.organisations)
