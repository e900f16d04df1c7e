"""What the words of a date mean: one resolver a kind of pattern, each giving EDTF and whether it was stated."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Literal

from ingest.rules import load_rules

Look = Literal["future", "past"] | None
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_SHORT_UNIT = {"D": "day", "B": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year"}


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


@cache
def _words() -> dict[str, dict[str, int]]:
    """The numbers of months, weekdays, seasons and number words, by kind and lower-case word."""
    return {
        kind: {word.lower(): int(number) for number, alternatives in table.items() for word in alternatives}
        for kind, table in load_rules("dates")["words"].items()
    }


def resolve(kind: str, match: re.Match[str], frame: Frame) -> tuple[str, bool] | None:
    """(EDTF, stated) of a match, None where it is no real date or cannot be worked out."""
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    try:
        return _RESOLVERS[kind](groups, frame)
    except (ValueError, OverflowError):
        return None


def _number(kind: str, word: str) -> int:
    clean = word.lower().rstrip(".")
    return int(clean) if clean.isdigit() else _words()[kind][clean]


def _day(word: str) -> int:
    return int(re.sub(r"\D", "", word))


def _year(word: str, frame: Frame) -> tuple[int, bool]:
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
    return _anchor(frame).year + _step(word), False


def _step(word: str) -> int:
    lowered = word.lower()
    if re.search(r"\b(?:last|previous|past)\b", lowered):
        return -1
    return 1 if re.search(r"\b(?:next|following|coming)\b", lowered) else 0


def _anchor(frame: Frame) -> date:
    if frame.anchor is None:
        raise ValueError("no day to count from")
    return frame.anchor


def _add_months(day: date, months: int) -> date:
    """The first of the month `months` after that of `day`."""
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _fitting_year(first: int, last: int, frame: Frame) -> int:
    """The year in which the months `first` to `last` fit the story, the tense, or the anchor best."""
    if frame.story and frame.look != "future":
        return frame.story.year + (last < frame.story.month)
    anchor = _anchor(frame)
    years = (anchor.year - 1, anchor.year, anchor.year + 1)
    spans = {y: (date(y, first, 1), _month_end(y, last)) for y in years}
    if frame.look == "past":
        return max(y for y, (low, _) in spans.items() if low <= anchor)
    if frame.look == "future":
        return min(y for y, (_, high) in spans.items() if high >= anchor)
    return min(years, key=lambda y: max((spans[y][0] - anchor).days, (anchor - spans[y][1]).days, 0))


def _month_and_year(groups: dict[str, str], frame: Frame, suffix: str = "") -> tuple[int, int, bool]:
    month = _number("month", groups["month" + suffix])
    if "year" + suffix in groups:
        year, stated = _year(groups["year" + suffix], frame)
        return year, month, stated
    return _fitting_year(month, month, frame), month, False


def _read_day(groups: dict[str, str], frame: Frame) -> tuple[str, bool]:
    month, day = _number("month", groups["month"]), _day(groups["day"])
    if "year" in groups:
        year, stated = _year(groups["year"], frame)
        return date(year, month, day).isoformat(), stated
    return _fitting_day(month, day, frame).isoformat(), False


def _fitting_day(month: int, day: int, frame: Frame) -> date:
    if frame.story and frame.look != "future":
        return date(_fitting_year(month, month, frame), month, day)
    anchor = _anchor(frame)
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


def _read_iso_day(groups: dict[str, str], frame: Frame) -> tuple[str, bool]:
    return date(int(groups["year"]), int(groups["month"]), int(groups["day"])).isoformat(), True


def _read_iso_month(groups: dict[str, str], frame: Frame) -> tuple[str, bool]:
    return f"{groups['year']}-{groups['month']}", True


def _read_numeric(groups: dict[str, str], frame: Frame) -> tuple[str, bool]:
    first, second = int(groups["first"]), int(groups["second"])
    day, month = (first, second) if (frame.day_first and second <= 12) or first > 12 else (second, first)
    if "year" in groups:
        year, _ = _year(groups["year"], frame)
        return date(year, month, day).isoformat(), True
    return _fitting_day(month, day, frame).isoformat(), False


def _read_days(groups: dict[str, str], frame: Frame) -> tuple[str, bool]:
    low, stated = _read_day(groups, frame)
    high = date.fromisoformat(low).replace(day=_day(groups["day2"])).isoformat()
    return _interval(low, high), stated


def _read_day_to_day(groups: dict[str, str], frame: Frame) -> tuple[str, bool]:
    second = {"day": groups["day2"], "month": groups["month2"]}
    if "year2" in groups:
        second["year"] = groups["year2"]
    high, stated = _read_day(second, frame)
    year = _year(groups["year"], frame)[0] if "year" in groups else int(high[:4])
    low = date(year, _number("month", groups["month"]), _day(groups["day"]))
    if low.isoformat() > high and "year" not in groups:
        low = low.replace(year=year - 1)
    return _interval(low.isoformat(), high), stated


def _read_month(groups: dict[str, str], frame: Frame) -> tuple[str, bool]:
    year, month, stated = _month_and_year(groups, frame)
    return f"{year:04}-{month:02}", stated


def _read_months(groups: dict[str, str], frame: Frame) -> tuple[str, bool]:
    year2, month2, stated = _month_and_year(groups, frame, "2")
    month = _number("month", groups["month"])
    year = _year(groups["year"], frame)[0] if "year" in groups else year2 - (month > month2)
    return _interval(f"{year:04}-{month:02}", f"{year2:04}-{month2:02}"), stated


def _read_relative_month(groups: dict[str, str], frame: Frame) -> tuple[str, bool]:
    month, anchor, which = _number("month", groups["month"]), _anchor(frame), groups["which"].lower()
    if "last" in which or "past" in which:
        year = anchor.year if month < anchor.month else anchor.year - 1
    elif "next" in which or "coming" in which:
        year = anchor.year if month > anchor.month else anchor.year + 1
    else:
        year = _fitting_year(month, month, frame)
    return f"{year:04}-{month:02}", False


def _read_part_of_month(groups: dict[str, str], frame: Frame) -> tuple[str, bool]:
    year, month, stated = _month_and_year(groups, frame)
    last = _month_end(year, month).day
    part, prefix = groups["part"].lower(), f"{year:04}-{month:02}-"
    if part in ("mid", "middle"):
        return prefix + "15~", stated
    if part in ("start", "beginning"):
        return prefix + "01~", stated
    if part == "end":
        return f"{prefix}{last:02}~", stated
    low, high = {"early": (1, 10), "late": (21, last), "first half": (1, 15), "second half": (16, last)}[part]
    return f"{prefix}{low:02}/{prefix}{high:02}", stated


def _read_part_of_year(groups: dict[str, str], frame: Frame) -> tuple[str, bool]:
    year, stated = _year(groups["year"], frame) if "year" in groups else (_anchor(frame).year, False)
    part = groups["part"].lower()
    if part in ("start", "beginning", "turn"):
        return f"{year:04}-01~", stated
    if part in ("end", "close"):
        return f"{year:04}-12~", stated
    low, high = {
        "early": (1, 4),
        "early part": (1, 4),
        "mid": (5, 8),
        "middle": (5, 8),
        "late": (9, 12),
        "latter part": (7, 12),
        "latter half": (7, 12),
        "first half": (1, 6),
        "second half": (7, 12),
        "h1": (1, 6),
        "h2": (7, 12),
    }[part]
    return f"{year:04}-{low:02}/{year:04}-{high:02}", stated


def _unit_span(unit: str, step: int, anchor: date) -> tuple[str, date, date]:
    """(EDTF, first day, last day) of the week, month, quarter or year `step` units from the anchor's."""
    unit = unit.lower()
    if unit in ("week", "fortnight", "weekend", "day"):
        length = {"fortnight": 14, "day": 1}.get(unit, 7)
        low = anchor - timedelta(anchor.weekday() if length > 1 else 0) + timedelta(length * step)
        high = low + timedelta(length - 1)
        low = low + timedelta(5) if unit == "weekend" else low
        return _interval(low.isoformat(), high.isoformat()), low, high
    if unit == "month":
        low = _add_months(anchor, step)
        return f"{low:%Y-%m}", low, _month_end(low.year, low.month)
    if unit == "quarter":
        low = _add_months(date(anchor.year, anchor.month - (anchor.month - 1) % 3, 1), 3 * step)
        high = _add_months(low, 3) - timedelta(1)
        return f"{low:%Y-%m}/{high:%Y-%m}", low, high
    year = anchor.year + step
    return f"{year:04}", date(year, 1, 1), date(year, 12, 31)


def _read_relative_part(groups: dict[str, str], frame: Frame) -> tuple[str, bool]:
    anchor = _anchor(frame)
    unit = groups["unit"].lower() if "unit" in groups else _SHORT_UNIT[groups["short"][-1]]
    _, low, high = _unit_span(unit, _step(groups.get("which", "")), anchor)
    part = groups.get("part", "end").lower()
    if unit == "year":
        return f"{low.year:04}-{'12' if part == 'end' else '01' if part != 'middle' else '06'}~", False
    day = low if part in ("start", "beginning") else high if part == "end" else low + (high - low) / 2
    if unit == "week" and part == "end":
        day = high - timedelta(2)
    return day.isoformat() + ("" if unit == "day" else "~"), False


def _read_since_or_till(groups: dict[str, str], frame: Frame) -> tuple[str, bool]:
    anchor = _anchor(frame)
    _, low, high = _unit_span(groups["unit"], 0, anchor)
    first, last = (low, anchor) if groups["side"].lower() == "earlier" else (anchor, high)
    return _interval(first.isoformat(), last.isoformat()), False


def _read_quarter(groups: dict[str, str], frame: Frame) -> tuple[str, bool]:
    word = groups["quarter"]
    number = int(word[1]) if word[1:].isdigit() else _number("number", word)
    first, last = 3 * number - 2, 3 * number
    year, stated = _year(groups["year"], frame) if "year" in groups else (_fitting_year(first, last, frame), False)
    return f"{year:04}-{first:02}/{year:04}-{last:02}", stated


def _read_season(groups: dict[str, str], frame: Frame) -> tuple[str, bool]:
    season = _number("season", groups["season"])
    if "year" in groups:
        year, stated = _year(groups["year"], frame)
        return f"{year:04}-{season}", stated
    first = 3 * (season - 20)
    year = _fitting_year(first, min(12, first + 2), _looking(frame, groups))
    return f"{year:04}-{season}", False


def _looking(frame: Frame, groups: dict[str, str]) -> Frame:
    step = _step(groups.get("which", ""))
    return replace(frame, look="future" if step > 0 else "past", story=None) if step else frame


def _read_years(groups: dict[str, str], frame: Frame) -> tuple[str, bool]:
    low, second = int(groups["year"]), groups["year2"]
    high = int(second) if len(second) == 4 else low // 100 * 100 + int(second)
    if not low < high or (len(second) == 2 and (high - low > 10 or not groups["join"].strip())):
        raise ValueError("not a stretch of years")
    return f"{low:04}/{high:04}", True


def _read_decade(groups: dict[str, str], frame: Frame) -> tuple[str, bool]:
    low = int(groups["year"])
    return f"{low:04}/{low + 9:04}", True


def _read_year(groups: dict[str, str], frame: Frame) -> tuple[str, bool]:
    return groups["year"], True


def _read_relative_weekday(groups: dict[str, str], frame: Frame) -> tuple[str, bool]:
    anchor, wanted = _anchor(frame), _number("weekday", groups["weekday"]) - 1
    week = groups.get("week") or groups.get("week2")
    if week:
        monday = anchor - timedelta(anchor.weekday()) + timedelta(7 * _step(week))
        return (monday + timedelta(wanted)).isoformat(), False
    ahead = (wanted - anchor.weekday()) % 7
    step = _step(groups.get("which", "")) or (-1 if frame.look == "past" else 1 if "which" not in groups else 0)
    if step < 0:
        return (anchor - timedelta((anchor.weekday() - wanted) % 7 or 7)).isoformat(), False
    return (anchor + timedelta(ahead or 7 * step)).isoformat(), False


def _read_relative_unit(groups: dict[str, str], frame: Frame) -> tuple[str, bool]:
    return _unit_span(groups["unit"], _step(groups["which"]), _anchor(frame))[0], False


def _read_ago(groups: dict[str, str], frame: Frame) -> tuple[str, bool]:
    anchor, count, unit = _anchor(frame), _number("number", groups["number"]), groups["unit"].lower().rstrip("s")
    step = -count if groups["side"].lower() in ("ago", "earlier") else count
    if unit in _DAYS:
        return (anchor + timedelta(step * _DAYS[unit])).isoformat() + ("" if unit == "day" else "~"), False
    if unit == "year":
        return f"{anchor.year + step:04}", False
    return f"{_add_months(anchor, step * _MONTHS[unit]):%Y-%m}", False


def _read_stretch(groups: dict[str, str], frame: Frame) -> tuple[str, bool]:
    anchor, count, unit = (
        _anchor(frame),
        _number("number", groups.get("number", "one")),
        groups["unit"].lower().rstrip("s"),
    )
    back = bool(re.search("last|past|previous", groups["side"].lower()))
    if unit in _DAYS:
        other = anchor + timedelta(count * _DAYS[unit] * (-1 if back else 1))
        low, high = sorted((anchor, other))
        return _interval(low.isoformat(), high.isoformat()), False
    other = _add_months(anchor, count * _MONTHS[unit] * (-1 if back else 1))
    low, high = sorted((anchor.replace(day=1), other))
    return f"{low:%Y-%m}/{high:%Y-%m}", False


def _read_today(groups: dict[str, str], frame: Frame) -> tuple[str, bool]:
    step = {"yesterday": -1, "tomorrow": 1}.get(groups["word"].lower(), 0)
    return (_anchor(frame) + timedelta(step)).isoformat(), False


def _read_next_meeting(groups: dict[str, str], frame: Frame) -> tuple[str, bool]:
    if frame.next_meeting is None:
        raise ValueError("the next meeting is not known")
    return frame.next_meeting.isoformat(), False


def _interval(low: str, high: str) -> str:
    if low > high:
        raise ValueError("an interval ends before it begins")
    return f"{low}/{high}" if low != high else low


_RESOLVERS: dict[str, Callable[[dict[str, str], Frame], tuple[str, bool]]] = {
    "iso-day": _read_iso_day,
    "iso-month": _read_iso_month,
    "numeric": _read_numeric,
    "days": _read_days,
    "day-to-day": _read_day_to_day,
    "day": _read_day,
    "month": _read_month,
    "months": _read_months,
    "relative-month": _read_relative_month,
    "part-of-month": _read_part_of_month,
    "part-of-year": _read_part_of_year,
    "relative-part": _read_relative_part,
    "since-or-till": _read_since_or_till,
    "quarter": _read_quarter,
    "season": _read_season,
    "years": _read_years,
    "decade": _read_decade,
    "year": _read_year,
    "relative-weekday": _read_relative_weekday,
    "relative-unit": _read_relative_unit,
    "ago": _read_ago,
    "stretch": _read_stretch,
    "today": _read_today,
    "next-meeting": _read_next_meeting,
}
