"""Who leads an area of work, as sentences tell: `Ann Ash will lead Lamps, Bo Bay Docks`, `Lamps is led by Ann Ash`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingest.focus_drafts import Draft, told_sentences
from ingest.focus_places import FocusPlaces
from ingest.reading import Reading
from ingest.rules import load_rules
from kg.extraction import Span


@dataclass(frozen=True, slots=True)
class _Named:
    """What a sentence names: one or more areas, or one or more people or groups, side by side."""

    span: Span
    ids: tuple[str, ...]
    leads: bool
    """Are these people or groups?"""


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in load_rules("focus")["leads"].items()}


def lead(reading: Reading, drafts: list[Draft], places: FocusPlaces) -> None:
    """Names the leads of areas whose own entry names none."""
    by_id = {draft.id: draft for draft in drafts if not draft.led_by}
    for number, sentence in told_sentences(reading):
        words = reading.text(sentence)
        if not by_id or not _rules()["verb"].search(words):
            continue
        for area, leaders in _pairs(reading, sentence, number, places):
            for identifier in area:
                if identifier in by_id:
                    by_id[identifier].led_by.update(dict.fromkeys(leaders))


def _pairs(
    reading: Reading, sentence: Span, number: int, places: FocusPlaces
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """(areas, who leads them) of a sentence, in text order; once one is told, the verb may be left out."""
    named = _named(reading, sentence, places)
    this = len(named) == 1 and _rules()["this"].match(reading.text(Span(named[0].span.end, sentence.end)))
    if (this or _rules()["back"].match(reading.text(sentence))) and named and named[0].leads:
        own = places.at(sentence, number)
        yield ((own,) if own else ()), named[0].ids
        return
    told = False
    place = 0
    while place + 1 < len(named):
        one, other = named[place], named[place + 1]
        after = reading.text(Span(other.span.end, sentence.end))
        between = reading.text(Span(one.span.end, other.span.start))
        if one.leads != other.leads and _joins(one.leads, between, after, told):
            told = True
            yield (other.ids, one.ids) if one.leads else (one.ids, other.ids)
            place += 2
        else:
            place += 1


def _joins(leader_first: bool, between: str, after: str, told: bool) -> bool:
    rules = _rules()
    if told and rules["again"].fullmatch(between):
        return True
    if leader_first:
        return rules["leads"].fullmatch(between) is not None
    return rules["led_by"].fullmatch(between) is not None or bool(
        rules["which"].fullmatch(between) and rules["leading"].match(after)
    )


def _named(reading: Reading, sentence: Span, places: FocusPlaces) -> list[_Named]:
    """The areas and the people of a sentence in text order, those side by side as one."""
    areas = [_Named(span, (identifier,), leads=False) for span, identifier in places.spans_in(sentence)]
    people = [
        _Named(name.span, (name.entity,), leads=True)
        for name in reading.names_in(sentence)
        if not any(name.span.start < area.span.end and area.span.start < name.span.end for area in areas)
    ]
    found: list[_Named] = []
    for each in sorted([*areas, *people], key=lambda named: named.span.start):
        last = found[-1] if found else None
        if last and last.leads == each.leads and _side_by_side(reading, last.span, each.span):
            found[-1] = _Named(Span(last.span.start, each.span.end), (*last.ids, *each.ids), each.leads)
        else:
            found.append(each)
    return found


def _side_by_side(reading: Reading, one: Span, other: Span) -> bool:
    return _rules()["and"].fullmatch(reading.text(Span(one.end, other.start))) is not None
