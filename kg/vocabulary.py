"""The words a library is described in: which classes and properties are used, and which names in a query are not."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.graph import Reader
from kg.namespaces import PREFIXES, compact
from kg.query_check import NamedTerm, named_terms
from kg.sparql import Iri, ask, select

QUERIES = Path(__file__).with_name("queries")
_ANYWHERE = (
    "ASK { { ?term ?p ?o } UNION { ?s ?term ?o } UNION { ?s ?p ?term } UNION { GRAPH ?g { ?term ?p ?o } } "
    "UNION { GRAPH ?term { ?s ?p ?o } } }"
)


@dataclass(frozen=True, slots=True)
class Use:
    """A class or property of the merged graph, how often it is used, and what the ontology says of it, if anything."""

    kind: str
    name: str
    iri: str
    uses: int
    meaning: str = ""


def uses(reader: Reader) -> tuple[Use, ...]:
    """Classes, then properties, each by use; counts are of things of a class and of triples with a property."""
    rows = select(reader, (QUERIES / "uses.rq").read_text(encoding="utf-8")).dicts()
    return tuple(
        Use(
            str(row["kind"]),
            compact(str(row["term"])),
            str(row["term"]),
            int(str(row["uses"])),
            str(row.get("meaning", "")),
        )
        for row in rows
    )


def names(reader: Reader) -> tuple[str, ...]:
    """Prefixed names to write queries with, sorted: what the ontology defines and what the graph uses."""
    used = {use.name for use in uses(reader) if ":" in use.name and "/" not in use.name}
    return tuple(sorted(used | ontology_names()))


@cache
def ontology_names() -> frozenset[str]:
    """Prefixed names of every term that the ontology defines or speaks of."""
    from pyoxigraph import RdfFormat, parse

    from ontology import ONTOLOGY

    terms = {
        part.value
        for quad in parse(path=str(ONTOLOGY), format=RdfFormat.TURTLE)
        for part in (quad.subject, quad.predicate, quad.object)
        if str(part).startswith("<")
    }
    return frozenset(name for name in map(compact, terms) if "/" not in name)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name in a query that stands for nothing in the library, where it stands, and the names nearest to it."""

    term: NamedTerm
    nearest: tuple[str, ...]

    def __str__(self) -> str:
        near = f"; did you mean {' or '.join(self.nearest)}?" if self.nearest else ""
        caret = f"{self.term.source}\n{' ' * (self.term.column - 1)}^"
        place = f"line {self.term.line}, column {self.term.column}"
        return f"{place}: nothing in this library is called {self.term.name}{near}\n{caret}"


def unknown_terms(reader: Reader, query: str) -> Iterator[Unknown]:
    """The prefixed names of a query that neither the graph nor the ontology holds, in order."""
    known: tuple[str, ...] | None = None
    for term in named_terms(query):
        is_ours = term.iri.startswith(tuple(PREFIXES.values())) and not term.iri.startswith(PREFIXES["xsd"])
        if not is_ours or term.name in ontology_names() or ask(reader, _ANYWHERE, {"term": Iri(term.iri)}):
            continue
        from difflib import get_close_matches

        known = known or names(reader)
        prefix, _, local = compact(term.iri).partition(":")
        locals_ = {name.partition(":")[2]: name for name in known if name.startswith(f"{prefix}:")}
        near = [locals_[each] for each in get_close_matches(local, locals_, 2)]
        near = near or get_close_matches(term.name, known, 1)
        yield Unknown(term, tuple(near))
