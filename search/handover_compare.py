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
            *(
                one
                for what, found in (("People", _people), ("Focus areas", _areas), ("Relationships", _relationships))
                for one in _changes(what, earlier, later, found(reader, earlier), found(reader, later))
            ),
        ),
    )


def _changes(what: str, earlier: Term, later: Term, before: Found, after: Found) -> Iterator[Section]:
    """Three sections: only in the earlier term, in both with how it was before, only in the later one."""
    ended = [_line(name, *before[name]) for name in before if name not in after]
    begun = [_line(name, *after[name]) for name in after if name not in before]
    stayed = [_line(name, *after[name], _was(earlier, before[name][0])) for name in after if name in before]
    yield section(f"{what}: only {_in(earlier)}", ended, empty="None.")
    yield section(f"{what}: in both", stayed, empty="None.")
    yield section(f"{what}: new {_in(later)}", begun, empty="None.")


def _line(name: str, said: str, proof: tuple[Evidence, ...], before: str = "") -> Line:
    told = "; ".join(filter(None, (said, before)))
    return Line(f"{name}: {told}" if told else name, proof)


def _was(earlier: Term, said: str) -> str:
    return f"{_in(earlier)}: {said}" if said else ""


def _in(term: Term) -> str:
    """When a term was: `in 2021`, `from 1 July 2021 to 30 June 2022`."""
    return f"from {term.name}" if " to " in term.name else f"in {term.name}"


def _people(reader: Reader, term: Term) -> Found:
    table = asked(reader, "attendance-span", term.values)
    return {
        row.cells[0]: (
            f"{counted(int(row.cells[3]), 'meeting')}, {words(row.cells[1])} to {words(row.cells[2])}",
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
            found.setdefault(area, (said, row.evidence))
    return found


def _relationships(reader: Reader, term: Term) -> Found:
    return {
        one.stakeholder: (
            f"{counted(one.contacts, 'contact')}, last {words(one.last)}",
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
        first, second = (counted(len(table.rows), noun) if table.rows else f"no {noun}s" for table in tables)
        lines.append(Line(f"{first} {_in(earlier)}, {second} {_in(later)}", proofs))
    return Section("How much was done", tuple(lines))


def _counted(reader: Reader, name: str, term: Term) -> Table:
    extra = {"as_of": term.last} if name == "commitments" else {}
    return asked(reader, name, {**term.values, **extra})
