"""Commitments as to-dos of a calendar: iCalendar (RFC 5545), a VTODO for each."""

from datetime import UTC, date, datetime

from kg import edtf
from search.answers import Answer

_STATUS = {"done": "COMPLETED", "dropped": "CANCELLED"}


def to_icalendar(answer: Answer, day: date, name: str) -> str:
    """The rows of the question `commitments` as a calendar of this name, made on `day`; lines end in CRLF."""
    from icalendar import Calendar, Todo

    book = Calendar()
    book.add("version", "2.0")
    book.add("prodid", "-//Minutebook//Commitments//EN")
    book.add("x-wr-calname", name)
    for row in answer.rows:
        cells = dict(zip(answer.columns, row.cells, strict=True))
        said = "; ".join(f"“{piece.quote}” ({piece.title}, {piece.date})" for piece in row.evidence)
        task = Todo()
        task.add("uid", f"{row.facts[0].rpartition('/')[2]}@minutebook")
        task.add("dtstamp", datetime(day.year, day.month, day.day, tzinfo=UTC))
        task.add("summary", ": ".join(filter(None, (cells["Owner"], cells["What"]))))
        due = _due(cells["Due"])
        if due:
            task.add("due", due)
        task.add("status", _STATUS.get(cells["State"], "NEEDS-ACTION"))
        task.add("description", " ".join(filter(None, (cells["State"] + ".", said))))
        book.add_component(task)
    written: bytes = book.to_ical()
    return written.decode()


def _due(text: str) -> date | None:
    """The last day of the due date, where it has one."""
    try:
        return edtf.parse(text).latest if text else None
    except ValueError:
        return None
