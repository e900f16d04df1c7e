"""Header fields of a text as written: front matter, `Date:` lines, bylines, `Held on …`."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache

from ingest.blocks import Block
from ingest.labels import key, label_at, plain
from ingest.lines import front_matter
from ingest.rules import load_rules

_FIRST_BLOCKS = 25
_LONGEST = 200
_PAIR = re.compile(r"^[ \t]*[\"']?([\w -]+?)[\"']?[ \t]*[:=][ \t]*(.*?)[ \t\r]*$")
_ITEM = re.compile(r"^[ \t]*-[ \t]+(?:name:[ \t]*)?(.+?)[ \t\r]*$")
_BYLINE = re.compile(
    r"(?i:(?:written |posted |published )?by):?\s+(?P<who>[^\W\d_a-z][^\n.!?;:]{2,60}?)(?:,?\s+on\s+[^\n]*\d{4})?"
)
_SIGNED = re.compile(
    r"(?:(?<!led )(?<!run )(?<!chaired )(?<!headed )(?<!owned )(?<!hosted )(?<!moved )(?<!seconded )(?<!proposed )"
    r"\b(?:[Bb]y|BY)|^(?:Report )?(?:of|from):?"
    r"|\b(?:letter|message|report|note|update)\b.{0,40}\bfrom(?: the [^,]{3,60},)?)\s+"
    r"(?P<who>(?:[A-Z][\w.’'-]*\s+){1,5}?[A-Z][\w’'-]+)(?=\s*(?:[,(|–—-]|on\b|$))"
)
_DATELINE = re.compile(
    r"(?:(?:posted|published|presented|written|prepared|issued|submitted|dated|updated|by)\b.*?|[^.!?]{0,60}?,\s*)?"
    r"(?<!\d)(?P<date>(?:\w+day,?\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\s+\w+|\w+\s+\d{1,2}(?:st|nd|rd|th)?,)"
    r"\s+(?:19|20)\d\d)\b.{0,60}",
    re.IGNORECASE,
)
_A_DAY = (
    r"(?:\w+day,?\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Z]\w+,?|[A-Z]\w+\s+\d{1,2}(?:st|nd|rd|th)?,)\s+(?:19|20)\d\d"
    r"|20\d\d-\d\d-\d\d"
)
_A_NAME = r"(?:[A-Z][\w.’'-]*\s+){1,4}?[A-Z][\w’'-]+"
_DOTTED = re.compile(
    rf"\W*(?:(?P<date>{_A_DAY})\s*[·•|]\s*(?:by\s+)?(?P<who>{_A_NAME})"
    rf"|(?:by\s+)?(?P<name>{_A_NAME})(?:,[^·•|]*)?\s*[·•|]\s*(?P<day>{_A_DAY}))"
    r"(?:\s*[,·•|–—(].*)?"
)
"""A byline in parts: `9 January 2025 · Ann Ash, Chair · 6 minute read`, `Ann Ash | 9 January 2025`."""
_STARTED = re.compile(
    r"#startmeeting[ \t]+(?P<name>\S[^\n]*)"
    r"|Meeting started (?:\w{3} )?(?P<day>[A-Z][a-z]{2} \d{1,2}) [\d:]+ (?P<year>(?:19|20)\d\d)\b"
)
"""How the log of a meeting in a chat begins."""
_TOP_LINES = 8
_DISTRIBUTED = re.compile(r"\W*distr(?:ibution|\.)", re.IGNORECASE)
_HELD = re.compile(r"(?:meeting )?(?:was )?held (?:on|at)\b.{0,150}", re.IGNORECASE)


def header(text: str, blocks: tuple[Block, ...]) -> dict[str, str]:
    """The fields `title`, `date`, `author`, `committee`, `kind` that a text states about itself, as written.

    Front matter comes before lines. Several authors are joined by `; `. Fields that are not stated are absent.
    """
    found: dict[str, str] = {}
    for label, value in [*_front_fields(text), *_line_fields(text, blocks)]:
        field = _field(label)
        if field and value and field not in found and len(value) <= _LONGEST:
            found[field] = value
    return found


@cache
def _fields() -> dict[str, str]:
    lists = load_rules("metadata")["fields"].items()
    return {label: field for field, labels in reversed(list(lists)) for label in labels}


def _field(label: str) -> str | None:
    return _fields().get(key(label))


def _front_fields(text: str) -> Iterator[tuple[str, str]]:
    written, end = front_matter(text)
    if text.lstrip("\ufeff").startswith("+++"):
        yield from _toml_fields(written)
        return
    if end:
        yield from _pairs(written.split("\n"))


def _toml_fields(written: str) -> Iterator[tuple[str, str]]:
    try:
        table = tomllib.loads(written)
    except tomllib.TOMLDecodeError:
        yield from _pairs(written.split("\n"))
        return
    for label, value in table.items():
        values = value if isinstance(value, list) else [value]
        yield label, "; ".join(str(each) for each in values if not isinstance(each, dict))


def _pairs(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """`key: value` lines of a small YAML header; a list under a key, or in square brackets, is joined by `; `."""
    label, values = "", list[str]()
    for line in lines:
        item = _ITEM.match(line)
        pair = None if item else _PAIR.match(line)
        if item and label:
            values.append(_unquoted(item.group(1)))
        elif pair and not line.startswith((" ", "\t")):
            if label:
                yield label, "; ".join(filter(None, values))
            label, written = pair.group(1), pair.group(2)
            parts = written[1:-1].split(",") if written.startswith("[") and written.endswith("]") else [written]
            values = [_unquoted(part) for part in parts]
    if label:
        yield label, "; ".join(filter(None, values))


def _unquoted(value: str) -> str:
    return value.strip().strip("\"'").strip()


def _line_fields(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
    for number, block in enumerate(blocks[:_FIRST_BLOCKS]):
        words = text[block.content.start : block.content.end]
        if started := _STARTED.match(words):
            yield (
                ("title", started["name"].strip())
                if started["name"]
                else ("date", f"{started['day']} {started['year']}")
            )
            continue
        if block.kind == "row":
            filled = [cell for cell in block.cells if cell.span.start < cell.span.end]
            for label, value in zip(filled[::2], filled[1::2], strict=False):
                yield text[label.span.start : label.span.end], plain(text[value.span.start : value.span.end])
            continue
        stated = label_at(text, block.content.start, block.content.end) if not block.speaker else None
        if stated:
            yield text[stated[0] : stated[1]], plain(text[stated[2] : block.content.end].split("\n", maxsplit=1)[0])
        elif held := _HELD.match(plain(words)) or (
            block.kind == "heading" and not words[:1].isdigit() and _HELD.search(words)
        ):
            yield "date", plain(held.group())
        elif number < 6 and len(words) < 80 and (byline := _BYLINE.fullmatch(plain(words))):
            yield "author", byline.group("who").strip()
    yield from _bylines(text, blocks)
    yield from _authors_section(text, blocks)


def _bylines(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
    """Who wrote the text and when, from short lines at its top: `By Ann Ash, Chair, 3 May 2021`."""
    top = [line for block in blocks[:_TOP_LINES] for line in text[block.span.start : block.span.end].splitlines()]
    shown = [plain(line) for line in top[:_TOP_LINES]]
    for before, line in zip(["", *shown], shown, strict=False):
        if _DISTRIBUTED.match(before):  # the day on which a paper was given out is not that of its meeting
            continue
        if not 8 < len(line) <= 120 or line.endswith((".", "!", "?", ":")):
            continue
        if dated := _DATELINE.fullmatch(line):
            yield "date", dated["date"]
        if signed := _SIGNED.search(line):
            yield "author", signed["who"]
        elif dotted := _DOTTED.fullmatch(line):
            who = dotted["who"] or dotted["name"]
            yield "date", dotted["date"] or dotted["day"]
            if not set(who.casefold().split()) & set(load_rules("metadata")["words"]["bodies"]):
                yield "author", who


def _authors_section(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
    """Names under a heading `Author(s)`, as at the foot of many blogs."""
    named = [
        plain(text[block.content.start : block.content.end])
        for block in blocks
        if block.kind != "heading" and block.section and _field(block.section[-1]) == "author"
    ]
    if named and all(len(name) <= 60 for name in named):
        yield "author", "; ".join(named)
