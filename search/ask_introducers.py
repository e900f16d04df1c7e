"""Who knows somebody: those with contacts that came about apart from those who only tried."""

from dataclasses import replace

from kg.tables import Row, Table
from search.answers import listing
from search.understanding import Understanding
from search.understanding_dates import Calendar

_TRIED = frozenset(("attempted", "failed"))
"""States of contacts that did not come about."""


def acquainted(table: Table, _reading: Understanding, _calendar: Calendar) -> Table:
    """The rows of those who know whom the question asks for before those who tried; none where nobody knows them."""
    known = [row for row in table.rows if not _only_tried(row, table)]
    tried = [row for row in table.rows if _only_tried(row, table)]
    return replace(table, rows=(*known, *tried) if known else ())


def introducers(table: Table, reading: Understanding) -> dict[str, str]:
    """For the answer: `who` knows them, the `counterpart` through whom, and who only `tried`; {} for other rows."""
    if not {"via", "status", "who"} <= {column.name for column in table.columns}:
        return {}
    asked = {one.label for found in reading.names.values() for one in found}
    who, via = table.index("who"), table.index("via")
    known = [row for row in table.rows if not _only_tried(row, table)]
    names = {row.cells[who] for row in known}
    others = (one for row in known for one in row.cells[via].split(", ") if one not in asked | names)
    return {
        "who": listing(row.cells[who] for row in known),
        "counterpart": listing(others),
        "tried": listing(row.cells[who] for row in table.rows if row.cells[who] not in names),
    }


def _only_tried(row: Row, table: Table) -> bool:
    states = set(filter(None, row.cells[table.index("status")].split(", ")))
    return bool(states) and states <= _TRIED
