"""An extraction in the public JSON format `minutebook-extraction/1`.

Beside the keys of the format each item carries what we know of it: `rule`, `basis`,
`confidence`, and `meeting` where it belongs to one of `meetings`. People and organisations
that the rules doubt stand under `candidates`, for review: `people` and `organisations` list
what is believed, and whatever a statement names.
"""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from kg.extraction import Extraction, FocusArea, Meeting, Organisation, Person, Provenance, Role, Span, When

FORMAT = "minutebook-extraction/1"
BELIEVED = 0.5
"""Confidence from which an entity is shown as fact."""


def to_json(extraction: Extraction, *, with_text: bool = False) -> dict[str, Any]:
    """The extraction as JSON values, keys and lists in the order of the format; `with_text` adds `document.text`."""
    document = extraction.document
    about: dict[str, Any] = {
        "kind": document.kind,
        "title": document.title,
        "date": document.date,
        "committee": document.committee,
        "authors": list(document.authors),
        "source": document.source,
        "characters": len(document.text),
    }
    if with_text:
        about["text"] = document.text
    named = _named(extraction)

    def believed(entity: Person | Organisation) -> bool:
        return entity.confidence >= BELIEVED or entity.id in named

    return {
        "format": FORMAT,
        "document": about,
        "meetings": [_meeting(meeting) for meeting in extraction.meetings],
        "people": [_person(person) for person in extraction.people if believed(person)],
        "organisations": [_organisation(each) for each in extraction.organisations if believed(each)],
        "attendance": [
            {"person": found.person, "status": found.status, **_provenance(found)} for found in extraction.attendance
        ],
        "focus_areas": [_focus_area(area) for area in extraction.focus_areas],
        "engagements": [
            {
                "by": list(found.by),
                "with": list(found.with_),
                **_when("date", found.when),
                "channel": found.channel,
                "status": found.status,
                "focus": found.focus,
                **_provenance(found),
            }
            for found in extraction.engagements
        ],
        "commitments": [
            {
                "owner": list(found.owner),
                "what": found.what,
                **_when("due", found.due),
                "kind": found.kind,
                "status": found.status,
                **_provenance(found),
            }
            for found in extraction.commitments
        ],
        "decisions": [
            {"by": list(found.by), "what": found.what, **_when("date", found.when), **_provenance(found)}
            for found in extraction.decisions
        ],
        "outcomes": [
            {"about": found.about, "polarity": found.polarity, "what": found.what, **_provenance(found)}
            for found in extraction.outcomes
        ],
        "events": [
            {"what": found.what, **_when("date", found.when), **_provenance(found)} for found in extraction.events
        ],
        "notes": [{"kind": found.kind, "what": found.what, **_provenance(found)} for found in extraction.notes],
        "candidates": {
            "people": [_person(person) for person in extraction.people if not believed(person)],
            "organisations": [_organisation(each) for each in extraction.organisations if not believed(each)],
        },
    }


def _named(extraction: Extraction) -> set[str]:
    """Ids that the document and its statements name."""
    statements: list[Provenance] = [role for person in extraction.people for role in person.roles]
    for part in fields(extraction):
        items = getattr(extraction, part.name)
        statements += [item for item in items if isinstance(item, Provenance)] if isinstance(items, tuple) else []
    named = {extraction.document.committee, *extraction.document.authors}
    for statement in statements:
        for field in fields(statement):
            value = getattr(statement, field.name)
            named.update(item for item in (value if isinstance(value, tuple) else (value,)) if isinstance(item, str))
    return {name for name in named if name}


def _spans(spans: Iterable[Span]) -> list[dict[str, int]]:
    return [{"start": span.start, "end": span.end} for span in spans]


def _when(key: str, when: When | None) -> dict[str, Any]:
    """A date under `key`, whether it is stated, and its words; an unknown date is None."""
    if when is None:
        return {key: None, "stated": False}
    return {key: when.edtf, "stated": when.stated, **({"words": when.words} if when.words else {})}


def _provenance(found: Provenance) -> dict[str, Any]:
    return {
        "confidence": found.confidence,
        "rule": found.rule,
        "basis": found.basis,
        **({} if found.meeting is None else {"meeting": found.meeting}),
        "evidence": _spans(found.evidence),
    }


def _meeting(meeting: Meeting) -> dict[str, Any]:
    return {
        "title": meeting.title,
        **_when("date", meeting.when),
        "start": meeting.span.start,
        "end": meeting.span.end,
    }


def _person(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "aliases": list(person.aliases),
        "prefix": person.prefix,
        "handle": person.handle,
        "partial": person.partial,
        "confidence": person.confidence,
        "roles": [_role(role) for role in person.roles],
        "mentions": _spans(person.mentions),
    }


def _role(role: Role) -> dict[str, Any]:
    return {
        "title": role.title,
        "organisation": role.organisation,
        "from": role.from_on,
        "to": role.to_on,
        **_provenance(role),
    }


def _organisation(organisation: Organisation) -> dict[str, Any]:
    return {
        "id": organisation.id,
        "name": organisation.name,
        "acronym": organisation.acronym,
        "aliases": list(organisation.aliases),
        "kind": organisation.kind,
        "confidence": organisation.confidence,
        "mentions": _spans(organisation.mentions),
    }


def _focus_area(area: FocusArea) -> dict[str, Any]:
    return {
        "id": area.id,
        "label": area.label,
        "term": area.term,
        "status": area.status,
        "derived_from": list(area.derived_from),
        "led_by": list(area.led_by),
        "description": area.description,
        **_provenance(area),
    }
