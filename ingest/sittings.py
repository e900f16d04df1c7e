"""The meetings that a text of minutes records: one, or one for each dated heading."""

import re
from collections import Counter
from datetime import date

from ingest.blocks import Block, Sitting, Structure
from ingest.dates import Frame, find_dates
from ingest.labels import plain

_DAY = re.compile(r"\d{4}-\d\d-\d\d~?")
_OTHER_MEETING = re.compile(
    r"\b(?:next|future|last|previous) meetings?\b|\bmatters arising\b|\bactions? (?:from|arising)\b", re.IGNORECASE
)
_NOT_HELD = re.compile(r"\b(?:cancell?ed|postponed|no (?:meeting|call)|not held|skipped)\b", re.IGNORECASE)
_ONLY_A_DAY = re.compile(
    r"(?:\w+day,? )?(?:\d{1,2}(?:st|nd|rd|th)?(?: of)? [A-Z]\w+|[A-Z]\w+\.? \d{1,2}(?:st|nd|rd|th)?)\W*"
)


def sittings(
    structure: Structure, held_on: str | None = None, *, title: str = "", day_first: bool = True
) -> tuple[Sitting, ...]:
    """The meetings of a text of minutes, in text order; together they hold all blocks after the first begins.

    Headings of one level that carry two or more different days begin a meeting each; where no
    heading states a year, those that are a day and no more, in the year of `held_on` (EDTF). Without
    them the whole text is one meeting, on `held_on` and under `title`. No blocks, no meetings.
    """
    blocks = structure.blocks
    if not blocks:
        return ()
    starts = _starts(structure, day_first)
    if not starts and (year := re.match(r"\d{4}", held_on or "")):
        starts = _starts(structure, day_first, date(int(year.group()), 7, 1))
    if len({day for _, day in starts}) < 2:
        return (Sitting(title or _title(structure), 0, len(blocks), held_on),)
    ends = [first for first, _ in starts[1:]] + [len(blocks)]
    return tuple(
        Sitting(plain(structure.content(blocks[first])), first, last, day)
        for (first, day), last in zip(starts, ends, strict=True)
    )


def stated_day(words: str, *, day_first: bool = True, anchor: date | None = None) -> str | None:
    """The one day that `words` state in full, as EDTF; None without one or with several."""
    found = {
        mention.when.edtf for mention in find_dates(words, Frame(anchor, day_first)) if mention.when.stated or anchor
    }
    days = {edtf for edtf in found if _DAY.fullmatch(edtf)}
    return days.pop() if len(days) == 1 else None


def _starts(structure: Structure, day_first: bool, middle: date | None = None) -> list[tuple[int, str]]:
    """The first blocks of meetings with their days: dated headings of the level that has most of them.

    With the `middle` of a year, headings that state only a day and a month of it.
    """
    dated = [
        (number, day)
        for number, block in enumerate(structure.blocks)
        if block.kind == "heading"
        and (day := stated_day(_opening(structure, block), day_first=day_first, anchor=middle))
        and (middle is None or _ONLY_A_DAY.fullmatch(_opening(structure, block)))
    ]
    levels = Counter(structure.blocks[number].level for number, _ in dated)
    if not levels:
        return []
    most = min(levels, key=lambda level: (-levels[level], level))
    starts = [(number, day) for number, day in dated if structure.blocks[number].level == most]
    return [(number, day) for number, day in starts if _is_meeting(structure, number)]


def _opening(structure: Structure, block: Block) -> str:
    return plain(structure.content(block))


def _is_meeting(structure: Structure, number: int) -> bool:
    """A dated heading begins a meeting unless it only names one before or to come, or one that was not held."""
    words = structure.content(structure.blocks[number])
    return not _OTHER_MEETING.search(words) and not _NOT_HELD.search(words)


def _title(structure: Structure) -> str:
    first = next((block for block in structure.blocks if block.kind == "heading"), structure.blocks[0])
    return plain(structure.content(first))[:200]
