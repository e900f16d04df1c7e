"""What one who speaks asks for and another takes on: `Could you write it up?` – `Sure.`"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest.action_rules import grammar
from ingest.action_state import due, made
from ingest.blocks import Block
from ingest.reading import Reading
from ingest.rules import load_rules
from ingest.units import Unit, speaker_ids, spoken, units
from kg.extraction import Commitment, Span

_VAGUE = 4
"""Words of which an answer's own undertaking has no more where the request tells what it is: `do it`."""


def with_answers(reading: Reading, owed: Iterable[Commitment]) -> list[Commitment]:
    """`owed` with what is asked for and taken on in the next turn: the request tells what, the answer who and when."""
    found = list(owed)
    blocks = reading.structure.blocks
    for number, block in enumerate(blocks[:-1]):
        if block.kind in ("heading", "row") or "?" not in reading.text(block.content):
            continue
        request = _request(reading, number, block)
        answer = _answer(reading, number + 1, speaker_ids(reading, block)) if request else None
        if request is None or answer is None or any(_says_more(each, blocks[number + 1]) for each in found):
            continue
        taken = _taken(reading, number, block, request, answer)
        if taken:
            found = [*_without(found, request[0].span, answer.span), taken]
    return sorted(found, key=lambda each: each.evidence[0])


def _request(reading: Reading, number: int, block: Block) -> tuple[Unit, Span] | None:
    """The last sentence of a turn where it asks somebody to do something, and what."""
    last = [unit for unit in units(reading, number, block) if unit.span.start >= spoken(reading, block).start][-1:]
    for unit in last:
        asked = grammar("requests").search(reading.structure.text, unit.span.start, unit.span.end)
        if asked and asked["verb"].lower() in _acts():
            asking = re.compile(r"[\s?*_]*$").search(reading.structure.text, unit.span.start, unit.span.end)
            return unit, Span(asked.start("verb"), asking.start() if asking else unit.span.end)
    return None


def _acts() -> frozenset[str]:
    return frozenset(load_rules("promises")["undertaking"]["acts"]) - frozenset(
        load_rules("promises")["undertaking"]["there_and_then"]
    )


def _answer(reading: Reading, number: int, asker: tuple[str, ...]) -> Unit | None:
    """The first sentence of the next turn where another takes it on."""
    block = reading.structure.blocks[number]
    who = speaker_ids(reading, block)
    first = next(units(reading, number, block), None) if who and who != asker else None
    takes = grammar("takes_on").match(reading.text(first.span)) if first else None
    return first if takes else None


def _taken(reading: Reading, number: int, block: Block, request: tuple[Unit, Span], answer: Unit) -> Commitment | None:
    unit, what = request
    replies = reading.structure.blocks[answer.block]
    owner = speaker_ids(reading, replies)
    owed = made(reading, block, number, unit.span, what, owner, "actions/asked-and-taken", 0.8)
    when = due(reading, replies.content, answer.block)
    start = replies.speaker.start if replies.speaker else answer.span.start
    evidence = Span(min(start, answer.span.start), answer.span.end)
    return replace(owed, due=when or owed.due, evidence=(*owed.evidence, evidence)) if owed else None


def _says_more(owed: Commitment, answer: Block) -> bool:
    """Is it read of the answer, and more than that it will be done?"""
    at = owed.evidence[0]
    return answer.span.start <= at.start < answer.span.end and len(owed.what.split()) > _VAGUE


def _without(owed: list[Commitment], request: Span, answer: Span) -> Iterator[Commitment]:
    """`owed` without what was read of the request alone, or of the answer where it says no more than yes."""
    for each in owed:
        at = each.evidence[0]
        vague = at.start < answer.end and answer.start < at.end and len(each.what.split()) <= _VAGUE
        if not (vague or (at.start < request.end and request.start < at.end)):
            yield each
