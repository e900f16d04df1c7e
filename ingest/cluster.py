"""Files read on a Dask cluster, with the same bytes as in this process.

The cluster is sent the files' bytes and what decides how they are read, and needs no folder of ours. Its
workers must have this very version of Minutebook and of the model; one that has not reads nothing.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from threading import Lock
from typing import Any

from ingest.readers import file_bytes
from ingest.settings import Settings
from ingest.stated import NOTHING
from ingest.workers import TOGETHER, Done, Job, failed, is_new, loaded, read_job
from kg.errors import ConfigurationError, LibraryError

_READING = Lock()
"""A worker's threads read one after the other: the model's memory is given back when one of them is done."""


def read_on(scheduler: str, jobs: Sequence[Job], settings: Settings) -> Iterator[list[Done]]:
    """Every job done, in order, a few together, by the workers of a scheduler such as `tcp://10.0.0.7:8786`.

    Raises ConfigurationError where Dask is not installed, LibraryError where the scheduler is not there, has no
    workers, or one of them has another version.
    """
    try:
        from distributed import Client
    except ImportError:
        raise ConfigurationError("a cluster needs Dask: pip install 'minutebook[dask]'") from None
    try:
        client = Client(scheduler, timeout=10, set_as_default=False)
    except (OSError, ValueError) as problem:
        raise LibraryError(f"the scheduler {scheduler} is not there: {problem}") from None
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise LibraryError(f"the scheduler {scheduler} has no workers; start some with `dask worker {scheduler}`")
        yield from _read(client, jobs, settings, 2 * threads)


def _read(client: Any, jobs: Sequence[Job], settings: Settings, ahead: int) -> Iterator[list[Done]]:
    """The jobs done in order, never more than `ahead` parts of them waiting."""
    rest = deque(jobs[start : start + TOGETHER] for start in range(0, len(jobs), TOGETHER))
    waiting: deque[tuple[Sequence[Job], list[Job], Any]] = deque()
    while rest or waiting:
        while rest and len(waiting) < ahead:
            part = rest.popleft()
            new = [job for job in part if is_new(job, settings)]
            waiting.append((part, new, _submitted(client, new, settings) if new else None))
        part, new, future = waiting.popleft()
        there = dict(zip(new, _collected(client, new, future, settings), strict=True)) if new else {}
        yield [there[job] if job in there else read_job(job, settings, None) for job in part]


def _submitted(client: Any, jobs: Sequence[Job], settings: Settings) -> Any:
    contents = [file_bytes(job.path, job.source) for job in jobs]
    return client.submit(_read_there, settings.pipeline(NOTHING), jobs, contents, settings, pure=False)


def _collected(client: Any, jobs: list[Job], future: Any, settings: Settings) -> list[Done]:
    """What the cluster made of some jobs. Where they kill workers each is done alone; only the one that does fails."""
    from distributed import KilledWorker
    from distributed.client import FutureCancelledError

    try:
        done: list[Done] = future.result()
    except KilledWorker:
        if len(jobs) == 1:
            return [failed(jobs[0], f"{jobs[0].source}: reading it took more memory than there is; split the document")]
        return [
            done for job in jobs for done in _collected(client, [job], _submitted(client, [job], settings), settings)
        ]
    except FutureCancelledError as problem:
        raise LibraryError(f"the scheduler has gone: {problem}; what was read is stored") from None
    return done


def _read_there(expected: str, jobs: Sequence[Job], contents: Sequence[bytes], settings: Settings) -> list[Done]:
    """On a worker: jobs done one after the other."""
    import socket

    if settings.pipeline(NOTHING) != expected:
        raise LibraryError(
            f"the worker on {socket.gethostname()} has another version of Minutebook or of the model; "
            "install the same everywhere"
        )
    with _READING, loaded(settings) as nlp:
        return [read_job(job, settings, nlp, content) for job, content in zip(jobs, contents, strict=True)]
