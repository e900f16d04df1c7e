"""Things that happened or will happen on a date: a clause with an event in it and the date it states."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from ingest.clauses import clause_head, clause_words
from ingest.language import words_in
from ingest.reading import DateMention, Reading
from ingest.rules import load_rules
from kg.extraction import Event, Span

if TYPE_CHECKING:
    from spacy.tokens import Token


@cache
def _lemmas(kind: str) -> frozenset[str]:
    return frozenset(load_rules("events")[kind])


def find_events(reading: Reading) -> Iterator[Event]:
    """The dated events of one document's running text in text order, one a clause."""
    if reading.doc is None:
        return
    for number, block in enumerate(reading.structure.blocks):
        if block.kind in ("heading", "row"):
            continue
        for sentence in reading.sentences(block):
            seen: set[int] = set()
            for date in _dates_first(reading, sentence):
                found = _event(reading, date, sentence)
                if found and found.start not in seen:
                    seen.add(found.start)
                    yield Event(
                        what=" ".join(reading.text(found).split()),
                        when=date.when,
                        evidence=(found,),
                        rule="events/dated-clause",
                        confidence=0.7,
                        basis="stated" if date.when.stated else "resolved",
                        meeting=reading.sitting_of(number),
                    )


def _dates_first(reading: Reading, sentence: Span) -> list[DateMention]:
    """The dates of a sentence; those that only describe a noun (`the 2024-2026 elections`) come last."""
    describing = {"compound", "nummod", "amod", "nmod", "poss"}

    def describes(date: DateMention) -> bool:
        if reading.doc is None or not len(words := words_in(reading.doc, date.span)):
            return False
        return words.root.dep_ in describing and words.root.head.idx >= date.span.end

    return sorted(reading.dates_in(sentence), key=lambda date: (describes(date), date.span.start))


def _event(reading: Reading, date: DateMention, sentence: Span) -> Span | None:
    """The clause around a date where it holds a verb or a noun of something happening."""
    assert reading.doc is not None
    tokens = words_in(reading.doc, date.span)
    if not len(tokens):
        return None
    words = [w for w in clause_words(tokens.root) if sentence.start <= w.idx < sentence.end]
    if not words or not (
        _happens(clause_head(tokens.root))
        or any(w.lemma_.lower() in _lemmas("nouns") and w.pos_ in ("NOUN", "PROPN") for w in words)
    ):
        return None
    span = Span(words[0].idx, words[-1].idx + len(words[-1].text))
    text = reading.text(span)
    start = span.start + len(text) - len(text.lstrip(" ,;–—-*"))
    kept = re.sub(r"(?:[\s,;:–—*.-]|\b(?:and|but|or))+$", "", text)
    return Span(start, span.start + len(kept)) if len(text.split()) > 3 else None


def _happens(verb: "Token") -> bool:
    return verb.pos_ in ("VERB", "AUX") and verb.lemma_.lower() in _lemmas("verbs")
