"""The embedded graph engine, Oxigraph: snapshots that never change once they count.

A writer changes a copy of the current snapshot (hard links, milliseconds) and swaps a pointer; a
reader keeps the snapshot it opened, which goes when nobody reads it any more.

    graph/current          which snapshot counts, and the mark of the state of the library it was made from
    graph/7/               a snapshot, see `kg.snapshot`
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from kg.durable import Step, no_step, replace_files, sync_folder
from kg.graph import TEXT, GraphSource
from kg.snapshot import Snapshot, corruption_as_oserror, is_unused, lines_of

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Store


class OxigraphEngine:
    """The embedded engine in a folder of its own, which may be deleted at any time."""

    def __init__(self, folder: Path, step: Step = no_step) -> None:
        self.folder = folder
        self.step = step
        self._open: Snapshot | None = None

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
            if self._open is not None and self._open.folder.name == str(number):
                return self._open
            try:
                self._open = Snapshot(self.folder / str(number))
            except OSError:
                if self.number() == number:
                    raise
            else:
                return self._open
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
                self.step(f"graph: remove {name}")
                _replace(store, name, set(), merged=True)
                stamps.pop(name, None)
            for name, source in replaced.items():
                self.step(f"graph: replace {name}")
                _replace(store, name, set(source.triples()), merged=source.merged)
                stamps[name] = source.stamp
        self._finish(store, new, stamps, mark)

    def rebuild(self, sources: Mapping[str, GraphSource], mark: str) -> None:
        from pyoxigraph import RdfFormat

        new = self._new()
        self.step(f"graph: build {new}")
        self._path(new).mkdir(parents=True)
        store = _open(self._path(new, "store"))
        store.bulk_load(cast(Any, _Quads(sources)), format=RdfFormat.N_QUADS, lenient=True)
        self._finish(store, new, {name: source.stamp for name, source in sources.items()}, mark)

    def discard(self) -> None:
        self.step("graph: discard")
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
        self.step(f"graph: copy {old}")
        self._path(new).mkdir()
        with corruption_as_oserror():
            Snapshot(self.folder / str(old)).store.backup(str(self._path(new, "store")))

    def _finish(self, store: "Store", number: int, stamps: Mapping[str, str], mark: str) -> None:
        self.step(f"graph: flush {number}")
        store.flush()
        del store
        content = json.dumps(dict(sorted(stamps.items())), ensure_ascii=False)
        replace_files(self._path(number), [("readers", b""), ("stamps.json", content.encode())], self.step)
        sync_folder(self._path(number, "store"))
        self._point(number, mark)
        self._open = None
        self._clean()

    def _point(self, number: int, mark: str) -> None:
        content = json.dumps({"snapshot": number, "mark": mark})
        replace_files(self.folder, [("current", content.encode())], self.step)

    def _clean(self) -> None:
        """Remove snapshots that do not count and that nobody reads."""
        import shutil

        current = self.number()
        for number in self._numbers():
            if number != current and is_unused(self._path(number, "readers")):
                self.step(f"graph: clean {number}")
                shutil.rmtree(self._path(number), ignore_errors=True)


class _Quads:
    """All sources as one file of N-Quads: each triple in its graph and, where merged, in the default graph."""

    def __init__(self, sources: Mapping[str, GraphSource]) -> None:
        self._chunks = _chunks(sources)
        self._chunk = BytesIO()

    def read(self, size: int) -> bytes:
        """The next bytes, at most `size`; b"" at the end."""
        given = self._chunk.read(size)
        while not given and (chunk := next(self._chunks, None)) is not None:
            self._chunk = BytesIO(chunk)
            given = self._chunk.read(size)
        return given


def _chunks(sources: Mapping[str, GraphSource]) -> Iterator[bytes]:
    for name, source in sources.items():
        lines = list(source.triples())
        yield "".join(f"{line} <{name}> .\n" for line in lines).encode()
        if source.merged:
            yield "".join(f"{line} .\n" for line in lines if not _is_text(line)).encode()


def _is_text(line: str) -> bool:
    return line.split(" ", 2)[1] == TEXT


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
