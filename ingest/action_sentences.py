"""Sentences in which somebody is to do something, and who owns a task."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from ingest.action_labels import is_opening
from ingest.action_rules import Predicate, agreed_that, grammar, modal, passive, predicates
from ingest.action_state import due, made, tidy
from ingest.blocks import Block
from ingest.owners import Party, named_parties, party_at, resolved
from ingest.people_names import fold
from ingest.reading import Reading
from ingest.rules import load_rules
from ingest.units import Unit, speaker_ids, units
from kg.extraction import Commitment, Span


def undertakings(reading: Reading, unit: Unit, block: Block) -> Iterator[Commitment]:
    words = reading.structure.text[unit.span.start : unit.span.end]
    if words.rstrip(" *_").endswith("?") or len(words) > 900:
        return
    taken: list[int] = []
    for party, predicate, match in [*_owing(reading, unit.span), *_owed_by_pronoun(reading, unit, block)]:
        if any(abs(party.start - start) < 2 for start in taken) or (
            predicate.reported and any(i.startswith("org/") for i in party.ids)
        ):
            continue
        taken.append(party.start)
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
            yield replace(owed, kind=predicate.kind)  # type: ignore[arg-type]
    if not taken:
        yield from _continued(reading, unit, block)
        yield from _owner_behind(reading, unit, block)
        yield from _undone(reading, unit, block)
        yield from _first_person(reading, unit, block)
        yield from _second_person(reading, unit, block)
        yield from _by_some_office(reading, unit, block)
        yield from _told(reading, unit, block)


def _owing(reading: Reading, span: Span) -> Iterator[tuple[Party, Predicate, re.Match[str]]]:
    """Subjects in a sentence that are to do something, each with the predicate that says so."""
    agreed = next((m for p in agreed_that() for m in p.finditer(reading.structure.text, span.start, span.end)), None)
    for party in parties(reading, span):
        opens = (
            is_opening(reading.structure.text, span.start, party.start)
            or follows_clause(reading.structure.text, span.start, party.start)
            or (agreed is not None and agreed.end() == party.start)
        )
        if agreed is not None and party.start >= agreed.end() and party.start - agreed.end() < 12:
            match = modal().match(reading.structure.text, party.end, span.end)
            if match:
                yield party, Predicate("actions/agreed-that", match.re, 0.9, False, False, "action"), match
                continue
        for predicate in predicates():
            if predicate.opens and not opens:
                continue
            if predicate.reported and not told_in_past(reading.structure.text):
                continue
            if predicate.rule == "actions/agreed-to" and _is_collective(reading, party):
                continue
            match = predicate.pattern.match(
                reading.structure.text, remark_end(reading.structure.text, party.end, span.end), span.end
            )
            if match and not negated(reading.structure.text, span.start, party.start):
                yield party, predicate, match
                break


def _owed_by_pronoun(reading: Reading, unit: Unit, block: Block) -> Iterator[tuple[Party, Predicate, re.Match[str]]]:
    """`She undertook to write`: she is the one person of the sentence before, else the owner is not known."""
    pronoun = grammar("pronoun").match(reading.structure.text, unit.span.start, unit.span.end)
    if pronoun is None:
        return
    for predicate in predicates():
        match = predicate.pattern.match(reading.structure.text, pronoun.end(), unit.span.end)
        if match and not (predicate.reported and not told_in_past(reading.structure.text)):
            ids = _antecedent(reading, unit, block, pronoun["who"])
            if ids:
                yield Party(ids, pronoun.start("who"), pronoun.end()), predicate, match
            return


def _antecedent(reading: Reading, unit: Unit, block: Block, pronoun: str) -> tuple[str, ...]:
    """The one person whom the sentence before names, or that of the one before where it only goes on about them."""
    before = [other.span for other in units(reading, unit.block, block) if other.span.end <= unit.span.start]
    for span in reversed(before):
        many = pronoun == "They"
        opening = party_at(reading, span.start, span.end) if many else None
        if opening and len(opening.ids) > 1:
            return opening.ids
        people = {m.entity for m in reading.names_in(span) if many or m.entity.startswith("person/")}
        if people or grammar("pronoun").match(reading.structure.text, span.start, span.end) is None:
            return tuple(people) if len(people) == 1 else ()
    return ()


def _is_collective(reading: Reading, party: Party) -> bool:
    """Does the whole meeting act? What it agrees to is a decision."""
    words = fold(reading.structure.text[party.start : party.end])
    return party.ids == (reading.committee,) or grammar("collective").fullmatch(words) is not None


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


def _continued(reading: Reading, unit: Unit, block: Block) -> Iterator[Commitment]:
    """`Will share it next week.`: the speaker, or whom the sentence before is about, is to do it."""
    match = grammar("subjectless").match(reading.structure.text, unit.span.start, unit.span.end) or grammar(
        "subjectless_later"
    ).search(reading.structure.text, unit.span.start, unit.span.end)
    if match is None:
        return
    before = Span(block.content.start, unit.span.start)
    party = party_at(reading, before.start, before.end) if not unit.opens else None
    owner = speaker_ids(reading, block) or (party.ids if party else ())
    if owner or (
        reading.document.kind == "minutes"
        and re.match(r"\W*will\b", reading.structure.text[unit.span.start : unit.span.end], re.IGNORECASE)
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


def _owner_behind(reading: Reading, unit: Unit, block: Block) -> Iterator[Commitment]:
    """`Notice to go up in the lobby (Ann).`"""
    trailing = grammar("trailing").search(reading.structure.text, unit.span.start, unit.span.end)
    if (
        trailing is None
        or not trailing["bracketed"]
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
    undone = re.compile(load_rules("actions")["passive"]["undone"]).search(text, unit.span.start, unit.span.end)
    if undone is None and due(reading, unit.span, unit.block):
        undone = grammar("ought").search(text, unit.span.start, unit.span.end)
    if (
        undone
        and reading.document.kind == "minutes"
        and not grammar("undone_not").search(reading.structure.text[unit.span.start : undone.start()])
    ):
        owed = made(reading, block, unit.block, unit.span, unit.span, (), "actions/unowned", 0.5)
        if owed:
            yield owed


def _first_person(reading: Reading, unit: Unit, block: Block) -> Iterator[Commitment]:
    speaker = speaker_ids(reading, block)
    if not speaker:
        return
    match = grammar("first_person").search(reading.structure.text, unit.span.start, unit.span.end)
    if match:
        owed = made(
            reading,
            block,
            unit.block,
            unit.span,
            Span(match.start("verb"), unit.span.end),
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
    """`The footpath wardens to clear the ditch`: an office or group that nobody is known to hold."""
    match = grammar("some_office").match(reading.structure.text, unit.span.start, unit.span.end)
    if match is None or reading.document.kind != "minutes":
        return
    what = Span(match.start("verb"), unit.span.end)
    owed = made(reading, block, unit.block, unit.span, what, (), "actions/office", 0.6)
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


def owed_by_somebody(reading: Reading, span: Span) -> bool:
    """Does `span` open with somebody, other than the whole meeting, who is to do something?"""
    party = party_at(reading, span.start, span.end)
    if party is None or _is_collective(reading, party) or any(each.startswith("org/") for each in party.ids):
        return False
    return predicate_after(reading, span.start, span.end)


Owned = tuple[tuple[str, ...], Span]
"""Who owns a task, as local ids, and the task without them."""


def owner_and_task(reading: Reading, task: Span, *, bare: bool = False) -> Owned:
    """Who a task names as its owner, before or behind it, and the task without them.

    `bare` allows a verb right behind the name: `AI: Ann propose a group`.
    """
    text = reading.structure.text
    party = party_at(reading, task.start, task.end)
    if party:
        after = grammar("operator").match(text, party.end, task.end)
        if after:
            return party.ids, tidy(text, Span(after.end("gone"), task.end))
        if not re.search(r"\w", text[party.end : task.end]):
            return party.ids, Span(party.end, party.end)
        if bare and (verb := grammar("bare_verb").match(text, party.end, task.end)):
            return party.ids, tidy(text, Span(verb.start("verb"), task.end))
    return _owner_behind_task(reading, task) or _owner_inside(reading, task) or ((), tidy(text, task))


def _owner_behind_task(reading: Reading, task: Span) -> Owned | None:
    trailing = grammar("trailing").search(reading.structure.text, task.start, task.end)
    if trailing is None:
        return None
    group = next(name for name in ("labelled", "bracketed", "dashed") if trailing[name])
    ids, whole = resolved(reading, Span(*trailing.span(group)))
    return (ids, tidy(reading.structure.text, Span(task.start, trailing.start()))) if whole else None


def _owner_inside(reading: Reading, task: Span) -> Owned | None:
    """`By Friday Ann will write`, `A letter to be sent by Ann`."""
    text = reading.structure.text
    for predicate in predicates():
        for inner in parties(reading, task):
            match = predicate.pattern.match(text, inner.end, task.end)
            clause = grammar("clause_before").search(text, task.start, inner.start) is not None
            if match and (clause or not predicate.opens) and predicate.rule != "actions/name-would":
                return inner.ids, tidy(text, verb_to_end(match, task.end))
    by_whom = next((m for p in passive() for m in p.finditer(text, task.start, task.end)), None)
    by = party_at(reading, by_whom.start("names"), task.end) if by_whom else None
    return (by.ids, tidy(text, task)) if by and by.ids else None


def follows_clause(text: str, start: int, position: int) -> bool:
    """Does a comma or dash end a clause before `position`: `Discussion was positive, Ann to move it on`?"""
    before = text[start:position]
    clause = re.search(r"\w+ \w+.*(?:,|;|\s[–—-])\s+(?:so |and |then |with )?$", before, re.DOTALL)
    return clause is not None and grammar("told_to").search(before) is None


def parties(reading: Reading, span: Span) -> Iterator[Party]:
    """Names, offices and bodies that may be subjects in a sentence, in order."""
    found = {party.start: party for party in named_parties(reading, span)}
    opening = party_at(reading, span.start, span.end)
    if opening and not any(party.start <= opening.end and opening.start <= party.start for party in found.values()):
        found[opening.start] = opening
    for match in grammar("subject_start").finditer(reading.structure.text, span.start, span.end):
        if not any(party.start <= match.start() < party.end for party in found.values()):
            party = party_at(reading, match.start(), span.end)
            if party and party.end > match.start():
                found[match.start()] = party
    yield from (found[start] for start in sorted(found))


def predicate_after(reading: Reading, start: int, end: int) -> bool:
    """Does a party stand at `start` that is to do something?"""
    party = party_at(reading, start, end)
    return party is not None and any(
        p.pattern.match(reading.structure.text, party.end, end) for p in predicates() if not p.reported
    )


def remark_end(text: str, position: int, end: int) -> int:
    remark = re.compile(r"\s*\([^)\n]{1,60}\)").match(text, position, end)
    return remark.end() if remark else position


def negated(text: str, start: int, position: int) -> bool:
    """Do the words before a subject make what follows a condition, a wish or an opinion?"""
    return grammar("not_meant").search(text[start:position]) is not None


def verb_to_end(match: re.Match[str], end: int) -> Span:
    found = [start for name in match.re.groupindex if (start := match.start(name)) >= 0]
    start = found[0] if found else match.end()
    return Span(start, max(start, end))


def after_agreed(text: str, task: Span) -> Span:
    match = next((m for p in agreed_that() for m in p.finditer(text, task.start, task.end)), None)
    return Span(match.end(), task.end) if match else task


@cache
def told_in_past(text: str) -> bool:
    """Are these minutes told in reported speech, where `would` states what somebody undertook?"""
    past = len(
        re.findall(
            r"\b(?:was|were|had|reported|noted|agreed|advised|asked|explained|said|stated|welcomed|confirmed|thanked)\b",
            text,
        )
    )
    present = len(re.findall(r"\b(?:is|are|has|have|will|needs|wants|says)\b", text))
    return past > present
