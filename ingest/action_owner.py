"""Who owns a task that is given as a whole, before it, behind it or inside it."""

import re

from ingest.action_clauses import parties, verb_to_end
from ingest.action_rules import grammar, passive, predicates
from ingest.action_state import tidy
from ingest.owners import party_at, resolved
from ingest.reading import Reading
from kg.extraction import Span

_REPORT = 8
"""Blocks that a report of an officer has at most."""
Owned = tuple[tuple[str, ...], Span]
"""Who owns a task, as local ids, and the task without them."""


def owner_and_task(reading: Reading, task: Span, *, bare: bool = False) -> Owned:
    """Who a task names as its owner, before or behind it, and the task without them.

    `bare` allows a verb right behind the name: `AI: Ann propose a group`.
    """
    text = reading.structure.text
    given = grammar("for_whom").match(text, task.start, task.end)
    party = party_at(reading, given.end() if given else task.start, task.end)
    if party:
        after = grammar("operator").match(text, party.end, task.end)
        if after:
            return party.ids, tidy(text, Span(after.end("gone"), task.end))
        if not re.search(r"\w", text[party.end : task.end]):
            return party.ids, Span(party.end, party.end)
        if bare and (verb := grammar("bare_verb").match(text, party.end, task.end)):
            return party.ids, tidy(text, Span(verb.start("verb"), task.end))
    owned = _owner_of_office(reading, task) or _owner_behind_task(reading, task) or _owner_inside(reading, task)
    return owned or ((), tidy(text, task))


def _owner_behind_task(reading: Reading, task: Span) -> Owned | None:
    trailing = grammar("trailing").search(reading.structure.text, task.start, task.end)
    if trailing is None:
        return None
    group = next(name for name in ("labelled", "bracketed", "dashed") if trailing[name])
    who = _names_of(reading, Span(*trailing.span(group)))
    ids, whole = resolved(reading, who)
    return (ids, tidy(reading.structure.text, Span(task.start, trailing.start()))) if whole else None


def owner_behind(reading: Reading, span: Span) -> tuple[str, ...]:
    """The people whom a bracket at the end of a sentence names; nobody where it holds anything else."""
    trailing = grammar("trailing").search(reading.structure.text, span.start, span.end)
    if trailing is None or not trailing["bracketed"]:
        return ()
    ids, whole = resolved(reading, _names_of(reading, Span(*trailing.span("bracketed"))))
    return ids if whole and all(each.startswith("person/") for each in ids) else ()


def reporter(reading: Reading, number: int) -> tuple[str, ...]:
    """Who reports in block `number`: whom the line names that heads the report, `C. Treasurer [Ann]`."""
    blocks = reading.structure.blocks
    for block in reversed(blocks[max(0, number - _REPORT) : number]):
        named = grammar("reports").fullmatch(reading.structure.content(block))
        people = {m.entity for m in reading.names_in(block.content) if m.entity.startswith("person/")} if named else ()
        if len(people) == 1:
            return tuple(people)
        if named or block.kind == "heading":
            break
    return ()


def _names_of(reading: Reading, bracket: Span) -> Span:
    """The names in a bracket that may also say `on`, and by when: `on Ann - due 3 May`."""
    text = reading.structure.text
    before = grammar("bracket_before").match(text, bracket.start, bracket.end)
    start = before.end() if before else bracket.start
    behind = grammar("bracket_behind").search(text, start, bracket.end)
    return Span(start, behind.start()) if behind and behind.start() > start else Span(start, bracket.end)


def _owner_of_office(reading: Reading, task: Span) -> Owned | None:
    """`AD (Ann Ash) — check the request`: the bracket names who holds the office."""
    office = grammar("office_of").match(reading.structure.text, task.start, task.end)
    told = grammar("task_opening").match(reading.structure.text, task.start, task.end) is not None
    ids, whole = resolved(reading, Span(*office.span("who"))) if office and not told else ((), False)
    if office is None or not whole or not all(each.startswith("person/") for each in ids):
        return None
    return ids, tidy(reading.structure.text, Span(office.end(), task.end))


def _owner_inside(reading: Reading, task: Span) -> Owned | None:
    """`By Friday Ann will write`, `A letter to be sent by Ann`."""
    text = reading.structure.text
    for predicate in (p for p in predicates() if not p.people):
        for inner in parties(reading, task):
            match = predicate.pattern.match(text, inner.end, task.end)
            clause = grammar("clause_before").search(text, task.start, inner.start) is not None
            if match and (clause or not predicate.opens) and predicate.rule != "actions/name-would":
                return inner.ids, tidy(text, verb_to_end(match, task.end))
    by_whom = next((m for p in passive() for m in p.finditer(text, task.start, task.end)), None)
    by = party_at(reading, by_whom.start("names"), task.end) if by_whom else None
    return (by.ids, tidy(text, task)) if by and by.ids else None
