"""Fixtures of libraries."""

from pathlib import Path

import pytest

from kg import Library
from kg.records import record
from tests.kg.extractions import BASE, everything, minutes


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """An empty library."""
    return Library.create(tmp_path / "trees", name="Trees", base=BASE)


@pytest.fixture
def trees(library: Library) -> Library:
    """A library of two documents: one with every kind of statement, and small minutes a month later."""
    later = minutes("2023-04-14", ("Tom Reid", "Ada Byrne"), action="Order stakes")
    library.store(
        {
            "2023-03-14": record(everything(), "2023-03-14", BASE, "hash-1"),
            "2023-04-14": record(later, "2023-04-14", BASE, "hash-2"),
        }
    )
    return library
