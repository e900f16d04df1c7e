"""What a sentence tells of what is asked: who, when, how much, where, why; None where it does not tell it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from search.told_asked import Asked, is_past_form
from search.told_windows import Mention, Window
from search.understanding_dates import Calendar, Period, periods_in
from search.understanding_grammar import grammar, number_words, vocabulary
from search.wording import base_form, phrase_of, place_of

_BETWEEN = re.compile(r"[\s,&+/()]*(?:and|with|of|the|then|[\s,&+/()])*\Z", re.IGNORECASE)
"""What may stand between the names of those who did something together."""
_MONEY = re.compile(
    r"(?:[£$€¥]|\b(?:GBP|EUR|USD|CHF)\s?)\s?\d[\d,.]*\d?(?:\s?(?:million|billion|[mk]\b))?"
    r"|\b\d[\d,.]*\s?(?:pounds|euros?|dollars|pence|per cent|%)",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:at|in|to|from|near|on|outside|inside|by)\s+(?:the\s+)?(?!I\b)[a-z]*[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*"
)
_BY = re.compile(r"\bby\s+(?:the\s+)?$")
_ADDED = re.compile(r"(?:(?:\s+\w+){0,2}[\s*]*[(:]|[\s*]*[–-])[\s*]*")
"""What may stand between what was done and who did it, said behind it: `1 abstained (Ruth Lim)`."""
PRONOUNS = frozenset(("he", "she", "they", "his", "her", "their"))
_BETWEEN_THEM = 3
"""Words between a name and what it is told to do."""
_BESIDE = 4
"""Words beside a name in a list of names."""
_YEAR = 5
"""Letters of a date's year and the sign behind it."""
_LOOK_BACK = 6
"""Words before a date among which stands what says that it is to come."""
_AUXILIARIES = frozenset(
    "has have had was were is are be been will would to also then again not both all then duly".split()
)

Value = Callable[[Window, Asked, Mapping[int, int]], str | None]
"""From a sentence, what is asked, and the places of the question's units among its words, to what it tells."""


def who(window: Window, asked: Asked, places: Mapping[int, int]) -> str | None:
    """Those who did it: named before what was done, or behind `by`; to whom it was done, where that is asked."""
    known = {iri for unit in asked.units for iri in unit.iris}
    others = [one for one in window.mentions if one.iri not in known]
    named = [one for one in others if "/org/" not in one.iri] or others
    place = places.get(asked.verb, min(places.values(), default=-1))
    if place < 0:
        return None
    at, end = window.tokens[place].start, window.tokens[place].end
    if window.kind == "list" and (below := _listed(window, named, at)):
        return ", ".join(dict.fromkeys(below))
    line = [one for one in named if "\n" not in window.text[min(one.start, at) : max(one.start, at)].strip()]
    if window.kind != "list":
        line = named
    before = [one for one in line if one.end <= at]
    behind = [one for one in line if one.start >= at]
    by = [
        one for one in behind if _BY.search(window.text[: one.start]) or _ADDED.fullmatch(window.text[end : one.start])
    ]
    did = [one for one in before[-1:] if _did(window, one, place, asked)]
    chosen = behind[:1] if asked.is_object else by[:1] or did
    stranger = None if asked.is_object or by else _stranger(window, place, chosen)
    found = [one.label for one in together(window, named, chosen[0])] if chosen else []
    if stranger:
        return stranger
    pronoun = not asked.is_object and any(
        token.key in PRONOUNS for token in window.tokens[:place] if not found or token.start > chosen[0].end
    )
    if pronoun and not by and window.kind != "list":
        actors = [label for iri, label in window.actors if iri not in known]
        earlier = [one.label for one in window.earlier if "/person/" in one.iri and one.iri not in known][:1]
        found += earlier or actors
    elif not found and not asked.is_object and window.kind != "list":
        found = [label for iri, label in window.actors if iri not in known]
    return ", ".join(dict.fromkeys(found)) or None


def _did(window: Window, one: Mention, place: int, asked: Asked) -> bool:
    """Is a name before what was done of whoever did it: where it is told as past, or the name stands beside it?"""
    key = window.tokens[place].key
    between = sum(one.end <= token.start for token in window.tokens[:place])
    return not asked.is_past or is_past_form(key) or key.endswith("ing") or between <= _BETWEEN_THEM


def _listed(window: Window, named: Sequence[Mention], at: int) -> list[str]:
    """Those with whom the items below begin, where what was done stands in the item above them."""
    lines = [match for match in re.finditer(r"(?m)^[\s*+\-–•\d.]*", window.text) if match.start() > at]
    found = [one for one in named if any(0 <= one.start - line.end() <= 1 for line in lines)]
    bare = [one for one in found if len(window.text[one.end :].partition("\n")[0].split()) <= _BESIDE]
    return [one.label for one in bare] if len(bare) > 1 else []


def _stranger(window: Window, place: int, chosen: Sequence[Mention]) -> str | None:
    """Who stands just before what was done, nearer than those chosen, though no person on record."""
    while place > 0 and window.tokens[place - 1].key in _AUXILIARIES:
        place -= 1
    token = window.tokens[place - 1] if place > 0 else None
    if token is None or not token.text.istitle() or vocabulary().explains(token.key) or token.key in PRONOUNS:
        return None
    inside = next((one for one in window.mentions if one.start <= token.start < one.end), None)
    if inside:
        return None if inside in chosen else inside.label
    return None if place == 1 or vocabulary().at((token.key,), 0) else token.text


def together(window: Window, named: Sequence[Mention], one: Mention) -> list[Mention]:
    """Those named side by side with somebody: `A, B and C`."""
    place = named.index(one)
    first = last = place
    while first and _BETWEEN.match(window.text[named[first - 1].end : named[first].start]):
        first -= 1
    while last + 1 < len(named) and _BETWEEN.match(window.text[named[last].end : named[last + 1].start]):
        last += 1
    return list(named[first : last + 1])


def when(window: Window, asked: Asked, places: Mapping[int, int]) -> str | None:
    """The days of what the sentence states, and those that it names; that of the meeting for what meetings do."""
    found = [_written(one, window) for one in dates_of(window)]
    days = [day for day in found if not any(day[_YEAR:] in stated for stated in window.dates)]
    told = ", ".join(dict.fromkeys([*window.dates, *days]))
    place = places.get(asked.verb)
    done_there = place is not None and window.forms[place] in _acts()
    return told or (window.block.date if done_there and asked.is_past else "") or None


def dates_of(window: Window, text: str = "") -> list[Period]:
    """The times that a sentence names, or other text of its document; a day without its year is near that of it."""
    try:
        day = date.fromisoformat((window.block.date + "-01-01")[:10])
    except ValueError:
        return []
    return [
        one for one in periods_in(text or window.text, Calendar(day, None, day)) if re.search(r"\d|[A-Z]", one.words)
    ]


def _written(period: Period, window: Window) -> str:
    """A day as a date, of the coming year where the sentence looks ahead; longer times in their words."""
    if period.latest and period.earliest in (None, period.latest) and _names_a_day(period):
        period = replace(period, earliest=period.latest)
    if not (period.earliest and period.earliest == period.latest):
        return period.words.strip(" .,;")
    before = [token.key for token in window.tokens if token.end <= period.start + len("by ")][-_LOOK_BACK:]
    ahead = not set(before).isdisjoint([*grammar("words")["future"].split(), "by"])
    issued = date.fromisoformat((window.block.date + "-01-01")[:10])
    return str((period.ahead_of(issued) if ahead else period).earliest)


def _names_a_day(period: Period) -> bool:
    """Does it say a day of a month, as `by 22 April` does and `by the end of April` does not?"""
    return bool(re.search(r"\b\d{1,2}(?:st|nd|rd|th)?\b", period.words))


def how_much(window: Window, asked: Asked, places: Mapping[int, int]) -> str | None:
    """The sum that stands nearest to what is asked, else the number."""
    sums = list(_MONEY.finditer(window.text))
    if not sums:
        return how_many(window, asked, places)
    return _nearest(sums, window, asked, places)[0].strip(" .,")


def how_many(window: Window, asked: Asked, places: Mapping[int, int]) -> str | None:
    """The number that stands nearest to what is counted, outside dates and the numbers of items."""
    taken = [(one.start, one.end) for one in dates_of(window)]
    numbers = [
        one
        for one in re.finditer(rf"\b(?:{number_words()})\b", window.text, re.IGNORECASE)
        if not any(start <= one.start() < end for start, end in taken) and not _is_label(window.text, one)
    ]
    return _nearest(numbers, window, asked, places)[0] if numbers else None


def _is_label(text: str, number: re.Match[str]) -> bool:
    """Is it the number of an item, part of a name such as `Plot 3`, or what something has grown from?"""
    before, after = text[: number.start()], text[number.end() :]
    numbered = not before.strip(" *-|#") and re.match(r"[.)](?:\s|\d|$)", after)
    named = re.search(
        r"(?:[A-Z][\w’'-]*|\b(?:item|no|rule|section|phase|option|clause|page|part|minute))\.? #?$", before
    )
    return bool(
        numbered
        or (named and named.start())
        or re.search(r"#$|\S/$|[-=_]$", before)
        or (re.search(r"\bfrom $", before) and re.match(r" to \S*\d", after))
    )


def where(window: Window, asked: Asked, places: Mapping[int, int]) -> str | None:
    """The places that the sentence names: capitals behind `at`, `in` and the like, but for dates."""
    text = window.text
    for one in dates_of(window):
        text = text[: one.start] + "\0" * (one.end - one.start) + text[one.end :]
    return ", ".join(dict.fromkeys(found[0] for found in _PLACE.finditer(text))) or None


def why(window: Window, asked: Asked, places: Mapping[int, int]) -> str | None:
    """The sentence as it stands, where it gives a reason."""
    told = any(place_of(phrase, window.forms, 0) is not None for phrase in _reasons())
    return " ".join(window.text.split()) if told else None


VALUES: Mapping[str, tuple[str, Value]] = {
    "who": ("Who", who),
    "when": ("When", when),
    "how_many": ("Number", how_many),
    "how_much": ("Number", how_much),
    "where": ("Where", where),
    "why": ("Why", why),
}
"""For what is asked, the heading of its column and what tells it."""


def _nearest(found: Sequence[re.Match[str]], window: Window, asked: Asked, places: Mapping[int, int]) -> re.Match[str]:
    """Of numbers the one nearest to what is counted: the first unit of the question that the sentence holds."""
    held = [window.tokens[places[number]].start for number in sorted(places)]
    at = held[0] if held else 0
    return min(found, key=lambda one: min(abs(one.start() - at), abs(one.end() - at)))


@cache
def _acts() -> frozenset[str]:
    """Base forms of what is done in meetings, so that their day is its day."""
    return frozenset(map(base_form, grammar("words")["acts"].split()))


@cache
def _reasons() -> tuple[tuple[str, ...], ...]:
    return tuple(phrase_of(text) for text in grammar("words")["reasons"].split(","))
