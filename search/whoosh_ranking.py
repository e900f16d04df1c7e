"""Passages of a Whoosh index in order: by score, by the best passages, by date."""

import heapq

from search.docsets import Docset, members
from search.engine import Sort
from search.evaluation import Evaluation
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
