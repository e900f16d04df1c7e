"""Accounts, restricted documents, and what is printed for others, on the command line."""

import json
from pathlib import Path

import pytest

from kg.library import Library
from kg.records import record
from tests.cli.conftest import Run
from tests.kg.extractions import minutes
from webapp.accounts import Accounts

CLOSED = "Zora Quill"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library.create(tmp_path / "library", name="Trees")
    for day, names in {"2023-01-10": ("Ada Byrne",), "2023-02-20": ("Ada Byrne", CLOSED)}.items():
        made.store({day: record(minutes(day, names), day, made.base, day.ljust(64, "0"))})
    return made


def test_a_document_is_restricted_listed_and_opened_again(minutebook: Run, library: Library) -> None:
    on = ("--library", library.folder)
    assert minutebook(*on, "restrict", "2023-02-20").status == 2
    assert minutebook(*on, "restrict", "nothing", "--group", "board").status == 2
    assert minutebook(*on, "restrict", "2023-02-20", "--group", "no group").status == 2
    assert minutebook(*on, "restrict", "2023-02-20", "--group", "board").status == 0
    assert json.loads(minutebook(*on, "restricted", "--json").out) == [
        {"Document": "2023-02-20", "File": "2023-02-20.md", "Seen by": "board"}
    ]
    assert CLOSED in minutebook(*on, "export").out and CLOSED in minutebook(*on, "search", "quill").out
    assert CLOSED not in minutebook(*on, "export", "--public").out
    assert CLOSED not in minutebook(*on, "export", "--as-group", "press", "--format", "turtle").out
    assert CLOSED in minutebook(*on, "export", "--as-group", "board").out
    assert minutebook(*on, "export", "2023-02-20", "--public").status == 2
    assert CLOSED in minutebook(*on, "handover", "2023").out
    assert CLOSED not in minutebook(*on, "handover", "2023", "--public").out
    assert minutebook(*on, "unrestrict", "2023-02-20").status == 0
    assert CLOSED in minutebook(*on, "export", "--public").out


def test_a_rule_of_the_configuration_holds_on(minutebook: Run, library: Library) -> None:
    path = library.folder / "minutebook.toml"
    path.write_text(path.read_text() + '\n[restricted]\n"*-20.md" = "board"\n')
    on = ("--library", library.folder)
    left = minutebook(*on, "unrestrict", "2023-02-20")
    assert left.status == 1 and "minutebook.toml" in left.err
    assert CLOSED not in minutebook(*on, "export", "--public").out


def test_what_is_told_for_a_group_is_seen_by_it_alone(minutebook: Run, library: Library) -> None:
    on = ("--library", library.folder)
    told = ("add", "commitment", "Ada will step down", "--owner", "Ada Byrne", "--by", "ida")
    assert minutebook(*on, *told, "--group", "board").status == 0
    assert "step down" in minutebook(*on, "export", "--as-group", "board").out
    assert "step down" not in minutebook(*on, "export", "--public").out
    assert minutebook(*on, "unrestrict", "judgement~1").status == 0
    assert "step down" in minutebook(*on, "export", "--public").out


@pytest.mark.model
def test_what_is_read_for_a_group_is_seen_by_it_alone_wherever_it_is_read_from(
    minutebook: Run, tmp_path: Path, samples: Path
) -> None:
    assert minutebook("init", "mine").status == 0
    on, folder = ("--library", "mine"), tmp_path / "board"
    folder.mkdir()
    (folder / "closed.md").write_bytes((samples / "2023" / "2023-01-18.md").read_bytes())
    assert minutebook(*on, "ingest", folder / "closed.md", "--group", "board").status == 0
    assert "closed" in minutebook(*on, "restricted").out
    assert minutebook(*on, "ingest", tmp_path / "board").status == 0
    assert minutebook(*on, "ingest", tmp_path).status == 0
    public = Library.open(tmp_path / "mine").seen_by([])
    assert public.stamps() == {} and len(Library.open(tmp_path / "mine").stamps()) == 1


def test_accounts_are_kept(minutebook: Run, library: Library, tmp_path: Path) -> None:
    on = ("--library", library.folder)
    (tmp_path / "password").write_text("violet tram 1\n")
    given = ("--password-file", tmp_path / "password")
    assert minutebook(*on, "account", "add", "Ida", "--role", "curator", "--group", "board", *given).status == 0
    assert minutebook(*on, "account", "add", "ida", *given).status == 2
    made = minutebook(*on, "account", "add", "tom", "--generate")
    assert len(made.out.strip()) >= 16
    assert json.loads(minutebook(*on, "account", "list", "--json").out) == [
        {"Name": "ida", "Role": "curator", "Groups": "board"},
        {"Name": "tom", "Role": "reader", "Groups": ""},
    ]
    assert minutebook(*on, "account", "set", "ida", "--role", "administrator", "--no-groups").status == 0
    before = Accounts(library.folder).all()["ida"]
    assert before.role == "administrator" and before.groups == ()
    assert minutebook(*on, "account", "password", "ida", "--generate").status == 0
    assert Accounts(library.folder).all()["ida"].password_hash != before.password_hash
    assert minutebook(*on, "account", "remove", "nobody").status == 2
    assert minutebook(*on, "account", "remove", "ida").status == 0
    (tmp_path / "password").write_text("short")
    assert minutebook(*on, "account", "add", "zora", *given).status == 2


def test_a_server_that_others_reach_wants_to_know_who_may_read(
    minutebook: Run, library: Library, tmp_path: Path
) -> None:
    on = ("--library", library.folder)
    refused = minutebook(*on, "serve", "--behind-tls")
    assert refused.status == 2 and "account add" in refused.err
    Accounts(library.folder).add("ida", "violet tram 1")
    (tmp_path / "password").write_text("violet tram 1\n")
    both = minutebook(*on, "serve", "--password-file", tmp_path / "password")
    assert both.status == 2 and "leave out --password-file" in both.err
