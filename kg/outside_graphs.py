"""Triples of others' making, kept beside the records: a canonical N-Quads file a graph in the folder `graphs`.

A graph `people` is named `<base>graph/people`; it says itself where it came from. It is asked by that name and is not
merged with the documents: what it says has no evidence in them, so no named question, page or search reads it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from kg.errors import LoadError
from kg.graph import GraphSource
from kg.library_folder import GRAPHS
from kg.namespaces import iri
from kg.nquads import canonical, literal, node

SUFFIX = ".nq"
LARGEST = 64 * 1024 * 1024
"""Bytes of one graph: it is read whole whenever the library has changed."""
_NAME = re.compile(r"[^\W_][\w-]{0,99}")


@dataclass(frozen=True, slots=True)
class OutsideGraph:
    """One graph as its file holds it; `problem` is what is wrong with a file that cannot be used."""

    iri: str
    content: bytes
    problem: str | None = None

    @property
    def source(self) -> GraphSource:
        """It for the graph engine."""
        return GraphSource(sha256(self.content).hexdigest()[:32], self.triples, merged=False)

    def triples(self) -> Iterator[str]:
        """Its triples as N-Triples without the closing dot."""
        end = len(f" <{self.iri}> .")
        return (line[:-end] for line in self.content.decode().split("\n")[:-1])


def graph_iri(base: str, name: str) -> str:
    """Name of the graph. Raises LoadError for what can be no name of one."""
    if not _NAME.fullmatch(name):
        raise LoadError(f"{name!r} cannot be the name of a graph; use letters, digits and hyphens")
    return f"{base}graph/{name}"


def read(folder: Path, base: str) -> dict[str, OutsideGraph]:
    """The graphs in a library's folder, by name, sorted; files that cannot be used among them."""
    paths = sorted((folder / GRAPHS).glob(f"*{SUFFIX}"))
    return {path.stem: checked(path.read_bytes(), f"{base}graph/{path.stem}") for path in paths}


def checked(content: bytes, name: str) -> OutsideGraph:
    """A graph's file with what is wrong with it, if anything."""
    try:
        problem = None if _kept(content) == content else "it is not canonical N-Quads"
        end = f" <{name}> ."
        if problem is None and not all(line.endswith(end) for line in content.decode().split("\n")[:-1]):
            problem = f"it describes more than <{name}>"
    except (SyntaxError, UnicodeDecodeError) as error:
        problem = str(error)
    return OutsideGraph(name, content, problem)


def made(base: str, name: str, parts: Iterable[tuple[str, Iterable[Any]]], *, who: str, at: datetime) -> bytes:
    """The file of a graph that holds the triples of some sources, and who kept them when.

    Blank nodes get names in the order in which they come. Raises LoadError where it would be too large.
    """
    from pyoxigraph import BlankNode, NamedNode, Triple

    graph = graph_iri(base, name)
    known: dict[tuple[str, str], NamedNode] = {}

    def named(term: Any, source: str) -> Any:
        if isinstance(term, BlankNode):
            return known.setdefault((source, term.value), NamedNode(f"{graph}#_{len(known) + 1}"))
        if isinstance(term, Triple):
            return Triple(named(term.subject, source), term.predicate, named(term.object, source))
        return term

    lines = [
        f"{node(graph)} <{iri('dcterms:contributor')}> {literal(who)}",
        f"{node(graph)} <{iri('prov:generatedAtTime')}> {literal(at.isoformat())}^^<{iri('xsd:dateTime')}>",
    ]
    for source, triples in parts:
        lines.append(f"{node(graph)} <{iri('dcterms:source')}> {literal(source)}")
        lines += [f"{named(one.subject, source)} {one.predicate} {named(one.object, source)}" for one in triples]
    content = _kept("".join(f"{line} <{graph}> .\n" for line in lines).encode())
    if len(content) > LARGEST:
        raise LoadError(f"the graph would have {len(content):,} bytes; {LARGEST:,} are the most")
    return content


def _kept(quads: bytes) -> bytes:
    """Quads in canonical form, literals as the graph engine keeps them: `1` for `01`."""
    from pyoxigraph import RdfFormat, Store, serialize

    store = Store()
    store.load(quads, format=RdfFormat.N_QUADS)
    return canonical(serialize(store, format=RdfFormat.N_QUADS) or b"")


def sizes(graphs: Mapping[str, OutsideGraph]) -> dict[str, int]:
    """Triples of every graph that can be used, by name."""
    return {name: graph.content.count(b"\n") for name, graph in graphs.items() if graph.problem is None}
