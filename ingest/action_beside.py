"""Who is noted beside what is to be done: `Open an issue (Ann to open)`, `Volunteers to review it: Ann, Bob`."""

import re
from collections.abc import Iterator

from ingest.action_rules import grammar
from ingest.action_state import made
from ingest.blocks import Block
from ingest.owners import party_at, resolved
from ingest.reading import Reading
from ingest.units import Unit
from kg.extraction import Commitment, Span

_BRIEF, _BARE = 5, 3
"""Words that a bracket has fewer of where it only says who sees to what stands before it: `set it up`, `draft`."""
_POINTING = frozenset(("it", "this", "that", "them", "these", "so"))


def beside(reading: Reading, unit: Unit, block: Block) -> Iterator[Commitment]:
    """What a sentence says is to be done by those whom it notes in a bracket or behind a colon, if any."""
    text = reading.structure.text
    words = reading.text(unit.span)
    bracketed = words.endswith((")", "]", ").", "].", ")*")) or ")." in words or ");" in words
    noted = grammar("noted_beside").search(text, unit.span.start, unit.span.end) if bracketed else None
    if noted:
        party = party_at(reading, noted.start("who"), noted.end())
        does = grammar("does_beside").match(text, party.end, noted.end("who")) if party and party.ids else None
        if party and does:
            task = does["verb"].split()
            brief = len(task) < _BRIEF and (len(task) < _BARE or not _POINTING.isdisjoint(task))
            brief = brief and re.search(r"\w", text[unit.span.start : noted.start()]) is not None
            told = Span(unit.span.start, noted.start()) if brief else Span(*does.span("verb"))
            yield from _owed(reading, unit, block, told, party.ids, "actions/noted-beside")
        return
    parted = ":" in words or " –" in words or " —" in words or " - " in words
    offered = grammar("offered_by").match(text, unit.span.start, unit.span.end) if parted else None
    ids, whole = resolved(reading, Span(*offered.span("who"))) if offered else ((), False)
    if offered and whole and all(each.startswith("person/") for each in ids):
        yield from _owed(reading, unit, block, Span(*offered.span("task")), ids, "actions/volunteered")


def _owed(
    reading: Reading, unit: Unit, block: Block, what: Span, owner: tuple[str, ...], rule: str
) -> Iterator[Commitment]:
    owed = made(reading, block, unit.block, unit.span, what, owner, rule, 0.7)
    if owed:
        yield owed
