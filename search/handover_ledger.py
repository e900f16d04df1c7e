"""The ledger of commitments: one line for what was promised once and recorded many times.

Minutes repeat an action until it is done. Two records are of one commitment where they share
an owner and most of their words; the later record says how it stands.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache

from kg import edtf
from kg.identifiers import name_key
from kg.questions import Column
from kg.tables import Row, Table
from search.understanding_grammar import stem, vocabulary

_ALIKE = 0.5
"""Share of the words of both that two records must have in common (Jaccard's coefficient)."""
_LOOK_BACK = 100
"""Commitments of an owner that a record is compared with, the latest first."""
_SETTLED = ("done", "dropped")


def ledger(table: Table, states: Collection[str] = ()) -> Table:
    """Commitments with their records gathered, in the order of the table; only those in `states` where given.

    The columns are those of the question `commitments` and how often each was recorded. The
    row is that of the last record, with the facts of all of them; where that gives no date,
    the last date given stands.
    """
    position = {column.name: number for number, column in enumerate(table.columns)}
    entries: list[list[Row]] = []
    owned: dict[str, list[int]] = {}
    for row in sorted(table.rows, key=lambda row: row.cells[position["recorded"]]):
        owners = row.links[position["owner"]]
        number = _same(row, owners, entries, owned, position)
        if number is None:
            number = len(entries)
            entries.append([])
            for owner in owners:
                owned.setdefault(owner, []).append(number)
        entries[number].append(row)
    rows = [_entry(records, position) for records in entries]
    if states:
        rows = [row for row in rows if row.cells[position["state"]] in states]
    rows.sort(key=lambda row: (row.cells[position["due"]] or "9999", row.cells[position["recorded"]], row.facts))
    return replace(table, columns=(*table.columns, Column("times", "Times recorded")), rows=tuple(rows))


def _same(
    row: Row, owners: Sequence[str], entries: list[list[Row]], owned: dict[str, list[int]], position: dict[str, int]
) -> int | None:
    """The entry that this record is of, None where it is the first of its own."""
    words = _words(row.cells[position["what"]])
    recorded = position["recorded"]
    best, likeness = None, _ALIKE
    for owner in owners:
        for number in reversed(owned.get(owner, [])[-_LOOK_BACK:]):
            last = entries[number][-1]
            others = _words(last.cells[position["what"]])
            shared = len(words & others)
            alike = shared / len(words | others) if words | others else 0.0
            if shared >= 2 and alike > likeness and last.cells[recorded] < row.cells[recorded]:
                if last.cells[position["state"]] in _SETTLED:
                    continue
                best, likeness = number, alike
    return best


def _entry(records: Sequence[Row], position: dict[str, int]) -> Row:
    last = records[-1]
    cells = list(last.cells)
    due, state = position["due"], position["state"]
    cells[due] = next((row.cells[due] for row in reversed(records) if row.cells[due]), "")
    if cells[due] and cells[state] == "open" and _is_past(cells[due], last.cells[position["recorded"]]):
        cells[state] = "overdue"
    facts = tuple(dict.fromkeys(fact for row in reversed(records) for fact in row.facts))
    return replace(last, cells=(*cells, str(len(records))), links=(*last.links, ()), facts=facts)


def _is_past(due: str, day: str) -> bool:
    """Does a due date end before the day on which the commitment was last recorded?"""
    try:
        latest = edtf.parse(due).latest
    except ValueError:
        return False
    return latest is not None and latest.isoformat() < day


@lru_cache(maxsize=20_000)
def _words(what: str) -> frozenset[str]:
    """The telling words of a commitment, without endings and numbers."""
    return frozenset(
        stem(word) for word in name_key(what).split() if word not in vocabulary().filler and not word.isdigit()
    )
