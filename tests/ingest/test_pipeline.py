"""One document read whole: what holds for every extraction."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from ingest.metadata import Stated
from ingest.pipeline import Options, extract
from ingest.readers import read_file
from ingest.readers.source import SourceText
from kg import edtf
from kg.extraction import Extraction, Span

MINUTES = """# Tree Committee, 3 May 2023

Present: Ann Ash (Chair), Bob Birch

## Gates

Bob Birch will mend the gate by next Friday.

ACTION: Ann Ash to write to the council by 30 May.

Next meeting: 7 June 2023
"""


def read(text: str = MINUTES, name: str = "minutes.md", **options: Any) -> Extraction:
    return extract(SourceText(text), name, **options)


def parts(value: Any) -> Iterator[Any]:
    """A value and all that is inside it."""
    yield value
    named = [field.name for field in fields(value) if field.name != "rule"] if is_dataclass(value) else ()
    inside = [getattr(value, name) for name in named]
    for each in value if isinstance(value, tuple) else inside:
        yield from parts(each)


def assert_is_sound(extraction: Extraction) -> None:
    text = extraction.document.text
    named = {person.id for person in extraction.people} | {each.id for each in extraction.organisations}
    named |= {area.id for area in extraction.focus_areas}
    for part in parts(extraction):
        if isinstance(part, Span):
            assert 0 <= part.start < part.end <= len(text)
        if isinstance(part, str) and part.startswith(("person/", "org/", "focus/")) and " " not in part:
            assert part in named
    for kind in fields(extraction):
        listed = getattr(extraction, kind.name)
        if isinstance(listed, tuple) and listed and hasattr(listed[0], "evidence"):
            assert all(statement.evidence for statement in listed)
            assert [each.evidence[0] for each in listed] == sorted(each.evidence[0] for each in listed)
            assert all(0 <= statement.confidence <= 1 for statement in listed)
    for commitment in extraction.commitments:
        assert commitment.due is None or edtf.parse(commitment.due.edtf)


def test_minutes_are_read_by_rules_alone() -> None:
    extraction = read()
    assert extraction.document.date == "2023-05-03"
    assert [(meeting.title, meeting.when and meeting.when.edtf) for meeting in extraction.meetings] == [
        ("Tree Committee, 3 May 2023", "2023-05-03")
    ]
    assert [(each.person, each.status) for each in extraction.attendance] == [
        ("person/ann-ash", "present"),
        ("person/bob-birch", "present"),
    ]
    assert any(
        each.owner == ("person/ann-ash",) and each.due and each.due.edtf == "2023-05-30"
        for each in extraction.commitments
    )
    assert_is_sound(extraction)


def test_the_same_input_gives_the_same_extraction() -> None:
    assert read() == read()


def test_the_committee_of_a_library_is_that_of_documents_that_name_none() -> None:
    text = MINUTES.replace("Tree Committee, ", "")
    extraction = read(text, options=Options(committee="Roof Committee"))
    assert extraction.document.committee == "org/roof-committee"
    assert read(options=Options(committee="Roof Committee")).document.committee == "org/tree-committee"


def test_what_the_user_states_decides_the_kind() -> None:
    extraction = read(options=Options(Stated(kind="blog")))
    assert (extraction.document.kind, extraction.meetings) == ("blog", ())


def test_minutes_without_a_date_stay_undated_and_say_so() -> None:
    extraction = read(MINUTES.replace(", 3 May 2023", ""))
    assert extraction.document.date is None
    assert extraction.meetings[0].when is None
    assert [note.kind for note in extraction.notes if note.rule == "metadata/undated"] == ["unresolved date"]


def test_dates_that_differ_are_noted() -> None:
    extraction = read(name="2023-05-04.md")
    assert extraction.document.date == "2023-05-03"
    assert any("2023-05-04" in note.what for note in extraction.notes if note.kind == "contradiction")


def test_several_meetings_keep_their_own_dates() -> None:
    extraction = read("## 7 December 2022\n\nPresent: Ann Ash\n\n## 9 November 2022\n\nPresent: Bob Birch\n")
    assert [(meeting.when and meeting.when.edtf) for meeting in extraction.meetings] == ["2022-12-07", "2022-11-09"]
    assert {(each.person, each.meeting) for each in extraction.attendance} == {
        ("person/ann-ash", 0),
        ("person/bob-birch", 1),
    }


@pytest.mark.model
def test_the_samples_are_read_soundly(samples: Path, nlp: Any) -> None:
    paths = sorted(path for path in samples.rglob("*.*") if path.is_file())
    for path in paths:
        name = path.relative_to(samples).as_posix()
        extraction = extract(read_file(path, name), name, nlp=nlp)
        assert_is_sound(extraction)
        assert extraction.document.date is not None
