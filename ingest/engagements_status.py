"""What a found engagement was: the words that trigger it, whether it took place, and when."""

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from ingest.clauses import clause_head, is_negated, joined_words, path_up
from ingest.language import words_in
from ingest.reading import DateMention, Mention, Reading
from ingest.rules import load_rules
from kg.edtf import parse
from kg.extraction import Basis, Channel, EngagementStatus, Span, When

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that engages, through which channel, and where its counterparts stand."""

    token: "Token"
    channel: Channel
    slots: frozenset[str]
    noun: bool


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
    status = {name: re.compile("|".join(patterns), re.IGNORECASE) for name, patterns in rules["status"].items()}
    return {
        "verbs": verbs,
        "nouns": nouns,
        "status": status,
        "particles": {lemma: frozenset(words) for lemma, words in rules["particle"].items()},
        "reporting": frozenset(rules["reporting"]["verbs"]),
        "needs_body": frozenset(rules["body"]["verbs"]),
        "topical": frozenset(rules["topic"]["verbs"]),
        "letters": frozenset(rules["topic"]["letters"]),
        "having": frozenset(rules["topic"]["having"]),
        "wishing": frozenset(rules["supposing"]["wishing"]),
        "wish": re.compile(rules["supposing"]["wish"], re.IGNORECASE),
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
    if _supposed(verb, reported) or wished or patterns["unreal"].search(near):
        return None
    if patterns["renewed"].search(words):
        return "planned"
    joined = " ".join(word.text for word in joined_words(token))
    failed = any(patterns["failed"].search(told) for told in (joined, reading.text(match.clause)))
    parts = [_next_words(reading, sentence), *re.split(r"[;,:–—]\s*(?:and\s+)?", words)[1:]]
    if failed or any(patterns["failing"].match(part) for part in parts):
        return "failed"
    if _denied(token, verb, near):
        return "failed" if patterns["attempted"].search(words) else None
    return _stated(reading, match, verb, words)


def _next_words(reading: Reading, sentence: Span) -> str:
    """The sentence behind, in the same paragraph."""
    after = reading.structure.text[sentence.end : sentence.end + 120].lstrip(" ")
    return re.split(r"\n|(?<=[.!?])\s", after, maxsplit=1)[0]


def _denied(token: "Token", verb: "Token", near: str) -> bool:
    without = any(child.lower_ in ("no", "neither") for child in token.children)
    return is_negated(verb) or without or re.search(r"\bno (?:\w+ ){0,2}$", near) is not None


def _stated(reading: Reading, match: Match, verb: "Token", words: str) -> EngagementStatus:
    """The status of what is neither denied, supposed nor failed."""
    patterns, token = lexicon()["status"], match.trigger.token
    clause = reading.text(match.clause)
    before = reading.text(Span(match.clause.start, max(token.idx, match.clause.start)))
    if _invited(token):
        return "planned" if re.search(r"\b(?:has|have) been invited\b|\b(?:is|are) invited\b", words) else "done"
    if patterns["planned"].search(clause) or _future(verb) or _is_asked(verb):
        return "planned"
    if patterns["ongoing"].search(clause):
        return "ongoing"
    return "attempted" if patterns["attempted"].search(before) else "done"


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
        if here.dep_ == "relcl":
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


def corrected(status: EngagementStatus, when: When | None, today: str | None) -> EngagementStatus:
    """What is said to have been done on a day after the document's own is still planned."""
    if when and today and status in ("done", "attempted", "ongoing"):
        first, now = parse(when.edtf).earliest, parse(today).latest
        if first and now and first > now:
            return "planned"
    return status


_OPEN_DATE = re.compile(
    r"\b(?:date|time) (?:is )?(?:still )?to be (?:announced|confirmed|agreed|fixed|set)\b|\bno date\b"
)


def when_of(
    reading: Reading, match: Match, sentence: Span, status: EngagementStatus, term: str | None
) -> tuple[When | None, Basis]:
    """The date of the trigger's clause nearest after it, else nearest; else the term of the focus area."""
    dates = [d for d in reading.dates_in(sentence) if not _is_deadline(reading, d)]
    dates = [d for d in dates if _is_of(reading, d, match.trigger.token)] if status != "planned" else dates
    if status == "planned":
        dates = [d for d in dates if _not_before(d, reading.document.date)] or dates or _dates_before(reading, sentence)
    own = [d for d in dates if match.clause.start <= d.span.start < match.clause.end] or dates
    if status == "planned" and _OPEN_DATE.search(reading.text(sentence)):
        own = []
    if own:
        best = min(own, key=lambda d: _distance(d, match.trigger.token.idx))
        if status in ("done", "attempted", "failed") and (
            _is_past(match.trigger.token) or _was_hoped(match.trigger.token)
        ):
            best = _in_the_past(best, reading.document.date)
        return best.when, "stated" if best.when.stated else "resolved"
    if term and status in ("done", "ongoing", "failed", "attempted"):
        return When(term, False, None), "inferred"
    return None, "stated"


_DEADLINE = re.compile(r"\b(?:due|deadline|expir\w+|effective)(?: (?:on|by|is|of|from))*\s*$", re.IGNORECASE)


def _is_deadline(reading: Reading, date: DateMention) -> bool:
    return _DEADLINE.search(reading.text(Span(max(0, date.span.start - 24), date.span.start))) is not None


def _is_of(reading: Reading, date: DateMention, trigger: "Token") -> bool:
    """Does a date stand with what the trigger tells: not in a clause joined to it that has a subject of its own?"""
    if reading.doc is None:
        return True
    head = clause_head(words_in(reading.doc, date.span).root)
    own = clause_head(trigger)
    if (
        head == own
        or (own in path_up(head) and head.dep_ not in ("conj", "parataxis", "ccomp"))
        or head in path_up(own)
    ):
        return True
    return not any(child.dep_ in ("nsubj", "nsubjpass", "expl") for child in head.children)


def _is_past(token: "Token") -> bool:
    """Does the verb of a trigger tell of the past?"""
    verb = next((t for t in path_up(token) if t.pos_ in ("VERB", "AUX")), token)
    return verb.tag_ == "VBD" or any(child.lower_ in ("had", "was", "were", "did") for child in verb.children)


def _was_hoped(token: "Token") -> bool:
    """`She had hoped to meet X`, `he tried to see Y`: what was wanted before the day of the record."""
    return any(here.lower_ in _WANTED for here in path_up(token))


_WANTED = frozenset(("hoped", "tried", "attempted", "sought", "wanted", "meant"))


def _in_the_past(date: DateMention, today: str | None) -> DateMention:
    """A month without a year, told in the past tense but resolved to one ahead, is that of the year before."""
    words = date.when.words or ""
    ahead = not date.when.stated and today and not re.search(r"\d{4}|\b(?:next|this|coming)\b", words, re.IGNORECASE)
    if not ahead or not today:
        return date
    first, now = parse(date.when.edtf).earliest, parse(today).latest
    if first is None or now is None or first <= now:
        return date
    earlier = re.sub(r"\b\d{4}", lambda year: f"{int(year.group()) - 1:04}", date.when.edtf)
    return replace(date, when=replace(date.when, edtf=earlier))


def _not_before(date: DateMention, today: str | None) -> bool:
    last, now = parse(date.when.edtf).latest, parse(today).earliest if today else None
    return last is None or now is None or last >= now


_BREAK = re.compile(r"\n\s*(?:\n|[-*•|]|\d+[.)]|\[)")
"""Where another paragraph or item begins."""


def _dates_before(reading: Reading, sentence: Span) -> list[DateMention]:
    """Dates of the sentence before, for a plan that says none: `The AGM is on 18 May. Ann will speak.`"""
    before = Span(max(0, sentence.start - 160), sentence.start)
    breaks = list(_BREAK.finditer(reading.text(before)))
    near = reading.dates_in(Span(before.start + breaks[-1].start() + 1, before.end) if breaks else before)
    return [d for d in near if _not_before(d, reading.document.date)][-1:]


def _distance(date: DateMention, offset: int) -> float:
    ahead = date.span.start - offset
    return ahead if ahead >= 0 else -1.5 * ahead
