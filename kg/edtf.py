"""Dates as EDTF strings and the days they can mean.

The subset of the Extended Date/Time Format (Library of Congress, 2019; levels 0 and 1) that
minutes need: `2022`, `2022-03`, `2022-03-14`, the seasons `2022-21` to `2022-24`, each with
a mark `~` (approximate), `?` (uncertain) or `%` (both), and intervals `2022-07/2022-12`
of which an end may be open (`..`) or unknown (empty).
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_POINT = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?(?P<mark>[~?%]?)")
_SEASONS = range(21, 25)
_SLACK = timedelta(days=15)
"""How far a day marked `~` reaches to both sides."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The days a date can mean, both ends included; None is an open or unknown end."""

    earliest: date | None
    latest: date | None

    def overlaps(self, other: "Interval") -> bool:
        """Is there a day that both can mean?"""
        return not (_before(self.latest, other.earliest) or _before(other.latest, self.earliest))

    def covers(self, day: date) -> bool:
        """Can it mean `day`?"""
        return self.overlaps(Interval(day, day))


def _before(latest: date | None, earliest: date | None) -> bool:
    return latest is not None and earliest is not None and latest < earliest


@lru_cache(maxsize=1 << 16)
def parse(text: str) -> Interval:
    """The interval that an EDTF string means.

    Seasons run from March (21, spring) in threes; winter (24) ends in February of the next
    year. A day marked `~` reaches 15 days to both sides. Raises ValueError where `text` is
    not in the subset, names no real day, or ends before it begins.
    """
    first, slash, last = text.partition("/")
    if not slash:
        return _point(text)
    earliest = None if first in ("", "..") else _point(first).earliest
    latest = None if last in ("", "..") else _point(last).latest
    if _before(latest, earliest):
        raise ValueError(f"the date {text!r} ends before it begins")
    return Interval(earliest, latest)


def _point(text: str) -> Interval:
    found = _POINT.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not an EDTF date such as 2022, 2022-03, 2022-03-14 or 2022-07/2022-12")
    year, month, day = (int(part) if part else None for part in found.group("year", "month", "day"))
    assert year is not None
    try:
        if day is not None:
            assert month is not None
            slack = _SLACK if found["mark"] == "~" else timedelta(0)
            return Interval(date(year, month, day) - slack, date(year, month, day) + slack)
        if month is not None and month in _SEASONS:
            return _months(year, 3 * (month - 20), 3)
        return _months(year, 1, 12) if month is None else _months(year, month, 1)
    except (ValueError, OverflowError) as problem:
        raise ValueError(f"the date {text!r} names no real day: {problem}") from None


def _months(year: int, month: int, count: int) -> Interval:
    """The `count` whole months from `month` on; months past December fall in the next year."""
    last_year, last_month = year + (month + count - 2) // 12, (month + count - 2) % 12 + 1
    earliest = date(year, month, 1)
    return Interval(earliest, date(last_year, last_month, calendar.monthrange(last_year, last_month)[1]))
