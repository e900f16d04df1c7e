"""Short minutes read by the real pipeline without a model, for tests of what is read out of them."""

from typing import Any

from ingest.pipeline import extract
from ingest.readers.source import SourceText
from kg.extraction import Commitment, Extraction, Span


def read_minutes(text: str, name: str = "2024-03-05-minutes.md", nlp: Any = None) -> Extraction:
    """What the pipeline reads out of `text` as minutes of 5 March 2024; with `nlp` grammar helps."""
    return extract(SourceText(text), name, nlp=nlp)


def names(found: Extraction) -> list[str]:
    """Names of the document's people in text order."""
    return [person.name for person in found.people]


def named(found: Extraction, ids: tuple[str, ...]) -> list[str]:
    """Names of some people and organisations of the document."""
    known = {entity.id: entity.name for entity in (*found.people, *found.organisations)}
    return [known[each] for each in ids]


def statuses(found: Extraction) -> dict[str, str]:
    """Name of each attendee to their status."""
    return {named(found, (each.person,))[0]: each.status for each in found.attendance}


def owed(found: Extraction) -> list[tuple[list[str], str]]:
    """Owners' names and the task of each commitment."""
    return [(named(found, each.owner), each.what) for each in found.commitments]


def quote(found: Extraction, span: Span) -> str:
    """The verbatim words of a span."""
    return found.document.text[span.start : span.end]


def only(found: Extraction) -> Commitment:
    """The one commitment of a document that has one."""
    (commitment,) = found.commitments
    return commitment
