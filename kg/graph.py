"""The seam of the graph engine: one named graph per document, and all of them merged in the default graph."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from pyoxigraph import Quad

TEXT = "<https://minutebook.example/ontology#text>"
"""The property that stays out of the merged graph."""


@dataclass(frozen=True, slots=True)
class GraphSource:
    """What a graph should hold: N-Triples without the closing dot, made when asked for, under a stamp."""

    stamp: str
    triples: Callable[[], Iterable[str]]
    merged: bool = True
    """Whether its triples stand in the default graph too."""


class Reader(Protocol):
    """An unchanging state of the graph. Answers as a pyoxigraph `Store` that is read-only."""

    def query(self, query: str, **options: Any) -> Any:
        """What `pyoxigraph.Store.query` returns; raises SyntaxError and OSError as it does."""

    def quads_for_pattern(self, subject: Any, predicate: Any, object: Any, graph_name: Any = None) -> "Iterator[Quad]":  # noqa: A002
        """Quads that match, None matching everything."""


class GraphEngine(Protocol):
    """Where the graph is kept. Writers hold the library's lock."""

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
