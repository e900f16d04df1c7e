"""Names written in another way: likeness alone proves nothing, a second key has to agree."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import combinations

from kg.identifiers import name_key
from kg.nicknames import short_forms

LONG_ENOUGH = 7
"""Letters of a name that one or two wrong ones leave recognisable."""
RARE = 5
"""How many times as often a regular attends as whoever is rare: a misspelling, a visitor of the same name."""
_MOST = 60
"""Names that share a word: beyond these they are not compared, as the word tells nothing."""


def variants(attended: Mapping[str, Collection[str]], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs (variant, name) among those who attend one committee's meetings and never sit side by side.

    `attended` gives the meetings of each person, `names` their full names. A variant has a short
    form of the first name, or its initial; or one letter wrong (or a space), and is then rare beside the name.
    That both come to the same committee is the second key. Of 23 pairs with a wrong letter and 5 with a
    short form in 214 minutes of one committee all were one person.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for person in sorted(attended):
        for key in _blocks(name_key(names[person])):
            groups[key].append(person)
    for group in groups.values():
        if len(group) > _MOST:
            continue
        for one, other in combinations(group, 2):
            rare, usual = sorted((one, other), key=lambda person: (len(attended[person]), person))
            if not set(attended[rare]).isdisjoint(attended[usual]):
                continue
            keys = name_key(names[rare]), name_key(names[usual])
            if is_initial_form(*keys):
                yield rare, usual
            elif is_initial_form(*reversed(keys)):
                yield usual, rare
            elif is_short_form(*keys) or (len(attended[rare]) * RARE <= len(attended[usual]) and differ_by_one(*keys)):
                yield rare, usual


def is_short_form(one: str, other: str) -> bool:
    """Do two name keys of two words or more differ in the first alone, which may stand for the other's?"""
    first, _, rest = one.partition(" ")
    second, _, others = other.partition(" ")
    return bool(rest) and rest == others and first != second and second in short_forms().get(first, ())


def spelt_short(short: str, full: str) -> bool:
    """Is the first the name of an organisation with its last words as initials, as `Mill Lane CLT` is?

    Small words of the full name may or may not count.
    """
    *before, last = short.split()
    words = full.split()
    rest = words[len(before) :]
    same = [word.casefold() for word in before] == [word.casefold() for word in words[: len(before)]]
    if not before or not same or len(rest) < 2 or not last.isupper():
        return False
    return last in ("".join(w[0] for w in rest).upper(), "".join(w[0] for w in rest if w[0].isupper()))


def has_initials(name: str) -> bool:
    """Does a name begin with initials before a surname, as `P. J. Crane` does?"""
    *given, surname = name_key(name).split() or [""]
    return bool(given) and len(surname) > 1 and all(len(word) == 1 for word in given)


def is_initial_form(one: str, other: str) -> bool:
    """Is the first of two name keys the other with initials for given names, as `p crane` for `philippa crane`?"""
    *initials, last = one.split()
    *given, surname = other.split()
    return (
        last == surname
        and 0 < len(initials) <= len(given)
        and len(given[0]) > 1
        and all(len(letter) == 1 and name.startswith(letter) for letter, name in zip(initials, given, strict=False))
    )


def differ_by_one(one: str, other: str) -> bool:
    """Do two name keys of two words or more differ by one letter, two letters swapped, or a space?"""
    if " " not in one or " " not in other or min(len(one), len(other)) < LONG_ENOUGH:
        return False
    return not any(mark.isdigit() for mark in one + other) and distance(one, other, 1) == 1


def _blocks(key: str) -> Iterator[str]:
    """What two names share of which one is the other's variant: letters without spaces, all words but one, ends."""
    words = key.split()
    yield key.replace(" ", "")
    yield f"{words[0][0]} {words[-1]}"
    for number in range(len(words)):
        yield " ".join([*words[:number], "*", *words[number + 1 :]])


def distance(one: str, other: str, most: int = 2) -> int:
    """Optimal string alignment distance (Damerau, 1964; neighbours swapped count once); `most + 1` where it is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        older, before = before, row
        row = [at]
        for column, mark in enumerate(other, 1):
            cost = min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != mark))
            if at > 1 and column > 1 and letter == other[column - 2] and one[at - 2] == mark:
                cost = min(cost, older[column - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
