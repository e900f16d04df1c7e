"""Words that stand for a body named before: `them`, `their chair`, `the head there`, `the association`."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.clauses import clause_head
from ingest.engagements_status import lexicon
from ingest.language import words_in
from ingest.parties import Parties
from ingest.reading import Mention, Reading
from ingest.roles_lexicon import is_role
from kg.extraction import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_TURNS = 5
"""Turns of a conversation back among which a pronoun's body is looked for."""
_BODIES = (
    "agency|alliance|association|authority|bank|bureau|centre|charity|church|club|college|company|consortium|council"
    "|department|federation|forum|foundation|guild|hospital|institute|ministry|network|school|society|trust|union|university"
)
_STANDING = re.compile(rf"\bthe(?:m|ir|re|y)\b|\bh(?:im|er)\b|\bthe (?:{_BODIES})\b", re.IGNORECASE)
_NAMED = frozenset(_BODIES.split("|"))
_US = re.compile(r"\b(?:us|our)\b")


def stand_ins(
    reading: Reading, parties: Parties, sentence: Span, number: int, engaged: frozenset[str]
) -> list[Mention]:
    """The words of a sentence of block `number` that stand for an outside body, as mentions of it, in text order.

    Of people, only those who belong to a body or whom the block has said to be `engaged`.
    """
    if reading.doc is None or not _STANDING.search(reading.text(sentence)):
        return []
    found: list[Mention] = []
    for word in words_in(reading.doc, sentence):
        if is_person_met(word):
            person = _last_outsider(reading, parties, word, number, engaged)
            found += [Mention(_standing_for(word), person)] if person else []
            continue
        named = _named_again(reading, parties, word, number)
        if named or _speaks_of_others(word):
            body = named or last_body(reading, parties, word, number)
            found += [Mention(_standing_for(word), body)] if body else []
    return found


def is_person_met(word: "Token") -> bool:
    """`write to him`, `met her`: somebody named before whom a sentence engages."""
    met = word.dep_ in ("dobj", "dative") or (word.dep_ == "pobj" and word.head.lower_ in ("with", "to", "from"))
    return word.lower_ in ("him", "her") and met


def _last_outsider(
    reading: Reading, parties: Parties, word: "Token", number: int, engaged: frozenset[str]
) -> str | None:
    """The person named last before `him` in its block outside its clause, where that is one of another body."""
    start = reading.structure.blocks[number].content.start
    for mention in reversed(reading.names_in(Span(start, word.idx))):
        if mention.entity.startswith("person/") and not _is_beside(reading, mention, word):
            known = (
                mention.entity in parties.employer or mention.entity in engaged
            ) and mention.entity not in parties.doubted
            return mention.entity if known and parties.is_outside(mention.entity) else None
    return None


def last_body(reading: Reading, parties: Parties, word: "Token", number: int) -> str | None:
    """The outside organisation named last before a word: in its block or the turns before, else right above it.

    Two people of other bodies named since bar it.
    """
    for first, last in _places(reading, number, word.idx):
        people = 0
        for mention in reversed(reading.names_in(Span(first, last))):
            if mention.entity.startswith("person/"):
                people += parties.is_outside(mention.entity)
            elif counts(parties, mention.entity) and not _is_beside(reading, mention, word):
                return mention.entity if people < 2 else None
        if people:
            return None
    return None


def counts(parties: Parties, entity: str) -> bool:
    """Is an entity an organisation from outside that nobody doubts?"""
    return entity.startswith("org/") and parties.is_outside(entity) and entity not in parties.doubted


def _places(reading: Reading, number: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a body may have been named: the block up to an offset, the items above it, the block right before."""
    blocks = reading.structure.blocks
    first = max(0, number - _TURNS) if blocks[number].kind == "turn" else number
    yield blocks[first].content.start, end
    above = blocks[number].parent
    while above is not None:
        yield blocks[above].content.start, blocks[above].content.end
        above = blocks[above].parent
    before = blocks[number - 1] if number else None
    near = before is not None and before.section == blocks[number].section and before.kind in ("item", "paragraph")
    if before is not None and near and blocks[number].kind in ("item", "paragraph"):
        yield before.content.start, before.content.end


def _is_beside(reading: Reading, mention: Mention, word: "Token") -> bool:
    """Does a name stand in the clause of a pronoun, which then means something else: `X will send them`?"""
    assert reading.doc is not None
    named = words_in(reading.doc, mention.span)
    return bool(len(named)) and clause_head(named.root) == clause_head(word)


def _named_again(reading: Reading, parties: Parties, word: "Token", number: int) -> str | None:
    """The body last named before, where `the association` repeats a word of its name."""
    if word.lower_ not in _NAMED:
        return None
    reached = word.dep_ == "dobj" or (word.dep_ == "pobj" and word.head.lower_ in ("with", "to", "from"))
    if not reached or [child.lower_ for child in word.lefts] != ["the"]:
        return None
    body = last_body(reading, parties, word, number)
    names = {o.id: o.name.lower().split() for o in reading.organisations if o.id in (body, reading.committee)}
    own = names.get(reading.committee or "", [])
    return body if body and word.lower_ in names.get(body, []) and word.lower_ not in own else None


def _standing_for(word: "Token") -> Span:
    """The word itself; of `the director there` the director."""
    stands = word.nbor(-1) if word.lower_ == "there" else word
    return Span(stands.idx, stands.idx + len(stands.text))


def _speaks_of_others(word: "Token") -> bool:
    if word.lower_ == "their":
        return _is_person(word.head) or _is_gone_to(word.head)
    if word.lower_ == "there":
        return word.i > word.sent.start and _is_person(word.nbor(-1))
    if word.lower_ == "they":
        return word.dep_ == "nsubjpass" or (word.dep_ == "nsubj" and _turns_to_us(word))
    part = word.head.lower_ == "of" and word.head.head.pos_ in ("DET", "PRON", "NUM", "ADJ")
    return word.lower_ == "them" and not part


def _is_person(word: "Token") -> bool:
    return word.lemma_.lower() in lexicon()["people"] or is_role(word.text)


def _is_gone_to(noun: "Token") -> bool:
    """`attended their plenary`, `talked at their meetup`: a gathering of others behind a verb that goes there."""
    verb = noun.head.head if noun.dep_ == "pobj" else noun.head
    goes = verb.lemma_.lower() in lexicon()["gathering"] and verb.i < noun.i
    return goes and noun.lemma_.lower() in lexicon()["gatherings"]


def _turns_to_us(word: "Token") -> bool:
    """`They are coming to see us`, `they reviewed our process`: do others act towards us, near in their clause?"""
    verb = word.head
    near = verb.doc[verb.i : verb.i + 8].text
    return verb.lemma_.lower() != "say" and _US.search(re.split(r"[.;:]", near, maxsplit=1)[0]) is not None
