from collections.abc import Iterator
from pathlib import Path

import pytest

from search.whoosh_engine import WhooshEngine
from tests.search.indexes import filled


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshEngine]:
    """An index of three documents; tests read it and change nothing."""
    made = filled(tmp_path_factory.mktemp("index") / "search")
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a test may make an index of its own."""
    return tmp_path / "search"
