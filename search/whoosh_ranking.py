"""Passages of a Whoosh index in order: by score, by the best passages, by date."""

import heapq
from itertools import chain

from search.docsets import Docset, members
from search.engine import Sort
from search.evaluation import Evaluation
from search.open_index import Near
from search.telling import FEEDBACK_PASSAGES, FEEDBACK_TERMS, FEEDBACK_WEIGHT, FEWEST_WORDS, telling_terms
from search.whoosh_snapshot import Snapshot


def scores_of(run: Evaluation, size: int) -> list[float]:
    """The score of every passage of a snapshot of this size."""
    scores = [0.0] * size
    for numbers, impacts in run.scorers:
        for number, impact in zip(numbers, impacts, strict=True):
            scores[number] += impact
    return scores


def ranked(snapshot: Snapshot, found: Docset, scores: list[float], sort: Sort, end: int) -> list[int]:
    """The first `end` passages in order; ties keep the order of the index, undated ones come last."""
    if sort == "relevance":
        return heapq.nlargest(end, members(found, snapshot.size), key=scores.__getitem__)
    ordered: list[int] = []
    dated = 0
    days = sorted(snapshot.values("when").items(), reverse=sort == "newest")
    for _when, postings in days:
        inside = postings.docset(snapshot.size) & found
        dated |= inside
        if inside:
            ordered += sorted(members(inside, snapshot.size), key=lambda number: -scores[number])
        if len(ordered) >= end:
            return ordered[:end]
    return [*ordered, *members(found & ~dated, snapshot.size)][:end]


FUSED = 1000
"""Passages of each ranking that are fused; what is further down keeps its order below them."""
_SMOOTH = 60
"""The constant of reciprocal rank fusion, as its authors have it."""


def fused(snapshot: Snapshot, found: Docset, scores: list[float], near: Near) -> list[float]:
    """Scores by the ranks of words and of meaning together.

    Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet and individual rank
    learning methods" (SIGIR 2009).
    """
    by_words = ranked(snapshot, found, scores, "relevance", FUSED)
    lowest = scores[by_words[-1]] if by_words else 0.0
    below = 1 / (_SMOOTH + 2 * FUSED) / (lowest or 1.0)
    both = [score * below for score in scores]
    for number in by_words:
        both[number] = 0.0
    for rank, number in chain(enumerate(by_words, 1), enumerate(near.order, 1)):
        both[number] += 1 / (_SMOOTH + rank)
    return both


def add_terms(snapshot: Snapshot, scores: list[float], weights: dict[str, float], factor: float) -> None:
    """Add to the scores what terms add, by weight."""
    for term, weight in weights.items():
        for number, impact in zip(*snapshot.impacts(term), strict=True):
            scores[number] += factor * weight * impact


def add_feedback(snapshot: Snapshot, found: Docset, scores: list[float], words: int) -> None:
    """Raise the scores of passages that resemble the best ones. `words` are those of the query that scored."""
    if words < FEWEST_WORDS:
        return
    best = ranked(snapshot, found, scores, "relevance", FEEDBACK_PASSAGES)
    shares = {snapshot.stored(number)["text"]: scores[number] for number in best}
    total = sum(shares.values())
    if total:
        weights = telling_terms(snapshot, ((text, score / total) for text, score in shares.items()), FEEDBACK_TERMS)
        add_terms(snapshot, scores, weights, words * FEEDBACK_WEIGHT / (1 - FEEDBACK_WEIGHT))
