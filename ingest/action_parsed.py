"""Undertakings that the grammar of a sentence tells where no pattern of words does.

The subject may be anybody who can act, known by name or not: `The representative of Ruritania
undertook to translate it`, `Her delegation would circulate the text`.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.action_clauses import told_in_past
from ingest.action_grammar import may_undertake, undertaking_at
from ingest.action_owner import reporter
from ingest.action_state import made
from ingest.blocks import Block
from ingest.clauses import path_up
from ingest.language import words_in
from ingest.owners import party_at
from ingest.reading import Reading
from ingest.units import Unit, speaker_ids
from kg.extraction import Commitment, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

Antecedent = Callable[[Reading, Unit, Block, str], tuple[str, ...]]
"""Whom a pronoun that opens a sentence means."""


def parsed(reading: Reading, unit: Unit, block: Block, antecedent: Antecedent) -> Iterator[Commitment]:
    """What a sentence of minutes says is to be done, by its grammar; nothing where no model has read it."""
    if reading.doc is None or reading.document.kind != "minutes" or not may_undertake(reading.text(unit.span)):
        return
    past = told_in_past(reading.structure.text)
    last = -1
    for token in words_in(reading.doc, unit.span):
        if token.i <= last:
            continue
        found = undertaking_at(reading, token, past=past)
        if found is None:
            continue
        owner = _owner(reading, unit, block, found.doer, antecedent)
        what = Span(_begins(found.verb), _ends(reading, found.verb, unit.span))
        owed = made(reading, block, unit.block, unit.span, what, owner, found.rule, 0.65 if owner else 0.55)
        if owed:
            last = max(found.verb.i, token.i)
            yield replace(owed, kind=found.kind)


def _begins(verb: "Token") -> int:
    """Where what is to be done begins: with what is given or what it is done to, else with the verb."""
    if verb.pos_ in ("NOUN", "PROPN"):
        return verb.left_edge.idx
    done_to = next((child for child in verb.children if child.dep_ == "nsubjpass"), None)
    return done_to.left_edge.idx if done_to is not None else verb.idx


def _ends(reading: Reading, verb: "Token", span: Span) -> int:
    cut = reading.structure.text.find("; ", verb.idx, span.end)
    return cut if cut > 0 else span.end


def _owner(reading: Reading, unit: Unit, block: Block, doer: "Token | None", antecedent: Antecedent) -> tuple[str, ...]:
    """Who is meant by the main word of a subject; nobody where nobody known is."""
    word = doer.lower_ if doer is not None else ""
    if word in ("we", "us"):
        return (reading.committee,) if reading.committee else ()
    if word == "i":
        return speaker_ids(reading, block) or reporter(reading, unit.block)
    if doer is not None and word in ("he", "she", "they", "it"):
        return _before(reading, unit, doer) or antecedent(reading, unit, block, word.capitalize())
    return _named(reading, unit, block, doer, antecedent) if doer is not None else ()


def _named(reading: Reading, unit: Unit, block: Block, doer: "Token", antecedent: Antecedent) -> tuple[str, ...]:
    """Who a subject names, by an office, a name in it, or as somebody's own: `her delegation`."""
    whole = Span(doer.left_edge.idx, doer.right_edge.idx + len(doer.right_edge))
    party = party_at(reading, doer.left_edge.idx, whole.end)
    if party and party.ids:
        return party.ids
    own = [t for t in doer.subtree if not _is_aside(t, doer)]
    under = {t.idx for t in own}
    named = [m for m in reading.names_in(whole) if any(m.span.start <= at < m.span.end for at in under)]
    if named:
        return tuple(dict.fromkeys(m.entity for m in named))
    office = reading.resolve(" ".join(t.text for t in own if t.i <= doer.i), whole.start)
    if office:
        return (office,)
    theirs = any(t.dep_ == "poss" and t.lower_ in ("his", "her", "their") for t in own)
    return antecedent(reading, unit, block, "He") if theirs else ()


def _before(reading: Reading, unit: Unit, pronoun: "Token") -> tuple[str, ...]:
    """The one person whom the sentence names before a pronoun in it."""
    people = {m.entity for m in reading.names_in(Span(unit.span.start, pronoun.idx)) if m.entity.startswith("person/")}
    return tuple(people) if len(people) == 1 else ()


def _is_aside(token: "Token", top: "Token") -> bool:
    """Does a word under a subject stand in a clause of its own?"""
    for here in path_up(token):
        if here == top:
            return False
        if here.dep_ in ("relcl", "acl"):
            return True
    return False
