"""The words of a sentence that engage: verbs and nouns, and through which channel."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.engagements_status import Trigger, lexicon
from ingest.language import words_in
from ingest.reading import Reading
from kg.extraction import Channel, Span

if TYPE_CHECKING:
    from spacy.tokens import Token


def triggers(reading: Reading, sentence: Span) -> Iterator[Trigger]:
    """The words of a sentence that engage and stand in no name, in text order; needs the spaCy analysis."""
    assert reading.doc is not None
    vocabulary = lexicon()
    named = [m.span for m in reading.names_in(sentence)]
    for token in words_in(reading.doc, sentence):
        if any(s.start <= token.idx < s.end for s in named):
            continue
        lemma = token.lemma_.lower()
        misread = _is_noun_after_all(token, lemma)
        if token.pos_ in ("VERB", "AUX") and lemma in vocabulary["verbs"] and not misread:
            channel, slots = vocabulary["verbs"][lemma]
            if not _is_meant(reading, token, lemma):
                continue
            yield Trigger(token, channel, slots, False)
        elif (token.pos_ in ("NOUN", "PROPN") or misread) and (channel := _noun_channel(token, lemma)):
            yield Trigger(token, channel, vocabulary["nouns"][lemma][1], True)


def _is_meant(reading: Reading, token: "Token", lemma: str) -> bool:
    """Does a verb of many meanings engage there: `saw Ann`, `turned us down`?"""
    particles = lexicon()["particles"].get(lemma)
    if particles:
        return any(child.lower_ in particles and _is_particle(child) for child in token.children)
    return lemma != "see" or _sees_people(reading, token)


def _is_particle(word: "Token") -> bool:
    """Does a word stand with its verb alone: `came in on Monday`, not `came in March`?"""
    if word.lower_ in _ROUND:
        return True
    return word.dep_ in ("prt", "advmod") or (word.dep_ == "prep" and not any(c.dep_ == "pobj" for c in word.children))


_ROUND = frozenset(("round", "around", "through"))
"""Particles that may name the place: `took X round the yard`."""


def _sees_people(reading: Reading, token: "Token") -> bool:
    """Is the object of `see` somebody by name?"""
    objects = [child for child in token.children if child.dep_ == "dobj"]
    return any(m.entity.startswith("person/") for word in objects for m in reading.names_in(_subtree(word)))


def _subtree(word: "Token") -> Span:
    return Span(word.left_edge.idx, word.right_edge.idx + len(word.right_edge.text))


def _is_noun_after_all(token: "Token", lemma: str) -> bool:
    """`fortnightly calls with X`, `Visit to X, 9 April`: a noun that the model takes for a verb."""
    if token.pos_ != "VERB" or token.i + 1 >= len(token.doc) or lemma not in lexicon()["nouns"]:
        return False
    after = token.nbor().lower_
    led = token.i > token.sent.start and token.nbor(-1).pos_ in ("NOUN", "ADJ", "DET")
    opens = (token.i == token.sent.start or led) and token.tag_ in ("VB", "VBP", "VBZ")
    asks = lemma in lexicon()["verbs"] and after in lexicon()["verbs"][lemma][1]
    return (token.tag_ == "VBZ" and after == "with") or (opens and after in _LEADING and not asks)


_LEADING = frozenset(("with", "to", "from", "by", "between"))


def _noun_channel(token: "Token", lemma: str) -> Channel | None:
    if lemma == "talk":
        return "dialogue" if token.lower_ == "talks" else "talk"
    if lemma == "table" and token.nbor(-1).lower_ not in ("round", "round-"):
        return None
    if lemma == "day" and token.dep_ not in ("dobj", "nsubj", "nsubjpass"):
        return None
    if lemma == "touch" and not (token.dep_ == "pobj" and token.head.lower_ == "in"):
        return None
    if lemma == "word" and not (token.dep_ == "dobj" and token.head.lemma_.lower() == "have"):
        return None
    channel: Channel | None = lexicon()["nouns"].get(lemma, (None,))[0]
    return channel
