"""What a document is: kind, title, date, committee and authors, from the best evidence there is.

In falling order: what the user says, front matter and header lines, the title and headings,
the file's name, the file's own properties. The date on which a file was made or saved dates
nothing. What no evidence gives stays unknown.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePosixPath
from typing import Any, get_args

from ingest.blocks import Structure
from ingest.document_committee import committee_of
from ingest.document_dates import MINUTES, OTHER_MEETING, dates_told, order_of, without_dates
from ingest.labels import is_in, plain
from ingest.people_names import can_be_listed
from ingest.rules import load_rules
from ingest.sittings import stated_day
from kg.extraction import DocumentKind

_MAIL = re.compile(r"\s*From:.*\n(?:[A-Z][\w-]+:.*\n)*?(?:To|Subject):", re.IGNORECASE)
"""The head of a mail, as programs print it."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What the user says of a document; None where nothing is said. It wins over all other evidence."""

    kind: DocumentKind | None = None
    title: str | None = None
    date: str | None = None
    committee: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Description:
    """What a document is. `date` is EDTF; `committee` and `authors` are names as written.

    `day_first` is the order of day and month in its numeric dates. `dates` holds each source
    of the date with what it says, best first, so that a contradiction can be told.
    """

    kind: DocumentKind
    title: str
    date: str | None
    committee: str | None
    authors: tuple[str, ...]
    day_first: bool
    dates: tuple[tuple[str, str], ...] = field(default=())


def describe(structure: Structure, source: str, properties: Mapping[str, str], stated: Stated) -> Description:
    """What the document read as `structure` from the file named `source` is.

    `properties` are the file's own: `title`, `author`, `published` (a date its publisher
    states), `language`, `kind`. `source` is a relative path with forward slashes.
    """
    order = order_of(structure, properties.get("language", ""))
    head = stated.title or _title(structure, source, properties)
    title = stated.title or (structure.metadata.get("title") and head) or _with_body(structure, head)
    kind = stated.kind or _kind(structure, head, source, properties)
    dates = dates_told(structure, kind, head, source, properties, order)
    return Description(
        kind=kind,
        title=title,
        date=stated.date or next((edtf for _, edtf in dates), None),
        committee=stated.committee or committee_of(structure, head, source),
        authors=stated.authors or _authors(structure, kind, properties),
        day_first=order,
        dates=dates,
    )


@cache
def _rules() -> dict[str, Any]:
    return load_rules("metadata")


def _named(value: str) -> str | None:
    """`value` unless a program wrote it by itself."""
    shown = " ".join(value.split())
    folded = shown.casefold()
    own = any(folded == word or folded.startswith((word + " ", word + "-")) for word in _rules()["words"]["nobody"])
    return None if own or not shown else shown


def _title(structure: Structure, source: str, properties: Mapping[str, str]) -> str:
    written = structure.metadata.get("title")
    if written:
        return plain(written)
    heads = _opening_heads(structure)
    best = next((head for head in heads if MINUTES.search(head)), heads[0] if heads else None)
    return best or _named(properties.get("title", "")) or _first_line(structure) or _from_name(source)


def _with_body(structure: Structure, head: str) -> str:
    """A title that names only the body, with the line near it that says what it is: `Ashby Club – Minutes`."""
    if MINUTES.search(head) or _REPORT.search(head):
        return _of_body(structure, head)
    for block in structure.blocks[:_TITLE_BLOCKS]:
        words = " ".join(plain(structure.content(block)).split())
        if is_in(words.partition(":")[0], "attendance", "sections") or block.kind in ("item", "row", "chat"):
            break
        if words == head or OTHER_MEETING.search(words) or _is_noise(words):
            continue
        told = _WHAT_IT_IS.match(words)
        short = " ".join(without_dates(told.group()).split()).strip(" ,.;:–—-") if told else ""
        if short and len(short) <= _LONGEST_TITLE and short.casefold() != head.casefold():
            return short if head.casefold() in short.casefold() else f"{head} – {short}"
    return head


def _of_body(structure: Structure, head: str) -> str:
    """A title that says only what the document is, behind the short line above it that says whose."""
    if len(structure.sittings) > 1 or len(head) > 70:
        return head
    for block in structure.blocks[:_TITLE_BLOCKS]:
        words = " ".join(plain(structure.content(block)).split())
        if _is_noise(words) or structure.content(block).startswith("!["):
            continue
        above = block.kind in ("heading", "paragraph") and words != head and 2 <= len(words.split()) <= 10
        other = MINUTES.search(words) or words.partition(" (")[0].casefold() in head.casefold() or ":" in words
        return f"{words} – {head}" if above and not other and not _SENTENCE.search(words) else head
    return head


_SENTENCE = re.compile(r"(?<!\bInc)(?<!\bINC)(?<!\bLtd)(?<!\bLTD)(?<!\bCo)\.$")
_TITLE_BLOCKS, _LONGEST_TITLE = 8, 120
_REPORT = re.compile(r"\breport\b|\brecord\b|\bsummary\b|\bAGM\b", re.IGNORECASE)
_WHAT_IT_IS = re.compile(
    r"(?=.{0,60}\b(?:minutes|meeting|record of|report of)\b)"
    r".+?(?=,?\s+(?:held|which was|commencing|convened|taking place)\b|,\s+\w+day\b|\s+on \w+day\b|\s{3,}|$)",
    re.IGNORECASE,
)
"""What a line at the top says of the document, up to where and when the meeting was."""
_NOISE = re.compile(
    r"\W*(?:draft(?:\W+(?:not|subject|for|until|version|un\w+)\b.*)?|page \d+.*|minutes page \d+.*"
    r"|official(?:[- ]sensitive)?|confidential|unclassified|public"
    r"|distr(?:ibution)?\b.*|original: \w+.*|registered (?:charity|company)\b.*|company no\b.*|charity no\b.*"
    r"|document (?:number|no)\b.*|ref(?:erence)?\b.{0,30}|https?://.*|www\..*|\[\d+\].*"
    r"|[A-Z]{2,}[\w.]*(?:/[\w.()-]+){2,})\W*",
    re.IGNORECASE,
)


def _is_noise(words: str) -> bool:
    """Does a line at the top say how a document is kept, and not what it is: `Page 3`, `DRAFT`, a date?"""
    bare = re.sub(r"\W", "", without_dates(words))
    return not bare or words.startswith("![") or _NOISE.fullmatch(words) is not None


def _first_line(structure: Structure) -> str | None:
    """The first block where it is a short line that says more than a date and is no list item."""
    blocks = [block for block in structure.blocks[:4] if not _is_noise(structure.content(block).strip("*_ "))]
    if not blocks or len(structure.sittings) > 1 or blocks[0].kind != "paragraph":
        return None
    words = plain(structure.content(blocks[0]))
    bare = re.sub(r"\W", "", without_dates(words))
    return words if "\n" not in words and len(bare) > 2 and len(words) <= 120 and not _SENTENCE.search(words) else None


def _opening_heads(structure: Structure) -> list[str]:
    """The headings that may be a title: those before any other text, else the first; no dates, no known sections."""
    heads: list[str] = []
    several = len(structure.sittings) > 1
    leading = True
    for block in structure.blocks[: min(12, structure.sittings[0].first) if several else 12]:
        words = plain(structure.content(block))
        shown = structure.content(block)
        leading = leading and (block.kind == "heading" or _is_noise(words))
        if block.kind != "heading" or not (leading or block.level <= 2) or (heads and block.section and not leading):
            continue
        bare = without_dates(words).strip(" -–—,:[]()")
        if len(bare) > 3 and not is_in(words, "attendance", "sections", "fields") and not _is_noise(shown.strip("*_ ")):
            heads.append(words)
    return heads[:3]


def _from_name(source: str) -> str:
    stem = PurePosixPath(source).name.rsplit(".", 1)[0]
    return re.sub(r"(?<!\d)[-_]+|[-_]+(?!\d)", " ", stem).strip() or source


def _kind(structure: Structure, title: str, source: str, properties: Mapping[str, str]) -> DocumentKind:
    kinds: dict[str, list[str]] = _rules()["kinds"]
    for written in (structure.metadata.get("kind", ""), properties.get("kind", "")):
        words = re.split(r"[;,]\s*", written.casefold())
        for kind in get_args(DocumentKind):
            if any(word.strip() in kinds[kind] for word in words):
                return _as_kind(kind)
    if structure.sittings:
        return "minutes"
    if not structure.metadata.get("author") and (_records_a_meeting(structure) or _is_meeting(title)):
        return "minutes"
    folders = re.split(r"[^a-z]+", source.casefold())
    for kind in ("minutes", "blog", "report"):
        if any(re.search(rf"\b{re.escape(word)}\b", title.casefold()) for word in kinds[kind]) or set(folders) & set(
            kinds[kind]
        ):
            return _as_kind(kind)
    if _MAIL.match(structure.text):
        return "minutes" if _records_a_meeting(structure) else "email"
    return "blog" if structure.metadata.get("author") else "notes"


def _is_meeting(title: str) -> bool:
    """Does a title name a meeting of a body by its kind and its day: `Annual General Meeting, 22 September 2022`?"""
    return re.search(_rules()["meeting"]["titles"], title, re.IGNORECASE) is not None and stated_day(title) is not None


def _records_a_meeting(structure: Structure) -> bool:
    """Whether two signs of a record of a meeting stand in the text: who was there, who wrote it, what to do."""
    signs: set[str] = set()
    for block in structure.blocks:
        line = structure.content(block).partition("\n")[0]
        label = plain(line.partition(":")[0])
        if len(label) < 60 and (":" in line or block.kind == "heading") and is_in(label, "attendance"):
            signs.add("attendance")
        signs |= {sign for sign, pattern in _signs().items() if pattern.match(line)}
        if len(signs) > 1:
            return True
    return False


@cache
def _signs() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _rules()["signs"].items()}


def _as_kind(word: str) -> DocumentKind:
    for kind in get_args(DocumentKind):
        if kind == word:
            return kind  # type: ignore[no-any-return]
    raise ValueError(word)


def _authors(structure: Structure, kind: DocumentKind, properties: Mapping[str, str]) -> tuple[str, ...]:
    written = structure.metadata.get("author", "")
    if not written and kind != "minutes":
        written = _named(properties.get("author", "")) or ""
    parts = (part.strip() for part in re.split(r";|,|\band\b|&|<[^>]*>|\([^)]*\)", written))
    return tuple(dict.fromkeys(part for part in parts if part and can_be_listed(part) and part[0].isupper()))
