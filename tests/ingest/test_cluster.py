"""Reading on a Dask cluster: two workers, each a process of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.batch import ingest
from kg.errors import ConfigurationError, LibraryError
from kg.library import Library
from tests.ingest.test_batch import minutes, records, write

pytest.importorskip("distributed", reason="Dask is not installed: pip install 'minutebook[dask]'")
__all__ = ["minutes"]  # a fixture


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a scheduler with two workers."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        yield cluster.scheduler_address


@pytest.mark.model
def test_a_cluster_makes_the_same_bytes(library: Library, minutes: Path, tmp_path: Path, scheduler: str) -> None:
    for day in range(10, 30):
        write(minutes / f"2023-05-{day}.md", day)
    (minutes / "broken.md").write_bytes(b"\0")
    other = Library.create(tmp_path / "other", name="Trees")
    one, two = ingest(library, [minutes]), ingest(other, [minutes], scheduler=scheduler)
    assert one == two and two.count("added") == 23
    assert records(library) == records(other)
    write(minutes / "2023-05-12.md", 5)
    again = ingest(other, [minutes], scheduler=scheduler)
    assert (again.count("changed"), again.count("unchanged"), again.count("failed")) == (1, 22, 1)


def test_a_worker_of_another_version_reads_nothing(
    library: Library, minutes: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.settings.pipeline_version", lambda: "of-another-day")
    with pytest.raises(LibraryError, match="another version of Minutebook"):
        ingest(library, [minutes], model=None, scheduler=scheduler)
    assert records(library) == {}


def test_a_scheduler_that_is_not_there_is_told(
    library: Library, minutes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(LibraryError, match=r"tcp://127\.0\.0\.1:9 is not there"):
        ingest(library, [minutes], model=None, scheduler="tcp://127.0.0.1:9")
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(ConfigurationError, match=r"minutebook\[dask\]"):
        ingest(library, [minutes], model=None, scheduler="tcp://127.0.0.1:9")
