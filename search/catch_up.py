"""Bringing the search index to what the library's graph holds: compare stamps, replace what differs, once.

    from search.catch_up import open_index

    index = open_index(library)
    index.search(SearchRequest("travel fund"))

There is no repair beside it; from nothing it is a rebuild. It runs when an index is opened and
when the library has changed since.
"""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256

from kg.errors import LibraryError
from kg.library import Library
from search.engine import Change, SearchEngine

FOLDER = "search"
"""The index's folder in the library's cache."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a catch-up did: ids of the documents replaced and removed, whether names were written."""

    replaced: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    names: bool = False


def open_index(library: Library) -> SearchEngine:
    """The library's index, caught up; while another process writes, as it was before that."""
    engine = _engine(library)
    refresh(library, engine)
    return engine


def _engine(library: Library) -> SearchEngine:
    """The embedded engine, or the cluster that the library's configuration names."""
    cluster = library.configuration.search
    if cluster is not None:
        from search.opensearch_engine import OpenSearchEngine

        return OpenSearchEngine(cluster, library.base)
    from search.meaning import installed
    from search.whoosh_engine import WhooshEngine

    settings = library.configuration
    return WhooshEngine(library.cache / FOLDER, settings.lock_seconds, installed() if settings.meaning else None)


def open_all(library: Library) -> SearchEngine:
    """The library's index, caught up, and with it graph and index of every audience that has them."""
    for audience in library.audiences():
        open_index(audience).close()
    return open_index(library)


def refresh(library: Library, engine: SearchEngine) -> None:
    """Catch up where the library has changed. Costs a look at a few files where it has not.

    While another process writes, the index stays as it is, unless it is empty or holds what its audience
    may see no more: then this waits.
    """
    if engine.fingerprint() == library.fingerprint():
        return
    may_wait = library.may_show(engine.fingerprint())
    try:
        catch_up(library, engine, seconds=0 if may_wait else None)
    except LibraryError:
        if not may_wait:
            raise


def catch_up(
    library: Library, engine: SearchEngine, *, from_nothing: bool = False, seconds: float | None = None
) -> Report:
    """Make the index hold the library's documents and names, in one commit; `from_nothing` writes all anew.

    Raises LibraryError where another writer holds the library for longer than `seconds`.
    """
    from search.indexing import entities, indexed

    with library.lock(seconds):
        wanted = library.stamps()
        fingerprint = library.fingerprint()
        held = engine.stamps()
        replaced = tuple(sorted(one for one, stamp in wanted.items() if from_nothing or held.get(one) != stamp))
        removed = tuple(sorted(one for one in held if one not in wanted))
        names = entities(library)
        content = json.dumps([asdict(entity) for entity in names], ensure_ascii=False)
        names_stamp = sha256(content.encode()).hexdigest()[:32]
        new_names = from_nothing or engine.entity_stamp() != names_stamp
        if replaced or removed or new_names or engine.fingerprint() != fingerprint:
            documents = ((indexed(library.document(one)), wanted[one]) for one in replaced)
            clean = bool(removed) and not library.sees_everything
            engine.change(Change(documents, removed, (names, names_stamp) if new_names else None, fingerprint, clean))
    return Report(replaced, removed, new_names)
