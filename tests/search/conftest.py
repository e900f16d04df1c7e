from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from kg.endpoints import SearchEndpoint
from search.engine import SearchEngine
from tests import servers
from tests.search.indexes import Place

KINDS = ("whoosh", "opensearch")


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """The address of an OpenSearch node."""
    with servers.opensearch() as at:
        yield at


@pytest.fixture(scope="session")
def places(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Place]:
    """Makes an empty place for an index, by the kind of engine."""

    def make(kind: str) -> Place:
        if kind == "whoosh":
            return Place(tmp_path_factory.mktemp("index") / "search")
        return Place(SearchEndpoint(request.getfixturevalue("cluster"), f"trees-{uuid4().hex}"))

    return make


@pytest.fixture(scope="session", params=KINDS)
def engine(request: pytest.FixtureRequest, places: Callable[[str], Place]) -> Iterator[SearchEngine]:
    """An index of three documents, on each kind of engine in turn; tests read it and change nothing."""
    made = places(request.param).filled()
    yield made
    made.close()


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, places: Callable[[str], Place]) -> Place:
    """Where a test may make an index of its own, for each kind of engine in turn."""
    return places(request.param)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a test may make an embedded index of its own."""
    return tmp_path / "search"
