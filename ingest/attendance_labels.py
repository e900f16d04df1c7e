"""Words by which minutes say how people attended: labels over lists, and the marks in tables."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from ingest.people_names import fold
from ingest.rules import load_rules
from kg.extraction import AttendanceStatus

_STATUSES: tuple[AttendanceStatus, ...] = ("present", "apologies", "guest", "absent")
_SHAPED = re.compile(r"(?:[a-z-]+ ){1,3}(?P<how>present|attending|in attendance|participating|absent|excused)")
_NO_LABEL = re.compile(r"(?:no|not|those not|all|is|are|was|were|be|if|when|at|to|the) ")
_ANNEX = re.compile(r"\W*(?:annex|appendix|attachment|schedule)\s+[A-Z0-9]{1,3}\b[\s.:–—-]*", re.IGNORECASE)
_LONGEST = 3
"""Words of a label that only names a body or its public."""
_MARKS = frozenset(("x", "✓", "✔", "✅", "☑", "☒", "yes", "y", "✗", "•", "*", "1"))


@lru_cache(maxsize=4096)
def label_status(label: str) -> tuple[AttendanceStatus, bool] | None:
    """Status that an attendance label stands for, and whether it can mean nothing else."""
    words = re.sub(r"[*_`#:~]|\([^)]*\)?|\[[^\]]*\]?|\d+", " ", _ANNEX.sub("", label)).lower()
    whole = " ".join(words.replace("’", "'").strip(" .–-").split())
    if whole.startswith(("roll call", "rollcall")) and len(whole.split()) < 6:
        return None if "vote" in whole else ("present", True)
    shaped = _SHAPED.fullmatch(whole)
    if shaped and not _NO_LABEL.match(whole) and " not " not in whole:
        shapes: dict[str, AttendanceStatus] = {"absent": "absent", "excused": "apologies"}
        return shapes.get(shaped["how"], "present"), True
    for status, pattern in _shapes():
        if pattern.fullmatch(whole):
            return status, True
    known = _labels()
    for candidate in _readings(whole):
        if candidate in known:
            return known[candidate], whole not in load_rules("attendance")["labels"]["weak"]
    return None


def is_attending(label: str) -> bool:
    """Whether a label such as `In attendance` means guests where others are said to be present."""
    whole = fold(re.sub(r"[*_:]|\([^)]*\)", " ", label))
    return whole in load_rules("attendance")["labels"]["attending"]


def _readings(whole: str) -> Iterator[str]:
    """The words that may be the label in `whole`, likeliest first: all, one side of a joint, without fillers."""
    yield whole
    parts = [part.strip() for part in re.split(r"\s*[/,&]\s*|\s+and\s+|\s+[–—-]+\s+", whole) if part.strip()]
    if len(parts) > 1:
        yield parts[0]
    fillers = set(load_rules("attendance")["fillers"])
    words = [word for word in whole.split() if word not in "–—-"]
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            if all(word in fillers for word in words[:start] + words[end:]):
                inner = " ".join(words[start:end])
                if not all(word in fillers for word in words[start:end]):
                    yield inner


def body_status(label: str) -> AttendanceStatus | None:
    """The status of people listed under the name of the body or its public alone: `Steering:`, `Community folks`."""
    rules = load_rules("attendance")
    words = fold(label).strip(" :").split()
    known = {*rules["fillers"], *rules["groups"], *rules["outside"]}
    if not 0 < len(words) <= _LONGEST or not known.issuperset(words):
        return None
    return "guest" if any(word in rules["outside"] for word in words) else "present"


@cache
def _shapes() -> list[tuple[AttendanceStatus, re.Pattern[str]]]:
    return [(shape["status"], re.compile(shape["pattern"])) for shape in load_rules("attendance")["shapes"]]


@cache
def _labels() -> dict[str, AttendanceStatus]:
    lists = load_rules("attendance")["labels"]
    return {label: status for status in _STATUSES for label in lists[status]}


def marked_status(cell: str, header: str) -> AttendanceStatus | None:
    """The status that a table cell states, under a header such as `Present` or `Apologies`; None for none."""
    words = cell.strip(" .*_`").lower()
    label = label_status(header)
    if not words:
        return None
    first = re.split(r"[\s(,;/–-]", words)[0]
    if label and first in _MARKS and not (first == "✗" and label[0] == "present"):
        return label[0]
    table = load_rules("attendance")["status"]
    whole = next((status for status in _STATUSES if words in table[status]), None)
    alone = len(first) > 1 or re.match(r"\S\s*\(", words)  # `N (on leave)`
    return whole or next((status for status in _STATUSES if first in table[status] and alone), None)


_KEY = re.compile(
    r"^\W*(?:key|legend)\b\W.*$|\(\W*\S{1,3} (?:denotes|indicates|means|=) [^)\n]*\)", re.IGNORECASE | re.MULTILINE
)
_MEANS = re.compile(
    r"(?P<mark>[*†‡✓✔✗✘]|(?<![\w/])(?:N/A|[A-Z]{1,2}))\s*(?:=|-|–|:|denotes|indicates|means)?\s*"
    r"(?P<what>(?i:not present|not in attendance|did not attend|absent|present|in attendance|attended"
    r"|apolog\w+|excused))"
)


def key_of(text: str) -> dict[str, AttendanceStatus]:
    """What the signs of a text's attendance lists stand for, where it says so: `Key: P present, A apologies`."""
    found: dict[str, AttendanceStatus] = {}
    for line in _KEY.finditer(text):
        for match in _MEANS.finditer(line.group()):
            if told := label_status(match["what"]):
                found.setdefault(match["mark"].casefold(), told[0])
    return found
