"""Lines of attendance lists: the labels in them, and where the names behind labels and columns begin."""

import re
from collections.abc import Iterator

from ingest.attendance_labels import label_status
from ingest.labels import is_in
from ingest.listed_people import ListedPerson
from ingest.listed_shares import logical_lines, shares
from ingest.rules import load_rules
from kg.extraction import AttendanceStatus, Span

LABELLED = re.compile(
    r"[ \t]*(?:[*_]{1,3})?(?P<label>[^\W\d_][^:\n*|]{0,80}?)(?:[*_]{1,3})?[ \t]*"
    r"(?P<sign>:|[–—]|-(?=\s))(?:[*_]{1,3})?[ \t]*"
)
_FURTHER_LABEL = re.compile(r"[.;]\s+(?:[*_]{1,3})?(?P<label>[A-Z][\w ]{2,40}?)(?=(?:[*_]{1,3})?:)")
_VOTE = re.compile(
    r"^\W*(?:roll call|vot\w+)\b.*[-–—:(\s](?:yes|aye|yea|nay|abstain(?:s|ed)?|no)\b", re.IGNORECASE | re.DOTALL
)
_VOTES = re.compile(r"\w\s*[-–—:]\s*(?:yes|no|aye|nay|yea|abstain\w*)\b", re.IGNORECASE)
_NOBODY = re.compile(r"\W*(?:none|nil|nobody|no one|n/a|no apologies|-)\b.{0,40}", re.IGNORECASE)
_COLUMNS = re.compile(r"\s*(?P<label>[^\W\d_][^:\n*|\t]{0,60}?)(?:\t| {3,})\s*(?P<next>\S.*?)(?=\t| {3,}|$)")
BARE = re.compile(r"[ \t]*(?:[*_]{1,3})?(?P<label>[^\W\d_][^:\n*|]{0,80}?)(?:[*_]{1,3})?[ \t]*:?[ \t]*")


def is_vote(line: str) -> bool:
    """Whether a line tells of votes: names with `yes`, `no` or `aye` behind them."""
    return _VOTE.search(line) is not None or len(_VOTES.findall(line)) > 1


def names_nobody(line: str, offset: int) -> bool:
    """Whether a label is followed by `none`, from `offset` on."""
    return _NOBODY.fullmatch(line, offset) is not None


def labelled_lines(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """Lines, parted before each further label in them: `Present: A, B. Apologies: C.`"""
    for start, end in logical_lines(text, span.start, span.end):
        low = start
        for match in _FURTHER_LABEL.finditer(text, start, end):
            if (label := label_status(match["label"])) and (label[1] or LABELLED.match(text, start, end)):
                yield low, match.start()
                low = match.start("label")
        yield low, end


def over_columns(line: str) -> re.Match[str] | None:
    """The label of a line that heads columns: `Governors present        Type        Term ends`."""
    match = _COLUMNS.match(line)
    label = label_status(match["label"]) if match else None
    return match if match and label and label[1] and not ListedPerson.of(match["next"]).is_person(True) else None


def group_status(words: str) -> tuple[AttendanceStatus, bool] | None:
    """Status of the people under a line such as `Larkfield staff` within a list."""
    parts = words.split()
    told = label_status(parts[-1]) if 1 < len(parts) < 5 else None
    return told if told and parts[-1].casefold() in load_rules("attendance")["groups"] else None


def names_at(text: str, start: int, end: int, *, labelled: bool) -> int:
    """Where the names of a line within a list begin; behind a label of its own only where it may be `labelled`."""
    low = _after_column(text, start, end)
    return _after_label(text, low, end) if labelled else low


def _after_label(text: str, start: int, end: int) -> int:
    """Where names begin in `Larkfield: Ann Ash, Bela Birch` and `Headteacher: Ann Ash`, within a list."""
    label = LABELLED.match(text, start, end)
    if label is None or label["sign"] != ":" or ListedPerson.of(label["label"]).is_person(True):
        return start
    if is_in(label["label"], "sections") or re.search(r"\bmeeting\b", label["label"], re.IGNORECASE):
        return start
    first = shares(text, label.end(), end, one_each=False)
    if first and re.search(r"\d", text[first[0][0] : first[0][1]]):
        return start
    named = bool(first) and ListedPerson.of(text[first[0][0] : first[0][1]]).is_person(False)
    return label.end() if named else start


def _after_column(text: str, start: int, end: int) -> int:
    """Where names begin in `Finland        Jukka Salonen, Tuuli Heikkinen`: behind the column that names a body."""
    gap = re.search(r"(?:\t| {2,})\s*(?=\S)", text[start:end].lstrip())
    lead = end - start - len(text[start:end].lstrip())
    if gap is None or ListedPerson.of(text[start : start + lead + gap.start()]).is_person(True):
        return start
    right = start + lead + gap.end()
    first = shares(text, right, end, one_each=False)
    return right if first and ListedPerson.of(text[first[0][0] : first[0][1]]).is_person(True) else start
