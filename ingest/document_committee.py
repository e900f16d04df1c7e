"""Which committee's record a document is: as a field states it, in its title or a line at its top.

`committee_of` gives a name as written; `ingest.committee` finds the organisation that it means.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from ingest.attendance_labels import label_status
from ingest.blocks import Structure
from ingest.document_dates import MINUTES, OTHER_MEETING, without_dates
from ingest.labels import is_in, label_at, plain
from ingest.roles_lexicon import is_role
from ingest.rules import load_rules

_CHAIRED = re.compile(
    r"\b(?:[Aa]s|(?:[Ee]lect|[Aa]ppoint)ed(?: as)?)(?: the)?(?: (?:Vice|Co|Deputy))?[- ]?[Cc]hair(?:man|woman|person)?"
    r" of (?:the )?(?P<name>[A-Z][\w&'’-]*(?: (?:(?:and|of|for|the|&) )*[A-Z][\w&'’-]*)*)"
)
_SIGNED_CHAIR = re.compile(
    r"(?:^|[,·|–—-]\s*)(?:[Vv]ice[- ]|[Cc]o-?)?[Cc]hair(?:man|woman|person)?(?:,| of(?: the)?)\s+"
    r"(?:the )?(?P<name>[A-Z][^·|\n,;]{3,80})"
)
"""A byline with an office: `Ann Ash, Chair, Ashby Trees Board · 3 minute read`."""
_BOARD_OF = re.compile(
    r"(?:board|committee|council)(?: of (?:directors|trustees|governors|management))? of (?:the )?(?P<owner>\S+ .*)",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s+[–—|-]+\s+|:\s+|[,;]\s+(?!(?:Inc|Ltd|LLC|LLP|PLC|Limited)\b)", re.IGNORECASE)
_TOP_BLOCKS, _TOP_LINES = 12, 8


@cache
def _rules() -> dict[str, Any]:
    return load_rules("metadata")


def committee_of(structure: Structure, title: str, source: str = "") -> str | None:
    """The name of the committee whose record it is, None where nothing tells it.

    The name of the file `source` tells it where the text uses the same words.

    Of a document that is no minutes the title tells only when it is dated; else whoever writes as a
    committee's chair writes for it. `Board of Directors` alone names none: then it is the
    organisation named at the top whose board it is.
    """
    written = structure.metadata.get("committee")
    if written and len(written) < 120 and not _lists_people(written):
        written = re.sub(r"\s*<[^<>]*>|\s*\(https?:[^()]*\)", "", written)
        return _trimmed(written) or written
    top = list(_top_lines(structure))
    name = next(filter(None, map(_committee_in, [title, *top])), None)
    if not structure.sittings:
        return name or _chaired(structure)
    parts = [part for line in top[:4] for part in _PARTS.split(without_dates(line)) if part]
    heads = [_trimmed(line) for line in [*top[:4], *parts] if len(line.split()) <= 8]
    bodies = [head for head in heads if head and _is_body(head, shouted=False)]
    longer = [head for head in bodies if name and re.fullmatch(rf"[\w'’& -]+ {re.escape(name)}", head, re.IGNORECASE)]
    found = next(iter(longer), name or _likeliest(bodies))
    of = _BOARD_OF.fullmatch(found) if found else None
    if of and _is_body(of["owner"], shouted=False):
        return of["owner"]
    if found and not _is_general(found):
        return found
    general = found or any(_is_general(head) for head in heads if head)
    return (_owner(top) if general else None) or found or _in_file_name(structure.text, source)


def _in_file_name(text: str, source: str) -> str | None:
    """The body that `toc-notes-2023-09-05.md` names, as the text writes it: with a capital in each word."""
    stem = PurePosixPath(source).name.partition(".")[0]
    words = [word for word in re.split(r"[^A-Za-z]+", stem) if len(word) > 1 and not MINUTES.search(word)]
    words = [word for word in words if word.casefold() not in _rules()["words"]["in_file_names"]]
    if not 1 <= len(words) <= 5:
        return None
    found = re.search(r"(?<!\w)" + r"[ -]".join(map(re.escape, words)) + r"(?!\w)", text, re.IGNORECASE)
    written = found.group() if found else ""
    shaped = written.isupper() if len(words) == 1 else all(word[:1].isupper() for word in re.split("[ -]", written))
    return written if written and shaped and _is_body(written, shouted=False) else None


def _lists_people(words: str) -> bool:
    """`P. Hart (President), Q. Ives (Secretary)`: who sits on a committee, not what it is called."""
    office = re.match(r"[^,;()]+\(([^()]+)\)\s*(?:[,;]|$)", words)
    return office is not None and is_role(office[1])


def _top_lines(structure: Structure) -> Iterator[str]:
    """The first lines of a text that are no fields and list nobody, without marks."""
    text, told = structure.text, 0
    for block in structure.blocks[:_TOP_BLOCKS]:
        if block.kind not in ("heading", "paragraph"):
            return
        for line in text[block.content.start : block.content.end].splitlines():
            label = label_at(line, 0, len(line))
            stated = label is not None and is_in(line[label[0] : label[1]], "fields")
            if _heads_people(plain(line)):
                return
            if not stated and told < _TOP_LINES:
                told += 1
                yield plain(line)


def _likeliest(bodies: list[str]) -> str | None:
    """A committee rather than the body that it is of: `Parish of Ashby`, `Finance Committee`."""
    committees = [body for body in bodies if body.split()[-1].casefold() in _rules()["words"]["committees"]]
    return next((body for body in committees if not _is_general(body)), next(iter(bodies), None))


def _is_general(name: str) -> bool:
    """Whether a name is that of any organisation's committee: `Board of Directors`, `Branch Committee`."""
    return all(word in _rules()["words"]["general"] for word in re.findall(r"[\w-]+", name.casefold()))


def _owner(lines: Iterable[str]) -> str | None:
    """The organisation that the lines at the top name, a committee of which met."""
    named = []
    for line in lines:
        for part in _PARTS.split(without_dates(line)):
            name = _trimmed(part) if not MINUTES.search(part) else None
            words = name.split() if name else []
            if name and 2 <= len(words) <= 9 and not _is_general(name) and _is_capitalised(words):
                whole = re.search(rf"{re.escape(name)},? (?:Inc|Ltd|LLC|LLP|PLC|Limited)\b\.?", line, re.IGNORECASE)
                named.append(whole.group() if whole else name)
    return next((name for name in named if _is_body(name, shouted=False)), next(iter(named), None))


def _is_capitalised(words: list[str]) -> bool:
    small = {"of", "for", "and", "the", "on", "in", "&", "de", "la", "y"}
    return words[0][:1].isupper() and all(word[:1].isupper() or word in small or word.isdigit() for word in words)


def _heads_people(line: str) -> bool:
    """Whether a line lists who was there."""
    label = line.partition(":")[0]
    return is_in(label, "attendance") or is_in(line, "sections") or (":" in line and label_status(label) is not None)


def _chaired(structure: Structure) -> str | None:
    """The committee that the writer says to have chaired: `as Chair of the …`, `elected Chair of the …`."""
    match = next(filter(None, map(_SIGNED_CHAIR.search, _top_lines(structure))), None) or _CHAIRED.search(
        structure.text
    )
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
    known = known or re.match(_rules()["patterns"]["places"], name, re.IGNORECASE) is not None
    ends = words[-1] if words else ""
    return len(words) <= 14 and (acronym or (known and ends not in ("in", "of", "the", "and", "for", "on", "with")))


def _ends_as_body(name: str, *, shouted: bool) -> bool:
    """Whether words are the name of a body and nothing else: the last of them says so, or they are an acronym."""
    last = name.rpartition(" ")[2].strip("()").casefold()
    tasked = re.match(_rules()["patterns"]["tasked"], name, re.IGNORECASE) is not None
    return _is_body(name, shouted=shouted) and (last in _rules()["words"]["bodies"] or " " not in name or tasked)
