"""Commitments as to-dos of a calendar: iCalendar (RFC 5545), a VTODO for each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from kg import edtf
from search.answers import Answer

_STATUS = {"done": "COMPLETED", "dropped": "CANCELLED"}


@dataclass(frozen=True, slots=True)
class ToDo:
    """One commitment. `id` is its statement's, `due` an EDTF date or '', `said` the words that prove it."""

    id: str
    owner: str
    what: str
    due: str
    state: str
    said: str
    address: str = ""


def to_icalendar(todos: Iterable[ToDo], day: date, name: str) -> bytes:
    """A calendar of this name, made on `day`, in UTF-8; lines end in CRLF."""
    from icalendar import Calendar, Todo

    book = Calendar()
    book.add("version", "2.0")
    book.add("prodid", "-//Minutebook//Commitments//EN")
    book.add("x-wr-calname", name)
    for todo in todos:
        task = Todo()
        task.add("uid", f"{todo.id}@minutebook")
        task.add("dtstamp", datetime(day.year, day.month, day.day, tzinfo=UTC))
        task.add("summary", ": ".join(filter(None, (todo.owner, todo.what))))
        due = _last_day(todo.due)
        if due:
            task.add("due", due)
        task.add("status", _STATUS.get(todo.state, "NEEDS-ACTION"))
        task.add("description", " ".join(filter(None, (f"{todo.state}.", todo.said))))
        if todo.address:
            task.add("url", todo.address)
        book.add_component(task)
    written: bytes = book.to_ical()
    return written


def todos(answer: Answer) -> Iterable[ToDo]:
    """The rows of an answer to the question `commitments`."""
    for row in answer.rows:
        cells = dict(zip(answer.columns, row.cells, strict=True))
        said = "; ".join(f"“{piece.quote}” ({piece.title}, {piece.date})" for piece in row.evidence)
        yield ToDo(row.facts[0].rpartition("/")[2], cells["Owner"], cells["What"], cells["Due"], cells["State"], said)


def _last_day(due: str) -> date | None:
    """The last day of the due date, where it has one."""
    try:
        return edtf.parse(due).latest if due else None
    except ValueError:
        return None
