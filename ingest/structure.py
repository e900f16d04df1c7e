"""Text in Markdown conventions, or plain minutes, read into blocks and sittings.

`read_structure` is pure and total: every line with a letter or digit outside front matter,
comments and fenced code ends up in exactly one block, and no text is an error.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.blocks import Block, Structure
from ingest.header import header
from ingest.headings import BOLD, headings, looks_like_minutes
from ingest.labels import Speakers, is_in, label_at, plain
from ingest.lines import BLANK, Line, lines, unescaped, visible
from ingest.sittings import sittings
from ingest.tables import rows
from ingest.wrapping import Wrapping
from kg.extraction import PassageKind, Span

# The order in which word processors nest their bullets.
_OUTER_BULLETS = "•●·\uf0b7"
_INNER_BULLETS = "o◦○■▪□‣\uf0a7"


def read_structure(text: str) -> Structure:
    """The blocks of `text` in order, its header fields as written, and its sittings where it looks like minutes.

    A text of minutes with one date or none is one sitting; a text whose headings carry
    several dates is split at them. `ingest.metadata` and the pipeline settle the rest.
    """
    readable = unescaped(text)
    shown = visible(readable)
    found = list(lines(shown))
    minutes = looks_like_minutes(shown, found)
    blocks = tuple(_Assembly(shown, found, minutes).blocks())
    structure = Structure(readable, blocks, (), header(readable, blocks), written=text)
    return replace(structure, sittings=sittings(structure)) if minutes else structure


@dataclass(frozen=True, slots=True)
class _Above:
    """A list item that later lines may stand under."""

    indent: int
    style: str
    block: int


class _Assembly:
    """Lines put together to blocks; holds what is open: headings, list items, the last block."""

    def __init__(self, text: str, found: list[Line], minutes: bool) -> None:
        self._text = text
        self._lines = found
        self._headings = headings(text, found, minutes)
        self._tables = rows(text, found)
        self._wrapping = Wrapping(text, found)
        self._blocks: list[Block] = []
        self._path: list[tuple[int, str]] = []
        self._items: list[_Above] = []
        self._gap = True
        self._last: Line | None = None
        self._taken = -1

    def blocks(self) -> list[Block]:
        for number, line in enumerate(self._lines):
            if number <= self._taken:
                continue
            if line.sign in ("blank", "rule"):
                self._gap = True
                self._last = None if line.sign == "rule" else self._last
                continue
            self._take(number, line)
            self._gap = False
        return self._with_speakers()

    def _take(self, number: int, line: Line) -> None:
        if number in self._headings:
            self._open_heading(line, *self._headings[number])
        elif number in self._tables:
            row = self._tables[number]
            self._items.clear()
            span = Span(line.start, self._lines[row.last].end)
            self._add(Block("row", span, span, marker=row.marker, cells=row.cells), line)
            self._taken = row.last
        elif line.sign == "item":
            self._open_item(line)
        elif self._continues(line):
            self._extend(line)
        else:
            self._open_paragraph(line)

    def _open_heading(self, line: Line, level: int, content: Span) -> None:
        while self._path and self._path[-1][0] >= level:
            self._path.pop()
        self._items.clear()
        shown_level = min(level, 6)
        self._add(Block("heading", Span(line.start, line.end), content, level=shown_level, marker=line.marker), line)
        title = plain(self._text[content.start : content.end])
        if title:
            self._path.append((level, title))

    def _open_item(self, line: Line) -> None:
        style = _style(line.marker, {above.style for above in self._items})
        while self._items and self._items[-1].indent > line.indent + 1:
            self._items.pop()
        same = [above for above in self._items if abs(above.indent - line.indent) <= 1]
        known = [above for above in same if above.style == style]
        if known:
            del self._items[self._items.index(known[0]) :]
        elif same and not self._nests(same[-1].style, style):
            del self._items[self._items.index(same[0]) :]
        parent = self._items[-1].block if self._items else None
        self._items.append(_Above(line.indent, style, len(self._blocks)))
        span = Span(line.start, line.end)
        content = Span(line.body, line.end)
        self._add(
            Block("item", span, content, len(self._items), marker=line.marker, tick=line.tick, parent=parent), line
        )

    def _nests(self, above: str, style: str) -> bool:
        """Whether a marker of another style at the same indent opens a list inside the item above."""
        if above[0] in "1(":
            return not style.startswith("1") or len(style) > len(above)
        if above in _OUTER_BULLETS and style in _INNER_BULLETS:
            return True
        return self._gap and not style.startswith("1")

    def _open_paragraph(self, line: Line) -> None:
        words = (line.start, line.end)
        if self._gap or (self._items and label_at(self._text, *words)):
            while self._items and self._items[-1].indent >= line.indent:
                self._items.pop()
        if self._gap:
            self._close_attendance(line)
        parent = self._items[-1].block if self._items else None
        kind: PassageKind = "turn" if line.sign == "chat" else "paragraph"
        speaker = Span(*line.speaker) if line.speaker else None
        content = Span(line.body, line.end)
        self._add(
            Block(
                kind,
                Span(line.start, line.end),
                content,
                len(self._items),
                marker=line.marker,
                speaker=speaker,
                parent=parent,
            ),
            line,
        )

    def _close_attendance(self, line: Line) -> None:
        """A sentence after a gap ends an attendance list that a bold or plain word heads."""
        words = self._text[line.body : line.end]
        sentence = words.endswith(".") and len(words.split()) > 6
        headed = bool(self._path) and self._path[-1][0] >= BOLD and is_in(self._path[-1][1], "attendance")
        if sentence and headed and not self._items:
            self._path.pop()

    def _continues(self, line: Line) -> bool:
        if self._gap or self._last is None or line.sign != "prose" or not self._blocks:
            return False
        if self._blocks[-1].kind not in ("paragraph", "item", "turn"):
            return False
        return self._wrapping.joins(self._last, line)

    def _extend(self, line: Line) -> None:
        block = self._blocks[-1]
        self._blocks[-1] = replace(
            block, span=Span(block.span.start, line.end), content=Span(block.content.start, line.end)
        )
        self._last = line

    def _add(self, block: Block, line: Line) -> None:
        self._blocks.append(replace(block, section=tuple(title for _, title in self._path)))
        self._last = line

    def _with_speakers(self) -> list[Block]:
        labels = [self._label(block) for block in self._blocks]
        written = [self._text[label[0] : label[1]] for label in labels if label]
        speakers = Speakers(written, self._listed())
        return [self._told(block, label, speakers) for block, label in zip(self._blocks, labels, strict=True)]

    def _label(self, block: Block) -> tuple[int, int, int] | None:
        if block.kind not in ("paragraph", "item", "turn"):
            return None
        if block.speaker:
            return (block.speaker.start, block.speaker.end, block.content.start)
        label = label_at(self._text, block.content.start, block.content.end)
        return label if label and label[2] < block.content.end else None

    def _told(self, block: Block, label: tuple[int, int, int] | None, speakers: Speakers) -> Block:
        struck = _is_struck(self._text[block.content.start : block.content.end])
        if label is None:
            return replace(block, struck=struck)
        start, end, after = label
        surely = block.kind == "turn" and re.search(r"[<*]", block.marker) is not None
        if surely or self._text[start:end] in speakers:
            kind: PassageKind = "turn" if block.kind == "paragraph" else block.kind
            return replace(
                block, kind=kind, content=Span(after, block.content.end), speaker=Span(start, end), struck=struck
            )
        if block.kind == "turn":
            return replace(block, kind="paragraph", content=block.span, marker="", speaker=None, struck=struck)
        return replace(block, struck=struck)

    def _listed(self) -> Iterator[str]:
        """The words of everything that stands on an attendance list."""
        under: set[int] = set()
        for number, block in enumerate(self._blocks):
            words = self._text[block.content.start : block.content.end]
            label = label_at(self._text, block.content.start, block.content.end)
            if label and is_in(self._text[label[0] : label[1]], "attendance"):
                under.add(number)
                yield self._text[label[2] : block.content.end]
            elif block.kind == "item" and is_in(words, "attendance"):
                under.add(number)
            elif block.parent in under or (block.section and is_in(block.section[-1], "attendance")):
                yield words


def _style(marker: str, open_styles: set[str]) -> str:
    """What makes two list markers one list: the sign of a bullet, the shape and depth of a number.

    A single `i`, `v` or `x` is a number where it opens a list or goes on with one of numbers.
    """
    digits = marker.strip("().:")
    if any(character.isdigit() for character in marker):
        return "1" + ".1" * (digits.count(".") + digits.count("/")) if not marker.startswith("(") else "(1)"
    if digits.isalpha() and marker != "o":
        roman = set(digits.casefold()) <= set("ivxl")
        return (
            "(i)"
            if roman and (len(digits) > 1 or "(i)" in open_styles or (digits in "iI" and "(a)" not in open_styles))
            else "(a)"
        )
    return marker[:1]


def _is_struck(words: str) -> bool:
    shown = words.strip(BLANK + "*_.,;")
    return shown.startswith("~~") and shown.endswith("~~") and len(shown) > 4 and "~~" not in shown[2:-2]
