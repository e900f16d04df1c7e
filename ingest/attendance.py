"""Attendance of each meeting, each person once."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from ingest.attendance_entries import Entry
from ingest.attendance_lists import listed
from ingest.reading import Reading
from ingest.rules import load_rules
from kg.extraction import Attendance, Span

_RANK = {
    "attendance/table": 0,
    "attendance/list": 0,
    "attendance/label": 0,
    "attendance/sentence": 1,
    "attendance/office": 2,
    "attendance/chat": 3,
    "attendance/everybody": 4,
}
_SAYS_MORE = ("guest", "present", "absent", "apologies")
_CONFIDENCE = {
    "attendance/sentence": 0.85,
    "attendance/office": 0.8,
    "attendance/chat": 0.8,
    "attendance/everybody": 0.7,
}


def read_attendance(reading: Reading) -> Iterator[Attendance]:
    """One statement a person and meeting, in text order.

    A list or table outranks a sentence, a sentence an officer's line (`Chair: …`), that a line of a chat. Of two
    lists the one that says more than `present` wins: whoever is struck out did not come.
    """
    best: dict[tuple[int | None, str], Entry] = {}
    for entry in listed(reading.structure) if reading.listed is None else reading.listed:
        person = _person(reading, entry)
        if person is None:
            continue
        held = best.get((entry.sitting, person))
        if held is None or _outranks(entry, held):
            best[entry.sitting, person] = entry
    best.update(_everybody(reading, best))
    for (sitting, person), entry in sorted(best.items(), key=lambda item: item[1].span):
        yield Attendance(
            evidence=(entry.span,),
            rule=entry.rule,
            confidence=_CONFIDENCE.get(entry.rule, 0.95),
            meeting=sitting,
            person=person,
            status=entry.status,
        )


def _everybody(
    reading: Reading, found: Mapping[tuple[int | None, str], Entry]
) -> Iterator[tuple[tuple[int, str], Entry]]:
    """Those of whom a meeting says `All members present.`: whom the text's other meetings list, guests left out."""
    text = reading.structure.text
    listed_at = {sitting for sitting, _ in found}
    members = dict.fromkeys(person for (_, person), entry in found.items() if entry.status != "guest")
    for number, sitting in enumerate(reading.structure.sittings):
        for place, block in enumerate(reading.structure.blocks[sitting.first : sitting.last], sitting.first):
            told = _all_present().match(text, block.content.start, block.content.end)
            if told and number not in listed_at:
                for person in members:
                    span = Span(*told.span("told"))
                    yield (number, person), Entry(span, span, "present", "attendance/everybody", place)


@cache
def _all_present() -> re.Pattern[str]:
    return re.compile(load_rules("attendance")["everybody"]["pattern"], re.IGNORECASE)


def _person(reading: Reading, entry: Entry) -> str | None:
    return next((m.entity for m in reading.names_in(entry.name) if m.entity.startswith("person/")), None)


def _outranks(entry: Entry, held: Entry) -> bool:
    if _RANK[entry.rule] != _RANK[held.rule]:
        return _RANK[entry.rule] < _RANK[held.rule]
    worse = _SAYS_MORE.index(entry.status) > _SAYS_MORE.index(held.status)
    return worse and _RANK[entry.rule] == 0
