"""Who minutes note behind a passage as the one to see to it: names in the margin, or in brackets after a full stop."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest.action_rules import grammar
from ingest.action_state import made
from ingest.blocks import Block
from ingest.owners import Party, resolved
from ingest.reading import Reading
from ingest.units import Unit
from kg.extraction import Commitment, Span


def signed(reading: Reading, block: Block) -> Party | None:
    """The people whom the end of a block notes, and where the note stands; None where all of it is no names."""
    text = reading.structure.text
    tail = max(block.content.start, block.content.end - 100)
    note = grammar("signed").search(text, tail, block.content.end)
    if note is None or text[note.end() : block.content.end].strip():
        return None
    ids, whole = resolved(reading, Span(*note.span("who")))
    if not whole or not ids or not all(each.startswith("person/") for each in ids):
        return None
    return Party(ids, note.start(), note.end())


def signed_for(
    reading: Reading, number: int, block: Block, said: Iterable[Unit], owed: list[Commitment]
) -> Iterator[Commitment]:
    """`owed` with the owners whom a note behind the block gives its last sentence, or what that says is to be done."""
    note = signed(reading, block)
    before = [unit for unit in said if note is not None and unit.span.start < note.start]
    if note is None or not before:
        yield from owed
        return
    last = Span(before[-1].span.start, min(before[-1].span.end, note.start))
    told = [each for each in owed if each.evidence[0].start >= last.start]
    yield from (replace(each, owner=each.owner or note.ids) if each in told else each for each in owed)
    words = reading.text(last)
    if not told and grammar("to_be_done").search(words) and not grammar("a_question").search(words):
        noted = made(reading, block, number, last, last, note.ids, "actions/signed", 0.65)
        if noted:
            yield noted
