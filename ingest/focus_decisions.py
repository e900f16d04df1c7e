"""Decisions that lie in the choice of areas of work: which are chosen, dropped, or become routine."""

import re
from collections.abc import Iterator, Sequence

from ingest.focus import status_sentence
from ingest.focus_lists import introductions
from ingest.reading import Reading
from kg.edtf import parse
from kg.extraction import Decision, FocusArea, Span, When

_DECIDED = re.compile(
    r"\b(?:dropped|abandoned|discontinued|stopped|considered|deemed|agreed|decided|voted|resolved|removed|conclu\w+)\b",
    re.IGNORECASE,
)
"""Words that tell the end of an area as somebody's choice: that it goes on by itself is none."""
_SAID = {"dropped": "dropped as an area of work", "business-as-usual": "now business as usual"}


def find_focus_decisions(
    reading: Reading, areas: Sequence[FocusArea], taken: Sequence[Decision] = ()
) -> Iterator[Decision]:
    """Choices of areas and ends of areas, in text order, where no decision of `taken` overlaps them."""
    by = (reading.committee,) if reading.committee else ()
    known = [span for decision in taken for span in decision.evidence]
    for intro, chosen in introductions(reading):
        if not any(_overlap(intro, span) for span in known):
            yield Decision(
                by=by,
                what=" ".join(reading.text(intro).split()).rstrip(": "),
                when=When(chosen, False) if chosen else None,
                evidence=(intro,),
                rule="focus-decisions/chosen",
                confidence=0.75,
                basis="inferred",
            )
    for area in areas:
        told = status_sentence(reading, area) if area.status in _SAID else None
        if told is None or any(_overlap(told, span) for span in known) or not _DECIDED.search(reading.text(told)):
            continue
        dates = [d for d in reading.dates_in(told) if len(reading.text(told)) < 200 or len(d.when.edtf) > 4]
        dates = [d for d in dates if not _is_of_the_start(d.when.edtf, area.term)]
        later = next((a.term for a in areas if area.id in a.derived_from), None) or _next_term(areas, area.term)
        when = dates[-1].when if dates and len(dates) == 1 else When(later, False) if later else None
        yield Decision(
            by=by,
            what=f"{area.label}: {_SAID[area.status]}",
            when=when,
            evidence=(told,),
            rule=f"focus-decisions/{area.status}",
            confidence=0.65,
            basis="inferred",
        )


def _is_of_the_start(date: str, term: str | None) -> bool:
    """Is a date that of the beginning of an area's term, when it was chosen, so that it cannot be that of its end?"""
    began, term_began = parse(date).earliest, parse(term).earliest if term else None
    return began is not None and term_began is not None and began <= term_began


def _next_term(areas: Sequence[FocusArea], term: str | None) -> str | None:
    later = sorted(a.term for a in areas if a.term and term and a.term > term)
    return later[0] if later else None


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
