"""What the documentation tells people to type works as it stands."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.main import SECTIONS, run
from cli.question import asked_by_name
from kg.library import Library

ROOT = Path(__file__).parent.parent.parent
OUTSIDE = ("git ", "make ", ". .venv", ".venv/bin/minutebook --library demo-library serve", "minutebook serve")
"""Lines that install or that would not end."""


def blocks(page: str, language: str) -> Iterator[str]:
    text = (ROOT / page).read_text("utf-8")
    yield from re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def test_the_reference_is_what_the_program_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "docs")
    import reference

    for name, make in reference.PAGES.items():
        assert (ROOT / "docs" / name).read_text("utf-8") == make(), f"run `python docs/reference.py` for {name}"


def test_every_command_and_question_is_documented() -> None:
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    for name in [*(name for names in SECTIONS.values() for name in names), *asked_by_name()]:
        assert f"### minutebook {name}\n" in page


@pytest.mark.model
@pytest.mark.parametrize("page", ["README.md", "docs/first-evening.md"])
def test_commands_run(
    page: str, samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("MINUTEBOOK_LIBRARY", raising=False)
    monkeypatch.chdir(tmp_path)
    minutes = tmp_path / "Documents" / "minutes"
    minutes.mkdir(parents=True)
    for name in ("2023/2023-01-18.md", "2023/2023-03-15.md", "2023/2023-11-15.txt"):
        shutil.copy(samples / name, minutes)
    for line in "".join(blocks(page, "sh")).splitlines():
        if not line or line.startswith(OUTSIDE):
            continue
        program, *arguments = [str(Path(word).expanduser()) for word in shlex.split(line)]
        if program == "cd":
            monkeypatch.chdir(arguments[0])
            continue
        assert program == "minutebook", line
        assert run(arguments) in (0, 1), f"{line}\n{capsys.readouterr().err}"


@pytest.mark.model
@pytest.mark.parametrize("page", ["README.md"])
def test_python_runs(
    page: str,
    samples_library: Library,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "demo-library").symlink_to(samples_library.folder)
    monkeypatch.chdir(tmp_path)
    for block in blocks(page, "python"):
        exec(compile(block, page, "exec"), {})
    assert capsys.readouterr().out
