"""The dates of a document, each read against the meeting it belongs to."""

import re
from collections.abc import Iterator
from datetime import date

from ingest.blocks import Sitting, Structure
from ingest.dates import Frame, find_dates
from ingest.lines import visible
from ingest.metadata import Description
from ingest.reading import DateMention
from kg import edtf
from kg.extraction import Span

_ANNOUNCES = re.compile(
    r"\b(?:next|following|future|forthcoming) (?:[\w-]+ ){0,2}(?:meetings?|fgb|session|call|telecon|plenary|sitting)\b"
    r"|\bdates? of (?:[\w-]+ ){0,3}meetings?\b|\badjourned (?:to|till|until)\b|\bnext (?:fgb|board|meeting)\W*:",
    re.IGNORECASE,
)
"""Words that announce the day of the meeting to come."""
_SENTENCE_END = re.compile(r"(?<=[a-z0-9]{2})[.;]\s+(?=[A-Z])")


def dates_of(structure: Structure, description: Description) -> Iterator[DateMention]:
    """Every date of the text, each resolved against its own meeting, else the document."""
    shown = visible(structure.text)
    at = 0
    blocks = structure.blocks
    for sitting in structure.sittings:
        start, end = blocks[sitting.first].span.start, blocks[sitting.last - 1].span.end
        yield from _dates_in(shown, at, start, description.date, None, description.day_first)
        following = _next_meeting(structure, sitting, shown, description.day_first)
        yield from _dates_in(shown, start, end, sitting.date, following, description.day_first)
        at = end
    yield from _dates_in(shown, at, len(shown), description.date, None, description.day_first)


def _dates_in(
    text: str, start: int, end: int, held_on: str | None, following: date | None, day_first: bool
) -> Iterator[DateMention]:
    frame = Frame(_last_day(held_on), day_first, following)
    for mention in find_dates(text[start:end], frame):
        yield DateMention(Span(start + mention.span.start, start + mention.span.end), mention.when)


def _last_day(held_on: str | None) -> date | None:
    """The day that dates without a year are read against: the last where a meeting took a few."""
    first, _, last = (held_on or "").partition("/")
    opened, closed = day_of(first or None), day_of(last or None)
    if opened and closed and (closed - opened).days < 7:
        return closed
    return day_of(held_on)


def day_of(edtf_date: str | None) -> date | None:
    """The day that a date means, None where it means more or less than one."""
    if edtf_date is None or "/" in edtf_date:
        return None
    interval = edtf.parse(edtf_date.rstrip("~?%"))
    return interval.earliest if interval.earliest == interval.latest else None


def _next_meeting(structure: Structure, sitting: Sitting, text: str, day_first: bool) -> date | None:
    """The day of the meeting after this one: the next in the same text, else the one that the text announces."""
    held = day_of(sitting.date)
    if held is None:
        return None
    others = (day_of(other.date) for other in structure.sittings)
    later = sorted(day for day in others if day and day > held)
    if later:
        return later[0]
    for block in structure.blocks[sitting.first : sitting.last]:
        words = text[block.span.start : block.span.end]
        announced = _ANNOUNCES.search(words)
        if announced is None and not _ANNOUNCES.search(block.section[-1] if block.section else ""):
            continue
        said = _SENTENCE_END.split(words[announced.start() :])[0] if announced else words
        for mention in find_dates(said, Frame(held, day_first)):
            day = day_of(mention.when.edtf)
            if day and day > held:
                return day
    return None
