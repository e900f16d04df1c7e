"""Commitments as to-dos of a calendar: iCalendar (RFC 5545), a VTODO for each."""

from collections.abc import Iterator
from datetime import date

from kg import edtf
from search.answers import Answer

_STATUS = {"done": "COMPLETED", "dropped": "CANCELLED"}
_LINE = 75
"""Bytes that a line may have (RFC 5545, section 3.1)."""


def to_icalendar(answer: Answer, day: date, name: str) -> str:
    """The rows of the question `commitments` as a calendar of this name, made on `day`; lines end in CRLF."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Minutebook//Commitments//EN",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for row in answer.rows:
        cells = dict(zip(answer.columns, row.cells, strict=True))
        said = "; ".join(f"“{piece.quote}” ({piece.title}, {piece.date})" for piece in row.evidence)
        lines += [
            "BEGIN:VTODO",
            f"UID:{row.facts[0].rpartition('/')[2]}@minutebook",
            f"DTSTAMP:{day:%Y%m%d}T000000Z",
            f"SUMMARY:{_escaped(': '.join(filter(None, (cells['Owner'], cells['What']))))}",
            *_due(cells["Due"]),
            f"STATUS:{_STATUS.get(cells['State'], 'NEEDS-ACTION')}",
            f"DESCRIPTION:{_escaped(' '.join(filter(None, (cells['State'] + '.', said))))}",
            "END:VTODO",
        ]
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line))


def _due(text: str) -> Iterator[str]:
    """The last day of the due date, where it has one."""
    try:
        latest = edtf.parse(text).latest if text else None
    except ValueError:
        return
    if latest:
        yield f"DUE;VALUE=DATE:{latest:%Y%m%d}"


def _escaped(text: str) -> str:
    for mark in "\\;,":
        text = text.replace(mark, f"\\{mark}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 bytes, those after the first behind a blank; no character is cut."""
    piece = ""
    for mark in line:
        if len((piece + mark).encode()) > _LINE:
            yield piece
            piece = " "
        piece += mark
    yield piece
