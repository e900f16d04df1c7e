"""Ids are the same for the same name, readable in every script, and safe in IRIs and file names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg.identifiers import document_iri, focus_id, name_key, organisation_id, person_id, slug

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("José O’Brien", "jose-obrien"),
        ("Łukasz Øster", "lukasz-oster"),
        ("U.S. Army", "us-army"),
        ("2023.05.23 minutes", "2023-05-23-minutes"),
        ("李小龙", "李小龙"),
        ("Юрий Гагарин", "юрий-гагарин"),
        ("प्रिया शर्मा", "प्रिया-शर्मा"),
        ("İstanbul R&D", "istanbul-r-d"),
    ],
)
def test_a_slug_is_the_readable_name(name: str, expected: str) -> None:
    assert slug(name) == expected


@given(NAMES)
def test_a_slug_is_its_own_slug(name: str) -> None:
    assert slug(slug(name)) == slug(name)


@given(NAMES)
def test_a_slug_makes_an_iri_and_a_file_name(name: str) -> None:
    assert NamedNode(document_iri("https://example.org/", slug(name)))
    assert 0 < len(slug(name).encode()) <= 120
    assert "/" not in slug(name)
    assert not slug(name).startswith(".")


@given(NAMES)
def test_a_name_key_does_not_see_case_or_surrounding_punctuation(name: str) -> None:
    assert name_key(f" «{name}» ") == name_key(name)
    assert name_key(name_key(name)) == name_key(name)


def test_long_names_that_differ_at_the_end_keep_different_slugs() -> None:
    assert slug("board " * 100 + "a") != slug("board " * 100 + "b")


def test_local_ids_say_what_they_are_of() -> None:
    assert person_id("Robin Greave") == "person/robin-greave"
    assert organisation_id("Harbour Digital Service") == "org/harbour-digital-service"
    assert focus_id("Play for Health", "2022") == "focus/play-for-health-2022"
    assert focus_id("Play for Health", None) == "focus/play-for-health"
