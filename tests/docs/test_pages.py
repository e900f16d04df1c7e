"""The documentation agrees with the project."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("samples/*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = [target for target in LINK.findall(page.read_text("utf-8")) if not re.match(r"\w+://|pictures/", target)]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_picture_of_the_guide_is_one_that_the_command_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "docs")
    from screenshots import LOOKS, PAGES

    made = {f"pictures/{name}-{look.name}.png" for name in PAGES for look in LOOKS}
    shown = {target for page in ROOT.glob("docs/*.md") for target in LINK.findall(page.read_text("utf-8"))}
    assert {target for target in shown if target.startswith("pictures/")} - made == set()


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = [entry for group in project["dependency-groups"].values() for entry in group if isinstance(entry, str)]
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    known = {name.strip() for row in re.findall(r"^\| ([^|]+) \|", page, re.MULTILINE) for name in row.split(",")}
    assert {*project["project"]["dependencies"], *groups} - known == set()


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements*.lock")), ids=lambda path: path.name)
def test_locks_have_hashes_and_no_addresses(lock: Path) -> None:
    text = lock.read_text("utf-8")
    packages = re.findall(r"^[a-z0-9][^\s]*==.*$", text, re.MULTILINE)
    assert packages
    assert "://" not in text
    assert text.count("--hash=sha256:") >= len(packages)


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = set(LINK.findall((folder / "README.md").read_text("utf-8")))
    assert {path.name for path in folder.glob("0*.md")} == listed
