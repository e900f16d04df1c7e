"""The term of a list of areas of work, and the day on which it was chosen."""

import re

from ingest.dates import starts_on
from ingest.focus_entries import list_rules
from ingest.reading import Reading
from kg.extraction import Span


def term_of(reading: Reading, at: int, intro: Span) -> str | None:
    """The term of a list: stated with it or in its heading, else the year in which it was chosen."""
    rules, words = list_rules(), reading.text(intro)
    today = reading.document.date or "9999"
    dates = [date for date in reading.dates_in(intro) if starts_on(date.when.edtf) <= today or date.when.stated]
    for date in dates:
        if rules["stated"].search(reading.text(Span(intro.start, date.span.start))) and re.fullmatch(
            r"\d{4}(?:/\d{4})?", date.when.edtf
        ):
            return date.when.edtf
    if rules["coming"].search(words) and reading.document.date:
        return reading.document.date[:4]
    if dates:
        return dates[-1].when.edtf[:4]
    titled = next((re.search(r"\b(?:19|20)\d\d\b", title) for title in reading.structure.blocks[at].section[-1:]), None)
    if titled and rules["noun"].search(reading.structure.blocks[at].section[-1]):
        return titled.group()
    told = _told_before(reading, at, intro)
    return told[:4] if told else today[:4] if today != "9999" else None


def _told_before(reading: Reading, at: int, intro: Span) -> str | None:
    """The EDTF date told last before a sentence, in its block or the three before, that is not after the document's."""
    low = max(0, at - 3)
    for block in reversed(reading.structure.blocks[low : at + 1]):
        today = reading.document.date or "9999"
        before = [
            d for d in reading.dates_in(block.content) if d.span.start < intro.start and starts_on(d.when.edtf) <= today
        ]
        if before:
            return before[-1].when.edtf
    return None


def chosen_on(reading: Reading, at: int, intro: Span) -> str | None:
    """When a list was chosen: the date of its sentence that is no target, else the last date told before it."""
    for date in reading.dates_in(intro):
        if (
            not (
                list_rules()["stated"].search(reading.text(Span(intro.start, date.span.start)))
                and re.fullmatch(r"\d{4}(?:/\d{4})?", date.when.edtf)
            )
            or len(reading.dates_in(intro)) == 1
        ):
            return date.when.edtf
    return _told_before(reading, at, intro)
