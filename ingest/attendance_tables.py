"""Attendance told by rows of tables: a person a row, lists in cells, labels between the rows."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ingest.attendance_entries import Entry, Listing, entries_in, entry
from ingest.attendance_labels import label_status, marked_status
from ingest.blocks import Block, Cell
from ingest.dates import Frame, find_dates
from ingest.listed_people import ListedPerson, status_of
from ingest.listed_shares import logical_lines
from ingest.people_names import can_be_full_name, fold, initials_of
from ingest.rules import load_rules
from kg.extraction import AttendanceStatus

_LEAP_DAY = date(2000, 2, 29)
"""Stands in for the year that headers such as `5 March` leave out; in it every day of a year exists."""


@dataclass(slots=True)
class Columns:
    """Cells of a row by what their columns hold; `held` are those under the days of meetings."""

    by_kind: dict[str, Cell] = field(default_factory=dict)
    marks: list[Cell] = field(default_factory=list)
    held: list[tuple[str, Cell]] = field(default_factory=list)


def filled(text: str, block: Block) -> list[Cell]:
    """The cells of a row that hold a letter or digit, or a mark."""
    return [cell for cell in block.cells if text[cell.span.start : cell.span.end].strip(" *_~`")]


def row_label(text: str, block: Block) -> str | None:
    """The attendance label that opens a row and governs the rows under it; None where there is none."""
    cells = filled(text, block)
    words = [text[cell.span.start : cell.span.end] for cell in cells]
    label = label_status(words[0]) if words else None
    others = [word for word in words[1:] if label_status(word)]
    return words[0] if label and label[1] and not others else None


def columns_of(block: Block, in_list: bool) -> Columns | None:
    """The columns of an attendance table; None where it is none. In a list a column of names is enough."""
    rules = load_rules("attendance")["columns"]
    found = Columns()
    for cell in block.cells:
        header = fold(re.sub(r"[*_`]", "", cell.header)).strip(" :")
        kind = next((kind for kind, words in rules.items() if header in words and kind not in found.by_kind), None)
        if kind is None and "name" not in found.by_kind and _heads_names(header):
            kind = "name"
        if header in rules["status"]:
            found.marks.append(cell)
        elif kind:
            found.by_kind[kind] = cell
        elif header and (day := _day(cell.header)):
            found.held.append((day, cell))
    if "name" not in found.by_kind:
        return None
    return found if in_list or found.marks or "initials" in found.by_kind else None


def _heads_names(header: str) -> bool:
    """Whether a column such as `Committee member` holds names; `Members present` is a label."""
    last = header.rpartition(" ")[2] if " " in header else ""
    return last in load_rules("attendance")["columns"]["name"] and label_status(header) is None


def _day(header: str) -> str | None:
    """Month and day, `03-14`, that a column's header states."""
    days = [mention.when.edtf for mention in find_dates(header, Frame(_LEAP_DAY))]
    return days[0][-5:] if len(days) == 1 and re.fullmatch(r"\d{4}-\d\d-\d\d", days[0]) else None


def by_columns(
    text: str,
    number: int,
    block: Block,
    columns: Columns,
    status: AttendanceStatus,
    held_on: str | None,
    signs: Mapping[str, AttendanceStatus],
) -> Iterator[Entry]:
    """The person of a row whose columns are named; nobody where the columns are those of other meetings.

    `signs` are those that the text explains.
    """
    cells = {kind: text[cell.span.start : cell.span.end] for kind, cell in columns.by_kind.items()}
    told = [text[mark.span.start : mark.span.end] for mark in columns.marks]
    stood_in = any(re.search(r"\b(?:alternate|substitute|deputy|proxy)\b", words, re.IGNORECASE) for words in told)
    cell = columns.by_kind["alternate" if stood_in and "alternate" in columns.by_kind else "name"]
    piece = ListedPerson.of(text[cell.span.start : cell.span.end])
    marks = columns.marks or [each for day, each in columns.held if held_on and held_on.endswith(day)]
    if not piece.is_person(False) or (columns.held and not marks):
        return
    noted = _marked(text, marks, signs) or piece.status or status
    detail = "; ".join(filter(None, (piece.detail, cells.get("role"), cells.get("organisation"))))
    found = entry(
        block.content,
        cell.span.start,
        piece,
        "absent" if block.struck or piece.struck else noted,
        "attendance/table",
        number,
        detail,
    )
    handle = (cells.get("handle") or "").strip(" @`") or piece.handle
    initials = (cells.get("initials") or "").strip() or piece.initials
    yield replace(found, handle=handle or None, initials=initials or None)


def _marked(text: str, marks: Sequence[Cell], signs: Mapping[str, AttendanceStatus]) -> AttendanceStatus | None:
    """What the marks in a row's columns of status say; an empty column `Present` means absent."""
    for cell in marks:
        sign = text[cell.span.start : cell.span.end].strip(" .*_").split(" ")[0].casefold()
        if sign in signs:
            return signs[sign]
        if status_of(text[cell.span.start : cell.span.end].partition("(")[2]) == "apologies":
            return "apologies"
        if status := marked_status(text[cell.span.start : cell.span.end], cell.header):
            return status
    if any(text[cell.span.start : cell.span.end].strip(" *_~`") for cell in marks):
        return None
    labels = {fold(cell.header).strip(" :*") for cell in marks} - {"attendance", "status", "in attendance"}
    return "absent" if any((label_status(label) or ("",))[0] == "present" for label in labels) else None


def by_label(text: str, block: Block, cells: Sequence[Cell], listing: Listing) -> Iterator[Entry]:
    """The people of a row under a label: one with office and body in cells of their own, or one in each cell."""
    lists = [list(_people_of(text, cell, listing)) for cell in cells]
    named = [people for people in lists if people]
    if not named:
        return
    if len(named) > 1 and all(len(people) == 1 and _is_full(text, people[0]) for people in named):
        yield from (people[0] for people in named)
        return
    first = named[0]
    if len(first) > 1:
        yield from first
        return
    at = lists.index(first)
    others = [text[cell.span.start : cell.span.end] for place, cell in enumerate(cells) if place != at]
    detail = "; ".join(filter(None, (first[0].detail, *others)))
    name = text[first[0].name.start : first[0].name.end]
    initials = next((word for word in others if fold(word) in initials_of(name)), first[0].initials)
    status = next((told for words in others if (told := status_of(words))), first[0].status)
    yield replace(first[0], span=block.content, detail=detail, initials=initials, status=status)


def _people_of(text: str, cell: Cell, listing: Listing) -> Iterator[Entry]:
    for start, end in logical_lines(text, cell.span.start, cell.span.end):
        yield from entries_in(text, start, end, listing)


def _is_full(text: str, person: Entry) -> bool:
    return person.prefix is not None or can_be_full_name(" ".join(text[person.name.start : person.name.end].split()))


def by_headers(text: str, block: Block, number: int) -> Iterator[Entry]:
    """The people of cells that are lists, each under a label: columns headed Present and Apologies."""
    for cell in filled(text, block):
        if label := label_status(cell.header):
            status, strong = label
            yield from _people_of(text, cell, Listing(status, "attendance/table", number, strong))
