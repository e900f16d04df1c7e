"""Sentences in which somebody is to do something."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.action_clauses import (
    follows_clause,
    is_collective,
    negated,
    parties,
    predicate_after,
    remark_end,
    told_in_past,
    verb_to_end,
)
from ingest.action_labels import is_opening
from ingest.action_rules import Predicate, agreed_that, grammar, modal, predicates
from ingest.action_state import made
from ingest.action_unnamed import unnamed
from ingest.blocks import Block
from ingest.owners import Party, named_parties, party_at
from ingest.reading import Reading
from ingest.units import Unit, units
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
        yield from unnamed(reading, unit, block)


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
            if predicate.rule == "actions/agreed-to" and is_collective(reading, party):
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
