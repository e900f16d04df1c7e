"""The same thing read by two rules out of the same words is one statement."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from kg.extraction import Commitment, Decision, Engagement, Span

Statement = TypeVar("Statement", Commitment, Decision, Engagement)

PIECES = 4
"""Pieces of evidence that a statement keeps."""


def without_repetition(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """`statements`, in their order, with those that the same words state of the same parties joined.

    Of two the surer stays, the earlier where both are as sure; it gains the other's evidence and,
    where it lacks them, its parties and date. Words are the same where the shorter evidence lies
    at least half inside the longer.
    """
    kept: list[Statement] = []
    for statement in statements:
        place = next((n for n, other in enumerate(kept) if _is_same(other, statement)), None)
        if place is None:
            kept.append(statement)
        else:
            kept[place] = _joined(kept[place], statement)
    return tuple(kept)


def _is_same(one: Statement, other: Statement) -> bool:
    if one.meeting != other.meeting or not _same_words(one.evidence, other.evidence):
        return False
    if isinstance(one, Engagement) and isinstance(other, Engagement):
        return set(one.with_) == set(other.with_) and one.when == other.when and one.status == other.status
    mine, theirs = _parties(one), _parties(other)
    return mine == theirs or not mine or not theirs


def _parties(statement: Statement) -> set[str]:
    return set(statement.owner) if isinstance(statement, Commitment) else set(statement.by)


def _same_words(one: Iterable[Span], other: Iterable[Span]) -> bool:
    return any(
        2 * (min(a.end, b.end) - max(a.start, b.start)) >= min(a.end - a.start, b.end - b.start)
        for a in one
        for b in other
    )


def _joined(one: Statement, other: Statement) -> Statement:
    if one.confidence < other.confidence:
        return _joined(other, one)
    evidence = tuple(sorted((*one.evidence, *(span for span in other.evidence if not _held(span, one.evidence)))))
    if isinstance(one, Commitment) and isinstance(other, Commitment):
        return replace(
            one,
            evidence=evidence[:PIECES],
            owner=one.owner or other.owner,
            due=one.due or other.due,
            status=other.status if one.status == "open" else one.status,
        )
    if isinstance(one, Decision) and isinstance(other, Decision):
        return replace(one, evidence=evidence[:PIECES], by=one.by or other.by, when=one.when or other.when)
    return replace(one, evidence=evidence[:PIECES])


def _held(span: Span, evidence: Iterable[Span]) -> bool:
    return any(other.start <= span.start and span.end <= other.end for other in evidence)
