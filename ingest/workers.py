"""Files read one by one, in this process or in several, with the same bytes either way."""

import logging
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ingest.metadata import Stated
from ingest.pipeline import extract
from ingest.readers import file_bytes, read_source
from ingest.readers.source import SourceText
from ingest.settings import Settings
from ingest.stated import NOTHING
from kg.errors import DocumentError
from kg.forgotten import Forgotten
from kg.records import record

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

    from spacy.language import Language

Result = Literal["added", "changed", "unchanged", "copy", "forgotten", "failed"]

TOGETHER = 16
"""Documents read and stored together: bounds memory, and how much a kill makes to be read again."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. `reason` says why a failed one could not be read, and what a copy is a copy of."""

    source: str
    result: Result
    document_id: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read, what is stated of it, and the content hash, pipeline and source of what it replaces."""

    path: Path
    source: str
    document_id: str
    stored: tuple[str, str, str] | None = None
    stated: Stated = NOTHING


@dataclass(frozen=True, slots=True)
class Done:
    """A job's outcome, and the record to store where the file was read."""

    outcome: Outcome
    record: bytes | None = None


def read_all(
    jobs: Sequence[Job], settings: Settings, workers: int, scheduler: str | None = None
) -> Iterator[list[Done]]:
    """Every job done, in order, a few together: in `workers` processes where that is more than one, or on a cluster.

    Raises ConfigurationError and LibraryError as `ingest.cluster.read_on` does.
    """
    if scheduler is not None:
        from ingest.cluster import read_on

        yield from read_on(scheduler, jobs, settings)
        return
    parts = [jobs[start : start + TOGETHER] for start in range(0, len(jobs), TOGETHER)]
    if workers <= 1 or len(parts) <= 1:
        for part in parts:
            yield _read_together(part, settings)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(min(workers, len(parts)), get_context("spawn")) as pool:
        yield from _read_in(pool, parts, settings, 2 * workers)


def _read_in(pool: "Executor", parts: list[Sequence[Job]], settings: Settings, ahead: int) -> Iterator[list[Done]]:
    """The parts done by a pool, in order, never more than `ahead` of them waiting.

    Where a process dies, by lack of memory as a rule, its documents are read again one at a
    time, each in a process of its own, so that only the one that kills it fails.
    """
    from concurrent.futures.process import BrokenProcessPool

    waiting = deque[tuple[Sequence[Job], "Future[list[Done]]"]]()
    rest = deque(parts)
    broken = False
    while rest or waiting:
        while rest and len(waiting) < ahead and not broken:
            part = rest.popleft()
            waiting.append((part, pool.submit(_read_together, part, settings)))
        part, future = waiting.popleft() if waiting else (rest.popleft(), None)
        try:
            yield future.result() if future else [_read_apart(job, settings) for job in part]
        except BrokenProcessPool:
            broken = True
            yield [_read_apart(job, settings) for job in part]


def _read_apart(job: Job, settings: Settings) -> Done:
    """A job done in a process of its own."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        try:
            return pool.submit(_read_together, [job], settings).result()[0]
        except BrokenProcessPool:
            return failed(job, f"{job.source}: reading it took more memory than there is; split the document")


def _read_together(jobs: Sequence[Job], settings: Settings) -> list[Done]:
    """Jobs done one after the other; words that the model learns on the way are forgotten after them."""
    with loaded(settings if any(is_new(job, settings) for job in jobs) else None) as nlp:
        return [read_job(job, settings, nlp) for job in jobs]


@contextmanager
def loaded(settings: Settings | None) -> Iterator["Language | None"]:
    """The model that these settings name, None where they name none; what it learns in the block is forgotten."""
    if settings is None or not settings.model:
        yield None
        return
    from ingest.language import load_model

    nlp = load_model(settings.model)
    with nlp.memory_zone():
        yield nlp


def is_new(job: Job, settings: Settings) -> bool:
    """Whether a file has to be read by the model."""
    try:
        return not _is_stored(job, settings, file_bytes(job.path, job.source))
    except DocumentError:
        return False


def _is_stored(job: Job, settings: Settings, content: bytes) -> bool:
    return job.stored == (sha256(content).hexdigest(), settings.pipeline(job.stated), job.source)


def read_job(job: Job, settings: Settings, nlp: "Language | None", content: bytes | None = None) -> Done:
    """One job done: a record, or why there is none. `content` is the file's, where it was read already."""
    try:
        content = file_bytes(job.path, job.source) if content is None else content
        if _is_stored(job, settings, content):
            return Done(Outcome(job.source, "unchanged", job.document_id))
        if settings.forgotten.has_document(job.source, sha256(content).hexdigest()):
            return Done(Outcome(job.source, "forgotten", reason=f"{job.source} is to be forgotten"))
        source = _redacted(read_source(content, job.source), job.document_id, settings.forgotten)
        extraction = extract(source, job.source, options=settings.options(job.stated), roster=settings.roster, nlp=nlp)
        extraction = replace(extraction, pipeline=settings.pipeline(job.stated))
        written = record(extraction, job.document_id, settings.base, sha256(content).hexdigest())
    except DocumentError as problem:
        return failed(job, str(problem))
    except Exception as problem:  # noqa: BLE001  a defect must not keep the other documents out
        _log.exception("reading %s failed", job.source)
        return failed(job, f"{job.source}: a defect in Minutebook ({problem!r}); please report it with the document")
    return Done(Outcome(job.source, "changed" if job.stored else "added", job.document_id), written)


def _redacted(source: SourceText, document_id: str, forgotten: Forgotten) -> SourceText:
    """The source with whoever is forgotten blacked out, in as many characters."""
    forms = forgotten.forms(source.text, document_id)
    told = {name: forgotten.redact(value, document_id, forms) for name, value in source.properties.items()}
    return SourceText(forgotten.redact(source.text, document_id), told)


def failed(job: Job, reason: str) -> Done:
    """A job that could not be done, and why."""
    return Done(Outcome(job.source, "failed", job.document_id if job.stored else None, reason))
