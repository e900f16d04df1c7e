"""Dates in questions: periods of days, resolved against a given day and the span of the record."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from search.understanding_grammar import grammar

_ISO = r"(?P<iso>\d{4}-(?:0\d|1[0-2])(?:-\d{2})?)"
_SLASHED = r"(?P<slashed>\d{1,2}[/.]\d{1,2}[/.]\d{4})"


_MONTHS = ("m1", "m2", "mm", "m4", "bare", "sole")
"""Groups of months that the question may name without their year."""
_SHORTEST = 3
"""Letters of a month's name cut short."""
_PARTS = {"start": (1, 4), "middle": (5, 4), "end": (9, 4)}
"""First month and number of months that a part of a year takes in."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days that a question means, both ends included, None where open; `start`/`end` are its place in the question."""

    earliest: date | None
    latest: date | None
    start: int
    end: int
    words: str
    parts: "tuple[Period, ...]" = ()
    """The two periods that bound it, where it was said so."""
    yearless: bool = False
    """Did it take its year from the calendar, since the question names none?"""
    meeting: "Period | None" = None
    """The time of the meeting after which it begins, where it is said so: `after the May meeting`."""

    def ahead_of(self, day: date) -> "Period":
        """The same days of the year in which they are next not over."""
        if not (self.yearless and self.latest):
            return self
        years = max(0, day.year - self.latest.year)
        years += self.latest.replace(year=self.latest.year + years, day=min(self.latest.day, 28)) < day
        first, last = (_shift(one, years, "year") if one else None for one in (self.earliest, self.latest))
        return replace(self, earliest=first, latest=last)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What relative dates count from: the day of asking, and the first and last day on record."""

    today: date
    first: date | None = None
    last: date | None = None

    @property
    def anchor(self) -> date:
        """The day that a month without a year looks back from: the last on record, or today if that is earlier."""
        return min(self.today, self.last) if self.last else self.today


def periods_in(question: str, calendar: Calendar) -> list[Period]:
    """The periods that a question names, in its order, without overlaps.

    `between A and B` and `from A to B` make one period. A month without a year is the latest
    one up to the end of the record; `first year` counts from the record's first day.
    """
    points = list(_points(question, calendar))
    found: list[Period] = []
    position = 0
    while position < len(points):
        point = points[position]
        following = points[position + 1] if position + 1 < len(points) else None
        if following and (joined := _joined(question, point, following)):
            found.append(joined)
            position += 2
        else:
            found.append(_related(question, point))
            position += 1
    return found


def seen_from(question: str, calendar: Calendar) -> tuple[str, date] | None:
    """A question without its `as of DATE`, and the last day of that date; None where it says no such thing."""
    for point in _points(question, calendar):
        words = re.search(r",?\s*\bas (?:of|at|on)\s+$", question[: point.start], re.IGNORECASE)
        day = point.latest or point.earliest
        if words and day:
            return f"{question[: words.start()]}{question[point.end :]}".strip(" ,"), day
    return None


def _points(question: str, calendar: Calendar) -> Iterator[Period]:
    for match in _pattern().finditer(question.lower()) if _may_hold_a_date(question) else ():
        days = _days(match, calendar)
        if days and not (match["sole"] and _is_first_name(question, match)):
            words = question[match.start() : match.end()]
            yearless = not re.search(r"\d{4}|['’]\d\d", words) and any(map(match.group, _MONTHS))
            yield Period(*days, match.start(), match.end(), words, yearless=yearless)


def _is_first_name(question: str, month: re.Match[str]) -> bool:
    """Does a name follow the month, as in `April Jones`?"""
    return bool(re.match(r"\s+[A-Z][a-z]", question[month.end() :]))


def _may_hold_a_date(question: str) -> bool:
    """Has it a figure or a word of dates? The pattern of all dates takes long to compile, and is left alone without."""
    words = grammar("dates")
    named = {*words["months"], *words["seasons"], *words["units"]}
    said = {word.removesuffix("s") for word in re.findall(r"[^\W\d_]+", question.lower())}
    short = (
        word for word in said if len(word) >= _SHORTEST and any(month.startswith(word) for month in words["months"])
    )
    return bool(re.search(r"\d", question)) or not said.isdisjoint(named) or any(short)


@cache
def _pattern() -> re.Pattern[str]:
    words: dict[str, Any] = grammar("dates")
    month = "|".join(f"{name}|{name[:3]}|{name[:4]}" if name != "may" else name for name in words["months"])
    sole = "|".join(name for name in words["months"] if name not in words["ambiguous"])
    meetings = "|".join(words["meetings"])
    before = "|".join(rf"(?<=\b{word} )" for word in words["before_month"])
    season, ordinal, count = ("|".join(words[key]) for key in ("seasons", "ordinals", "counts"))
    last, this, following = ("|".join(words[key]) for key in ("last", "this", "next"))
    part, weekday, joining = ("|".join(words[key]) for key in ("parts", "weekdays", "joining"))
    later = rf"(?=\s*(?:{joining})\s*(?:the\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?"
    return re.compile(
        rf"\b(?:(?:{weekday}),?\s+)?(?:{_ISO}|{_SLASHED}"
        rf"|(?:the\s+)?(?P<d8>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m8>{month}){later}(?:{month})\s+(?P<y8>\d{{4}}))"
        rf"|(?:the\s+)?(?P<d9>\d{{1,2}})(?:st|nd|rd|th)?{later}(?P<m9>{month})\s+(?P<y9>\d{{4}}))"
        rf"|(?P<m0>{month}){later}(?:{month})\s+(?P<y0>\d{{4}}))"
        rf"|(?:in\s+)?(?:the\s+)?(?P<mp>{part})(?:\s+of|[\s-])\s*(?P<mm>{month})\.?(?:\s+(?P<my>\d{{4}}))?"
        rf"|(?:the\s+)?(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{month})\.?,?(?:\s+(?P<y1>\d{{4}}))?"
        rf"|(?P<m2>{month})\.?\s+(?:the\s+)?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<y2>\d{{4}}))?"
        rf"|(?:the\s+)?(?P<half>first|second)\s+half\s+of\s+(?P<hy>\d{{4}})"
        rf"|(?:q(?P<q>[1-4])|(?:the\s+)?(?P<qw>first|second|third|fourth|last)\s+quarter)\s+(?:of\s+)?(?P<qy>\d{{4}})"
        rf"|(?:the\s+)?(?P<part>{part})(?:\s+of|[\s-])\s*(?P<py>\d{{4}})"
        rf"|(?:the\s+)?(?P<season>{season})\s+(?:of\s+)?(?P<sy>\d{{4}})"
        rf"|(?P<m3>{month})\.?,?\s+(?:of\s+)?(?P<y3>\d{{4}})"
        rf"|(?:the\s+)?(?:(?P<ord>{ordinal})|(?P<final>final|last))\s+year(?=\s*(?:of|on|\?|$|,))(?!\s+of\s+\d)"
        rf"|(?:the\s+)?(?:(?P<back>{last})|(?P<ahead>{following}))\s+(?P<n>\d+|{count})\s+(?P<nu>day|week|month|year)s?"
        rf"|(?:the\s+)?(?:(?P<rl>{last})|(?P<rt>{this})|(?P<rn>{following}))\s+(?P<ru>week|month|quarter|year)"
        rf"|(?P<ago>\d+|{count})\s+(?P<au>day|week|month|year)s?\s+ago"
        rf"|(?P<named>today|yesterday|tomorrow|now)"
        rf"|(?P<ys>(?:19|20)\d{{2}})\s*(?:-|–|/)\s*(?P<ye>(?:19|20)\d{{2}}|\d{{2}}(?!\d))"
        rf"|(?:(?:the\s+)?(?:calendar\s+)?year\s+)?(?P<year>(?:19|20)\d{{2}})"
        rf"|(?P<ms>{month})\s+['’](?P<ss>\d{{2}})"
        rf"|(?:{before})(?P<m4>{month})\b|(?P<sole>{sole})\b"
        rf"|(?P<bare>{month})\b(?=(?:[’']s)?\s+(?:{meetings})\b)|(?<=\bthe )(?P<bare_season>{season})\b"
        rf")(?!\w)"
    )


def _days(match: re.Match[str], calendar: Calendar) -> tuple[date, date] | None:
    """First and last day that the words mean; None where they name no real day."""
    found = {name: text for name, text in match.groupdict().items() if text is not None}
    try:
        for read in (_written, _part_of_year, _relative):
            days = read(found, calendar)
            if days:
                return days
    except (ValueError, OverflowError):
        return None
    return None


def _written(found: dict[str, str], calendar: Calendar) -> tuple[date, date] | None:
    if iso := found.get("iso"):
        parts = [int(part) for part in iso.split("-")]
        return _month(parts[0], parts[1]) if len(parts) == 2 else _day(*parts)
    if slashed := found.get("slashed"):
        day, month, year = (int(part) for part in re.split(r"[/.]", slashed))
        return _day(year, month, day)
    for number in "1289":
        if day_text := found.get("d" + number):
            month = _month_number(found["m" + number])
            year = int(found.get("y" + number) or _year_of(month, int(day_text), calendar))
            return _day(year, month, int(day_text))
    return _written_month(found, calendar)


def _written_month(found: dict[str, str], calendar: Calendar) -> tuple[date, date] | None:
    name = next((found[key] for key in ("mm", "m0", "ms", "m3", "m4", "bare", "sole") if key in found), None)
    if name is None:
        return None
    month = _month_number(name)
    written = found.get("my") or found.get("y0") or found.get("y3")
    year = 2000 + int(found["ss"]) if "ss" in found else int(written or _year_of(month, 1, calendar))
    first, last = _month(year, month)
    return {
        "start": (first, first.replace(day=10)),
        "middle": (first.replace(day=11), first.replace(day=20)),
        "end": (first.replace(day=21), last),
        "": (first, last),
    }[grammar("dates")["parts"][found["mp"]] if "mm" in found else ""]


def _part_of_year(found: dict[str, str], calendar: Calendar) -> tuple[date, date] | None:
    if season := found.get("bare_season"):
        first = 3 * (grammar("dates")["seasons"][season] - 20)
        return _months(_year_of(first, 1, calendar), first, 3)
    if "ys" in found:
        end = found["ye"] if len(found["ye"]) == 4 else found["ys"][:2] + found["ye"]
        return date(int(found["ys"]), 1, 1), date(int(end), 12, 31)
    for key, first_month, count in (
        ("year", 1, 12),
        ("hy", 1 if found.get("half") == "first" else 7, 6),
        ("qy", 3 * _quarter(found) - 2, 3),
        ("py", *_PARTS[grammar("dates")["parts"].get(found.get("part", ""), "end")]),
        ("sy", 3 * (grammar("dates")["seasons"].get(found.get("season"), 21) - 20), 3),
    ):
        if key in found:
            return _months(int(found[key]), first_month, count)
    return None


def _quarter(found: dict[str, str]) -> int:
    if "qw" in found:
        return min(4, ["first", "second", "third", "fourth", "last"].index(found["qw"]) + 1)
    return int(found.get("q", 1))


def _relative(found: dict[str, str], calendar: Calendar) -> tuple[date, date] | None:
    today, words = calendar.today, grammar("dates")
    if named := found.get("named"):
        day = today + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(named, 0))
        return day, day
    if ordinal := found.get("ord"):
        return _months(calendar.first.year + words["ordinals"].index(ordinal), 1, 12) if calendar.first else None
    if "final" in found:
        last = calendar.last if calendar.last and calendar.last.year < today.year else None
        return _months(last.year if last else today.year - 1, 1, 12)
    for number, unit, sign in (("n", "nu", 1 if "ahead" in found else -1), ("ago", "au", -1)):
        if number in found:
            count = int(found[number]) if found[number].isdigit() else words["counts"].index(found[number]) + 1
            edge = _shift(today, sign * count, found[unit])
            return (today, edge) if sign > 0 else (edge, edge if number == "ago" and found[unit] == "day" else today)
    if whole := found.get("ru"):
        return _whole(today, -1 if "rl" in found else 1 if "rn" in found else 0, whole)
    return None


def _whole(today: date, offset: int, unit: str) -> tuple[date, date]:
    """The whole week, month, quarter or year that lies `offset` of them away."""
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=offset)
        return monday, monday + timedelta(days=6)
    if unit == "year":
        return _months(today.year + offset, 1, 12)
    size = 3 if unit == "quarter" else 1
    index = (today.year * 12 + today.month - 1) // size + offset
    return _months(index * size // 12, index * size % 12 + 1, size)


def _shift(day: date, count: int, unit: str) -> date:
    if unit in ("day", "week"):
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    index = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _month_number(name: str) -> int:
    return next(number for number, month in enumerate(grammar("dates")["months"], 1) if month.startswith(name[:3]))


def _year_of(month: int, day: int, calendar: Calendar) -> int:
    """The year that puts this day of the year last before the anchor."""
    anchor = calendar.anchor
    return anchor.year if (month, day) <= (anchor.month, anchor.day) else anchor.year - 1


def _day(year: int, month: int, day: int) -> tuple[date, date]:
    return date(year, month, day), date(year, month, day)


def _month(year: int, month: int) -> tuple[date, date]:
    return _months(year, month, 1)


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    last_year, last_month = year + (month + count - 2) // 12, (month + count - 2) % 12 + 1
    return date(year, month, 1), date(last_year, last_month, monthrange(last_year, last_month)[1])


def _is_an_end(point: Period) -> bool:
    """Does the period say the end of another, as `the end of May` does? What is before it is before its last day."""
    words = re.findall(r"\w+", point.words.lower())
    return any(grammar("dates")["parts"].get(word) == "end" for word in words)


def _joined(question: str, one: Period, other: Period) -> Period | None:
    """`between A and B`, `from A to B`, `A to B` as one period; None where the two stand apart."""
    middle = re.sub(r"\s+the$", "", question[one.end : other.start].strip().lower())
    before = re.search(r"(\b\w+)\s*$", question[: one.start].lower())
    opener = before[1] if before else ""
    ranged = middle in grammar("dates")["joining"] and (middle != "and" or opener == "between")
    if not ranged or one.earliest is None or other.latest is None or one.earliest > other.latest:
        return None
    start = before.start(1) if before and opener in ("between", "from") else one.start
    return Period(one.earliest, other.latest, start, other.end, question[start : other.end], (one, other))


def _related(question: str, point: Period) -> Period:
    """The period with the relation that stands before it: `since`, `before`, `after`, `by`."""
    lead = question[: point.start].lower()
    onwards = re.match(rf"\s*(?:{'|'.join(grammar('dates')['onwards'])})\b", question[point.end :].lower())
    for relation, phrases in grammar("dates")["relations"].items():
        for phrase in sorted(phrases, key=len, reverse=True):
            match = re.search(rf"\b{phrase}(?:\s+the)?\s*$", lead)
            if not match:
                continue
            earliest, latest = point.earliest, point.latest
            if relation == "after" and latest:
                earliest, latest = latest + timedelta(days=1), None
            elif relation == "since" and (phrase != "from" or onwards):
                latest = None
            elif relation == "before" and earliest:
                whole = phrase in ("until", "till", "up to") or _is_an_end(point)
                latest = latest if whole else earliest - timedelta(days=1)
                earliest = None
            elif relation == "by":
                earliest = None
            words = question[match.start() : point.end]
            if relation == "after" and re.match(
                r"\s*(?:meeting|session|minutes)\b", question[point.end :], re.IGNORECASE
            ):
                point = replace(point, meeting=point)
            return replace(point, earliest=earliest, latest=latest, start=match.start(), words=words)
    return point
