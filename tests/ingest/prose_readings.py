"""Readings of short invented texts, for the tests of what running text says."""

from datetime import date
from typing import Any

from ingest.dates import Frame, find_dates
from ingest.language import analyse
from ingest.organisations import body_spans, find_organisations, spot_all
from ingest.organisations_own import find_committee
from ingest.people import read_people
from ingest.reading import Reading
from ingest.structure import read_structure
from kg.extraction import DocumentInfo, Span


def reading_of(text: str, nlp: Any = None, *, on: str = "2023-11-03", author: str | None = None) -> Reading:
    """The reading of a blog of that day; its committee is found in the text."""
    structure = read_structure(text)
    doc = analyse(nlp, structure) if nlp else None
    proposed = [Span(e.start_char, e.end_char) for e in doc.ents if e.label_ == "PERSON"] if doc else []
    register = read_people(
        structure,
        proposed=proposed,
        authors=[author] if author else [],
        bodies=body_spans(structure, spot_all(structure)),
    )
    organisations, named = find_organisations(structure, register.mentions, doc)
    mentions = sorted([*register.mentions, *named], key=lambda mention: (mention.span.start, -mention.span.end))
    apart = [
        m for n, m in enumerate(mentions) if not any(o.span.start <= m.span.start < o.span.end for o in mentions[:n])
    ]
    title = text.splitlines()[0]
    committee = find_committee(structure, organisations, title)
    authors = tuple(person.id for person in register.people if person.name == author)
    document = DocumentInfo("blog", title, text, "blog.txt", on, committee, authors)
    dates = tuple(find_dates(text, Frame(date.fromisoformat(on))))
    return Reading(
        document, structure, register.people, organisations, tuple(apart), dates, committee, register.resolve, doc
    )
