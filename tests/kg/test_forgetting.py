"""Forgetting: no byte of the library's folder names who is forgotten, nor after reading again; others stay."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.batch import ingest
from kg import Library
from kg.errors import LibraryError
from kg.forgetting import forget_document, forget_person
from kg.forgotten import MARK, Forgotten
from search.catch_up import open_index

NOON = datetime(2024, 1, 31, 12, tzinfo=UTC)
FIRST = """\
# Tree Committee, 14 March 2023

Present: Zuleika Quenby, Tom Reid

Action: Zuleika to order stakes.
Action: Tom Reid to water the oaks.
Ms Quenby thanked Tom Reid. Write to zuleika.quenby@example.org. We missed Mary Quenby.
"""
SECOND = """\
# Tree Committee, 18 April 2023

Present: Tom Reid, QUENBY, Zuleika

Action: Tom Reid to ask Zuleika
Quenby about the stakes.
"""
CANARIES = ("zuleika", "quenby, z", "ms quenby")


@pytest.fixture
def forest(tmp_path: Path) -> tuple[Library, Path]:
    """A library of two minutes that name Zuleika Quenby, with corrections about her, engines made."""
    files = tmp_path / "minutes"
    files.mkdir()
    (files / "2023-03-14.md").write_text(FIRST, "utf-8")
    (files / "2023-04-18.md").write_text(SECOND, "utf-8")
    library = Library.create(tmp_path / "library", name="Trees", committee="Tree Committee")
    ingest(library, [files], model=None)
    judge = {"who": "Zuleika Quenby", "at": NOON}
    library.judge("rename", target="person/zuleika-quenby", text="Zuleika Q. Quenby", **judge)  # type: ignore[arg-type]
    library.judge("rename", target="person/tom-reid", text="Tom R.", why="Zuleika Quenby says so", **judge)  # type: ignore[arg-type]
    library.note_failures({"letters/Zuleika Quenby.docx": "Zuleika Quenby.docx: is no archive"})
    open_index(library)
    return library, files


def holding(folder: Path, *words: str) -> list[str]:
    """The files under a folder that hold one of the words among all their bytes."""
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(word.encode() in path.read_bytes().lower() for word in words)
    ]


def test_no_byte_of_the_folder_names_a_forgotten_person_ever_again(forest: tuple[Library, Path]) -> None:
    library, files = forest
    assert holding(library.folder, *CANARIES)
    assert forget_person(library, f"{library.base}person/zuleika-quenby") == []
    open_index(library)
    assert holding(library.folder, *CANARIES) == []
    for path in files.iterdir():
        path.write_text(path.read_text("utf-8") + "\nAny other business: none.\n", "utf-8")
    assert ingest(library, [files], model=None).count("changed") == 2
    open_index(library)
    assert holding(library.folder, *CANARIES) == []
    assert library.verify(open_index(library).stamps()) == []


def test_what_others_support_stays_and_offsets_hold(forest: tuple[Library, Path]) -> None:
    library, _ = forest
    forget_person(library, f"{library.base}person/zuleika-quenby")
    document = library.document("2023-03-14")
    assert len(document.text) == len(FIRST)
    assert f"Present: {MARK * 7} {MARK * 6}, Tom Reid" in document.text
    assert "We missed Mary Quenby." in document.text
    owed = [one.what for one in document.statements if one.kind == "Commitment"]
    assert any(what and "water the oaks" in what for what in owed)
    assert [one.name for one in document.entities if one.iri.endswith("tom-reid")] == ["Tom R."]
    assert library.verify() == []


def test_corrections_keep_their_numbers(forest: tuple[Library, Path]) -> None:
    library, _ = forest
    forget_person(library, f"{library.base}person/zuleika-quenby")
    assert [(one.number, one.action) for one in library.judgements.read()] == [(1, "forgotten"), (2, "rename")]
    library.judge("undo", who="me", at=NOON, undoes=2)
    assert "Tom Reid" in [one.name for one in library.document("2023-03-14").entities]


def test_a_forgotten_document_does_not_come_back_and_the_others_stay(forest: tuple[Library, Path]) -> None:
    library, files = forest
    library.judge("split", who="me", at=NOON, target="person/tom-reid", documents=("2023-03-14", "2023-04-18"))
    assert forget_document(library, "2023-03-14") == []
    (files / "copy.md").write_text(FIRST, "utf-8")
    (files / "2023-03-14.md").unlink()
    assert ingest(library, [files], model=None).count("forgotten") == 1
    open_index(library)
    assert library.records.ids() == ["2023-04-18"]
    assert holding(library.folder, "water the oaks", "14 march") == []
    assert library.judgements.read()[2].documents == ("2023-04-18",)


def test_nobody_is_half_forgotten_where_the_roster_names_them(forest: tuple[Library, Path]) -> None:
    library, _ = forest
    (library.folder / "roster.ttl").write_text(
        '<person/zuleika-quenby> a foaf:Person ; foaf:name "Zuleika Quenby" .', "utf-8"
    )
    before = {path: path.read_bytes() for path in (library.folder / "records").iterdir()}
    with pytest.raises(LibraryError, match="names them; take them out"):
        forget_person(library, f"{library.base}person/zuleika-quenby")
    assert {path: path.read_bytes() for path in (library.folder / "records").iterdir()} == before


def test_who_is_not_on_record_cannot_be_forgotten(forest: tuple[Library, Path]) -> None:
    with pytest.raises(LibraryError, match="nobody"):
        forget_person(forest[0], f"{forest[0].base}person/nobody")


@given(st.text(max_size=80), st.sampled_from(["Ada Byrne", "BYRNE, Ada", "ada.byrne", "Ada\nByrne", "AdaByrne"]))
def test_redaction_keeps_every_offset_and_leaves_no_full_name(around: str, name: str) -> None:
    forgotten = Forgotten().with_person(["Ada Byrne"], [])
    text = f"{around} {name} {around}"
    found = forgotten.redact(text)
    assert len(found) == len(text)
    assert name not in found
    assert forgotten.redact(found) == found


def test_the_list_of_the_forgotten_names_nobody_and_other_names_stay() -> None:
    forgotten = Forgotten().with_person(["Ada Byrne"], [("a", "Ada")])
    assert all(set(mark) <= set("0123456789abcdef") for mark in forgotten.marks)
    assert forgotten.redact("Ada Lovelace and John Byrne met.") == "Ada Lovelace and John Byrne met."
    assert forgotten.redact("Ada agreed.", "a") == "███ agreed."
    assert forgotten.redact("Ada agreed.", "b") == "Ada agreed."
