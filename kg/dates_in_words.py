"""EDTF dates as people read them: `2022-07/2022-12` is “July to December 2022”."""

import calendar
import re

_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?%]?)")
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_MARKS = {"~": "about ", "?": "perhaps ", "%": "perhaps about ", "": ""}


def words(edtf: str) -> str:
    """`edtf` in words; what is no such date comes back as it is."""
    first, slash, last = edtf.partition("/")
    if not slash:
        return _point(edtf) or edtf
    return _interval(first, last) or edtf


def _interval(first: str, last: str) -> str | None:
    start, end = _point(first), _point(last)
    if start and last in ("", ".."):
        return f"since {start}"
    if end and first in ("", ".."):
        return f"until {end}"
    if not start or not end:
        return None
    if first[:4] == last[:4] and len(first) == len(last) > 4:
        start = start.removesuffix(f" {first[:4]}")
    return f"{start} to {end}"


def _point(edtf: str) -> str | None:
    match = _POINT.fullmatch(edtf)
    if not match:
        return None
    year, month, day, mark = match.groups()
    about = _MARKS[mark]
    if month is None:
        return f"{about}{year}"
    number = int(month)
    if number in _SEASONS and day is None:
        return f"{about}{_SEASONS[number]} {year}"
    if not 1 <= number <= 12 or (day is not None and not 1 <= int(day) <= 31):
        return None
    name = calendar.month_name[number]
    return f"{about}{int(day)} {name} {year}" if day else f"{about}{name} {year}"
