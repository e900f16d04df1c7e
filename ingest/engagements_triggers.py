"""The words of a sentence that engage: verbs and nouns, and through which channel."""

import re
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
    opening = _opening(reading, sentence)
    for token in words_in(reading.doc, sentence):
        if opening is not None and token.i == opening.token.i:
            yield opening
            continue
        if any(s.start <= token.idx < s.end for s in named):
            continue
        lemma = token.lemma_.lower()
        misread = _is_noun_after_all(token, lemma)
        if token.pos_ in ("VERB", "AUX") and lemma in vocabulary["verbs"] and not misread:
            channel, slots = vocabulary["verbs"][lemma]
            if not _is_meant(reading, token, lemma):
                continue
            moved = lemma in ("take", "show", "get") and _moves_others(token)
            if lemma in ("sit", "serve") and any(child.lower_ == "on" for child in token.children):
                channel, slots = "membership", frozenset(("on",))
            if moved:
                channel, slots = "dialogue" if lemma == "get" else channel, slots | {"object"}
            yield Trigger(token, channel, slots, False)
        elif (token.pos_ in ("NOUN", "PROPN") or misread) and (channel := _noun_channel(token, lemma)):
            yield Trigger(token, channel, vocabulary["nouns"][lemma][1], True)


_LABEL = re.compile(r"\W*(?:[A-Z]\w*(?: [A-Z]\w*)?\s?[:–—-]\s)?\W*")
"""What may stand before the first word of a note: a bullet, who reports, how far it has come."""


def _opening(reading: Reading, sentence: Span) -> Trigger | None:
    """The verb that opens a sentence without a subject, whatever the model takes it for: `Met the X people`."""
    text = reading.structure.text
    label = _LABEL.match(text, sentence.start, sentence.end)
    start = label.end() if label else sentence.start
    word = re.compile(r"[A-Za-z-]+").match(text, start, sentence.end)
    lemma = lexicon()["opening"].get(word.group().lower()) if word else None
    if word is None or lemma is None or reading.doc is None:
        return None
    channel, slots = lexicon()["verbs"][lemma]
    led = re.match(r"\s+(with|from|by|between|on|to)\b", text[word.end() : word.end() + 9].lower())
    named = lemma in lexicon()["nouns"] and led is not None and led[1] not in slots
    if named or not text[word.end() : word.end() + 1].isspace():
        return None
    token = words_in(reading.doc, Span(word.start(), word.end()))[0]
    return Trigger(token, channel, slots, False, opens=True, asks=word.group().lower() == lemma, known=lemma)


def _is_meant(reading: Reading, token: "Token", lemma: str) -> bool:
    """Does a verb of many meanings engage there: `saw Ann`, `turned us down`?"""
    particles = lexicon()["particles"].get(lemma)
    if lemma in ("get", "have", "bring") and _moves_others(token):
        return True
    if _means_something_else(token, lemma):
        return False
    if (lemma == "come" and _comes_to_us(token)) or (lemma == "say" and _says_yes_or_no(token)):
        return True
    if particles:
        return any(child.lower_ in particles and _is_particle(child) for child in token.children)
    return lemma != "see" or _sees_people(reading, token)


def _means_something_else(token: "Token", lemma: str) -> bool:
    """`calls on the board to act`, `took up a post with X`, `went to X` but for a gathering there."""
    if lemma == "call":
        return any(child.lower_ in ("on", "upon", "for") for child in token.children)
    if lemma == "go":
        led = [word for child in token.children if child.lower_ == "to" for word in child.children]
        return not any(word.lemma_.lower() in lexicon()["gatherings"] for word in led)
    return lemma == "take" and any(child.lemma_.lower() in _TAKEN_UP for child in token.children)


_TAKEN_UP = frozenset(("post", "role", "position", "place", "residence", "job", "appointment", "membership", "office"))


def _moves_others(token: "Token") -> bool:
    """`got X to come`, `had X in`, `get X on board`, `took X round the yard`, `brought X to a meeting`."""
    if not any(child.dep_ in ("dobj", "nsubj") for child in token.children if child.i > token.i) and not any(
        child.dep_ == "ccomp" for child in token.children
    ):
        return False
    lemma = token.lemma_.lower()
    goes = any(child.lower_ in _ROUND for child in token.children)
    if lemma in ("take", "show"):
        return goes
    if lemma == "have":
        return any(child.lower_ in ("in", "over", "round", "down") and _is_particle(child) for child in token.children)
    behind = token.doc[token.i + 1 : token.i + 12].text_with_ws
    if lemma == "bring":
        return _TO_US.search(behind) is not None
    return goes or _GOT_TO.search(behind) is not None


_TO_US = re.compile(
    r"\btonight\b|\b(?:to|into|before) (?:(?:the|our|a|an|this|next)\s+)?(?:[\w’'-]+\s+){0,2}"
    r"(?:meeting|committee|board|call|session|talks|table)\b"
)
_GOT_TO = re.compile(
    r"\bon board\b|\bround (?:the|a) (?:same )?table\b|\binvolved\b"
    r"|\bto (?:come|speak|attend|meet|talk|agree|respond|reply|return|look|help|sign|visit|join)\b"
)


def _comes_to_us(token: "Token") -> bool:
    """`They are coming to see us`, `came to the February meeting`, `will come to the Club to give a talk`."""
    ends = [child for child in token.children if child.dep_ in ("xcomp", "advcl") and child.tag_ == "VB"]
    if any(end.lemma_.lower() in _CALLING for end in ends):
        return True
    goals = [word for child in token.children if child.lower_ == "to" for word in child.children if word.dep_ == "pobj"]
    return any(goal.lower_ == "us" or goal.lemma_.lower() in _OURS for goal in goals)


def _says_yes_or_no(token: "Token") -> bool:
    return token.i + 1 < len(token.doc) and token.nbor().lower_ in lexicon()["particles"]["say"]


_CALLING = frozenset(("see", "meet", "speak", "talk", "visit", "present", "give", "address", "brief", "explain"))
_OURS = frozenset(("meeting", "committee", "board", "council", "session", "group", "call", "club", "meetup", "agm"))


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
    led = token.i > token.sent.start and token.nbor(-1).pos_ in ("NOUN", "ADJ", "DET", "PUNCT")
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
