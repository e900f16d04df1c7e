"""The same action told more than once in one meeting is one commitment."""

from collections.abc import Iterable
from dataclasses import replace

from ingest.people_names import words_of
from kg.extraction import Commitment


def joined(told: Iterable[Commitment]) -> list[Commitment]:
    """`told` with each action once: what is listed again in a summary keeps its first statement and gains evidence."""
    found: list[Commitment] = []
    for commitment in told:
        twin = next((n for n, other in enumerate(found) if _same(other, commitment)), None)
        if twin is None:
            found.append(commitment)
        else:
            found[twin] = _joined(found[twin], commitment)
    return found


def _same(one: Commitment, other: Commitment) -> bool:
    if one.meeting != other.meeting:
        return False
    if any(a.start < b.end and b.start < a.end for a in one.evidence for b in other.evidence):
        return one.what == other.what
    summary = other.rule in ("actions/section", "actions/table")
    if not summary and one.rule == other.rule and _is_vague(one.what) and _is_vague(other.what):
        return False
    return _is_retold(one, other, summary=summary)


def _is_retold(one: Commitment, other: Commitment, *, summary: bool) -> bool:
    """Do two actions of one meeting say the same of the same people in about the same words?"""
    mine, theirs = _content(one.what), _content(other.what)
    if not mine or not theirs:
        return False
    shared = 2 * len(mine & theirs) / (len(mine) + len(theirs))
    if len(mine) > 2 and len(theirs) > 2 and shared >= 0.8:
        return not one.owner or not other.owner or set(one.owner) == set(other.owner)
    if {one.rule, other.rule} in ({"actions/speaker", "actions/label"}, {"actions/speaker", "actions/name-to-verb"}):
        return shared >= 0.5 and bool(one.owner) and one.owner == other.owner and (not one.due or not other.due)
    return (
        summary and shared >= 0.5 and bool(one.owner) and set(one.owner) == set(other.owner) and one.rule != other.rule
    )


def _is_vague(what: str) -> bool:
    """Does a short task tell what it is on only by its topic: `get this done`? Two of those may be two."""
    words = what.lower().split()
    return len(words) < _SHORT and not _POINTING.isdisjoint(words)


_SHORT = 9
_POINTING = frozenset(("it", "this", "that", "these", "those", "them"))


def _content(what: str) -> set[str]:
    return set(words_of(what)) - _SMALL


_SMALL = frozenset(
    "a an and as at be by for from in is it its of on or that the this to we will with his her their before "
    "after".split()
)


def _joined(one: Commitment, other: Commitment) -> Commitment:
    return replace(
        one,
        evidence=tuple(dict.fromkeys((*one.evidence, *other.evidence)))[:4],
        owner=one.owner or other.owner,
        due=one.due or other.due,
        status=one.status if one.status != "open" else other.status,
    )
