"""Rosters drafted from the record: who is a member for how long, who holds what, which bodies are named."""

from collections import defaultdict
from pathlib import Path

import pytest

from kg import Library, roster
from kg.records import record
from kg.roster import Roster, RosterEntity, RosterRole
from kg.roster_draft import MEMBER, Came, Held, NamedEntity, draft, draft_from, turtle
from tests.kg.extractions import BASE, everything, minutes

PEOPLE = "http://xmlns.com/foaf/0.1/Person"
BODY = "http://www.w3.org/ns/org#Organization"
TREES = f"{BASE}org/trees"
DAYS = ("2024-01-10", "2024-02-14", "2024-03-13", "2024-04-10", "2024-05-08")


def named(local: str, name: str, documents: int = 2, **values: list[str]) -> NamedEntity:
    class_ = PEOPLE if local.startswith("person/") else BODY
    held = {
        "rdf:type": [class_],
        "skos:prefLabel": [name],
        **{key.replace("_", ":"): each for key, each in values.items()},
    }
    return NamedEntity(BASE + local, documents, defaultdict(list, held))


ADA, TOM = named("person/ada-byrne", "Ada Byrne"), named("person/tom-reid", "Tom Reid")


def came(person: NamedEntity, *days: str, status: str = "attendance-present") -> list[Came]:
    return [Came(person.iri, status, day) for day in days]


def terms(found: Roster) -> dict[str, str | None]:
    return {role.person.rpartition("/")[2]: role.during for role in found.roles if role.title == MEMBER}


def test_a_member_is_whoever_came_or_was_expected_twice_from_first_to_last() -> None:
    found = draft([ADA, TOM], [*came(ADA, *DAYS), *came(TOM, *DAYS[:2], status="attendance-apologies")], [], Roster())
    assert terms(found) == {"ada-byrne": "2024-01-10/..", "tom-reid": "2024-01-10/2024-02-14"}
    assert [person.name for person in found.people] == ["Ada Byrne", "Tom Reid"]


@pytest.mark.parametrize("attended", [came(TOM, DAYS[0]), came(TOM, *DAYS, status="attendance-guest")])
def test_guests_and_those_who_came_once_are_no_members(attended: list[Came]) -> None:
    assert draft([ADA, TOM], [*came(ADA, *DAYS), *attended], [], Roster()).people == (
        RosterEntity(ADA.iri, "Ada Byrne"),
    )


def test_a_role_lasts_as_it_is_recorded_and_on_until_another_holds_it() -> None:
    held = [
        Held(ADA.iri, "Chair", TREES, None, DAYS[0]),
        Held(ADA.iri, "chair", TREES, None, DAYS[1]),
        Held(TOM.iri, "Chair", TREES, None, DAYS[3]),
        Held(ADA.iri, "Treasurer", TREES, "2023", DAYS[0]),
    ]
    found = draft([ADA, TOM], [*came(ADA, *DAYS), *came(TOM, *DAYS)], held, Roster())
    assert {(role.person, role.title, role.during) for role in found.roles if role.title != MEMBER} == {
        (ADA.iri, "Chair", "2024-01-10/2024-02-14"),
        (TOM.iri, "Chair", "2024-04-10/.."),
        (ADA.iri, "Treasurer", "2023"),
    }


def test_names_that_say_nothing_new_are_no_aliases_and_bodies_named_once_are_left_out() -> None:
    agency = named(
        "org/forestry-agency",
        "Forestry Agency",
        mb_acronym=["FA"],
        skos_altLabel=["FA", "Forestry Agency (FA)", "Agency", "Woods Board"],
    )
    found = draft([agency, named("org/once", "Once", 1)], [], [], Roster())
    assert found.organisations == (
        RosterEntity(agency.iri, "Forestry Agency", ("Woods Board",), "FA", None, "org:Organization"),
    )


def test_what_the_roster_says_is_not_suggested_again() -> None:
    known = Roster((RosterEntity(ADA.iri, "Ada Byrne"),), (), (RosterRole(ADA.iri, "member", TREES, "2020/.."),))
    assert draft([ADA], came(ADA, *DAYS), [], known) == Roster()


def test_a_draft_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    library = Library.create(tmp_path / "trees", name="Trees", base=BASE)
    library.store(
        {
            "2023-03-14": record(everything(), "2023-03-14", BASE, "hash-1"),
            "2023-04-14": record(
                minutes("2023-04-14", ("Tom Reid", "Ada Byrne"), action="Order stakes"), "2023-04-14", BASE, "2"
            ),
        }
    )
    found = draft_from(library.snapshot(), Roster())
    assert "Ada Byrne" in {person.name for person in found.people}
    (tmp_path / "roster.ttl").write_text(turtle(found, BASE), encoding="utf-8")
    assert roster.read(tmp_path / "roster.ttl", BASE) == found


def test_no_draft_is_no_text() -> None:
    assert turtle(Roster(), BASE) == ""
