"""The ontology defines every term in use, and every term it defines is in use or explained."""

import re
from pathlib import Path
from typing import get_args

import pytest
from pyoxigraph import RdfFormat, parse

from kg import extraction
from kg.namespaces import MB, PREFIXES, concept, rdflib_namespace
from ontology import ONTOLOGY, SHAPES
from tests.conftest import REPOSITORY

PACKAGES = ("cli", "ingest", "kg", "search", "webapp")
MODELLED = {"Term", "carriedFrom", "completedBy"}
"""Terms that the ontology defines for what people or other programs add to a graph."""
COVERED_BY_TYPE = re.compile(r"-scheme$")

TRIPLES = [(str(t.subject), str(t.predicate), t.object) for t in parse(path=str(ONTOLOGY), format=RdfFormat.TURTLE)]
TERMS = {subject[1:-1].removeprefix(MB) for subject, _, _ in TRIPLES if subject.startswith(f"<{MB}")}
TYPES = {subject[1:-1].removeprefix(MB): str(value) for subject, p, value in TRIPLES if p.endswith("#type>")}
CONCEPTS = {term for term, type_ in TYPES.items() if type_.endswith("#Concept>")}
SCHEMES = {
    "document": extraction.DocumentKind,
    "attendance": extraction.AttendanceStatus,
    "focus": extraction.FocusStatus,
    "channel": extraction.Channel,
    "engagement": extraction.EngagementStatus,
    "commitment-kind": extraction.CommitmentKind,
    "commitment": extraction.CommitmentStatus,
    "polarity": extraction.Polarity,
    "note": extraction.NoteKind,
    "basis": extraction.Basis,
    "passage": extraction.PassageKind,
}


def written() -> dict[str, str]:
    """Every `mb:` term in code and queries, with a file that writes it."""
    found: dict[str, str] = {}
    for path in (path for package in PACKAGES for path in sorted((REPOSITORY / package).rglob("*"))):
        if path.suffix in (".py", ".rq", ".toml", ".html"):
            text = path.read_text(encoding="utf-8")
            terms = re.findall(r"(?<![\w/])mb:([A-Za-z][\w-]*[\w])", text)
            terms += re.findall(r"minutebook\.example/ontology#([A-Za-z][\w-]*)", text)
            found.update(dict.fromkeys(terms, str(path.relative_to(REPOSITORY))))
    return found


def test_every_term_written_in_code_stands_in_the_ontology() -> None:
    unknown = {term: path for term, path in written().items() if term not in TERMS}
    assert unknown == {}


def test_every_class_and_property_of_the_ontology_is_used() -> None:
    kinds = {"Attendance", "RoleHeld", "FocusAreaStatus", "Engagement", "Commitment", "Decision"}
    kinds |= {"Outcome", "Happening", "Note"}  # written as f"mb:{kind}"
    defined = {term for term in TERMS if term not in CONCEPTS and not term.endswith("-scheme")}
    assert defined - set(written()) - kinds == MODELLED


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_controlled_word_of_the_code_is_a_concept_and_the_other_way_round(scheme: str) -> None:
    words = {concept(scheme, word).removeprefix(MB) for word in get_args(SCHEMES[scheme])}
    in_scheme = {
        s[1:-1].removeprefix(MB)
        for s, p, o in TRIPLES
        if p.endswith("inScheme>") and str(o) == f"<{MB}{scheme}-scheme>"
    }
    assert in_scheme == words


def test_every_term_has_a_label_and_every_class_and_property_a_comment() -> None:
    labelled = {s[1:-1].removeprefix(MB) for s, p, _ in TRIPLES if p.endswith("#label>")}
    explained = {s[1:-1].removeprefix(MB) for s, p, _ in TRIPLES if p.endswith("#comment>")}
    assert set() == TERMS - labelled
    assert set() == {term for term in TERMS - CONCEPTS if not COVERED_BY_TYPE.search(term)} - explained


@pytest.mark.parametrize("path", [ONTOLOGY, SHAPES])
def test_prefixes_are_those_of_the_code(path: Path) -> None:
    declared = dict(re.findall(r"@prefix (\w+): <([^>]+)> \.", path.read_text(encoding="utf-8")))
    assert declared.items() <= PREFIXES.items()


def test_every_class_in_use_has_a_shape() -> None:
    shapes = SHAPES.read_text(encoding="utf-8")
    targets = set(re.findall(r"mb:(\w+)", " ".join(re.findall(r"sh:targetClass ([^;]*);", shapes))))
    classes = {term for term, type_ in TYPES.items() if type_.endswith("#Class>")}
    assert classes - targets == {"Term"}


def test_shapes_speak_of_terms_that_exist() -> None:
    named = set(re.findall(r"(?<![\w/])mb:([A-Za-z][\w-]*)", SHAPES.read_text(encoding="utf-8")))
    assert {term for term in named if not term.endswith("Shape")} <= TERMS


def test_rdflib_s_namespace_holds_the_terms_and_no_others() -> None:
    namespace = rdflib_namespace()
    assert str(namespace.owner) == f"{MB}owner"
    with pytest.raises(AttributeError):
        _ = namespace.ownr
