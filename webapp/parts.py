"""The parts that pages are made of: frozen values that a template only has to lay out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kg.dates_in_words import words
from webapp.quoting import InContext


def in_capitals(text: str) -> bool:
    """Is `text` a title written in capitals throughout, rather than an acronym? Pages set it in small ones."""
    letters = [sign for sign in text if sign.isalpha()]
    return len(letters) > 12 and " " in text and all(sign.isupper() for sign in letters)


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a page of this site; `href` None where there is none.

    `plain` is what programs are given instead of the words: a date in EDTF.
    """

    text: str
    href: str | None = None
    plain: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a document that prove something, and where they stand.

    `start` and `end` are half-open code points in the document's text; `href` leads to
    those words. `confidence` is from 0 to 1, None where nobody stated it.
    """

    text: str
    document: str
    title: str
    href: str
    date: str | None = None
    start: int = 0
    end: int = 0
    confidence: float | None = None
    basis: str = "stated"
    rule: str | None = None
    context: InContext | None = None

    @property
    def shown(self) -> InContext:
        """The words within their sentence, as far as it is known."""
        return self.context or InContext("", self.text, "")

    @property
    def source(self) -> str:
        """The document and its date, once where the title names the date already."""
        day = words(self.date) if self.date and self.date not in self.title else ""
        return f"{self.title}, {day}" if day and day.casefold() not in self.title.casefold() else self.title

    @property
    def basis_words(self) -> str:
        """How surely it is known, in words; '' where the text plainly states it."""
        doubt = f"confidence {self.confidence:.2f}" if self.confidence is not None and self.confidence < 0.8 else ""
        return ", ".join(filter(None, (self.basis if self.basis != "stated" else "", doubt)))

    def as_json(self) -> dict[str, Any]:
        """The evidence as the answer format gives it."""
        return {
            "document": self.document,
            "title": self.title,
            "date": self.date,
            "start": self.start,
            "end": self.end,
            "quote": self.text,
            "confidence": self.confidence,
            "basis": self.basis,
        }


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one field of a table: one or more words or links, in order."""

    items: tuple[Link, ...] = ()

    @property
    def text(self) -> str:
        """The field as plain text, as CSV and JSON give it."""
        return "; ".join(item.plain or item.text for item in self.items)


def dated(edtf: str | None) -> Cell:
    """A field that holds a date: words on the page, EDTF for programs."""
    return Cell((Link(words(edtf), plain=edtf),)) if edtf else Cell()


def cell(*texts: str | None) -> Cell:
    """A field of plain words; empty and missing ones are left out."""
    return Cell(tuple(Link(text) for text in texts if text))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table with the quotations that prove it.

    `state` is a word for how the row is to be seen (`overdue`, `done`), '' mostly.
    """

    cells: tuple[Cell, ...]
    evidence: tuple[Quote, ...] = ()
    state: str = ""
    id: str = ""
    why: str | None = None
    """Address of the statement behind the row."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; `caption` says what the table holds, `empty` why it may hold nothing."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...] = ()
    empty: str = "The record holds none."

    @property
    def trimmed(self) -> "Table":
        """The table without the columns that no row fills, as a page shows it."""
        return self._with([n for n in range(len(self.columns)) if any(row.cells[n].items for row in self.rows)])

    def without(self, *columns: str) -> "Table":
        """The table without these columns."""
        return self._with([n for n, name in enumerate(self.columns) if name not in columns])

    def _with(self, kept: Sequence[int]) -> "Table":
        rows = tuple(replace(row, cells=tuple(row.cells[n] for n in kept)) for row in self.rows)
        return replace(self, columns=tuple(self.columns[n] for n in kept), rows=rows)

    @property
    def has_evidence(self) -> bool:
        """Does any row show what proves it?"""
        return any(row.evidence for row in self.rows)

    def as_json(self) -> list[dict[str, Any]]:
        """The rows by column as plain text, each with its evidence."""
        return [
            {
                **{name: field.text for name, field in zip(self.columns, row.cells, strict=True)},
                **({"evidence": [quote.as_json() for quote in row.evidence]} if self.has_evidence else {}),
            }
            for row in self.rows
        ]

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """Columns and rows as plain text; the first proof of each row stands in columns of its own."""
        proof = ["evidence", "document", "recorded on"] if self.has_evidence else []
        return [*self.columns, *proof], [self._plain(row) for row in self.rows]

    def _plain(self, row: Row) -> list[str]:
        cells = [field.text for field in row.cells]
        if not self.has_evidence:
            return cells
        first = row.evidence[0] if row.evidence else None
        return [*cells, *((first.text, first.document, first.date or "") if first else ("", "", ""))]


@dataclass(frozen=True, slots=True)
class Paging:
    """Which part of a longer list a page shows: items `first` to `last` of `total`, counted from 1."""

    first: int
    last: int
    total: int
    previous: str | None = None
    next: str | None = None

    def words(self, noun: str) -> str:
        """What is shown of how much, in words."""
        if self.total <= self.last - self.first + 1:
            return f"All {self.total:,} {noun}" if self.total != 1 else f"1 of 1 {noun}"
        return f"{self.first:,} to {self.last:,} of {self.total:,} {noun}"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a list can be narrowed to."""

    value: str
    label: str
    count: int | None = None
    chosen: bool = False
    href: str | None = None

    @property
    def count_words(self) -> str:
        """How many there are, with separators; '' where nobody counted."""
        return "" if self.count is None else f"{self.count:,}"


@dataclass(frozen=True, slots=True)
class Filter:
    """A field of the filter form; without choices it is written into freely."""

    name: str
    label: str
    value: str = ""
    choices: tuple[Choice, ...] = ()
    kind: str = "text"
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A titled table within a page; `id` is its anchor."""

    id: str
    title: str
    table: Table
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class Detail:
    """A short fact at the head of a page: its name and its value."""

    label: str
    value: Cell = field(default_factory=Cell)


def paging(total: int, number: int, size: int, href: Callable[[int], str]) -> Paging:
    """Where page `number` (from 1) of `size` items stands in `total`; `href` gives the address of a page."""
    first = (number - 1) * size + 1
    last = min(number * size, total)
    return Paging(
        first=min(first, total),
        last=last,
        total=total,
        previous=href(number - 1) if number > 1 else None,
        next=href(number + 1) if last < total else None,
    )
