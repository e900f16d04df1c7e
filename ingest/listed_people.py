"""One person's share of a list: where the name is in `Dr Ann Ash (chair) @aash – X, apologies`.

Offsets count in the text that is given. Words of status and detail stand in
`rules/attendance.toml`.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from ingest.people_names import (
    abbreviates,
    can_be_full_name,
    can_be_listed,
    common_words,
    fold,
    given_names,
    in_order,
    initials_of,
    nicknamed,
    split_name,
    surname_first,
)
from ingest.roles_lexicon import is_role
from ingest.rules import load_rules
from kg.extraction import AttendanceStatus

_INITIALS_FIRST = re.compile(
    r"[\s*_~]*(?P<initials>[A-Z][A-Za-z]{0,2}[A-Z])[*_]*\s*(?::|=|[-–—](?=\s))[*_]*\s*(?=[A-Z])"
)
_INITIALS_LAST = re.compile(r"\s+\(?(?P<initials>[A-Z][A-Za-z]{0,2}[A-Z][a-z]?)\)?$")
_NAMED_LAST = re.compile(
    r"(?P<office>[A-Z][\w’'-]* (?:of|to|for|and) (?:[\w’'-]+ )+)(?P<name>[A-Z][\w’'-]+ [A-Z][\w’'-]+)(?=\s*(?:[,;(]|$))"
)
"""`Clerk of the Board Ann Ash`."""
_OFFICE_OF = re.compile(
    r"(?:[Tt]he\s+)?(?P<office>[A-Z][\w’'-]*(?:\s+[\w’'-]+){0,5}?(?:\s*\([A-Z][\w &]{2,30}\))?)\s*"
    r"\((?P<name>(?:[A-Z][\w’'.-]*\s+){1,4}[A-Z][\w’'-]+)\)"
)
"""`the Librarian (Ms Ann Ash)`: the name stands in brackets behind the office."""
_HANDLE = re.compile(r"(?<![\w@])@([A-Za-z0-9][\w.-]*\w|\w)")
_TICK = re.compile(r"^\W*\[(?P<box>[ xX✓✔]?)\]\s+|^\s*(?P<yes>[✓✔✅☑☒])\s*|^\s*(?P<no>[✗✘❌☐])\s*")
_LINK = re.compile(r"\[([^\]\n]+)\]\(([^)\n]*)\)")
_ADDED = re.compile(r"(?:[Aa]lso|[Pp]lus|[Aa]nd|[Tt]ogether with)\s+(?=[A-Z])")
_BRANDED = re.compile(r"(?:[a-z]{1,2}|mac)[A-Z]")
"""`iOS`, `eBay`: things written so, where an account or a name is not."""
_EDGE = "*_~`\"“”' \t\r\u00a0•·-–—>."
_DETAIL = re.compile(
    r"\s*(?:\s(?:of|from|representing|for|on behalf of|as|deputising|joined|left|until|attended|arrived|via|by|on)\s"
    r"|\(|\[|<|\s[-–—]+\s|[–—]|:|\s@|\s/\s|,|\t|(?<![\n ]) {3,}|\.{3,})"
)


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """One person's share of a list: where the name is in it and what else it says."""

    text: str
    start: int
    end: int
    handle: str | None
    detail: str
    status: AttendanceStatus | None
    struck: bool
    prefix: str | None
    initials: str | None = None

    @classmethod
    def of(cls, raw: str) -> "ListedPerson":
        opening = _INITIALS_FIRST.match(raw)
        if opening:
            named = cls.of(raw[opening.end() :])
            if named.is_person(False) and fold(opening["initials"]) in initials_of(named.text):
                return replace(
                    named,
                    start=named.start + opening.end(),
                    end=named.end + opening.end(),
                    initials=opening["initials"],
                )
        struck = "~~" in raw
        tick = _TICK.match(raw)
        offset = tick.end() if tick else 0
        listed = surname_first(raw, len(raw) - len(raw.lstrip(_EDGE)))
        if listed:
            rest = raw[listed.end() :].strip(_EDGE + ",:")
            handle = next((m.group(1) for m in _HANDLE.finditer(rest)), None)
            name = in_order(listed.group())
            return cls(name, listed.start(), listed.end(), handle, rest, status_of(rest), struck, None)
        link = _LINK.match(raw[offset:].lstrip(_EDGE))
        if link:
            lead = len(raw[offset:]) - len(raw[offset:].lstrip(_EDGE))
            core_start, core_end = offset + lead + 1, offset + lead + 1 + len(link.group(1))
            rest_start = offset + lead + link.end()
        else:
            core_start = offset + len(raw[offset:]) - len(raw[offset:].lstrip(_EDGE))
            added = _ADDED.match(raw, core_start)
            core_start = added.end() if added else core_start
            inside = next(nicknamed(raw, core_start), None)
            cut = _DETAIL.search(raw, inside.end if inside and inside.start < core_start + 12 else core_start + 1)
            core_end = rest_start = cut.start() if cut else len(raw)
        held = _OFFICE_OF.match(raw, core_start)
        if held and is_role(re.sub(r"\([^()]*\)", "", held["office"]).strip()):
            named = cls.of(raw[held.start("name") : held.end("name")])
            if named.is_person(False):
                rest = "; ".join(filter(None, (held["office"], raw[held.end() :].strip(_EDGE + ",:"))))
                shift = held.start("name")
                status = status_of(rest)
                return replace(named, start=named.start + shift, end=named.end + shift, detail=rest, status=status)
        core = raw[core_start:core_end].rstrip("*_~`\"“”' \t\r\u00a0-–—>,")
        detail = raw[rest_start:].strip(_EDGE + ",:")
        handle = next((m.group(1) for m in _HANDLE.finditer(raw)), None)
        if core.startswith("@") and handle:
            return cls._handle_first(raw, core_start, handle, detail, struck)
        behind = _INITIALS_LAST.search(core)
        if behind and abbreviates(behind["initials"], _bare(core[: behind.start()])):
            detail = "; ".join(filter(None, (behind["initials"], detail)))
            core = core[: behind.start()]
        parts = split_name(core)
        long = _NAMED_LAST.match(raw, core_start)
        if long and is_role(long["office"]) and can_be_full_name(long["name"]):
            named, shift = cls.of(raw[long.start("name") :]), long.start("name")
            return replace(named, start=named.start + shift, end=named.end + shift, prefix=long["office"].strip())
        status = status_of(detail) or ("absent" if tick and tick["no"] else None)
        return cls(
            core[parts.start : parts.end],
            core_start + parts.start,
            core_start + parts.end,
            handle,
            detail,
            status,
            struck,
            parts.prefix,
        )

    @classmethod
    def _handle_first(cls, raw: str, start: int, handle: str, detail: str, struck: bool) -> "ListedPerson":
        named = re.search(r"[^\W\d_][^()\[\],;@]*", raw[start + 1 + len(handle) :])
        if named and can_be_listed(named.group().strip()) and not status_of(named.group()):
            low = start + 1 + len(handle) + named.start()
            words = named.group().rstrip()
            return cls(words, low, low + len(words), handle, "", status_of(detail), struck, None)
        return cls("@" + handle, start, start + 1 + len(handle), handle, detail, status_of(detail), struck, None)

    def is_person(self, doubtful: bool) -> bool:
        """Can it be a person? Where the list itself is doubtful, only what surely is a name passes."""
        if self.text.startswith("@"):
            return True
        if is_nobody(self.text) or not can_be_listed(self.text) or _BRANDED.match(self.text):
            return False
        account = "_" in self.text and self.text.islower() and not doubtful
        if self.handle or self.prefix or account:
            return True
        first, *others = fold(self.text).split() or [""]
        known = first.split("-")[0] in given_names() or len(first) == 1
        if not doubtful:
            bodies = load_rules("attendance")["details"]["words"]
            named = 0 < len(others) < 3 and first not in common_words() and not any(word in bodies for word in others)
            return known or named or not any(word in common_words() for word in others)
        return known and not any(word in common_words() for word in others)


def _bare(words: str) -> str:
    parts = split_name(words)
    return words[parts.start : parts.end]


def is_nobody(words: str) -> bool:
    """Do words in a list of people stand for no person: `none`, `6 members of the public`, a bot?"""
    return any(pattern.search(words) for pattern in _nobody())


@cache
def _nobody() -> list[re.Pattern[str]]:
    return [re.compile(pattern, re.IGNORECASE) for pattern in load_rules("attendance")["nobody"]["patterns"]]


def status_of(detail: str) -> AttendanceStatus | None:
    """The status that a remark on a person gives, if any."""
    if not detail:
        return None
    table = load_rules("attendance")["status"]
    for part in re.split(r"[()\[\],;/–—]|\s-\s|\s@\S+|\.{3,}", detail):
        words = part.strip(" .*_").lower()
        for status in ("apologies", "guest", "absent"):
            if words in table[status] and len(words) > 1:
                return status
    lowered = detail.lower()
    if re.search(r"\b(?:apologies|regrets|sent apol)", lowered):
        return "apologies"
    return "absent" if re.search(r"\babsent\b|\bnot present\b", lowered) else None
