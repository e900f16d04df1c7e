"""Rows of a table that fall in a time, for questions whose query takes none."""

from dataclasses import replace
from datetime import date

from kg import edtf
from kg.tables import Row, Table

_DATED = ("when", "due", "last", "day", "first", "issued", "month", "term")
"""Columns that date a row, the most telling first; without any it counts by the day of its record."""


def within(table: Table, first: date | None, last: date | None) -> Table:
    """The rows dated, or else recorded, from `first` to `last`, both included; None is no bound.

    A row with several dates is in it where one of them is. One without a date is not, where there is a bound.
    """
    if first is None and last is None:
        return table
    asked = edtf.Interval(first, last)
    names = [column.name for column in table.columns]
    dated = next((names.index(name) for name in _DATED if name in names), None)
    recorded = names.index("recorded") if "recorded" in names else None
    return replace(table, rows=tuple(row for row in table.rows if _falls_in(row, dated, recorded, asked)))


def _falls_in(row: Row, dated: int | None, recorded: int | None, asked: edtf.Interval) -> bool:
    written = row.cells[dated] if dated is not None else ""
    if not written and recorded is not None:
        written = row.cells[recorded]
    days = written.split(", ") if written else [piece.date for piece in row.evidence]
    return any(_means(day, asked) for day in days)


def _means(day: str, asked: edtf.Interval) -> bool:
    try:
        return edtf.parse(day).overlaps(asked)
    except ValueError:
        return False
