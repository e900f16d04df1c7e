"""One snapshot of the embedded engine, open for reading.

graph/7/store/         the database
graph/7/stamps.json    stamp of every graph in it
graph/7/readers        locked by everyone who reads it
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store


class Snapshot:
    """A reader of one snapshot of the embedded engine; may be shared by threads."""

    def __init__(self, folder: Path) -> None:
        from pyoxigraph import Store

        self.folder = folder
        self._lock = _hold(folder / "readers")
        with corruption_as_oserror():
            self.store: Store = Store.read_only(str(folder / "store"))

    def query(self, query: str, **options: Any) -> Any:
        return self.store.query(query, **options)

    def quads_for_pattern(self, subject: Any, predicate: Any, object: Any, graph_name: Any = None) -> "Iterator[Quad]":  # noqa: A002
        return self.store.quads_for_pattern(subject, predicate, object, graph_name)

    @property
    def place(self) -> dict[str, Any]:
        """What another process needs to read the same."""
        return {"folder": str(self.folder)}

    def lines(self, name: str | None) -> set[str]:
        """The triples of a graph, of the merged one for None, as N-Triples without the closing dot."""
        return lines_of(self.store, name)

    def stamps(self) -> dict[str, str]:
        """Stamp of every graph in it, by its IRI."""
        return cast("dict[str, str]", json.loads((self.folder / "stamps.json").read_bytes()))

    def __del__(self) -> None:
        if hasattr(self, "_lock"):
            os.close(self._lock)


def lines_of(store: "Store", name: str | None) -> set[str]:
    """The triples of a store's graph, of the default one for None, as N-Triples without the closing dot."""
    from pyoxigraph import DefaultGraph, NamedNode, RdfFormat

    graph = DefaultGraph() if name is None else NamedNode(name)
    content = store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph) or b""
    return set(content.decode().split(" .\n")) - {""}


@contextmanager
def corruption_as_oserror() -> Iterator[None]:
    """Raise OSError where Oxigraph finds its files damaged, for which it raises RuntimeError."""
    try:
        yield
    except RuntimeError as problem:
        if "Corruption" in str(problem):
            raise OSError(str(problem)) from problem
        raise


def _hold(path: Path) -> int:
    """Lock a snapshot's file for reading until the descriptor is closed. Raises OSError where the snapshot is gone."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        _flock(descriptor, shared=True)
        if os.fstat(descriptor).st_ino != path.stat().st_ino:
            raise FileNotFoundError(path)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def is_unused(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:  # what a crash left
        return True
    try:
        _flock(descriptor, shared=False)
    except OSError:
        return False
    else:
        path.unlink(missing_ok=True)
        return True
    finally:
        os.close(descriptor)


def _flock(descriptor: int, *, shared: bool) -> None:
    """Lock without waiting. Windows needs none: it does not remove files that are open."""
    try:
        import fcntl
    except ImportError:
        return
    fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
