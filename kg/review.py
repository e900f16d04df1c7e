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
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any, Literal

from kg.entity_names import NEAR, SURE, DocumentNames, EntityNames, View, fits, is_acronym, is_near
from kg.identifiers import name_key
from kg.judgements import Judgement
from kg.name_variants import LONG_ENOUGH, distance
from kg.nicknames import short_forms

Kind = Literal["same", "split", "real"]
Reply = Literal["yes", "no", "unsure"]

_MIDDLE, _NICKNAME, _HANDLE, _PARTIAL, _ACRONYM, _LETTERS, _TWO, _MOVED = 0.8, 0.75, 0.7, 0.6, 0.55, 0.5, 0.65, 0.3
_SECOND_KEY = 0.15
"""What a second key that agrees adds to how likely a pair is one. All these order the questions, no more."""
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


@dataclass(slots=True)
class _Profile:
    """An entry of the library as all documents together tell it."""

    iri: str
    name: str = ""
    confidence: float = 1.0
    named: list[tuple[DocumentNames, Any]] = field(default_factory=list)
    committees: set[str] = field(default_factory=set)
    attended: set[str] = field(default_factory=set)
    organisations: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Documents that say that the person is of an organisation, by its IRI."""

    @property
    def partial(self) -> bool:
        return all(named.partial for _, named in self.named)

    @property
    def words(self) -> list[str]:
        return name_key(self.name).split()

    @property
    def weight(self) -> tuple[bool, int, int, str]:
        """What decides which of two entries keeps its name: full, in more documents, longer."""
        return not self.partial, len(self.named), len(self.name), self.iri


def doubts(
    documents: Iterable[DocumentNames],
    views: Mapping[str, View],
    judgements: Sequence[Judgement],
    base: str,
) -> list[Doubt]:
    """Everything that is to be decided, the likeliest first.

    `judgements` are those in force.
    """
    profiles = _profiles(documents, views)
    people = [one for name, one in profiles.items() if name.startswith(f"{base}person/")]
    organisations = [one for name, one in profiles.items() if name.startswith(f"{base}org/")]
    found = [
        *_pairs(people, _PEOPLE),
        *_pairs(organisations, _ORGANISATIONS),
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


def _profiles(documents: Iterable[DocumentNames], views: Mapping[str, View]) -> dict[str, _Profile]:
    found: dict[str, _Profile] = {}
    for document in documents:
        view = views[document.id]
        renamed, called = dict(view.renamed), {entity.iri: entity for entity in view.entities}
        for named in (*document.people, *document.organisations):
            name = renamed.get(named.iri, named.iri)
            if name not in view.rejected:
                _add(found.setdefault(name, _Profile(name)), called[name], document, named, renamed)
    return found


def _add(
    profile: _Profile, called: EntityNames, document: DocumentNames, named: Any, renamed: Mapping[str, str]
) -> None:
    profile.name, profile.confidence = called.name, called.confidence
    profile.named.append((document, named))
    if document.committee:
        profile.committees.add(renamed.get(document.committee, document.committee))
    if named.attends:
        profile.attended.add(document.id)
    for organisation in named.organisations:
        profile.organisations[renamed.get(organisation, organisation)].add(document.id)


Rule = tuple[Callable[[_Profile], Iterable[str]], Callable[[_Profile, _Profile], tuple[str, float] | None]]
"""Keys under which entries are compared at all, and the reason (with how likely) why two may be one."""


def _pairs(profiles: Iterable[_Profile], rules: Sequence[Rule]) -> Iterator[Doubt]:
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


def _groups(profiles: Iterable[_Profile], keys: Callable[[_Profile], Iterable[str]]) -> Iterator[list[_Profile]]:
    groups: dict[str, list[_Profile]] = defaultdict(list)
    for profile in profiles:
        for key in dict.fromkeys(keys(profile)):
            groups[key].append(profile)
    return (group for group in groups.values() if 1 < len(group) <= _MOST)


def _second(one: _Profile, other: _Profile) -> str:
    """The second key that agrees, in words; '' where none does."""
    if one.organisations.keys() & other.organisations.keys():
        return "the same organisation"
    return "the same committee" if one.committees & other.committees else ""


def _reason(text: str, likely: float, one: _Profile, other: _Profile) -> tuple[str, float]:
    second = _second(one, other)
    return (f"{text}, {second}", likely + _SECOND_KEY) if second else (text, likely)


def _middle(one: _Profile, other: _Profile) -> tuple[str, float] | None:
    if one.partial or other.partial or one.words == other.words:
        return None
    return _reason("the same first and last name", _MIDDLE, one, other)


def _nickname(one: _Profile, other: _Profile) -> tuple[str, float] | None:
    first, second = one.words[0], other.words[0]
    if one.partial or other.partial or first == second or second not in short_forms().get(first, ()):
        return None
    return _reason("a short form of the same first name, and the same last name", _NICKNAME, one, other)


def _partial(one: _Profile, other: _Profile) -> tuple[str, float] | None:
    if one.partial == other.partial:
        return None
    part, full = (one, other) if one.partial else (other, one)
    for document, named in part.named:
        near = any(
            is_near(document, sitting)
            for sitting, other_named in full.named
            if other_named.attends or not named.attends
        )
        if near and part.committees & full.committees and fits(named, full.name):
            return "part of the name, in the same committee at about the same time", _PARTIAL
    return None


def _handle(one: _Profile, other: _Profile) -> tuple[str, float] | None:
    for part, full in ((one, other), (other, one)):
        handles = {name_key(named.short).replace(" ", "") for _, named in part.named if named.short}
        own = {name_key(named.short).replace(" ", "") for _, named in full.named if named.short}
        if not full.partial and not own and handles & _handles(full.words):
            return _reason("a handle that is made of the name", _HANDLE, one, other)
    return None


def _letters(one: _Profile, other: _Profile) -> tuple[str, float] | None:
    first, second = (" ".join(profile.words) for profile in (one, other))
    if one.partial or other.partial or min(len(first), len(second)) < LONG_ENOUGH or not _second(one, other):
        return None
    if " " not in first or " " not in second or any(mark.isdigit() for mark in first + second):
        return None
    wrong = distance(first, second)
    if wrong > 2 or wrong == 0:
        return None
    return _reason(f"{wrong} letter{'s' * (wrong > 1)} differ", _LETTERS - 0.1 * (wrong - 1), one, other)


def _acronym(one: _Profile, other: _Profile) -> tuple[str, float] | None:
    for short, full in ((one, other), (other, one)):
        if all(is_acronym(named) for _, named in short.named) and not any(is_acronym(named) for _, named in full.named):
            return _reason("the acronym of several", _ACRONYM, one, other)
    return None


def _ends(profile: _Profile) -> Iterator[str]:
    if len(profile.words) > 1:
        yield f"{profile.words[0]} {profile.words[-1]}"


def _last(profile: _Profile) -> Iterator[str]:
    if len(profile.words) > 1:
        yield profile.words[-1]


def _initials(profile: _Profile) -> Iterator[str]:
    """Letters that a partial name and its full name share: those that its words begin with."""
    for word in profile.words:
        yield word[0]
    for _, named in profile.named:
        for word in name_key(named.short or "").split():
            yield word[0]


def _signs(profile: _Profile) -> Iterator[str]:
    """The handles that a person has or may have."""
    for _, named in profile.named:
        if named.short:
            yield name_key(named.short).replace(" ", "")
    if not profile.partial:
        yield from _handles(profile.words)


def _halves(profile: _Profile) -> Iterator[str]:
    """A word that two names with few wrong letters share, or the letters that all their words begin with."""
    if len(profile.words) > 1:
        yield from (word for word in profile.words if len(word) > 2)
        yield "." + "".join(word[0] for word in profile.words)


def _shorts(profile: _Profile) -> Iterator[str]:
    for _, named in profile.named:
        yield name_key(named.name if is_acronym(named) else named.short or "") or profile.iri


_PEOPLE: Sequence[Rule] = (
    (_ends, _middle),
    (_initials, _partial),
    (_signs, _handle),
    (_halves, _letters),
    (_last, _nickname),
)
_ORGANISATIONS: Sequence[Rule] = ((_halves, _letters), (_shorts, _acronym))


def _handles(words: Sequence[str]) -> set[str]:
    if len(words) < 2:
        return set()
    first, last = words[0], words[-1]
    return {first + last, last + first, first[0] + last, first + last[0], last + first[0]}


def _two(profile: _Profile, names: Mapping[str, str]) -> Doubt | None:
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


def _nearer(profile: _Profile, one: str, other: str) -> tuple[str, ...]:
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
