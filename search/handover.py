"""The document that an incoming chair wants: a term of office, every line proved.

from search.handover import handover
from search.handover_ledger import ledger
from search.handover_report import to_markdown

print(to_markdown(handover(library.snapshot(), date(2023, 1, 1), date(2023, 12, 31))))
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kg.questions import Evidence, Reader, Row, Table, Values, cite, load_question, run, tabulate
from search.answers import counted, listing, spoken_date
from search.ask_steps import months
from search.handover_ledger import ledger
from search.handover_report import Line, Report, Section, section

_WARM = timedelta(days=183)
"""A relationship with a contact within half a year of the end of the term is warm."""
_REGULAR = 3
"""Meetings that make somebody part of the committee rather than a visitor."""
_FIRST_TO_READ = 10
_PROOFS = 2
_WORDS_ALONE = 3
"""Words that say something without the sentence they are from."""


@dataclass(frozen=True, slots=True)
class Term:
    """The days of a term, both included."""

    first: date
    last: date

    @property
    def values(self) -> dict[str, date]:
        """The term as values of a question's period."""
        return {"from": self.first, "to": self.last}

    def holds(self, day: str) -> bool:
        """Does a day, month or year written in EDTF begin in the term?"""
        return bool(day) and self.first.isoformat()[: len(day)] <= day <= self.last.isoformat()[: len(day)]


def handover(reader: Reader, first: date, last: date) -> Report:
    """What somebody who takes over on the day after `last` should know of the term from `first`.

    The state of commitments is that of `last`: what was recorded later does not count.
    """
    term = Term(first, last)
    return Report(
        title=f"Handover: {first} to {last}",
        introduction="Made from the record alone; the numbers lead to the words that prove each line.",
        sections=(
            _offices(reader, term),
            *_people(reader, term),
            _focus_areas(reader, term),
            *_commitments(reader, term),
            *_relationships(reader, term),
            _decisions(reader, term),
            _outcomes(reader, term),
            _unknown(reader, term),
            _contradictions(reader, term),
            _to_read(reader, term),
        ),
    )


def asked(reader: Reader, name: str, values: Values) -> Table:
    """A named question's table with its evidence."""
    return run(reader, load_question(name), values, proofs=_PROOFS)


def cell(table: Table, row: Row, column: str) -> str:
    """A cell by the name of its column, dates as people say them."""
    return spoken_date(row.cells[table.index(column)])


def _offices(reader: Reader, term: Term) -> Section:
    table = asked(reader, "roles", term.values)
    offices: dict[tuple[str, str, str], list[Row]] = {}
    for row in table.rows:
        who, role, body = (cell(table, row, name) for name in ("who", "role", "organisation"))
        offices.setdefault((who, role.casefold(), body), []).append(row)
    lines = [
        Line(
            _joined(who, cell(table, rows[0], "role"), body, listing(cell(table, row, "when") for row in rows)),
            tuple(dict.fromkeys(piece for row in rows for piece in row.evidence))[:_PROOFS],
        )
        for (who, _, body), rows in offices.items()
    ]
    return section("Who holds which office, or held it in the term", lines)


def _people(reader: Reader, term: Term) -> Iterator[Section]:
    """Who came and who went: by first and last attendance, of those who attended at least a few meetings."""
    ever = asked(reader, "attendance-span", {"to": term.last})
    in_term = asked(reader, "attendance-span", term.values)
    held = {row.cells[0]: row for row in in_term.rows}
    end = max((cell(in_term, row, "last") for row in in_term.rows), default="")
    parting = _shifted(end, term)
    came, went, stayed = [], [], []
    for row in ever.rows:
        who, first, last, number = row.cells
        if term.holds(first):
            came.append(
                Line(
                    f"{who}: first on {first}, {counted(int(held[who].cells[3]), 'meeting')} in the term", row.evidence
                )
            )
        elif who in held and last >= parting:
            stayed.append(Line(f"{who}: {counted(int(held[who].cells[3]), 'meeting')} in the term", held[who].evidence))
        if int(number) >= _REGULAR and who in held and last < parting:
            went.append(Line(f"{who}: last on {last}, after {counted(int(number), 'meeting')}", row.evidence))
    yield section("People who came", came)
    yield section("People who have not been seen in the last part of the term", went, empty="Nobody.")
    yield section("People who stayed", stayed)


def _shifted(end: str, term: Term) -> str:
    """The day after which somebody must have attended to count as still there: two thirds into the term."""
    if not end:
        return ""
    return (date.fromisoformat(end) - (date.fromisoformat(end) - term.first) / 3).isoformat()


def _focus_areas(reader: Reader, term: Term) -> Section:
    table = asked(reader, "focus-areas", {})
    lines = [
        Line(
            _joined(
                cell(table, row, "area"),
                f"term {cell(table, row, 'term')}" if cell(table, row, "term") else "",
                cell(table, row, "status"),
                f"led by {cell(table, row, 'led_by')}" if cell(table, row, "led_by") else "",
                f"continues {cell(table, row, 'derived_from')}" if cell(table, row, "derived_from") else "",
            ),
            row.evidence,
        )
        for row in table.rows
        if term.holds(cell(table, row, "term")) or any(map(term.holds, cell(table, row, "recorded").split(", ")))
    ]
    return section("Focus areas, and what became of them", lines)


def _commitments(reader: Reader, term: Term) -> Iterator[Section]:
    found = tabulate(reader, load_question("commitments"), {"as_of": term.last, **term.values})
    table = cite(reader, ledger(found), proofs=_PROOFS)
    titles = {
        "open": "Commitments that are open",
        "overdue": "Commitments that are overdue: recorded as open after their date",
        "outcome unknown": "Commitments whose date has passed, outcome unknown",
        "dropped": "Commitments that were dropped",
    }
    for state, title in titles.items():
        rows = [row for row in table.rows if cell(table, row, "state") == state]
        yield section(title, (Line(_commitment(table, row), row.evidence) for row in rows), empty="None.")
    done = sum(cell(table, row, "state") == "done" for row in table.rows)
    proved = tuple(row.evidence[0] for row in table.rows if cell(table, row, "state") == "done" and row.evidence)[:3]
    yield Section(
        "Commitments kept", (Line(f"{counted(done, 'commitment')} recorded as done.", proved),) if done else ()
    )


def _commitment(table: Table, row: Row) -> str:
    owner = cell(table, row, "owner") or "nobody named"
    due = f"due {cell(table, row, 'due')}" if cell(table, row, "due") else "no date"
    times = int(cell(table, row, "times"))
    often = f", {times} times" if times > 1 else ""
    return f"{owner}: {cell(table, row, 'what')} ({due}; last recorded {cell(table, row, 'recorded')}{often})"


@dataclass(frozen=True, slots=True)
class Relationship:
    """An outside party: the last day of contact, how many contacts, who made them, and the proof of the last."""

    stakeholder: str
    last: str
    contacts: int
    who: str
    evidence: tuple[Evidence, ...]


def regulars(reader: Reader, term: Term) -> frozenset[str]:
    """Names of those who attended so many meetings of a term that they are part of the committee, and its own."""
    table = tabulate(reader, load_question("attendance-span"), term.values)
    return frozenset(row.cells[0] for row in table.rows if int(row.cells[3]) >= _REGULAR) | committees(reader, term)


def committees(reader: Reader, term: Term) -> frozenset[str]:
    """Names of those who held the meetings of a term."""
    held_by = tabulate(reader, load_question("meetings"), term.values).column("held_by")
    return frozenset(name for names in held_by for name in names.split(", ") if name)


def relationships(contacts: Table, inside: Collection[str] = (), own: Collection[str] = ()) -> list[Relationship]:
    """The outside parties of some contacts, those met last first; who is `inside` is none.

    The committee's `own` name is nobody who could introduce.
    """
    groups: dict[str, list[Row]] = {}
    for row in contacts.rows:
        for party in row.cells[contacts.index("stakeholder")].split(", "):
            if party and party not in inside:
                groups.setdefault(party, []).append(row)
    found = []
    for party, rows in groups.items():
        rows.sort(key=lambda row: _day_of(contacts, row), reverse=True)
        names = (name for row in rows for name in row.cells[contacts.index("who")].split(", "))
        who = listing(name for name in names if name != party and name not in own)
        found.append(Relationship(party, _day_of(contacts, rows[0]), len(rows), who, rows[0].evidence))
    return sorted(found, key=lambda one: (one.last, one.contacts), reverse=True)


def _day_of(contacts: Table, row: Row) -> str:
    """The last day of a contact as far as it is known, never later than its record."""
    when, recorded = row.cells[contacts.index("when")], row.cells[contacts.index("recorded")]
    end = when.rpartition("/")[2].rstrip("~?%.") or recorded
    return min(end, recorded) if recorded else end


def _relationships(reader: Reader, term: Term) -> Iterator[Section]:
    own = committees(reader, term)
    found = relationships(asked(reader, "engagements", term.values), regulars(reader, term), own)
    since = (term.last - _WARM).isoformat()
    for title, group in (
        ("Relationships that are warm", [one for one in found if one.last >= since[: len(one.last)]]),
        ("Relationships that are cooling", [one for one in found if one.last < since[: len(one.last)]]),
    ):
        yield section(
            title,
            (
                Line(
                    f"{one.stakeholder}: last contact {one.last}, {counted(one.contacts, 'contact')}"
                    + (f"; {one.who} can introduce you" if one.who else ""),
                    one.evidence,
                )
                for one in group
            ),
        )


def _decisions(reader: Reader, term: Term) -> Section:
    table = asked(reader, "decisions", term.values)
    return section(
        "Decisions that bind",
        (
            Line(
                _joined(
                    cell(table, row, "when") or cell(table, row, "recorded"),
                    _told(cell(table, row, "what"), row.evidence),
                ),
                row.evidence,
            )
            for row in table.rows
        ),
        most=40,
    )


def _outcomes(reader: Reader, term: Term) -> Section:
    table = asked(reader, "outcomes", term.values)
    return section(
        "How it went, in the record's words",
        (
            Line(
                _joined(cell(table, row, "about_shown"), cell(table, row, "polarity"), cell(table, row, "what")),
                row.evidence,
            )
            for row in table.rows
        ),
    )


def _unknown(reader: Reader, term: Term) -> Section:
    coverage = asked(reader, "coverage", {})
    held = sorted(filter(None, coverage.column("month")))
    lines = []
    if held:
        low, high = max(held[0], term.first.isoformat()[:7]), min(held[-1], term.last.isoformat()[:7])
        missing = [month for month in months(low, high) if month not in held] if low <= high else []
        lines += [Line(f"Months without minutes: {', '.join(missing)}.")] if missing else []
    notes = asked(reader, "notes", term.values)
    lines += [
        Line(_joined(cell(notes, row, "kind"), cell(notes, row, "what")), row.evidence)
        for row in notes.rows
        if cell(notes, row, "kind") in ("unresolved-name", "unresolved-date")
    ]
    return section("What is unknown", lines, most=15)


def _contradictions(reader: Reader, term: Term) -> Section:
    table = asked(reader, "notes", {"kind": "contradiction", **term.values})
    return section(
        "Contradictions", (Line(cell(table, row, "what"), row.evidence) for row in table.rows), empty="None noted."
    )


def _to_read(reader: Reader, term: Term) -> Section:
    """The passages that most statements of the term rest on, best first."""
    weights: dict[Evidence, int] = {}
    for name, weight in (("outcomes", 3), ("decisions", 2), ("engagements", 1)):
        for row in asked(reader, name, term.values).rows:
            for piece in row.evidence[:1]:
                weights[piece] = weights.get(piece, 0) + weight
    best = sorted(weights, key=lambda piece: (-weights[piece], -piece.confidence, piece.document, piece.start))
    per_document: dict[str, int] = {}
    lines = []
    for piece in best:
        per_document[piece.document] = per_document.get(piece.document, 0) + 1
        if per_document[piece.document] <= 2:
            day = f", {piece.date}" if piece.date not in piece.title else ""
            lines.append(Line(f"“{' '.join(piece.quote.split())}” {piece.title}{day}", (piece,)))
    return Section(f"{_FIRST_TO_READ} passages to read first", tuple(lines[:_FIRST_TO_READ]))


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _told(what: str, evidence: Sequence[Evidence]) -> str:
    """What was decided or happened; the sentence that says so where the few words of it say nothing alone."""
    alone = len(what.split()) >= _WORDS_ALONE or not evidence
    return what if alone else f"“{' '.join(evidence[0].quote.split())}”"
