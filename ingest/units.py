"""The stretches of a document that each say one thing: sentences, label lines, items."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.blocks import Block
from ingest.people_names import fold
from ingest.reading import Reading
from ingest.turns import speakers, speech
from kg.extraction import Span

_LINE = re.compile(r"\n(?=[ \t]*(?:[*_#\[(>-]{1,3}[ \t]*)?(?:[A-Z@][\w’' ./-]{0,40}:|[A-Z]{2,}\b|[-*•] ))")


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence, or a line that stands for itself, of block number `block`."""

    span: Span
    block: int
    opens: bool
    """Whether it is the first of its block or line."""


def units(reading: Reading, number: int, block: Block) -> Iterator[Unit]:
    """The sentences of a block; a speaker's name and a new labelled line begin a new one."""
    said = spoken(reading, block)
    text = reading.structure.text
    low = said.start
    for match in [*_LINE.finditer(text, said.start, said.end), None]:
        high = match.start() if match else said.end
        opens = True
        for span in _sentences(reading, low, high):
            yield Unit(span, number, opens)
            opens = False
        low = high


CELL = "|"
"""Marker of a paragraph that is a line of a table's cell."""
_BREAK = re.compile(r"\s*(?:<br\s*/?>|\n)\s*(?:[-*•]\s+)?")


def cell_blocks(text: str, block: Block) -> Iterator[Block]:
    """The lines of a table row's cells as paragraphs of their own, each under its column's header as its heading."""
    pieces = [(cell, piece) for cell in block.cells for piece in cell.pieces] if block.marker != "header" else []
    for cell, piece in pieces:
        for span in lines_of(text, piece):
            section = (*block.section, cell.header) if cell.header else block.section
            yield replace(block, kind="paragraph", span=span, content=span, cells=(), marker=CELL, section=section)


def lines_of(text: str, piece: Span) -> Iterator[Span]:
    """The lines of a stretch of a cell that hold anything, in order."""
    low = piece.start
    for match in [*_BREAK.finditer(text, piece.start, piece.end), None]:
        high = match.start() if match else piece.end
        if text[low:high].strip():
            yield Span(low, high)
        low = match.end() if match else high


def spoken(reading: Reading, block: Block) -> Span:
    """A block's content without the speaker's name in front of it, where that means somebody."""
    names = speakers(reading.structure, block)
    known = names and (block.kind == "turn" or all(reading.resolve(reading.text(name), name.start) for name in names))
    return speech(reading.structure, block) if known else block.content


def speaker_ids(reading: Reading, block: Block) -> tuple[str, ...]:
    """Who speaks in a block, as local ids."""
    named = speakers(reading.structure, block)
    if not named and _GOES_ON.match(reading.structure.text, block.content.start):
        named = _speaking_before(reading, block)
    meant = (reading.resolve(reading.text(name), name.start) for name in named)
    return tuple(dict.fromkeys(person for person in meant if person))


_GOES_ON = re.compile(r"\s*(?:\.{3}|…)\s*\w")
"""A scribe's sign that the speaker goes on."""
_BACK = 12


def _speaking_before(reading: Reading, block: Block) -> list[Span]:
    """The name of who spoke last before a line that goes on: `... and I will write it down`."""
    number = reading.block_at(block.span.start)
    for before in reversed(reading.structure.blocks[max(0, number - _BACK) : number]):
        named = speakers(reading.structure, before)
        if before.kind in ("turn", "heading") or any(reading.resolve(reading.text(n), n.start) for n in named):
            return named
    return []


def _sentences(reading: Reading, low: int, high: int) -> Iterator[Span]:
    from kg.sentences import sentences

    for span in sentences(reading.structure.text[low:high]):
        yield Span(low + span.start, low + span.end)


@lru_cache(maxsize=4096)
def section_key(title: str) -> str:
    """A heading or lone label as it is looked up: small letters, no numbering, marks or brackets."""
    plain = re.sub(r"\([^)]*\)|\[[^\]]*\]|[*_`#~]", " ", title)
    plain = re.sub(r"^\W*(?:(?:item\s+)?\d+(?:[.:]\d+)*|[ivxlIVXL]+\.|[A-Z]\.)[.):]?\s+", "", plain)
    return fold(re.sub(r"[\s:.–—-]+$", "", plain.replace("’", "'")).strip())
