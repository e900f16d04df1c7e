"""The document that an incoming chair wants: a term of office, every line proved.

from search.handover import handover
from search.handover_report import to_markdown
from search.handover_terms import Term

print(to_markdown(handover(library.snapshot(), Term(date(2023, 1, 1), date(2023, 12, 31)))))
"""

import re
from dataclasses import replace

from kg import edtf
from kg.questions import Reader, load_question
from kg.tables import Evidence, Row, Table, tabulate
from search.answers import counted
from search.handover_commitments import commitments
from search.handover_context import contexts, is_bare
from search.handover_focus import focus_areas
from search.handover_people import offices, people
from search.handover_reading import contradictions, to_read, unknown
from search.handover_relationships import warm_and_cooling
from search.handover_report import Line, Report, Section, section, unmarked
from search.handover_terms import PROOFS, Term, asked, joined, spoken, text
from search.understanding_grammar import grammar
from search.wording import phrase_of

_SAYS_SOMETHING = 3
"""Words below which a decision is told by its whole sentence ("agreed to this")."""


def handover(reader: Reader, term: Term) -> Report:
    """What somebody who takes over on the day after the term should know of it.

    The state of commitments is that of the term's last day: what was recorded later does not count.
    """
    return Report(
        title=f"Handover: {term.name}",
        introduction=_introduction(reader, term),
        sections=(
            *offices(reader, term),
            *focus_areas(reader, term),
            *commitments(reader, term),
            _decisions(reader, term),
            *warm_and_cooling(reader, term),
            *people(reader, term),
            unknown(reader, term),
            contradictions(reader, term),
            to_read(reader, term),
        ),
    )


def _introduction(reader: Reader, term: Term) -> str:
    meetings = len(tabulate(reader, load_question("meetings"), term.values).rows)
    documents = len(tabulate(reader, load_question("documents"), term.values).rows)
    return (
        f"Made from {counted(documents, 'document')} and {counted(meetings, 'meeting')} of the term, and from nothing "
        "else; the numbers lead to the words that prove each line. What nobody wrote down is not here."
    )


def _decisions(reader: Reader, term: Term) -> Section:
    """Decisions by date, each once, with the point of the agenda where the words alone say little.

    Approvals of minutes and agendas are left out.
    """
    table = _binding(asked(reader, "decisions", term.values))
    above = contexts(reader, (row.facts[0] for row in table.rows if is_bare(text(table, row, "what"))))
    found: dict[str, tuple[Evidence, ...]] = {}
    for row in table.rows:
        what, topic = text(table, row, "what"), above.get(row.facts[0], "")
        when = spoken(table, row, "when") or spoken(table, row, "recorded")
        if len(what.split()) < _SAYS_SOMETHING and row.evidence:
            what = f"“{unmarked(row.evidence[0].quote)}”"
        line = joined(when, f"{what} ({topic})" if topic and topic not in what else what)
        found[line] = tuple(dict.fromkeys((*found.get(line, ()), *row.evidence)))[:PROOFS]
    return section("Decisions that bind", (Line(line, proof) for line, proof in found.items()), most=60)


def _binding(table: Table) -> Table:
    """The decisions that bind: no routine, and none that another of the same time tells in more words."""
    routine = re.compile(grammar("reports")["routine"], re.IGNORECASE)
    rows = [row for row in table.rows if not routine.search(text(table, row, "what"))]
    told = [(row, _days(table, row), frozenset(phrase_of(text(table, row, "what")))) for row in rows]
    kept = (
        row
        for row, days, words in told
        if not any(len(words) >= _SAYS_SOMETHING and words < more and days.overlaps(same) for _, same, more in told)
    )
    return replace(table, rows=tuple(kept))


def _days(table: Table, row: Row) -> edtf.Interval:
    return edtf.parse((text(table, row, "when") or text(table, row, "recorded")).split(", ")[0])
