"""Terms of office, and what every part of a report about them asks of the record."""

from dataclasses import dataclass
from datetime import date

from kg.dates_in_words import words
from kg.questions import Reader, Values, load_question
from kg.tables import Row, Table, run, tabulate

PROOFS = 2
"""Pieces of evidence that a line of a report shows."""
REGULAR = 3
"""Meetings that make somebody part of the committee rather than a visitor."""


@dataclass(frozen=True, slots=True)
class Term:
    """The days of a term, both included."""

    first: date
    last: date

    @property
    def values(self) -> dict[str, date]:
        """The term as values of a question's period."""
        return {"from": self.first, "to": self.last}

    @property
    def name(self) -> str:
        """How people call it: a year, else its first and last day."""
        whole = (self.first.month, self.first.day, self.last.month, self.last.day) == (1, 1, 12, 31)
        if not whole:
            return f"{words(self.first.isoformat())} to {words(self.last.isoformat())}"
        years = (self.first.year, self.last.year)
        return f"{years[0]}" if years[0] == years[1] else f"{years[0]} to {years[1]}"

    def holds(self, day: str) -> bool:
        """Does a day, month or year written in EDTF begin in the term?"""
        return bool(day) and self.first.isoformat()[: len(day)] <= day <= self.last.isoformat()[: len(day)]


def asked(reader: Reader, name: str, values: Values) -> Table:
    """A named question's table with its evidence."""
    return run(reader, load_question(name), values, proofs=PROOFS)


def text(table: Table, row: Row, column: str) -> str:
    """A cell by the name of its column, as it is."""
    return row.cells[table.index(column)]


def spoken(table: Table, row: Row, column: str) -> str:
    """A cell that holds dates, as people say them."""
    return ", ".join(words(day) for day in text(table, row, column).split(", "))


def joined(*parts: str) -> str:
    """The parts that say something, with commas between them."""
    return ", ".join(part for part in parts if part)


def regulars(reader: Reader, term: Term) -> frozenset[str]:
    """Names of those who attended so many meetings of a term that they are part of the committee, and its own."""
    table = tabulate(reader, load_question("attendance-span"), term.values)
    return frozenset(row.cells[0] for row in table.rows if int(row.cells[3]) >= REGULAR) | own(reader)


def own(reader: Reader) -> frozenset[str]:
    """Names of the bodies whose record this is."""
    return frozenset(filter(None, tabulate(reader, load_question("_own"), {}).column("organisation")))
