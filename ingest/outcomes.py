"""Judgements in the text on how something went: positive, negative or mixed, and on what."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from ingest.focus_places import FocusPlaces
from ingest.reading import Reading
from ingest.rules import load_rules
from kg.extraction import FocusArea, Outcome, Polarity, Span

_BREAK = re.compile(
    r"\s[-–—]\s|;\s|,\s+(?:but|however|although|though|while|since|particularly|as|noting|with)\b|\bHowever,\s|\s\.\.\.|…"
)

_FRAGMENT = re.compile(r"\s*(?:was|were|is|are|has|have|had|remains?|proved)\b")
"""Words behind a pair of dashes that go on from a subject before them."""


@cache
def _rules() -> dict[str, Any]:
    rules = load_rules("outcomes")["polarity"]
    compiled: dict[str, Any] = {
        name: re.compile("|".join(rules[name]), re.IGNORECASE)
        for name in ("positive", "negative", "mixed", "judged", "courtesy", "unreal")
    }
    compiled["weak"] = frozenset(rules["weak"])
    return compiled


def find_outcomes(reading: Reading, areas: Sequence[FocusArea]) -> Iterator[Outcome]:
    """The judgements of one document's running text, at most one a sentence, in text order."""
    places = FocusPlaces(reading, list(areas))
    for number, block in enumerate(reading.structure.blocks):
        if block.kind in ("heading", "row"):
            continue
        for sentence in reading.sentences(block):
            piece = _judging(reading, sentence, bool(places.labels_in(sentence)))
            if piece is None:
                continue
            span, polarity = piece
            yield Outcome(
                about=places.at(sentence, number) or reading.committee,
                polarity=polarity,
                what=" ".join(reading.text(span).split()),
                evidence=(span,),
                rule=f"outcomes/{polarity}",
                confidence=0.7,
                meeting=reading.sitting_of(number),
            )


def _judging(reading: Reading, sentence: Span, labelled: bool) -> tuple[Span, Polarity] | None:
    """The part of a sentence that judges, and how."""
    rules, words = _rules(), reading.text(sentence)
    if rules["courtesy"].search(words) or words.rstrip().endswith("?"):
        return None
    cuts = [0, *(m.end() if m.group().endswith(" ") else m.start() for m in _BREAK.finditer(words)), len(words)]
    pieces = [Span(sentence.start + a, sentence.start + b) for a, b in pairwise(cuts) if words[a:b].strip()]
    for piece in pieces:
        polarity = None if rules["unreal"].search(reading.text(piece)) else _polarity(reading.text(piece), labelled)
        if polarity:
            start = sentence.start if _FRAGMENT.match(reading.text(piece)) else piece.start
            text = reading.text(Span(start, piece.end))
            low = start + len(text) - len(text.lstrip(" ,;-–—"))
            return Span(low, low + len(text.strip(" ,;-–—"))), polarity
    return None


def _is_in_name(words: str, match: re.Match[str]) -> bool:
    """Is a word of judgement a capitalised part of a name: `Play for Health`?"""
    return (
        match.group()[0].isupper()
        and words[: match.start()].strip() != ""
        and words[match.start() - 2] not in ".!?:–-“"
    )


def _polarity(words: str, labelled: bool) -> Polarity | None:
    rules = _rules()
    found = {
        name: [m.group().lower() for m in rules[name].finditer(words) if not _is_in_name(words, m)]
        for name in ("positive", "negative", "mixed")
    }
    if found["mixed"]:
        return "mixed"
    counts = {
        name: len([w for w in found[name] if w not in rules["weak"]]) * 2
        + len([w for w in found[name] if w in rules["weak"]])
        for name in ("positive", "negative")
    }
    if (
        max(counts.values()) < 1
        or not (labelled or rules["judged"].search(words))
        or (max(counts.values()) < 2 and not (labelled or re.search(r"\bprogress|results?\b|\bwork\b|news", words)))
    ):
        return None
    if (
        counts["positive"]
        and counts["negative"]
        and abs(counts["positive"] - counts["negative"]) < 2
        and re.search(r"\b(?:while|although|but|still)\b", words)
    ):
        return "mixed"
    return (
        "negative"
        if counts["negative"] > counts["positive"] or (counts["negative"] == counts["positive"])
        else "positive"
    )
