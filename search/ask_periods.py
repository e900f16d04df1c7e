"""The time that a question asks about: given beside its words, and rows that are dated too widely for it."""

from dataclasses import replace
from datetime import date

from kg import edtf
from kg.tables import Table
from search.understanding import Understanding
from search.understanding_dates import Calendar, periods_in

_HAPPENING = frozenset(("decisions", "events", "engagements", "who-engaged"))
"""Questions about what happened on a day, whose rows say when."""


def names_a_time(question: str) -> bool:
    """Does a question name a time, if only by its end, as in `as of June`?"""
    return bool(periods_in(question, Calendar(date.max)))


def asked_within(question: str, first: date | None, last: date | None) -> str:
    """A question that names no time, about the days from `first` to `last`; None is no bound."""
    time = f"from {first} to {last}" if first and last else f"since {first}" if first else f"until {last}"
    return f"{question.rstrip(' ?.')} {time}?" if first or last else question


def told_closely(reading: Understanding, table: Table) -> Table:
    """The table without what is dated by more than the time asked for: what is of 2024 is not known to be of June."""
    period = reading.period
    if period is None or not (period.earliest and period.latest) or reading.kind.question not in _HAPPENING:
        return table
    asked = edtf.Interval(period.earliest, period.latest)
    when, recorded = table.index("when"), table.index("recorded")
    return replace(
        table,
        rows=tuple(
            row for row in table.rows if not _is_wider(row.cells[when], asked) or _is_within(row.cells[recorded], asked)
        ),
    )


def _is_wider(cell: str, asked: edtf.Interval) -> bool:
    days = _interval(cell)
    return bool(
        days
        and days.earliest
        and days.latest
        and asked.earliest
        and asked.latest
        and days.earliest <= asked.earliest
        and asked.latest <= days.latest
        and days != asked
    )


def _is_within(cell: str, asked: edtf.Interval) -> bool:
    return any((days := _interval(one)) is not None and days.overlaps(asked) for one in cell.split(", "))


def _interval(cell: str) -> edtf.Interval | None:
    try:
        return edtf.parse(cell) if cell else None
    except ValueError:
        return None
