"""Dates by the calendars that bodies keep: terms, academic and financial years, feasts, the nth weekday of a month."""

import calendar
from datetime import date, timedelta

from ingest.dates_frame import (
    Frame,
    Groups,
    Read,
    Reader,
    add_months,
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
from ingest.rules import load_rules


def _stretch(year: int, first: int, count: int) -> tuple[date, date]:
    """The first and the last day of the `count` months from month `first` of `year` on."""
    low = add_months(date(year, 1, 1), first - 1)
    last = add_months(low, count - 1)
    return low, month_end(last.year, last.month)


def _part(groups: Groups, low: date, high: date) -> str:
    """The stretch of whole months from `low` to `high`, or the part of it that the words name."""
    part = groups.get("part", "").lower()
    if part in ("start", "beginning"):
        return f"{low:%Y-%m-%d}~"
    if part in ("end", "close"):
        return f"{high:%Y-%m-%d}~"
    third = (high - low) / 3
    if part in ("early", "mid", "middle", "late"):
        step = {"early": 0, "late": 2}.get(part, 1)
        return interval_of((low + step * third).isoformat(), (low + (step + 1) * third).isoformat())
    return interval_of(f"{low:%Y-%m}", f"{high:%Y-%m}")


def _read_term(groups: Groups, frame: Frame) -> Read:
    first, last = load_rules("dates")["term"][groups["term"].lower()]
    year, stated = year_of(groups["year"], frame) if "year" in groups else (fitting_year(first, last, frame), False)
    return _part(groups, *_stretch(year, first, last - first + 1)), stated


def _read_academic_year(groups: Groups, frame: Frame) -> Read:
    """September to August, in both hemispheres' north; `this academic year` counts from the anchor's."""
    if "year" in groups:
        return _part(groups, *_stretch(_first_of_two(groups), 9, 12)), True
    anchor = anchor_of(frame)
    year = anchor.year - (anchor.month < 9) + step_of(groups["which"])
    return _part(groups, *_stretch(year, 9, 12)), False


def _read_financial_year(groups: Groups, frame: Frame) -> Read:
    """April to March where the day comes before the month, else July to June; a year alone may be either it touches."""
    if "year2" in groups:
        return _part(groups, *_stretch(_first_of_two(groups), 4 if frame.day_first else 7, 12)), False
    return f"{_century(groups['year']):04}~", True


def _read_financial_quarter(groups: Groups, frame: Frame) -> Read:
    first = (4 if frame.day_first else 7) + 3 * (int(groups["quarter"][1]) - 1)
    return _part(groups, *_stretch(_first_of_two(groups), first, 3)), False


def _century(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _first_of_two(groups: Groups) -> int:
    """The first of two years that stand for one that straddles them."""
    first, second = _century(groups["year"]), int(groups["year2"])
    if (first + 1) % (10_000 if second > 99 else 100) != second:
        raise ValueError("not two years in a row")
    return first


def _read_part_of_quarter(groups: Groups, frame: Frame) -> Read:
    first = 3 * int(groups["quarter"][1]) - 2
    year, stated = (
        year_of(groups["year"], frame) if "year" in groups else (fitting_year(first, first + 2, frame), False)
    )
    return _part(groups, *_stretch(year, first, 3)), stated


def _read_week_of(groups: Groups, frame: Frame) -> Read:
    """The seven days that begin, or where the words say so end, on a day."""
    if "first" in groups:
        first, second = int(groups["first"]), int(groups["second"])
        day, month = (first, second) if frame.day_first else (second, first)
    else:
        day, month = day_of_month(groups["day"]), number_of("month", groups["month"])
    stated = "year" in groups
    known = date(year_of(groups["year"], frame)[0], month, day) if stated else fitting_day(month, day, frame)
    ends = groups["side"].lower().endswith(("ending", "e"))
    low = known - timedelta(6) if ends else known
    return interval_of(low.isoformat(), (low + timedelta(6)).isoformat()), stated


def _read_week_of_month(groups: Groups, frame: Frame) -> Read:
    month = number_of("month", groups["month"])
    year, stated = year_of(groups["year"], frame) if "year" in groups else (fitting_year(month, month, frame), False)
    last = month_end(year, month)
    if groups["nth"].lower() == "last":
        return interval_of((last - timedelta(6)).isoformat(), last.isoformat()), stated
    low = date(year, month, 7 * number_of("number", groups["nth"]) - 6)
    return interval_of(low.isoformat(), (low + timedelta(6)).isoformat()), stated


def _read_nth_weekday(groups: Groups, frame: Frame) -> Read:
    weekday, nth = number_of("weekday", groups["weekday"]) - 1, groups["nth"].lower()
    if "month" in groups:
        month = number_of("month", groups["month"])
        year, stated = (
            year_of(groups["year"], frame) if "year" in groups else (fitting_year(month, month, frame), False)
        )
    else:
        low = add_months(anchor_of(frame), step_of(groups.get("which", "")))
        year, month, stated = low.year, low.month, False
    days = [week[weekday] for week in calendar.monthcalendar(year, month) if week[weekday]]
    return date(year, month, days[-1] if nth == "last" else days[_at(nth, days)]).isoformat(), stated


def _at(nth: str, days: list[int]) -> int:
    place = number_of("number", nth) - 1
    if place >= len(days):
        raise ValueError("the month has no such day")
    return place


def _read_weekday_after(groups: Groups, frame: Frame) -> Read:
    """`Tuesday week`, `a fortnight on Tuesday`: so long after the Tuesday to come."""
    anchor, weekday = anchor_of(frame), number_of("weekday", groups["weekday"]) - 1
    ahead = (weekday - anchor.weekday()) % 7 or 7
    later = 14 if groups["later"].lower() == "fortnight" else 7
    return (anchor + timedelta(ahead + later)).isoformat(), False


def _read_bare_day(groups: Groups, frame: Frame) -> Read:
    """`by the 15th`: of this month or the next, of this or the last where the sentence looks back."""
    anchor, day = anchor_of(frame), day_of_month(groups["day"])
    months = [add_months(anchor, step) for step in (-1, 0, 1, 2)]
    days = [low.replace(day=day) for low in months if day <= calendar.monthrange(low.year, low.month)[1]]
    if frame.look == "past":
        return max(each for each in days if each <= anchor).isoformat(), False
    return min(each for each in days if each >= anchor).isoformat(), False


def _read_weekday_day(groups: Groups, frame: Frame) -> Read:
    """`Thursday the 14th`: the nearest day that is both, on the side to which the sentence looks."""
    anchor, wanted, day = anchor_of(frame), number_of("weekday", groups["weekday"]) - 1, day_of_month(groups["day"])
    lows = [add_months(anchor, step) for step in range(-6, 7)]
    days = [low.replace(day=day) for low in lows if day <= calendar.monthrange(low.year, low.month)[1]]
    fitting = [
        each
        for each in days
        if each.weekday() == wanted
        and not (frame.look == "past" and each > anchor)
        and not (frame.look == "future" and each < anchor)
    ]
    return min(fitting, key=lambda each: (abs(each - anchor), each < anchor)).isoformat(), False


def _read_feast(groups: Groups, frame: Frame) -> Read:
    anchor, feast = anchor_of(frame), groups["feast"].lower()
    years = (anchor.year - 1, anchor.year, anchor.year + 1, anchor.year + 2)
    if feast.startswith("new"):
        days = [date(year, 1, 1) for year in years]
    else:
        days = [_easter(year) if feast.startswith("easter") else date(year, 12, 25) for year in years]
    if frame.look == "past" or step_of(groups.get("which", "")) < 0:
        return f"{max(day for day in days if day <= anchor)}~", False
    return f"{min(day for day in days if day >= anchor)}~", False


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, 1991, after Butcher, 1876)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


TERMS: dict[str, Reader] = {
    "term": _read_term,
    "academic-year": _read_academic_year,
    "financial-year": _read_financial_year,
    "financial-quarter": _read_financial_quarter,
    "part-of-quarter": _read_part_of_quarter,
    "week-of": _read_week_of,
    "week-of-month": _read_week_of_month,
    "nth-weekday": _read_nth_weekday,
    "weekday-after": _read_weekday_after,
    "weekday-day": _read_weekday_day,
    "bare-day": _read_bare_day,
    "feast": _read_feast,
}
