"""The rules of decisions, compiled from `rules/decisions.toml`."""

import re
from functools import cache

from ingest.people_names import fold
from ingest.rules import load_rules


@cache
def grammar(name: str) -> re.Pattern[str]:
    """One pattern of the `[grammar]` of `rules/decisions.toml`."""
    pattern = load_rules("decisions")["grammar"][name]
    return re.compile(pattern.replace("BODIES", _either("subjects")).replace("VERBS", _either("verbs")), re.IGNORECASE)


def _either(name: str) -> str:
    words = sorted(load_rules("decisions")[name], key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)


@cache
def patterns() -> tuple[tuple[str, float, re.Pattern[str]], ...]:
    """(rule, confidence, pattern) of sentences that state a decision, in the order in which they are tried."""
    return tuple(
        (
            rule["rule"],
            rule["confidence"],
            re.compile(rule["pattern"], re.DOTALL | (0 if rule.get("case") else re.IGNORECASE)),
        )
        for rule in load_rules("decisions")["patterns"]
    )


@cache
def deciding_body() -> re.Pattern[str]:
    """`The Board … approved <what>`; verbs in the present tense count only where the body opens the sentence."""
    rules = load_rules("decisions")
    body = rf"(?:(?:the|our|this) (?:[A-Z][\w’'&-]*\s+){{0,6}})?(?:{_either('subjects')})"
    body += rf"(?:[.-]?\d{{1,3}})?\s+{rules['between']}"
    opening = rf"(?:(?:the|our|this) (?:[\w’'&-]+\s+){{0,2}})?(?:{_either('subjects')})\s+"
    past = rf"(?:[a-z]+ed\s[^.;]{{0,70}}?\s(?:and|then|,)\s+{rules['between']})??(?:{_either('verbs')})\b(?!\s+with\b)"
    return re.compile(
        rf"(?:\b{body}{past}|^\W*{opening}(?P<present>{_either('present')})\b(?!\s+with\b))"
        r"[,:]?\s*(?:unanimously |by consensus |in principle )?(?:that |to |upon |on )?(?P<what>.*)",
        re.IGNORECASE | re.DOTALL,
    )


@cache
def deciding() -> re.Pattern[str]:
    """What a body of another name decides, from behind its name on: ` then approved <what>`."""
    rules = load_rules("decisions")
    return re.compile(
        rf"\s+{rules['between']}(?:(?:{_either('verbs')})\b|(?P<present>{_either('present')})\b)(?!\s+with\b)"
        r"[,:]?\s*(?:unanimously |by consensus |in principle )?(?:that |to |upon |on )?(?P<what>.*)",
        re.IGNORECASE | re.DOTALL,
    )


@cache
def short_body() -> re.Pattern[str]:
    """A body by a short name that opens a sentence: `The NSC`, `WG 4`."""
    return re.compile(load_rules("decisions")["short_body"])


@cache
def decision_label() -> re.Pattern[str]:
    """A label in front of a decision: `DECISION 3:`, `**Resolved** –`, `#agreed`."""
    alternatives = _either("labels")
    before = load_rules("decisions")["label_before"]
    return re.compile(
        rf"[\s*_\[(]*(?:(?:[=-]>|→|⇒)\s*)?(?:#(?:agreed|agree|accepted|resolved)\s+(?=\S)|{before}(?:{alternatives})\b"
        r"(?:\s*[#(]?[A-Z]*[-./]?\d[\w./-]*[)]?)?[\])]?(?:\s*\([^)\n]{2,30}\))?[*_]*\s*(?:(?::|[–—]|-(?=\s))[*_]*\s*))(?:that\s+)?",
        re.IGNORECASE,
    )


@cache
def sections() -> frozenset[str]:
    """Headings under which every item is a decision, folded."""
    return frozenset(fold(words) for words in load_rules("decisions")["sections"])


@cache
def outcome() -> re.Pattern[str]:
    """Sentences that only complete the motion before them."""
    return re.compile(load_rules("decisions")["outcome"]["pattern"], re.IGNORECASE | re.DOTALL)


@cache
def trigger() -> re.Pattern[str]:
    """What a sentence must hold to state a decision."""
    return re.compile(load_rules("decisions")["trigger"]["pattern"])


@cache
def never() -> tuple[re.Pattern[str], ...]:
    """What makes a sentence no decision."""
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in load_rules("decisions")["never"]["patterns"])
