"""What is done to a table after its query: narrowing, counting, first and last, months that are missing, numbers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from kg.identifiers import name_key
from kg.questions import Column
from kg.tables import Row, Table
from search.ask_absences import missed
from search.ask_holders import began, first_within, holders, led, predecessors, successors, told_of
from search.ask_introducers import acquainted
from search.understanding import Understanding
from search.understanding_dates import Calendar
from search.wording import base_form, says

_DATES = ("when", "due", "first", "issued", "last", "month", "term", "recorded")

Step = Callable[[Table, Understanding, Calendar], Table]


def narrow(table: Table, words: Sequence[str]) -> Table:
    """The rows that hold all of the words, in their cells or in their evidence.

    A word is held by another form of it, or by one that the vocabulary gives as saying the same.
    """
    wanted = tuple(word for word in words if name_key(word))
    return replace(table, rows=tuple(row for row in table.rows if len(held_words(row, wanted)) == len(wanted)))


def held_words(row: Row, words: Sequence[str]) -> tuple[str, ...]:
    """Those of the words that a row holds, in its cells or in its evidence."""
    text = " ".join([*row.cells, *(piece.quote for piece in row.evidence)])
    held = {base_form(word) for word in name_key(text).split()}
    return tuple(word for word in words if says(word, held))


def number_of(table: Table, column: str) -> int:
    """How many distinct values a column has, or how many rows there are for `fact`."""
    if column in ("", "fact"):
        return len(table.rows)
    position = table.index(column)
    linked = {iri for row in table.rows for iri in (row.links[position] if row.links else ())}
    return len(linked) or len({cell for cell in table.column(column) if cell})


def ranked(table: Table, column: str, noun: str, *, most: bool) -> Table:
    """Rows counted by the values of a column: those with the most (or fewest) rows, with their number.

    Where the column names people among others, they alone are counted.
    """
    position = table.index(column)
    groups: dict[str, list[Row]] = {}
    people: set[str] = set()
    for row in table.rows:
        values = row.cells[position].split(", ")
        links = row.links[position] if len(row.links[position]) == len(values) else ("",) * len(values)
        for value, link in zip(values, links, strict=True):
            if value:
                groups.setdefault(value, []).append(row)
                people |= {value} if "/person/" in link else set()
    if column == "who" and people:
        groups = {value: rows for value, rows in groups.items() if value in people}
    if not groups:
        return replace(table, rows=())
    best = (max if most else min)(len(rows) for rows in groups.values())
    columns = (table.columns[position], Column("number", f"Number of {noun.partition('/')[2] or noun + 's'}"))
    rows = tuple(_gathered((value, str(len(rows))), rows) for value, rows in groups.items() if len(rows) == best)
    return Table(columns, rows, table.sparql)


def edge(table: Table, *, last: bool) -> Table:
    """The rows with the first (or last) date of the table; rows without a date are left out."""
    names = {column.name for column in table.columns}
    column = next((name for name in _DATES if name in names), None)
    if column is None:
        return table
    position = table.index(column)
    dated = [row for row in table.rows if row.cells[position]]
    if not dated:
        return replace(table, rows=())
    wanted = (max if last else min)(row.cells[position].lstrip("/") for row in dated)
    return replace(table, rows=tuple(row for row in dated if row.cells[position].lstrip("/") == wanted))


def at_the_edge(table: Table, reading: Understanding, _calendar: Calendar) -> Table:
    """The rows of the first (or last) meeting that are of those asked about."""
    asked = {one.iri for found in reading.names.values() for one in found}
    rows = edge(table, last="last" in reading.concepts).rows
    return replace(table, rows=tuple(row for row in rows if asked & {iri for links in row.links for iri in links}))


def missing_months(table: Table, reading: Understanding, calendar: Calendar) -> Table:
    """Months without minutes: of the period asked for, within the first and last month on record.

    The evidence of a row is that of the months with minutes just before and after.
    """
    held = {row.cells[0]: row for row in table.rows if row.cells[0]}
    if not held:
        return replace(table, columns=(Column("month", "Month"),), rows=())
    first, last = min(held), max(held)
    if reading.period and reading.period.earliest:
        first = max(first, reading.period.earliest.isoformat()[:7])
    if reading.period and reading.period.latest:
        last = reading.period.latest.isoformat()[:7]
    last = min(last, calendar.anchor.isoformat()[:7])
    known = sorted(held)
    rows = []
    for month in months(first, last):
        if month not in held:
            beside = [held[one] for one in (_before(known, month), _after(known, month)) if one]
            rows.append(_gathered((month,), beside))
    return Table((Column("month", "Month without minutes"),), tuple(rows), table.sparql)


def months(first: str, last: str) -> list[str]:
    """Every month from `first` to `last`, both written `2023-05`, in order."""
    found = []
    year, month = (int(part) for part in first.split("-"))
    while f"{year:04}-{month:02}" <= last:
        found.append(f"{year:04}-{month:02}")
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


def most(table: Table, _reading: Understanding, _calendar: Calendar) -> Table:
    """The rows with the greatest number of meetings."""
    return _extreme(table, max)


def least(table: Table, _reading: Understanding, _calendar: Calendar) -> Table:
    """The rows with the smallest number of meetings."""
    return _extreme(table, min)


STEPS: Mapping[str, Step] = {
    "missing-months": missing_months,
    "most": most,
    "least": least,
    "began": began,
    "holders": holders,
    "successors": successors,
    "predecessors": predecessors,
    "told-of": told_of,
    "led": led,
    "first-within": first_within,
    "acquainted": acquainted,
    "at-the-edge": at_the_edge,
    "missed": missed,
}


def _extreme(table: Table, pick: Callable[[Iterable[int]], int]) -> Table:
    position = table.index("meetings")
    if not table.rows:
        return table
    wanted = pick(int(row.cells[position]) for row in table.rows)
    rows = (row for row in table.rows if int(row.cells[position]) == wanted)
    return replace(table, rows=tuple(sorted(rows, key=lambda row: row.cells)))


def _gathered(cells: tuple[str, ...], rows: Sequence[Row]) -> Row:
    facts = tuple(dict.fromkeys(fact for row in rows for fact in row.facts))
    evidence = tuple(dict.fromkeys(piece for row in rows for piece in row.evidence))
    return Row(cells, tuple(() for _ in cells), facts, evidence)


def _before(known: Sequence[str], month: str) -> str | None:
    return max((one for one in known if one < month), default=None)


def _after(known: Sequence[str], month: str) -> str | None:
    return min((one for one in known if one > month), default=None)
