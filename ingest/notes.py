"""What a reader should know of a document: numbers that disagree, passages said twice, doubtful names."""

import re
from collections import defaultdict
from collections.abc import Iterator

from ingest.focus_lists import items_below
from ingest.reading import Reading
from kg.extraction import Note, Span
from kg.identifiers import name_key

_NUMBERS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
}
_COUNTED = re.compile(
    rf"\b(?P<number>{'|'.join(_NUMBERS)}|\d{{1,2}})\b(?!\s*(?:%|[ap]m|percent|(?:year|month|week|day|hour|minute)s?\b))",
    re.IGNORECASE,
)
_SHORTEST = 100
"""Code points from which on a passage said twice is worth a note."""


def find_notes(reading: Reading) -> Iterator[Note]:
    """Notes on the text itself, in text order within each kind."""
    yield from _miscounted(reading)
    yield from _repeated(reading)
    yield from _doubtful(reading)


def _miscounted(reading: Reading) -> Iterator[Note]:
    """A number that introduces a list of another length: `these four` above five items."""
    for number, block in enumerate(reading.structure.blocks):
        if block.kind not in ("paragraph", "item"):
            continue
        items = items_below(reading, number)
        sentences = list(reading.sentences(block))
        if len(items) < 2 or not sentences or not re.search(r":\s*$", reading.structure.content(block)):
            continue
        intro = sentences[-1]
        counted = list(_COUNTED.finditer(re.sub(r"\([^)]*\)", lambda m: " " * len(m.group()), reading.text(intro))))
        if not counted or re.search(
            r"\b(?:of the|at least|more than|up to|over|about|around)\s+$",
            reading.text(Span(intro.start, intro.start + counted[-1].start())),
        ):
            continue
        word = counted[-1].group("number").lower()
        said = _NUMBERS.get(word) or int(word)
        if said != len(items) and 2 <= said <= 20:
            yield Note(
                kind="contradiction",
                what=f"The text says {word}, but {len(items)} are listed.",
                rule="notes/miscounted-list",
                confidence=0.9,
                evidence=(intro, *(reading.structure.blocks[item].content for item in items[:3])),
                meeting=reading.sitting_of(number),
            )


def _repeated(reading: Reading) -> Iterator[Note]:
    """Passages that stand in the document more than once, word for word."""
    places: dict[str, list[Span]] = defaultdict(list)
    for block in reading.structure.blocks:
        words = reading.structure.content(block)
        if block.kind in ("paragraph", "item") and len(words) >= _SHORTEST:
            places[name_key(words)].append(block.content)
    for spans in places.values():
        if len(spans) > 1 and not reading.structure.sittings:
            yield Note(
                kind="repeated passage",
                what=f"This passage stands {len(spans)} times in the document.",
                evidence=tuple(spans[:4]),
                rule="notes/repeated-passage",
            )


def _doubtful(reading: Reading) -> Iterator[Note]:
    """Names that the rules doubt, for review."""
    for organisation in reading.organisations:
        if organisation.confidence < 0.5 and organisation.mentions:
            yield Note(
                kind="low confidence",
                what=f"{organisation.name} may be an organisation.",
                evidence=organisation.mentions[:4],
                rule="notes/doubtful-organisation",
                confidence=organisation.confidence,
            )
