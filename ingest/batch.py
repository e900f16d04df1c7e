"""Many files read into a library: unchanged ones passed over, changed ones replaced whole.

Killed at any moment and started again, it ends with the same bytes: a record is a function of
its file, what the user states, the roster and the pipeline, and is stored whole or not at all.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ingest.language import MODEL, load_model
from ingest.metadata import Stated
from ingest.pipeline import PLAIN, Options
from ingest.readers import file_bytes
from ingest.settings import settings_of
from ingest.sources import assign_ids, find_files
from ingest.stated import NOTHING, load, over, save
from ingest.workers import Done, Job, Outcome, Result, read_all, read_job
from kg.errors import DocumentError
from kg.library import Library


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest is: outcomes so far, of how many, and the newest (None at the start)."""

    done: int
    total: int
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Ingested:
    """The outcomes of all files, in the order in which they were read, and how many files were passed over."""

    outcomes: tuple[Outcome, ...]
    skipped: int = 0

    def count(self, result: Result) -> int:
        """How many files ended so."""
        return len(self.having(result))

    def having(self, result: Result) -> tuple[Outcome, ...]:
        """The files that ended so."""
        return tuple(outcome for outcome in self.outcomes if outcome.result == result)


Report = Callable[[Progress], None]


def silent(_progress: Progress) -> None:
    """The report for who does not want to hear."""


def ingest(
    library: Library,
    paths: Iterable[Path],
    *,
    options: Options = PLAIN,
    workers: int = 1,
    scheduler: str | None = None,
    model: str | None = MODEL,
    report: Report = silent,
    groups: Collection[str] = (),
) -> Ingested:
    """Read files and folders into `library`, then bring its graph up to date once.

    A file that cannot be read is an outcome and stands in the library's failures; what is
    stored of it stays. A file with the very bytes of another document is a copy, and is not
    read again: a fact told twice by one document counts once. `model` None reads by rules alone. With `groups`
    only their members may see what is read, from the first moment. `scheduler` is the address of a Dask
    scheduler whose workers read in place of processes here (`ingest.cluster`).
    Raises LibraryError where another process keeps writing or the disk is full: what was stored
    until then stays.
    """
    with library.lock():
        found = find_files(paths, without=library.folder)
        settings = settings_of(library, options.committee, model)
        files = {settings.forgotten.redact(file.source): file.path for file in found.files}
        if groups:
            library.restrict(dict.fromkeys(files, groups))
        jobs, copies = _apart(library, _jobs(library, files, options.stated))
        outcomes = [Outcome(path, "failed", reason=f"{path}: {reason}") for path, reason in found.unreadable.items()]
        outcomes += copies
        total = len(outcomes) + len(jobs)
        report(Progress(0, total))
        for number, outcome in enumerate(outcomes, start=1):
            report(Progress(number, total, outcome))
        for together in read_all(jobs, settings, workers, scheduler):
            _store(library, together)
            for done in together:
                outcomes.append(done.outcome)
                report(Progress(len(outcomes), total, done.outcome))
        _catch_up(library)
    return Ingested(tuple(outcomes), found.skipped)


def add(library: Library, content: bytes, name: str, *, options: Options = PLAIN, model: str | None = MODEL) -> Outcome:
    """Read one file that is given as bytes under the name `name`, as an upload is; otherwise as `ingest`."""
    with library.lock():
        settings = settings_of(library, options.committee, model)
        name = settings.forgotten.redact(name)
        (job,) = _jobs(library, {name: Path(name)}, options.stated)
        if job.stored is None and (same := _sources(library).get(sha256(content).hexdigest())):
            return _copy(name, *same)
        done = read_job(job, settings, load_model(model) if model else None, content)
        _store(library, [done])
        _catch_up(library)
    return done.outcome


def remove(library: Library, document_ids: Iterable[str]) -> None:
    """Withdraw documents and bring the graph up to date.

    Raises LibraryError, and withdraws none, where one is not stored.
    """
    with library.lock():
        library.remove(document_ids)
        _catch_up(library)


def _catch_up(library: Library) -> None:
    """The graph of every audience brought up to date before the lock goes, so that no reader waits for it."""
    library.catch_up()
    for audience in library.audiences():
        audience.catch_up()


def _jobs(library: Library, files: dict[str, Path], now: Stated) -> list[Job]:
    """A job for each source, with the id of its document, what is stored of it, and what is stated of it.

    What is stated now is remembered before anything is read, so that a kill loses none of it.
    """
    stored = library.summaries()
    stated = load(library.folder)
    if now != NOTHING:
        stated |= {source: over(stated.get(source, NOTHING), now) for source in files}
        save(library.folder, stated)
    assigned = assign_ids(files, {identifier: summary.source for identifier, summary in stored.items()})
    library.restrict_moved((stored[assigned[one]].source, one) for one in files if assigned[one] in stored)
    jobs = []
    for source, path in files.items():
        before = stored.get(assigned[source])
        held = (before.content_hash, before.pipeline, before.source) if before else None
        jobs.append(Job(path, source, assigned[source], held, stated.get(source, NOTHING)))
    return jobs


def _apart(library: Library, jobs: list[Job]) -> tuple[list[Job], list[Outcome]]:
    """The jobs to do, and those new files that hold the bytes of a stored document or of an earlier job."""
    seen = _sources(library)
    kept, copies = [], []
    for job in jobs:
        try:
            digest = sha256(file_bytes(job.path, job.source)).hexdigest()
        except DocumentError:  # told when the job is done
            kept.append(job)
            continue
        if job.stored is None and digest in seen:
            copies.append(_copy(job.source, *seen[digest]))
        else:
            seen.setdefault(digest, (job.document_id, job.source))
            kept.append(job)
    return kept, copies


def _sources(library: Library) -> dict[str, tuple[str, str]]:
    """Id and source of each stored document by the hash of its bytes."""
    return {summary.content_hash: (identifier, summary.source) for identifier, summary in library.summaries().items()}


def _copy(source: str, document_id: str, same: str) -> Outcome:
    return Outcome(source, "copy", document_id, f"{source}: holds the same as {same}")


def _store(library: Library, together: list[Done]) -> None:
    records = {done.outcome.document_id or "": done.record for done in together if done.record is not None}
    if records:
        library.store(records)
    library.note_failures({done.outcome.source: done.outcome.reason or None for done in together})
