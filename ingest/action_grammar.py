"""Which words of a sentence of minutes say that somebody is to do something, by its grammar.

Each recogniser looks at one word and gives the undertaking that it begins, or None. Words stand
in `rules/promises.toml`.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ingest.clauses import is_negated, path_up, subjects
from ingest.promises_grammar import lemma_of, lexicon
from ingest.reading import Reading
from ingest.rules import load_rules
from kg.extraction import CommitmentKind, Span

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Undertaking:
    verb: "Token"
    """What is to be done."""
    doer: "Token | None"
    """The main word of whom does it."""
    rule: str
    kind: CommitmentKind = "action"


@cache
def _words() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in load_rules("promises")["undertaking"].items() if name != "signs"}


@cache
def _signs() -> re.Pattern[str]:
    return re.compile(load_rules("promises")["undertaking"]["signs"], re.IGNORECASE)


def may_undertake(words: str) -> bool:
    """Does a sentence hold a word without which it says of nobody that they are to do anything?"""
    return _signs().search(words) is not None


def undertaking_at(reading: Reading, token: "Token", *, past: bool) -> Undertaking | None:
    """The undertaking that a word begins; `past` where the minutes are told in reported speech."""
    found = (read(reading, token, past=past) for read in _RECOGNISERS)
    return next((each for each in found if each is not None and not _is_unreal(each.verb, token)), None)


def _would(reading: Reading, token: "Token", *, past: bool) -> Undertaking | None:
    """`will`, and `would` where minutes are told in the past: of somebody who can act, or of what is to be done."""
    forward = ("will", "shall", "'ll", "’ll", "would", "'d", "’d") if past else ("will", "shall", "'ll", "’ll")
    if token.dep_ != "aux" or token.lower_ not in forward or token.tag_ != "MD":
        return None
    verb = token.head
    if (verb.dep_ == "relcl" and _doer(verb) is None) or (verb.tag_ == "VBG" and lemma_of(verb) == "work"):
        return None
    inner = _willing(verb)
    if inner is not None:
        return _active(inner, verb, "actions/willing")
    if any(child.dep_ == "auxpass" for child in verb.children):
        return _passive(reading, verb, "actions/will-be-done")
    return _active(verb, verb, "actions/will-do")


def _willing(verb: "Token") -> "Token | None":
    """What somebody `would be happy to` do."""
    state = next((child for child in verb.children if child.dep_ == "acomp"), None)
    if verb.lemma_ != "be" or state is None or state.lower_ not in _words()["willing"]:
        return None
    return _infinitive(state)


def _ready(reading: Reading, token: "Token", *, past: bool) -> Undertaking | None:
    """`The Government was prepared to contribute`."""
    tenses = ("VBP", "VBZ", "VBD") if past else ("VBP", "VBZ")
    inner = _willing(token) if token.tag_ in tenses else None
    return _active(inner, token, "actions/willing") if inner is not None else None


def _binds(reading: Reading, token: "Token", *, past: bool) -> Undertaking | None:
    """`undertook to write`, `have promised a second joiner`."""
    lemma = lemma_of(token)
    if token.pos_ != "VERB" or lemma not in _words()["binds"] or token.tag_ not in ("VBD", "VBZ", "VBP", "VBN"):
        return None
    helping = {child.lower_ for child in token.children if child.dep_ in ("aux", "auxpass")}
    if helping & {"was", "were", "been", "be", "is", "are", "had", "would", "could"}:
        return None
    verb = _infinitive(token)
    if verb is not None and not helping & {"to"}:
        return _active(verb, token, "actions/undertook", any_verb=True)
    given = next((child for child in token.children if child.dep_ == "dobj"), None)
    if given is None or lemma not in _words()["gives"] or given.pos_ not in ("NOUN", "PROPN"):
        return None
    doer = _doer(token)
    return Undertaking(given, doer, "actions/promised") if doer is not None else None


def _plans(reading: Reading, token: "Token", *, past: bool) -> Undertaking | None:
    """`We plan to release it in May`, `intended to ratify it`, `is going to write`."""
    kind: CommitmentKind = "plan" if lemma_of(token) in _words()["plans"] else "intention"
    if token.pos_ != "VERB" or lemma_of(token) not in _words()["plans"] | _words()["intends"]:
        return None
    helping = {child.lower_ for child in token.children if child.dep_ in ("aux", "auxpass")}
    progressive = token.tag_ == "VBG" and helping & {"is", "are", "am", "'s", "’s", "'re", "’re", "'m", "’m"}
    simple = not helping and token.tag_ in (("VBP", "VBZ", "VBD") if past else ("VBP", "VBZ"))
    verb = _infinitive(token)
    if verb is None or not (progressive or simple):
        return None
    able = next((c for c in verb.children if c.dep_ == "acomp" and c.lower_ == "able"), None)
    verb = (_infinitive(able) if able is not None else None) or verb
    sure = lemma_of(token) in ("plan", "intend") and lemma_of(verb) not in lexicon()["not_owed"]
    return _active(verb, token, "actions/plans-to", any_verb=sure, kind=kind)


def _is_to(reading: Reading, token: "Token", *, past: bool) -> Undertaking | None:
    """`Meridian Ltd were to prepare options`."""
    if token.lemma_ != "be" or token.tag_ not in (("VBZ", "VBP", "VBD") if past else ("VBZ", "VBP")):
        return None
    verb = next((c for c in token.children if c.dep_ == "xcomp" and c.tag_ == "VB"), None)
    marked = verb is not None and any(child.lower_ == "to" for child in verb.children)
    between = any(child.dep_ in ("acomp", "attr", "expl") for child in token.children)
    return _active(verb, token, "actions/is-to") if verb is not None and marked and not between else None


def _asks(reading: Reading, token: "Token", *, past: bool) -> Undertaking | None:
    """`The Board asked management to return with a proposal`, `delegates were invited to send comments`."""
    if token.pos_ != "VERB" or lemma_of(token) not in _words()["asks"] or token.tag_ not in ("VBD", "VBZ", "VBN"):
        return None
    helping = {child.lower_ for child in token.children if child.dep_ in ("aux", "auxpass")}
    verb = next((c for c in token.children if c.dep_ in ("xcomp", "ccomp") and c.tag_ == "VB"), None)
    if verb is None or lemma_of(verb) not in _words()["acts"] or not any(c.lower_ == "to" for c in verb.children):
        return None
    if helping & {"was", "were", "is", "are", "been"}:
        if lemma_of(token) == "invite":
            return None
        doer = next((child for child in token.children if child.dep_ == "nsubjpass"), None)
    elif token.tag_ != "VBN":
        own = next((child for child in verb.children if child.dep_ == "nsubj"), None)
        doer = own or next((child for child in token.children if child.dep_ == "dobj" and child.i < verb.i), None)
    else:
        doer = None
    return Undertaking(verb, doer, "actions/was-asked") if doer is not None and _can_act(doer) else None


_RECOGNISERS = (_would, _binds, _plans, _is_to, _asks, _ready)


def _active(
    verb: "Token", governor: "Token", rule: str, *, any_verb: bool = False, kind: CommitmentKind = "action"
) -> Undertaking | None:
    doer = _doer(governor)
    if doer is None or not (any_verb or lemma_of(verb) in _words()["acts"]):
        return None
    said = (c for c in verb.children if c.i > verb.i and c.dep_ not in ("punct", "cc", "conj") and not c.is_space)
    if next(said, None) is None and lemma_of(verb) not in _words()["alone"]:
        return None
    return Undertaking(verb, doer, rule, kind)


def _passive(reading: Reading, verb: "Token", rule: str) -> Undertaking | None:
    """`A full answer would be sent within ten days`: what will be done by a day, or by somebody."""
    by = next((c for child in verb.children if child.dep_ == "agent" for c in child.children), None)
    subject = next((child for child in verb.children if child.dep_ == "nsubjpass"), None)
    if lemma_of(verb) not in _words()["acts"] - _words()["happens"] or subject is None:
        return None
    if subject.lower_ in ("you", "i", "we"):
        return None
    first, end = verb.left_edge.idx, verb.right_edge.idx + len(verb.right_edge)
    dated = reading.dates_in(Span(min(first, subject.left_edge.idx), end))
    return Undertaking(verb, by, rule) if dated or (by is not None and _can_act(by)) else None


def _doer(governor: "Token") -> "Token | None":
    """Who a verb says acts, where that can be somebody."""
    acting = subjects(governor)
    if acting and acting[0].lower_ == "who" and acting[0].head.dep_ == "relcl":
        acting = [acting[0].head.head]
    return acting[0] if acting and _can_act(acting[0]) else None


def _can_act(word: "Token") -> bool:
    if word.pos_ == "PRON" or word.tag_ == "PRP":
        return word.lower_ in _words()["pronouns"]
    if word.pos_ == "PROPN":
        return word.lower_ not in _words()["things"]
    return word.pos_ == "NOUN" and (word.lemma_.lower() in _words()["doers"] or word.lower_ in _words()["doers"])


def _infinitive(token: "Token") -> "Token | None":
    """What a word says is to be done: `to send`, also behind `be able to`."""
    for child in token.children:
        marked = any(c.lower_ == "to" for c in child.children)
        if marked and child.dep_ in ("xcomp", "ccomp", "advcl") and child.tag_ == "VB" and child.i > token.i:
            return child
    return None


def _is_unreal(verb: "Token", sign: "Token") -> bool:
    """Is it denied, supposed, wished or somebody's opinion?"""
    if is_negated(verb) or is_negated(sign):
        return True
    for here in path_up(verb):
        if any(c.dep_ in ("mark", "advmod") and c.lower_ in _words()["supposing"] for c in here.children):
            return True
        if here not in (verb, sign) and lemma_of(here) in _words()["opinions"]:
            return True
        if any(c.dep_ == "advcl" and any(m.lower_ in ("if", "unless") for m in c.children) for c in here.children):
            return True
    return False
