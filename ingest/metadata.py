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
from ingest.document_dates import MINUTES, OTHER_MEETING, dates_told, order_of, without_dates
from ingest.labels import is_in, plain
from ingest.people_names import can_be_listed
from ingest.rules import load_rules
from kg.extraction import DocumentKind

_CHAIRED = re.compile(
    r"\b(?:[Aa]s|(?:[Ee]lect|[Aa]ppoint)ed(?: as)?)(?: the)?(?: (?:Vice|Co|Deputy))?[- ]?[Cc]hair(?:man|woman|person)?"
    r" of (?:the )?(?P<name>[A-Z][\w&'’-]*(?: (?:(?:and|of|for|the|&) )*[A-Z][\w&'’-]*)*)"
)


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
    title = stated.title or _title(structure, source, properties)
    kind = stated.kind or _kind(structure, title, source, properties)
    dates = dates_told(structure, kind, title, source, properties, order)
    return Description(
        kind=kind,
        title=title,
        date=stated.date or next((edtf for _, edtf in dates), None),
        committee=stated.committee or _committee(structure, title),
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


def _first_line(structure: Structure) -> str | None:
    """The first block where it is a short line that says more than a date and is no list item."""
    if not structure.blocks or len(structure.sittings) > 1 or structure.blocks[0].kind != "paragraph":
        return None
    words = plain(structure.content(structure.blocks[0]))
    bare = re.sub(r"\W", "", without_dates(words))
    return words if "\n" not in words and len(bare) > 2 and len(words) <= 120 and not words.endswith(".") else None


def _opening_heads(structure: Structure) -> list[str]:
    """The headings that may be a title: those before any other text, else the first; no dates, no known sections."""
    heads: list[str] = []
    several = len(structure.sittings) > 1
    leading = True
    for block in structure.blocks[: min(12, structure.sittings[0].first) if several else 12]:
        words = plain(structure.content(block))
        leading = leading and block.kind == "heading"
        if block.kind != "heading" or not (leading or block.level <= 2) or (heads and block.section and not leading):
            continue
        bare = without_dates(words).strip(" -–—,:[]()")
        if len(bare) > 3 and not is_in(words, "attendance", "sections", "fields"):
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
    if not structure.metadata.get("author") and _records_a_meeting(structure):
        return "minutes"
    folders = re.split(r"[^a-z]+", source.casefold())
    for kind in ("minutes", "blog", "report"):
        if any(re.search(rf"\b{re.escape(word)}\b", title.casefold()) for word in kinds[kind]) or set(folders) & set(
            kinds[kind]
        ):
            return _as_kind(kind)
    return "blog" if structure.metadata.get("author") else "notes"


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


def _committee(structure: Structure, title: str) -> str | None:
    """The committee whose record it is: as a field states it, in the title or a line at the top, as a heading alone.

    Of a document that is no minutes the title tells only when it is dated; else whoever writes as a
    committee's chair writes for it.
    """
    written = structure.metadata.get("committee")
    if written and len(written) < 120:
        return _trimmed(written) or written
    top = [plain(structure.content(block)) for block in structure.blocks[:6]]
    if not structure.sittings:
        return next(filter(None, map(_committee_in, [title, *top])), None) or _chaired(structure)
    name = next(filter(None, map(_committee_in, [title, *top])), None)
    heads = [_trimmed(line) for line in top[:4] if len(line.split()) <= 8 and not _heads_people(line)]
    bodies = [head for head in heads if head and _is_body(head, shouted=False)]
    longer = [head for head in bodies if name and re.fullmatch(rf"[\w'’& -]+ {re.escape(name)}", head, re.IGNORECASE)]
    return next(iter(longer), name or next(iter(bodies), None))


def _heads_people(line: str) -> bool:
    """Whether a line lists who was there."""
    return is_in(line.partition(":")[0], "attendance") or is_in(line, "sections")


def _chaired(structure: Structure) -> str | None:
    """The committee that the writer says to have chaired: `as Chair of the …`, `elected Chair of the …`."""
    match = _CHAIRED.search(structure.text)
    name = _trimmed(match.group("name")) if match else None
    return name if name and _is_body(name, shouted=False) else None


def _committee_in(line: str) -> str | None:
    """The committee that a line at the top of a document names: `Minutes of the X, 3 May`, `X meeting`, `X, 3 May`."""
    if len(line) > 200 or OTHER_MEETING.search(line) or _heads_people(line):
        return None
    bare = " ".join(without_dates(line).split()).strip(" ,")
    shouted = line.isupper()
    patterns = _rules()["patterns"]
    for pattern in patterns["committee"]:
        whole = pattern.replace("KINDS", patterns["meeting_kinds"])
        match = re.fullmatch(whole + r"(?:[\s,:;–—|(\[-].*)?", bare, re.IGNORECASE)
        name = _trimmed(match.group("name")) if match else None
        if name and _is_body(name, shouted=shouted):
            return name
    dated = bare != line and len(bare.split()) <= 8 and not MINUTES.search(bare)
    return _trimmed(bare) if dated and _ends_as_body(bare, shouted=shouted) else None


def _trimmed(name: str) -> str | None:
    """A committee's name without what follows it in a heading; its case mended where all is in capitals."""
    patterns = _rules()["patterns"]
    bare = re.sub(patterns["after"], "", " " + without_dates(name), flags=re.IGNORECASE).strip(" ,.:;–—-")
    kinds = rf"^(?:the\s+)?{patterns['usual_kinds']}\s+(?=\S)|\s+{patterns['meeting_kinds']}$"
    bare = re.sub(kinds, "", bare, flags=re.IGNORECASE).strip(" ,.:;–—-'’")
    bare = re.sub(r"^the\s+", "", bare, flags=re.IGNORECASE)
    if bare.isupper() and (" " in bare or bare.casefold() in _rules()["words"]["bodies"]):
        bare = re.sub(r"\b(?:Of|And|The|For|In|On|To|With)\b", lambda match: match.group().lower(), bare.title())
    return bare if 2 < len(bare) <= 120 else None


def _is_body(name: str, *, shouted: bool) -> bool:
    """Whether words name a body: one of them says so, or they are an acronym in a line that is not all in capitals."""
    words = re.findall(r"[\w-]+", name.casefold())
    lists = _rules()["words"]
    acronym = not shouted and re.fullmatch(r"[A-Z][A-Za-z]*[A-Z]{1,}(?: [A-Z]{2,})?", name) is not None
    known = bool(set(words) & set(lists["bodies"])) and not (len(words) == 1 and words[0] in lists["any_body"])
    ends = words[-1] if words else ""
    return len(words) <= 14 and (acronym or (known and ends not in ("in", "of", "the", "and", "for", "on", "with")))


def _ends_as_body(name: str, *, shouted: bool) -> bool:
    """Whether words are the name of a body and nothing else: the last of them says so, or they are an acronym."""
    last = name.rpartition(" ")[2].strip("()").casefold()
    return _is_body(name, shouted=shouted) and (last in _rules()["words"]["bodies"] or " " not in name)


def _authors(structure: Structure, kind: DocumentKind, properties: Mapping[str, str]) -> tuple[str, ...]:
    written = structure.metadata.get("author", "")
    if not written and kind != "minutes":
        written = _named(properties.get("author", "")) or ""
    parts = (part.strip() for part in re.split(r";|,|\band\b|&|<[^>]*>|\([^)]*\)", written))
    return tuple(dict.fromkeys(part for part in parts if part and can_be_listed(part) and part[0].isupper()))
