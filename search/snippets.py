"""The sentences of a passage that show why it was found, with the words to highlight."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from kg.extraction import Span
from kg.sentences import sentences
from search.analysis import Token, tokens
from search.engine import Sentence

SENTENCES = 2
"""Sentences of a snippet; each is whole, however long."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """See `search.engine.Hit`."""

    sentences: tuple[Sentence, ...]
    cut_before: bool
    cut_after: bool
    gaps: tuple[int, ...]


def snippet(text: str, start: int, weigh: Callable[[Token], float], most: int = SENTENCES) -> Snippet:
    """The best sentences of a passage, in text order; spans count from `start` on.

    `weigh` says what a word tells about the query, 0 for nothing. A sentence is worth the sum
    over its different words; where none is worth anything the first ones are taken.
    """
    found = sentences(text)
    if not found:
        return Snippet((), False, False, ())
    words = [(token, weight) for token in tokens(text) if (weight := weigh(token)) > 0]
    worth = []
    for index, sentence in enumerate(found):
        inside = {token.term: weight for token, weight in words if sentence.start <= token.start < sentence.end}
        worth.append((-sum(inside.values()), index))
    best = sorted(worth)[:most]
    chosen = sorted(index for value, index in best if value < 0) or [best[0][1]]
    return Snippet(
        tuple(_sentence(text, start, found[index], words) for index in chosen),
        chosen[0] > 0,
        chosen[-1] < len(found) - 1,
        tuple(place for place, (one, two) in enumerate(pairwise(chosen)) if two > one + 1),
    )


def _sentence(text: str, offset: int, span: Span, words: list[tuple[Token, float]]) -> Sentence:
    inside = (token for token, _weight in words if span.start <= token.start and token.end <= span.end)
    return Sentence(
        text[span.start : span.end],
        Span(offset + span.start, offset + span.end),
        tuple(Span(offset + token.start, offset + token.end) for token in inside),
    )
