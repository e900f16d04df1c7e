"""Those who answer when several were asked: `We wrote to six firms. A and B said yes.`, `Four came: A, B, C, D.`"""

import re
from typing import TYPE_CHECKING

from ingest.clauses import slot, subjects
from ingest.engagements_context import Context
from ingest.engagements_status import Match, Trigger, lexicon
from ingest.language import words_in
from ingest.reading import Mention
from kg.extraction import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_FEW = 3
"""Sentences that may tell who answered, counting the one that says that several were asked."""
_COUNTED = re.compile(r"\b(?:[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ss]ome|\d+)\b[^.:;]{0,40}:\s*$")


class Asked:
    """What a block says of asking several whom it does not name, while it is read sentence by sentence."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._by: tuple[int, int, Trigger, tuple[str, ...]] | None = None

    def hears(self, trigger: Trigger, by: tuple[str, ...], number: int, at: int) -> None:
        """Keeps who asked several in block `number`, where a trigger without counterparts tells it."""
        if asks_several(trigger):
            self._by = (number, at, trigger, by)

    def answers(self, outside: list[Mention], sentence: Span, number: int) -> list[Match]:
        """Those among the outside names of a sentence that answer what was asked before, each one as an engagement."""
        reading = self._context.reading
        if not outside or self._by is None or self._by[0] != number or reading.doc is None:
            return []
        _, at, asked, by = self._by
        first = min(m.span.start for m in outside)
        if len(reading.text(Span(at, sentence.start)).split(". ")) > _FEW or first <= asked.token.idx:
            return []
        listed = _COUNTED.search(reading.text(Span(sentence.start, first))) is not None
        found: list[Match] = []
        for mention in outside:
            verb = _answer(words_in(reading.doc, mention.span).root)
            if mention.entity in by or not (verb or listed):
                continue
            clause = Span(mention.span.start, sentence.end)
            trigger = Trigger(verb or asked.token, asked.channel, frozenset(("caller",)), False)
            found.append(Match(trigger, (mention,), by, clause))
        return found


def asks_several(trigger: Trigger) -> bool:
    """Does a trigger engage several that it does not name: `wrote to six firms`, `met last year's sponsors`?"""
    token = trigger.token
    if trigger.noun:
        return any(child.lower_ == "to" and any(map(_are_several, child.children)) for child in token.children)
    led = [word for child in token.children if child.lower_ in trigger.slots for word in child.children]
    led += [word for child in token.children if child.dep_ == "prt" for word in child.children]
    whole = [child for child in token.children if child.dep_ in ("dobj", "nsubjpass") and "object" in trigger.slots]
    return any(map(_are_several, (*led, *whole)))


def _are_several(word: "Token") -> bool:
    return word.tag_ == "NNS" and word.lemma_.lower() not in ("letter", "mail", "email", "question", "time", "detail")


def _answer(name: "Token") -> "Token | None":
    """The verb of answering whose subject a name is, None where it is none."""
    here = name
    while here.dep_ in ("conj", "appos", "compound", "poss", "pobj", "prep") and here.head != here:
        here = here.head
    verb = here.head
    if here.dep_ != "nsubj" or verb.lemma_.lower() not in lexicon()["answers"]:
        return None
    return verb if here in subjects(verb) and slot(name, verb) == "subject" else None
