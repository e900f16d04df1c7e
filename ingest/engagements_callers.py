"""Outsiders who act: who turns to us, whose deed is done to us, who comes to what is ours."""

import re
from typing import TYPE_CHECKING

from ingest.clauses import clause_words, path_up, subjects
from ingest.engagements_status import Trigger, lexicon
from ingest.parties import Parties
from ingest.reading import Mention, Reading
from kg.extraction import Span

if TYPE_CHECKING:
    from spacy.tokens import Token


def acts_towards_us(reading: Reading, trigger: Trigger, mention: Mention, parties: Parties) -> bool:
    """Does the subject of a verb engage us: `X wrote to us`, `X visited the site`, `X attended the meeting`?"""
    verb = trigger.lemma
    if not comes_from_outside(reading, mention, trigger, parties):
        return False
    if verb == "attend":
        objects = [word for word in trigger.token.children if word.dep_ == "dobj"]
        on_call = not objects and any(child.lower_ == "for" for child in trigger.token.children)
        return not on_call and all(word.lemma_.lower() in _OURS and not _is_theirs(word) for word in objects)
    if verb == "invite":
        return "subject" in trigger.slots
    calls = "caller" in trigger.slots and _calls(trigger, mention, parties)
    faces = "subject" in trigger.slots and faces_us(reading, trigger, parties)
    return calls or faces or _jointly(reading, trigger, parties)


def _jointly(reading: Reading, trigger: Trigger, parties: Parties) -> bool:
    """`Ann and the head of X meet weekly`: do ours and others do together what one does with another?"""
    verb = trigger.token
    if verb.lemma_.lower() not in lexicon()["mutual"] or any(child.dep_ == "dobj" for child in verb.children):
        return False
    for subject in subjects(verb):
        first = Span(subject.left_edge.idx, subject.right_edge.idx + len(subject.right_edge.text))
        ours = [m for m in reading.names_in(first) if not parties.is_outside(m.entity)]
        if list(subject.conjuncts) and (ours or subject.lower_ in ("we", "i")):
            return True
    return False


def is_agent(trigger: Trigger, mention: Mention, parties: Parties) -> bool:
    """Does who acts in a passive engage us: `we were asked by X`, not `seconded by X`, `the next is hosted by X`?"""
    verb = trigger.lemma
    if verb == "host" and not _hosted(trigger.token):
        return False
    if verb in _SECONDING and mention.entity.startswith("person/"):
        return False
    return not {"object", "agent"}.isdisjoint(trigger.slots)


def _hosted(verb: "Token") -> bool:
    """Is what a body hosts more than the committee's own meeting: not `the next will be hosted by X`?"""
    told = [word for word in verb.children if word.dep_ == "nsubjpass"] or list(path_up(verb))[1:]
    own = [word for above in told for word in (above, *above.children)]
    return not any(word.lemma_.lower() in ("meeting", "next", "teleconference") for word in own)


_OURS = frozenset(("meeting", "committee", "board", "council", "session", "call", "we", "agm"))


def _is_theirs(word: "Token") -> bool:
    return any(child.lower_ in ("their", "his", "her", "its") or child.dep_ == "compound" for child in word.children)


_SECONDING = frozenset(("support", "assist", "help", "advise"))
"""What one speaker does for another in a meeting: `Ann, supported by Bo, asked`."""
_OUR = re.compile(r"\b(?:us|our)\b")
_US = re.compile(
    r"\b(?:us|we|our|ours)\b|\bthe (?:\w+ )?(?:committee|council|board|group|trustees|members|team|trust|chair)\b",
    re.IGNORECASE,
)


def comes_from_outside(reading: Reading, mention: Mention, trigger: Trigger, parties: Parties) -> bool:
    """Is who acts a body, somebody of another body, or one who acts towards us: not one of ours whom no list names?"""
    if mention.entity.startswith("org/") or mention.entity in parties.employer:
        return True
    words = clause_words(trigger.token)
    after = reading.text(Span(trigger.token.idx, words[-1].idx + len(words[-1].text)))
    return (_US if reading.document.kind == "blog" else _OUR).search(after) is not None


def _calls(trigger: Trigger, mention: Mention, parties: Parties) -> bool:
    """Does a body from outside turn to us by what it does alone: `X offered four machines`, `X asked for the logs`?

    Those who are represented at the meeting only speak there.
    """
    verb = trigger.token
    near = verb.doc[verb.i : verb.i + 4].text
    if not mention.entity.startswith("org/") or (mention.entity in parties.represented and not _BY_MAIL.search(near)):
        return False
    if verb.lemma_.lower() == "visit":
        return all(word.lemma_.lower() in _SITES for word in verb.children if word.dep_ == "dobj")
    if verb.lemma_.lower() != "ask":
        return True
    return any(
        (child.dep_ == "prep" and child.lower_ == "for")
        or (child.dep_ in ("xcomp", "ccomp", "advcl") and any(word.lower_ in _REQUESTS for word in child.children))
        for child in verb.children
    )


_REQUESTS = frozenset(("to", "if", "whether", "could", "can", "would"))
_BY_MAIL = re.compile(r"\b(?:by|in) (?:e-?mail|letter|post|phone|telephone|writing)\b")
_SITES = frozenset("site school building hall office ward premises club we field farm plant".split())
"""What is ours where somebody from outside visits it and nobody says whose it is."""


def faces_us(reading: Reading, trigger: Trigger, parties: Parties) -> bool:
    """Where outsiders act, is it on the committee's side that they act?"""
    words = clause_words(trigger.token)
    span = Span(trigger.token.idx, words[-1].idx + len(words[-1].text))
    return bool(_US.search(reading.text(span))) or any(not parties.is_outside(m.entity) for m in reading.names_in(span))
