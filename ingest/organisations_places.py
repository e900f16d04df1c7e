"""Organisations told by where they are named: beside a person, in a column, or as doers of what only bodies do."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.blocks import Structure
from ingest.organisations_lexicon import kind_of, lexicon
from ingest.organisations_spotting import Candidate
from ingest.people_names import common_words, fold, given_names
from ingest.reading import Mention
from ingest.roles_lexicon import ends_in_role, is_role, titles
from ingest.rules import load_rules
from kg.extraction import Span

_PLACE = re.compile(
    r"\s*[(\[]\s*(?:@[\w-]+\s*,\s*)?(?:both\s+|all\s+)?(?:from\s+|of\s+|at\s+)?|\s*,\s+(?:of\s+|from\s+)?|\s+(?:of|from|at)\s+(?:the\s+)?|\s+[-–—]\s+"
)
CAPITALS = re.compile(
    r"(?:[A-Z][\w&’'.-]*|[a-z]+[A-Z]\w*)(?:[ ](?:(?:of|the|and|for|&)[ ]){0,2}(?:[A-Z][\w&’'.-]*|[a-z]+[A-Z]\w*)){0,6}"
)
_SINGLE = r"(?<![\w.@/#’'-])(?P<name>[A-Z][a-z]+[\w-]*)"


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """An organisation that people told us of."""

    name: str
    aliases: tuple[str, ...] = ()
    acronym: str | None = None


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
            at = bisect_left(ordered, Span(span.end, span.end))
            if _is_free(match.group("name")) and not (at and ordered[at - 1].end > span.start):
                yield Candidate(span, match.group("name"), "acting", "other")


def _is_free(word: str) -> bool:
    folded = fold(word)
    calendar = load_rules("dates")["words"]
    dated = any(word in forms for kind in ("weekday", "month") for forms in calendar[kind].values())
    ordinary = folded in common_words() or folded in given_names() or word in lexicon()["never"]
    return not (ordinary or dated) and len(word) > 2


def in_small_letters(structure: Structure, taken: Sequence[Span]) -> Iterator[Candidate]:
    """Names with a small head: `Wayland foundation`; after a title all small: `new CTO of wayland foundation`."""
    text = structure.text
    for match in _small_heads().finditer(text):
        first, role = match.group("first"), match.group("role")
        start = match.start("first")
        named = first[0].isupper() or role
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


@cache
def _small_heads() -> re.Pattern[str]:
    heads = "|".join(load_rules("organisations")["acting"]["small"])
    roles = "|".join(sorted(re.escape(word) for word in titles()))
    return re.compile(
        rf"(?:\b(?P<role>(?i:{roles}))\s+(?:of|at|for|from)\s+(?:the\s+)?)?"
        rf"(?<![\w/@.#-])(?P<first>[A-Za-z][\w.]{{2,}})[ ]+(?:{heads})(?![\w-])"
    )


def in_columns(structure: Structure, taken: Sequence[Span]) -> Iterator[Candidate]:
    """What a table's column of organisations holds: `Affiliation`, `Company`."""
    wanted = re.compile("|".join(load_rules("organisations")["column"]["headers"]), re.IGNORECASE)
    for block in structure.blocks:
        for cell in block.cells if block.kind == "row" and block.marker != "header" else ():
            words = structure.text[cell.span.start : cell.span.end]
            name = re.search(r"(?:[^\W_]|\[)[^|\n;/(\[\]]*[^\W_]\.?", words)
            if not wanted.search(cell.header) or not name or not re.search(r"[A-Z]", name.group()):
                continue
            written = name.group().lstrip("[")
            low = cell.span.start + name.end() - len(written)
            span = Span(low, low + len(written))
            nobody = written.lower() in load_rules("organisations")["column"]["nobody"]
            if (
                not nobody
                and not is_role(written)
                and not any(s.start < span.end and span.start < s.end for s in taken)
            ):
                yield Candidate(span, written, "place", kind_of(written))


def told(structure: Structure, known: Sequence[KnownOrganisation], taken: Sequence[Span]) -> Iterator[Candidate]:
    """Where the text names organisations that people told us of, by name, alias (in any case) or acronym."""
    for body in known:
        for form in {body.name, *body.aliases, *([body.acronym] if body.acronym else [])}:
            flags = re.IGNORECASE if len(form) > 4 and form != body.acronym else 0
            for match in re.finditer(rf"(?<![\w@/.]){re.escape(form)}(?!\w)", structure.text, flags):
                span = Span(*match.span())
                if not any(s.start < span.end and span.start < s.end for s in taken):
                    yield Candidate(span, body.name, "place", kind_of(body.name), body.acronym)


def beside_people(structure: Structure, people: Sequence[Mention], found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Capitalised words where a person's organisation stands: `Ann Ash (X)`, `Ann Ash, X`, `Ann Ash, Clerk at X`."""
    text = structure.text
    covered = {
        position for c in found if c.shape in ("head", "opening") for position in range(c.span.start, c.span.end)
    }
    persons = sorted(mention.span for mention in people)
    for mention in people:
        place = _PLACE.match(text, mention.span.end)
        if not place or "\n" in place.group():
            continue
        words = CAPITALS.match(text, place.end())
        if not words:
            continue
        at = bisect_left(persons, Span(words.end(), words.end()))
        if at and persons[at - 1].end > words.start():
            continue
        name = re.sub(r"[’']s?$", "", words.group().rstrip("."))
        if (
            _can_be_placed(text, place.group().strip(), name, words.start(), words.start() + len(name))
            and words.start() not in covered
        ):
            yield Candidate(Span(words.start(), words.start() + len(name)), name, "place", kind_of(name))


def _can_be_placed(text: str, before: str, name: str, start: int, end: int) -> bool:
    after = text[end : end + 2]
    low = name.lower()
    if (
        is_role(name)
        or ends_in_role(name)
        or low.split()[0] in lexicon()["leading"] - {"new", "all"}
        or low.split()[-1] in lexicon()["not"]
        or name in lexicon()["never"]
        or len(name) < 2
    ):
        return False
    if before.startswith("("):
        return after[:1] in "),;/" and not name.isdigit()
    if before.startswith("["):
        return after[:1] == "]" and after != "]("
    if before.startswith(","):
        return (
            bool(re.match(r"\s*(?:[.;)\n|]|$)", text[end : end + 3]))
            and len(name.split()) < 6
            and not text[: start - 1].endswith("and,")
        )
    if before.startswith(("-", "–", "—")):
        return bool(re.match(r"\s*(?:\n|$)", text[end : end + 2]))
    return before.startswith(("of", "from", "at")) and len(name) > 2
