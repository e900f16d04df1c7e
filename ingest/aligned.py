"""Tables of plain text, whose columns are told by where words stand: what a line holds under which column.

    No.   Owner   Action                          Due
    ---   -----   -----------------------------   ------
    41    RA      Send the figures for the        22 Jan
                  quay to the harbour office

A table begins with a line that names its columns, a line of dashes below it or not, or with names over a line of
dashes that is parted as the columns are; over a line of dashes some columns may have other names. It ends with
the paragraph, or with a line whose words do not stand under the columns.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from ingest.blocks import Cell
from ingest.labels import is_in, plain
from ingest.lines import Line
from kg.extraction import Span

_PIECE = re.compile(r"\S+(?: \S+)*")
"""What one blank parts belongs together; two or more part columns."""
_RULE = re.compile(r"[-=_]{2,}(?: +[-=_]{2,})+")
_UNPARTED = re.compile(r"[-=_]{8,}")
_FEW = 2
"""How many columns before those of its header a cell may begin: numbers are set to the right."""


@dataclass(frozen=True, slots=True)
class AlignedRow:
    """A row: its cells, and the first and last of its lines."""

    cells: tuple[Cell, ...]
    first: int
    last: int


def aligned_table(text: str, found: list[Line], first: int) -> list[AlignedRow]:
    """The rows of the table whose header is line `first`, the header among them; empty where there is none.

    A cell that goes on in the next line has the pieces there as its `rest`. A table has two rows at least.
    """
    names = _pieces(text, found[first]) if found[first].sign == "prose" else []
    if len(names) < 2:
        return []
    below = found[first + 1] if first + 1 < len(found) else None
    ruled = below is not None and _RULE.fullmatch(text, below.start, below.end)
    underlined = below is not None and _UNPARTED.fullmatch(text, below.start, below.end)
    heads = [plain(text[name.start : name.end]) for name in names]
    known = [is_in(head, "columns") for head in heads]
    told = all(known) or (underlined and known[0] and sum(known) * 2 >= sum(not head.isdigit() for head in heads))
    if not ruled and not told:
        return []
    edging = found[first + 1] if ruled else found[first]
    at = _column_of(text, edging)
    edges = [at(span) for span in _pieces(text, edging)]
    if len(edges) != len(names):
        return []
    last = first + (1 if ruled or underlined else 0)
    rows = _rows(text, found, last + 1, edges, heads)
    header = AlignedRow(tuple(Cell(name) for name in names), first, last)
    return [header, *rows] if rows else []


def _rows(text: str, found: list[Line], number: int, edges: list[int], heads: list[str]) -> list[AlignedRow]:
    rows: list[AlignedRow] = []
    while number < len(found) and found[number].sign not in ("blank", "heading", "row"):
        line = found[number]
        if line.sign != "rule" or not _RULE.fullmatch(text, line.start, line.end):
            placed = _placed(text, line, edges)
            if placed is None:
                break
            if 0 in placed or not rows:
                rows.append(AlignedRow(_cells(placed, heads, line.start), number, number))
            else:
                rows[-1] = AlignedRow(_with_rest(rows[-1].cells, placed), rows[-1].first, number)
        number += 1
    return rows


def _placed(text: str, line: Line, edges: list[int]) -> dict[int, Span] | None:
    """The pieces of a line by the number of their column; None where one stands under none or runs into the next."""
    at = _column_of(text, line)
    placed: dict[int, Span] = {}
    for span in _pieces(text, line):
        begins = at(span)
        column = bisect_right(edges, begins + _FEW) - 1
        over = column + 1 < len(edges) and begins + (span.end - span.start) > edges[column + 1]
        if column < 0 or column in placed or over:
            return None
        placed[column] = span
    return placed


def _cells(placed: dict[int, Span], heads: list[str], start: int) -> tuple[Cell, ...]:
    """A cell for each column; one without words is an empty span where the one before it ends."""
    cells: list[Cell] = []
    for column, head in enumerate(heads):
        before = cells[-1].span.end if cells else start
        cells.append(Cell(placed.get(column, Span(before, before)), head))
    return tuple(cells)


def _with_rest(cells: tuple[Cell, ...], placed: dict[int, Span]) -> tuple[Cell, ...]:
    return tuple(
        Cell(cell.span, cell.header, (*cell.rest, placed[column])) if column in placed else cell
        for column, cell in enumerate(cells)
    )


def _pieces(text: str, line: Line) -> list[Span]:
    return [Span(*piece.span()) for piece in _PIECE.finditer(text, line.start, line.end)]


def _column_of(text: str, line: Line) -> Callable[[Span], int]:
    """Where a piece of `line` begins, in columns from the left edge; a tab goes to the next multiple of four."""
    tabs = text.count("\t", line.start, line.end) > 0

    def column(span: Span) -> int:
        if not tabs:
            return line.indent + span.start - line.start
        return line.indent + len(text[line.start : span.start].expandtabs(4))

    return column
