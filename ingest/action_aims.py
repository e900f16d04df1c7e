"""What is aimed at or planned where nobody is the subject: `Plan is to move in May`, `Aim to land next week`."""

from collections.abc import Iterator
from dataclasses import replace

from ingest.action_rules import grammar
from ingest.action_state import due, made
from ingest.blocks import Block
from ingest.reading import Reading
from ingest.units import Unit, speaker_ids
from kg.extraction import Commitment, Span


def aims(reading: Reading, unit: Unit, block: Block) -> Iterator[Commitment]:
    """The plan that a sentence of minutes states of nobody by name, or the goal or hope where a day is set for it."""
    words = reading.text(unit.span)
    match = grammar("aimed").search(words) if " to " in words else None
    if match is None or reading.document.kind != "minutes":
        return
    by_when = due(reading, Span(unit.span.start + match.start("verb"), unit.span.end), unit.block)
    aim = match["aim"] is not None
    if by_when is None and (aim or "hop" in (match["act"] or "").lower()):
        return
    ours = (reading.committee,) if (match["article"] or "").lower() == "our" and reading.committee else ()
    owner = ours or (speaker_ids(reading, block) if match["act"] else ())
    what = Span(unit.span.start + match.start("verb"), unit.span.end)
    owed = made(reading, block, unit.block, unit.span, what, owner, "actions/aimed", 0.6)
    if owed:
        yield replace(owed, kind="goal" if aim else "plan", due=by_when or owed.due)
