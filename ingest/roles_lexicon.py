"""The words of roles and offices, and whether some words are a title at all."""

import re
from functools import cache

from ingest.rules import load_rules

_WORD = re.compile(r"[^\W\d_][\w’'-]*")


@cache
def _words(section: str, name: str) -> frozenset[str]:
    return frozenset(load_rules("roles")[section][name])


def titles() -> frozenset[str]:
    """Words that end or begin the title of a role, in lower case."""
    return _words("title", "words")


def is_role(words: str) -> bool:
    """Are `words` the title of a role: `Chief People Officer`, `Director of Nursing`, `SRO for X`?"""
    found = [word.lower() for word in _WORD.findall(words)]
    if " ".join(words.lower().split()) in load_rules("roles")["spelling"]:
        return True
    ended = bool(found) and found[-1] in ("of", "for", "to", "at", "in", "on", "and", "by", "with")
    if not found or ended or found[0] in _words("title", "never") or re.search(r"\d", words):
        return False
    split = next(
        (at for at, word in enumerate(found) if word in ("of", "for", "to", "at", "in", "on") and at), len(found)
    )
    if any(word in ("the", "a", "an") for word in found[:split]):
        return False
    named = found[-1] in titles() and re.search(r"\b(?!(?:of|for|to|at|in|on|and|the)\b)[a-z]", words) is None
    return (named or found[split - 1] in titles() or found[0] in _words("title", "opening")) and len(found) <= 12


def ends_in_role(words: str) -> bool:
    """Is the last of `words` one that ends a title: `Counter Terrorism National Coordinator`?"""
    found = _WORD.findall(words)
    last = found[-1].lower() if found else ""
    forms = (last, last.rpartition("-")[2], last if "&" in words else last.removesuffix("s"))
    return any(form in titles() for form in forms)


def is_only_role(words: str) -> bool:
    """Does every one of `words` belong to a title, and none to a body: `Chief Executive`?"""
    found = [word.lower() for word in _WORD.findall(words)]
    return ends_in_role(words) and all(word in titles() | _words("title", "modifiers") for word in found)


def is_office(title: str) -> bool:
    """Is `title` an office of a committee by itself, such as `Chair` or `Treasurer`?"""
    return title.strip().lower() in _words("title", "offices")


@cache
def verbs(kind: str) -> str:
    """The verbs of coming to a role (`begin`) or having it (`hold`) as one alternation."""
    return "|".join(load_rules("roles")["holding"][kind])


def never() -> frozenset[str]:
    """Words that never stand in a title."""
    return _words("title", "never")


def rank_of(word: str) -> str | None:
    """The rank or outside office that a word before a name gives, in its one spelling; None for another word."""
    spelling: dict[str, str] = load_rules("roles")["ranks"]
    return spelling.get(word.lower())


def stands_alone(title: str) -> bool:
    """Is `title` one even without an article before it: `CEO`, `branch secretary`, not `lead` or `head`?"""
    found = _WORD.findall(title)
    return bool(found) and found[-1].lower() in titles() - _words("title", "doubtful")


def is_elsewhere(title: str) -> bool:
    """Is `title` always held in another body, also where it is ours: `our MP`?"""
    return title.strip().lower() in _words("title", "elsewhere")


def is_bound(title: str) -> bool:
    """Does a title say nothing without its body: `partner`?"""
    found = _WORD.findall(title)
    return bool(found) and found[-1].lower() in _words("title", "bound")


def trimmed(title: str) -> str:
    """A title without what parts it from the next column, and without the marks and punctuation around it."""
    line = re.sub(r"\s*\n\s*", " ", title.strip())
    return " ".join(re.split(r"\.{3,}|\s{3,}", line)[0].split()).strip(" .,;:?![]*_-–—")


def spelt(title: str) -> str:
    """An office in its one spelling; any other title as it is."""
    spelling: dict[str, str] = load_rules("roles")["spelling"]
    return spelling.get(" ".join(title.lower().split()), title)
