"""The samples: what other tests and the demo lean on."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

GOLD = Path(__file__).parent.parent.parent / "benchmarks" / "gold" / "samples"


@pytest.fixture
def maker(samples: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_samples", samples.parent / "make.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_binary_samples_are_what_the_script_writes(maker: ModuleType, samples: Path, tmp_path: Path) -> None:
    for path in maker.make(tmp_path):
        assert path.read_bytes() == (samples / path.relative_to(tmp_path)).read_bytes()


def evidence(found: Any) -> list[dict[str, int]]:
    if isinstance(found, list):
        return [span for entry in found for span in evidence(entry)]
    if not isinstance(found, dict):
        return []
    return [*found.get("evidence", []), *(span for value in found.values() for span in evidence(value))]


@pytest.mark.parametrize("gold", sorted(GOLD.glob("*.json")), ids=lambda path: path.stem)
def test_gold_evidence_is_whole_words_of_its_sample(gold: Path, samples: Path) -> None:
    annotated = json.loads(gold.read_text(encoding="utf-8"))
    text = (samples / annotated["document"]["source"]).read_bytes().decode("utf-8")
    assert annotated["document"]["characters"] == len(text)
    for span in evidence(annotated):
        words = text[span["start"] : span["end"]]
        assert words == words.strip()
        assert not text[span["start"] - 1 : span["start"]].isalnum()
        assert not text[span["end"] : span["end"] + 1].isalnum()
