"""The entry point: help, the error boundary, exit statuses, what is imported."""

import subprocess
import sys
from pathlib import Path

import click
import pytest

from cli.main import SECTIONS, cli
from cli.question import asked_by_name, titles
from kg.library import Library
from tests.cli.conftest import Run

HEAVY = ("spacy", "rdflib", "whoosh", "rich", "flask", "bs4", "pdfplumber", "docx")


def test_every_command_and_question_has_help(minutebook: Run) -> None:
    listed = minutebook("--help").out
    for name in [*(name for names in SECTIONS.values() for name in names), *asked_by_name()]:
        assert name in listed
        assert minutebook(name, "--help").out.startswith("Usage: minutebook")


def test_titles_are_those_of_the_questions() -> None:
    assert titles() == {name: question.title for name, question in asked_by_name().items()}


@pytest.mark.parametrize("arguments", [["no-such-command"], ["ask"], ["people", "--no-such-option"], ["ingest"]])
def test_wrong_usage_exits_with_2_and_says_so_on_stderr(minutebook: Run, arguments: list[str]) -> None:
    result = minutebook(*arguments)
    assert (result.status, result.out) == (2, "")
    assert "Usage" in result.err


def test_no_library_is_told_with_what_to_do(minutebook: Run) -> None:
    result = minutebook("people")
    assert (result.status, result.out) == (2, "")
    assert "minutebook init" in result.err


def test_a_bug_shows_its_traceback(minutebook: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "get_command", lambda *_: click.Command("broken", callback=broken))
    with pytest.raises(ZeroDivisionError):
        minutebook("broken")


def test_an_interrupt_exits_with_130(minutebook: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "get_command", lambda *_: click.Command("slow", callback=interrupted))
    assert minutebook("slow").status == 130


def test_a_closed_pipe_is_quiet() -> None:
    program = "import sys; from cli.main import run; sys.exit(run(['schema', '--ontology']))"
    child = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.close()
    assert child.stderr.read() == b""
    child.stderr.close()
    child.wait()


def imported(*arguments: str) -> set[str]:
    program = f"import sys; from cli.main import run; run({list(arguments)!r}); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    return {name.partition(".")[0] for name in done.stderr.split()}


def test_help_imports_nothing_heavy() -> None:
    assert imported("--help").isdisjoint({*HEAVY, "pyoxigraph"})


@pytest.mark.model
@pytest.mark.parametrize("arguments", [["ask", "Who is the chair?"], ["sparql", "ASK {}"], ["people"]])
def test_questions_import_nothing_heavy(arguments: list[str], samples_library: Library) -> None:
    samples_library.snapshot()
    assert imported("--library", str(samples_library.folder), *arguments).isdisjoint(HEAVY)
