"""Answers of named questions as tables of a page: words that lead on, and the proof beside them."""

import re
from collections.abc import Iterable, Sequence

from kg import tables
from webapp.links import evidence_path, path_of
from webapp.parts import Cell, Link, Quote, Row, Table, cell, dated
from webapp.quoting import in_context
from webapp.record import Snapshot

EDTF = re.compile(r"\d{4}-\d{2}(-\d{2})?[~?%]?|(\d{4}\S{0,7}|\.\.)?/(\d{4}\S{0,7}|\.\.)?")
"""A date that is more than a year: a bare number of four digits may be anything."""
OPEN_STATES = {"overdue", "done", "dropped", "failed", "outcome unknown"}


def ledger(
    snapshot: Snapshot,
    table: tables.Table,
    rows: Sequence[tables.Row] | None = None,
    *,
    caption: str,
    shown: Iterable[str] | None = None,
    empty: str = "The record holds none.",
    proofs: int = 1,
) -> Table:
    """`rows` of `table` (all of them by default) with the columns `shown`, each with its proof and its links."""
    part = table.rows if rows is None else rows
    cited = snapshot.cited(table, part, proofs) if proofs else part
    places = [table.index(name) for name in shown] if shown else list(range(len(table.columns)))
    headings = [column.heading for column in table.columns]
    return laid_out(snapshot, headings, cited, places, caption=caption, empty=empty)


def laid_out(
    snapshot: Snapshot,
    headings: Sequence[str],
    rows: Sequence[tables.Row],
    places: Sequence[int] | None = None,
    *,
    caption: str,
    empty: str = "The record holds none.",
) -> Table:
    """Rows that have their evidence already, under the headings at these places (all by default)."""
    places = list(range(len(headings))) if places is None else places
    labels = snapshot.labels(link for row in rows for place in places for link in _links(row, place))
    return Table(
        caption=caption,
        columns=tuple(headings[place] for place in places),
        rows=tuple(_row(snapshot, row, places, labels) for row in rows),
        empty=empty,
    )


def quote(snapshot: Snapshot, evidence: tables.Evidence) -> Quote:
    """One piece of evidence as a quotation within its sentence, that leads to its words."""
    document = evidence.document.removeprefix(f"{snapshot.base}doc/")
    text = snapshot.text(evidence.document)
    verbatim = text[evidence.start : evidence.end] == evidence.quote
    return Quote(
        text=evidence.quote,
        document=document,
        title=evidence.title or document,
        href=evidence_path(document, evidence.start, evidence.end),
        date=evidence.date or None,
        start=evidence.start,
        end=evidence.end,
        confidence=evidence.confidence,
        basis=evidence.basis,
        rule=evidence.rule or None,
        context=in_context(text, evidence.start, evidence.end) if verbatim else None,
    )


def _row(snapshot: Snapshot, row: tables.Row, places: Sequence[int], labels: dict[str, str]) -> Row:
    cells = tuple(_cell(snapshot.base, row, place, labels) for place in places)
    last = cells[-1].text if cells else ""
    return Row(
        cells=cells,
        evidence=tuple(quote(snapshot, piece) for piece in row.evidence),
        state=last.replace(" ", "-") if last in OPEN_STATES else "",
        why=next(
            (f"/facts/{fact.rpartition('/')[2]}" for fact in row.facts if fact.startswith(f"{snapshot.base}fact/")),
            None,
        ),
    )


def _cell(base: str, row: tables.Row, place: int, labels: dict[str, str]) -> Cell:
    """A cell whose words all lead to pages is a list of links; a date is put in words; any other is its text."""
    links = _links(row, place)
    text = row.cells[place]
    days = text.split(", ")
    if all(EDTF.fullmatch(day) for day in days):
        return _days(days)
    if links and all(path_of(link, base) for link in links):
        return Cell(tuple(Link(labels.get(link, link.rpartition("/")[2]), path_of(link, base)) for link in links))
    return cell(text)


def _days(days: Sequence[str]) -> Cell:
    """Dates in words; of more than two, which are in order, the first and the last. Programs get them all."""
    shown = [item for day in days for item in dated(day).items]
    if len(shown) <= 2:
        return Cell(tuple(shown))
    return Cell((Link(f"{shown[0].text} to {shown[-1].text}, {len(days)} times", plain="; ".join(days)),))


def _links(row: tables.Row, place: int) -> tuple[str, ...]:
    return row.links[place] if place < len(row.links) else ()


def names(table: tables.Table, column: str) -> list[tuple[str, ...]]:
    """The IRIs behind one column, row by row."""
    place = table.index(column)
    return [row.links[place] for row in table.rows]


def value(row: tables.Row, table: tables.Table, column: str) -> str:
    """The text of one field."""
    return row.cells[table.index(column)]
