"""Rows of tables: bars as in Markdown, tabs between columns, or words set under those that head them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from ingest.aligned import aligned_table
from ingest.blocks import Cell
from ingest.labels import is_in, plain
from ingest.lines import BLANK, Line
from kg.extraction import Span

_BAR = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: its cells, 'header' where they name the columns, and the last of its lines."""

    cells: tuple[Cell, ...]
    marker: str
    last: int


def rows(text: str, found: list[Line]) -> dict[int, Row]:
    """The rows of all tables by the line that each begins with.

    The first row is a header where a line of dashes follows or where its cells are words that
    head columns. A line with bars inside but not around it is a row only next to such a line of dashes.
    """
    result: dict[int, Row] = {}
    number = 0
    while number < len(found):
        if aligned := aligned_table(text, found, number):
            for row in aligned:
                result[row.first] = Row(row.cells, "header" if row.first == number else "", row.last)
            number = aligned[-1].last + 1
            continue
        table = _table(text, found, number)
        if table:
            _read(text, found, table, result)
        number = table[-1] + 1 if table else number + 1
    return result


def _table(text: str, found: list[Line], first: int) -> list[int]:
    """The lines from `first` on that make one table; empty where none begins there."""
    line = found[first]
    if line.sign == "row":
        return _while(found, first, lambda each: each.sign == "row" or _is_delimiter(each))
    ruled = first + 1 < len(found) and _is_delimiter(found[first + 1])
    if line.sign in ("prose", "item") and ruled and _BAR.search(text, line.start, line.end):
        return _while(found, first, lambda each: "|" in text[each.start : each.end])
    if _tabs(text, line):
        table = _while(found, first, lambda each: _tabs(text, each) == _tabs(text, line))
        return table if len(table) > 1 else []
    return []


def _while(found: list[Line], first: int, belongs: Callable[[Line], bool]) -> list[int]:
    last = first
    while last < len(found) and found[last].sign != "blank" and belongs(found[last]):
        last += 1
    return list(range(first, last))


def _is_delimiter(line: Line) -> bool:
    return line.sign == "rule" and line.marker == "|"


def _tabs(text: str, line: Line) -> int:
    """Columns between tabs, less one; 0 where the line is no row or opens with a label."""
    words = text[line.start : line.end]
    if line.sign != "prose" or "\t" not in words or words.split("\t")[0].rstrip().endswith(":"):
        return 0
    return words.count("\t")


def _read(text: str, found: list[Line], table: list[int], result: dict[int, Row]) -> None:
    lines = [number for number in table if found[number].sign != "rule"]
    if not lines:
        return
    first = _cells(text, found[lines[0]])
    ruled = len(table) > 1 and _is_delimiter(found[table[1]]) and table[0] == lines[0]
    names = [plain(text[span.start : span.end]) for span in first]
    named = len(lines) > 1 and any(names) and all(not name or is_in(name, "columns") for name in names)
    headed = (ruled and any(names)) or named
    for number in lines:
        cells = first if number == lines[0] else _cells(text, found[number])
        header = headed and number == lines[0]
        heads = names if headed and not header else []
        result[number] = Row(
            tuple(Cell(span, heads[at] if at < len(heads) else "") for at, span in enumerate(cells)),
            "header" if header else "",
            number,
        )


def _cells(text: str, line: Line) -> list[Span]:
    """The spans of a row's cells without bars and padding, empty cells included."""
    start, end = line.start, line.end
    if "|" not in text[start:end]:
        edges = [start - 1, *(at for at in range(start, end) if text[at] == "\t"), end]
    else:
        bars = [match.start() for match in _BAR.finditer(text, start, end)]
        before = [] if bars[:1] == [start] else [start - 1]
        after = [] if bars[-1:] == [end - 1] else [end]
        edges = before + bars + after
    return [_trimmed(text, low + 1, high) for low, high in pairwise(edges)]


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in BLANK:
        start += 1
    while end > start and text[end - 1] in BLANK:
        end -= 1
    return Span(start, end)
