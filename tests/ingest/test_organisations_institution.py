"""Bodies of an institution: its letterhead, its groups, what they belong to, and short names for them."""

import pytest

from ingest.organisations import find_organisations
from ingest.structure import read_structure
from kg.extraction import Organisation
from tests.ingest.minutes import read_minutes


def bodies(text: str) -> list[Organisation]:
    return [each for each in find_organisations(read_structure(text), ())[0] if each.confidence >= 0.5]


def names(text: str) -> list[str]:
    return [each.name for each in bodies(text)]


@pytest.mark.parametrize(
    ("top", "name"),
    [
        ("**Elm Primary PTA** – Committee Meeting – 24/01/2024", "Elm Primary PTA"),
        ("TOWN OF MARSH LAKE\nREGULAR MEETING", "Town of Marsh Lake"),
        ("UNITED HARBOUR AND ALLIED WORKERS\n\nMINUTES", "United Harbour and Allied Workers"),
        ("LARKFIELD INSTRUMENTS, INC.\n\nMINUTES OF A REGULAR MEETING", "Larkfield Instruments, Inc"),
        ("                 The Juniper Software Collective\n\n        Minutes", "Juniper Software Collective"),
    ],
)
def test_a_name_that_stands_alone_at_the_top_is_a_body(top: str, name: str) -> None:
    assert name in names(f"{top}\n\nNothing was discussed.\n")


def test_the_body_that_a_committee_belongs_to_by_its_name_is_one_too() -> None:
    found = bodies("# Quillon Foundation Technical Council Meeting 2024-03-05\n\nNothing was discussed.\n")
    assert [(each.name, len(each.mentions)) for each in found] == [
        ("Quillon Foundation Technical Council", 1),
        ("Quillon Foundation", 0),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Technical Steering Committee met.", "Technical Steering Committee"),
        ("Ann was appointed to the Library Board.", "Library Board"),
        ("She asked the Local Government Forum.", "Local Government Forum"),
        ("- Security working group meeting moved earlier", "Security working group"),
        ("- Harbour Security wg may be interested", "Harbour Security wg"),
        ("We met SIG Harbour Lifecycle.", "SIG Harbour Lifecycle"),
        ("WG 7 asks its secretary to write.", "WG 7"),
        ("A liaison with ISO/TC 304 was made.", "ISO/TC 304"),
        ("We wrote to the Welsh government.", "Welsh government"),
    ],
)
def test_groups_are_named_by_general_small_or_numbered_heads(text: str, name: str) -> None:
    assert names(text) == [name[0].upper() + name[1:]]


@pytest.mark.parametrize(
    "text",
    [
        "Each working group and every committee reports. Our WG met.",
        "* Clarify Community Fund status\n* Decide If The Travel Fund Should Cover Visas\n",
        "Held in the Old Customs House.",
        "The WP leaders met. WP1 is late, WP2 is not.",
        "Public Works Director Ann Ash spoke.",
    ],
)
def test_general_words_funds_buildings_and_series_are_none(text: str) -> None:
    assert names(text) == []


def test_a_body_is_named_by_its_head_alone_where_one_has_it() -> None:
    (body,) = bodies("Elm Heritage Trust met. It was agreed that the Trust pays. Trust is needed.")
    assert len(body.mentions) == 2


def test_the_board_beside_a_council_is_a_body_where_sentences_speak_of_it() -> None:
    top = "# Quillon Foundation Technical Council\n\n"
    assert "Board" in names(f"{top}The plan has gone back to the Board.\n\n### Board updates\n\nNone.\n")
    assert "Board" not in names(f"{top}### Board updates\n\nNone.\n")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Clerk had written to Highways about the pothole.", "Highways"),
        ("We considered a grant to the Bell Ringers but made none.", "Bell Ringers"),
        ("She tried the facilities contractor, Ostra FM, without success.", "Ostra FM"),
        ("Ann is to ask Clover Pots Ltd. The visit to the Coastguard is off.", "Coastguard"),
    ],
)
def test_who_is_written_to_and_is_no_person_is_a_body(text: str, name: str) -> None:
    assert name in names(text)


@pytest.mark.parametrize(
    "entry",
    ["Ann Ash \\[Finch & Fable\\]", "Ann Ash \\- Finch & Fable", "Ann Ash       Finch & Fable       [co-chair]"],
)
def test_affiliations_in_escaped_marks_and_in_columns_are_bodies(entry: str) -> None:
    found = read_minutes(f"# Minutes\n\n## Present\n\n- {entry}\n- Bo Carr\n\n## Items\n\nNothing else.\n")
    assert "Finch & Fable" in {each.name for each in found.organisations}


@pytest.mark.parametrize("entry", ["Ann Ash (Equalities)", "Ann Ash (Italy)"])
def test_portfolios_and_countries_beside_people_are_none(entry: str) -> None:
    found = read_minutes(f"# Minutes\n\n## Present\n\n- {entry}\n- Bo Carr\n\n## Items\n\nNothing else.\n")
    assert [each.name for each in found.organisations] == []


def test_the_initials_of_people_are_no_bodies() -> None:
    found = read_minutes(
        "# Minutes\n\n| Name | Office |\n|---|---|\n| Ann Ash | Chair (AA) |\n| Lee Orr-Hume | Clerk (LOH) |\n\n"
        "LOH noted that AA had met us. LOH will write, and AA’s view is known.\n"
    )
    assert [each.name for each in found.organisations if each.confidence >= 0.5] == []
