"""The seam of the graph engine: one named graph per document, and all of them merged in the default graph.

`kg.oxigraph_engine` keeps it in the library's folder, `kg.remote_graph` on a server.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kg.durable import Step

if TYPE_CHECKING:
    from pyoxigraph import Quad

TEXT = "<https://minutebook.example/ontology#text>"
"""The property that stays out of the merged graph."""


_WHOLE = re.compile(r'"([+-]?\d+)"(\^\^<http://www\.w3\.org/2001/XMLSchema#decimal>)$')


def by_value(line: str) -> str:
    """A triple with a whole decimal number in its canonical spelling of XSD 1.0: `1.0`, not `1`."""
    return _WHOLE.sub(r'"\1.0"\2', line)


@dataclass(frozen=True, slots=True)
class GraphSource:
    """What a graph should hold: N-Triples without the closing dot, made when asked for, under a stamp."""

    stamp: str
    triples: Callable[[], Iterable[str]]
    merged: bool = True
    """Whether its triples stand in the default graph too."""


class Reader(Protocol):
    """A state of the graph, which does not change where the engine is embedded. Answers as a read-only `Store` does."""

    @property
    def place(self) -> dict[str, Any]:
        """What `kg.engines.reader_at` needs, in another process, to read the same; JSON can hold it."""

    def query(self, query: str, **options: Any) -> Any:
        """What `pyoxigraph.Store.query` returns; raises SyntaxError and OSError as it does."""

    def quads_for_pattern(self, subject: Any, predicate: Any, object: Any, graph_name: Any = None) -> "Iterator[Quad]":  # noqa: A002
        """Quads that match, None matching everything; a graph is a named one or the default one."""

    def lines(self, name: str | None) -> set[str]:
        """The triples of a graph, of the merged one for None, as N-Triples without the closing dot."""

    def stamps(self) -> dict[str, str]:
        """Stamp of every graph, by its IRI."""


class GraphEngine(Protocol):
    """Where the graph is kept. Writers hold the library's lock."""

    step: Step
    """Called before each change, with what it changes."""

    @property
    def folder(self) -> Path | None:
        """Where it keeps files on this machine, if it does."""

    def reader(self) -> Reader:
        """The newest state: the same reader until there is another. Raises OSError where none can be read."""

    def mark(self) -> str | None:
        """The mark given with the last commit; None where the engine holds nothing."""

    def stamps(self) -> dict[str, str]:
        """Stamp of every graph, by its IRI."""

    def commit(self, replaced: Mapping[str, GraphSource], removed: Iterable[str], mark: str) -> None:
        """Replace and remove graphs and set the mark, all or nothing; triples that other graphs hold stay merged."""

    def rebuild(self, sources: Mapping[str, GraphSource], mark: str) -> None:
        """Hold these graphs and nothing else, made from nothing."""

    def discard(self) -> None:
        """Forget everything, as when it cannot be read."""
