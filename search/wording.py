"""What words say: their plain forms, and what other words say the same."""

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.identifiers import name_key
from search.understanding_grammar import grammar

Phrase = tuple[str, ...]
"""Base forms of words that stand in this order."""

_ENDINGS = (
    ("ies", "y", 2),
    ("ied", "y", 2),
    ("ings", "", 3),
    ("ing", "", 3),
    ("ed", "", 3),
    ("ly", "", 5),
    ("s", "", 3),
)
"""Each with what stands in its place, and how many letters must be left before it."""
_LONG_ENDINGS = ("ion", "ment", "ance", "ence", "al")
_SHORTEST, _SHORTEST_LONG = 3, 5
"""Letters of a word that may lose an `e`; letters left before a long ending, which other words only seem to have."""
_GROWN = (
    "",
    "er",
    "or",
    "ion",
    "ation",
    "ment",
    "ship",
    "al",
    "ance",
    "ence",
    "ive",
    "able",
    "ful",
    "ness",
    "ity",
    "y",
)
"""What a word of the same root may have more."""
_LEAST_ROOT = 5
_DOUBLED = re.compile(r"([bdfglmnprstz])\1$")


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """What stands for what, by base forms."""

    same: Mapping[Phrase, frozenset[Phrase]]
    """For a phrase, those that say the same."""
    kinds: Mapping[Phrase, frozenset[Phrase]]
    """For a phrase of a question, those that say it more closely."""
    opposite: Mapping[Phrase, frozenset[Phrase]]
    """For a phrase, those that answer it in the negative."""
    written: Mapping[Phrase, str]
    """Each phrase as the data have it."""
    longest: int


@lru_cache(maxsize=50_000)
def base_form(word: str) -> str:
    """A word without its usual English endings: the same for all its forms, of which the data name the irregular."""
    key = name_key(word).replace(" ", "")
    known = _forms()
    return known.get(key) or known.get(key.removesuffix("s")) or _plain(key)


def phrase_of(text: str) -> Phrase:
    """The base forms of the words of a text."""
    return tuple(base_form(word) for word in re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text))


def is_form_of(held: str, wanted: str) -> bool:
    """Is one base form of the root of another: `member` and `membership`?"""
    if held[:_LEAST_ROOT] != wanted[:_LEAST_ROOT]:
        return False
    if held == wanted:
        return True
    short, long = sorted((held, wanted), key=len)
    return len(short) >= _LEAST_ROOT and long.startswith(short) and long[len(short) :] in _GROWN


def said_alike(phrase: Phrase) -> frozenset[Phrase]:
    """The phrases that say what this one says, or say it more closely."""
    known = thesaurus()
    return known.same.get(phrase, frozenset()) | known.kinds.get(phrase, frozenset())


def place_of(phrase: Phrase, held: Sequence[str], gap: int = 2, near: int = 0) -> int | None:
    """Where a phrase begins among base forms, nearest to the place `near`; None where it does not.

    Up to `gap` other words may stand between two of its words.
    """
    wanted = phrase[0]
    starts = (
        start
        for start, first in enumerate(held)
        if first == wanted or (first[:1] == wanted[:1] and is_form_of(first, wanted))
    )
    found = [start for start in starts if _goes_on(phrase, held, start, gap)]
    return min(found, key=lambda start: abs(start - near), default=None)


def _goes_on(phrase: Phrase, held: Sequence[str], start: int, gap: int) -> bool:
    place = start
    for word in phrase[1:]:
        following = range(place + 1, min(len(held), place + 2 + gap))
        place = next((n for n in following if held[n] == word), -1)
        if place < 0:
            return False
    return True


def says(word: str, held: AbstractSet[str]) -> bool:
    """Do base forms of a text hold a word, in another form of it, or in one word that says the same?"""
    wanted = base_form(word)
    alike = {wanted, *(one[0] for one in thesaurus().same.get((wanted,), ()) if len(one) == 1)}
    if not held.isdisjoint(alike):
        return True
    text = f" {' '.join(held)}"
    grown = [other for other in alike if f" {other[:_LEAST_ROOT]}" in text]
    return any(is_form_of(one, other) for one in held for other in grown)


@cache
def thesaurus() -> Thesaurus:
    """What the data say stands for what."""
    words = grammar("words")
    groups = [_phrases(group) for group in words["synonyms"]]
    parted = (group.split(":") for group in words["kinds"])
    closer = [(phrase, _phrases(more)) for wide, more in parted for phrase in _phrases(wide)]
    sides = [tuple(map(_phrases, group.split("|"))) for group in words["opposites"]]
    same = _gathered((one, group) for group in groups for one in group)
    kinds = _gathered(closer)
    opposite = _gathered((one, other) for pair in sides for this, other in (pair, pair[::-1]) for one in this)
    written = {
        phrase_of(part): part.strip()
        for part in ",".join([*words["synonyms"], *words["kinds"], *words["opposites"]])
        .replace("|", ",")
        .replace(":", ",")
        .split(",")
    }
    return Thesaurus(same, kinds, opposite, written, max(map(len, (*same, *kinds))))


def _phrases(text: str) -> frozenset[Phrase]:
    return frozenset(phrase_of(part) for part in text.split(",") if part.strip())


def _gathered(pairs: Iterable[tuple[Phrase, frozenset[Phrase]]]) -> dict[Phrase, frozenset[Phrase]]:
    found: dict[Phrase, frozenset[Phrase]] = {}
    for one, alike in pairs:
        found[one] = (found.get(one, frozenset()) | alike) - {one}
    return found


@cache
def _forms() -> dict[str, str]:
    return {
        form.replace("-", ""): _plain(first.replace("-", "")) for first, *more in _related() for form in (first, *more)
    }


def _related() -> list[list[str]]:
    """Words in irregular forms, and of one root, the plain one first."""
    words = grammar("words")
    return [line.split() for line in f"{words['forms']},{words['nouns']}".split(",")]


def forms_of(word: str) -> tuple[str, ...]:
    """The irregular forms of a word, by its base form; () where the data name none."""
    return _irregular().get(word, ())


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for related in _related():
        root = _plain(related[0].replace("-", ""))
        found[root] = (*found.get(root, ()), *related)
    return found


def _plain(key: str) -> str:
    for ending, instead, left in _ENDINGS:
        if key.endswith(ending) and len(key) - len(ending) >= left and not key.endswith(("ss", "eed")):
            key = key[: -len(ending)] + instead
            break
    for ending in _LONG_ENDINGS:
        if key.endswith(ending) and len(key) - len(ending) >= _SHORTEST_LONG:
            key = key[: -len(ending)]
            break
    key = _DOUBLED.sub(r"\1", key)
    return key.removesuffix("e") if len(key) > _SHORTEST else key
