"""Prefixes of every vocabulary in use, and the full IRIs of their terms.

The table is `prefixes.ttl`. Code names terms as it does in SPARQL, `iri("mb:owner")`; a test
demands that every `mb:` term written in code or queries stands in the ontology.
"""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rdflib.namespace import DefinedNamespace

_DECLARATION = re.compile(r"@prefix (\w+): <([^>]+)> \.")

PREFIXES: dict[str, str] = dict(
    _DECLARATION.findall(Path(__file__).with_name("prefixes.ttl").read_text(encoding="utf-8"))
)
"""Prefix to namespace IRI, as declared in every query of ours."""

MB = PREFIXES["mb"]


@cache
def iri(name: str) -> str:
    """Full IRI of a prefixed name such as `foaf:Person`. Raises KeyError for an unknown prefix."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def concept(scheme: str, word: str) -> str:
    """IRI of a controlled word: `concept("focus", "business as usual")` is `mb:focus-business-as-usual`."""
    return f"{MB}{scheme}-{word.replace(' ', '-')}"


def compact(name: str) -> str:
    """`name` in prefixed form where one of our prefixes fits and nothing but a plain local name is left."""
    for prefix, namespace in PREFIXES.items():
        local = name.removeprefix(namespace)
        if local != name and re.fullmatch(r"[\w-]+", local):
            return f"{prefix}:{local}"
    return name


def rdflib_namespace() -> "type[DefinedNamespace]":
    """Our vocabulary as a closed rdflib `DefinedNamespace`, made from the ontology itself."""
    from pyoxigraph import RdfFormat
    from pyoxigraph import parse as parse_rdf
    from rdflib import URIRef
    from rdflib.namespace import DefinedNamespace, Namespace

    from ontology import ONTOLOGY

    subjects = (triple.subject for triple in parse_rdf(path=str(ONTOLOGY), format=RdfFormat.TURTLE))
    terms = sorted({term.value.removeprefix(MB) for term in subjects if str(term).startswith(f"<{MB}")})
    body = {"__annotations__": dict.fromkeys(terms, URIRef), "_NS": Namespace(MB), "_fail": True, "_warn": False}
    return type("MB", (DefinedNamespace,), body)
