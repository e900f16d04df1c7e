"""The version of reading follows its code and rules."""

import re
import shutil
from pathlib import Path

import pytest

import ingest.version
from ingest.version import pipeline_version


def test_it_changes_with_a_rule_and_with_code_and_is_else_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(ingest.version.__file__).parent.parent
    shutil.copytree(root / "ingest", tmp_path / "ingest")
    shutil.copytree(root / "kg", tmp_path / "kg")
    monkeypatch.setattr(ingest.version, "_HERE", tmp_path / "ingest")

    def version() -> str:
        pipeline_version.cache_clear()
        return pipeline_version()

    first = version()
    assert re.fullmatch(r"[0-9a-f]{12}", first)
    assert version() == first
    for changed in ("rules/events.toml", "dates.py"):
        path = tmp_path / "ingest" / changed
        path.write_text(path.read_text(encoding="utf-8") + "\n# more\n", encoding="utf-8")
        assert version() != first
        first = version()
    pipeline_version.cache_clear()
