"""What a found engagement was: the words that trigger it, and whether it took place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from ingest.clauses import clause_words, is_negated, joined_words, path_up, slot
from ingest.language import words_in
from ingest.reading import Mention, Reading
from ingest.rules import load_rules
from kg.extraction import Channel, EngagementStatus, Span

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that engages, through which channel, and where its counterparts stand."""

    token: "Token"
    channel: Channel
    slots: frozenset[str]
    noun: bool
    opens: bool = False
    """Does it open a note that names nobody who acts: `Poke the X guys`, `Met X in May`?"""
    asks: bool = False
    """Does such a note ask for something?"""
    known: str = ""
    """The verb's lemma where the model takes it for another word."""

    @property
    def lemma(self) -> str:
        """The trigger's dictionary form, in lower case."""
        return self.known or self.token.lemma_.lower()


@dataclass(frozen=True, slots=True)
class Match:
    """A trigger with its counterparts, who engaged them, and its clause."""

    trigger: Trigger
    outside: tuple[Mention, ...]
    by: tuple[str, ...]
    clause: Span


@cache
def lexicon() -> dict[str, Any]:
    """The vocabulary of `rules/engagements.toml`, compiled."""
    rules = load_rules("engagements")
    verbs = {
        lemma: (entry["channel"], frozenset(entry["slots"])) for entry in rules["verb"] for lemma in entry["lemmas"]
    }
    nouns: dict[str, tuple[Channel, frozenset[str]]] = {}
    for entry in rules["noun"]:
        led = frozenset(entry.get("prepositions", rules["preposition"]["any"]))
        for lemma in entry["lemmas"]:
            nouns.setdefault(lemma, (entry["channel"], led))
    opening = {**{lemma: lemma for lemma in rules["opening"]["verbs"]}, **rules["opening"]["past"]}
    for lemma in rules["opening"]["verbs"]:
        opening[lemma + ("d" if lemma.endswith("e") else "ed")] = lemma
    status = {name: re.compile("|".join(patterns), re.IGNORECASE) for name, patterns in rules["status"].items()}
    return {
        "verbs": verbs,
        "nouns": nouns,
        "status": status,
        "particles": {lemma: frozenset(words) for lemma, words in rules["particle"].items()},
        "reporting": frozenset(rules["reporting"]["verbs"]),
        "within": frozenset(rules["body"]["within"]),
        "gathering": frozenset(rules["gathering"]["verbs"]),
        "gatherings": frozenset(rules["gathering"]["nouns"]),
        "needs_body": frozenset(rules["body"]["verbs"]),
        "topical": frozenset(rules["topic"]["verbs"]),
        "letters": frozenset(rules["topic"]["letters"]),
        "having": frozenset(rules["topic"]["having"]),
        "wishing": frozenset(rules["supposing"]["wishing"]),
        "speaking": re.compile("|".join(rules["channel"]["speaking"]), re.IGNORECASE),
        "awaiting": re.compile("|".join(rules["channel"]["awaiting"]), re.IGNORECASE),
        "wish": re.compile(rules["supposing"]["wish"], re.IGNORECASE),
        "opening": opening,
        "mutual": frozenset(rules["mutual"]["verbs"]),
        "answers": frozenset(rules["answers"]["verbs"]),
        "refusals": frozenset(rules["answers"]["refusals"]),
        "hosting": frozenset(rules["running"]["hosting"]),
        "people": frozenset(rules["people"]["nouns"]),
        "running": frozenset(rules["running"]["verbs"]),
        "run": frozenset(rules["running"]["nouns"]),
        "strong": frozenset(rules["preposition"]["strong"]),
    }


def status_of(reading: Reading, match: Match, sentence: Span) -> EngagementStatus | None:
    """Done, planned, ongoing, attempted or failed; None where it is denied or only supposed."""
    patterns = lexicon()["status"]
    words, token = reading.text(sentence), match.trigger.token
    verb = next((t for t in path_up(token) if t.pos_ in ("VERB", "AUX")), token) if match.trigger.noun else token
    near = reading.text(Span(max(sentence.start, token.idx - 50), token.idx))
    reported = reading.document.kind == "minutes" and not re.search(r"\bif\b", words)
    wished = lexicon()["wish"].search(near) is not None and not (reported and _reports_plan(verb))
    if patterns["resolved"].search(reading.text(Span(sentence.start, token.idx))):
        return "planned"
    if _supposed(verb, reported) or wished or patterns["unreal"].search(near) or patterns["unattended"].search(words):
        return None
    if patterns["renewed"].search(words):
        return "planned"
    joined = " ".join(word.text for word in joined_words(token))
    clause = reading.text(match.clause)
    failed = any(patterns["failed"].search(told) for told in (joined, clause)) or patterns["thwarted"].search(words)
    parts = re.split(r"[;,:–—]\s*(?:and\s+|but\s+)?", words)[1:]
    after = "" if patterns["ongoing"].search(clause) else _next_words(reading, sentence)
    if failed or any(patterns["failing"].match(part) for part in (after, *parts)):
        return "attempted" if patterns["pending"].search(words) else "failed"
    if _denied(token, verb, near):
        return "failed" if patterns["attempted"].search(words) else None
    return _stated(reading, match, verb, words)


def _next_words(reading: Reading, sentence: Span) -> str:
    """The sentence behind, in the same paragraph."""
    after = reading.structure.text[sentence.end : sentence.end + 120].lstrip(" ")
    return re.split(r"\n|(?<=[.!?])\s", after, maxsplit=1)[0]


def _denied(token: "Token", verb: "Token", near: str) -> bool:
    without = any(child.lower_ in ("no", "neither") for child in token.children)
    negated = any(is_negated(here) for here in _governing(verb))
    return negated or without or re.search(r"\bno (?:\w+ ){0,2}$", near) is not None


def _governing(verb: "Token") -> Iterator["Token"]:
    """A verb and those that it completes: `do not intend to approach`."""
    yield verb
    while verb.dep_ == "xcomp" and verb.head.pos_ in ("VERB", "ADJ", "AUX"):
        verb = verb.head
        yield verb


def _stated(reading: Reading, match: Match, verb: "Token", words: str) -> EngagementStatus:
    """The status of what is neither denied, supposed nor failed."""
    patterns, token = lexicon()["status"], match.trigger.token
    clause = _own_words(token)
    before = reading.text(Span(match.clause.start, max(token.idx, match.clause.start)))
    if _invited(token):
        reported = reading.document.kind == "minutes"
        return "planned" if (_STILL_INVITED_REPORTED if reported else _STILL_INVITED).search(words) else "done"
    if match.trigger.asks or patterns["planned"].search(clause) or _future(verb) or _is_asked(verb):
        return "planned"
    if patterns["ongoing"].search(clause):
        return "ongoing"
    return "attempted" if patterns["attempted"].search(before) else "done"


_STILL_INVITED = re.compile(r"(?:\b(?:has|have)|[’']ve|[’']s)(?: been)? invited\b|\b(?:is|are) invited\b")
_STILL_INVITED_REPORTED = re.compile(_STILL_INVITED.pattern + r"|\bhad been invited\b")


def _own_words(token: "Token") -> str:
    """The words of a trigger's clause without those of clauses inside it or joined to it."""
    words = clause_words(token)
    return "".join(
        w.text_with_ws if w.i + 1 == n.i else f"{w.text} " for w, n in zip(words, words[1:] + words[-1:], strict=True)
    )


def _invited(token: "Token") -> bool:
    return any(here.lemma_.lower() == "invite" for here in path_up(token) if here.pos_ == "VERB")


def _reports_plan(verb: "Token") -> bool:
    """Does `would` report what somebody said they will do: `She would write to X`, not `would be glad to`?"""
    held = next((here for here in path_up(verb) if any(child.lower_ == "would" for child in here.children)), None)
    return held is not None and held.lemma_.lower() not in lexicon()["wishing"]


def _supposed(verb: "Token", reported: bool) -> bool:
    """Under a condition or a modal of possibility, itself or in a clause above; what is `reported` may be a plan."""
    for here in path_up(verb):
        if any(
            child.lower_ in ("if", "could", "might", "may", "whether", "unless")
            or (child.lower_ == "would" and not (reported and here.lemma_.lower() not in lexicon()["wishing"]))
            for child in here.children
            if child.dep_ in ("mark", "aux", "advmod")
        ):
            return True
        if here.dep_ == "relcl" or (here.dep_ == "ccomp" and here.i < here.head.i):
            break
    return False


def _is_asked(verb: "Token") -> bool:
    """`Contact X`, `Ann to call X`: what a main verb in its plain form asks for."""
    subject = any(child.dep_ in ("nsubj", "nsubjpass") and child.lower_ in _SPEAKERS for child in verb.children)
    return (verb.dep_ == "ROOT" and verb.tag_ == "VB" and not subject) or any(is_task(here) for here in path_up(verb))


def is_task(verb: "Token") -> bool:
    """`Ann to call X`, `Ann is to call X`: an infinitive on a name or an office, with no other verb but `is`."""
    to = verb.tag_ == "VB" and any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)
    above = verb.head
    if to and above.lower_ in ("is", "are", "am") and above.lemma_ == "be":
        return True
    return to and (
        above == verb or (above.dep_ == "ROOT" and above.pos_ in ("NOUN", "PROPN", "NUM") and above.i < verb.i)
    )


_SPEAKERS = frozenset(("i", "we", "you", "they"))


def _future(verb: "Token") -> bool:
    return any(
        child.lower_ in ("will", "shall", "'ll", "’ll", "would")
        for here in path_up(verb)
        for child in here.children
        if child.dep_ == "aux"
    )


def channel_of(reading: Reading, match: Match, sentence: Span) -> Channel:
    """Through what: as the trigger tells, or its grammar (`spoke to X`, `invited X to meet`)."""
    trigger = match.trigger
    lemma = trigger.lemma
    if reading.doc is None or trigger.noun:
        return trigger.channel
    if lemma == "invite" and not lexicon()["speaking"].search(reading.text(sentence)):
        return "meeting"
    if lemma == "hear" and lexicon()["awaiting"].search(reading.text(match.clause)):
        return "correspondence"
    roots = [words_in(reading.doc, m.span).root for m in match.outside if m.span.end > m.span.start]
    spoken = lemma == "speak" and any(slot(root, trigger.token) in ("to", "with") for root in roots)
    return "dialogue" if spoken and not _invited(trigger.token) else trigger.channel
