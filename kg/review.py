"""Doubtful cases for people to decide, the best guesses first. Nothing here merges or parts anything.

Two entries may be one where
- two full names have the same first and last word and differ between them;
- a partial name fits a person of the same committee, and identity found several or nobody near;
- a first name is a short form of the other, with the same last name;
- a handle is made of a name;
- names differ by one or two letters, and a second key agrees: committee or organisation;
- an organisation is named by an acronym that several have.
Two who attend one meeting side by side are never asked about. One entry may be two where the
record says within a year that they are of different organisations. And an entry that
was read with little confidence may be nobody. What was answered, "unsure" too, is not asked again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any, Literal

from kg.entity_names import NEAR, SURE, DocumentNames, View
from kg.judgements import Judgement
from kg.review_profiles import Profile, profiles_of
from kg.review_rules import ORGANISATIONS, PEOPLE, Rule

Kind = Literal["same", "split", "real"]
Reply = Literal["yes", "no", "unsure"]

_TWO, _MOVED = 0.65, 0.3
"""How likely one entry is two: of two organisations at once, or within a year."""
_MOST = 60
"""Entries that look alike by their initials: beyond these, letters are not compared, as it would tell nothing."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question, and how likely the answer is yes (0 to 1), by which questions are ordered.

    `same`: is `other` the same as `target`, which keeps its entry? `split`: does the name mean
    somebody else in `documents`? `real`: is `target` what it seems?
    """

    kind: Kind
    target: str
    reason: str
    likely: float
    other: str | None = None
    documents: tuple[str, ...] = ()


def doubts(
    documents: Iterable[DocumentNames],
    views: Mapping[str, View],
    judgements: Sequence[Judgement],
    base: str,
) -> list[Doubt]:
    """Everything that is to be decided, the likeliest first.

    `judgements` are those in force.
    """
    profiles = profiles_of(documents, views)
    people = [one for name, one in profiles.items() if name.startswith(f"{base}person/")]
    organisations = [one for name, one in profiles.items() if name.startswith(f"{base}org/")]
    found = [
        *_pairs(people, PEOPLE),
        *_pairs(organisations, ORGANISATIONS),
    ]
    paired = {doubt.other for doubt in found}
    names = {name: one.name for name, one in profiles.items()}
    found += [doubt for one in people if (doubt := _two(one, names))]
    found += [
        Doubt("real", one.iri, f"it was read with little confidence ({one.confidence:.1f})", one.confidence / 2)
        for one in profiles.values()
        if one.confidence < SURE and one.iri not in paired
    ]
    return sorted(_unasked(found, judgements), key=lambda doubt: (-doubt.likely, doubt.target, doubt.other or ""))


def judgement(doubt: Doubt, reply: Reply) -> tuple[str, dict[str, Any]]:
    """The judgement that a reply makes: its action, and what it is about."""
    if reply == "unsure":
        return "unsure", {"target": doubt.target} | ({"other": doubt.other} if doubt.other else {})
    if doubt.kind == "same":
        return ("same" if reply == "yes" else "not-same"), {"target": doubt.target, "other": doubt.other}
    if doubt.kind == "split":
        return (
            ("split", {"target": doubt.target, "documents": doubt.documents})
            if reply == "yes"
            else (
                "confirm",
                {"target": doubt.target},
            )
        )
    return ("confirm" if reply == "yes" else "reject"), {"target": doubt.target}


def _pairs(profiles: Iterable[Profile], rules: Sequence[Rule]) -> Iterator[Doubt]:
    """Pairs that a rule asks about, each once, for the likeliest reason."""
    best: dict[tuple[str, str], Doubt] = {}
    profiles = [one for one in profiles if one.confidence >= SURE or one.partial]
    for keys, compare in rules:
        for group in _groups(profiles, keys):
            for one, other in combinations(group, 2):
                if one.attended & other.attended:
                    continue
                reason = compare(one, other)
                if reason is None:
                    continue
                kept, lost = sorted((one, other), key=lambda profile: profile.weight, reverse=True)
                doubt = Doubt("same", kept.iri, *reason, lost.iri)
                before = best.get((kept.iri, lost.iri))
                if before is None or before.likely < doubt.likely:
                    best[kept.iri, lost.iri] = doubt
    yield from best.values()


def _groups(profiles: Iterable[Profile], keys: Callable[[Profile], Iterable[str]]) -> Iterator[list[Profile]]:
    groups: dict[str, list[Profile]] = defaultdict(list)
    for profile in profiles:
        for key in dict.fromkeys(keys(profile)):
            groups[key].append(profile)
    return (group for group in groups.values() if 1 < len(group) <= _MOST)


def _two(profile: Profile, names: Mapping[str, str]) -> Doubt | None:
    """May a person be two, by the organisations of which the record says that they are?"""
    if profile.partial or len(profile.organisations) < 2:
        return None
    days = {document.id: document for document, _ in profile.named}
    spans = {one: _bounds(days[document] for document in where) for one, where in profile.organisations.items()}
    best: Doubt | None = None
    for one, other in combinations(sorted(spans), 2):
        first, second = spans[one], spans[other]
        if first is None or second is None:
            continue
        gap = max(first[0], second[0]) - min(first[1], second[1])
        if gap > 2 * NEAR:
            continue
        told = f"of {names.get(one, one)} and of {names.get(other, other)}"
        told, likely = (f"{told} at the same time", _TWO) if gap.days <= 0 else (f"{told} within a year", _MOVED)
        apart = _nearer(profile, one, other)
        if apart and (best is None or likely > best.likely):
            best = Doubt("split", profile.iri, told, likely, documents=apart)
    return best


def _nearer(profile: Profile, one: str, other: str) -> tuple[str, ...]:
    """The documents that would be those of a second person: of the organisation that has fewer.

    A document that names neither goes with the nearest in time that does; one that names both stays.
    """
    days = {document.id: document.first for document, _ in profile.named if document.first}
    told = {document: {one} for document in profile.organisations[one]}
    for document in profile.organisations[other]:
        told[document] = told.get(document, set()) | {other}
    anchors = {document: days[document] for document in told if document in days}
    for document, day in days.items():
        if document not in told and anchors:
            told[document] = told[min(anchors, key=lambda anchor: (abs(anchors[anchor] - day), anchor))]
    groups = [tuple(sorted(name for name, of in told.items() if of == {organisation})) for organisation in (one, other)]
    return min(filter(None, groups), key=len, default=())


def _bounds(documents: Iterable[DocumentNames]) -> tuple[date, date] | None:
    days = [day for document in documents for day in (document.first, document.last) if day]
    return (min(days), max(days)) if days else None


def _unasked(found: Iterable[Doubt], judgements: Sequence[Judgement]) -> Iterator[Doubt]:
    decided = {frozenset(filter(None, (one.target, one.other))) for one in judgements if one.action in _DECIDING}
    return (doubt for doubt in found if frozenset(filter(None, (doubt.target, doubt.other))) not in decided)


_DECIDING = ("same", "not-same", "unsure", "confirm", "reject")
