"""Sentences that say what is to be done where their subject is no name: it is left out, or stands elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from ingest.action_aims import aims
from ingest.action_owner import owner_behind, reporter
from ingest.action_rules import grammar, passive
from ingest.action_state import due, made
from ingest.blocks import Block
from ingest.owners import party_at, resolved
from ingest.reading import Reading
from ingest.rules import load_rules
from ingest.units import Unit, speaker_ids
from kg.extraction import Commitment, Span


def unnamed(reading: Reading, unit: Unit, block: Block) -> Iterator[Commitment]:
    """What a sentence says is to be done, though it opens with nobody who is to do it."""
    readers = (
        _continued,
        _owner_behind,
        _should,
        _undone,
        _first_person,
        _second_person,
        _by_some_office,
        _told,
        _by_all,
        _by_us,
        _scheduled,
        aims,
    )
    for read in readers:
        found = list(read(reading, unit, block))
        if found:
            behind = owner_behind(reading, unit.span) if any(not each.owner for each in found) else ()
            yield from (replace(each, owner=each.owner or behind) for each in found)
            return


def _continued(reading: Reading, unit: Unit, block: Block) -> Iterator[Commitment]:
    """`Will share it next week.`: the speaker, or whom the sentence before is about, is to do it."""
    match = grammar("subjectless").match(reading.structure.text, unit.span.start, unit.span.end) or grammar(
        "subjectless_later"
    ).search(reading.structure.text, unit.span.start, unit.span.end)
    if match is None:
        return
    opens = block.content.start if not unit.opens else unit.span.start
    party = party_at(reading, opens, match.start()) if match.start() > opens else None
    owner = speaker_ids(reading, block) or (party.ids if party else ()) or reporter(reading, unit.block)
    if owner or (
        reading.document.kind == "minutes"
        and not grammar("hedged").search(reading.text(unit.span))
        and re.match(r"(?:\W*|[^.;]{,60}[;,]\s+)will\b", reading.text(unit.span), re.IGNORECASE)
    ):
        owed = made(
            reading,
            block,
            unit.block,
            unit.span,
            Span(match.start("verb"), unit.span.end),
            owner,
            "actions/speaker" if owner else "actions/unowned",
            0.65 if owner else 0.5,
        )
        if owed:
            yield owed


def _should(reading: Reading, unit: Unit, block: Block) -> Iterator[Commitment]:
    """`It is nearly written, should be out in May`: what should come about by a day, of the speaker or nobody."""
    words = reading.text(unit.span)
    match = grammar("should_be").match(words) if "should" in words.lower() else None
    if match is None or reading.document.kind != "minutes":
        return
    what = Span(unit.span.start + match.start("verb"), unit.span.end)
    on = due(reading, what, unit.block)
    opening = party_at(reading, unit.span.start, what.start) if what.start - unit.span.start > 1 else None
    owner = speaker_ids(reading, block) or (opening.ids if opening else ()) or reporter(reading, unit.block)
    owed = made(reading, block, unit.block, unit.span, what, owner, "actions/should", 0.5)
    if owed and on:
        yield replace(owed, kind="plan", due=on)


def _owner_behind(reading: Reading, unit: Unit, block: Block) -> Iterator[Commitment]:
    """`Notice to go up in the lobby (Ann).`"""
    trailing = grammar("trailing").search(reading.structure.text, unit.span.start, unit.span.end)
    if (
        trailing is None
        or not trailing["bracketed"]
        or trailing["bracketed"].lstrip()[:1] in "+-"  # a vote
        or not grammar("thing_to").match(reading.structure.text, unit.span.start, trailing.start())
    ):
        return
    ids, whole = resolved(reading, Span(*trailing.span("bracketed")))
    if whole and all(identifier.startswith("person/") for identifier in ids):
        owed = made(
            reading,
            block,
            unit.block,
            unit.span,
            Span(unit.span.start, trailing.start()),
            ids,
            "actions/owner-behind",
            0.65,
        )
        if owed:
            yield owed


def _undone(reading: Reading, unit: Unit, block: Block) -> Iterator[Commitment]:
    for pattern in passive():
        match = pattern.search(reading.structure.text, unit.span.start, unit.span.end)
        party = party_at(reading, match.start("names"), unit.span.end) if match else None
        if party and party.ids and all(identifier.startswith("person/") for identifier in party.ids):
            owed = made(reading, block, unit.block, unit.span, unit.span, party.ids, "actions/passive", 0.7)
            if owed:
                yield owed
            return
    text = reading.structure.text
    undone = _stated_undone().search(text, unit.span.start, unit.span.end)
    if undone is None and due(reading, unit.span, unit.block):
        signs = ("ought", "due_thing", "to_be_by")
        found = (grammar(name).search(text, unit.span.start, unit.span.end) for name in signs)
        undone = next(filter(None, found), None)
    if (
        undone
        and reading.document.kind == "minutes"
        and not grammar("undone_not").search(reading.structure.text[unit.span.start : undone.start()])
        and not grammar("undone_by").match(text, undone.end(), unit.span.end)
    ):
        owed = made(reading, block, unit.block, unit.span, unit.span, (), "actions/unowned", 0.5)
        if owed:
            yield owed


@cache
def _stated_undone() -> re.Pattern[str]:
    return re.compile(load_rules("actions")["passive"]["undone"])


def _first_person(reading: Reading, unit: Unit, block: Block) -> Iterator[Commitment]:
    speaker = speaker_ids(reading, block) or reporter(reading, unit.block)
    if not speaker:
        return
    match = grammar("first_person").search(reading.structure.text, unit.span.start, unit.span.end)
    offer = grammar("offered").search(reading.text(unit.span)) if match is None else None
    verb = match.start("verb") if match else unit.span.start + offer.start("verb") if offer else -1
    if verb >= 0:
        owed = made(
            reading,
            block,
            unit.block,
            unit.span,
            Span(verb, unit.span.end),
            speaker,
            "actions/speaker",
            0.65,
        )
        if owed:
            yield owed


def _second_person(reading: Reading, unit: Unit, block: Block) -> Iterator[Commitment]:
    """`Ann, you will print it`: she; without a name before it the owner is not known."""
    match = grammar("second_person").search(reading.structure.text, unit.span.start, unit.span.end)
    if match is None or reading.document.kind != "minutes":
        return
    called = party_at(reading, unit.span.start, match.start())
    what, owner = Span(match.start("verb"), unit.span.end), called.ids if called else ()
    owed = made(reading, block, unit.block, unit.span, what, owner, "actions/second-person", 0.55)
    if owed:
        yield owed


def _by_some_office(reading: Reading, unit: Unit, block: Block) -> Iterator[Commitment]:
    """`The footpath wardens to clear the ditch`, `Pablo will respond`: an office or name that nobody known has."""
    words = reading.text(unit.span)
    match = grammar("some_office").match(words) or grammar("some_name").search(words)
    if match is None or reading.document.kind != "minutes":
        return
    what = Span(unit.span.start + match.start("verb"), unit.span.end)
    owed = made(reading, block, unit.block, unit.span, what, (), "actions/office", 0.6)
    if owed:
        yield owed


def _by_all(reading: Reading, unit: Unit, block: Block) -> Iterator[Commitment]:
    """`All: read the draft`: the whole meeting is to do it."""
    match = grammar("everyone").match(reading.text(unit.span))
    if match is None or reading.document.kind != "minutes":
        return
    ours = (reading.committee,) if reading.committee else ()
    what = Span(unit.span.start + match.start("verb"), unit.span.end)
    owed = made(reading, block, unit.block, unit.span, what, ours, "actions/everyone", 0.55)
    if owed:
        yield owed


def _told(reading: Reading, unit: Unit, block: Block) -> Iterator[Commitment]:
    """`Write to the school by Friday` as an item below a topic, or behind what was said of it."""
    match = grammar("imperative").match(reading.structure.text, unit.span.start, unit.span.end)
    topic = unit.opens and block.kind == "item" and block.parent is None and len(block.section) < 2
    if match is None or reading.document.kind != "minutes" or block.kind == "turn" or topic:
        return
    need = grammar("need").match(reading.structure.text, unit.span.start, unit.span.end) is not None
    if grammar("agenda").search(block.section[-1] if block.section else ""):
        return
    if block.kind != "item" and unit.opens and not need:
        return
    owed = made(reading, block, unit.block, unit.span, unit.span, (), "actions/imperative", 0.5)
    if owed and not grammar("a_title").search(reading.text(unit.span)):
        yield owed


def _scheduled(reading: Reading, unit: Unit, block: Block) -> Iterator[Commitment]:
    """`A second session is fixed for 26 November`: a plan, whoever is to carry it out."""
    fixed = grammar("scheduled").match(reading.structure.text, unit.span.start, unit.span.end)
    on = due(reading, Span(fixed.end(), unit.span.end), unit.block) if fixed else None
    if fixed is None or on is None or reading.document.kind != "minutes":
        return
    owed = made(reading, block, unit.block, unit.span, unit.span, (), "actions/scheduled", 0.5)
    if owed:
        yield replace(owed, due=on, kind="plan")


def _by_us(reading: Reading, unit: Unit, block: Block) -> Iterator[Commitment]:
    """`We will announce it in May`, told of the meeting and not by one who speaks there."""
    match = grammar("we_will").match(reading.text(unit.span))
    if match is None or reading.document.kind != "minutes" or block.kind == "turn" or speaker_ids(reading, block):
        return
    ours = (reading.committee,) if reading.committee else ()
    what = Span(unit.span.start + match.start("verb"), unit.span.end)
    owed = made(reading, block, unit.block, unit.span, what, ours, "actions/we-will", 0.55)
    if owed:
        yield owed
