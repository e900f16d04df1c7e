"""Whether a sentence accounts for every word of a question, and says that what is asked was done."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from search.told_asked import BEING, Asked, Unit
from search.told_values import PRONOUNS, dates_of, together
from search.told_windows import Window
from search.understanding_dates import Period
from search.understanding_grammar import Token, grammar, tokens, vocabulary
from search.wording import Phrase, base_form, phrase_of, place_of

_SAME, _FORM, _ALIKE, _ABOVE, _BEFORE, _TITLE = 0.0, 0.1, 0.5, 0.6, 0.9, 1.0
"""What it costs that a word is held as it is, in another form, in other words, or above the sentence, before it, in
the document's title."""
_KINDS = {"sentence": 0.0, "linked": 0.4, "pair": 0.7, "list": 0.5}
"""What it costs to look at more than a sentence."""
_SEVERAL = 2
"""The fewest words that may stand apart."""
_LACKING = 0.4
"""What it costs that a word is not held which need not be, or that a single one does not begin the sentence."""
_SPREAD = 0.02
"""What each word between those that are held costs."""
_APART = 5
"""Words that those of a question may stand apart, for each of them."""
_AHEAD = 1.0
"""What it costs that something is only to be done, where it is asked whether it was."""
_MOST = 1.3
"""Above this, on average for each word asked, a sentence says something else."""
_ACTIVE = frozenset("has have had will is are to also then now again".split())
"""Words between somebody and what they do."""
_NOUN_ENDINGS = ("al", "als", "ion", "ions", "ment", "ance")
_LABEL = 40
"""Letters behind a noun for what was done, within which a colon stands before who did it: `Election of officers: …`."""
_LINK = re.compile(r"\]\([^)]*\)|https?://\S+|#\d+")
_LOOK_BACK = 4
"""Words before what was done, among which stand those that deny it or put it off."""


_Held = tuple[float, int | None] | None


@dataclass(frozen=True, slots=True)
class Match:
    """A sentence that accounts for a question: what it costs to take it so, and where its words hold the units."""

    cost: float
    places: Mapping[int, int]
    """For each unit of the question that the sentence itself holds, at which word."""


def matched(window: Window, asked: Asked, periods: Sequence[Period]) -> Match | None:
    """How a sentence accounts for what is asked, of the times named; None where it does not."""
    if (window.kind == "pair" and not asked.in_two) or window.is_question or not _in_time(window, periods):
        return None
    held = _all_held(window, asked)
    needed = [one for one, unit in zip(held, asked.units, strict=True) if not asked.can_lack(unit)]
    costs = [one[0] for one in needed if one is not None]
    places = {number: one[1] for number, one in enumerate(held) if one is not None and one[1] is not None}
    if len(costs) < len(needed) or not _says_enough(window, asked, places, _says_it(asked, held)):
        return None
    telling = [place for number, place in places.items() if not asked.units[number].is_general]
    apart = max(telling, default=0) - min(telling, default=0)
    doubt = _doubt(window, asked, places)
    if doubt is None or apart > _APART * max(len(telling), _SEVERAL) or not _has_subject(window, asked, places):
        return None
    if not _says_more(window, asked, places):
        return None
    lacking = sum(one is None for one in held)
    cost = sum(costs) + _LACKING * lacking + _KINDS[window.kind] + doubt + _SPREAD * max(0, apart - 2 * len(telling))
    if len(asked.units) == 1 and places[0] > 0:
        cost += _LACKING
    return Match(cost, places) if cost <= _MOST * len(costs) else None


def _all_held(window: Window, asked: Asked) -> list[_Held]:
    """How each unit is held: what was done where it stands nearest to the first of the others, these near to it."""
    first = [_held(unit, window) if number != asked.verb else None for number, unit in enumerate(asked.units)]
    about = next((one[1] for one in first if one is not None and one[1] is not None), 0)
    done = _held(asked.units[asked.verb], window, about)
    near = done[1] if done is not None and done[1] is not None else 0
    held = [done if number == asked.verb else _held(unit, window, near) for number, unit in enumerate(asked.units)]
    taken = frozenset(one[1] for one in held if one is not None and one[1] is not None and one[0] < _ALIKE)
    return [
        _held(unit, window, near, taken) if one is not None and one[0] == _ALIKE and one[1] in taken else one
        for one, unit in zip(held, asked.units, strict=True)
    ]


def _says_enough(window: Window, asked: Asked, places: Mapping[int, int], says_it: bool) -> bool:
    """Does the sentence itself say most of what is asked, and what tells it from others?

    What it is about may stand above it or before it where the sentence says what was done; else one word in three.
    A single word is enough as a label, `Venue: …`.
    """
    if len(asked.units) == 1:
        return 0 in places and (asked.units[0].is_whole or _is_label(window, asked.units[0]))
    telling = [number for number, unit in enumerate(asked.units) if not (unit.is_general or unit.is_type)]
    inside = sum(number in places for number in telling)
    if asked.is_scarce:
        place = places.get(asked.verb, 0)
        before = {token.key for token in window.tokens[max(0, place - _LOOK_BACK) : place]}
        voiced = not asked.is_passive or bool(before & BEING)
        return asked.verb in places and voiced and window.kind == "sentence" and _names_something(window)
    if asked.verb in places:
        near = all(number in places or _is_near(asked.units[number], window) for number in telling)
        return bool(telling) and (inside > (asked.verb in telling) or (near and says_it))
    return not asked.is_sure and 3 * inside >= 2 * len(asked.units)


def _names_something(window: Window) -> bool:
    """Has it a name, or a word with a capital that does not begin it?"""
    return bool(window.mentions) or any(token.capital for token in window.tokens[1:])


def _says_it(asked: Asked, held: Sequence[_Held]) -> bool:
    """Is what was done held in its own word, or one that nearly anything can be said by?"""
    verb = held[asked.verb]
    return asked.units[asked.verb].is_general or (verb is not None and verb[0] <= _FORM)


def _is_near(unit: Unit, window: Window) -> bool:
    """Does the heading, the item above or the sentence before hold it?"""
    return any(place_of(unit.phrase, forms) is not None for forms in (window.above, window.sentence_before))


def _is_label(window: Window, unit: Unit) -> bool:
    """Do the words before the first colon say the unit, and nothing else but a time?"""
    label, colon, _ = window.text.partition(":")
    dates = [(one.start, one.end) for one in dates_of(window)]
    said = [
        base_form(token.key)
        for token in window.tokens
        if token.end <= len(label)
        and not (vocabulary().explains(token.key) or token.key.isdigit())
        and not any(start <= token.start < end for start, end in dates)
    ]
    return bool(colon) and any(tuple(said) == phrase for phrase in (unit.phrase, *unit.alike))


def _held(unit: Unit, window: Window, near: int = 0, taken: frozenset[int] = frozenset()) -> _Held:
    """What it costs that a window holds a unit, and at which word, nearest to `near`; None where it does not.

    A word that is `taken`, since it is another word of the question, does not say this one in other words too.
    """
    place = _named_at(unit, window, near)
    if place is None:
        place = place_of(unit.words, [token.key for token in window.tokens], 0, near)
    if place is not None and (unit.iris or window.tokens[place].key == unit.words[0]):
        return _SAME, place
    if unit.is_name:
        return (_ABOVE, None) if place_of(unit.phrase, window.above, 0) is not None else None
    if (place := place_of(unit.phrase, window.forms, near=near)) is not None:
        return _FORM, place
    forms = tuple("" if place in taken else form for place, form in enumerate(window.forms)) if taken else window.forms
    alike = [place for phrase in unit.alike if (place := place_of(phrase, forms, near=near)) is not None]
    return (_ALIKE, min(alike, key=lambda one: abs(one - near))) if alike else _held_outside(unit, window)


def _named_at(unit: Unit, window: Window, near: int) -> int | None:
    """At which word a sentence names whom a unit can name."""
    starts = [one.start for one in window.mentions if one.iri in unit.iris]
    places = [next((n for n, token in enumerate(window.tokens) if token.end > start), 0) for start in starts]
    return min(places, key=lambda one: abs(one - near), default=None)


def _held_outside(unit: Unit, window: Window) -> tuple[float, None] | None:
    """What it costs that a unit stands above or before; a name before it only where a pronoun goes back to it."""
    goes_on = not unit.iris or any(token.key in PRONOUNS for token in window.tokens)
    outside = (
        (_ABOVE, window.above),
        (_ABOVE, window.sentence_before if goes_on else ()),
        (_BEFORE, window.before if goes_on else ()),
        (_TITLE, phrase_of(window.block.title)),
    )
    return next(((cost, None) for cost, forms in outside if place_of(unit.phrase, forms) is not None), None)


def _in_time(window: Window, periods: Sequence[Period]) -> bool:
    """Is it of the time that the question names, by its document's date or by its own words?"""
    if not periods:
        return True
    periods = [one.meeting or one for one in periods]
    days = [(one.earliest, one.latest) for text in (window.text, window.said_before) for one in dates_of(window, text)]
    try:
        day = date.fromisoformat(window.block.date)
        days.append((day, day))
    except ValueError:
        pass
    return all(
        any(
            (asked.latest is None or first is None or first <= asked.latest)
            and (asked.earliest is None or last is None or last >= asked.earliest)
            for first, last in days
        )
        for asked in periods
    )


def _has_subject(window: Window, asked: Asked, places: Mapping[int, int]) -> bool:
    """Did the one who is asked about do what is asked? So it is where nobody else is named between the two."""
    if "who" in asked.what:
        return _was_done_to(window, asked, places)
    doers = [number for number in range(asked.verb) if asked.units[number].iris and number in places]
    if not doers or asked.verb not in places:
        return True
    done = window.tokens[places[asked.verb]].start
    by = re.search(r"\bby\s+(?:the\s+)?$", window.text[: window.tokens[places[doers[-1]]].start])
    before = [one for one in window.mentions if one.start < done and "/person/" in one.iri]
    known = {iri for number in doers for iri in asked.units[number].iris}
    return bool(by) or not before or bool(known & {one.iri for one in together(window, before, before[-1])})


def _was_done_to(window: Window, asked: Asked, places: Mapping[int, int]) -> bool:
    """Is whoever it was done to, by the question, not the one who did it, by the sentence?"""
    place = places.get(asked.verb)
    if place is None or asked.is_object:
        return True
    after = (number for number in range(asked.verb + 1, len(asked.units)) if asked.units[number].iris)
    ends = [
        next((n for n, token in enumerate(window.tokens) if token.start >= one.end), len(window.tokens))
        for number in after
        for one in window.mentions
        if one.iri in asked.units[number].iris and "/person/" in one.iri and one.end <= window.tokens[place].start
    ]
    return not any(all(token.key in _ACTIVE for token in window.tokens[end:place]) for end in ends)


def _says_more(window: Window, asked: Asked, places: Mapping[int, int]) -> bool:
    """Does it tell something, where it is asked what, whether or who? A title that holds the words does not."""
    place = places.get(asked.verb)
    if "whether" in asked.what:
        verb, said = window.tokens[place].key if place is not None else "", asked.units[asked.verb].words[0]
        noun = verb.endswith(_NOUN_ENDINGS) and not said.endswith(_NOUN_ENDINGS)
        return not (noun or (asked.is_past and said.startswith(verb) and verb not in ("", said)))
    if "who" in asked.what and asked.is_past and place is not None:
        done = window.tokens[place]
        noun = done.key.endswith(_NOUN_ENDINGS) and not asked.units[asked.verb].words[0].endswith(_NOUN_ENDINGS)
        return not noun or "by" in window.forms or ":" in window.text[done.end : done.end + _LABEL]
    if asked.what:
        return True
    bare = frozenset(token.key for token in tokens(_LINK.sub(" ", window.text)))
    held = {word for unit in asked.units for phrase in (unit.phrase, *unit.alike) for word in phrase}
    more = [key for key in bare if not (vocabulary().fills(key) or key.isdigit() or base_form(key) in held)]
    return len(more) >= _SEVERAL


def _doubt(window: Window, asked: Asked, places: Mapping[int, int]) -> float | None:
    """What is added because what was asked is not sure to have happened; None where it did not."""
    place = places.get(asked.verb)
    first = max(0, place - _LOOK_BACK) if place is not None else 0
    tokens = window.tokens[first:place] if place is not None else ()
    before = [token.key for token in tokens]
    denied = any(vocabulary().negates(key) for key in before)
    if asked.is_negated:
        deny = denied or any(place_of(phrase, window.forms) is not None for phrase in _denied())
        return 0.0 if deny or any(vocabulary().negates(token.key) for token in window.tokens) else None
    if denied and "whether" not in asked.what:
        return None
    if asked.is_past and (
        not _future().isdisjoint(before) or any(map(_is_shortened, tokens)) or _is_to_be(tokens, begins=first == 0)
    ):
        return _AHEAD if asked.what <= {"whether"} else None
    return 0.0


def _is_shortened(token: Token) -> bool:
    """Is it `will` in short?"""
    return token.text.endswith(("'ll", "’ll"))


def _is_to_be(tokens: Sequence[Token], *, begins: bool) -> bool:
    """Do the words say that somebody is to do it: `Ann to mend`, `agreed to mend`?"""
    known = grammar("words")["before_to"].split()
    return any(
        one.key == "to" and (begins if place == 0 else tokens[place - 1].capital or tokens[place - 1].key in known)
        for place, one in enumerate(tokens)
    )


@cache
def _future() -> frozenset[str]:
    return frozenset(grammar("words")["future"].split())


@cache
def _denied() -> tuple[Phrase, ...]:
    return tuple(phrase_of(text) for text in grammar("words")["denied"].split(","))
