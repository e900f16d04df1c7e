"""What is done to a table after its query: narrowing, counting, first and last, months that are missing, numbers."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from kg.identifiers import name_key
from kg.questions import Column
from kg.tables import Evidence, Row, Table
from search.answers import Passage
from search.ask_holders import first_within, holders, led, predecessors, successors, told_of
from search.understanding import Understanding
from search.understanding_dates import Calendar
from search.understanding_grammar import number_words, stem, vocabulary

_DATES = ("when", "due", "first", "issued", "last", "month", "term", "recorded")

_AMOUNT = re.compile(
    r"[£$€¥]\s?\d[\d,.]*\d?(?:\s?(?:million|billion|[mk]\b))?|\b\d[\d,.]*\s?(?:million|billion|thousand|per cent|%)"
    r"|\b\d{1,3}(?:,\d{3})+\b|\b\d[\d,.]*\s?[km]\b",
    re.IGNORECASE,
)
"""A sum, or a number that is written as one: `£84,000`, `1.4 million`, `10k`, `700,000`."""
_LEAST_STEM = 5
"""Letters of a stem that make it tell other forms of a word."""

Step = Callable[[Table, Understanding, Calendar], Table]


def narrow(table: Table, words: Sequence[str]) -> Table:
    """The rows that hold all of the words, in their cells or in their evidence.

    A word is held by another form of it, or by one that the vocabulary gives as saying the same.
    """
    wanted = tuple(word for word in words if stem(word))
    return replace(table, rows=tuple(row for row in table.rows if len(held_words(row, wanted)) == len(wanted)))


def held_words(row: Row, words: Sequence[str]) -> tuple[str, ...]:
    """Those of the words that a row holds, in its cells or in its evidence."""
    found = name_key(" ".join([*row.cells, *(piece.quote for piece in row.evidence)])).split()
    stems = {stem(word) for word in found}
    return tuple(word for word in words if _is_held(stem(word), stems))


def _is_held(wanted: str, stems: AbstractSet[str]) -> bool:
    """Is a stem, or one that says the same, among those of a text, or the beginning of one or the other?"""
    alike = {wanted, *vocabulary().synonyms.get(wanted, ())}
    return not stems.isdisjoint(alike) or any(
        len(one) >= _LEAST_STEM and held.startswith(one) for one in alike for held in stems
    )


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


def numbers_in(passages: Sequence[Passage], reading: Understanding, sparql: str) -> Table:
    """As `numbers`, for sentences that a full-text search found; those found beside them tell what they are about."""
    beside: dict[str, list[Evidence]] = {}
    for one in passages:
        piece = Evidence(one.document, one.title, one.date, one.start, one.end, one.quote)
        beside.setdefault(one.document, []).append(piece)
    rows = tuple(
        Row((piece.quote, piece.date), ((), ()), (), tuple(dict.fromkeys((piece, *pieces))))
        for pieces in beside.values()
        for piece in pieces
    )
    return numbers(Table((Column("sentence", "Sentence"), Column("date", "Recorded")), rows, sparql), reading)


def numbers(table: Table, reading: Understanding, _calendar: Calendar | None = None) -> Table:
    """The number that stands before the thing asked for, in each sentence that states one."""
    thing = re.escape(str(reading.values.get("words", "")))
    between = r"(?:\s+(?!(?:and|at|by|for|from|in|on|to|with|more|other|further|additional|extra)\b)[\w’'-]+){0,2}?"
    pattern = re.compile(rf"\b({number_words()}){between}\s+{thing}", re.IGNORECASE)
    position = table.index("sentence")
    if "how_much" in reading.concepts:
        return _amounts(table, reading)
    asked = [stem(word) for word in (*reading.leftover, *reading.said)]
    matches = ((row, _nearest_number(pattern, row.cells[position], asked)) for row in table.rows)
    rows = [replace(row, cells=(match[1], *row.cells), links=((), *row.links)) for row, match in matches if match]
    narrowed = narrow(Table((Column("number", "Number"), *table.columns), tuple(rows), table.sparql), reading.leftover)
    return replace(narrowed, rows=_shortest_per_number(narrowed))


def _amounts(table: Table, reading: Understanding) -> Table:
    """The sum of money, or other large number, of each sentence that holds all words of the question."""
    wanted = (*str(reading.values.get("words", "")).split(), *reading.leftover)
    position = table.index("sentence")
    rows = [
        replace(row, cells=(amount[0].strip(" .,"), *row.cells), links=((), *row.links))
        for row in narrow(table, wanted).rows
        if (amount := _AMOUNT.search(row.cells[position]))
    ]
    found = Table((Column("number", "Number"), *table.columns), tuple(rows), table.sparql)
    return replace(found, rows=_shortest_per_number(found))


def _nearest_number(pattern: re.Pattern[str], sentence: str, asked: Sequence[str]) -> re.Match[str] | None:
    """Of the numbers of a sentence the one that stands nearest to a word of the question, the first where none does."""
    places = [word.start() for word in re.finditer(r"\w+", sentence) if stem(word.group()) in asked]
    numbers_found = list(pattern.finditer(sentence))
    if not places or len(numbers_found) < 2:
        return numbers_found[0] if numbers_found else None
    return min(numbers_found, key=lambda one: min(min(abs(at - one.start()), abs(at - one.end())) for at in places))


def most(table: Table, _reading: Understanding, _calendar: Calendar) -> Table:
    """The rows with the greatest number of meetings."""
    return _extreme(table, max)


def least(table: Table, _reading: Understanding, _calendar: Calendar) -> Table:
    """The rows with the smallest number of meetings."""
    return _extreme(table, min)


STEPS: Mapping[str, Step] = {
    "missing-months": missing_months,
    "numbers": numbers,
    "most": most,
    "least": least,
    "holders": holders,
    "successors": successors,
    "predecessors": predecessors,
    "told-of": told_of,
    "led": led,
    "first-within": first_within,
}


def _extreme(table: Table, pick: Callable[[Iterable[int]], int]) -> Table:
    position = table.index("meetings")
    if not table.rows:
        return table
    wanted = pick(int(row.cells[position]) for row in table.rows)
    rows = (row for row in table.rows if int(row.cells[position]) == wanted)
    return replace(table, rows=tuple(sorted(rows, key=lambda row: row.cells)))


def _shortest_per_number(table: Table) -> tuple[Row, ...]:
    best: dict[str, Row] = {}
    for row in table.rows:
        if row.cells[0] not in best or len(row.cells[1]) < len(best[row.cells[0]].cells[1]):
            best[row.cells[0]] = row
    return tuple(best.values())


def _gathered(cells: tuple[str, ...], rows: Sequence[Row]) -> Row:
    facts = tuple(dict.fromkeys(fact for row in rows for fact in row.facts))
    evidence = tuple(dict.fromkeys(piece for row in rows for piece in row.evidence))
    return Row(cells, tuple(() for _ in cells), facts, evidence)


def _before(known: Sequence[str], month: str) -> str | None:
    return max((one for one in known if one < month), default=None)


def _after(known: Sequence[str], month: str) -> str | None:
    return min((one for one in known if one > month), default=None)
