"""Sections that go through areas of work: `## Workstreams` above sub-headings, bold paragraphs or list items."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import cast

from ingest.focus_entries import MARKS, Area, clean, label_at, leaders, list_rules, listed, noun_number, status_in
from ingest.focus_enumerations import parts
from ingest.focus_terms import term_of
from ingest.labels import is_in
from ingest.reading import Block, Reading
from ingest.rules import load_rules
from kg.extraction import FocusStatus, Span

_NUMBER = re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2})*|[ivx]+|[a-h])[.):]?\s+(?=\S)", re.IGNORECASE)
_BOLD = re.compile(r"\s*(\*\*|__)(?=[^\W_])[^*\n]{2,80}?\1")
_ENDS = re.compile(r"[\s*_]*(?:$|\n|[:;(.]|[–—-]\s)")
_LONGEST = 8
"""Words of a label under a heading."""


def sectioned(reading: Reading, at: int) -> list[Area]:
    """The areas below block `at` where it is the heading of a section that goes through them; none fewer than two.

    All entries of a section are alike: sub-headings, paragraphs that open in bold, or list items that open with
    a label. Where most of them open with none, or with somebody's name, the section tells something else.
    """
    if _reviews(reading, at):
        ways = [_bold_below]
    elif _heads(reading, at):
        ways = [_below, _bold_below, _items_below]
    else:
        return []
    for entries in (way(reading, at) for way in ways):
        if len(entries) > 1:
            groups = [_standing_together(reading, at, *entry) or _area(reading, at, *entry) for entry in entries]
            return [area for group in groups for area in group] if all(groups) else []
    return []


def _heads(reading: Reading, at: int) -> bool:
    """Does block `at` head a section that goes through areas?"""
    block = reading.structure.blocks[at]
    content = reading.structure.content(block)
    if block.kind != "heading" and not _BOLD.fullmatch(content):
        return False
    words = content.strip(" *_:#")
    mark = _NUMBER.match(words)
    return len(words) <= 70 and list_rules()["section"].fullmatch(words, mark.end() if mark else 0) is not None


def _reviews(reading: Reading, at: int) -> bool:
    """Is block `at` a line that says the areas are gone through, right above a paragraph that opens in bold?"""
    blocks = reading.structure.blocks
    if blocks[at].kind != "paragraph" or at + 1 >= len(blocks) or not _opens_bold(reading, blocks[at + 1]):
        return False
    words = reading.structure.content(blocks[at])
    return len(words) < 160 and list_rules()["reviewed"].search(words) is not None


_Entry = tuple[int, int]
"""The block that an area opens, and the first one that is not of it."""


def _closing(reading: Reading, at: int) -> int:
    """The block that ends the section which block `at` heads."""
    blocks = reading.structure.blocks
    level = blocks[at].level if blocks[at].kind == "heading" else 99
    for number in range(at + 1, len(blocks)):
        if blocks[number].kind == "heading" and blocks[number].level <= level:
            return number
    return len(blocks)


def _spans(starts: list[int], end: int) -> list[_Entry]:
    return list(zip(starts, [*starts[1:], end], strict=False))


def _below(reading: Reading, at: int) -> list[_Entry]:
    blocks, end = reading.structure.blocks, _closing(reading, at)
    heads = [number for number in range(at + 1, end) if blocks[number].kind == "heading"]
    level = min((blocks[number].level for number in heads), default=0)
    return _spans([number for number in heads if blocks[number].level == level], end)


def _bold_below(reading: Reading, at: int) -> list[_Entry]:
    end = _closing(reading, at)
    inside = range(at + 1, end)
    return _spans([number for number in inside if _opens_bold(reading, reading.structure.blocks[number])], end)


def _opens_bold(reading: Reading, block: Block) -> bool:
    """Does a paragraph open in bold, or is it a heading, as one that is all bold is read?"""
    return block.kind == "heading" or (
        block.kind == "paragraph" and _BOLD.match(reading.structure.content(block)) is not None
    )


def _items_below(reading: Reading, at: int) -> list[_Entry]:
    """The outermost list items, where they stand right below; a sentence before them leads over to what they are."""
    blocks, end = reading.structure.blocks, _closing(reading, at)
    if at + 1 < end and blocks[at + 1].kind != "item":
        return []
    items = [number for number in range(at + 1, end) if blocks[number].kind == "item"]
    level = min((blocks[number].level for number in items), default=0)
    return _spans([number for number in items if blocks[number].level == level], end)


@cache
def _states() -> dict[str, re.Pattern[str]]:
    """What a label says of all areas behind or below it, by the status that it tells."""
    states = load_rules("focus")["standing"]
    ending = r"[\s*_]*(?::[\s*_]*|$)"
    return {status: re.compile(rf"[\s*_]*{words}{ending}", re.IGNORECASE) for status, words in states.items()}


def _standing_together(reading: Reading, at: int, number: int, end: int) -> list[Area]:
    """The areas of an entry that is a status: `Dropped: Lamps, Docks`, or such a word above a list of them."""
    blocks = reading.structure.blocks
    content = blocks[number].content
    for status, pattern in _states().items():
        match = pattern.match(reading.structure.text, content.start, content.end)
        if match is None:
            continue
        term = term_of(reading, at, blocks[at].content)
        if match.end() < content.end:
            found = list(parts(reading, number, Span(match.end(), content.end), term))
        else:
            found = list(listed(reading, [n for n in range(number + 1, end) if blocks[n].kind == "item"], term))
        return [replace(area, status=cast(FocusStatus, status), rule="focus/section", proof=content) for area in found]
    return []


def _area(reading: Reading, at: int, number: int, end: int) -> list[Area]:
    text, block = reading.structure.text, reading.structure.blocks[number]
    mark = _NUMBER.match(text, block.content.start, block.content.end) if block.kind == "heading" else None
    content = Span(mark.end() if mark else block.content.start, block.content.end)
    span = label_at(text, _behind_noun(text, content))
    label = clean(text[span.start : span.end]) if span else ""
    if span is None or not is_label(reading, span, label) or not _ENDS.match(text, span.end, content.end):
        return []
    below = reading.structure.blocks[number + 1 : end]
    told = [Span(span.end, content.end), *(other.content for other in below if other.kind in ("paragraph", "item"))]
    rest = text[span.end : content.end].strip(MARKS + "-–—()")
    area = Area(label, span, term_of(reading, at, reading.structure.blocks[at].content), rest, rest or None)
    led_by = leaders(reading, span, content) or _labelled(reading, told)
    area = replace(area, led_by=led_by, rule="focus/section", block=number)
    for status, proof in standing(reading, told):
        return [replace(area, status=status, proof=proof)]
    return [area]


def _behind_noun(text: str, content: Span) -> Span:
    """An entry without the noun and number that it may open with: `Priority 2 – Lamps`."""
    noun = noun_number().match(text, content.start, content.end)
    return Span(noun.end(), content.end) if noun else content


def is_label(reading: Reading, span: Span, label: str) -> bool:
    """Do these words name a thing, and neither somebody nor a part that any meeting's record has?"""
    if not label[:1].isupper() or len(label.split()) > _LONGEST or is_in(label, "attendance", "sections", "fields"):
        return False
    named = reading.names_in(span)
    return not any(name.span.start == span.start and name.entity.startswith("person/") for name in named)


def standing(reading: Reading, told: list[Span]) -> Iterator[tuple[FocusStatus, Span]]:
    """What the words behind a label say of how it stands, where a clause opens with it."""
    for place in told[:3]:
        for clause in re.finditer(r"(?:[^.;:,()\n|–—-]|(?<=\w)-(?=\w))+", reading.text(place)):
            status = status_in([clause.group().strip()])
            if status != "active":
                yield status, Span(place.start + clause.start(), place.start + clause.end())


_LEAD = re.compile(
    r"\b(?:lead|leads|led by|owner|champion|sponsor|convenor|convener|chair)s?\s*[*_]*:?\s+", re.IGNORECASE
)


def _labelled(reading: Reading, told: list[Span]) -> tuple[str, ...]:
    """Who leads, as a label right below says: `Lead: Ann Ash`."""
    for place in told[:2]:
        match = _LEAD.match(reading.structure.text, place.start, place.end)
        names = reading.names_in(Span(match.end(), place.end)) if match else []
        if match and names and names[0].span.start - match.end() < 3:
            return (names[0].entity,)
    return ()
