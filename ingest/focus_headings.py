"""Areas of work that are headings: `### 2. Outreach`, with `Lead: Ann. Status: dropped` in the lines below."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from ingest.focus_entries import Area, label_at, leaders, noun_number, status_in
from ingest.focus_lists import counted_areas
from ingest.reading import Reading
from ingest.rules import load_rules
from kg.extraction import Span

_NUMBER = re.compile(r"(?:\d+|[ivx]+)[.):]\s+", re.IGNORECASE)


@cache
def _labels() -> dict[str, re.Pattern[str]]:
    """What stands behind `Lead:` and `Status:`, up to the end of the sentence."""
    return {
        name: re.compile(rf"(?:^|[\s*_|(;.])(?:{'|'.join(words)})\s*[*_]*:\s*(?P<told>[^.;\n|]+)", re.IGNORECASE)
        for name, words in load_rules("focus")["under_heading"].items()
    }


def headed(reading: Reading) -> Iterator[Area]:
    """The areas among the headings, in text order.

    Headings side by side are areas where most of them have a line that says how each stands, or where they are
    numbered and as many as a sentence above counts (`a list of five focus areas`).
    """
    blocks = reading.structure.blocks
    siblings: dict[tuple[int, tuple[str, ...]], list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        if block.kind == "heading":
            siblings[block.level, block.section].append(number)
    found: list[Area] = []
    for group in siblings.values():
        standing = [number for number in group if _told(reading, number, "status")]
        counted = _counted_before(reading, group)
        if len(group) > 1 and (counted or len(standing) * 2 > len(group)):
            found += [_area(reading, number, counted) for number in group]
    yield from sorted([*found, *_numbered(reading)], key=lambda area: area.span)


def _numbered(reading: Reading) -> Iterator[Area]:
    """The areas that open with their noun and number, where there are two of a noun: `Priority 1: Lamps`."""
    groups: dict[str, dict[int, re.Match[str]]] = defaultdict(dict)
    for number, block in enumerate(reading.structure.blocks):
        match = noun_number().match(reading.structure.text, block.content.start, block.content.end)
        if match and block.kind != "row":
            groups[match["noun"].lower()][number] = match
    for group in groups.values():
        if len({match["number"] for match in group.values()}) > 1:
            for number, match in group.items():
                yield _area(reading, number, None, match.end())


def _area(reading: Reading, number: int, counted: Span | None, start: int | None = None) -> Area:
    text, content = reading.structure.text, reading.structure.blocks[number].content
    mark = _NUMBER.match(text, content.start, content.end)
    label = Span(start or (mark.end() if mark else content.start), content.end)
    if start:
        label = label_at(text, label) or label
    led, state = _told(reading, number, "lead"), _told(reading, number, "status")
    return Area(
        text[label.start : label.end].strip(" *_"),
        label,
        _term(reading, number, counted),
        led_by=tuple(dict.fromkeys(name.entity for name in reading.names_in(led)))
        if led
        else (leaders(reading, label, content) if start else ()),
        rule="focus/heading",
        block=number,
        status=status_in([reading.text(state)]) if state else "active",
        proof=state,
    )


def _told(reading: Reading, number: int, what: str) -> Span | None:
    """The words behind a label of the block right below a heading."""
    below = reading.structure.blocks[number + 1 : number + 2]
    if not below or below[0].kind == "heading":
        return None
    start = below[0].content.start
    match = _labels()[what].search(reading.text(below[0].content))
    return Span(start + match.start("told"), start + match.end("told")) if match else None


def _counted_before(reading: Reading, group: Sequence[int]) -> Span | None:
    """The sentence above numbered headings that counts as many areas as they are."""
    blocks, text = reading.structure.blocks, reading.structure.text
    if not all(_NUMBER.match(text, blocks[number].content.start) for number in group):
        return None
    for block in reversed(blocks[: group[0]]):
        for sentence in reversed(list(reading.sentences(block))):
            if counted_areas(reading.text(sentence)) == len(group):
                return sentence
    return None


def _term(reading: Reading, number: int, counted: Span | None) -> str | None:
    """The year that the headings above tell, else that of the sentence which counts them, else the document's."""
    years = [
        year for heading in reading.structure.blocks[number].section for year in re.findall(r"\b20\d\d\b", heading)
    ]
    dates = reading.dates_in(counted) if counted else []
    told = years[-1:] or [date.when.edtf[:4] for date in dates] or [(reading.document.date or "")[:4]]
    return told[0] or None
