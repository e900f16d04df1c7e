"""Speaker turns: which words at the start of a block name who speaks."""

import re
from collections.abc import Iterator

from ingest.blocks import Block, Structure
from kg.extraction import Span

_OPENING = re.compile(
    r"[*_\s]*(?:\\?\[(?:name=)?(?P<bracketed>[^\\\]\n:]{1,40})\\?\](?!\()[:*_]*"
    r"|(?P<named>[^\W\d_][\w.’'\-]*(?: [\w.’'\-]+){0,3}"
    r"(?:\s*(?:/|&|,|and)\s*[^\W\d_][\w.’'\-]*(?: [\w.’'\-]+){0,2})*)[*_]*:[*_]*)(?=\s|$)"
)
_BETWEEN = re.compile(r"\s*(?:/|&|,|\+|\band\b)\s*")


def speakers(structure: Structure, block: Block) -> list[Span]:
    """The words that name who speaks in a block, one span a speaker; empty where nobody is named.

    In a turn they are certain. At the start of an item or paragraph (`AB:`, `[Jane]`) they
    are only what may name a speaker: the caller asks whether they mean anybody.
    """
    if block.speaker is not None:
        return list(_parted(structure.text, block.speaker))
    if block.kind not in ("item", "paragraph"):
        return []
    match = _OPENING.match(structure.text, block.content.start, block.content.end)
    if match is None:
        return []
    group = "bracketed" if match["bracketed"] else "named"
    return list(_parted(structure.text, Span(*match.span(group))))


def speech(structure: Structure, block: Block) -> Span:
    """What is said: a block's content without the words that name the speaker."""
    match = _OPENING.match(structure.text, block.content.start, block.content.end)
    start = match.end() if match and block.speaker is None else block.content.start
    if block.speaker is not None and block.speaker.start >= block.content.start:
        match = _OPENING.match(structure.text, block.content.start, block.content.end)
        start = match.end() if match else block.speaker.end
    return Span(min(start, block.content.end), block.content.end)


def _parted(text: str, span: Span) -> Iterator[Span]:
    low = span.start
    for match in [*_BETWEEN.finditer(text, span.start, span.end), None]:
        high = match.start() if match else span.end
        words = text[low:high]
        trimmed = words.strip(" \t*_@[]")
        if trimmed:
            start = low + words.index(trimmed)
            yield Span(start, start + len(trimmed))
        if match:
            low = match.end()
