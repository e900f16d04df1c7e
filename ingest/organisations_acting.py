"""Organisations told by the words around them: doers of what only bodies do, groups, whoever is written to."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from ingest.blocks import Structure
from ingest.language import words_in
from ingest.organisations_lexicon import kind_of, lexicon
from ingest.organisations_places import is_portfolio
from ingest.organisations_spotting import Candidate, is_event
from ingest.people_names import common_words, fold, given_names
from ingest.people_names import vocabulary as people_words
from ingest.roles_lexicon import ends_in_role, titles
from ingest.rules import load_rules
from kg.extraction import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

_SINGLE = r"(?<![\w.@/#’'-])(?P<name>[A-Z][a-z]+[\w-]*)"


@cache
def _acting() -> dict[str, re.Pattern[str]]:
    """Patterns of `[acting]`: what a body does, what is had from it, and what it has."""
    rules: dict[str, Any] = load_rules("organisations")["acting"]
    adverb = r"(?:\s+(?:also|now|recently|still|just|formally|kindly))?"
    auxiliary = r"(?:\s+(?:has|have|had|is|are))?"
    return {
        "does": re.compile(rf"{_SINGLE}{auxiliary}{adverb}\s+(?:{'|'.join(rules['does'])})\b"),
        "from": re.compile(rf"\b(?:{'|'.join(rules['from'])})\s+from\s+{_SINGLE}(?![\w-]*\s+[A-Z])"),
        "has": re.compile(rf"{_SINGLE}[’']s?\s+(?:{'|'.join(rules['has'])})\b"),
    }


def acting(structure: Structure, taken: Sequence[Span]) -> Iterator[Candidate]:
    """Single capitalised words, neither ordinary nor anybody's name, that act as only organisations do."""
    text, ordered = structure.text, sorted(taken)
    for pattern in _acting().values():
        for match in pattern.finditer(text):
            span = Span(*match.span("name"))
            if is_distinct(match.group("name")) and not _is_taken(span, ordered):
                yield Candidate(span, match.group("name"), "acting", "other")


def is_distinct(word: str) -> bool:
    """Is a word no ordinary one, nobody's given name, no month and no day?"""
    folded = fold(word)
    ordinary = folded in common_words() or folded in given_names() or word in lexicon()["never"]
    return not (ordinary or is_of_calendar(word) or is_event(word)) and len(word) > 2


def is_of_calendar(word: str) -> bool:
    """Is a word the name of a month or a day of the week?"""
    calendar = load_rules("dates")["words"]
    return any(word in forms for kind in ("weekday", "month") for forms in calendar[kind].values())


def in_small_letters(structure: Structure, taken: Sequence[Span]) -> Iterator[Candidate]:
    """Names with a small head: `Wayland foundation`; after a title all small: `new CTO of wayland foundation`."""
    text = structure.text
    for match in _small_heads().finditer(text):
        first, start = match.group("first"), match.start()
        named = first[0].isupper() or _role_before().search(text, max(0, start - _LONGEST_ROLE), start)
        if (
            not named
            or fold(first) in common_words()
            or first.lower() in lexicon()["leading"]
            or first in lexicon()["never"]
        ):
            continue
        span = Span(start, match.end())
        if not any(s.start < span.end and span.start < s.end for s in taken):
            name = " ".join(word[0].upper() + word[1:] for word in text[span.start : span.end].split())
            yield Candidate(span, name, "place", kind_of(name))


def of_states(structure: Structure, taken: Sequence[Span]) -> Iterator[Candidate]:
    """What states have, named by their adjective: `the Welsh government`, `the UK government`."""
    ordered = sorted(taken)
    for match in _states().finditer(structure.text):
        span = Span(*match.span("name"))
        if not _is_taken(span, ordered):
            name = match.group("name")
            yield Candidate(span, name[0].upper() + name[1:], "place", "public body")


@cache
def _states() -> re.Pattern[str]:
    rules = load_rules("organisations")["acting"]
    heads, peoples = "|".join(rules["state"]), "|".join(people.capitalize() for people in rules["peoples"])
    return re.compile(
        rf"(?<![\w-])(?P<name>(?:{peoples}|UK|US|EU)[ ](?:{heads})|government of [A-Z][a-z]+)(?![\w-])(?![ ]+of\b)"
    )


@cache
def _small_heads() -> re.Pattern[str]:
    heads = "|".join(load_rules("organisations")["acting"]["small"])
    return re.compile(rf"(?<![\w/@.#-])(?P<first>[A-Za-z][\w.]{{2,}})[ ]+(?:{heads})(?![\w-])")


_LONGEST_ROLE = 80
"""Code points before a name in small letters among which the role of who leads it is looked for."""


@cache
def _role_before() -> re.Pattern[str]:
    roles = "|".join(sorted(re.escape(word) for word in titles()))
    return re.compile(rf"\b(?i:{roles})\s+(?:of|at|for|from)\s+(?:the\s+)?$")


def addressed(structure: Structure, taken: Sequence[Span]) -> Iterator[Candidate]:
    """Capitalised words to whom is written, with whom is met: a body where no person can be meant, else perhaps.

    No person is meant behind an article (`the Bell Ringers`), a word for a business (`our printer, Elm Press`), or by
    an ordinary word within a sentence (`written to Highways`).
    """
    text, ordered = structure.text, sorted(taken)
    for pattern in _address():
        for match in pattern.finditer(text):
            saint = re.fullmatch(r"St [A-Z]\w+[’']s", match.group("name"))
            name = match.group("name") if saint else re.sub(r"[’']s?$", "", match.group("name"))
            span = Span(match.start("name"), match.start("name") + len(name))
            if _is_taken(span, ordered) or not _can_be_addressed(name):
                continue
            single = " " not in name
            by_article = match.group("article") and _GOES_ON.match(text, span.end) is not None
            ordinary = single and match.group()[0].islower() and fold(name) in common_words() and not is_portfolio(name)
            alone = single and name.lower() in lexicon()["alone"] and match.group()[0].islower()
            sure = by_article or match.groupdict().get("business") or ordinary or alone
            if sure or not (single and fold(name) in given_names()):
                yield Candidate(span, name, "acting" if sure else "addressed", kind_of(name))


_GOES_ON = re.compile(
    r"\s*(?:$|[^\w\s’']|\n|(?:about|on|for|in|to|at|and|or|with|who|that|which|by|regarding|after|before|will|has|had|have|is|are|was|"
    r"were|would|over|as|from|this|next|last|again|but|of|until|when|if|during)\b)"
)
"""What may follow a name that is more than the first part of another: `the Coastguard about`, not `the Elm fair`."""


@cache
def _address() -> tuple[re.Pattern[str], ...]:
    rules = load_rules("organisations")["addressed"]
    name = r"(?P<name>[A-Z][a-z][\w’'-]*(?:[ ](?:&[ ])?[A-Z][\w’'-]+){0,3})(?![\w’'-]*[@/(]\w)"
    verbs, told, business = ("|".join(rules[kind]) for kind in ("verbs", "told", "business"))
    return (
        re.compile(rf"\b(?i:{verbs})\s+(?P<article>[Tt]he\s+)?{name}"),
        re.compile(rf"\b(?i:{told})\s+(?P<article>[Tt]he\s+){name}"),
        re.compile(rf"\b(?P<article>the|our|its|their)\s+(?:[a-z]+\s+){{0,2}}(?P<business>{business}),?\s+{name}"),
    )


@cache
def address_before() -> re.Pattern[str]:
    """What stands right before whoever is written to, met or told something."""
    rules = load_rules("organisations")["addressed"]
    return re.compile(rf"\b(?i:{'|'.join([*rules['verbs'], *rules['told']])})\s+(?:[Tt]he\s+)?$")


def _can_be_addressed(name: str) -> bool:
    """No title, no event, no month, and not only a word for bodies of all kinds (`the Board`)."""
    words = [word.lower() for word in name.split()]
    vocabulary = lexicon()
    general = vocabulary["generic"] | vocabulary["head"] | vocabulary["weak"] | vocabulary["opening"]
    return not (
        ends_in_role(name)
        or all(word in general - vocabulary["alone"] for word in words)
        or words[0] in vocabulary["leading"] | vocabulary["never"]
        or words[0] in people_words()["prefixes"]
        or words[0] in vocabulary["gathered"]
        or any(word in vocabulary["feasts"] for word in words)
        or words[-1] in vocabulary["not"]
        or name in vocabulary["never"]
        or any(is_of_calendar(word) for word in name.split())
    )


def groups(structure: Structure, doc: "Doc | None", taken: Sequence[Span]) -> Iterator[Candidate]:
    """Groups whose head is short, small or numbered: `SIG Docs`, `standards WG`, `Security working group`, `TC 7`."""
    text, ordered, last = structure.text, sorted(taken), -1
    found = (match for pattern in _groups() for match in pattern.finditer(text))
    for match in sorted(found, key=lambda match: (match.start(), -match.end())):
        span, first = Span(*match.span()), match.groupdict().get("first")
        rest = re.findall(r"[\w’'-]+", match.group("rest") or "")
        named = all(_names_a_group(word.lower()) for word in rest)
        if span.start < last or _is_taken(span, ordered) or not named:
            continue
        if first and (first.lower() in lexicon()["leading"] or is_of_calendar(first)):
            continue
        if rest and rest[-1].islower() and not _is_noun(doc, Span(*match.span("rest"))):
            continue
        last = span.end
        name = " ".join(match.group().split())
        kind = "committee" if "/" in name else kind_of(name)
        yield Candidate(span, name, "head", "working group" if kind == "other" else kind)


_GRAMMATICAL = frozenset(("AUX", "ADP", "ADJ", "DET", "CCONJ", "SCONJ", "PART", "ADV", "PRON"))


def _is_noun(doc: "Doc | None", span: Span) -> bool:
    """Can the last word of `span` name something: no verb, preposition or pronoun?"""
    words = list(words_in(doc, span)) if doc is not None else []
    return bool(words) and words[-1].pos_ not in _GRAMMATICAL


def opens_group(name: str) -> bool:
    """Does a name end in what also opens one: `Ping SIG`, in `Ping SIG Windows`?"""
    return name.rsplit(maxsplit=1)[-1] in load_rules("organisations")["group"]["before"]


def _names_a_group(word: str) -> bool:
    things = lexicon()["not"] - {"standards", "budget", "policy", "strategy", "election"}
    return not (
        word in lexicon()["leading"] | things | lexicon()["ungrouped"]
        or word in lexicon()["commands"]
        or word in lexicon()["orders"]
        or word in titles()
        or word.rstrip("s") in titles()
    )


@cache
def _groups() -> tuple[re.Pattern[str], ...]:
    rules = load_rules("organisations")["group"]
    before, small, short = ("|".join(rules[kind]) for kind in ("before", "small", "short"))
    capitals = r"[A-Z][\w&-]*(?:[ ](?:and[ ]|&[ ])?(?!SIG|WG)[A-Z][\w&-]*){0,2}"
    first = r"(?P<first>[A-Z](?:[\w’'.-]|&(?=[A-Z]))*)(?:[ ](?:and[ ])?[A-Za-z][\w’'-]*)??"
    numbered = f"(?:{'|'.join(rules['issuer'])})?(?:{'|'.join(rules['numbered'])})"
    begin, end = r"(?<![\w/@.#-])", r"(?![\w-])"
    return (
        re.compile(rf"{begin}(?:{before})[ -](?P<rest>{capitals})(?![\w/])"),
        re.compile(rf"{begin}(?:SIG|sig)[ -](?P<rest>[a-z][\w-]+)(?![\w/])"),
        re.compile(rf"{begin}(?P<rest>{first})[ ](?:{small}){end}"),
        re.compile(rf"{begin}(?P<rest>(?:[A-Z]+[ ])?[a-z][\w-]+)[ ](?:{short}){end}"),
        re.compile(rf"{begin}(?:{numbered}|{'|'.join(rules['compound'])})(?P<rest>)(?![\w.-]\w)"),
    )


def _is_taken(span: Span, ordered: Sequence[Span]) -> bool:
    at = bisect_left(ordered, Span(span.end, span.end))
    return bool(at) and ordered[at - 1].end > span.start
