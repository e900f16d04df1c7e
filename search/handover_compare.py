"""Two terms side by side: what is new, what went on, what ended, every line proved."""

from collections.abc import Iterator, Mapping

from kg.dates_in_words import words
from kg.questions import Reader
from kg.tables import Evidence, Table
from search.answers import counted
from search.handover_focus import continued_as, told_state
from search.handover_relationships import relationships
from search.handover_report import Line, Report, Section, section
from search.handover_terms import Term, asked, joined, own, regulars, text

_REGULAR = 2
"""Meetings in a term that make somebody count as there."""

Found = Mapping[str, tuple[str, tuple[Evidence, ...]]]
"""What stands in a term, by name: what is said of it, and the proof."""


def compare(reader: Reader, earlier: Term, later: Term) -> Report:
    """What changed between two terms: people, focus areas, relationships, and how much was done."""
    return Report(
        title=f"{earlier.name} and {later.name} compared",
        introduction="Made from the record alone; the numbers lead to the words that prove each line.",
        sections=(
            _numbers(reader, earlier, later),
            *_changes("People", _people(reader, earlier), _people(reader, later)),
            *_changes("Focus areas", _areas(reader, earlier), _areas(reader, later)),
            *_changes("Relationships", _relationships(reader, earlier), _relationships(reader, later)),
        ),
    )


def _changes(what: str, before: Found, after: Found) -> Iterator[Section]:
    """Three sections: only in the earlier term, in both, only in the later one."""
    for title, names, source in (
        (f"{what}: only in the earlier term", [name for name in before if name not in after], before),
        (f"{what}: in both", [name for name in after if name in before], after),
        (f"{what}: new in the later term", [name for name in after if name not in before], after),
    ):
        yield section(title, (Line(*source[name]) for name in names), empty="None.")


def _people(reader: Reader, term: Term) -> Found:
    table = asked(reader, "attendance-span", term.values)
    return {
        row.cells[0]: (
            f"{row.cells[0]}: {counted(int(row.cells[3]), 'meeting')}, {words(row.cells[1])} to {words(row.cells[2])}",
            row.evidence,
        )
        for row in table.rows
        if int(row.cells[3]) >= _REGULAR
    }


def _areas(reader: Reader, term: Term) -> Found:
    """Focus areas by the name of their line of work, with status and lineage."""
    table = asked(reader, "focus-areas", {})
    later = continued_as(table)
    found: dict[str, tuple[str, tuple[Evidence, ...]]] = {}
    for row in table.rows:
        if term.holds(text(table, row, "term")) or (
            not text(table, row, "term") and term.holds(text(table, row, "recorded")[:10])
        ):
            continues, area = text(table, row, "derived_from"), text(table, row, "area")
            state = told_state(set(text(table, row, "status").split(", ")))
            after = later.get(row.links[table.index("area")][0])
            lineage = (f"continues {continues}" if continues else "", f"continued as {after}" if after else "")
            said = joined(state, *lineage)
            found.setdefault(area, (f"{area}: {said}" if said else area, row.evidence))
    return found


def _relationships(reader: Reader, term: Term) -> Found:
    return {
        one.stakeholder: (
            f"{one.stakeholder}: {counted(one.contacts, 'contact')}, last {words(one.last)}",
            one.evidence,
        )
        for one in relationships(asked(reader, "engagements", term.values), regulars(reader, term), own(reader))
    }


def _numbers(reader: Reader, earlier: Term, later: Term) -> Section:
    lines = []
    for name, noun in (
        ("meetings", "meeting"),
        ("decisions", "decision"),
        ("commitments", "commitment"),
        ("engagements", "contact"),
    ):
        tables = [_counted(reader, name, term) for term in (earlier, later)]
        proofs = tuple(table.rows[0].evidence[0] for table in tables if table.rows and table.rows[0].evidence)
        first, second = (counted(len(table.rows), noun) for table in tables)
        lines.append(Line(f"{first} in the earlier term, {second} in the later", proofs))
    return Section("How much was done", tuple(lines))


def _counted(reader: Reader, name: str, term: Term) -> Table:
    extra = {"as_of": term.last} if name == "commitments" else {}
    return asked(reader, name, {**term.values, **extra})
