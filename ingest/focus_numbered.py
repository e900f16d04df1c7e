"""Areas of work numbered within running words: `our priorities: (1) Lamps – Ann Ash, on track; (2) Docks – closed`."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.focus_entries import MARKS, Area, clean, label_at, leaders, list_rules
from ingest.focus_sections import is_label, standing
from ingest.focus_terms import term_of
from ingest.reading import Reading
from kg.extraction import Span

_MARK = re.compile(r"(?<![\w.])\(?(?P<number>\d{1,2}|[a-h])\)\s+(?=[*_\"“]*[A-Z])")
_PARTED = re.compile(r"[*_\"”]*\s*(?::|\(|[–—-]\s)")
"""What stands between a label and what is told of it."""


def numbered_within(reading: Reading) -> Iterator[Area]:
    """The areas of each paragraph, row or item that numbers them, where the words in front of them call them areas.

    These are the words before the first number, else the block above or the heading. Every entry has a label
    that is parted from what is told of it.
    """
    text = reading.structure.text
    for number, block in enumerate(reading.structure.blocks):
        content = block.content
        if block.kind == "heading" or ") " not in text[content.start : content.end]:
            continue
        marks = list(_MARK.finditer(text, content.start, content.end))
        places = [mark["number"] for mark in marks]
        if len(marks) < 2 or places not in (list("123456789")[: len(marks)], list("abcdefgh")[: len(marks)]):
            continue
        told = _told_before(reading, number, marks[0].start())
        if told is None:
            continue
        ends = [*(mark.start() for mark in marks[1:]), content.end]
        entries = [Span(mark.end(), end) for mark, end in zip(marks, ends, strict=True)]
        found = [area for entry in entries if (area := _area(reading, number, entry, told))]
        yield from found if len(found) == len(entries) else ()


def _told_before(reading: Reading, number: int, start: int) -> Span | None:
    """The words that call what is numbered areas of work."""
    blocks = reading.structure.blocks
    content = blocks[number].content
    before = Span(content.start, start)
    if not re.search(r"[^\W\d_]{3}", reading.text(before)):
        before = blocks[number - 1].content if number else content
    calls = list_rules()["counted_or_ours"].search(reading.text(before))
    return before if calls and not list_rules()["other"].search(reading.text(before)) else None


def _area(reading: Reading, number: int, entry: Span, told: Span) -> Area | None:
    text = reading.structure.text
    span = label_at(text, entry)
    label = clean(text[span.start : span.end]) if span else ""
    if span is None or not _PARTED.match(text, span.end, entry.end) or not is_label(reading, span, label):
        return None
    rest = text[span.end : entry.end].strip(MARKS + "-–—()|")
    area = Area(label, span, term_of(reading, number, told), rest, rest or None, rule="focus/numbered", block=number)
    area = replace(area, led_by=leaders(reading, span, entry))
    for status, proof in standing(reading, [Span(span.end, entry.end)]):
        return replace(area, status=status, proof=proof)
    return area
