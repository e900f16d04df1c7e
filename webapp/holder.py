"""Holds the library open for the app: the newest snapshot of the graph, and the index beside it."""

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from kg.configuration import Configuration
from kg.library import Library
from kg.sparql import Iri
from webapp.record import QUERIES, Snapshot

if TYPE_CHECKING:
    from search.engine import SearchEngine


class Holder:
    """One library, opened once. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """Raises LibraryError where `folder` is no library."""
        self.library = Library.open(folder)
        self._lock = Lock()
        self._index_lock = Lock()
        self._engine: SearchEngine | None = None
        self._snapshot: Snapshot | None = None

    @property
    def configuration(self) -> Configuration:
        """The library's settings."""
        return self.library.configuration

    def snapshot(self) -> Snapshot:
        """The newest state of the library; the same object until an ingest or a judgement has made another."""
        reader = self.library.snapshot()
        with self._lock:
            if self._snapshot is None or self._snapshot.reader is not reader:
                self._snapshot = Snapshot(reader, self.library.base, self.configuration.name)
            return self._snapshot

    def query(self, query: str, format_: str) -> bytes:
        """The answer to a query from outside, within the limits of the library's configuration.

        Raises QueryError for one that is refused or too large, QueryTimeout for one that was stopped.
        """
        return self.library.query(query, format_, seconds=self.configuration.query_seconds)

    def turtle(self, thing: str) -> bytes:
        """What the merged graph says of a thing, as Turtle."""
        query = (QUERIES / "_triples.rq").read_text(encoding="utf-8")
        return self.library.query(query, "turtle", {"thing": Iri(thing)})

    def failures(self) -> dict[str, str]:
        """Files that could not be read, and records that cannot be used, with the reason of each."""
        return self.library.failures()

    def engine(self) -> "SearchEngine":
        """The search index, brought up to date; while another request does that, as it was before."""
        from search.catch_up import open_index, refresh

        if self._engine is None:
            with self._index_lock:
                self._engine = self._engine or open_index(self.library)
        elif self._index_lock.acquire(blocking=False):
            try:
                refresh(self.library, self._engine)
            finally:
                self._index_lock.release()
        return self._engine
