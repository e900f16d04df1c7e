"""The rules of commitments, compiled: what opens a list of actions, what says that somebody owes something."""

import re
from dataclasses import dataclass
from functools import cache

from ingest.people_names import fold
from ingest.rules import load_rules
from ingest.units import section_key
from kg.extraction import CommitmentStatus

_FLAGS = re.IGNORECASE | re.DOTALL
_ABOUT_ACTIONS = re.compile(
    r"\b(?:action(?:s| items| points)|to-?dos?"
    r"|follow[- ]?ups?(?! (?:on|with|to)\b(?! (?:the )?(?:ais?|actions?|previous|last)\b)))\b"
)


@dataclass(frozen=True, slots=True)
class Predicate:
    """What says of a subject that it is to do something; `rules/actions.toml` tells what the conditions mean."""

    rule: str
    pattern: re.Pattern[str]
    confidence: float
    opens: bool
    reported: bool
    kind: str
    people: bool = False
    dated: bool = False
    state: CommitmentStatus | None = None


@cache
def grammar(name: str) -> re.Pattern[str]:
    """One pattern of the `[grammar]` of `rules/actions.toml`; TASK in it is any verb of a task."""
    return re.compile(load_rules("actions")["grammar"][name].replace("TASK", task_verbs()))


@cache
def predicates() -> tuple[Predicate, ...]:
    return tuple(
        Predicate(
            rule["rule"],
            re.compile(pattern, _FLAGS if "to-verb" not in rule["rule"] else re.DOTALL),
            rule["confidence"],
            rule.get("opens", False),
            rule.get("reported", False),
            rule.get("kind", "action"),
            rule.get("people", False),
            rule.get("dated", False),
            rule.get("state"),
        )
        for rule in load_rules("actions")["predicates"]
        for pattern in rule["patterns"]
    )


@cache
def passive() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, _FLAGS) for pattern in load_rules("actions")["passive"]["patterns"])


@cache
def agreed_that() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, _FLAGS) for pattern in load_rules("actions")["agreed_that"]["patterns"])


@cache
def modal() -> re.Pattern[str]:
    rules = load_rules("actions")["agreed_that"]
    return re.compile(
        f"(?:{rules['modal']}|{rules['bare'].replace('?P<verb>', '?P<bare>')}|{rules['further']})", _FLAGS
    )


@cache
def task_verbs() -> str:
    found = re.search(r"\(\?P<verb>(.*)\\b\)$", load_rules("actions")["agreed_that"]["bare"])
    return found.group(1) + r"\b" if found else "(?!)"


@cache
def sections() -> tuple[frozenset[str], frozenset[str]]:
    rules = load_rules("actions")
    return frozenset(fold(s) for s in rules["sections"]), frozenset(fold(s) for s in rules["earlier_sections"])


def section_state(key: str) -> CommitmentStatus | None:
    """The state of the actions under a heading that tells it: `Completed actions`, `Dropped`."""
    states = load_rules("actions")["section_state"]
    return next((state for state in ("done", "dropped", "open") if key in states[state]), None)


def is_earlier(key: str) -> bool:
    """Does a heading open a review of actions of an earlier meeting?"""
    about = len(key.split()) < 8 and _ABOUT_ACTIONS.search(key) is not None
    return (
        about
        and re.search(
            r"\b(?:last|previous|review|outstanding|earlier|arising|prior|old|status|progress|update|follow up on"
            r"|(?:from|of) (?:the )?(?:\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)))",
            key,
        )
        is not None
    )


def is_section(title: str) -> bool:
    key = section_key(title)
    now, earlier = sections()
    return key in now or key in earlier or is_earlier(key)


def owes_nothing(words: str) -> bool:
    return any(re.search(pattern, words, re.IGNORECASE) for pattern in load_rules("actions")["nothing"])
