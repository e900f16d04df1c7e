"""The grammar of personal names: parts, keys, and whether some words can be a name at all.

Pure functions of short texts. Vocabulary comes from `rules/people.toml`, given names and
ordinary words from the two word lists beside it.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from ingest.roles_lexicon import titles
from ingest.rules import load_rules

WORD = re.compile(r"[^\W\d_](?:[\w’'‘\-.]*[^\W_])?\.?")
_BREAK = re.compile(r"[\s,]+")


@cache
def vocabulary() -> dict[str, Any]:
    """`rules/people.toml`, with its word lists as frozen sets."""
    return {key: frozenset(value) for key, value in load_rules("people").items()}


@cache
def given_names() -> frozenset[str]:
    """Given names of many languages, folded."""
    return _word_list("given_names.txt")


@cache
def common_words() -> frozenset[str]:
    """Ordinary English words that are no usual surnames."""
    return _word_list("common_words.txt")


def _word_list(name: str) -> frozenset[str]:
    lines = (resources.files("ingest") / "rules" / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


_ACCOUNT = re.compile(r"[^\W\d_]{2,}(?:_[^\W\d_][^\W\d_’'-]*)+")


def spaced(name: str) -> str:
    """A name as people write it: the account `Ann_Ash` is Ann Ash."""
    return name.replace("_", " ") if _ACCOUNT.fullmatch(name) and name[0].isupper() else name


_SURNAME_FIRST = re.compile(
    r"(?P<surname>[^\W\d_][\w’' -]*[^\W\d_]), (?P<given>[^\W\d_][\w.’'-]*(?: [^\W\d_][\w.’'-]*){0,2})"
    r"(?=\s{2}|\t|\s*$|\s*[,(;–—@]|\s-\s)"
)
_SURELY_NO_ACRONYM = 4
"""Letters of a surname in capitals before a given name that is not known as one."""


def surname_first(text: str, start: int = 0) -> re.Match[str] | None:
    """The surname before the given name: `BYRNE, Ada`, as international bodies list people, or all of `Byrne, Ada`."""
    match = _SURNAME_FIRST.match(text, start)
    if match is None or match["given"].isupper():
        return None
    first = fold(match["given"].split()[0])
    if not match["surname"].isupper():
        return match if _is_inverted(text, match) else None
    return match if first in given_names() or len(match["surname"]) >= _SURELY_NO_ACRONYM else None


def _is_inverted(text: str, match: re.Match[str]) -> bool:
    """`Byrne, Ada` where nothing else stands: one surname, no given name, before a given name; else these are two."""
    given, surname = match["given"], fold(match["surname"]).split()
    forms = {fold(given.split()[0]), *fold(given).split("-")}
    return bool(
        (forms & given_names() or re.fullmatch(r"[A-Z][a-z]+-[a-z]+", given))
        and re.fullmatch(r"\s*(?:\([^()]*\)|@[\w-]+|[*†‡])?\s*", text[match.end() :])
        and match["surname"][0].isupper()
        and sum(word[0].isupper() for word in match["surname"].split()) == 1
        and not any(
            word in known
            for word in {surname[0], surname[-1]}
            for known in (given_names(), common_words(), vocabulary()["not_in_names"], vocabulary()["prefixes"])
        )
    )


def in_order(name: str) -> str:
    """A name as it is spoken: `VAN DER BYRNE, Ada` is Ada van der Byrne; another is as it was."""
    match = surname_first(name)
    if match is None:
        return name
    if not match["surname"].isupper():
        return f"{match['given']} {match['surname']}"
    particles = vocabulary()["particles"]
    words = re.sub(r"[^\W\d_]+", lambda word: word.group().capitalize(), match["surname"]).split()
    return " ".join((match["given"], *(word.lower() if word.lower() in particles else word for word in words)))


@lru_cache(maxsize=1 << 15)
def fold(text: str) -> str:
    """`text` for comparison: lower case, no accents, apostrophes or full stops, single spaces."""
    if text.isascii():
        plain = text.lower()
    else:
        parts = unicodedata.normalize("NFKD", text.casefold())
        plain = "".join(c for c in parts if not unicodedata.combining(c))
    return " ".join(re.sub(r"[.’‘'`]", "", plain).replace("_", " ").split())


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name within a text: `[start, end)` leaves out what stands before and after it."""

    start: int
    end: int
    prefix: str | None = None
    maiden: str | None = None


_MAIDEN = re.compile(r"\s*\(?\s*\b(?:née|nee|formerly|previously)\s+([^\W\d_][\w’'-]+)\s*\)?", re.IGNORECASE)


@lru_cache(maxsize=4096)
def split_name(text: str) -> NameParts:
    """The name in `text` without its prefixes, post-nominals and former surname.

    `text` is one person as written: "Rt Hon Dr Ann Ash OBE (née Oak)". Offsets count in `text`.
    """
    maiden = _MAIDEN.search(text)
    body = text[: maiden.start()] if maiden else text
    words = list(WORD.finditer(body))
    first, last = 0, len(words)
    rules = vocabulary()
    while last - first > 1 and _is_prefix(words, first, rules):
        first += 1
    first = max(first, _behind_office(words, last))
    while last - first > 1 and _is_postnominal(words[last - 1].group()):
        last -= 1
    if not words:
        return NameParts(0, len(body.rstrip()))
    start, end = words[first].start(), words[last - 1].end()
    if end < len(body) or len(words[last - 1].group()) > 3:
        end = start + len(body[start:end].rstrip("."))
    prefix = body[words[0].start() : words[first - 1].end()] if first else None
    return NameParts(start, end, prefix, maiden.group(1) if maiden else None)


def _is_prefix(words: list[re.Match[str]], place: int, rules: dict[str, Any]) -> bool:
    word = fold(words[place].group())
    if word in rules["prefix_modifiers"] and place + 2 < len(words):
        return _is_prefix(words, place + 1, rules)
    written = words[place].group().rstrip(".")
    return word in rules["prefixes"] and (word not in rules["ranks"] or not written[1:].islower())


def _behind_office(words: list[re.Match[str]], last: int) -> int:
    """How many words of an office stand before a name: 2 in `Council President Ann Ash`; 0 for none."""
    folded = [fold(word.group()) for word in words[:last]]
    office = titles() - given_names()
    offices = [place for place, word in enumerate(folded[:-1]) if word.removesuffix("s") in office]
    if not offices or (offices[-1] == 0 and len(folded) < 3) or not is_capitalised(words[offices[-1]].group()):
        return 0
    title = folded[: offices[-1]]
    named = any(word in given_names() and word not in common_words() for word in title)
    name = folded[offices[-1] + 1 :]
    ordinary = name[0] not in given_names() and any(word in common_words() for word in name)
    return 0 if named or ordinary or len(name) > 4 else offices[-1] + 1


def _is_postnominal(word: str) -> bool:
    folded = fold(word)
    return folded in vocabulary()["postnominals"] and (word.isupper() or (not word.islower() and len(word) <= 4))


_NICKNAMED = re.compile(
    r"(?P<first>[^\W\d_a-z][\w’'-]+(?: [^\W\d_a-z][\w’'-]*\.?)?) "
    r"(?:[\"“‘'](?P<quoted>[^\W\d_a-z][\w-]+)[\"”’']|\((?P<bracketed>[^\W\d_a-z][a-z][\w-]*)\))"
    r"(?P<last>(?: (?:van|von|de|der|den|del|di|da|la|le|al|bin))* [^\W\d_a-z][\w’'-]+)(?![\w’'-])"
)


@dataclass(frozen=True, slots=True)
class Nicknamed:
    """A full name with a nickname inside: `Ann “Annie” Ash`, `Ann (Annie) Ash`. `[start, end)` holds all of it."""

    start: int
    end: int
    name: str
    nickname: str


def nicknamed(text: str, start: int = 0, end: int | None = None) -> Iterator[Nicknamed]:
    """The names with a nickname inside that `text[start:end]` writes, in order."""
    if "(" in text or re.search("[\"“‘']", text):
        for match in _NICKNAMED.finditer(text, start, len(text) if end is None else end):
            nickname = match["quoted"] or match["bracketed"]
            if fold(nickname) not in common_words() and fold(nickname) not in vocabulary()["not_in_names"]:
                yield Nicknamed(*match.span(), match["first"] + match["last"], nickname)


def words_of(name: str) -> tuple[str, ...]:
    """The folded words of a name, for looking it up; `@` and brackets left out."""
    return tuple(fold(word.group()) for word in re.finditer(r"[\w’'‘.\-]+", name) if fold(word.group()))


_ACCOUNT_NAME = re.compile(r"[a-z]{3}[a-z_-]*\d{1,3}")
"""An account with a number at its end."""


def can_be_listed(text: str) -> bool:
    """Can `text` be one person in a list of people? Lenient: first names and nicknames pass."""
    words = text.split()
    if _ACCOUNT_NAME.fullmatch(text):
        return text not in common_words()
    if not 1 <= len(words) <= 6 or len(text) > 60 or re.search(r"[\d:;/?!=<>{}|\[\]\\]", text):
        return False
    folded = [fold(word) for word in words]
    rules = vocabulary()
    if any(
        f in rules["not_in_names"] and f not in rules["particles"] and not (w.isupper() and len(f) == 1)
        for w, f in zip(words, folded, strict=True)
    ):
        return False
    if len(words) == 1:
        return _is_single_name(text, folded[0])
    if folded[-1] in rules["place_words"] and folded[0] in common_words():
        return False
    return sum(is_capitalised(w) or f in rules["particles"] for w, f in zip(words, folded, strict=True)) >= len(
        words
    ) and any(is_capitalised(w) and len(f) > 1 for w, f in zip(words, folded, strict=True))


def _is_single_name(word: str, folded: str) -> bool:
    if not folded or not WORD.fullmatch(word):
        return False
    if folded in given_names():
        return True
    return len(folded) > 1 and folded not in common_words() and not (word.isupper() and len(word) > 3)


_ARTICLE = re.compile(r"(?:al|el|ad|an|ar|as|ash|at|az|bin|ibn|abu|ben)-(?=[^\W\d_a-z])|[dl][’'](?=[^\W\d_a-z])")


def is_capitalised(word: str) -> bool:
    """Whether a word begins with a capital letter, or with an article that names keep small: `al-Amin`, `d’Arc`."""
    letter = word[0] if word[:1].isalpha() else next((c for c in word if c.isalpha()), "")
    return bool(letter) and (not letter.islower() or _ARTICLE.match(word) is not None)


def can_be_full_name(text: str) -> bool:
    """Is `text`, found in running text, surely shaped like a full personal name?

    A known given name (or initials) first, and no ordinary word after it.
    """
    words = text.split()
    folded = [fold(word) for word in words]
    rules = vocabulary()
    if not 2 <= len(words) <= 5 or any(re.search(r"[\d@:/_]|\w{2}\.\w", word) for word in words):
        return False
    cased = all(is_capitalised(w) or f in rules["particles"] for w, f in zip(words, folded, strict=True))
    if not cased or not is_capitalised(words[-1]):
        return False
    if any(f in rules["not_in_names"] for f in folded) or folded[-1] in rules["place_words"]:
        return False
    acronyms = [w for w in words[1:] if w.isupper() and len(w) > 1 and "." not in w]
    if acronyms and not all(w.isupper() for w in words):
        return False
    if len(words) == 2 and any(is_two_syllables(word) for word in words) and not any(w.isupper() for w in words):
        return True
    later = [f for f in folded[1:] if f not in rules["particles"]]
    return _are_surnames(later) and (folded[0] in given_names() or folded[0].split("-")[0] in given_names())


_SYLLABLES = re.compile(r"(?P<first>[A-Z][a-z]{1,5})-(?P<second>[a-z]{1,5})")


def is_two_syllables(word: str) -> bool:
    """Is `word` a given name such as `Min-ho` or `Yoo-jin`, rather than `Co-chair` or `Mid-year`?"""
    found = _SYLLABLES.fullmatch(word)
    if found is None:
        return False
    parts = found["first"].lower(), found["second"]
    return not any(part in common_words() or part in vocabulary()["hyphenated"] for part in parts)


def _are_surnames(later: list[str]) -> bool:
    rules = vocabulary()
    ordinary = (f in common_words() or (f.endswith("es") and f[:-1] in common_words()) for f in later)
    known = (f in rules["person_verbs"] or f in rules["named_after"] for f in later)
    return bool(later) and len(later[-1]) > 1 and not any(ordinary) and not any(known)


def is_initials(word: str) -> bool:
    """Two to four letters written as initials: `AB`, `A.B.`, `JoS`."""
    letters = word.replace(".", "")
    return 2 <= len(letters) <= 4 and letters.isalpha() and letters[0].isupper() and letters[-1].isupper()


def abbreviates(word: str, name: str) -> bool:
    """Does `word` stand for `name`: its initials, or `SPr` for Sam Prewett beside another SP?"""
    if fold(word) in initials_of(name):
        return True
    groups, words = re.findall(r"[^\W\d_a-z][a-z]*", word), fold(name).split()
    if "".join(groups) != word or len(groups) != len(words) or not word[0].isupper():
        return False
    return all(_runs_through(group.lower(), of) for group, of in zip(groups, words, strict=True))


def _runs_through(letters: str, word: str) -> bool:
    """Whether `word` begins as `letters` do and has the others in their order."""
    rest = iter(word)
    return word[:1] == letters[:1] and all(letter in rest for letter in letters)


@lru_cache(maxsize=4096)
def initials_of(name: str) -> frozenset[str]:
    """The initials by which `name` may go: of all words, of first and last, with a second letter of the first."""
    words = [word for word in re.split(r"[\s\-]+|(?<=\bO)[’']", name) if word and word[0].isalpha()]
    if len(words) < 2:
        return frozenset()
    capital = [word for word in words if not word[0].islower()] or words
    every = "".join(word[0] for word in words)
    forms = {every, "".join(word[0] for word in capital), words[0][0] + words[-1][0]}
    forms.add(words[0][:2] + words[-1][0])
    return frozenset(fold(form) for form in forms)
