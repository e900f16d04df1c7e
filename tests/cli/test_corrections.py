"""Corrections from the command line, on a library read by rules alone."""

import json
from pathlib import Path

import pytest

from ingest.batch import ingest
from kg.library import Library
from tests.cli.conftest import Run

MINUTES = """\
# Tree Committee, 14 March 2023

Present: {present}

Action: Tom Reid to water the oaks by 1 April 2023.
"""


@pytest.fixture
def on(tmp_path: Path) -> list[str]:
    """`--library` with a library of two minutes in which one name is written in two ways."""
    files = tmp_path / "minutes"
    files.mkdir()
    (files / "2023-03-14.md").write_text(MINUTES.format(present="Tom Reid, Ada Maria Byrne"), "utf-8")
    later = MINUTES.format(present="Tom Reid, Ada Byrne").replace("14 March", "18 April")
    (files / "2023-04-18.md").write_text(later, "utf-8")
    library = Library.create(tmp_path / "library", name="Trees", committee="Tree Committee")
    ingest(library, [files], model=None)
    return ["--library", str(library.folder)]


def people(minutebook: Run, on: list[str]) -> list[str]:
    return [row[0] for row in json.loads(minutebook(*on, "people", "--json").out)["rows"]]


def test_doubtful_pairs_are_listed_with_the_words_that_name_both(minutebook: Run, on: list[str]) -> None:
    (question,) = json.loads(minutebook(*on, "review", "--json").out)
    assert {question["keeps"], question["loses"]} == {"person/ada-byrne", "person/ada-maria-byrne"}
    assert {piece["entry"] for piece in question["evidence"]} == {question["keeps"], question["loses"]}
    assert all("Byrne" in piece["words"] for piece in question["evidence"])


@pytest.mark.parametrize(("keys", "actions"), [("y", ["same"]), ("nzu", ["not-same", "undo", "unsure"]), ("xq", [])])
def test_one_key_decides_a_pair(
    minutebook: Run, on: list[str], monkeypatch: pytest.MonkeyPatch, keys: str, actions: list[str]
) -> None:
    pressed = iter(f"{keys}q")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("click.getchar", lambda: next(pressed))
    assert minutebook(*on, "review", "--by", "me").status == 0
    log = json.loads(minutebook(*on, "log", "--json").out)
    assert [line["Says"] for line in log] == actions
    left = json.loads(minutebook(*on, "review", "--json").out)
    assert len(left) == (0 if actions else 1)


def test_merging_is_the_same_as_saying_that_two_are_one(minutebook: Run, on: list[str]) -> None:
    assert minutebook(*on, "merge", "person/ada-byrne", "Ada Maria Byrne").status == 0
    assert sorted(people(minutebook, on)) == ["Ada Byrne", "Tom Reid"]


def test_facts_are_told_and_shown_with_who_says_so(minutebook: Run, on: list[str]) -> None:
    told = ("--member", "Ada Byrne", "--with", "org:Elm Trust", "--when", "2023-05", "--by", "Zoë Lee")
    assert minutebook(*on, "add", "engagement", "Ada met the Elm Trust.", *told).status == 0
    answer = json.loads(minutebook(*on, "who-engaged", "Elm Trust", "--json").out)
    assert [(one["quote"], one["basis"], one["title"]) for one in answer["evidence"]] == [
        ("Ada met the Elm Trust.", "human", "Said by Zoë Lee")
    ]
    role = ("--person", "Tom Reid", "--title", "Treasurer", "--during", "2023/..")
    assert minutebook(*on, "add", "role", "Tom has been treasurer since January.", *role).status == 0
    assert minutebook(*on, "add", "commitment", "Ada owes us a map.", "--owner", "Ada Byrne").status == 0
    assert "Treasurer" in minutebook(*on, "roles").out
    assert minutebook(*on, "verify").status == 0


def test_a_commitment_is_set_to_another_owner_and_day(minutebook: Run, on: list[str]) -> None:
    answer = minutebook(*on, "commitments", "--as-of", "2023-03-20").out
    identifier = next(word for word in answer.replace(",", " ").split() if word.startswith("fact/"))
    given = ("--owner", "person/ada-byrne", "--due", "2023-06", "--status", "open")
    assert minutebook(*on, "set", identifier, *given).status == 0
    assert "2023-06" in minutebook(*on, "commitments", "--as-of", "2023-03-20").out
    assert minutebook(*on, "confirm", identifier).status == 0
    assert minutebook(*on, "set", identifier, "--status", "planned").status == 2


def test_a_person_and_a_document_are_forgotten(minutebook: Run, on: list[str]) -> None:
    assert minutebook(*on, "forget", "person/ada-maria-byrne", "--yes").status == 0
    assert sorted(people(minutebook, on)) == ["Ada Byrne", "Tom Reid"]
    assert minutebook(*on, "forget", "doc/2023-03-14", "--yes").status == 0
    assert len(json.loads(minutebook(*on, "documents", "--json").out)["rows"]) == 1
    assert minutebook(*on, "forget", "doc/2023-03-14", "--yes").status == 2


def test_a_fact_is_explained_by_its_sentence_rule_run_and_corrections(minutebook: Run, on: list[str]) -> None:
    answer = minutebook(*on, "commitments", "--as-of", "2023-05-01").out
    identifier = next(word for word in answer.replace(",", " ").split() if word.startswith("fact/"))
    minutebook(*on, "close-action", identifier, "--by", "Zoë Lee", "--why", "I saw it")
    explained = json.loads(minutebook(*on, "explain", identifier, "--json").out)
    (row,) = explained["rows"]
    told = dict(zip(explained["columns"], row, strict=True))
    assert (told["Kind"], told["About"], told["Basis"]) == ("Commitment", "Tom Reid", "stated")
    assert told["Read by"]
    assert told["Pipeline"]
    assert "water the oaks" in explained["evidence"][0]["quote"]
    assert any("Zoë Lee" in note and "I saw it" in note for note in explained["notes"])
    assert minutebook(*on, "explain", "fact/0000").status == 1


def test_commitments_are_gathered_and_go_into_a_calendar(minutebook: Run, on: list[str]) -> None:
    (row,) = json.loads(minutebook(*on, "commitments", "--as-of", "2023-05-01", "--json").out)["rows"]
    assert row[-1] == "2"
    calendar = minutebook(*on, "commitments", "--term", "2023", "--ics").out
    assert calendar.count("BEGIN:VTODO") == 1
    assert "DUE;VALUE=DATE:20230401" in calendar
    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))


def test_a_term_stands_for_its_first_and_last_day(minutebook: Run, on: list[str]) -> None:
    assert len(json.loads(minutebook(*on, "meetings", "--term", "2023-03", "--json").out)["rows"]) == 1
    assert len(json.loads(minutebook(*on, "meetings", "--as-of", "2023-03-31", "--json").out)["rows"]) == 1
    assert minutebook(*on, "meetings", "--term", "2023", "--from", "2023-01-01").status == 2


def test_introductions_are_chains_with_evidence_for_each_step(minutebook: Run, on: list[str]) -> None:
    told = ("--when", "2023-05", "--by", "me")
    minutebook(
        *on, "add", "engagement", "Ada met the Elm Trust.", "--member", "Ada Byrne", "--with", "org:Elm Trust", *told
    )
    role = ("--person", "person:Kim Oak", "--title", "Head", "--at", "Elm Trust", "--by", "me")
    minutebook(*on, "add", "role", "Kim Oak heads the Elm Trust.", *role)
    found = json.loads(minutebook(*on, "introduce", "Kim Oak", "--json").out)
    assert [row[0] for row in found["rows"]] == ["Ada Byrne → Elm Trust"]
    assert {piece["quote"] for piece in found["evidence"]} == {"Ada met the Elm Trust.", "Kim Oak heads the Elm Trust."}
    assert minutebook(*on, "introduce", "Kim Oak", "--as-of", "2022-01-01").status == 1
