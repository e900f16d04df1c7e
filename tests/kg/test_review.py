"""Doubtful pairs: asked about with a reason, best first, once; namesakes and people side by side are not merged."""

from typing import Any

import pytest

from kg.extraction import Extraction, Organisation, Person
from kg.identifiers import person_id
from kg.identity import resolve
from kg.judgements import Judgement
from kg.review import Doubt, doubts, judgement
from kg.roster import Roster
from tests.kg.extractions import BASE, minutes
from tests.kg.test_identity import judge, names, partial

FA = Organisation("org/fa", "FA", "FA")
TWO = [Organisation("org/forestry-agency", "Forestry Agency", "FA"), Organisation("org/farm-aid", "Farm Aid", "FA")]


def asked(documents: dict[str, Extraction], *judgements: Judgement) -> list[Doubt]:
    found = [names(extraction, document) for document, extraction in documents.items()]
    return doubts(found, resolve(found, judgements, Roster(), BASE), judgements, BASE)


def pairs(documents: dict[str, Extraction], *judgements: Judgement) -> list[tuple[str, str]]:
    found = asked(documents, *judgements)
    return [(one.target.removeprefix(BASE), (one.other or "").removeprefix(BASE)) for one in found]


def apart(one: str | Person, other: str | Person) -> dict[str, Extraction]:
    """Two meetings of one committee, each with one of the two."""
    return {"a": minutes("2022-01-01", (one,)), "b": minutes("2022-02-01", (other,))}


@pytest.mark.parametrize(
    ("kept", "lost"),
    [
        ("Ada Maria Byrne", "Ada Byrne"),
        ("Siobhan Gallagher", "Siobhan Galagher"),
        ("Robin Greave", "Roibn Greave"),
    ],
)
def test_names_that_may_be_one_persons_are_asked_about(kept: str, lost: str) -> None:
    found = pairs(apart(kept, lost))
    assert {frozenset(pair) for pair in found} == {frozenset((person_id(kept), person_id(lost)))}


def test_a_short_form_of_the_first_name_in_another_committee_is_asked_about() -> None:
    documents = apart("Thomas Reid", "Tom Reid")
    found = pairs({**documents, "b": minutes("2022-02-01", ("Tom Reid",), committee="Other Board")})
    assert found == [("person/thomas-reid", "person/tom-reid")]


def test_a_handle_made_of_a_name_is_asked_about() -> None:
    assert pairs(apart("Robin Greave", partial("rgreave", "rgreave"))) == [("person/robin-greave", "person/rgreave~b")]


def test_a_first_name_that_fits_two_is_asked_about_for_each() -> None:
    found = pairs({"a": minutes("2022-01-01", ("Tom Reid", "Tom Lowe")), "b": minutes("2022-02-01", (partial("Tom"),))})
    assert found == [("person/tom-lowe", "person/tom~b"), ("person/tom-reid", "person/tom~b")]


def test_an_acronym_of_two_organisations_is_asked_about_for_each() -> None:
    found = pairs({"a": minutes("2022-01-01", (), tuple(TWO)), "b": minutes("2022-02-01", (), (FA,))})
    assert found == [("org/farm-aid", "org/fa"), ("org/forestry-agency", "org/fa")]


def test_names_alike_in_letters_need_a_second_key() -> None:
    documents = apart("Siobhan Gallagher", "Siobhan Galagher")
    assert pairs({**documents, "b": minutes("2022-02-01", ("Siobhan Galagher",), committee="Other Board")}) == []


@pytest.mark.parametrize("other", ["Ada Maria Byrne", "Ada Byrnes"])
def test_two_who_sit_side_by_side_are_not_asked_about(other: str) -> None:
    assert pairs({"a": minutes("2022-01-01", ("Ada Byrne", other))}) == []


@pytest.mark.parametrize("action", ["not-same", "unsure", "same"])
def test_a_pair_that_was_answered_does_not_come_back(action: str) -> None:
    documents = apart("Ada Maria Byrne", "Ada Byrne")
    assert pairs(documents, judge(action, "person/ada-byrne", other="person/ada-maria-byrne")) == []


def of(name: str, organisation: str, day: str) -> Extraction:
    """Minutes that say behind somebody's name of which organisation they are."""
    return minutes(day, (name,), (Organisation(f"org/{organisation.lower()}", organisation),))


def test_one_name_in_two_organisations_at_one_time_may_be_two_people() -> None:
    documents = {
        day: said_of("Maria Lopes", where, day)
        for day, where in (("2022-01-01", "Council"), ("2022-02-01", "Shipping"), ("2022-03-01", "Council"))
    }
    (doubt,) = asked(documents)
    assert (doubt.kind, doubt.target, doubt.documents) == ("split", f"{BASE}person/maria-lopes", ("2022-02-01",))
    assert asked(documents, judge("confirm", "person/maria-lopes")) == []
    action, about = judgement(doubt, "yes")
    assert asked(documents, judge(action, "person/maria-lopes", documents=about["documents"])) == []


def said_of(name: str, organisation: str, day: str) -> Extraction:
    from dataclasses import replace

    from kg.extraction import Role

    found = of(name, organisation, day)
    (person,) = found.people
    where = f"org/{organisation.lower()}"
    role = Role(evidence=person.mentions, rule="test/role", title="Delegate", organisation=where)
    return replace(found, people=(replace(person, roles=(role,)),))


def test_one_name_in_two_organisations_years_apart_is_no_doubt() -> None:
    documents = {day: said_of("Maria Lopes", where, day) for day, where in (("2012-01-01", "X"), ("2022-01-01", "Y"))}
    assert asked(documents) == []


def test_a_name_read_with_little_confidence_is_asked_about_last() -> None:
    doubted = Person("person/next-steps", "Next Steps", confidence=0.3)
    found = asked({**apart("Ada Maria Byrne", "Ada Byrne"), "c": minutes("2022-02-01", (doubted,))})
    assert [one.kind for one in found] == ["same", "real"]


@pytest.mark.parametrize(
    ("kind", "reply", "action"),
    [
        ("same", "yes", "same"),
        ("same", "no", "not-same"),
        ("same", "unsure", "unsure"),
        ("split", "yes", "split"),
        ("split", "no", "confirm"),
        ("real", "yes", "confirm"),
        ("real", "no", "reject"),
        ("real", "unsure", "unsure"),
    ],
)
def test_every_reply_is_a_judgement(kind: Any, reply: Any, action: str) -> None:
    assert judgement(Doubt(kind, "a", "", 1, "b" if kind == "same" else None, ("d",)), reply)[0] == action
