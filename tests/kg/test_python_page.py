"""The page on Python shows lines that run."""

import re
from typing import Any

import pytest

from kg import Library
from tests.conftest import REPOSITORY

pytestmark = pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated")


def test_the_lines_of_the_page_run_one_after_another(trees: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    trees.folder.rename(trees.folder.with_name("demo-library"))
    monkeypatch.chdir(trees.folder.parent)
    page = (REPOSITORY / "docs" / "python.md").read_text(encoding="utf-8")
    given: dict[str, Any] = {}
    for code in re.findall(r"```python\n(.*?)```", page, re.DOTALL):
        exec(code, given)
    assert given["people"].startswith(b"name\r\n")
    assert b"Ada Byrne" in given["turtle"]
    assert given["document"].statements
