"""What an exported file holds, taken apart into records, texts and graphs: see `kg.export`.

Names that stand under the base of the library it comes from are moved under that of the one it is for.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg import configuration
from kg.catch_up import ONTOLOGY_GRAPH
from kg.errors import LoadError
from kg.export import KEPT_TEXTS, URI_SPACE
from kg.namespaces import MB, iri
from kg.nquads import canonical
from kg.results import GRAPH_FORMATS

FORMATS = ("nquads", "trig", "jsonld", "turtle", "ntriples")
SUFFIXES = {".nq": "nquads", ".trig": "trig", ".jsonld": "jsonld", ".ttl": "turtle", ".nt": "ntriples"}
"""Formats that are read, by the ends of files' names. JSON-LD fetches no context."""
_TOLD = 5
"""Names told at once."""


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it was given: what it is called, what it holds, and in which format."""

    name: str
    content: bytes
    format: str


@dataclass(frozen=True, slots=True)
class Export:
    """What files hold, under the base of the library that takes it in."""

    records: Mapping[str, bytes]
    texts: Mapping[str, str]
    graphs: Mapping[str, bytes]


def parsed(given: Given) -> Iterator[Any]:
    """The quads of a file. Raises LoadError where it is not written in its format."""
    from pyoxigraph import Quad, RdfFormat, parse

    try:
        for one in parse(given.content, format=getattr(RdfFormat, GRAPH_FORMATS[given.format])):
            yield one if isinstance(one, Quad) else Quad(*one)
    except (SyntaxError, ValueError) as problem:
        told = str(getattr(problem, "msg", problem))
        raise LoadError(f"{given.name}: is not {given.format}: {told}") from None


def is_named(quad: Any) -> bool:
    """Does the quad stand in a named graph?"""
    return hasattr(quad.graph_name, "value")


def read_export(given: Given, base: str) -> Export:
    """The parts of an export, under `base`. Raises LoadError where it is none."""
    graphs: dict[str, list[Any]] = defaultdict(list)
    for quad in parsed(given):
        graphs[quad.graph_name.value if is_named(quad) else ""].append(quad)
    if alone := graphs.pop("", None):
        graphs[_document(given, alone)] += alone
    if ONTOLOGY_GRAPH in graphs:
        raise LoadError(f"{given.name}: is what a library answers from, not its records; export without --resolved")
    old = _base(given, graphs)
    records, texts, outside = {}, {}, {}
    for name, quads in graphs.items():
        kind, _, local = name.removeprefix(old).partition("/")
        if name == f"{old}library":
            texts = dict(_texts(quads, old, base))
        elif name.startswith(old) and kind == "doc" and local:
            records[local] = _moved(quads, name, old, base)
        elif name.startswith(old) and kind == "graph" and local:
            outside[local] = _moved(quads, name, old, base)
        else:
            raise LoadError(f"{given.name}: <{name}> is no record of a library; --as NAME keeps triples of others")
    return Export(records, texts, outside)


def _document(given: Given, quads: Iterable[Any]) -> str:
    """The document that triples without a graph are the record of. Raises LoadError where there is not one."""
    found = {quad.subject.value for quad in quads if quad.predicate.value == iri("mb:contentHash")}
    if len(found) == 1:
        return str(found.pop())
    if found:
        told = f"holds {len(found):,} documents merged, which cannot be told apart; export nquads, trig or jsonld"
    else:
        told = "holds no document of a library; --as NAME keeps it as a graph of its own"
    raise LoadError(f"{given.name}: {told}")


def _base(given: Given, graphs: Mapping[str, Iterable[Any]]) -> str:
    """The base of the library that a file comes from."""
    told = {q.object.value for quads in graphs.values() for q in quads if q.predicate.value == URI_SPACE}
    found = told or {before for before, found, _ in (name.rpartition("doc/") for name in graphs) if found}
    if len(found) != 1:
        raise LoadError(f"{given.name}: holds nothing that an export of a library holds; --as NAME keeps it as a graph")
    return str(found.pop())


def _moved(quads: Iterable[Any], graph: str, old: str, new: str) -> bytes:
    """The graph as a canonical file, names under the base `old` moved under `new`."""
    from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

    def moved(term: Any) -> Any:
        if isinstance(term, NamedNode) and term.value.startswith(old) and not term.value.startswith(MB):
            return NamedNode(new + term.value[len(old) :])
        return term

    name = moved(NamedNode(graph))
    made = (Quad(moved(quad.subject), quad.predicate, moved(quad.object), name) for quad in quads)
    return canonical(serialize(made, format=RdfFormat.N_QUADS) or b"")


def _texts(quads: Iterable[Any], old: str, new: str) -> Iterator[tuple[str, str]]:
    for quad in quads:
        name = quad.subject.value.removeprefix(f"{old}library#")
        if quad.predicate.value == iri("rdf:value") and name in (*KEPT_TEXTS, configuration.FILE):
            yield name, quad.object.value.replace(old, new)


def together(parts: Iterable[Export]) -> Export:
    """All files as one. Raises LoadError where two of them hold one thing differently."""
    whole: tuple[dict[str, Any], dict[str, Any], dict[str, Any]] = ({}, {}, {})
    for part in parts:
        for known, found in zip(whole, (part.records, part.texts, part.graphs), strict=True):
            differing = [name for name in found if known.get(name, found[name]) != found[name]]
            if differing:
                raise LoadError(f"two files hold {listed(differing)}, and not alike; load one of them first")
            known.update(found)
    return Export(*whole)


def listed(names: Iterable[str]) -> str:
    """The names for a message, not all where they are many."""
    found = sorted(names)
    return ", ".join(found[:_TOLD]) + (f" and {len(found) - _TOLD} more" if len(found) > _TOLD else "")
