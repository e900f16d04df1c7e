"""Why two entries may be one: keys under which they are compared, and the reasons, see `kg.review`."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from kg.entity_names import fits, is_acronym, is_near
from kg.identifiers import name_key
from kg.name_variants import LONG_ENOUGH, distance
from kg.nicknames import short_forms
from kg.review_profiles import Profile

_MIDDLE, _NICKNAME, _HANDLE, _PARTIAL, _ACRONYM, _LETTERS = 0.8, 0.75, 0.7, 0.6, 0.55, 0.5
_SECOND_KEY = 0.15
"""What a second key that agrees adds to how likely a pair is one. All these order the questions, no more."""

Rule = tuple[Callable[[Profile], Iterable[str]], Callable[[Profile, Profile], tuple[str, float] | None]]
"""Keys under which entries are compared at all, and the reason (with how likely) why two may be one."""


def _second(one: Profile, other: Profile) -> str:
    """The second key that agrees, in words; '' where none does."""
    if one.organisations.keys() & other.organisations.keys():
        return "the same organisation"
    return "the same committee" if one.committees & other.committees else ""


def _reason(text: str, likely: float, one: Profile, other: Profile) -> tuple[str, float]:
    second = _second(one, other)
    return (f"{text}, {second}", likely + _SECOND_KEY) if second else (text, likely)


def _middle(one: Profile, other: Profile) -> tuple[str, float] | None:
    if one.partial or other.partial or one.words == other.words:
        return None
    return _reason("the same first and last name", _MIDDLE, one, other)


def _nickname(one: Profile, other: Profile) -> tuple[str, float] | None:
    first, second = one.words[0], other.words[0]
    if one.partial or other.partial or first == second or second not in short_forms().get(first, ()):
        return None
    return _reason("a short form of the same first name, and the same last name", _NICKNAME, one, other)


def _partial(one: Profile, other: Profile) -> tuple[str, float] | None:
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


def _handle(one: Profile, other: Profile) -> tuple[str, float] | None:
    for part, full in ((one, other), (other, one)):
        handles = {name_key(named.short).replace(" ", "") for _, named in part.named if named.short}
        own = {name_key(named.short).replace(" ", "") for _, named in full.named if named.short}
        if not full.partial and not own and handles & _handles(full.words):
            return _reason("a handle that is made of the name", _HANDLE, one, other)
    return None


def _letters(one: Profile, other: Profile) -> tuple[str, float] | None:
    first, second = (" ".join(profile.words) for profile in (one, other))
    if one.partial or other.partial or min(len(first), len(second)) < LONG_ENOUGH or not _second(one, other):
        return None
    if " " not in first or " " not in second or any(mark.isdigit() for mark in first + second):
        return None
    wrong = distance(first, second)
    if wrong > 2 or wrong == 0:
        return None
    return _reason(f"{wrong} letter{'s' * (wrong > 1)} differ", _LETTERS - 0.1 * (wrong - 1), one, other)


def _acronym(one: Profile, other: Profile) -> tuple[str, float] | None:
    for short, full in ((one, other), (other, one)):
        if all(is_acronym(named) for _, named in short.named) and not any(is_acronym(named) for _, named in full.named):
            return _reason("the acronym of several", _ACRONYM, one, other)
    return None


def _ends(profile: Profile) -> Iterator[str]:
    if len(profile.words) > 1:
        yield f"{profile.words[0]} {profile.words[-1]}"


def _last(profile: Profile) -> Iterator[str]:
    if len(profile.words) > 1:
        yield profile.words[-1]


def _initials(profile: Profile) -> Iterator[str]:
    """Letters that a partial name and its full name share: those that its words begin with."""
    for word in profile.words:
        yield word[0]
    for _, named in profile.named:
        for word in name_key(named.short or "").split():
            yield word[0]


def _signs(profile: Profile) -> Iterator[str]:
    """The handles that a person has or may have."""
    for _, named in profile.named:
        if named.short:
            yield name_key(named.short).replace(" ", "")
    if not profile.partial:
        yield from _handles(profile.words)


def _halves(profile: Profile) -> Iterator[str]:
    """A word that two names with few wrong letters share, or the letters that all their words begin with."""
    if len(profile.words) > 1:
        yield from (word for word in profile.words if len(word) > 2)
        yield "." + "".join(word[0] for word in profile.words)


def _shorts(profile: Profile) -> Iterator[str]:
    for _, named in profile.named:
        yield name_key(named.name if is_acronym(named) else named.short or "") or profile.iri


PEOPLE: Sequence[Rule] = (
    (_ends, _middle),
    (_initials, _partial),
    (_signs, _handle),
    (_halves, _letters),
    (_last, _nickname),
)
ORGANISATIONS: Sequence[Rule] = ((_halves, _letters), (_shorts, _acronym))


def _handles(words: Sequence[str]) -> set[str]:
    if len(words) < 2:
        return set()
    first, last = words[0], words[-1]
    return {first + last, last + first, first[0] + last, first + last[0], last + first[0]}
