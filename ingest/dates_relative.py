"""Dates that are counted from another: `next Tuesday`, `two weeks ago`, `the end of the month`."""

import re
from datetime import date, timedelta

from ingest.dates_frame import (
    Frame,
    Groups,
    Read,
    Reader,
    add_months,
    anchor_of,
    fitting_year,
    interval_of,
    month_end,
    number_of,
    step_of,
)

_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_WORKING = 7 / 5
"""Days that pass for one working day."""
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_SHORT_UNIT = {"D": "day", "B": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year"}


def _read_relative_month(groups: Groups, frame: Frame) -> Read:
    month, anchor, which = number_of("month", groups["month"]), anchor_of(frame), groups["which"].lower()
    if "last" in which or "past" in which:
        year = anchor.year if month < anchor.month else anchor.year - 1
    elif "next" in which or "coming" in which:
        year = anchor.year if month > anchor.month else anchor.year + 1
    else:
        year = fitting_year(month, month, frame)
    return f"{year:04}-{month:02}", False


def _unit_span(unit: str, step: int, anchor: date) -> tuple[str, date, date]:
    """(EDTF, first day, last day) of the week, month, quarter or year `step` units from the anchor's."""
    unit = unit.lower()
    if unit in ("week", "fortnight", "weekend", "day"):
        length = {"fortnight": 14, "day": 1}.get(unit, 7)
        low = anchor - timedelta(anchor.weekday() if length > 1 else 0) + timedelta(length * step)
        high = low + timedelta(length - 1)
        low = low + timedelta(5) if unit == "weekend" else low
        return interval_of(low.isoformat(), high.isoformat()), low, high
    if unit == "month":
        low = add_months(anchor, step)
        return f"{low:%Y-%m}", low, month_end(low.year, low.month)
    if unit == "quarter":
        low = add_months(date(anchor.year, anchor.month - (anchor.month - 1) % 3, 1), 3 * step)
        high = add_months(low, 3) - timedelta(1)
        return f"{low:%Y-%m}/{high:%Y-%m}", low, high
    year = anchor.year + step
    return f"{year:04}", date(year, 1, 1), date(year, 12, 31)


def _read_relative_part(groups: Groups, frame: Frame) -> Read:
    anchor = anchor_of(frame)
    unit = groups["unit"].lower() if "unit" in groups else _SHORT_UNIT[groups["short"][-1]]
    _, low, high = _unit_span(unit, step_of(groups.get("which", "")), anchor)
    part = groups.get("part", "end").lower()
    if unit == "year":
        return f"{low.year:04}-{'12' if part == 'end' else '01' if part != 'middle' else '06'}~", False
    if part in ("early", "mid", "late"):
        third = (high - low) // 3
        step = {"early": 0, "mid": 1, "late": 2}[part]
        return interval_of((low + step * third).isoformat(), (low + (step + 1) * third).isoformat()), False
    day = low if part in ("start", "beginning") else high if part == "end" else low + (high - low) / 2
    if unit == "week" and part == "end":
        day = high - timedelta(2)
    return day.isoformat() + ("" if unit == "day" else "~"), False


def _read_since_or_till(groups: Groups, frame: Frame) -> Read:
    anchor = anchor_of(frame)
    _, low, high = _unit_span(groups["unit"], 0, anchor)
    first, last = (low, anchor) if groups["side"].lower() == "earlier" else (anchor, high)
    return interval_of(first.isoformat(), last.isoformat()), False


def _read_relative_weekday(groups: Groups, frame: Frame) -> Read:
    anchor, wanted = anchor_of(frame), number_of("weekday", groups["weekday"]) - 1
    week = groups.get("week") or groups.get("week2")
    if week:
        monday = anchor - timedelta(anchor.weekday()) + timedelta(7 * step_of(week))
        return (monday + timedelta(wanted)).isoformat(), False
    ahead = (wanted - anchor.weekday()) % 7
    step = step_of(groups.get("which", "")) or (-1 if frame.look == "past" else 1 if "which" not in groups else 0)
    if step < 0:
        return (anchor - timedelta((anchor.weekday() - wanted) % 7 or 7)).isoformat(), False
    return (anchor + timedelta(ahead or 7 * step)).isoformat(), False


def _read_relative_unit(groups: Groups, frame: Frame) -> Read:
    return _unit_span(groups["unit"], step_of(groups["which"]), anchor_of(frame))[0], False


def _read_ago(groups: Groups, frame: Frame) -> Read:
    anchor, count, unit = anchor_of(frame), number_of("number", groups["number"]), groups["unit"].lower().rstrip("s")
    step = -count if groups["side"].lower() in ("ago", "earlier") else count
    if unit in _DAYS:
        if groups.get("working"):
            return (anchor + timedelta(round(step * _WORKING))).isoformat() + "~", False
        return (anchor + timedelta(step * _DAYS[unit])).isoformat() + ("" if unit == "day" else "~"), False
    if unit == "year":
        return f"{anchor.year + step:04}", False
    return f"{add_months(anchor, step * _MONTHS[unit]):%Y-%m}", False


def _read_stretch(groups: Groups, frame: Frame) -> Read:
    """`Within ten days` is the day on which they end, `the next ten days` is all of them."""
    if groups["side"].lower() == "within":
        return _read_ago(groups, frame)
    anchor, count, unit = (
        anchor_of(frame),
        number_of("number", groups.get("number", "one")),
        groups["unit"].lower().rstrip("s"),
    )
    back = bool(re.search("last|past|previous", groups["side"].lower()))
    if unit in _DAYS:
        other = anchor + timedelta(count * _DAYS[unit] * (-1 if back else 1))
        low, high = sorted((anchor, other))
        return interval_of(low.isoformat(), high.isoformat()), False
    other = add_months(anchor, count * _MONTHS[unit] * (-1 if back else 1))
    low, high = sorted((anchor.replace(day=1), other))
    return f"{low:%Y-%m}/{high:%Y-%m}", False


def _read_today(groups: Groups, frame: Frame) -> Read:
    step = {"yesterday": -1, "tomorrow": 1}.get(groups["word"].lower(), 0)
    return (anchor_of(frame) + timedelta(step)).isoformat(), False


def _read_next_meeting(groups: Groups, frame: Frame) -> Read:
    if frame.next_meeting is None:
        raise ValueError("the next meeting is not known")
    return frame.next_meeting.isoformat(), False


RELATIVE: dict[str, Reader] = {
    "relative-month": _read_relative_month,
    "relative-part": _read_relative_part,
    "since-or-till": _read_since_or_till,
    "relative-weekday": _read_relative_weekday,
    "relative-unit": _read_relative_unit,
    "ago": _read_ago,
    "stretch": _read_stretch,
    "today": _read_today,
    "next-meeting": _read_next_meeting,
}
