"""A library: a folder of records, judgements, roster and configuration, and the graph made from them.

    from kg import Library

    library = Library.open("trees")
    for name, day in library.select("SELECT ?name ?day WHERE { … }"):
        print(name, day)

Reading needs no lock and sees one whole state. Writing holds the library's lock.
"""

import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, cast

from kg import configuration
from kg.configuration import Configuration
from kg.durable import Step, no_step, replace_files
from kg.errors import LibraryError
from kg.graph import OxigraphEngine, Snapshot, corruption_as_oserror
from kg.record_store import RecordStore

if TYPE_CHECKING:
    from datetime import datetime

    from rdflib import Dataset

    from kg.catch_up import Report, State
    from kg.judgements import Action, Judgement, JudgementLog
    from kg.roster import Roster
    from kg.sparql import Parameters, Rows
    from kg.status import Status
    from kg.stored import StoredDocument
    from kg.summaries import Summary
    from kg.verify import Fault

RECORDS, JUDGEMENTS, FAILURES, CACHE = "records", "judgements.jsonl", "failures.json", "cache"
_LOCK, _HOLDER = ".lock", ".lock.holder"


class Library:
    """One library. May be shared by threads."""

    def __init__(self, folder: Path, settings: Configuration, step: Step = no_step) -> None:
        """Use `open`, `find` or `create`. `step` is called before each change of the disk (for tests of crashes)."""
        self.folder = folder
        self.configuration = settings
        self.cache = folder / CACHE
        self.records = RecordStore(folder / RECORDS, step)
        self.engine = OxigraphEngine(self.cache / "graph", step)
        self._step = step
        self._guard = RLock()
        self._reader: tuple[int, Snapshot] | None = None
        self._lock: Any = None

    @classmethod
    def create(
        cls, folder: Path | str, *, name: str | None = None, base: str | None = None, committee: str | None = None
    ) -> "Library":
        """A new, empty library in `folder`, which is made where it is missing.

        Without a name it is called as the folder. Raises LibraryError where one is there already
        or the folder cannot be written.
        """
        folder = Path(folder)
        called = name or folder.resolve().name
        settings = Configuration(called, base or configuration.default_base(called), committee)
        path = folder / configuration.FILE
        if path.exists():
            raise LibraryError(f"{folder} is a library already; open it, or choose another folder")
        try:
            (folder / RECORDS).mkdir(parents=True, exist_ok=True)
            replace_files(folder, [(path.name, configuration.text_of(settings).encode())])
        except OSError as problem:
            raise LibraryError(f"{folder}: no library can be made here: {problem.strerror}") from None
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path | str, step: Step = no_step) -> "Library":
        """The library in `folder`. Reads its configuration only; the graph is looked at when it is asked.

        Raises LibraryError where there is none, ConfigurationError where its configuration is wrong.
        """
        folder = Path(folder)
        path = folder / configuration.FILE
        if not path.is_file():
            raise LibraryError(f"{folder} is not a library; `minutebook init {folder}` makes one there")
        settings = configuration.read(path)
        if not (folder / RECORDS).is_dir():
            raise LibraryError(f"{folder} has lost its folder {RECORDS!r}; restore it from a copy, or make it empty")
        return cls(folder, settings, step)

    @classmethod
    def find(cls, start: Path | str) -> "Library":
        """The library in `start` or the nearest folder above it. Raises LibraryError where there is none."""
        path = Path(start).resolve()
        for folder in (path, *path.parents):
            if (folder / configuration.FILE).is_file():
                return cls.open(folder)
        raise LibraryError(
            f"{start} is in no library; `minutebook init FOLDER` makes one, `--library FOLDER` names one"
        )

    @property
    def base(self) -> str:
        """Base IRI of everything in the library; ends in `/`."""
        return self.configuration.base

    @property
    def judgements(self) -> "JudgementLog":
        """The log of what people decided."""
        from kg.judgements import JudgementLog

        return JudgementLog(self.folder / JUDGEMENTS, self._step)

    def roster(self) -> "Roster":
        """What people told us of who is who. Raises ConfigurationError where it cannot be used."""
        from kg import roster

        return roster.read(self.folder / roster.FILE, self.base)

    # Writing

    @contextmanager
    def lock(self, seconds: float | None = None) -> Iterator[None]:
        """Hold the library's lock; a thread that holds it may take it again.

        Waits up to `seconds` (as configured where not given) for another writer, then raises
        LibraryError saying who holds it.
        """
        from filelock import FileLock, Timeout

        with self._guard:
            self._lock = self._lock or FileLock(self.folder / _LOCK)
        wait = self.configuration.lock_seconds if seconds is None else seconds
        try:
            self._lock.acquire(timeout=wait)
        except Timeout:
            raise LibraryError(
                f"{self.folder} is being written by {self._holder()}; try again when it is done"
            ) from None
        except OSError as problem:
            raise LibraryError(f"{self.folder} cannot be written: {problem.strerror}") from None
        try:
            with suppress(OSError):
                (self.folder / _HOLDER).write_text(f"process {os.getpid()}", encoding="utf-8")
            yield
        except OSError as problem:
            raise LibraryError(f"{self.folder} cannot be written: {problem}; what is stored is safe") from problem
        finally:
            self._lock.release()

    def _holder(self) -> str:
        try:
            return (self.folder / _HOLDER).read_text(encoding="utf-8")
        except OSError:
            return "another process"

    def store(self, records: Mapping[str, bytes]) -> None:
        """Store records by document id, each replaced whole. The next query sees them."""
        with self.lock():
            self.records.remove_strays()
            self.records.replace(records)

    def remove(self, document_ids: Iterable[str]) -> None:
        """Withdraw documents. Raises LibraryError, and withdraws none, where one is not stored."""
        document_ids = list(document_ids)
        with self.lock():
            for document_id in document_ids:
                if document_id not in self.records:
                    raise LibraryError(f"there is no document {document_id!r}; `minutebook status` lists them")
            self.records.remove(document_ids)

    def judge(self, action: "Action", *, who: str, at: "datetime", why: str = "", **about: Any) -> "Judgement":
        """Add a judgement to the log. Entities and statements are IRIs, or local ids such as `person/ada-byrne`.

        A judgement on a statement finds its document by itself. Raises JudgementError where it
        names what does not exist or contradicts one that holds.
        """
        from kg.judging import complete

        with self.lock():
            given = complete(self, action, about)
            return self.judgements.append(action, who=who, at=at, why=why, **given)

    def failures(self) -> dict[str, str]:
        """Why documents could not be read, by source, sorted: the last try of each."""
        try:
            found = json.loads((self.folder / FAILURES).read_bytes())
        except FileNotFoundError:
            return {}
        except ValueError as problem:
            raise LibraryError(f"{self.folder / FAILURES} is not JSON: {problem}; it may be deleted") from None
        return dict(sorted(cast("dict[str, str]", found).items()))

    def note_failures(self, outcomes: Mapping[str, str | None]) -> None:
        """Note how tries to read documents ended, by source: the reason of a failure, or None for success."""
        with self.lock():
            before = self.failures()
            after = {source: reason for source, reason in {**before, **outcomes}.items() if reason is not None}
            if after != before:
                content = json.dumps(dict(sorted(after.items())), ensure_ascii=False, indent=1)
                replace_files(self.folder, [(FAILURES, content.encode())], self._step)

    # Catching up

    def fingerprint(self) -> str:
        """A text that changes whenever records, judgements, roster, configuration or ontology are written.

        Costs a few `stat` calls, whatever the library holds.
        """
        return fingerprint(self.folder)[0]

    def state(self) -> "State":
        """What records, judgements and roster say now, without the graph. Holds the lock while it reads."""
        with self.lock():
            return self._state()

    def _state(self) -> "State":
        from kg.catch_up import read_state

        judgements = self.judgements.read()
        return read_state(self.records, judgements, self.roster(), self.base, self.cache / "summaries.json", self._step)

    def catch_up(self, *, from_nothing: bool = False, seconds: float | None = None) -> "Report":
        """Bring the graph to what the records say; `from_nothing` builds it anew.

        Raises LibraryError where another writer holds the lock for longer than `seconds`.
        """
        from kg.catch_up import Report, catch_up, sources

        with self.lock(seconds):
            mark, changed_at = fingerprint(self.folder)
            if time.time_ns() - changed_at < _TICK_NS:
                time.sleep(_TICK_NS / 1e9)  # so that a later change cannot bear the same time
            state = self._state()
            wanted = sources(self.records, state, self.base)
            replaced, removed = catch_up(self.engine, wanted, mark, from_nothing=from_nothing)
        start = f"{self.base}doc/"
        return Report(
            tuple(name.removeprefix(start) for name in replaced if name.startswith(start)),
            tuple(name.removeprefix(start) for name in removed if name.startswith(start)),
            state.damaged(),
        )

    def snapshot(self) -> Snapshot:
        """The newest state of the graph, to read from; it does not change under the reader.

        Catches up first where the library changed. While another process writes, it is the
        state before that. Raises LibraryError where there is no state yet and none can be made.
        """
        with self._guard:
            if self.engine.mark() != self.fingerprint():
                self._catch_up_if_free()
            number = self.engine.number()
            if self._reader is None or self._reader[0] != number:
                self._reader = (number or 0, self._open_snapshot())
            return self._reader[1]

    def _catch_up_if_free(self) -> None:
        there_is_one = self.engine.number() is not None
        try:
            self.catch_up(seconds=0 if there_is_one else None)
        except LibraryError:
            if not there_is_one:
                raise

    def _open_snapshot(self) -> Snapshot:
        try:
            return self.engine.reader()
        except OSError:
            self.catch_up(from_nothing=True)
            return self.engine.reader()

    # Asking

    def _ask(self, run: Any) -> Any:
        """`run(snapshot)`; where the graph turns out to be unreadable it is built anew, once."""
        try:
            with corruption_as_oserror():
                return run(self.snapshot())
        except OSError:
            self.catch_up(from_nothing=True)
            return run(self.snapshot())

    def select(self, query: str, parameters: "Parameters | None" = None) -> "Rows":
        """All rows of a SELECT query as Python values. Raises QueryError where it cannot be run as written."""
        from kg.sparql import select

        return cast("Rows", self._ask(lambda reader: select(reader, query, parameters)))

    def ask(self, query: str, parameters: "Parameters | None" = None) -> bool:
        """The answer to an ASK query. Raises QueryError where it cannot be run as written."""
        from kg.sparql import ask

        return cast(bool, self._ask(lambda reader: ask(reader, query, parameters)))

    def query(
        self, query: str, format_: str = "json", parameters: "Parameters | None" = None, *, seconds: float | None = None
    ) -> bytes:
        """The answer to any query in a standard format: csv, tsv, json, xml; turtle and ntriples for triples.

        With `seconds` the query runs in a process of its own, which is stopped after them
        (QueryTimeout) or where it needs more memory than is configured (QueryError).
        """
        from kg import limited
        from kg.sparql import execute, serialise, term

        if seconds is None:
            run = lambda reader: serialise(execute(reader, query, parameters), format_)  # noqa: E731
            return self._ask(run) or b""
        given = {name: str(term(value)) for name, value in (parameters or {}).items()}
        memory = self.configuration.query_memory_mb
        return limited.run(self.snapshot().folder, query, format_, given, seconds=seconds, memory_mb=memory)

    def document(self, document_id: str) -> "StoredDocument":
        """One document with the library's IRIs and names. Raises LibraryError where there is none."""
        from pyoxigraph import NamedNode

        from kg.identifiers import document_iri
        from kg.stored import from_quads

        if document_id not in self.records:
            raise LibraryError(f"there is no document {document_id!r}; `minutebook status` lists them")
        graph = NamedNode(document_iri(self.base, document_id))
        quads = self._ask(lambda reader: list(reader.quads_for_pattern(None, None, None, graph)))
        if not quads:
            raise LibraryError(f"document {document_id!r} cannot be used; `minutebook verify` says why")
        return from_quads(quads)

    def stamps(self) -> dict[str, str]:
        """Stamp of every document in the graph, by id: another engine that keeps them knows what it must replace."""
        start = f"{self.base}doc/"
        found = self._ask(lambda reader: reader.stamps())
        return {name.removeprefix(start): stamp for name, stamp in found.items() if name.startswith(start)}

    def summaries(self) -> "dict[str, Summary]":
        """What is known of every sound document, by id: source, content hash, pipeline, kind, title, date."""
        return self.state().sound()

    def verify(self, index_stamps: Mapping[str, str] | None = None) -> "list[Fault]":
        """Everything that is wrong with the library, sorted; see `kg.verify`."""
        from kg.verify import verify

        return verify(self, index_stamps)

    def status(self) -> "Status":
        """What the library holds, what could not be read, and what is missing."""
        from kg.status import status

        return status(self)

    def rdflib_dataset(self) -> "Dataset":
        """The newest state as an rdflib `Dataset`, read-only by use: changes to it are lost.

        String queries run in Oxigraph. rdflib's own loading of graphs by FROM is switched off.
        """
        import rdflib.plugins.sparql
        from oxrdflib import OxigraphStore
        from rdflib import Dataset

        from kg.namespaces import PREFIXES

        rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False
        dataset = Dataset(store=OxigraphStore(store=self.snapshot().store))
        for prefix, namespace in PREFIXES.items():
            dataset.bind(prefix, namespace)
        return dataset

    def with_settings(self, **settings: Any) -> "Library":
        """The same library with other settings, for this process only."""
        return Library(self.folder, replace(self.configuration, **settings), self._step)


_TICK_NS = 20_000_000
"""Longer than the steps in which file systems of today tell times apart."""


def fingerprint(folder: Path) -> tuple[str, int]:
    """The fingerprint of a library's folder, and when (ns since 1970) it last changed."""
    from ontology import ONTOLOGY

    parts, latest = [], 0
    for path in (
        folder / RECORDS,
        folder / JUDGEMENTS,
        folder / "roster.ttl",
        folder / configuration.FILE,
        ONTOLOGY,
    ):
        try:
            status = path.stat()
        except FileNotFoundError:
            parts.append("-")
            continue
        parts.append(f"{status.st_size}.{status.st_mtime_ns}")
        latest = max(latest, status.st_mtime_ns)
    return " ".join(parts), latest
