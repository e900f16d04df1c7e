"""The grammar of questions: vocabulary, dates and kinds of question, read from TOML."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from kg.identifiers import name_key
from search.grammar_files import parsed


def grammar(name: str) -> dict[str, Any]:
    """One file of the grammar as TOML values."""
    return parsed()[name]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Phrases of each concept, by the first two letters of their first word, and words of special use.

    `filler` says nothing anywhere, `light` says nothing in questions; `telling` words say more than their concept.
    """

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    filler: frozenset[str]
    light: frozenset[str]
    telling: tuple[str, ...]
    honorifics: frozenset[str]
    openers: frozenset[str]
    """Words that say nothing at the beginning of a question: `tell me who …`."""
    uncapitalised: frozenset[str]
    """Concepts for which a word with a capital inside a sentence does not stand."""

    def at(self, keys: tuple[str, ...], start: int) -> dict[str, int]:
        """Concepts that begin at word `start`, with the number of words of the longest phrase of each."""
        found: dict[str, int] = {}
        for words, concept in (*self.phrases.get(keys[start][:2], ()), *self.phrases.get("*", ())):
            here = keys[start : start + len(words)]
            if len(here) == len(words) and all(map(_fits, words, here)):
                found[concept] = max(found.get(concept, 0), len(words))
        return found

    def explains(self, key: str) -> bool:
        """Does this word of a question need no explaining?"""
        return key in self.filler or key in self.light

    def fills(self, key: str) -> bool:
        """Does this word say nothing anywhere?"""
        return key in self.filler

    def negates(self, key: str) -> bool:
        """Does this word turn what is asked into its opposite, unless a longer phrase takes it in?"""
        return ((key,), "negated") in self.phrases.get(key[:2], ())

    def tells(self, key: str) -> bool:
        """Does this word say more than the concept it stands for?"""
        return any(_fits(pattern, key) for pattern in self.telling)


def _fits(pattern: str, word: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of the grammar."""
    words = grammar("vocabulary")
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for concept, spelled in words["concepts"].items():
        for phrase in spelled:
            parts = tuple(phrase.split())
            phrases.setdefault("*" if parts[0] == "*" else parts[0][:2], []).append((parts, concept))
    return Vocabulary(
        {start: tuple(known) for start, known in phrases.items()},
        frozenset(words["filler"].split()),
        frozenset(words["light"].split()),
        tuple(words["telling"].split()),
        frozenset(words["honorifics"].split()),
        frozenset(words["openers"].split()),
        frozenset(words["uncapitalised"].split()),
    )


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to ask a kind of question.

    Every entry of `needs` must stand in the question (`a|b` is either), none of `without` may,
    `allows` may. `slots` maps parameters to the types of name that fill them, of which all must
    be there; those of `maybe` need not. `text` is the parameter that takes the words left over.
    `set` fixes parameters. A `dated` pattern wants a date in the question.
    """

    needs: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    allows: tuple[str, ...] = ()
    slots: Mapping[str, str] = field(default_factory=dict)
    maybe: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    set: Mapping[str, str] = field(default_factory=dict)
    weight: float = 0.0
    own: bool = True
    """May the committee whose record this is fill a required slot?"""
    dated: bool = False
    ahead: str = ""
    """A concept that must stand before the name in the first slot."""
    behind: str = ""
    """A concept that must stand behind it."""
    steps: tuple[str, ...] = ()
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question: the named question that answers it, how it is asked and how it is put in words."""

    name: str
    question: str
    understood: str
    answer: str
    """The answer in words: pieces parted by `|`, of which those with an empty `{field}` are left out."""
    noun: str
    """What the rows are, in the singular; `person/people` where the plural is irregular."""
    patterns: tuple[Pattern, ...]
    dates: str = "period"
    """What a date in the question binds: `period` (from, to), `due`, `term`, or `none`."""
    counts: str = ""
    """The column whose values `how many` counts; `fact` counts rows."""
    groups: str = ""
    """The column by which `most` and `fewest` count rows."""
    holds: str = ""
    """The named question that tells what the record does hold, where there is no answer."""
    by_words: str = ""
    """A named question whose rows are searched for the words of a name where the name itself finds nothing."""
    single: bool = False
    """Is it about one person or thing, so that a name that can mean several leads nowhere?"""
    affirms: bool = True
    """Do rows mean yes, where the question can be answered so?"""
    ranks: str = ""
    """What they count, where that is not what the rows are."""
    groups_outside: str = ""
    """The column by which they count where the question asks for those outside the committee."""
    unbound: tuple[str, ...] = ()
    """Parameters whose values are for the steps, and do not go into the query."""
    example: str = ""
    undated: bool = False
    """Does it say nothing of when?"""
    narrow: bool = True
    """Do words that nothing explains narrow the rows to those that hold them?"""


_KINDS = "kinds/"


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind of question, by file name."""
    return tuple(
        _kind(name.removeprefix(_KINDS), stated) for name, stated in parsed().items() if name.startswith(_KINDS)
    )


def _kind(name: str, stated: Mapping[str, Any]) -> Kind:
    values = {key: value for key, value in stated.items() if key != "pattern"}
    patterns = tuple(map(_pattern, stated["pattern"]))
    return Kind(name=name, patterns=patterns, **{**values, "unbound": tuple(values.get("unbound", ()))})


def _pattern(stated: Mapping[str, Any]) -> Pattern:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in stated.items()}
    return Pattern(**values)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the question with its name key and its place."""

    text: str
    key: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Is it written with a capital?"""
        return any(letter.isupper() for letter in self.text)


_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’][^\W_]+)*")


def tokens(question: str) -> tuple[Token, ...]:
    """The words of a question; a possessive ending is dropped, words without letters or digits are none.

    A title before a name (`Dr`) is none either: nobody is told apart by it.
    """
    found = []
    for match in _WORD.finditer(question):
        text, key = _spelt(match.group())
        if key:
            found.append(Token(text, key, match.start(), match.start() + len(text)))
    if vocabulary().honorifics.isdisjoint(token.key for token in found):
        return tuple(found)
    careless = question.islower()
    return tuple(
        token
        for token, following in zip(found, [*found[1:], None], strict=False)
        if not (
            token.key in vocabulary().honorifics
            and following
            and ((token.capital and following.capital) or (careless and not vocabulary().explains(following.key)))
        )
    )


def keys_in(text: str) -> set[str]:
    """The keys of the words of a text, titles before names among them."""
    return {_spelt(word)[1] for word in _WORD.findall(text)} - {""}


@lru_cache(maxsize=1 << 16)
def _spelt(word: str) -> tuple[str, str]:
    """A word without a possessive ending, and its name key."""
    text = re.sub(r"['’]s?$", "", word)
    return text, name_key(text).replace(" ", "")


_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ed", "ly", "s")


def stem(word: str) -> str:
    """A word without its usual English ending: enough to find its other forms."""
    key = name_key(word).replace(" ", "")
    for ending in _ENDINGS:
        if key.endswith(ending) and len(key) - len(ending) >= 3:
            key = key[: -len(ending)]
            break
    return key.removesuffix("e") if len(key) > 3 else key


@cache
def number_words() -> str:
    """A pattern for a number in figures or in words: `27`, `1,200`, `twenty-seven`, `a dozen`."""
    words = grammar("vocabulary")["numbers"]
    units, tens, large = ("|".join(words[key]) for key in ("units", "tens", "large"))
    return rf"\d[\d,.]*\d|\d|(?:{tens})(?:[\s-](?:{units}))?|{units}|(?:a\s+)?(?:{large})"
