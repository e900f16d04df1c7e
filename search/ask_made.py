"""The table behind a reading: that of its named question, or one made of several."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import timedelta
from typing import Any

from kg.questions import Column, Reader, bind, load_question
from kg.tables import Row, Table, tabulate
from search.duplicates import gathered
from search.understanding import Understanding
from search.understanding_dates import Period

_SECTIONS = {"focus": "Focus areas", "people": "People", "attend": "People", "engage": "Relationships"}
"""Which part of a comparison a concept of the question asks for."""
_CHANGES = {"new": "new", "dropped": "only in the earlier"}
"""Which kind of change."""


def tabulated(reader: Reader, reading: Understanding, values: Mapping[str, Any]) -> Table:
    """The rows for some values: what is told twice as one row, commitments as a ledger, terms compared."""
    question = load_question(reading.kind.question)
    bound = {name: value for name, value in values.items() if name not in reading.kind.unbound}
    if reading.kind.dates == "two":
        return _compared(reader, reading)
    if reading.kind.question != "commitments":
        return gathered(tabulate(reader, question, bound))
    from search.handover_ledger import ledger

    states = bound.pop("in_state", ())
    return ledger(tabulate(reader, question, bound), states)


def _compared(reader: Reader, reading: Understanding) -> Table:
    """What differs between the two periods of a question: lines of the report that compares them, each proved."""
    from search.handover_compare import compare

    columns = (Column("change", "What"), Column("area", "Which"))
    sparql = bind(load_question(reading.kind.question), {})
    terms = _terms(reading.period)
    if terms is None:
        return Table(columns, (), sparql)
    rows = [
        Row((section.title, line.text), ((), ()), (), line.evidence)
        for section in compare(reader, *terms).sections
        for line in section.lines
        if line.evidence and _is_wanted(section.title, reading.concepts)
    ]
    return Table(columns, tuple(rows), sparql)


def _is_wanted(title: str, concepts: AbstractSet[str]) -> bool:
    """Does a part of the comparison tell of a change that the question asks for?"""
    what, _, how = title.partition(": ")
    parts = {named for concept, named in _SECTIONS.items() if concept in concepts}
    changes = [end for concept, end in _CHANGES.items() if concept in concepts]
    return how != "in both" and (not parts or what in parts) and (not changes or any(end in how for end in changes))


def _terms(period: Period | None) -> Any:
    """The two terms that a question compares; a year alone is compared with the year before it. None without any."""
    from search.handover_terms import Term

    if period is None or not (period.earliest and period.latest):
        return None
    if period.parts:
        one, other = period.parts
        if not (one.earliest and one.latest and other.earliest and other.latest):
            return None
        return Term(one.earliest, one.latest), Term(other.earliest, other.latest)
    if (period.latest - period.earliest).days not in (364, 365):
        return None
    day = timedelta(days=1)
    before = Term(period.earliest - (period.latest - period.earliest) - day, period.earliest - day)
    return before, Term(period.earliest, period.latest)
