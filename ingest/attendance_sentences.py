"""Attendance told in whole sentences: `Apologies were received from …`, `Ann Ash left at 8 pm.`"""

import re
from collections.abc import Iterator
from functools import cache

from ingest.attendance_entries import Entry, entry
from ingest.attendance_labels import label_status
from ingest.listed_people import ListedPerson
from ingest.listed_shares import shares, trimmed
from ingest.people_names import can_be_full_name, common_words, fold
from ingest.rules import load_rules
from kg.extraction import AttendanceStatus, Span

# `Town Planner Gail Nyquist`: the name behind an office.
_NAME_AT_END = re.compile(r"[A-Z][\w’'-]+ [A-Z][\w’'-]+$")
_LABEL = re.compile(r"(?P<label>[A-Z][\w ]{2,40}):\s+")
_TELLS = re.compile(r"\b(?:was|were|is|are|has|had|attended|sent|sends|gave)\b")
_LABELLED_LINE = re.compile(r"\n\s*(?=[A-Z][\w ]{2,40}:\s)")
_OPEN_END = re.compile(r"(?:[-–—(\[]|\t| {3,})\s*$")
"""An end of names that shows an entry of a list with a remark: `Ann Ash - left at 8 pm`."""
_CLAUSES = re.compile(
    r"\s*;\s+(?:and |while |but )?|,\s+(?:and|while|whilst|but)\s+(?=[^,;]{3,60}\b(?:was|were|is|sent|could)\b)"
)


def told_in_sentences(text: str, span: Span, block: int) -> Iterator[Entry]:
    """Everybody whose attendance the sentences in `span` tell, in text order; `block` is its number."""
    if not _trigger().search(text[span.start : span.end].lower()):
        return
    for low, high in _statements(text, span.start, span.end):
        found = _told(text, low, high)
        if found is None:
            continue
        status, groups = found
        pieces = (piece for names in groups for piece in shares(text, names.start, names.end, one_each=False))
        for start, end in pieces:
            if named := _person(text, start, end, status):
                offset, piece = named
                yield entry(trimmed(text, low, high), offset, piece, status, "attendance/sentence", block)


def _told(text: str, low: int, high: int) -> tuple[AttendanceStatus, list[Span]] | None:
    """What a sentence says of whom; `A sent regrets, as had B and C` names people in two places."""
    for status, pattern in _patterns():
        match = pattern.match(text, low, high)
        if match and not _OPEN_END.search(match["names"]):
            named = [match.span(group) for group in ("names", "more") if match.groupdict().get(group)]
            return status, [Span(*span) for span in named]
    return None


def _person(text: str, start: int, end: int, status: AttendanceStatus) -> tuple[int, ListedPerson] | None:
    """The person of one share of a sentence's names, with the offset at which the share begins."""
    piece = ListedPerson.of(text[start:end])
    plain = any(fold(word) in common_words() for word in piece.text.split())
    doubtful = " " not in piece.text or (status != "apologies" and plain)
    if piece.is_person(doubtful):
        return start, piece
    at_end = _NAME_AT_END.search(text, start, end)
    if at_end and can_be_full_name(at_end.group()):
        named = ListedPerson.of(at_end.group())
        return (at_end.start(), named) if named.is_person(doubtful) else None
    return None


@cache
def _trigger() -> re.Pattern[str]:
    return re.compile(load_rules("attendance")["trigger"]["pattern"])


@cache
def _patterns() -> list[tuple[AttendanceStatus, re.Pattern[str]]]:
    return [
        (rule["status"], re.compile(rf"\W*{_wrapped(pattern)}\W*$", re.IGNORECASE | re.DOTALL))
        for rule in load_rules("attendance")["sentences"]
        for pattern in rule["patterns"]
    ]


def _wrapped(pattern: str) -> str:
    """A pattern whose blanks may be line ends too."""
    return pattern.replace(" ?", r"\s*").replace(" ", r"\s+")


def _statements(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences, parted at lines with a label of their own and at clauses with a subject of their own.

    `A was present, and B was away` is two. A label such as `Call to order:` is left out, and what a label
    of attendance opens, for that is a list.
    """
    from kg.sentences import sentences

    for line_start, line_end in _lines(text, start, end):
        for span in sentences(text[line_start:line_end]):
            low, high = line_start + span.start, line_start + span.end
            label = _LABEL.match(text, low, high)
            if label and label_status(label["label"]) and not _TELLS.search(text, label.end(), high):
                continue
            low = label.end() if label and not _TELLS.search(label["label"]) else low
            for match in _CLAUSES.finditer(text, low, high):
                yield low, match.start()
                low = match.end()
            yield low, high


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches that begin with a line's label."""
    low = start
    for match in _LABELLED_LINE.finditer(text, start, end):
        yield low, match.start()
        low = match.end()
    yield low, end
