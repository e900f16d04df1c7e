"""A document's text laid out for reading: blocks, numbered sentences, and marked stretches.

Pure functions over the text and its passages. Sentences are numbered from 1 through the
whole document, headings included, by `kg.sentences`; so sentence 12 of an unchanged
document is always the same words.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.extraction import Span
from kg.sentences import sentences
from kg.stored import StoredPassage
from webapp.inline import Marks, marks

_HEADING = re.compile(r"\s{0,3}#{1,6}[ \t]+|\s{0,3}#{1,6}$")
_MARKER = re.compile(r"\s*(?:[*+\-•◦▪‣–]|\d{1,3}[.)]|[a-zA-Z][.)]|\(?[ivxlc]{1,5}\)|>)[ \t]+")
_TICK = re.compile(r"\[(?P<tick>[ xX]?)\][ \t]+")
_RULE_LINE = re.compile(r"^[\s|:\-=_*+#`~]*$")
_NAME = 24
"""Code points of the longest name of a column."""
_SEPARATOR = re.compile(r"^\s*\|?\s*:?-{2,}[\s|:\-]*$")


@dataclass(frozen=True, slots=True)
class Highlight:
    """A stretch of text to mark: the words that prove a fact, or that name an entity."""

    start: int
    end: int
    href: str | None = None
    fact: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of words that look and lead alike. `tag` is the HTML element that carries its emphasis."""

    text: str
    tag: str = "span"
    href: str | None = None
    outside: bool = False
    fact: bool = False
    found: bool = False
    anchor: bool = False
    """True for the first segment of the words that were asked for."""

    @property
    def look(self) -> str:
        """The classes of its style sheet."""
        return " ".join(name for name, on in (("fact", self.fact), ("words", self.found)) if on)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its number in the document, its span, its verbatim words, and its segments."""

    number: int
    span: Span
    text: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, item, row or turn. `marker` is a list item's number, `tick` its box.

    A table's row counts as one sentence, laid out in `cells`. A heading's `level` is its depth
    among the headings above it, from 1.
    """

    kind: str
    span: Span
    sentences: tuple[Sentence, ...]
    cells: tuple[tuple[Segment, ...], ...] = ()
    level: int = 0
    marker: str = ""
    tick: str = ""

    @property
    def element(self) -> str:
        """The HTML element; the page's own title is `h1`, so headings begin at `h2`."""
        return f"h{min(max(self.level, 1) + 1, 6)}" if self.kind == "heading" else "p"

    @property
    def look(self) -> str:
        """The classes of its style sheet."""
        if self.kind == "item":
            mark = "ticked" if self.tick else "numbered" if self.marker else "dashed"
            return f"level-{min(max(self.level, 0), 6)} {mark}"
        return self.kind

    @property
    def box(self) -> str:
        """A tick box as a sign."""
        return {"open": "☐", "done": "☑"}.get(self.tick, "")


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that are laid out together: the items of a list, the rows of a table, or one block alone."""

    kind: str
    blocks: tuple[Block, ...]
    header: Block | None = None

    @property
    def label(self) -> str:
        """A name that no other group of the page has."""
        return f"Table from sentence {(self.header or self.blocks[0]).sentences[0].number}"


def lay_out(
    text: str, passages: Sequence[StoredPassage], highlights: Sequence[Highlight] = (), found: Span | None = None
) -> tuple[Group, ...]:
    """The whole text in reading order; words between passages that are no mere rules become plain blocks."""
    page = _Page(text, sorted(highlights, key=lambda each: (each.start, -each.end)), found)
    return _grouped([page.block(kind, span, level) for kind, span, level in _nested(_pieces(text, passages))], text)


def sentence_at(groups: Iterable[Group], offset: int) -> Sentence | None:
    """The sentence that holds `offset`, or the last before it."""
    every = [sentence for group in groups for block in group.blocks for sentence in block.sentences]
    place = bisect_right([sentence.span.start for sentence in every], offset)
    return every[place - 1] if place else None


def _pieces(text: str, passages: Sequence[StoredPassage]) -> Iterable[tuple[str, Span, int]]:
    end = 0
    for passage in sorted(passages, key=lambda each: each.span):
        yield from _between(text, end, passage.span.start)
        yield passage.kind, passage.span, passage.level
        end = max(end, passage.span.end)
    yield from _between(text, end, len(text))


def _nested(pieces: Iterable[tuple[str, Span, int]]) -> Iterable[tuple[str, Span, int]]:
    """The pieces with each heading's level replaced by its depth, so that no level is skipped."""
    above: list[int] = []
    for kind, span, level in pieces:
        if kind == "heading":
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
        yield kind, span, len(above) if kind == "heading" else level


def _between(text: str, start: int, end: int) -> Iterable[tuple[str, Span, int]]:
    """Lines that no passage holds, one block each; blank lines and drawn rules are left out."""
    for match in re.finditer(r"[^\n]+", text[start:end]):
        line = match.group()
        if not _RULE_LINE.match(line) and not line.strip().startswith("<!--"):
            low = start + match.start() + len(line) - len(line.lstrip())
            yield "row" if line.lstrip().startswith("|") else "aside", Span(low, low + len(line.strip())), 0


class _Page:
    """Carries the sentence number through the blocks of one text."""

    def __init__(self, text: str, highlights: Sequence[Highlight], found: Span | None) -> None:
        self.text = text
        self.highlights = highlights
        self.found = found
        self.number = 0
        self.anchored = False

    def block(self, kind: str, span: Span, level: int) -> Block:
        """One block with its markers taken off and its sentences numbered."""
        start, end, marker, tick = span.start, span.end, "", ""
        if kind == "heading" and (match := _HEADING.match(self.text, start, end)):
            start = match.end()
        if kind == "item":
            if match := _MARKER.match(self.text, start, end):
                start, marker = match.end(), match.group().strip()
            if match := _TICK.match(self.text, start, end):
                start, tick = match.end(), "done" if match["tick"].strip() else "open"
        if kind == "row":
            return self._row(span, _cells(self.text, start, end))
        sentences = tuple(self._sentences(Span(start, end), whole=kind == "heading"))
        return Block(kind, span, sentences, (), level, marker if marker[:1].isalnum() else "", tick)

    def _row(self, span: Span, cells: Sequence[Span]) -> Block:
        self.number += 1
        segments = tuple(
            tuple(self._segments(cell, marks(self.text[cell.start : cell.end]), cell.start)) for cell in cells
        )
        row = Sentence(self.number, span, self.text[span.start : span.end], tuple(s for cell in segments for s in cell))
        return Block("row", span, (row,), segments)

    def _sentences(self, content: Span, *, whole: bool) -> Iterable[Sentence]:
        piece = self.text[content.start : content.end]
        inline = marks(piece)
        for span in [Span(0, len(piece))] if whole and piece.strip() else sentences(piece):
            self.number += 1
            place = Span(content.start + span.start, content.start + span.end)
            segments = tuple(self._segments(place, inline, content.start))
            yield Sentence(self.number, place, self.text[place.start : place.end], segments)

    def _segments(self, span: Span, inline: Marks, base: int) -> Iterable[Segment]:
        near = [each for each in self.highlights if each.start < span.end and each.end > span.start]
        cuts = {span.start, span.end}
        for start, end in self._stretches(near, inline, base):
            cuts.update(cut for cut in (start, end) if span.start < cut < span.end)
        edges = sorted(cuts)
        for low, high in pairwise(edges):
            if not any(base + a <= low < base + b for a, b in inline.hidden):
                yield self._segment(low, high, near, inline, base)

    def _stretches(self, near: Sequence[Highlight], inline: Marks, base: int) -> Iterable[tuple[int, int]]:
        yield from ((each.start, each.end) for each in near)
        if self.found:
            yield self.found.start, self.found.end
        yield from ((base + a, base + b) for a, b in inline.hidden)
        yield from ((base + a, base + b) for a, b, _ in inline.styles)
        yield from ((base + a, base + b) for a, b, _ in inline.links)

    def _segment(self, low: int, high: int, near: Sequence[Highlight], inline: Marks, base: int) -> Segment:
        over = [each for each in near if each.start <= low < each.end]
        inner = next((each.href for each in reversed(over) if each.href), None)
        outer = next((url for a, b, url in inline.links if base + a <= low < base + b), None)
        styles = [style for a, b, style in inline.styles if base + a <= low < base + b]
        found = self.found is not None and self.found.start <= low < self.found.end
        anchor = found and not self.anchored
        self.anchored = self.anchored or found
        return Segment(
            text=self.text[low:high],
            tag=styles[-1] if styles else "span",
            href=inner or outer,
            outside=inner is None and outer is not None,
            fact=any(each.fact for each in over),
            found=found,
            anchor=anchor,
        )


def _cells(text: str, start: int, end: int) -> list[Span]:
    """The cells of a table row, without bars and padding; a row without bars is one cell."""
    bars = [start + match.start() for match in re.finditer(r"(?<!\\)\|", text[start:end])]
    edges = [start - 1, *bars, end]
    spans = []
    for low, high in pairwise(edges):
        words = text[low + 1 : high]
        begin = low + 1 + len(words) - len(words.lstrip())
        spans.append(Span(begin, max(begin, begin + len(words.strip()))))
    if bars and spans[0].start == spans[0].end:
        spans = spans[1:]
    if bars and spans and spans[-1].start == spans[-1].end:
        spans = spans[:-1]
    return spans


def _grouped(blocks: Sequence[Block], text: str) -> tuple[Group, ...]:
    groups: list[Group] = []
    run: list[Block] = []
    for number, block in enumerate(blocks):
        run.append(block)
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        joined = block.kind in {"item", "row"} and following is not None and following.kind == block.kind
        if joined and following and not (block.kind == "row" and _is_header(text, following)):
            continue
        groups.append(_group(run, text))
        run = []
    return tuple(groups)


def _is_header(text: str, block: Block) -> bool:
    """True where a line of dashes under the row makes it a table's header."""
    match = re.compile(r"[ \t|]*\n([^\n]*)").match(text, block.span.end)
    return bool(match and _SEPARATOR.match(match[1]))


def _names_columns(run: Sequence[Block]) -> bool:
    """Does the first row of a table that marks no header read as one: short names, no two alike, nothing marked?"""
    first, rest = run[0], run[1:]
    names = ["".join(segment.text for segment in field).strip() for field in first.cells]
    return (
        len(rest) > 1
        and len(names) > 1
        and len(set(names)) == len(names)
        and all(0 < len(name) <= _NAME and not any(sign.isdigit() for sign in name) for name in names)
        and not any(segment.fact or segment.href for field in first.cells for segment in field)
        and any(segment.fact or segment.href for row in rest for field in row.cells for segment in field)
    )


def _group(run: Sequence[Block], text: str) -> Group:
    first = run[0]
    if first.kind == "item":
        return Group("list", tuple(run))
    if first.kind == "row":
        if _is_header(text, first) or _names_columns(run):
            return Group("table", tuple(run[1:]), first)
        return Group("table", tuple(run))
    return Group(first.kind, tuple(run))
