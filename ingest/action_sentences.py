"""Sentences in which somebody is to do something."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.action_beside import beside
from ingest.action_clauses import (
    follows_clause,
    is_collective,
    negated,
    parties,
    predicate_after,
    remark_end,
    told_in_past,
    unmarked,
    verb_to_end,
)
from ingest.action_labels import is_opening
from ingest.action_parsed import parsed
from ingest.action_rules import Predicate, agreed_that, grammar, modal, predicates
from ingest.action_state import made
from ingest.action_unnamed import unnamed
from ingest.blocks import Block, Sitting
from ingest.owners import Party, named_parties, party_at
from ingest.reading import Reading
from ingest.units import Unit, speaker_ids, units
from kg.extraction import Commitment, Span


def undertakings(reading: Reading, unit: Unit, block: Block) -> Iterator[Commitment]:
    """What a sentence says is to be done: by whom it names, else as its words tell."""
    words = reading.structure.text[unit.span.start : unit.span.end]
    if grammar("a_question").search(words) or len(words) > 900 or grammar("a_motion").match(words):
        return
    noted = list(beside(reading, unit, block))
    if noted:
        yield from noted
        return
    taken: list[Party] = []
    owing = (*_owed_by_pronoun(reading, unit, block), *_owing(reading, unit.span), *_owed_behind(reading, unit, block))
    for party, predicate, match in owing:
        if any(other.start - 2 < party.start < max(other.end, other.start + 2) for other in taken) or (
            predicate.reported and any(i.startswith("org/") for i in party.ids)
        ):
            continue
        taken.append(party)
        what = verb_to_end(
            match,
            _clause_end(
                reading, match.start("verb") if match.start("verb") >= 0 else match.end(), unit.span.end, party
            ),
        )
        owed = made(
            reading,
            block,
            unit.block,
            unit.span,
            what,
            party.ids,
            predicate.rule,
            predicate.confidence,
            status_in=unit.span,
        )
        if owed:
            yield replace(owed, kind=predicate.kind, status=predicate.state or owed.status)  # type: ignore[arg-type]
    if not taken:
        agreed_to = list(_agreed(reading, unit, block)) or list(unnamed(reading, unit, block))
        yield from agreed_to or parsed(reading, unit, block, _antecedent)


def _owing(reading: Reading, span: Span) -> Iterator[tuple[Party, Predicate, re.Match[str]]]:
    """Subjects in a sentence that are to do something, each with the predicate that says so."""
    text = reading.structure.text
    clause = grammar("that_clause").match(text, span.start, span.end)
    stated = (m for p in agreed_that() for m in p.finditer(text, span.start, span.end))
    agreed = clause or next(stated, None)
    further = re.compile(r"[,;]?\s+(?:and|but)\s+that\s+")
    that = [agreed.end(), *(m.end() for m in further.finditer(text, agreed.end(), span.end))] if agreed else []
    for party in parties(reading, span):
        opens = (
            is_opening(text, span.start, party.start)
            or follows_clause(text, span.start, party.start)
            or party.start in that
        )
        if any(0 <= party.start - end < 12 for end in that):
            match = modal().match(text, party.end, span.end)
            if match:
                yield party, Predicate("actions/agreed-that", match.re, 0.9, False, False, "action"), match
                continue
        owing = _told(reading, span, party) or _predicate(reading, span, party, opens=opens)
        if owing and not negated(text, span.start, party.start):
            yield party, *owing


def _told(reading: Reading, span: Span, party: Party) -> tuple[Predicate, re.Match[str]] | None:
    """`The Chair directed staff to propose dates`: what somebody tells a subject to do."""
    text = reading.structure.text
    if grammar("told_by").search(text, span.start, party.start) is None:
        return None
    match = grammar("told_to_do").match(text, party.end, span.end)
    return (Predicate("actions/told-to", match.re, 0.65, False, False, "action"), match) if match else None


def _predicate(reading: Reading, span: Span, party: Party, *, opens: bool) -> tuple[Predicate, re.Match[str]] | None:
    """The predicate behind a subject that says that it is to do something; `opens` where its clause begins with it."""
    text = unmarked(reading.structure.text)
    after = remark_end(text, party.end, span.end)
    relative = grammar("relative").match(text, after, span.end)
    after, opens = (relative.end(), True) if relative else (after, opens)
    for predicate in predicates():
        if (predicate.opens and not opens) or (predicate.reported and not told_in_past(text)):
            continue
        if predicate.rule == "actions/agreed-to" and is_collective(reading, party):
            continue
        if predicate.people and not (party.ids and all(each.startswith("person/") for each in party.ids)):
            continue
        match = predicate.pattern.match(text, after, span.end)
        if match and not (predicate.dated and not is_ahead(reading, Span(match.start("verb"), span.end))):
            return predicate, match
    return None


def is_ahead(reading: Reading, span: Span) -> bool:
    """Does `span` give a date after the day of its meeting?"""
    held = next((s.date for s in reading.structure.sittings if _covers(reading, s, span)), None)
    today = (held or reading.document.date or "9999")[:10]
    return any(mention.when.edtf.split("/")[0] > today for mention in reading.dates_in(span))


def _covers(reading: Reading, sitting: Sitting, span: Span) -> bool:
    blocks = reading.structure.blocks
    return blocks[sitting.first].span.start <= span.start < blocks[sitting.last - 1].span.end


def _owed_by_pronoun(reading: Reading, unit: Unit, block: Block) -> Iterator[tuple[Party, Predicate, re.Match[str]]]:
    """`She undertook to write`: she is the one person of the sentence before, else the owner is not known."""
    pronoun = grammar("pronoun").match(reading.structure.text, unit.span.start, unit.span.end)
    if pronoun is None:
        return
    ids = _antecedent(reading, unit, block, pronoun["who"])
    joint = re.compile(r"\s+and\s+").match(reading.structure.text, pronoun.end(), unit.span.end)
    other = party_at(reading, joint.end(), unit.span.end) if joint else None
    if other and ids:
        ids = tuple(dict.fromkeys((*ids, *other.ids)))
    party = Party(ids, pronoun.start("who"), other.end if other else pronoun.end())
    owing = _predicate(reading, unit.span, party, opens=True) if ids else None
    if owing:
        yield party, *owing


def _owed_behind(reading: Reading, unit: Unit, block: Block) -> Iterator[tuple[Party, Predicate, re.Match[str]]]:
    """What the sentence adds of its subject: `Ann spoke to them and will write`, `Ann said …, and that she will`."""
    text = reading.structure.text
    subject = _subject_of(reading, unit, block)
    they = ("added_they",) if " they " in reading.text(unit.span) else ()
    for name in ("added", "added_pronoun", *they):
        for match in grammar(name).finditer(text, unit.span.start, unit.span.end):
            party = subject
            if name == "added_they":
                party = Party(
                    _they(reading, Span(unit.span.start, match.start())), match.start("who"), match.end("who")
                )
            elif name == "added_pronoun":
                before = named_people(reading, Span(unit.span.start, match.start()))
                party = Party(before, match.start("who"), match.end("who")) if len(before) == 1 else subject
            if party is None or party.start >= match.start("says"):
                continue
            here = Party(party.ids, match.start("says"), match.start("says"))
            owing = _predicate(reading, unit.span, here, opens=True)
            if owing and not negated(text, unit.span.start, match.start()):
                yield here, *owing


def _subject_of(reading: Reading, unit: Unit, block: Block) -> Party | None:
    """Who opens a sentence, behind its topic where it has one: a person, or a pronoun that means one."""
    text = reading.structure.text
    topic = grammar("topic").match(text, unit.span.start, unit.span.end)
    for start in (unit.span.start, topic.end() if topic else unit.span.end):
        party = party_at(reading, start, unit.span.end)
        if party and all(each.startswith("person/") for each in party.ids):
            return party
    pronoun = grammar("pronoun").match(text, topic.end() if topic else unit.span.start, unit.span.end)
    if pronoun:
        ids = _antecedent(reading, unit, block, pronoun["who"].capitalize())
        return Party(ids, pronoun.start("who"), pronoun.end()) if ids else None
    speaker = speaker_ids(reading, block)
    return Party(speaker, unit.span.start, unit.span.start) if speaker else None


def _they(reading: Reading, span: Span) -> tuple[str, ...]:
    """Whom `they` means behind `span`: the one body it names, else the people where it names several."""
    bodies = tuple(dict.fromkeys(m.entity for m in reading.names_in(span) if m.entity.startswith("org/")))
    people = named_people(reading, span)
    return bodies if len(bodies) == 1 else people if len(people) > 1 else ()


def named_people(reading: Reading, span: Span) -> tuple[str, ...]:
    """The people whom `span` names, each once, in text order."""
    return tuple(dict.fromkeys(m.entity for m in reading.names_in(span) if m.entity.startswith("person/")))


def _agreed(reading: Reading, unit: Unit, block: Block) -> Iterator[Commitment]:
    """`Mei agrees.` behind a sentence that asks Mei to do something."""
    party = party_at(reading, unit.span.start, unit.span.end)
    if party is None or not grammar("agrees").match(reading.structure.text, party.end, unit.span.end):
        return
    before = [other.span for other in units(reading, unit.block, block) if other.span.end <= unit.span.start][-1:]
    for span in before:
        asked = grammar("asks").search(reading.structure.text, span.start, span.end)
        who = party_at(reading, asked.end(), span.end) if asked else None
        task = re.compile(r"\s+to\s+(?=[a-z])").match(reading.structure.text, who.end, span.end) if who else None
        if who and set(who.ids) != set(party.ids):
            task = None
        task = task or grammar("wanted").search(reading.structure.text, span.start, span.end)
        if task is None:
            return
        told = Span(asked.start() if asked else span.start, unit.span.end)
        owed = made(reading, block, unit.block, told, Span(task.end(), span.end), party.ids, "actions/agreed", 0.75)
        if owed:
            yield owed


def _antecedent(reading: Reading, unit: Unit, block: Block, pronoun: str) -> tuple[str, ...]:
    """The one person whom the nearest sentence before names that names any; else who speaks."""
    before = [other.span for other in units(reading, unit.block, block) if other.span.end <= unit.span.start]
    for span in reversed(before):
        many = pronoun == "They"
        opening = party_at(reading, span.start, span.end) if many else None
        if opening and len(opening.ids) > 1:
            return opening.ids
        people = {m.entity for m in reading.names_in(span) if many or m.entity.startswith("person/")}
        bodies = {each for each in people if each.startswith("org/")}
        if many and len(bodies) == 1:
            return tuple(bodies)
        opens = party_at(reading, span.start, span.end) if len(people) > 1 else None
        if opens and len(opens.ids) == 1 and opens.ids[0].startswith("person/"):
            return opens.ids
        if people:
            return tuple(people) if len(people) == 1 else ()
        held = {party.ids for party in parties(reading, span) if party.ids and party.ids[0].startswith("person/")}
        if held:
            return next(iter(held)) if len(held) == 1 else ()
    return speaker_ids(reading, block)


def _clause_end(reading: Reading, start: int, end: int, party: Party) -> int:
    """Where the task ends: before another subject that is to do something else."""
    for other in named_parties(reading, Span(start, end)):
        if other.start > start and predicate_after(reading, other.start, end):
            joint = re.search(
                r"(?:[,;]\s*(?:and|while|but|then)?|\b(?:and|while|but))\s*$",
                reading.structure.text[start : other.start],
            )
            if joint:
                return start + joint.start()
    return end
