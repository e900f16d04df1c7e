"""The worked examples of docs/extending.md do what the page says."""

import re
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

import ingest.readers as readers
from ingest.readers import Format
from kg.library import Library
from kg.questions import load_question
from kg.tables import run

PAGE = (Path(__file__).parent.parent.parent / "docs" / "extending.md").read_text("utf-8")


def example(language: str, number: int = 0) -> str:
    return re.findall(rf"^ *```{language}\n(.*?)^ *```", PAGE, re.DOTALL | re.MULTILINE)[number]


@pytest.mark.model
def test_the_question(samples_library: Library, tmp_path: Path) -> None:
    (tmp_path / "guests.rq").write_text(example("sparql"), "utf-8")
    question = load_question("guests", tmp_path)
    everybody = run(samples_library.snapshot(), question, {})
    assert {"Ingrid Halvorsen", "Wei-Ling Tan"} <= set(everybody.column("who"))
    assert all(row.evidence for row in everybody.rows)
    later = run(samples_library.snapshot(), question, {"from": "2024-01-01"})
    assert "Ingrid Halvorsen" not in later.column("who")


def test_the_format(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    module = ModuleType("ingest.readers.org")
    exec(example("python", 0), module.__dict__)
    monkeypatch.setitem(sys.modules, "ingest.readers.org", module)
    registered: Format = eval(example("python", 1), {"Format": Format, "_starts": readers._starts})
    monkeypatch.setattr(readers, "FORMATS", (*readers.FORMATS, replace(registered)))
    path = tmp_path / "minutes.org"
    path.write_text("#+TITLE: Trees\n* Present\n- Ada Byrne\n** Actions\n- Ada to plant a tree\n", "utf-8")
    read = readers.read_file(path, path.name)
    assert read.properties == {"title": "Trees"}
    assert read.text == "# Present\n- Ada Byrne\n## Actions\n- Ada to plant a tree\n"


def test_the_ontology() -> None:
    from pyoxigraph import RdfFormat, parse

    from kg.namespaces import PREFIXES

    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    assert len(list(parse(prefixes + example("turtle"), format=RdfFormat.TURTLE))) == 8
