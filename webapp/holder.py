"""Holds the library open for the app, as each audience sees it: the newest snapshot, and the index beside it."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING

from kg.configuration import Configuration
from kg.library import Library
from kg.restrictions import stamp
from kg.seen import SeenLibrary
from kg.sparql import Iri, Value
from webapp.record import QUERIES, Snapshot

if TYPE_CHECKING:
    from search.engine import SearchEngine

AT_ONCE = 4
"""Queries from outside that run at a time: fewer than the server has threads, so that pages are still served."""
AUDIENCES = 16
"""Audiences kept open; the least lately seen goes first."""


class Shelf:
    """One library as each audience sees it, opened when first asked for. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """Raises LibraryError where `folder` is no library."""
        self._folder = folder
        self._places = BoundedSemaphore(AT_ONCE)
        self.whole = Holder(Library.open(folder), self._places)
        self._lock = Lock()
        self._others: OrderedDict[frozenset[str], Holder] = OrderedDict()

    def stamp(self) -> object:
        """What changes with the restrictions."""
        return stamp(self._folder)

    def seen_by(self, groups: frozenset[str] | None) -> "Holder":
        """What somebody sees who is in these groups and no other; everything for None."""
        restrictions = self.whole.library.restrictions()
        if groups is None or restrictions.is_whole(groups):
            return self.whole
        own = restrictions.groups & groups
        with self._lock:
            found = self._others.get(own)
            if found is None:
                found = self._others[own] = Holder(SeenLibrary(self.whole.library, own), self._places)
            self._others.move_to_end(own)
            while len(self._others) > AUDIENCES:
                self._others.popitem(last=False)
        return found


class Holder:
    """One library, or what an audience sees of it. Safe to share between threads."""

    def __init__(self, library: Library, places: BoundedSemaphore) -> None:
        """`places` are those that queries from outside take, of all holders together."""
        self.library = library
        self._lock = Lock()
        self._index_lock = Lock()
        self._engine: SearchEngine | None = None
        self._snapshot: Snapshot | None = None
        self._places = places

    @property
    def configuration(self) -> Configuration:
        """The library's settings."""
        return self.library.configuration

    @contextmanager
    def queries(self, patience: float) -> Iterator[bool]:
        """A place for one query from outside, held in the block; False where none is free within `patience` seconds."""
        free = self._places.acquire(timeout=patience)
        try:
            yield free
        finally:
            if free:
                self._places.release()

    def snapshot(self) -> Snapshot:
        """The newest state of the library; the same object until an ingest or a judgement has made another."""
        reader = self.library.snapshot()
        with self._lock:
            if self._snapshot is None or self._snapshot.reader is not reader:
                self._snapshot = Snapshot(reader, self.library.base, self.configuration.name)
            return self._snapshot

    def rdf(self, thing: str, format_: str = "turtle") -> bytes:
        """What the merged graph says of a thing, in a format for triples."""
        return self.constructed("_triples", format_, thing=Iri(thing))

    def constructed(self, query: str, format_: str, **values: Value) -> bytes:
        """The triples that one of the pages' own queries makes of these values, in a format for triples."""
        text = (QUERIES / f"{query}.rq").read_text(encoding="utf-8")
        return self.library.query(text, format_, values)

    def failures(self) -> dict[str, str]:
        """Files that could not be read, and records that cannot be used, with the reason of each."""
        return self.library.failures()

    def engine(self) -> "SearchEngine":
        """The search index, brought up to date; while another request does that, as it was if that may be shown."""
        from search.catch_up import open_index, refresh

        if self._engine is None:
            with self._index_lock:
                self._engine = self._engine or open_index(self.library)
        elif self._index_lock.acquire(blocking=not self.library.may_show(self._engine.fingerprint())):
            try:
                refresh(self.library, self._engine)
            finally:
                self._index_lock.release()
        return self._engine
