"""Attendance of each meeting, each person once."""

from collections.abc import Iterator

from ingest.attendance_entries import Entry
from ingest.attendance_lists import listed
from ingest.reading import Reading
from kg.extraction import Attendance

_RANK = {
    "attendance/table": 0,
    "attendance/list": 0,
    "attendance/label": 0,
    "attendance/sentence": 1,
    "attendance/office": 2,
    "attendance/chat": 3,
}
_CONFIDENCE = {"attendance/sentence": 0.85, "attendance/office": 0.8, "attendance/chat": 0.8}


def read_attendance(reading: Reading) -> Iterator[Attendance]:
    """One statement a person and meeting, in text order.

    A list or table outranks a sentence, a sentence an officer's line (`Chair: …`), that a line of a chat. Of two
    lists the one that says more than `present` wins: whoever is struck out did not come.
    """
    best: dict[tuple[int | None, str], Entry] = {}
    for entry in listed(reading.structure):
        person = _person(reading, entry)
        if person is None:
            continue
        held = best.get((entry.sitting, person))
        if held is None or _outranks(entry, held):
            best[entry.sitting, person] = entry
    for (sitting, person), entry in sorted(best.items(), key=lambda item: item[1].span):
        yield Attendance(
            evidence=(entry.span,),
            rule=entry.rule,
            confidence=_CONFIDENCE.get(entry.rule, 0.95),
            meeting=sitting,
            person=person,
            status=entry.status,
        )


def _person(reading: Reading, entry: Entry) -> str | None:
    return next((m.entity for m in reading.names_in(entry.name) if m.entity.startswith("person/")), None)


def _outranks(entry: Entry, held: Entry) -> bool:
    if _RANK[entry.rule] != _RANK[held.rule]:
        return _RANK[entry.rule] < _RANK[held.rule]
    return held.status == "present" and entry.status in ("absent", "apologies") and _RANK[entry.rule] == 0
