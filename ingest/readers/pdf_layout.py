"""The lines of a PDF's pages in reading order: tables apart, columns one after the other."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from ingest.readers.markdown import struck

_EDGE = 0.11
"""Share of a page's height, at the top and the foot, where page headers and footers stand."""
_STROKE = 2.0
"""Height in points up to which a line or rectangle may strike words out."""
_NUMBER = re.compile(r"(?:page|p\.|seite)?\s*[-–—]?\s*\d{1,4}\s*(?:[-–—]|(?:of|/|von)\s*\d{1,4})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, or one row of a table with its cells.

    `x0` and `x1` are its ends in points, `right` the right edge of its column, `gap` the free
    height above it (0 at the top of a column), `first_word` the width of its first word.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    right: float = 0.0
    gap: float = 0.0
    first_word: float = 0.0
    column: int = 0
    page_height: float = 0.0
    cells: tuple[str, ...] = ()
    table: int = 0

    @property
    def row(self) -> bool:
        """Whether it is a row of a table."""
        return bool(self.cells)


def page_lines(page: Any) -> list[Line]:
    """The lines of a page of pdfplumber, in reading order, with everything at its edges."""
    tables = [table for table in page.find_tables() if len(table.rows) > 1 and len(table.rows[0].cells) > 1]
    words = [
        word
        for word in page.extract_words(extra_attrs=["size", "fontname"], use_text_flow=False, keep_blank_chars=False)
        if word["upright"] and not any(_inside(word, table.bbox) for table in tables)
    ]
    strokes = [stroke for stroke in (*page.lines, *page.rects) if stroke["bottom"] - stroke["top"] <= _STROKE]
    for word in words:
        word["struck"] = any(_strikes(stroke, word) for stroke in strokes)
    rows = [row for number, table in enumerate(tables) for row in _rows(page, table, number + 1)]
    return [replace(line, page_height=float(page.height)) for band in _bands(words, rows) for line in band]


def body_lines(pages: list[list[Line]]) -> list[Line]:
    """The lines of all pages without page numbers and without headers and footers that come back on other pages."""
    seen = Counter(key for lines in pages for key in {_key(line) for line in lines if _at_edge(line)})
    often = max(2, (len(pages) + 1) // 2)
    kept: list[Line] = []
    for lines in pages:
        for line in lines:
            edge = _at_edge(line)
            numbers = edge and _NUMBER.fullmatch(line.text.strip())
            if not numbers and not (edge and len(pages) > 1 and seen[_key(line)] >= often):
                kept.append(line)
    return kept


def _key(line: Line) -> str:
    return re.sub(r"\d+", "0", line.text).strip().casefold()


def _at_edge(line: Line) -> bool:
    return not line.row and not _EDGE * line.page_height < line.top < (1 - _EDGE) * line.page_height


def _inside(word: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _strikes(stroke: dict[str, Any], word: dict[str, Any]) -> bool:
    """Whether a thin stroke runs through the middle of a word, over nearly all of it; one under it does not."""
    height, width = word["bottom"] - word["top"], word["x1"] - word["x0"]
    middle = 0.3 * height < stroke["top"] - word["top"] < 0.75 * height
    covered = min(stroke["x1"], word["x1"]) - max(stroke["x0"], word["x0"])
    return bool(middle and covered > 0.8 * width)


def _rows(page: Any, table: Any, number: int) -> list[Line]:
    found = []
    for row, texts in zip(table.rows, table.extract(), strict=True):
        x0, top, x1, bottom = row.bbox
        cells = tuple(" ".join((text or "").split()) for text in texts)
        shown = [char for char in page.chars if char["text"].strip() and _inside(char, row.bbox)]
        bold = bool(shown) and all(_is_bold(char["fontname"]) for char in shown)
        if any(cells):
            found.append(Line(" | ".join(cells), x0, x1, top, bottom, 0.0, bold, x1, cells=cells, table=number))
    return found


def _bands(words: list[dict[str, Any]], rows: list[Line]) -> list[list[Line]]:
    """The page cut at its tables: stretches of text, each read column by column, and rows, from top to foot."""
    bands: list[list[Line]] = []
    edges: list[list[Line]] = []
    for row in rows:
        if edges and edges[-1][-1].table == row.table:
            edges[-1].append(row)
        else:
            edges.append([row])
    top = float("-inf")
    for table in [*sorted(edges, key=lambda each: each[0].top), None]:
        foot = table[0].top if table else float("inf")
        between = [word for word in words if top <= (word["top"] + word["bottom"]) / 2 < foot]
        bands += [column for column in _columns(between) if column]
        if table:
            bands.append(table)
            top = table[-1].bottom
    return bands


def _columns(words: list[dict[str, Any]]) -> list[list[Line]]:
    """Words read into lines, one list a column; what spans the columns divides them into parts one under the other."""
    if not words:
        return []
    gutter = _gutter(words)
    if gutter is None:
        return [_lines(words, 0)]
    spanning = [line for line in _grouped(words) if _crosses(line, gutter)]
    parts: list[list[Line]] = []
    top = float("-inf")
    for line in [*spanning, None]:
        foot = min(word["top"] for word in line) if line else float("inf")
        between = [word for word in words if top <= word["top"] < foot and not any(word in each for each in spanning)]
        parts.append(_lines([word for word in between if word["x1"] <= gutter + 1], 1))
        parts.append(_lines([word for word in between if word["x1"] > gutter + 1], 2))
        if line:
            parts.append(_lines(line, 0))
            top = foot
    return parts


def _gutter(words: list[dict[str, Any]]) -> float | None:
    """The middle of the free strip between two columns of text; None on a page of one column."""
    low, high = min(word["x0"] for word in words), max(word["x1"] for word in words)
    lines = _grouped(words)
    if len(lines) < 8 or high - low < 250:
        return None
    best: tuple[int, float] | None = None
    for step in range(35, 66):
        x = low + (high - low) * step / 100
        crossing = sum(_crosses(line, x) for line in lines)
        before = sum(line[0]["x1"] < x for line in lines)
        after = sum(line[-1]["x0"] > x for line in lines)
        if min(before, after) >= 0.4 * len(lines) and (best is None or crossing < best[0]):
            best = (crossing, x)
    return best[1] if best and best[0] <= 0.2 * len(lines) else None


def _crosses(line: list[dict[str, Any]], x: float) -> bool:
    """Whether text runs over `x`: through a word, or with no more than a blank between words there."""
    return any(word["x0"] - 4 < x < word["x1"] + 4 for word in line)


def _grouped(words: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Words grouped to lines by the height at which they stand, from top to foot, each from left to right."""
    lines: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda each: (each["bottom"], each["x0"])):
        height = max(word["bottom"] - word["top"], 1.0)
        if lines and abs(lines[-1][-1]["bottom"] - word["bottom"]) < 0.4 * height:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda each: float(each["x0"])) for line in lines]


def _lines(words: list[dict[str, Any]], column: int) -> list[Line]:
    grouped = _grouped(words)
    right = max((word["x1"] for word in words), default=0.0)
    found: list[Line] = []
    for line in grouped:
        sizes = Counter(round(word["size"], 1) for word in line)
        top, bottom = min(word["top"] for word in line), max(word["bottom"] for word in line)
        found.append(
            Line(
                text=_said(line),
                x0=line[0]["x0"],
                x1=line[-1]["x1"],
                top=top,
                bottom=bottom,
                size=sizes.most_common(1)[0][0],
                bold=all(_is_bold(word["fontname"]) for word in line),
                right=right,
                gap=max(top - found[-1].bottom, 0.01) if found else 0.0,
                first_word=line[0]["x1"] - line[0]["x0"],
                column=column,
            )
        )
    return found


def _said(line: list[dict[str, Any]]) -> str:
    """The words of a line, struck ones marked."""
    runs = groupby(line, key=lambda word: bool(word["struck"]))
    texts = ((" ".join(word["text"] for word in words), is_struck) for is_struck, words in runs)
    return " ".join(struck(text) if is_struck else text for text, is_struck in texts)


def _is_bold(font: str) -> bool:
    return re.search(r"bold|black|heavy|semib|demi", font, re.IGNORECASE) is not None
