"""What was promised, one row for what was promised once and recorded many times."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from kg import edtf, tables
from kg.errors import QueryError
from search.handover_ledger import ledger
from webapp.record import Snapshot

_AFTERWARDS = ("in_state", "due_from", "due_to")
"""Filters of the gathered rows: a later record of the same promise may change its state and date."""


def commitments(snapshot: Snapshot, values: Mapping[str, Any]) -> tables.Table:
    """Commitments with their records gathered, those due first first, undated ones last.

    `values` are those of the question `commitments`. Raises QueryError for a date that is none.
    """
    asked = {name: value for name, value in values.items() if name not in _AFTERWARDS}
    key = ("commitments", tuple(sorted((name, str(value)) for name, value in asked.items())))
    table: tables.Table = snapshot.kept(key, lambda: ledger(snapshot.table("commitments", **asked)))
    low, high = _day(values.get("due_from")), _day(values.get("due_to"))
    state, due, wanted = table.index("state"), table.index("due"), values.get("in_state")
    if wanted and wanted not in snapshot.question("commitments").parameter("in_state").choices:
        raise QueryError(f"“{wanted}” is no state of a commitment.")
    rows = [row for row in table.rows if not wanted or row.cells[state] == wanted]
    if low or high:
        rows = [row for row in rows if _within(row.cells[due], low, high)]
    return replace(table, rows=tuple(rows))


def _day(given: Any) -> date | None:
    if given in (None, ""):
        return None
    try:
        return given if isinstance(given, date) else date.fromisoformat(given)
    except ValueError:
        raise QueryError(f"“{given}” is no day; write it as 2024-03-13.") from None


def _within(due: str, low: date | None, high: date | None) -> bool:
    """May a date in EDTF fall between two days, both included?"""
    try:
        when = edtf.parse(due)
    except ValueError:
        return False
    if when.earliest is None or when.latest is None:
        return False
    return (low is None or when.latest >= low) and (high is None or when.earliest <= high)
