"""Engagements as a matrix: stakeholders down, quarters across, the newest first, how many in each."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from kg import edtf
from webapp.contexts.ledger import names, value
from webapp.links import path_of, with_query
from webapp.parts import Choice, Link
from webapp.record import Snapshot

Quarter = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A stakeholder, how many engagements in each quarter, and in all."""

    stakeholder: Link
    cells: tuple[Choice, ...]
    total: int


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """Every stakeholder that was engaged, the most engaged first; `undated` engagements stand in the totals only.

    Quarters are the newest first, so that what is new is seen without scrolling.
    """

    quarters: tuple[str, ...]
    lines: tuple[Line, ...]
    undated: int
    title: str = "Stakeholders by quarter"
    kicker: str = "Engagements"

    @property
    def years(self) -> tuple[tuple[str, int], ...]:
        """Years above the quarters, each with how many of them it spans."""
        return tuple((year, len(list(those))) for year, those in groupby(quarter[:4] for quarter in self.quarters))

    @property
    def opens(self) -> frozenset[int]:
        """The places at which a year begins."""
        return frozenset(
            at for at, name in enumerate(self.quarters) if at == 0 or name[:4] != self.quarters[at - 1][:4]
        )

    @property
    def caption(self) -> str:
        """What the table counts."""
        rest = f" {self.undated:,} without a date count in the last column only." if self.undated else ""
        return f"Engagements with each stakeholder; one that lasted is counted in its first quarter.{rest}"

    def as_json(self) -> dict[str, Any]:
        """Counts by stakeholder and quarter, those that are not zero."""
        return {
            "format": "minutebook-page/1",
            "title": self.title,
            "quarters": list(self.quarters),
            "stakeholders": [
                {
                    "stakeholder": line.stakeholder.text,
                    "total": line.total,
                    "counts": {
                        quarter: cell.count
                        for quarter, cell in zip(self.quarters, line.cells, strict=True)
                        if cell.count
                    },
                }
                for line in self.lines
            ],
        }

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """The matrix."""
        rows = [
            [line.stakeholder.text, *(str(cell.count or 0) for cell in line.cells), str(line.total)]
            for line in self.lines
        ]
        return ["stakeholder", *self.quarters, "all"], rows


def matrix_page(snapshot: Snapshot) -> MatrixPage:
    """The matrix of all engagements, from the last quarter that has one back to the first."""
    table = snapshot.table("engagements")
    counts: Counter[tuple[str, Quarter | None]] = Counter()
    for row, stakeholders in zip(table.rows, names(table, "stakeholder"), strict=True):
        quarter = _quarter(value(row, table, "when") or value(row, table, "recorded"))
        counts.update((iri, quarter) for iri in stakeholders)
    totals = Counter[str]()
    for (iri, _), number in counts.items():
        totals[iri] += number
    quarters = _between([quarter for _, quarter in counts if quarter])[::-1]
    labels = snapshot.labels(totals)
    lines = tuple(
        Line(
            Link(labels.get(iri, iri.rpartition("/")[2]), path_of(iri, snapshot.base)),
            tuple(_cell(snapshot, iri, quarter, counts[iri, quarter]) for quarter in quarters),
            total,
        )
        for iri, total in sorted(totals.items(), key=lambda each: (-each[1], labels.get(each[0], "")))
    )
    undated = sum(number for (_, quarter), number in counts.items() if quarter is None)
    return MatrixPage(tuple(f"{year} Q{number}" for year, number in quarters), lines, undated)


def _quarter(when: str) -> Quarter | None:
    try:
        first = edtf.parse(when).earliest
    except ValueError:
        return None
    return (first.year, (first.month + 2) // 3) if first else None


def _between(known: list[Quarter]) -> list[Quarter]:
    """Every quarter from the first to the last."""
    if not known:
        return []
    (year, number), last = min(known), max(known)
    quarters = []
    while (year, number) <= last:
        quarters.append((year, number))
        year, number = (year + 1, 1) if number == 4 else (year, number + 1)
    return quarters


def _cell(snapshot: Snapshot, iri: str, quarter: Quarter, count: int) -> Choice:
    year, number = quarter
    first = date(year, 3 * number - 2, 1)
    last = (date(year + number // 4, 3 * number % 12 + 1, 1) - timedelta(days=1)).isoformat()
    party = iri.removeprefix(snapshot.base)
    href = with_query("/engagements", party=party, **{"from": first.isoformat(), "to": last})
    return Choice(f"{year} Q{number}", f"{year} Q{number}", count, href=href if count else None)
