"""One person's attendance as a list, a table or a sentence tells it."""

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.listed_people import ListedPerson
from ingest.listed_shares import shares, trimmed
from kg.extraction import AttendanceStatus, Span


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of an attendance list. `name` is the name as written, or the handle where that is all.

    `span` proves the attendance. `detail` is what else stands there: office, body or remark.
    """

    span: Span
    name: Span
    status: AttendanceStatus
    rule: str
    block: int
    sitting: int | None = None
    handle: str | None = None
    initials: str | None = None
    detail: str = ""
    prefix: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """How the people of a stretch of text are to be taken: their status, by which rule, how surely they are people."""

    status: AttendanceStatus
    rule: str
    block: int
    strong: bool
    one_each: bool = False
    """Whether a comma rather parts a person from an office than from another person."""
    struck: bool = False


def entries_in(text: str, start: int, end: int, listing: Listing) -> Iterator[Entry]:
    """An entry for each person of the list in `text[start:end]`, in text order."""
    for low, high in shares(text, start, end, one_each=listing.one_each):
        piece = ListedPerson.of(text[low:high])
        if piece.is_person(not listing.strong):
            struck = listing.struck or piece.struck or _within_strike(text, low)
            status = "absent" if struck else piece.status or listing.status
            yield entry(trimmed(text, low, high), low, piece, status, listing.rule, listing.block)


def entry(
    span: Span, offset: int, piece: ListedPerson, status: AttendanceStatus, rule: str, block: int, detail: str = ""
) -> Entry:
    """The entry of a person whose share of the text begins at `offset` and is proved by `span`."""
    name = Span(offset + piece.start, offset + piece.end)
    return Entry(
        span, name, status, rule, block, None, piece.handle, piece.initials, detail or piece.detail, piece.prefix
    )


def _within_strike(text: str, offset: int) -> bool:
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    return line.count("~~") % 2 == 1
