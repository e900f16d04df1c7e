"""Reading many files into a library."""

import logging
from pathlib import Path

import pytest

from ingest.batch import Ingested, Progress, add, ingest, remove
from ingest.metadata import Stated
from ingest.pipeline import Options, extract
from kg.errors import ConfigurationError, LibraryError
from kg.library import Library

MINUTES = """# Tree Committee, {day} May 2023

Present: Ann Ash (Chair), Bob Birch

Apologies: Cy Day

## Actions

* Ann Ash to mend gate {day} by 30 May 2023
"""


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    """A folder with three minutes."""
    folder = tmp_path / "minutes"
    folder.mkdir()
    for day in (1, 2, 3):
        write(folder / f"2023-05-0{day}.md", day)
    return folder


def write(path: Path, day: int) -> None:
    path.write_text(MINUTES.format(day=day), encoding="utf-8")


def read(library: Library, *paths: Path, processes: int = 1, options: Options = Options()) -> Ingested:  # noqa: B008
    return ingest(library, paths, workers=processes, model=None, options=options)


def records(library: Library) -> dict[str, bytes]:
    return {identifier: library.records.read(identifier) for identifier in library.records.ids()}


def test_what_is_new_is_added_and_what_is_unchanged_passed_over(library: Library, minutes: Path) -> None:
    assert read(library, minutes).count("added") == 3
    before = records(library)
    again = read(library, minutes)
    assert (again.count("unchanged"), len(again.outcomes)) == (3, 3)
    assert records(library) == before
    assert library.select("SELECT ?n { ?d a mb:Document ; mb:ofCommittee/skos:prefLabel ?n }")


def test_what_changed_is_replaced_whole(library: Library, minutes: Path) -> None:
    read(library, minutes)
    before = records(library)
    write(minutes / "2023-05-02.md", 9)
    done = read(library, minutes)
    assert [outcome.source for outcome in done.having("changed")] == ["minutes/2023-05-02.md"]
    after = records(library)
    assert {identifier for identifier in after if after[identifier] != before[identifier]} == {"2023-05-02"}
    assert b"gate 9" in after["2023-05-02"]
    assert b"gate 2" not in after["2023-05-02"]


def test_a_file_that_cannot_be_read_stops_nobody_and_spoils_nothing(library: Library, minutes: Path) -> None:
    read(library, minutes)
    before = records(library)
    (minutes / "2023-05-02.md").write_bytes(b"")
    (minutes / "broken.docx").write_bytes(b"garbage")
    done = read(library, minutes)
    assert [outcome.source for outcome in done.having("failed")] == ["minutes/2023-05-02.md", "minutes/broken.docx"]
    assert records(library) == before
    assert "empty" in library.failures()["minutes/2023-05-02.md"]
    write(minutes / "2023-05-02.md", 2)
    (minutes / "broken.docx").unlink()
    read(library, minutes)
    assert list(library.failures()) == ["minutes/broken.docx"]


def test_a_defect_is_told_and_stops_nobody(
    library: Library, minutes: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(source: object, name: str, **options: object) -> object:
        if name.endswith("02.md"):
            raise KeyError("defect")
        return extract(source, name, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("ingest.workers.extract", broken)
    with caplog.at_level(logging.ERROR):
        done = read(library, minutes)
    assert (done.count("added"), done.count("failed")) == (2, 1)
    assert "KeyError" in caplog.text
    assert "defect in Minutebook" in library.failures()["minutes/2023-05-02.md"]


def test_what_decides_a_record_makes_it_read_again(library: Library, minutes: Path) -> None:
    read(library, minutes)
    assert read(library, minutes, options=Options(Stated(committee="Roof Committee"))).count("changed") == 3
    assert read(library, minutes).count("unchanged") == 3
    (library.folder / "roster.ttl").write_text(
        '<person/ann-ash> a foaf:Person ; foaf:name "Ann Ash" .\n', encoding="utf-8"
    )
    assert read(library, minutes).count("changed") == 3
    assert read(library, minutes).count("unchanged") == 3


def test_processes_make_the_same_bytes(library: Library, minutes: Path, tmp_path: Path) -> None:
    for day in range(10, 30):
        write(minutes / f"2023-05-{day}.md", day)
    (minutes / "broken.md").write_bytes(b"\0")
    other = Library.create(tmp_path / "other", name="Trees")
    one, two = read(library, minutes), read(other, minutes, processes=2)
    assert one == two
    assert records(library) == records(other)


def test_killed_anywhere_and_started_again_it_ends_with_the_same_bytes(minutes: Path, tmp_path: Path) -> None:
    (minutes / "2023-05-01.md").write_bytes(b"\0")
    (minutes / "2023-05-03.md").unlink()
    whole = Library.create(tmp_path / "whole", name="Trees", base="https://example.org/")
    read(whole, minutes)
    steps: list[str] = []
    read(
        Library.open(Library.create(tmp_path / "all", name="Trees", base="https://example.org/").folder, steps.append),
        minutes,
    )
    assert steps
    for number in range(len(steps)):
        left = iter(range(number))

        def step(name: str, left: object = left) -> None:
            if next(left, None) is None:  # type: ignore[call-overload]
                raise KeyboardInterrupt(name)

        folder = Library.create(tmp_path / str(number), name="Trees", base="https://example.org/").folder
        with pytest.raises(KeyboardInterrupt):
            read(Library.open(folder, step), minutes)
        again = Library.open(folder)
        read(again, minutes)
        assert records(again) == records(whole)
        assert again.failures() == whole.failures()
        assert again.stamps() == whole.stamps()


def test_a_withdrawn_document_is_gone(library: Library, minutes: Path) -> None:
    read(library, minutes)
    remove(library, ["2023-05-02"])
    assert library.records.ids() == ["2023-05-01", "2023-05-03"]
    with pytest.raises(LibraryError, match="no document"):
        remove(library, ["2023-05-02"])


def test_an_upload_is_the_document_of_its_name(library: Library, minutes: Path) -> None:
    read(library, minutes)
    outcome = add(library, MINUTES.format(day=8).encode(), "2023-05-02.md", model=None)
    assert (outcome.result, outcome.document_id) == ("changed", "2023-05-02")
    assert add(library, b"\0", "x.md", model=None).result == "failed"


def test_progress_counts_up_to_all(library: Library, minutes: Path) -> None:
    told: list[Progress] = []
    ingest(library, [minutes, minutes / "absent.md"], model=None, report=told.append)
    assert [(at.done, at.total) for at in told] == [(number, 4) for number in range(5)]
    assert told[1].outcome is not None
    assert "absent.md" in told[1].outcome.reason


def test_a_file_with_the_bytes_of_another_is_a_copy_and_counts_once(library: Library, minutes: Path) -> None:
    (minutes / "sent").mkdir()
    (minutes / "sent/again.md").write_bytes((minutes / "2023-05-01.md").read_bytes())
    done = read(library, minutes)
    assert [(each.source, each.document_id) for each in done.having("copy")] == [
        ("minutes/sent/again.md", "2023-05-01")
    ]
    assert len(records(library)) == 3
    uploaded = add(library, (minutes / "2023-05-02.md").read_bytes(), "upload.md", model=None)
    assert (uploaded.result, uploaded.document_id) == ("copy", "2023-05-02")


def test_what_was_stated_of_a_document_holds_when_it_is_read_again(library: Library, minutes: Path) -> None:
    page = minutes / "2023-05-02.md"
    read(library, minutes, options=Options(Stated(committee="Roof Committee")))
    read(library, minutes, options=Options(Stated(title="Roofs")))
    assert read(library, minutes).count("unchanged") == 3
    page.write_text(page.read_text("utf-8") + "\nMore.\n", "utf-8")
    read(library, minutes)
    asked = 'SELECT ?c { ?d mb:ofCommittee/skos:prefLabel ?c ; dcterms:title "Roofs" }'
    assert {row[0] for row in library.select(asked)} == {"Roof Committee"}


def test_a_damaged_file_of_what_was_stated_is_told(library: Library, minutes: Path) -> None:
    (library.folder / "stated.json").write_text("[1", "utf-8")
    with pytest.raises(ConfigurationError, match=r"stated\.json: cannot be read"):
        read(library, minutes)
