"""A record is canonical, the same for the same extraction, and holds all that was read."""

import importlib.util
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from kg.extraction import (
    Attendance,
    Decision,
    DocumentInfo,
    Extraction,
    Meeting,
    Organisation,
    Person,
    Span,
    When,
)
from kg.extraction_json import to_json
from kg.nquads import canonical
from kg.records import record
from kg.stored import StoredDocument, from_record
from tests.kg.extractions import BASE, TEXT, at, everything, extractions, minutes


def stored(extraction: Extraction, document: str = "2023-03-14") -> StoredDocument:
    return from_record(record(extraction, document, BASE, "hash"))


@given(extractions())
def test_a_record_is_canonical_and_repeats_to_the_byte(extraction: Extraction) -> None:
    written = record(extraction, "doc-1", BASE, "hash")
    assert written == record(extraction, "doc-1", BASE, "hash")
    assert written == canonical(written)
    assert b"_:" not in written.replace(extraction.document.text.encode(), b"")


@given(extractions())
def test_every_quote_of_a_record_is_verbatim(extraction: Extraction) -> None:
    document = stored(extraction)
    assert document.text == extraction.document.text
    for statement in document.statements:
        for proof in statement.evidence:
            assert proof.quote == document.text[proof.span.start : proof.span.end]


def test_a_document_comes_back_as_it_was_read() -> None:
    document, given_ = stored(everything()), everything()
    assert (document.id, document.iri) == ("2023-03-14", f"{BASE}doc/2023-03-14")
    assert (document.kind, document.title, document.date) == ("minutes", "Tree Committee", "2023-03-14")
    assert (document.committee, document.authors) == (f"{BASE}org/tree-committee", (f"{BASE}person/ada-byrne",))
    assert (document.text, document.content_hash, document.pipeline) == (TEXT, "hash", "1")
    assert [(p.span, p.kind, p.heading, p.level) for p in document.passages] == [
        (p.span, p.kind, p.heading, p.level) for p in given_.passages
    ]
    assert [(m.title, m.date, m.span) for m in document.meetings] == [
        ("Tree Committee", "2023-03-14", Span(0, len(TEXT)))
    ]


def test_every_kind_of_statement_is_stored_with_its_parties() -> None:
    found = {statement.kind: statement for statement in stored(everything()).statements}
    assert set(found) == {
        *("Attendance", "RoleHeld", "FocusAreaStatus", "Engagement", "Commitment"),
        *("Decision", "Outcome", "Happening", "Note"),
    }
    engagement = found["Engagement"]
    assert dict(engagement.parties) == {
        "engagedBy": f"{BASE}person/ada-byrne",
        "engaged": f"{BASE}org/forestry-agency",
        "onFocusArea": f"{BASE}focus/nurseries-2023",
    }
    assert [proof.quote for proof in engagement.evidence] == ["Ada Byrne met the Forestry Agency", "workshop"]
    assert engagement.recorded_on == "2023-03-14"


def test_a_partial_person_belongs_to_the_document() -> None:
    people = {entity.name: entity for entity in stored(everything()).entities}
    assert people["Tom"].iri == f"{BASE}person/tom~2023-03-14"
    assert people["Tom"].partial
    assert people["Ada Byrne"].iri == f"{BASE}person/ada-byrne"
    assert people["Ada Byrne"].keys == ("ada", "ada byrne", "byrne")
    assert people["lowe"].handle == "lowe"
    assert people["Forestry Agency"].acronym == "FA"
    assert people["Forestry Agency"].organisation_kind == "public body"


def test_a_statement_keeps_its_iri_when_the_text_before_it_grows() -> None:
    longer = minutes("2023-03-14", ("Tom Reid", "Ada Byrne"), action="Write to the mayor")
    shorter = minutes("2023-03-14", ("Tom Reid",), action="Write to the mayor")
    commitments = [next(s.iri for s in stored(one).statements if s.kind == "Commitment") for one in (longer, shorter)]
    assert commitments[0] == commitments[1]


def test_the_same_words_twice_make_two_statements() -> None:
    once = everything()
    twice = replace(once, commitments=once.commitments * 2)
    assert len(stored(twice).statements) == len(stored(once).statements) + 1


def test_meetings_of_one_file_have_iris_of_their_own() -> None:
    half = len(TEXT) // 2
    days = (When("2023-03-14"), When("2023-03-14"), None)
    meetings = tuple(Meeting("Sitting", when, Span(half, half + 1 + n)) for n, when in enumerate(days))
    found = stored(replace(everything(), meetings=meetings)).meetings
    assert [meeting.iri.removeprefix(f"{BASE}meeting/2023-03-14") for meeting in found] == [
        "~2023-03-14",
        "~2023-03-14~2",
        "~undated",
    ]


def test_an_entity_that_is_not_listed_is_refused() -> None:
    stranger = Attendance(evidence=(at("Tom"),), rule="test", person="person/nobody", status="present")
    with pytest.raises(ValueError, match="person/nobody"):
        record(replace(everything(), attendance=(stranger,)), "d", BASE, "hash")


def test_control_characters_and_noncharacters_survive() -> None:
    odd = "\x00\x01\t\x7f\x85\u2028\ufffe\U0001f332"
    extraction = minutes("2023-03-14", (Person("person/odd", f"Odd {odd}"),))
    assert stored(extraction).text == extraction.document.text


def test_json_passes_the_public_check(shared: Path) -> None:
    location = importlib.util.spec_from_file_location("extraction_check", shared / "extraction_check.py")
    assert location is not None
    assert location.loader is not None
    module = importlib.util.module_from_spec(location)
    location.loader.exec_module(module)
    assert module.check(to_json(everything()), len(TEXT)) == []


def test_json_gives_the_text_on_request_only() -> None:
    assert to_json(everything(), with_text=True)["document"]["text"] == TEXT
    assert "text" not in to_json(everything())["document"]


def test_a_doubted_organisation_is_a_candidate_unless_a_statement_names_it() -> None:
    doubted = Organisation("org/x", "X", confidence=0.3)
    named = Organisation("org/y", "Y", confidence=0.3)
    decided = Decision(by=("org/y",), what="w", evidence=(Span(0, 1),), rule="r")
    document = DocumentInfo("minutes", "T", "text", "t.md")
    given = to_json(Extraction(document, organisations=(doubted, named), decisions=(decided,)))
    assert [each["id"] for each in given["organisations"]] == ["org/y"]
    assert [each["id"] for each in given["candidates"]["organisations"]] == ["org/x"]
