"""Organisations told by where their names stand: columns, lists of attendees, deeds and belongings."""

import pytest

from ingest.organisations import find_organisations
from ingest.organisations_places import KnownOrganisation
from ingest.structure import read_structure
from tests.ingest.minutes import read_minutes


def names(text: str) -> set[str]:
    return {each.name for each in find_organisations(read_structure(text), ())[0] if each.confidence >= 0.5}


@pytest.mark.parametrize("header", ["Organization", "Affiliation", "Company", "Organisation / employer"])
def test_the_column_of_organisations_names_them(header: str) -> None:
    rows = "| Ann Ash | Larkfield |\n| Bo Carr | Univ. of Sandhaven |\n| Di Eve | - |\n"
    text = f"## Attendees\n\n| Name | {header} |\n|---|---|\n{rows}"
    assert names(text) == {"Larkfield", "Univ. of Sandhaven"}


@pytest.mark.parametrize(
    "entry",
    [
        "Ann Ash (@aash, Larkfield)",
        "Ann Ash (Larkfield)",
        "Ann Ash - Larkfield",
        "Ann Ash [Larkfield]",
        "Ann Ash [Larkfield] (@aash)",
    ],
)
def test_an_affiliation_in_a_list_of_attendees_is_an_organisation(entry: str) -> None:
    found = read_minutes(f"# Minutes\n\n## Present\n\n- {entry}\n- Bo Carr\n\n## Items\n\nNothing else.\n")
    assert "Larkfield" in {each.name for each in found.organisations}


@pytest.mark.parametrize(
    "text",
    [
        "Northbeam wants to use the logo.",
        "There was a request from Northbeam about the logo.",
        "It was noted that Northbeam’s lawyers had asked for more time.",
        "We are waiting; Northbeam has declined to sign.",
    ],
)
def test_a_single_name_that_acts_as_only_bodies_do_is_an_organisation(text: str) -> None:
    assert names(text) == {"Northbeam"}


@pytest.mark.parametrize(
    "text",
    ["Hampton Highways replied.", "We wrote to North Dorley Water.", "The Clerk met Westmere Housing."],
)
def test_regional_bodies_are_told_by_place_and_service(text: str) -> None:
    assert len(names(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The grant is EUR 400 000 and USD 20.",
        "LEP 641 was accepted, and the LEP's authors are thanked. LEP 12 follows.",
        "# Update of the fund\n\nThe Harbour Master reported. The City Attorney agreed.",
        "* Simplify Community Board seats\n* Clarify Travel Fund status\n",
        "The Board of Directors met. The Board of Trustees agreed with the board.",
        "Wants and needs were listed. Yesterday wants no answer. It goes to Friday’s board.",
        "We need more of the Chief Executive and the Chair and Chief Executive.",
    ],
)
def test_what_only_looks_like_a_body_is_none(text: str) -> None:
    assert names(text) == set()


def test_the_board_of_the_body_whose_minutes_they_are_is_that_body() -> None:
    found = read_minutes(
        "# Larkfield Trust\n\nMinutes, 5 March 2024\n\nThe Board of Trustees of Larkfield Trust met.\n"
    )
    assert "Board of Trustees" not in {each.name for each in found.organisations}


def test_organisations_that_people_told_us_of_are_found_by_name_alias_and_acronym() -> None:
    structure = read_structure("We met quillon. Later QLN wrote to us.")
    known = (KnownOrganisation("Quillon", (), "QLN"),)
    (body,) = find_organisations(structure, (), known=known)[0]
    assert (body.name, body.acronym, len(body.mentions), body.confidence >= 0.8) == ("Quillon", "QLN", 2, True)


@pytest.mark.parametrize(
    "text", ["Ann met with new CTO of quillon foundation.", "We asked the Quillon foundation for help."]
)
def test_a_name_with_a_small_head_is_one(text: str) -> None:
    assert names(text) == {"Quillon Foundation"}


def test_a_known_name_is_found_in_small_letters_too() -> None:
    (body,) = find_organisations(
        read_structure("The Harbour Trust Foundation met. We like the harbour trust foundation."), ()
    )[0]
    assert len(body.mentions) == 2


@pytest.mark.parametrize(
    "text", ["The new foundation met.", "the chair of the local association spoke", "a strong foundation"]
)
def test_small_heads_without_a_name_are_none(text: str) -> None:
    assert names(text) == set()


def test_an_affiliation_whose_shape_alone_tells_nothing_is_an_organisation_beside_its_person() -> None:
    found = read_minutes("# Minutes\n\n## Present\n\n- Ann Ash [LarkOS]\n- Bo Carr\n\n## Items\n\nNothing else.\n")
    assert "LarkOS" in {each.name for each in found.organisations if each.confidence >= 0.5}
