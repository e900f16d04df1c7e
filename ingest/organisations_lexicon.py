"""The words that organisations are named by: heads, openings, kinds, acronyms and their initials.

The vocabulary stands in `rules/organisations.toml`.
"""

import re
from functools import cache

from ingest.rules import load_rules
from kg.extraction import OrganisationKind

_NO_KIND = ("weak", "regional", "places", "alone")


@cache
def lexicon() -> dict[str, frozenset[str]]:
    """Word lists of `rules/organisations.toml`, each as a set of lower-case words."""
    rules = load_rules("organisations")
    heads = rules["head"]
    return {
        "head": frozenset(word for kind, words in heads.items() if kind not in _NO_KIND for word in words),
        "regional": frozenset(heads["regional"]),
        "places": frozenset(heads["places"]),
        "alone": frozenset(heads["alone"]),
        "weak": frozenset(heads["weak"]),
        "opening": frozenset(rules["opening"]["words"]),
        "prefix": frozenset(rules["prefix"]["words"]),
        "unit": frozenset(rules["unit"]["words"]),
        "trailing": frozenset(rules["unit"]["trailing"]),
        "connectors": frozenset(rules["grammar"]["connectors"]),
        "leading": frozenset(rules["grammar"]["leading"]) | frozenset(rules["grammar"]["commands"]),
        "commands": frozenset(rules["grammar"]["commands"]),
        "shortened": frozenset(rules["grammar"]["shortened"]),
        "orders": frozenset(rules["grammar"]["orders"]),
        "buildings": frozenset(rules["grammar"]["buildings"]),
        "generic": frozenset(rules["grammar"]["generic"]),
        "not": frozenset(rules["grammar"]["not_organisation"]),
        "never": frozenset(rules["abbreviation"]["never"]),
        "steered": frozenset(rules["grammar"]["steered"]),
        "boarded": frozenset(rules["grammar"]["boarded"]),
        "civic": frozenset(rules["opening"]["civic"]),
        "tasked": frozenset(rules["grammar"]["tasked"]),
        "countries": frozenset(rules["column"]["countries"]),
        "ungrouped": frozenset(rules["group"]["ungrouped"]),
        "gathered": frozenset(rules["grammar"]["gathered"]),
        "trade": frozenset(rules["grammar"]["trade"]),
        "persons": frozenset(rules["grammar"]["persons"]),
        "feasts": frozenset(rules["grammar"]["feasts"]),
        "peoples": frozenset(rules["acting"]["peoples"]),
        "agentive": frozenset(rules["agentive"]["verbs"]),
    }


@cache
def kinds() -> dict[str, OrganisationKind]:
    """Head to the kind that it tells."""
    return {
        word: kind
        for kind, words in load_rules("organisations")["head"].items()
        if kind not in _NO_KIND
        for word in words
    }


def kind_of(name: str) -> OrganisationKind:
    """The kind that the words of a name tell, the last telling word first."""
    words = name.lower().replace("’", "'").split()
    if words[-1] == "council" and set(words) & lexicon()["steered"]:
        return "committee"
    for size in (2, 1):
        for at in range(len(words) - size, -1, -1):
            kind = kinds().get(" ".join(words[at : at + size]))
            if kind and kind != "other":
                return kind
    return "other"


def known_acronyms() -> dict[str, str]:
    """Acronyms that every reader knows, with the full name or ''."""
    known: dict[str, str] = load_rules("organisations")["abbreviation"]["known"]
    return known


def ends_in_initials(acronym: str, name: str) -> bool:
    """Does `acronym` stand for the last words of `name`, three or more: `RTC` for `Elm Rural Transport Council`?"""
    words = name.split()
    return any(matches_initials(acronym, " ".join(words[at:])) for at in range(len(words) - 2))


def matches_initials(acronym: str, name: str) -> bool:
    """Do the capitals of `acronym` stand for the main words of `name`, in order?

    Small words may be spelt (`MoJ`, `DfT`) or left out; one main word may be left out of four or more.
    """
    words = [w for w in re.split(r"[\s/-]+", re.sub(r"[^\w\s/&-]", "", name)) if w]
    small = lexicon()["connectors"]
    letters = [c for c in acronym if c.isalnum()]
    main = [w[0].upper() for w in words if w.lower() not in small]
    every = [w[0].upper() for w in words]
    wanted = [c.upper() for c in letters]
    if wanted in (main, every) or [c.upper() for c in letters if c.isupper()] == main:
        return len(main) > 1
    if len(main) >= 4 and len(wanted) == len(main) - 1:
        return any(main[:i] + main[i + 1 :] == wanted for i in range(1, len(main)))
    return False
