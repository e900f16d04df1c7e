"""What a question asks, whatever its kind: what is to be told, and every word that must be accounted for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from search.understanding_grammar import Token, grammar, vocabulary
from search.understanding_words import Words
from search.wording import Phrase, base_form, is_form_of, phrase_of, said_alike, thesaurus

ASKED = ("who", "when", "where", "why", "how_much", "how_many")
"""Concepts that say what is to be told."""
_NEEDLESS = frozenset((*ASKED, "negated"))
"""Concepts whose words need not stand in a sentence."""
_IN_TWO = frozenset(("how_many", "how_much", "why"))
"""Concepts of which the sentence behind the one that says what it is about may tell."""
_COMING = frozenset(("came", "come", "comes", "went", "go"))
"""Words before `to` and what was done, which say nothing more, near the beginning of a question."""
_LATE = 3
_FEW = 2
_ARTICLES = frozenset(("a", "an", "the", "any", "some"))
BEING = frozenset("is are was were be been being got".split())
"""Words before what was done to somebody or something."""
_PAST = frozenset("did was were has have had".split())
_WHETHER = re.compile(r"(?:did|has|have|had|is|was|were|are|does|do|can|will)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unit:
    """Words of a question that say one thing: a name, a word, or a phrase that the data knows."""

    words: tuple[str, ...]
    """Name keys of the words."""
    phrase: Phrase
    alike: frozenset[Phrase]
    iris: frozenset[str] = frozenset()
    """Whom it can name."""
    is_name: bool = False
    """Is it written as a name, which nobody on record has?"""
    is_whole: bool = False
    """Does it say what was done and of what, as `gave a talk` does?"""
    is_type: bool = False
    """Does it say of what sort the answer is: `which course …`?"""
    is_general: bool = False
    """Can nearly any sentence say it, as `decide` is said by `reject`?"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be told, and the units that a sentence must account for, in the order of the question."""

    what: frozenset[str]
    """Of ASKED, and `whether`."""
    units: tuple[Unit, ...]
    verb: int
    """Which unit is most likely what was done."""
    is_sure: bool
    """Does its form say that it is?"""
    is_past: bool
    is_negated: bool
    is_object: bool
    """Is it asked to whom something was done, and not who did it?"""
    is_current: bool = False
    """Is it asked how things stand, so that the latest word counts?"""

    is_scarce: bool = False
    """Is it asked which one did or underwent something, and no more, so that only one sentence may say so?"""
    is_passive: bool = False
    in_two: bool = False
    """May two sentences side by side tell it: several things, or what somebody said to something?"""

    def may_be_in(self, forms: frozenset[str]) -> bool:
        """Can a text with these base forms hold all that a sentence cannot do without? Names may stand in any form."""
        needed = (unit for unit in self.units if not (unit.iris or self.can_lack(unit)))
        return all(
            any(
                phrase[0] in forms or any(is_form_of(one, phrase[0]) for one in forms)
                for phrase in (unit.phrase, *unit.alike)
            )
            for unit in needed
        )

    def can_lack(self, unit: Unit) -> bool:
        """Can a sentence do without it, since it is general, or a sort, and others say what was done?"""
        others = sum(not (one.is_type or one.is_general) for one in self.units)
        if unit.is_type:
            return others >= _FEW or self.is_scarce
        return unit.is_general and unit is not self.units[self.verb] and len(self.units) > _FEW


def asked_in(words: Words) -> Asked | None:
    """What a question asks; None where it has too few words of its own to tell one sentence from others."""
    units = tuple(_sorted_out(words, list(_wholes(words, list(_units(words))))))
    what = frozenset(words.concepts & set(ASKED))
    if _WHETHER.match(words.question.strip()):
        what |= {"whether"}
    if "how_many" in what and "how_much" in what:
        what -= {"how_many"}
    if "whether" in what:
        units = tuple(replace(unit, alike=unit.alike | _answering_no(unit.phrase)) for unit in units)
    if "how_many" in what and "people" in words.concepts:
        units = tuple(_people(unit) if _is_presence(words, unit) else unit for unit in units)
    stock = bool({"how_many", "how_much"} & what) and _asks_for_stock(words.tokens)
    if stock:
        units = (*units, _unit(words.tokens[-1:]))
    if "until" in words.concepts:
        units = (*units, Unit(("until",), ("until",), said_alike(("until",))))
    if all(unit.iris or unit.is_name for unit in units):
        return None
    keys = [token.key for token in words.tokens]
    verb = _verb(words.tokens, units)
    past = not _PAST.isdisjoint(keys[:3]) or is_past_form(units[verb].words[0])
    ahead = not {"will", "shall", "going", "should", "must"}.isdisjoint(keys) or keys[:2] in (
        ["who", "is"],
        ["who", "s"],
    )
    others = [unit for unit in units if not unit.is_type]
    return Asked(
        what,
        units,
        verb,
        is_sure=units[verb].is_general or is_past_form(units[verb].words[0]),
        is_past=past and not ahead,
        is_negated="negated" in words.concepts,
        is_object=keys[:1] == ["whom"] or (keys[:1] == ["who"] and keys[1:2] == ["did"]),
        is_current=stock or "whether" in what,
        is_scarce=len(others) == 1 < len(units) and is_past_form(others[0].words[0]) and not others[0].is_general,
        is_passive=bool(BEING.intersection(keys[max(0, keys.index(units[verb].words[0]) - 2) :][:2])),
        in_two=len(what) > 1 or units[verb].is_general or bool(what & _IN_TWO) or any(one.is_type for one in units),
    )


def _units(words: Words) -> Iterator[Unit]:
    named = {name.start: name for name in words.names if name.found != "like"}
    strange = dict(_strange(words))
    own = set(words.committees)
    needless = _needless(words)
    place = 0
    while place < len(words.tokens):
        name = named.get(place)
        if name:
            iris = frozenset(candidate.iri for candidate in name.candidates)
            if iris.isdisjoint(own):
                yield _unit(words.tokens[place : name.end], iris)
            place = name.end
        elif (end := _phrase_end(words.tokens, place)) > place + 1 and place not in strange:
            yield _unit(words.tokens[place:end])
            place = end
        elif place in strange:
            yield replace(_unit(words.tokens[place : strange[place]]), alike=frozenset(), is_name=True)
            place = strange[place]
        elif needless[place]:
            place += 1
        else:
            yield _unit(words.tokens[place : place + 1])
            place += 1


def _wholes(words: Words, units: list[Unit]) -> Iterator[Unit]:
    """The units, the only one with the verb that it stands with: `gave a talk` is said as such."""
    if len(units) > 1 or not units or units[0].iris or units[0].is_name:
        yield from units
        return
    if len(units[0].words) > 1:
        yield replace(units[0], is_whole=True)
        return
    keys = [token.key for token in words.tokens]
    first = keys.index(units[0].words[0])
    before = [key for key in keys[:first] if key not in _ARTICLES]
    light = frozenset(grammar("words")["light"].split())
    if before and base_form(before[-1]) in map(base_form, light):
        phrase = (base_form(before[-1]), *units[0].phrase)
        yield Unit((before[-1], *units[0].words), phrase, units[0].alike, is_whole=True)
    else:
        yield units[0]


def _sorted_out(words: Words, units: list[Unit]) -> Iterator[Unit]:
    """The units, with those marked that follow `which` or `what` at once."""
    keys = [token.key for token in words.tokens]
    sorts: set[str] = set()
    if keys[:1] and keys[0] in ("which", "what"):
        for place in range(1, len(keys)):
            if vocabulary().fills(keys[place]) or is_past_form(keys[place]):
                break
            sorts.add(keys[place])
    for unit in units:
        yield replace(unit, is_type=not unit.iris and set(unit.words) <= sorts)


def _is_presence(words: Words, unit: Unit) -> bool:
    """Does it say that somebody came, which goes without saying where people are counted?"""
    return any(tag == "attend" and words.tokens[start].key in unit.words for start, _end, tag in words.tags)


def _people(unit: Unit) -> Unit:
    """What is looked for where people are counted: they themselves, or that they came."""
    return replace(unit, words=("people",), phrase=phrase_of("people"), alike=unit.alike | {unit.phrase})


def _answering_no(phrase: Phrase) -> frozenset[Phrase]:
    return thesaurus().opposite.get(phrase, frozenset())


def _asks_for_stock(tokens: Sequence[Token]) -> bool:
    """Does it ask how many there are, `… does the club have`, or `… are there`?"""
    return tokens[-1].key in ("have", "has", "had", "there")


def _strange(words: Words) -> Iterator[tuple[int, int]]:
    """Where several words stand that are written as one name, and name nobody on record: `[start, end)`."""
    for text in words.unknown:
        inside = [place for place, token in enumerate(words.tokens) if text.startswith(token.text)]
        starts = [place for place in inside if _spoken(words, place, len(text)) == text]
        for start in starts[:1]:
            end = words.tokens[start].start + len(text)
            yield start, next(n for n, token in enumerate(words.tokens, 1) if token.end >= end)


def _spoken(words: Words, place: int, length: int) -> str:
    start = words.tokens[place].start
    return words.question[start : start + length]


def _needless(words: Words) -> list[bool]:
    """Which words of the question a sentence need not hold."""
    known = frozenset(grammar("words")["needless"].split())
    needless = [
        token.key in known or token.key in words.own or vocabulary().fills(token.key) or words.in_period(token)
        for token in words.tokens
    ]
    for place, (token, behind) in enumerate(pairwise(words.tokens)):
        needless[place] = needless[place] or (token.key in _COMING and behind.key == "to" and place < _LATE)
    for place, token in enumerate(words.tokens[2:], 2):
        counted = words.tokens[place - 1].key == "many" and token.key in grammar("words")["counted"].split()
        needless[place] = needless[place] or counted
    for start, end, concept in words.tags:
        if concept in _NEEDLESS:
            needless[start:end] = [True] * (end - start)
    return needless


def _phrase_end(tokens: Sequence[Token], place: int) -> int:
    """The end of the longest phrase that the data knows, or of the one word."""
    known = thesaurus()
    for length in range(min(known.longest, len(tokens) - place), 1, -1):
        phrase = tuple(base_form(token.key) for token in tokens[place : place + length])
        if phrase in known.same or phrase in known.kinds:
            return place + length
    return place + 1


def _unit(tokens: Sequence[Token], iris: frozenset[str] = frozenset()) -> Unit:
    phrase = tuple(base_form(token.key) for token in tokens)
    general = phrase in _general()
    keys = tuple(token.key for token in tokens)
    return Unit(keys, phrase, frozenset() if iris else said_alike(phrase), iris, is_general=general)


def _verb(tokens: Sequence[Token], units: Sequence[Unit]) -> int:
    """The unit that looks most like a verb in the past; behind `did` a general one; else the first that is no name."""
    plain = [n for n, unit in enumerate(units) if not (unit.iris or unit.is_name)]
    past = [n for n in plain if is_past_form(units[n].words[0])]
    helped = not {"did", "does", "do"}.isdisjoint(token.key for token in tokens[:3])
    general = [n for n in plain if helped and units[n].is_general]
    return (past or general or plain)[0]


def is_past_form(key: str) -> bool:
    return key.endswith("ed") or (key != base_form(key) and key in past_forms())


@cache
def _general() -> frozenset[Phrase]:
    return frozenset(map(phrase_of, grammar("words")["general"].split(",")))


@cache
def past_forms() -> frozenset[str]:
    """Irregular forms of verbs."""
    return frozenset(form for line in grammar("words")["forms"].split(",") for form in line.split()[1:])


def words_asked(words: Words) -> list[str]:
    """The units of a question as they are shown."""
    asked = asked_in(words)
    return [" ".join(unit.words) for unit in asked.units] if asked else []
