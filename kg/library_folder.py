"""A library's folder as text that people own: records, judgements, roster, configuration, and who may write them."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, Self, cast

from kg import configuration
from kg.configuration import Configuration
from kg.durable import Step, no_step, remove_files, replace_files
from kg.errors import LibraryError
from kg.record_store import RecordStore

if TYPE_CHECKING:
    from kg.catch_up import State
    from kg.forgotten import Forgotten
    from kg.judgements import JudgementLog
    from kg.outside_graphs import OutsideGraph
    from kg.restrictions import Restrictions
    from kg.roster import Roster
    from kg.summaries import Damage, Summary

RECORDS, JUDGEMENTS, FAILURES, CACHE = "records", "judgements.jsonl", "failures.json", "cache"
RESTRICTED = "restricted.json"
GRAPHS = "graphs"
SEARCHES = "searches.json"
_LOCK, _HOLDER = ".lock", ".lock.holder"


class LibraryFolder:
    """What is stored, without the graph made from it. May be shared by threads."""

    def __init__(self, folder: Path, settings: Configuration, step: Step = no_step) -> None:
        """Use `open`, `find` or `create`. `step` is called before each change of the disk (for tests of crashes)."""
        self.folder = folder
        self.configuration = settings
        self.cache = folder / CACHE
        self.records = RecordStore(folder / RECORDS, step)
        self._step = step
        self._guard = RLock()
        self._lock: Any = None
        self._known: dict[str, Summary | Damage] = {}
        self._restrictions: tuple[object, Restrictions] | None = None

    @classmethod
    def create(
        cls, folder: Path | str, *, name: str | None = None, base: str | None = None, committee: str | None = None
    ) -> Self:
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
    def open(cls, folder: Path | str, step: Step = no_step) -> Self:
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
    def find(cls, start: Path | str) -> Self:
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

    def outside_graphs(self) -> "dict[str, OutsideGraph]":
        """The graphs of others' making, by name."""
        from kg import outside_graphs

        return outside_graphs.read(self.folder, self.base)

    def forgotten(self) -> "Forgotten":
        """Whom and what the library must forget."""
        from kg import forgotten

        return forgotten.load(self.folder)

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
        """Withdraw documents, and by `graph/NAME` graphs of others' making.

        Raises LibraryError, and withdraws none, where one is not stored.
        """
        document_ids = list(document_ids)
        with self.lock():
            graphs = {f"graph/{name}" for name in self.outside_graphs()}.intersection(document_ids)
            documents = [one for one in document_ids if one not in graphs]
            for document_id in documents:
                if document_id not in self.records:
                    raise LibraryError(f"there is no document {document_id!r}; `minutebook status` lists them")
            self.records.remove(documents)
            if graphs:
                remove_files(self.folder / GRAPHS, [f"{one.partition('/')[2]}.nq" for one in graphs], self._step)

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

    def fingerprint(self) -> str:
        """A text that changes whenever records, graphs, judgements, roster, configuration or ontology are written.

        Costs a few `stat` calls, whatever the library holds.
        """
        return fingerprint(self.folder)[0]

    def restrictions(self) -> "Restrictions":
        """Which documents only some may see, read again when the files that say so change."""
        from kg import restrictions

        now = restrictions.stamp(self.folder)
        if self._restrictions is None or self._restrictions[0] != now:
            self._restrictions = (now, restrictions.load(self.folder))
        return self._restrictions[1]

    def restrict(self, sources: "Mapping[str, Iterable[str] | None]") -> None:
        """Say which groups may see documents, by source; None takes back what was said of one.

        Facts told by hand are named by their documents: `judgement~7`. Raises ConfigurationError for
        what cannot be the name of a group.
        """
        from kg import restrictions

        with self.lock():
            said: dict[str, Iterable[str]] = dict(self.restrictions().sources)
            for source, groups in sources.items():
                said.pop(source, None)
                if groups is not None:
                    said[source] = restrictions.checked(groups)
            restrictions.save(self.folder, said, self._step)

    def restrict_moved(self, sources: "Iterable[tuple[str, str]]") -> None:
        """Keep documents that get other sources, given old and new, from whom they were kept."""
        rules = self.restrictions()
        said = {new: rules.of(old) for old, new in sources if set(rules.of(old)) - set(rules.of(new))}
        if said:
            self.restrict({new: frozenset.intersection(*asked) for new, asked in said.items()})

    def state(self) -> "State":
        """What records, judgements and roster say now, without the graph.

        While another process writes it is read beside that: each record is as it was or as it is.
        """
        try:
            with self.lock(0):
                return self._state()
        except LibraryError:
            return self._state()

    def _state(self) -> "State":
        from kg.catch_up import read_state

        state = read_state(self._summaries(), self.judgements.read(), self.roster(), self.base)
        return replace(state, outside=self.outside_graphs())

    def _summaries(self) -> "dict[str, Summary | Damage]":
        """The summary of every record, by id: those kept are taken where they hold, and renewed."""
        from kg import summaries

        path = self.cache / "summaries.json"
        known = self._known or summaries.load(path)
        current = summaries.current(self.records, known)
        held = self._lock is not None and self._lock.is_locked
        if held and (current != known or not path.exists()):
            path.parent.mkdir(parents=True, exist_ok=True)
            summaries.save(path, current, self._step)
        self._known = current
        return current

    def with_settings(self, **settings: Any) -> Self:
        """The same library with other settings, for this process only."""
        return type(self)(self.folder, replace(self.configuration, **settings), self._step)


def fingerprint(folder: Path) -> tuple[str, int]:
    """The fingerprint of a library's folder, and when (ns since 1970) it last changed."""
    from ontology import ONTOLOGY

    parts, latest = [], 0
    for path in (
        folder / RECORDS,
        folder / GRAPHS,
        folder / JUDGEMENTS,
        folder / "roster.ttl",
        folder / configuration.FILE,
        folder / RESTRICTED,
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
