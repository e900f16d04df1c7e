"""What a date is read against, and the arithmetic that every kind of date shares."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from ingest.rules import load_rules

Look = Literal["future", "past"] | None
Read = tuple[str, bool]
"""A date as EDTF, and whether it was stated."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a date is read against.

    `anchor` is the day of the document or meeting, None where unknown; `day_first` tells
    British (12/11 is 12 November) from American order; `next_meeting` is the day of the
    meeting after this one. `look` and `story` are found by `find_dates`: whether the sentence
    looks forward or back, and the dated month that the paragraph has told of last.
    """

    anchor: date | None = None
    day_first: bool = True
    next_meeting: date | None = None
    look: Look = None
    story: date | None = None


Groups = dict[str, str]
"""The named groups of a pattern that matched something."""
Reader = Callable[[Groups, Frame], Read]
"""Reads one kind of date; `ValueError` where it is no real date or there is nothing to count from."""


@cache
def _words() -> dict[str, dict[str, int]]:
    """The numbers of months, weekdays, seasons and number words, by kind and lower-case word."""
    return {
        kind: {word.lower(): int(number) for number, alternatives in table.items() for word in alternatives}
        for kind, table in load_rules("dates")["words"].items()
    }


def number_of(kind: str, word: str) -> int:
    clean = word.lower().rstrip(".")
    return int(clean) if clean.isdigit() else _words()[kind][clean]


def day_of_month(word: str) -> int:
    return int(re.sub(r"\D", "", word))


def year_of(word: str, frame: Frame) -> tuple[int, bool]:
    """(year, stated) of `2022`, `’22`, `22` or `this year`."""
    digits = re.sub(r"\D", "", word)
    if len(digits) == 4:
        return int(digits), True
    if len(digits) == 2:
        limit = (frame.anchor.year if frame.anchor else 2050) + 20
        year = 2000 + int(digits)
        return (year if year <= limit else year - 100), True
    if "same" in word.lower() and frame.story:
        return frame.story.year, False
    return anchor_of(frame).year + step_of(word), False


def step_of(word: str) -> int:
    lowered = word.lower()
    if re.search(r"\b(?:last|previous|past)\b", lowered):
        return -1
    return 1 if re.search(r"\b(?:next|following|coming)\b", lowered) else 0


def anchor_of(frame: Frame) -> date:
    if frame.anchor is None:
        raise ValueError("no day to count from")
    return frame.anchor


def add_months(day: date, months: int) -> date:
    """The first of the month `months` after that of `day`."""
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def fitting_year(first: int, last: int, frame: Frame) -> int:
    """The year in which the months `first` to `last` fit the story, the tense, or the anchor best."""
    if frame.story and frame.look != "future":
        return frame.story.year + (last < frame.story.month)
    anchor = anchor_of(frame)
    years = (anchor.year - 1, anchor.year, anchor.year + 1)
    spans = {y: (date(y, first, 1), month_end(y, last)) for y in years}
    if frame.look == "past":
        return max(y for y, (low, _) in spans.items() if low <= anchor)
    if frame.look == "future":
        return min(y for y, (_, high) in spans.items() if high >= anchor)
    return min(years, key=lambda y: max((spans[y][0] - anchor).days, (anchor - spans[y][1]).days, 0))


def fitting_day(month: int, day: int, frame: Frame) -> date:
    if frame.story and frame.look != "future":
        return date(fitting_year(month, month, frame), month, day)
    anchor = anchor_of(frame)
    days = [
        date(y, month, day)
        for y in (anchor.year - 1, anchor.year, anchor.year + 1)
        if day <= calendar.monthrange(y, month)[1]
    ]
    if frame.look == "past":
        days = [d for d in days if d <= anchor]
    elif frame.look == "future":
        days = [d for d in days if d >= anchor]
    return min(days, key=lambda d: abs((d - anchor).days))


def interval_of(low: str, high: str) -> str:
    if low > high:
        raise ValueError("an interval ends before it begins")
    return f"{low}/{high}" if low != high else low
