"""Roles that a label gives to those behind it, or that stand in a table's column of roles.

Chairs: Ann Ash, Bo Bay          Scribe
                                         Ann Ash
"""

import re
from collections.abc import Iterator
from functools import cache

from ingest.attendance_labels import label_status
from ingest.blocks import Block
from ingest.people_names import fold, vocabulary
from ingest.reading import Mention, Reading
from ingest.roles_found import Found, singular
from ingest.roles_lexicon import is_office, is_only_role, is_role, spelt
from ingest.rules import load_rules
from kg.extraction import Span

_LABEL = re.compile(r"[ \t]*(?:[*+-][ \t]+)?[*_#\[ ]*(?P<label>[A-Z][\w/ &’'.-]{1,50}?)[\]*_ ]*:[*_]*[ \t]*")
_ALONE = re.compile(r"(?P<indent>[ \t]*)[*_#]*[ \t]*(?P<label>[A-Z][\w/ &’'-]{1,40}?)[*_]*(?P<colon>:?)[*_]*[ \t]*")
_BETWEEN = re.compile(r"(?:\W|\band\b|\b[A-Z][\w.]{0,12}\s|\([^()\n]*\))*")
_LONGEST = 200


def labelled(reading: Reading) -> Iterator[Found]:
    """The roles of those who stand behind a label that is a title, and in rows with a column of roles."""
    for mention in reading.mentions:
        if mention.entity.startswith("person/"):
            yield from _behind_label(reading, mention)
    yield from _entitled(reading)
    for block in reading.structure.blocks:
        if block.kind == "row" and any(fold(cell.header) in _role_headers() for cell in block.cells):
            yield from _in_columns(reading, block)


def _entitled(reading: Reading) -> Iterator[Found]:
    """`Chair Ann Ash, Members Bo Bay and Cy Day` in a list: offices right before the names."""
    for entry in reading.listed or ():
        office = spelt(" ".join((entry.prefix or "").split()))
        people = [m for m in reading.names_in(entry.name) if m.entity.startswith("person/")]
        if people and is_office(office) and office.lower() in vocabulary()["offices"]:
            evidence = Span(entry.span.start, max(entry.span.end, entry.name.end))
            yield Found(people[0].entity, office, reading.committee, evidence, "roles/entry", 0.85, basis="inferred")


def _behind_label(reading: Reading, mention: Mention) -> Iterator[Found]:
    text = reading.structure.text
    start = text.rfind("\n", 0, mention.span.start) + 1
    if mention.span.start - start > _LONGEST:
        return
    label = _LABEL.match(text, start, mention.span.start)
    opens = label.end() if label else start
    words = label["label"] if label else _line_above(text, start, mention)
    title = _title(words) if words else None
    if (
        not words
        or not title
        or not _only_names(reading, Span(opens, mention.span.start))
        or not _ends(text, mention.span.end)
    ):
        return
    day = reading.held_on(mention.span.start) if _key(words) in _of_the_day() else None
    whose = reading.committee if day or is_office(title) else None
    evidence = Span(start + len(text[start:opens]) - len(text[start:opens].lstrip()), mention.span.end)
    yield Found(mention.entity, title, whose, evidence, "roles/label", 0.85, day, day, "inferred")


def _line_above(text: str, start: int, mention: Mention) -> str | None:
    """The title that stands alone on the line above, less indented than the names under it."""
    above = text.rfind("\n", 0, max(0, start - 1)) + 1
    alone = _ALONE.fullmatch(text, above, max(above, start - 1)) if start else None
    indent = len(text[start : mention.span.start]) - len(text[start : mention.span.start].lstrip(" \t"))
    office = alone is not None and (is_office(alone["label"]) or _key(alone["label"]) in _of_the_day())
    return alone["label"] if alone and office and (alone["colon"] or indent > len(alone["indent"]) + 1) else None


def _title(label: str) -> str | None:
    """The title that a label gives: an office, a task at the meeting, or a title that surely is one."""
    words = _key(label)
    if words in _of_the_day():
        return _of_the_day()[words]
    if label_status(label) or words in load_rules("roles")["labels"]["never"]:
        return None
    one = _one(label.strip())
    return spelt(one) if is_office(one) or is_only_role(one) or (is_role(one) and " " in one) else None


def _key(label: str) -> str:
    return " ".join(label.lower().split())


def _one(label: str) -> str:
    """A title of several as one of them holds it: `Co-Chairs`, `Clerks to the Council`."""
    first = re.sub(r"\b(\w+[^s\W])s(?=$| (?:of|for|to)\b)", r"\1", singular(label))
    return first if is_role(first) else label


def _only_names(reading: Reading, span: Span) -> bool:
    text, low = reading.structure.text, span.start
    for mention in reading.names_in(span):
        if not _BETWEEN.fullmatch(text, low, mention.span.start):
            return False
        low = mention.span.end
    return _BETWEEN.fullmatch(text, low, span.end) is not None


def _ends(text: str, end: int) -> bool:
    """Whether a name is one of a list here, not the subject of a sentence."""
    return re.match(r"\s*(?:$|\n|[,;.(|&/@\[*_]|and\b|\s{2,}|[-–—])", text[end : end + 12]) is not None


def _in_columns(reading: Reading, block: Block) -> Iterator[Found]:
    """`| Ann Ash | Trust appointed, Chair |` under a header such as `Role` or `Type`."""
    people = [m for m in reading.names_in(block.content) if m.entity.startswith("person/")]
    cells = [cell for cell in block.cells if fold(cell.header) in _role_headers()]
    if not people or len({m.entity for m in people}) > 1:
        return
    for cell in cells:
        words = reading.text(cell.span).strip(" *_")
        parts = [part.strip() for part in re.split(r"[,;/]| and (?=[A-Z])", words)]
        for title in [part for part in parts if is_role(part)] or [words]:
            if re.fullmatch(r"[A-Z][\w’' &(),/-]{2,60}", title):
                whose = reading.committee if is_office(spelt(title)) else None
                yield Found(people[0].entity, title, whose, block.content, "roles/column", 0.8, basis="inferred")


@cache
def _role_headers() -> frozenset[str]:
    return frozenset((*load_rules("attendance")["columns"]["role"], *load_rules("roles")["labels"]["columns"]))


@cache
def _of_the_day() -> dict[str, str]:
    return dict(load_rules("roles")["tasks"])
