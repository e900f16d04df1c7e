"""Dates that name their day, month, season or year: one reader a kind of pattern."""

from dataclasses import replace
from datetime import date

from ingest.dates_frame import (
    Frame,
    Groups,
    Read,
    Reader,
    anchor_of,
    day_of_month,
    fitting_day,
    fitting_year,
    interval_of,
    month_end,
    number_of,
    step_of,
    year_of,
)


def _month_and_year(groups: Groups, frame: Frame, suffix: str = "") -> tuple[int, int, bool]:
    month = number_of("month", groups["month" + suffix])
    if "year" + suffix in groups:
        year, stated = year_of(groups["year" + suffix], frame)
        return year, month, stated
    return fitting_year(month, month, frame), month, False


def _read_day(groups: Groups, frame: Frame) -> Read:
    month, day = number_of("month", groups["month"]), day_of_month(groups["day"])
    if "year" in groups:
        year, stated = year_of(groups["year"], frame)
        return date(year, month, day).isoformat(), stated
    return fitting_day(month, day, frame).isoformat(), False


def _read_iso_day(groups: Groups, frame: Frame) -> Read:
    return date(int(groups["year"]), int(groups["month"]), int(groups["day"])).isoformat(), True


def _read_iso_month(groups: Groups, frame: Frame) -> Read:
    return f"{groups['year']}-{groups['month']}", True


def _read_numeric(groups: Groups, frame: Frame) -> Read:
    first, second = int(groups["first"]), int(groups["second"])
    before = frame.day_first or groups.get("s") == "."  # nobody who writes the month first parts with full stops
    day, month = (first, second) if (before and second <= 12) or first > 12 else (second, first)
    if "year" in groups:
        year, _ = year_of(groups["year"], frame)
        return date(year, month, day).isoformat(), True
    return fitting_day(month, day, frame).isoformat(), False


def _read_days(groups: Groups, frame: Frame) -> Read:
    low, stated = _read_day(groups, frame)
    high = date.fromisoformat(low).replace(day=day_of_month(groups["day2"])).isoformat()
    return interval_of(low, high), stated


def _read_day_to_day(groups: Groups, frame: Frame) -> Read:
    second = {"day": groups["day2"], "month": groups["month2"]}
    if "year2" in groups:
        second["year"] = groups["year2"]
    high, stated = _read_day(second, frame)
    year = year_of(groups["year"], frame)[0] if "year" in groups else int(high[:4])
    low = date(year, number_of("month", groups["month"]), day_of_month(groups["day"]))
    if low.isoformat() > high and "year" not in groups:
        low = low.replace(year=year - 1)
    return interval_of(low.isoformat(), high), stated


def _read_month(groups: Groups, frame: Frame) -> Read:
    year, month, stated = _month_and_year(groups, frame)
    return f"{year:04}-{month:02}", stated


def _read_months(groups: Groups, frame: Frame) -> Read:
    year2, month2, stated = _month_and_year(groups, frame, "2")
    month = number_of("month", groups["month"])
    year = year_of(groups["year"], frame)[0] if "year" in groups else year2 - (month > month2)
    return interval_of(f"{year:04}-{month:02}", f"{year2:04}-{month2:02}"), stated


def _read_part_of_month(groups: Groups, frame: Frame) -> Read:
    year, month, stated = _month_and_year(groups, frame)
    last = month_end(year, month).day
    part, prefix = groups["part"].lower(), f"{year:04}-{month:02}-"
    if part in ("mid", "middle"):
        return prefix + "15~", stated
    if part in ("start", "beginning"):
        return prefix + "01~", stated
    if part == "end":
        return f"{prefix}{last:02}~", stated
    low, high = {"early": (1, 10), "late": (21, last), "first half": (1, 15), "second half": (16, last)}[part]
    return f"{prefix}{low:02}/{prefix}{high:02}", stated


def _read_part_of_year(groups: Groups, frame: Frame) -> Read:
    year, stated = year_of(groups["year"], frame) if "year" in groups else (anchor_of(frame).year, False)
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


def _read_quarter(groups: Groups, frame: Frame) -> Read:
    word = groups["quarter"]
    number = int(word[1]) if word[1:].isdigit() else number_of("number", word)
    first, last = 3 * number - 2, 3 * number
    year, stated = year_of(groups["year"], frame) if "year" in groups else (fitting_year(first, last, frame), False)
    return f"{year:04}-{first:02}/{year:04}-{last:02}", stated


def _read_season(groups: Groups, frame: Frame) -> Read:
    season = number_of("season", groups["season"])
    if "year" in groups:
        year, stated = year_of(groups["year"], frame)
        return f"{year:04}-{season}", stated
    first = 3 * (season - 20)
    year = fitting_year(first, min(12, first + 2), _looking(frame, groups))
    return f"{year:04}-{season}", False


def _looking(frame: Frame, groups: Groups) -> Frame:
    step = step_of(groups.get("which", ""))
    return replace(frame, look="future" if step > 0 else "past", story=None) if step else frame


def _read_years(groups: Groups, frame: Frame) -> Read:
    low, second = int(groups["year"]), groups["year2"]
    high = int(second) if len(second) == 4 else low // 100 * 100 + int(second)
    if not low < high or (len(second) == 2 and (high - low > 10 or not groups["join"].strip())):
        raise ValueError("not a stretch of years")
    return f"{low:04}/{high:04}", True


def _read_decade(groups: Groups, frame: Frame) -> Read:
    low = int(groups["year"])
    return f"{low:04}/{low + 9:04}", True


def _read_year(groups: Groups, frame: Frame) -> Read:
    return groups["year"], True


CALENDAR: dict[str, Reader] = {
    "day": _read_day,
    "iso-day": _read_iso_day,
    "iso-month": _read_iso_month,
    "numeric": _read_numeric,
    "days": _read_days,
    "day-to-day": _read_day_to_day,
    "month": _read_month,
    "months": _read_months,
    "part-of-month": _read_part_of_month,
    "part-of-year": _read_part_of_year,
    "quarter": _read_quarter,
    "season": _read_season,
    "years": _read_years,
    "decade": _read_decade,
    "year": _read_year,
}
