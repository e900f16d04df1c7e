"""The graph engine: one named graph a document, and all of them merged in the default graph.

`GraphEngine` is the seam. The embedded engine, Oxigraph, keeps snapshots: a writer changes a
copy of the current one (hard links, milliseconds) and swaps a pointer; a reader keeps the
snapshot it opened, which goes when nobody reads it any more.

    graph/current          which snapshot counts, and the mark of the state of the library it was made from
    graph/7/store/         the database
    graph/7/stamps.json    stamp of every graph in it
    graph/7/readers        locked by everyone who reads it
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from kg.durable import Step, no_step, replace_files, sync_folder

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Quad, Store

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

    def stamps(self) -> dict[str, str]:
        """Stamp of every graph in it, by its IRI."""
        return cast("dict[str, str]", json.loads((self.folder / "stamps.json").read_bytes()))

    def __del__(self) -> None:
        if hasattr(self, "_lock"):
            os.close(self._lock)


class OxigraphEngine:
    """The embedded engine in a folder of its own, which may be deleted at any time."""

    def __init__(self, folder: Path, step: Step = no_step) -> None:
        self.folder = folder
        self._step = step

    def _current(self) -> tuple[int, str] | None:
        try:
            content = json.loads((self.folder / "current").read_bytes())
            return int(content["snapshot"]), str(content["mark"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def mark(self) -> str | None:
        current = self._current()
        return current[1] if current else None

    def number(self) -> int | None:
        """Number of the current snapshot."""
        current = self._current()
        return current[0] if current else None

    def stamps(self) -> dict[str, str]:
        """Stamp of every graph, by its IRI; none where the engine cannot be read."""
        number = self.number()
        if number is None:
            return {}
        try:
            return cast("dict[str, str]", json.loads(self._path(number, "stamps.json").read_bytes()))
        except (OSError, ValueError):
            return {}

    def reader(self) -> Snapshot:
        """The current snapshot. Raises OSError where there is none that can be read."""
        for _ in range(100):
            number = self.number()
            if number is None:
                break
            try:
                return Snapshot(self.folder / str(number))
            except OSError:
                if self.number() == number:
                    raise
        raise FileNotFoundError(f"{self.folder} holds no snapshot")

    def commit(self, replaced: Mapping[str, GraphSource], removed: Iterable[str], mark: str) -> None:
        number = self.number()
        removed = list(removed)
        if number is not None and not replaced and not removed:
            self._point(number, mark)
            return
        stamps = self.stamps()
        new = self._new()
        if number is None:
            self._path(new).mkdir(parents=True)
        else:
            self._copy(number, new)
        store = _open(self._path(new, "store"))
        with corruption_as_oserror():
            for name in removed:
                self._step(f"graph: remove {name}")
                _replace(store, name, set(), merged=True)
                stamps.pop(name, None)
            for name, source in replaced.items():
                self._step(f"graph: replace {name}")
                _replace(store, name, set(source.triples()), merged=source.merged)
                stamps[name] = source.stamp
        self._finish(store, new, stamps, mark)

    def rebuild(self, sources: Mapping[str, GraphSource], mark: str) -> None:
        from pyoxigraph import RdfFormat

        new = self._new()
        self._step(f"graph: build {new}")
        self._path(new).mkdir(parents=True)
        store = _open(self._path(new, "store"))
        store.bulk_load(cast(Any, _Quads(sources)), format=RdfFormat.N_QUADS, lenient=True)
        self._finish(store, new, {name: source.stamp for name, source in sources.items()}, mark)

    def discard(self) -> None:
        self._step("graph: discard")
        (self.folder / "current").unlink(missing_ok=True)
        self._clean()

    def _path(self, number: int, *parts: str) -> Path:
        return self.folder.joinpath(str(number), *parts)

    def _numbers(self) -> list[int]:
        return sorted(int(path.name) for path in self.folder.iterdir() if path.name.isdecimal())

    def _new(self) -> int:
        """A number that no snapshot has, not even what a crash left, which is removed."""
        self.folder.mkdir(parents=True, exist_ok=True)
        number = max([*self._numbers(), self.number() or 0]) + 1
        self._clean()
        return number

    def _copy(self, old: int, new: int) -> None:
        self._step(f"graph: copy {old}")
        self._path(new).mkdir()
        with corruption_as_oserror():
            Snapshot(self.folder / str(old)).store.backup(str(self._path(new, "store")))

    def _finish(self, store: "Store", number: int, stamps: Mapping[str, str], mark: str) -> None:
        self._step(f"graph: flush {number}")
        store.flush()
        del store
        content = json.dumps(dict(sorted(stamps.items())), ensure_ascii=False)
        replace_files(self._path(number), [("readers", b""), ("stamps.json", content.encode())], self._step)
        sync_folder(self._path(number, "store"))
        self._point(number, mark)
        self._clean()

    def _point(self, number: int, mark: str) -> None:
        content = json.dumps({"snapshot": number, "mark": mark})
        replace_files(self.folder, [("current", content.encode())], self._step)

    def _clean(self) -> None:
        """Remove snapshots that do not count and that nobody reads."""
        import shutil

        current = self.number()
        for number in self._numbers():
            if number != current and _is_unused(self._path(number, "readers")):
                self._step(f"graph: clean {number}")
                shutil.rmtree(self._path(number), ignore_errors=True)


@contextmanager
def corruption_as_oserror() -> Iterator[None]:
    """Raise OSError where Oxigraph finds its files damaged, for which it raises RuntimeError."""
    try:
        yield
    except RuntimeError as problem:
        if "Corruption" in str(problem):
            raise OSError(str(problem)) from problem
        raise


class _Quads:
    """All sources as one file of N-Quads: each triple in its graph and, where merged, in the default graph."""

    def __init__(self, sources: Mapping[str, GraphSource]) -> None:
        self._chunks = _chunks(sources)
        self._rest = b""

    def read(self, size: int) -> bytes:
        while len(self._rest) < size:
            chunk = next(self._chunks, None)
            if chunk is None:
                break
            self._rest += chunk
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


def _chunks(sources: Mapping[str, GraphSource]) -> Iterator[bytes]:
    for name, source in sources.items():
        lines = list(source.triples())
        yield "".join(f"{line} <{name}> .\n" for line in lines).encode()
        if source.merged:
            yield "".join(f"{line} .\n" for line in lines if not _is_text(line)).encode()


def _is_text(line: str) -> bool:
    return line.split(" ", 2)[1] == TEXT


def lines_of(store: "Store", name: str | None) -> set[str]:
    """The triples of a graph, of the merged one for None, as N-Triples without the closing dot."""
    from pyoxigraph import DefaultGraph, NamedNode, RdfFormat

    graph = DefaultGraph() if name is None else NamedNode(name)
    content = store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph) or b""
    return set(content.decode().split(" .\n")) - {""}


def _open(path: Path) -> "Store":
    from pyoxigraph import Store

    with corruption_as_oserror():
        return Store(str(path))


def _replace(store: "Store", name: str, new: set[str], *, merged: bool) -> None:
    """Make graph `name` hold `new`; the merged graph keeps what another merged graph holds.

    Not one transaction: the store is a copy that nobody reads yet.
    """
    from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

    graph, default = NamedNode(name), DefaultGraph()
    old = lines_of(store, name)

    def triples(lines: set[str]) -> list[tuple[Any, Any, Any]]:
        content = "".join(f"{line} .\n" for line in lines).encode()
        return [(one.subject, one.predicate, one.object) for one in parse(content, format=RdfFormat.N_TRIPLES)]

    added, removed = triples(new - old), triples(old - new)
    for triple in removed:
        store.remove(Quad(*triple, graph))
    if merged:
        for triple in removed:
            if not _is_held(store, triple):
                store.remove(Quad(*triple, default))
        store.extend(Quad(*triple, default) for triple in added if f"<{triple[1].value}>" != TEXT)
    store.extend(Quad(*triple, graph) for triple in added)
    if not new:
        store.remove_graph(graph)


def _is_held(store: "Store", triple: Any) -> bool:
    """Does a graph other than the default one hold the triple?"""
    subject, predicate, value = triple
    return any(_is_named(quad.graph_name) for quad in store.quads_for_pattern(subject, predicate, value, None))


def _is_named(graph: "NamedNode | Any") -> bool:
    return hasattr(graph, "value")


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


def _is_unused(path: Path) -> bool:
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
