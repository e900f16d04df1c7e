"""Things that happened or will happen on a date: a clause with an event in it and the date it states."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from ingest.clauses import clause_head, clause_words, path_up
from ingest.language import words_in
from ingest.reading import DateMention, Reading
from ingest.repetition import PIECES
from ingest.rules import load_rules
from kg.extraction import Event, Span
from kg.identifiers import name_key

if TYPE_CHECKING:
    from spacy.tokens import Token


@cache
def _lemmas(kind: str) -> frozenset[str]:
    return frozenset(load_rules("events")[kind])


def find_events(reading: Reading) -> Iterator[Event]:
    """The dated events of one document's running text in text order, one a clause; what is told twice is one."""
    found: list[Event] = []
    for event in _events(reading):
        twin = next((n for n, other in enumerate(found) if _is_same(other, event)), None)
        if twin is None:
            found.append(event)
        else:
            evidence = (*found[twin].evidence, *event.evidence)[:PIECES]
            found[twin] = replace(found[twin], evidence=evidence)
    yield from found


def _is_same(one: Event, other: Event) -> bool:
    """Do two events fall on the same date and share most words of the shorter?"""
    if one.when is None or other.when is None or one.when.edtf != other.when.edtf:
        return False
    mine, theirs = (set(name_key(event.what).split()) - _SMALL for event in (one, other))
    return 2 * len(mine & theirs) > min(len(mine), len(theirs))


_SMALL = frozenset("a an and as at by for from in it of on that the this to was we were with".split())


def _events(reading: Reading) -> Iterator[Event]:
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
    return sorted(reading.dates_in(sentence), key=lambda date: (_described(reading, date) is not None, date.span.start))


def _described(reading: Reading, date: DateMention) -> "Token | None":
    """The noun that a date in front of it describes: `the 3rd November Open Day`."""
    if reading.doc is None or not len(words := words_in(reading.doc, date.span)):
        return None
    root = words.root
    describes = root.dep_ in ("compound", "nummod", "amod", "nmod", "poss") and root.head.idx >= date.span.end
    return root.head if describes else None


def _event(reading: Reading, date: DateMention, sentence: Span) -> Span | None:
    """The words around a date that hold a verb or a noun of something happening.

    The clause; of a clause that only feels about it (`pleased to have been elected in May`) the verb and what hangs
    on it; of a day that names what happens on it (`the 3rd November Open Day`) the noun with it.
    """
    assert reading.doc is not None
    tokens = words_in(reading.doc, date.span)
    if not len(tokens):
        return None
    noun, head = _described(reading, date), clause_head(tokens.root)
    precision = len(date.when.edtf.rstrip("~?%").partition("/")[0])
    if noun is not None and precision == len("2024"):  # `the 2024 elections` are told of, not held in these words
        return None
    if noun is not None and precision == len("2024-01-01") and noun.lemma_.lower() in _lemmas("nouns"):
        return Span(date.span.start, noun.idx + len(noun.text))
    words = [w for w in clause_words(tokens.root) if sentence.start <= w.idx < sentence.end]
    inner = next((w for w in path_up(tokens.root) if w.dep_ == "xcomp" and _happens(w)), None)
    if inner is not None and not _happens(head):
        words = [w for w in inner.subtree if w in words]
    happens = _happens(head) or inner is not None
    named = any(w.lemma_.lower() in _lemmas("nouns") and w.pos_ in ("NOUN", "PROPN") for w in words)
    if not words or not (happens or named):
        return None
    span = Span(words[0].idx, words[-1].idx + len(words[-1].text))
    text = reading.text(span)
    start = span.start + len(text) - len(text.lstrip(" ,;–—-*"))
    kept = re.sub(r"(?:[\s,;:–—*.-]|\b(?:and|but|or))+$", "", text)
    return Span(start, span.start + len(kept)) if len(text.split()) > 3 else None


def _happens(verb: "Token") -> bool:
    return verb.pos_ in ("VERB", "AUX") and verb.lemma_.lower() in _lemmas("verbs")
