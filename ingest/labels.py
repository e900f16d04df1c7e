"""Labels before a colon: which say what follows, and which say who speaks."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Literal

from ingest.people_names import given_names
from ingest.rules import load_rules

Vocabulary = Literal["attendance", "sections", "fields", "columns"]

_MARKS = re.compile(r"\*\*|__|~~|[`*]|(?<!\w)_|_(?!\w)")
# A name as people write it before a colon: initials, a nick, or up to four words.
_NAME = re.compile(r"[^\W\d_][\w.'’|-]*(?: [^\W\d_][\w.'’-]*){0,3}")
_LABEL = re.compile(
    r"(?P<open>\*\*|__|\*|_)?\[?(?:name=)?(?P<label>[^\W\d_][^:\n*\]\[|<>]{0,60}?)\]?"
    r"(?(open)(?:[ \t]*(?P=open)[ \t]*:|:[ \t]*(?P=open))|[ \t]*:)(?=\s|$)[ \t]*"
)
_HACKMD = re.compile(r"\[name=(?P<label>[^\]\n]{1,40})\][ \t:]*")
_LISTED = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,4}")
_ACTION = re.compile(r"(?:action|ai|todo)(?:$|[\W_])", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w.])@([\w-]{2,})")
_TITLES = frozenset("mr mrs ms miss mx dr prof professor cllr councillor rev sir dame lord lady".split())


@cache
def vocabulary(kind: Vocabulary) -> frozenset[str]:
    """The words of one list of `rules/structure.toml`, in small letters."""
    words = frozenset(load_rules("structure")[kind])
    if kind != "attendance":
        return words
    # Of the labels by which attendance is read, those of several words cannot be anything else.
    told = (label for labels in load_rules("attendance")["labels"].values() for label in labels)
    return words | {label for label in told if " " in label}


@lru_cache(maxsize=1 << 12)
def plain(words: str) -> str:
    """`words` without inline marks, outer brackets and colons, with single blanks."""
    shown = re.sub(r"!?\[([^\]\n]*)\]\([^)\n]*\)", r"\1", words)
    return " ".join(_MARKS.sub("", shown).split()).strip(" :#")


@lru_cache(maxsize=1 << 12)
def key(label: str) -> str:
    """The form in which a label is looked up: plain, small letters, without a bracketed remark or number."""
    shown = re.sub(r"\s*[(\[].*?[)\]]\s*", " ", plain(label))
    return re.sub(r"\s*\d+\s*$", "", shown).strip(" :.–-").casefold()


@lru_cache(maxsize=1 << 12)
def is_in(label: str, *kinds: Vocabulary) -> bool:
    """Whether a label stands in one of the lists, alone or as the parts of `a and b`, `a / b`.

    A label of attendance may carry other words of such lists: `Steering attendees`, `Members present (5)`.
    """
    known = frozenset().union(*(vocabulary(kind) for kind in kinds))
    whole = key(label)
    parts = [part.strip() for part in re.split(r"\s+(?:and|or|&)\s+|\s*[/,&]\s*", whole)]
    if whole in known or (len(parts) > 1 and all(part in known for part in parts)):
        return True
    return "attendance" in kinds and _names_attendance(whole)


@lru_cache(maxsize=1 << 12)
def _names_attendance(label: str) -> bool:
    words = label.split()
    if not 1 < len(words) <= 6:
        return False
    fillers = frozenset(load_rules("attendance")["fillers"])
    core = " ".join(word for word in words if word not in fillers)
    return core in vocabulary("attendance")


def label_at(text: str, start: int, end: int) -> tuple[int, int, int] | None:
    """The label that opens `text[start:end]`: where its words start and end, and where what it labels begins.

    `Name:`, `**Name**:`, `**Name:**`, `_Name_:` and `[name=Name]` are labels. None without one.
    """
    match = _HACKMD.match(text, start, end) or _LABEL.match(text, start, end)
    if match is None:
        return None
    return match.start("label"), match.end("label"), match.end()


class Speakers:
    """Who speaks in one text, judged by what the whole text says.

    A label is a speaker where it is shaped like a name, is no field of the minutes, and names
    somebody on an attendance list (by full name, one name, initials or handle), is a given
    name, or comes back: three times, or twice where the text has no attendance list. In small
    letters it must be on the list where there is one.
    """

    def __init__(self, labels: Iterable[str], listed: Iterable[str]) -> None:
        counted = Counter(part for label in labels for part in _speakers(label))
        known = {form for words in listed for name in _names(words) for form in _forms(name)}
        enough = 3 if known else 2
        self._speakers = {
            _squeezed(label)
            for label, times in counted.items()
            if _squeezed(label) in known
            or (label[:1].isupper() and _squeezed(label) in given_names())
            or (times >= enough and not (known and label.islower()))
        }

    def __contains__(self, label: str) -> bool:
        """Whether a label names a speaker of this text; `JB/TL` does where each part does."""
        parts = _speakers(label)
        return bool(parts) and all(_squeezed(part) in self._speakers for part in parts)


def _speakers(label: str) -> list[str]:
    """The names in a label; none where a part is no name."""
    parts = [part for part in re.split(r"\s*[/&,+]\s*|\s+and\s+", _unbracketed(label)) if part]
    return parts if all(map(_is_name, parts)) else []


def _is_name(label: str) -> bool:
    if (
        not _NAME.fullmatch(label)
        or _ACTION.match(label)
        or is_in(label, "attendance", "sections", "fields", "columns")
    ):
        return False
    words = label.split()
    return len(words) == 1 or all(word[0].isupper() or len(word) <= 3 for word in words)


def _unbracketed(words: str) -> str:
    return re.sub(r"\s*[(\[{@].*", "", plain(words)).strip()


def _squeezed(label: str) -> str:
    return plain(label).replace(".", "").replace("’", "'").casefold()


def _names(words: str) -> list[str]:
    """The names of a line of an attendance list: each part before a comma, without what is in brackets."""
    handles = _HANDLE.findall(words)
    parts = (_unbracketed(re.split(r"\s+[-–—]+\s+", part)[0]) for part in re.split(r"[,;|\n]", plain(words)))
    return [part for part in parts if _LISTED.fullmatch(part)] + handles


def _forms(name: str) -> set[str]:
    words = [word for word in _squeezed(name).split() if word not in _TITLES] or [""]
    first, last = words[0], words[-1]
    initials = "".join(word[0] for word in words if word)
    whole = {first, last, f"{first} {last}", " ".join(words), initials, initials[:1] + initials[-1:]}
    return (
        whole
        | {f"{first[:1]}{last}", f"{first[:1]} {last}", f"{first} {last[:1]}"}
        | {f"{title} {last}" for title in _TITLES}
    )
