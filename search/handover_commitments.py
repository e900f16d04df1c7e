"""What is owed at the end of a term, and what was kept."""

from collections.abc import Iterator

from kg.questions import Reader, load_question
from kg.tables import Row, Table, cite, tabulate
from search.handover_context import contexts, is_bare
from search.handover_ledger import ledger
from search.handover_report import Line, Section, section
from search.handover_terms import PROOFS, Term, spoken, text

_KEPT = 15
"""Commitments kept that are named; those last kept."""


def commitments(reader: Reader, term: Term) -> Iterator[Section]:
    """The ledger as it stood on the last day of the term: what was recorded later does not count."""
    found = tabulate(reader, load_question("commitments"), {"as_of": term.last, **term.values})
    table = cite(reader, ledger(found), proofs=PROOFS)
    above = contexts(reader, (row.facts[0] for row in table.rows if is_bare(text(table, row, "what"))))

    def lines(state: str, owned: bool | None = None) -> list[Line]:
        return [
            Line(_commitment(table, row, above.get(row.facts[0], "")), row.evidence)
            for row in table.rows
            if text(table, row, "state") == state and owned in (None, bool(text(table, row, "owner")))
        ]

    yield section("Commitments overdue: recorded as open after their date", lines("overdue"), empty="None.")
    yield section("Commitments whose date has passed, outcome unknown", lines("outcome unknown"), empty="None.")
    yield section(
        "Commitments open, by owner",
        sorted(lines("open", owned=True), key=lambda line: line.text),
        empty="None.",
        most=60,
    )
    yield section("Commitments open, nobody named", lines("open", owned=False), empty="None.")
    yield section("Commitments dropped", lines("dropped"), empty="None.")
    done = lines("done")[::-1]
    yield section(
        f"Commitments kept: {len(done)} recorded as done" if done else "Commitments kept",
        done,
        empty="None.",
        most=_KEPT,
    )


def _commitment(table: Table, row: Row, above: str) -> str:
    """`Ann Ash: order lamps (Lighting), due 1 May 2021; last recorded 9 March 2021, 3 times`."""
    owner, what = text(table, row, "owner"), text(table, row, "what")
    day = spoken(table, row, "due")
    due = f", due {day}" if day and day.removeprefix("about ") not in what else ""
    times = int(text(table, row, "times"))
    often = f", {times} times" if times > 1 else ""
    head = f"{owner}: {what}" if owner else what
    return f"{head}{f' ({above})' if above else ''}{due}; last recorded {spoken(table, row, 'recorded')}{often}"
