"""Bodies with numbers, titles, shortened words and partners in their names, and what only looks like one."""

import pytest

from ingest.organisations import find_organisations
from ingest.structure import read_structure
from tests.ingest.minutes import read_minutes


def names(text: str) -> list[str]:
    return [each.name for each in find_organisations(read_structure(text), ())[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The BRINECON Working Group 7 met in March.", ["BRINECON Working Group 7"]),
        ("A letter went to IEC/SC 59Z in May.", ["IEC/SC 59Z"]),
        ("The chair of ITQ-X SG91 was asked.", ["ITQ-X SG91"]),
        ("Quarrel & District Branch 417 paid.", ["Quarrel & District Branch 417"]),
        ("The D&I working group met.", ["D&I working group"]),
        ("The Women in Dredging Network replied.", ["Women in Dredging Network"]),
        ("A bid from Grey Mtn. Paving was low.", ["Grey Mtn. Paving"]),
        ("No one represented ABNQ (Brazil).", ["ABNQ"]),
        ("A contract with Quellsource and Fairmoor Bank was signed.", ["Quellsource", "Fairmoor Bank"]),
        (
            "The University of Solmouth and Itchen Vale College wrote.",
            ["University of Solmouth", "Itchen Vale College"],
        ),
        ("Universidad de los Prados wrote.", ["Universidad de los Prados"]),
        ("Ann Ash, City of Inverlee Council Assessor, spoke.", ["City of Inverlee Council"]),
    ],
)
def test_a_name_is_read_whole_and_alone(text: str, expected: list[str]) -> None:
    found = names(text)
    assert [name for name in expected if name in found] == expected
    assert not any(name != each and each in name for each in expected for name in found)


def test_the_last_part_of_a_path_of_committees_is_the_same_body() -> None:
    assert names("# ISO/TC 391/WG 4\n\nISO/TC 391/WG 4 met. WG 4 agreed on the text.\n") == ["ISO/TC 391/WG 4"]


@pytest.mark.parametrize(
    "text",
    [
        "This is fine under the MIT license.",
        "Talks for Larkcon EU are due.",
        "We were expecting TSC members to come.",
        "Should each SIG asks be met?",
        "Annex A. Apologies had been sent to us.",
    ],
)
def test_licences_regions_verbs_and_annexes_are_no_bodies(text: str) -> None:
    assert names(text) == []


def test_a_column_holds_a_body_before_a_title() -> None:
    found = read_minutes(
        "# Grid TAC\n\n| Name | Representing |\n|---|---|\n"
        "| Ken Thorne | Weather Digital, TAC Chair |\n| Emi Olan | Foundation staff |\n"
    )
    bodies = [each.name for each in found.organisations]
    assert "Weather Digital" in bodies
    assert "Foundation staff" not in bodies


def test_initials_in_brackets_behind_a_person_are_no_body() -> None:
    found = read_minutes("# Elm Board, 5 March 2024\n\nPresent: Ann Ash\n\nWes Todhunter (WT) spoke. WT will write.\n")
    assert "WT" not in [each.name for each in found.organisations]
