"""Dates as people write them, read into EDTF (level 1, Library of Congress 2019).

Everything here is pure: the day that relative words count from, the order of day and month
and the next meeting come in as arguments. Words and patterns stand in `rules/dates.toml`.
A date that cannot be worked out is left out, never guessed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import NamedTuple

from ingest.dates_resolving import Frame, Look, resolve
from ingest.reading import DateMention
from ingest.rules import load_rules
from kg.extraction import Span, When

_SKIP = re.compile(
    r"https?://\S+|\]\([^)]*\)|`[^`\n]*`|[\w.+-]+@[\w.-]+\.\w+|\b(?:RFC|ISO|BS|EN)[\s-]?\d+|#\d+"
    r"|\b(?:Nos?|Resolution|Ordinance|Bill|Ref|Case|Docket|Application|PEP|Minute|Paper|Item)\b\.?\s*(?:Nos?\.?\s*)?\d{4}[-/]\d+"
    r"|[£$€]\s?[\d,.]+"
)
_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*+•#|]|\d+[.)])\s)")
_SENTENCE_END = re.compile(r"[.!?;]\s|\n")
_STORY = ("iso-day", "iso-month", "day", "month", "numeric", "part-of-month")


@dataclass(frozen=True, slots=True)
class _Pattern:
    kind: str
    regex: re.Pattern[str]
    needs: frozenset[str]
    """Signs that no match is without: a text that lacks one of them need not be searched."""


def find_dates(text: str, frame: Frame) -> list[DateMention]:
    """The dates that `text` states, in text order, without overlaps.

    Offsets count in `text`. `When.stated` is False where any part was worked out from the
    frame. Months without a year take the year of the story told in the same paragraph, else
    the one that fits the tense of their sentence, else the nearest.
    """
    found: list[DateMention] = []
    story: date | None = None
    paragraph_ends = [match.start() for match in _PARAGRAPH.finditer(text)]
    for kind, match in _matches(text):
        start, end = match.span("date") if "date" in match.groupdict() else match.span()
        while paragraph_ends and start > paragraph_ends[0]:
            paragraph_ends.pop(0)
            story = None
        here = replace(frame, look=_look(text, start, end), story=story)
        read = resolve(kind, match, here)
        if read is None:
            continue
        edtf, stated = read
        found.append(DateMention(Span(start, end), When(edtf, stated, text[start:end])))
        if re.fullmatch(r"\d{4}-(?:0\d|1[0-2]).*", edtf) and "/" not in edtf and kind in _STORY:
            told = date(int(edtf[:4]), int(edtf[5:7]), 1)
            story = told if frame.anchor is None or told <= frame.anchor else None
    return found


_COUNTED = (
    "relative-weekday", "relative-unit", "relative-month", "relative-part", "ago", "stretch", "today",
    "weekday-after", "weekday-day", "bare-day",
)  # fmt: skip


def uncounted(text: str) -> list[Span]:
    """Where `text` states dates that count from a day that nobody knows: `next Tuesday`, `last month`."""
    return [
        Span(*match.span("date" if "date" in match.groupdict() else 0))
        for kind, match in _matches(text)
        if kind in _COUNTED and resolve(kind, match, Frame(None)) is None
    ]


def day_first(texts: Iterable[str]) -> bool | None:
    """Whether day comes before month in the numeric dates of `texts`; None where nothing tells."""
    votes = 0
    for text in texts:
        for first, second in re.findall(r"\b(\d{1,2})[/.](\d{1,2})[/.](?:\d\d){1,2}\b", text):
            votes += (int(first) > 12 >= int(second)) - (int(second) > 12 >= int(first))
    return None if votes == 0 else votes > 0


def starts_on(edtf: str) -> str:
    """Where a date begins: an interval's first date, else the date itself."""
    return edtf.partition("/")[0] or edtf


class _Rules(NamedTuple):
    """What the rule file says: patterns in order, words that tell the tense, that set a deadline, that report."""

    patterns: list[_Pattern]
    tense: re.Pattern[str]
    deadline: re.Pattern[str]
    reported: re.Pattern[str]


@cache
def _rules() -> _Rules:
    rules = load_rules("dates")
    fragments = dict(rules["fragment"])
    for kind in ("month", "weekday", "season", "number"):
        spelt = [w for table in rules["words"][kind].values() for w in table]
        fragments[kind] = "|".join(sorted((_cased(w, kind) for w in spelt), key=len, reverse=True))
    fragments["longweekday"] = "|".join(table[0] for table in rules["words"]["weekday"].values())
    filled = {name: f"(?:{body})" for name, body in fragments.items()}
    patterns = [
        _Pattern(
            rule["kind"],
            re.compile(r"(?<![\w/#.@-])" + _fill(rule["regex"], filled) + r"(?!\w)"),
            frozenset(rule["needs"]),
        )
        for rule in rules["pattern"]
    ]
    tense = "|".join(f"(?P<{look}>{'|'.join(rules['tense'][look])})" for look in ("future", "past", "weak_past"))
    deadline = r"\b(?:" + "|".join(rules["tense"]["deadline"]) + r")\s+(?:the\s+)?$"
    reported = rf"\b{rules['tense']['reported']}\b"
    return _Rules(patterns, *(re.compile(each, re.IGNORECASE) for each in (rf"\b(?:{tense})\b", deadline, reported)))


@cache
def _signs() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(sign) for name, sign in load_rules("dates")["sign"].items()}


def _cased(word: str, kind: str) -> str:
    """Months and weekdays need their capital, and short ones may end in a full stop; seasons and numbers do neither."""
    if kind not in ("month", "weekday"):
        return f"(?i:{word})"
    stop = r"\b\.?" if len(word) < 5 and word not in ("May", "June", "July") else r"\b"
    return f"(?:{word}|{word.upper()}){stop}"


def _fill(regex: str, fragments: dict[str, str]) -> str:
    """`regex` with `{name}` replaced by fragments, other braces (`{1,3}`) kept."""
    return re.sub(r"\{([a-z]+)\}", lambda m: fragments[m.group(1)], regex)


def _matches(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Matches of all patterns, leftmost and longest first, outside links and code; none goes beyond its paragraph."""
    closed = [match.span() for match in _SKIP.finditer(text)]
    last = low = 0
    for high in [*(match.start() for match in _PARAGRAPH.finditer(text)), len(text)]:
        found: list[tuple[int, int, int, str, re.Match[str]]] = []
        for order, pattern in _possible(text[low:high]):
            for match in pattern.regex.finditer(text, low, high):
                start, end = match.span("date") if "date" in match.groupdict() else match.span()
                if not any(first < end and start < past for first, past in closed):
                    found.append((start, -end, order, pattern.kind, match))
        for start, negative_end, _, kind, match in sorted(found, key=lambda item: item[:3]):
            if start >= last:
                last = -negative_end
                yield kind, match
        low = high


def _possible(words: str) -> Iterator[tuple[int, _Pattern]]:
    """The patterns that may match in a paragraph, with their places in the order."""
    folded = words.casefold()
    lacking = {name for name, sign in _signs().items() if not sign.search(folded)}
    for order, pattern in enumerate(_rules().patterns):
        if lacking.isdisjoint(pattern.needs):
            yield order, pattern


def _look(text: str, start: int, end: int) -> Look:
    """Whether the words around a date look forward or back: the nearest marker before it decides."""
    rules = _rules()
    low = max((m.end() for m in _SENTENCE_END.finditer(text, max(0, start - 300), start)), default=max(0, start - 300))
    ending = _SENTENCE_END.search(text, end)
    for told in rules.reported.finditer(text, low, start):
        low = told.end()
    before, after = text[low:start], text[end : ending.start() if ending else end + 200]
    found = list(rules.tense.finditer(before))
    markers = [m for m in found if not m.group("weak_past")] or found or list(rules.tense.finditer(after))[:1]
    look: Look = None
    if markers:
        look = "future" if markers[-1].group("future") else "past"
    if rules.deadline.search(before) and not (look == "past" and re.match(r",?\s+(?:[\w’'-]+\s+){1,4}had\b", after)):
        return "future"
    return look


__all__ = ["Frame", "day_first", "find_dates", "starts_on", "uncounted"]
