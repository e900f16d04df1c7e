"""The grammar of promises: which words of a sentence say that something is to be done, and what.

Each recogniser looks at one word and gives the promise that it begins, or None. Verbs and
nouns stand in `rules/promises.toml`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from ingest.clauses import clause_words, subjects
from ingest.reading import DateMention, Reading
from ingest.rules import load_rules
from kg.edtf import parse
from kg.extraction import CommitmentKind, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_PRESENT = frozenset({"is", "are", "am", "'re", "’re", "'m", "’m", "'s", "’s"})


@dataclass(frozen=True, slots=True)
class Promise:
    verb: "Token"
    """What is to be done."""
    governor: "Token"
    """The word that says that it is to be: the same verb for `will`, else `plan`, `intend`."""
    kind: CommitmentKind
    rule: str


@cache
def lexicon() -> dict[str, Any]:
    """The vocabulary of `rules/promises.toml`, compiled."""
    rules = load_rules("promises")
    return {
        "verbs": {lemma: kind for kind in ("intention", "plan", "action") for lemma in rules["intention"][kind]},
        "progressive": frozenset(rules["intention"]["progressive"]),
        "complement": frozenset(rules["intention"]["needs_complement"]),
        "nouns": {lemma: kind for kind in ("intention", "plan", "goal") for lemma in rules["noun"][kind]},
        "takes_place": frozenset(rules["tense"]["takes_place"]),
        "remarks": frozenset(rules["tense"]["remarks"]),
        "scheduled": frozenset(rules["tense"]["scheduled"]),
        "not_owed": frozenset(rules["tense"]["not_owed"]),
        "for_the_meeting": frozenset(rules["tense"]["for_the_meeting"]),
        "never": frozenset(rules["subject"]["never"]),
        "own": frozenset(rules["subject"]["own"]),
        "unreal": re.compile("|".join(rules["unreal"]["patterns"]), re.IGNORECASE),
        "off": re.compile("|".join(rules["unreal"]["off"]), re.IGNORECASE),
        "announced": re.compile("|".join(rules["announcement"]["patterns"]), re.IGNORECASE),
    }


def promise_at(reading: Reading, token: "Token", sentence: Span) -> Promise | None:
    """The promise that a word begins: `will`, `plan to`, `is drafting`, `is to be held`, `X's intention to`."""
    found = (recognise(reading, token, sentence) for recognise in _RECOGNISERS)
    return next((promise for promise in found if promise is not None), None)


def _will(reading: Reading, token: "Token", sentence: Span) -> Promise | None:
    if token.dep_ != "aux" or token.lower_ not in ("will", "shall", "'ll", "’ll"):
        return None
    verb = token.head
    passive = any(child.dep_ == "auxpass" for child in verb.children)
    empty = (
        lemma_of(verb) in lexicon()["not_owed"] and not passive and not any(c.dep_ == "xcomp" for c in verb.children)
    )
    return None if empty or verb.pos_ not in ("VERB", "AUX") else Promise(verb, verb, "plan", "promises/will")


def _noun(reading: Reading, token: "Token", sentence: Span) -> Promise | None:
    """`X's intention to Y`, `the aim is to Y`."""
    kind = lexicon()["nouns"].get(lemma_of(token))
    if token.pos_ != "NOUN" or kind is None or not _whose(token):
        return None
    verb = _infinitive(token, ("acl", "relcl"))
    if verb is None and token.dep_ in ("nsubj", "attr") and token.head.lemma_ == "be":
        verb = _infinitive(token.head, ("xcomp", "acl", "ccomp", "advcl"))
    return Promise(verb, token, kind, "promises/noun") if verb is not None else None


def _process(reading: Reading, token: "Token", sentence: Span) -> Promise | None:
    """`in the process of producing a paper`."""
    if token.lemma_.lower() != "process" or token.head.lower_ != "in":
        return None
    verbs = [g for child in token.children if child.lower_ == "of" for g in child.children if g.tag_ == "VBG"]
    return Promise(verbs[0], token.head.head, "plan", "promises/in-process") if verbs else None


def _is_to(reading: Reading, token: "Token", sentence: Span) -> Promise | None:
    verb = (
        _infinitive(token, ("xcomp", "acl", "ccomp")) if token.lemma_ == "be" and token.tag_ in ("VBZ", "VBP") else None
    )
    marked = verb is not None and any(child.lower_ == "to" for child in verb.children)
    return Promise(verb, token, "plan", "promises/is-to") if verb is not None and marked and _acts(token) else None


def _verb_to(reading: Reading, token: "Token", sentence: Span) -> Promise | None:
    """`plan to`, `intends to`, `have agreed to`; in the past only what binds."""
    kind, auxiliaries = lexicon()["verbs"].get(lemma_of(token)), _auxiliaries(token)
    verb = _infinitive(token, ("xcomp", "ccomp"))
    if kind is None or verb is None or not any(child.lower_ == "to" for child in verb.children):
        return None
    if token.tag_ not in ("VBP", "VBZ", "VBD", "VBN", "VB"):
        return None
    if lemma_of(token) == "ask" and lemma_of(verb) in lexicon()["for_the_meeting"]:
        return None
    past = token.tag_ in ("VBD", "VBN") and kind != "action" and not {"has", "have"} & auxiliaries
    if past or {"was", "were", "be", "been"} & auxiliaries:
        return None
    return Promise(verb, token, kind, f"promises/{lemma_of(token)}-to")


def _scheduled(reading: Reading, token: "Token", sentence: Span) -> Promise | None:
    set_on = lemma_of(token) in lexicon()["scheduled"] or token.lower_ == "due"
    present = token.tag_ == "VBN" and bool({"is", "are"} & _auxiliaries(token))
    return (
        Promise(token, token, "plan", "promises/scheduled")
        if set_on and present and reading.dates_in(sentence)
        else None
    )


def _to_be(reading: Reading, token: "Token", sentence: Span) -> Promise | None:
    passive = any(child.lower_ == "be" for child in token.children if child.dep_ == "auxpass")
    marked = any(child.lower_ == "to" for child in token.children)
    asked = token.dep_ == "xcomp" and token.head.lemma_ == "ask"
    return (
        Promise(token, token, "plan", "promises/to-be")
        if token.tag_ == "VB" and passive and marked and not asked
        else None
    )


def _takes_place(reading: Reading, token: "Token", sentence: Span) -> Promise | None:
    comes = (
        token.tag_ in ("VBP", "VBZ") and lemma_of(token) in lexicon()["takes_place"] and _dated_ahead(reading, token)
    )
    return Promise(token, token, "plan", "promises/present-with-date") if comes else None


def _progressive(reading: Reading, token: "Token", sentence: Span) -> Promise | None:
    """`is drafting a paper`, `are looking at creating X`, `is going to apply`; others only with a day ahead."""
    auxiliaries = _auxiliaries(token)
    if token.tag_ != "VBG" or not _PRESENT & auxiliaries or {"was", "were", "been"} & auxiliaries:
        return None
    words, lemma = lexicon(), lemma_of(token)
    inner = _infinitive(token, ("xcomp",))
    if lemma == "go" and inner is not None:
        return Promise(inner, token, "plan", "promises/going-to")
    if lemma not in words["progressive"]:
        return Promise(token, token, "plan", "promises/progressive-with-date") if _dated_ahead(reading, token) else None
    bare = inner is None and not any(c.dep_ in ("prep", "xcomp") for c in token.children)
    if lemma in words["complement"] and bare:
        return None
    kind = words["verbs"].get(lemma, "plan")
    return Promise(token, token, "plan" if kind == "action" else kind, "promises/in-progress")


_RECOGNISERS: tuple[Callable[[Reading, "Token", Span], Promise | None], ...] = (
    _will,
    _noun,
    _process,
    _progressive,
    _is_to,
    _verb_to,
    _scheduled,
    _to_be,
    _takes_place,
)


def _infinitive(token: "Token", parts: tuple[str, ...]) -> "Token | None":
    return next((child for child in token.children if child.dep_ in parts and child.tag_ == "VB"), None)


def _auxiliaries(token: "Token") -> set[str]:
    return {child.lower_ for child in token.children if child.dep_ in ("aux", "auxpass")}


def lemma_of(verb: "Token") -> str:
    """The lemma of a word, in lower case."""
    return verb.lemma_.lower()


def _whose(noun: "Token") -> bool:
    return any(child.dep_ in ("poss", "det", "prep") for child in noun.children)


def _acts(token: "Token") -> bool:
    return any(
        s.pos_ in ("NOUN", "PROPN", "PRON")
        and s.lemma_.lower() not in lexicon()["nouns"]
        and s.lower_ not in lexicon()["never"]
        for s in subjects(token)
    )


def _dated_ahead(reading: Reading, token: "Token") -> bool:
    words = clause_words(token)
    dates = reading.dates_in(Span(words[0].idx, words[-1].idx + len(words[-1].text)))
    return any(is_ahead(date, reading.document.date) for date in dates)


def is_ahead(date: DateMention, today: str | None) -> bool:
    """Does a date end after the EDTF day `today`, as far as it tells?"""
    first, now = parse(date.when.edtf).latest, parse(today).latest if today else None
    return first is None or now is None or first > now
