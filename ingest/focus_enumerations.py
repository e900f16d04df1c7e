"""Areas of work that a sentence names: `three aims: A, B and C`, `our priorities were A and B`, `two themes (A, B)`."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from ingest.focus_entries import Area, clean, list_rules
from ingest.language import words_in
from ingest.reading import Reading
from ingest.rules import load_rules
from kg.extraction import Span

_LONGEST_PART = 8
"""Words of a label in an enumeration."""


@cache
def _openings() -> dict[str, re.Pattern[str]]:
    """What leads over to an enumeration and what ends it, from `rules/focus.toml`."""
    rules = load_rules("focus")
    intro, lists = rules["introduction"], rules["enumeration"]
    known = {"{plural}": lists["plural"], "{strong}": "|".join(intro["strong"]), "{number}": "|".join(intro["numbers"])}

    def filled(pattern: str) -> re.Pattern[str]:
        for name, words in known.items():
            pattern = pattern.replace(name, words)
        return re.compile(pattern, re.IGNORECASE)

    return {name: filled(pattern) for name, pattern in lists.items() if name != "plural"}


def enumerated(reading: Reading, at: int, intro: Span, term: str | None, count: int | None) -> Iterator[Area]:
    """Areas named inside the sentence: `two goals: A and B (the old C)`, `to carry on with A and B, and to add C`."""
    words = reading.text(intro)
    opening = re.search(r":\s+|\bnamely\s+", words) if count else None
    if opening:
        yield from parts(reading, at, Span(intro.start + opening.end(), intro.end), term, count)
        return
    starts = list(list_rules()["continuing"].finditer(words))
    found: list[Area] = []
    for match in starts:
        stop = next((other.start() for other in starts if other.start() >= match.end()), len(words))
        found += parts(reading, at, Span(intro.start + match.end(), intro.start + stop), term)
    proper = bool(starts) and starts[0].group()[:1] in "ck" and all(area.label[:1].isupper() for area in found)
    yield from found if proper or _is_of_areas(reading, at, intro) else ()


def _is_of_areas(reading: Reading, at: int, sentence: Span) -> bool:
    """Is a sentence, or the heading or list item that it stands under, about areas of work?"""
    block = reading.structure.blocks[at]
    above = reading.structure.content(reading.structure.blocks[block.parent]) if block.parent is not None else ""
    return any(list_rules()["noun"].search(told) for told in (reading.text(sentence), above, *block.section[-1:]))


def told_inside(reading: Reading, at: int, sentence: Span, term: str | None, count: int | None) -> list[Area]:
    """The areas that a sentence names in running words; none where fewer than two stand there."""
    rules, words = _openings(), reading.text(sentence)
    if rules["reported"].search(words):
        return []
    for kind in _KINDS:
        if kind == "focused" and not rules["when"].search(words):
            continue
        match = rules[kind].search(words)
        if not match or (kind in ("listed", "named") and list_rules()["talked"].search(match.group())):
            continue
        bracket = match.group().rstrip().endswith("(")
        beside = kind in ("counted", "beside") and re.match(r"[*_\"“]*[A-Z]", words[match.end() :])
        closing = _BRACKET if bracket else _APART if beside else None
        close = closing.search(words, match.end()) if closing else None
        span = Span(sentence.start + match.end(), sentence.start + close.start() if close else sentence.end)
        if kind in ("chosen", "adopted"):
            span = Span(sentence.start + match.start("list"), sentence.start + match.end("list"))
        found = list(parts(reading, at, span, term, count if kind in ("named", "counted") else None))
        if kind == "leads":
            found = [replace(area, led_by=_people_behind(reading, area, sentence)) for area in found]
        exact = kind not in ("named", "counted") or count is None or len(found) == count
        proper = kind != "beside" or all(area.label[:1].isupper() for area in found)
        if len(found) >= 2 and exact and proper and (kind in _SURE or _are_things(reading, found)):
            return found
    return []


_KINDS = (
    "leads", "titled", "named", "counted", "listed", "said", "aimed", "focused", "beside", "bracketed", "chosen",
    "adopted",
)  # fmt: skip


_ORDER = re.compile(
    r"(?:First|Second|Third|Fourth|Fifth|Sixth|Last|Final)(?:ly)?(?: of all)?[,:]?\s+(?:is\s+|there is\s+|comes\s+)?"
)


def in_order(reading: Reading, at: int, sentences: list[Span], term: str | None) -> list[Area]:
    """The areas that sentences side by side open with behind their place: `First, lamps. Second, docks.`"""
    found: list[Area] = []
    for sentence in sentences:
        match = _ORDER.match(reading.text(sentence))
        told = Span(sentence.start + match.end(), sentence.end) if match else None
        label = next(parts(reading, at, told, term, 1), None) if told else None
        if label and is_thing(reading, label.span):
            found.append(label)
    return found


def _people_behind(reading: Reading, area: Area, sentence: Span) -> tuple[str, ...]:
    """Who an enumeration names right behind a label."""
    behind = Span(area.span.end, min(sentence.end, area.span.end + len(area.rest) + 5))
    return tuple(dict.fromkeys(name.entity for name in reading.names_in(behind)))


_SURE = ("leads", "titled", "named", "counted", "beside")
_BRACKET = re.compile(r"\)")
_APART = re.compile(r",\s+(?!(?:and|&|the)\s+[*_\"“]*[A-Z]|(?:and\s+)?(?:the\s+)?[*_\"“]*[A-Z])")
"""The comma between areas that stand beside their noun and what is told of them."""


def _are_things(reading: Reading, found: list[Area]) -> bool:
    """Are these labels nouns and doings, and not what is said of areas: `our priorities are clear and funded`?"""
    if reading.doc is None:
        return len(found) > 2 or found[0].label[:1].isupper()
    things = sum(is_thing(reading, area.span) for area in found)
    told = any(word.tag_ in _TELLS for area in found for word in words_in(reading.doc, area.span))
    return not told and things == len(found) if len(found) == 2 else not told and things * 2 > len(found)


def is_thing(reading: Reading, span: Span) -> bool:
    """Do these words name a thing or a doing, and tell nothing? Without an analysis only capitals show it."""
    if reading.doc is None:
        return reading.text(span)[:1].isupper()
    words = words_in(reading.doc, span)
    named = any(word.pos_ in ("NOUN", "PROPN") or word.tag_ == "VBG" for word in words)
    return named and words[0].tag_ not in ("VBN", "RB", "IN", "JJR") and not any(word.tag_ in _TELLS for word in words)


_TELLS = ("VBD", "VBZ", "VBP", "MD")
"""Tags of verbs that tell something."""


def parts(reading: Reading, at: int, span: Span, term: str | None, count: int | None = None) -> Iterator[Area]:
    """The labels of an enumeration, without what is told of each behind it; none where a person is among them."""
    found: list[Area] = []
    for piece in _pieces(reading.text(span), count):
        label = _labelled(reading, Span(span.start + piece.start, span.start + piece.end), at, term)
        if label and any(
            mention.entity.startswith("person/") and mention.span.start == label.span.start
            for mention in reading.names_in(label.span)
        ):
            return
        if label:
            found.append(label)
        elif count is None:
            break
    yield from found


def _labelled(reading: Reading, piece: Span, at: int, term: str | None) -> Area | None:
    words = reading.text(piece)
    lead = re.match(r"\s*(?:(?:to|on|an?|the|our|and)\s+|\(?(?:\d{1,2}|[a-h])\)\s*)*", words, re.IGNORECASE)
    start = lead.end() if lead else 0
    told = _openings()["told"].search(words, start)
    end = told.start() if told else len(words)
    label = words[start:end].rstrip(" .!?;:,")
    if not label or len(label.split()) > _LONGEST_PART or not re.search(r"[^\W\d_]{2}", label):
        return None
    rest = words[start + len(label) :].strip(" .;,")
    place = Span(piece.start + start, piece.start + start + len(label))
    return Area(clean(label), place, term, rest, rest or None, rule="focus/enumeration", block=at)


def _pieces(words: str, count: int | None) -> list[Span]:
    """The parts of an enumeration: between semicolons, else commas and the last `and`; as many as are counted."""
    blank = re.sub(r"\((?!(?:\d{1,2}|[a-h])\))[^()]*\)", lambda m: " " * len(m.group()), words)
    stop = _openings()["stop"].search(blank)
    blank = blank[: stop.start()] if stop else re.sub(r"(?:\s*,)?(?:\s+and)?(?:\s+to)?\s*$", "", blank)
    if ";" in blank:
        return [part for wide in _split(blank, r"\s*;\s*(?:and\s+)?") for part in _shared(blank, wide)]
    commas = _split(blank, r"\s*,\s*(?:and\s+|&\s+)?(?=\S)")
    if len(commas) == 1:
        return _split(blank, r"\s+and\s+")
    if re.search(r",\s*(?:and|&)\s+\S[^,]*$", blank) or count == len(commas):
        return commas
    last = commas[-1]
    tail = _split(blank[last.start : last.end], r"\s+and\s+|\s+&\s+(?=[a-z])")
    return [*commas[:-1], *(Span(last.start + part.start, last.start + part.end) for part in tail)]


def _shared(words: str, wide: Span) -> list[Span]:
    """The parts between two semicolons of which one thing is told: `Lamps, Docks continue`."""
    if not re.search(r"\b(?:continue|remain|are|carry on|go on)\b", words[wide.start : wide.end]):
        return [wide]
    inner = _split(words[wide.start : wide.end], r"\s*,\s*(?:and\s+)?(?=\S)|\s+and\s+")
    return [Span(wide.start + part.start, wide.start + part.end) for part in inner]


def _split(words: str, pattern: str) -> list[Span]:
    found: list[Span] = []
    low = 0
    for match in [*re.finditer(pattern, words), None]:
        found.append(Span(low, match.start() if match else len(words)))
        low = match.end() if match else low
    return found
