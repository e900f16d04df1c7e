"""Which months the record covers."""

import calendar
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from webapp.links import with_query


@dataclass(frozen=True, slots=True)
class Month:
    """A month and how many documents are dated in it; `href` lists them."""

    name: str
    short: str
    count: int = 0
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """A year with its twelve months."""

    year: int
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Years from the first to the last that has a document, none left out between."""

    years: tuple[Year, ...] = ()
    undated: int = 0

    @property
    def months(self) -> tuple[Month, ...]:
        """The twelve months' names."""
        return tuple(Month(calendar.month_name[n], calendar.month_abbr[n]) for n in range(1, 13))

    @property
    def caption(self) -> str:
        """What the table counts."""
        rest = f" {self.undated:,} more have no month." if self.undated else ""
        return f"Documents by month; a dot is a month without any.{rest}"

    def as_json(self) -> dict[str, Any]:
        """Counts by month."""
        months = {f"{y.year}-{n:02}": m.count for y in self.years for n, m in enumerate(y.months, 1)}
        return {"months": months, "undated": self.undated}


def coverage(dates: Iterable[str]) -> Coverage:
    """Coverage of documents with these EDTF dates ('' where unknown)."""
    every = list(dates)
    counts = Counter((int(day[:4]), int(day[5:7])) for day in every if _has_month(day))
    if not counts:
        return Coverage(undated=len(every))
    first, last = min(counts)[0], max(counts)[0]
    years = tuple(
        Year(year, tuple(_month(year, n, counts[year, n]) for n in range(1, 13))) for year in range(last, first - 1, -1)
    )
    return Coverage(years, len(every) - sum(counts.values()))


def _has_month(day: str) -> bool:
    return len(day) >= 7 and day[:4].isdigit() and day[5:7].isdigit() and 1 <= int(day[5:7]) <= 12


def _month(year: int, number: int, count: int) -> Month:
    last = calendar.monthrange(year, number)[1]
    href = with_query("/docs", **{"from": f"{year}-{number:02}-01", "to": f"{year}-{number:02}-{last}"})
    return Month(calendar.month_name[number], calendar.month_abbr[number], count, href if count else None)
