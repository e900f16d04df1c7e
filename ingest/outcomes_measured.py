"""Outcomes told as numbers that the text itself compares: with a target, with a time before, or one count with another.

A number alone judges nothing. Whether more is better is known of what is counted (`rules/outcomes.toml`); of what is
not known there only a rise is taken to be good.
"""

import re
from functools import cache

from ingest.rules import load_rules
from kg.extraction import Polarity

_NUMBER = r"[£$€]?\d[\d,]*(?:\.\d+)?"
_SIZE = rf"(?P<{{}}>{_NUMBER}) ?(?:%|per ?cent|[kKmM](?:illion)?\b)?"
_ONE, _TWO = _SIZE.format("one"), _SIZE.format("two")


def measured(words: str) -> Polarity | None:
    """How a sentence with numbers says that something went; None where it compares none, or nobody can tell.

    The first comparison that tells decides; one with a target in each direction is mixed.
    """
    if not any(sign.isdigit() for sign in words):
        return _share_in_words(words)
    for told in (_against_target, _both_ways, _moved, _beside, _share, _counted_twice, _year_on_year):
        if polarity := told(words):
            return polarity
    return _share_in_words(words)


def _value(number: str) -> float:
    return float(re.sub(r"[^\d.]", "", number).rstrip("."))


@cache
def _things(kind: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(load_rules('outcomes')['counted'][kind])})\b", re.IGNORECASE)


def _sense(words: str, end: int) -> int:
    """1 where more of what is counted before an offset is good, -1 where it is bad, 0 where nobody knows."""
    good = [found.end() for found in _things("good").finditer(words, 0, end)]
    bad = [found.end() for found in _things("bad").finditer(words, 0, end)]
    return (max(good, default=0) > max(bad, default=0)) - (max(good, default=0) < max(bad, default=0))


def _judged(change: float, sense: int) -> Polarity | None:
    return None if not change or not sense else "positive" if change * sense > 0 else "negative"


_TARGET = r"(?:target|goal|plan|budget|forecast|benchmark|expectation)"
_TARGETED = re.compile(
    rf"{_ONE}[^.;]{{0,60}}?(?:\b(?:against|versus|vs\.?|compared (?:with|to)) (?:an? |the |our |its )?(?:\w+ )?"
    rf"{_TARGET}(?: of| for \S+ of)?|\b{_TARGET} (?:was|is|were|had been|being|:))\s*{_TWO}",
    re.IGNORECASE,
)


def _against_target(words: str) -> Polarity | None:
    """`£61m, against a target of £55m`, `61 signed up, the goal had been 40`."""
    found = _TARGETED.search(words)
    if not found:
        return None
    return _judged(_value(found["one"]) - _value(found["two"]), _sense(words, found.start()) or 1)


_OFF_TARGET = re.compile(
    rf"{_ONE} (?:\w+ )?(?P<way>below|under|short of|above|over|ahead of) (?:the |our |its |their )?(?:{_TARGET}|it)\b",
    re.IGNORECASE,
)


def _both_ways(words: str) -> Polarity | None:
    """`3% below target and deposits 11% above it`."""
    told = {
        _judged(-1 if found["way"].lower() in ("below", "under", "short of") else 1, _sense(words, found.start()) or 1)
        for found in _OFF_TARGET.finditer(words)
    } - {None}
    return "mixed" if len(told) > 1 else told.pop() if told else None


_FROM_TO = re.compile(
    rf"\b(?P<verb>\w+)(?: (?:further|again|\w+ly|by {_NUMBER}\S*))*,? from {_ONE} to (?:just |only )?{_TWO}",
    re.IGNORECASE,
)
_BETTER, _WORSE = frozenset(("improved", "better")), frozenset(("worsened", "deteriorated", "slipped"))


def _moved(words: str) -> Polarity | None:
    """`had worsened slightly, from 6.1% to 6.6%`, `complaints were reduced from 9 to 4`."""
    found = _FROM_TO.search(words)
    if not found:
        return None
    verb = found["verb"].lower()
    if verb in _BETTER or verb in _WORSE:
        return "positive" if verb in _BETTER else "negative"
    past = verb in load_rules("outcomes")["counted"]["moved"]
    change = _value(found["two"]) - _value(found["one"])
    return _judged(change, _sense(words, found.start())) if past else None


_THEN = r"(?:was|(?:up |down )?from|previously|prev\.?|last \w+|vs\.?|Q[1-4]|(?:19|20)\d\d)[:,]?"
_BRACKETED = re.compile(rf"{_ONE}[^.;()]{{0,50}}\({_THEN}\s+{_TWO}", re.IGNORECASE)
_COMPARED = re.compile(
    rf"{_ONE}[^.;()]{{0,40}} compared (?:with|to) {_TWO} (?:last|this|the previous|in)\b", re.IGNORECASE
)


def _beside(words: str) -> Polarity | None:
    """`was 6 days (Q3: 11 days)`, `crash rate 1.9% (was 3.1)`, `41 calls compared with 33 last year`."""
    found = _BRACKETED.search(words) or _COMPARED.search(words)
    if not found:
        return None
    return _judged(
        _value(found["one"]) - _value(found["two"]), _sense(words, found.start()) or _sense(words, found.end())
    )


_SHARE = re.compile(
    r"(?P<only>\b(?:only|just|barely) )?(?P<one>\d+(?:\.\d+)?) ?(?:%|per ?cent) of (?:\w+ ){1,5}?"
    r"(?:were|was|are|is|have been|had been|has been) (?:\w+ly )?"
    r"(?:done|met|completed?|answered|resolved|processed|delivered|handled|closed|seen|paid|achieved|on time)\b",
    re.IGNORECASE,
)
_MOST, _HALF = 80, 50
"""Per cent from which a share that was done is a success, and below which it is none."""


def _share(words: str) -> Polarity | None:
    """`99.4 % of requests were done in the agreed time`."""
    found = _SHARE.search(words)
    if not found:
        return None
    part = _value(found["one"])
    return "negative" if found["only"] or part < _HALF else "positive" if part >= _MOST else "mixed"


_COUNT = r"\b\d[\d,]* (?:\w+ ){0,2}?"
_SIGNED = r"(?:had )?(?:signed up|registered|applied|enrolled)\b[^.;]{0,30}?"
_CAME = r"(?:came|attended|turned up|finished|completed)\b"
_AFAR = r"(?:on (?:the )?(?:stream|line|zoom)|online|remote(?:ly)?|virtual(?:ly)?)\b"
_TWICE = re.compile(
    rf"{_COUNT}{_SIGNED}{_COUNT}{_CAME}|\b(?:ran|held|organi[sz]ed|hosted|put on)\b[^.;]{{3,60}}, {_COUNT}{_CAME}"
    rf"|{_COUNT}in[- ]person\b[^.;]{{0,20}}?{_COUNT}{_AFAR}",
    re.IGNORECASE,
)


def _counted_twice(words: str) -> Polarity | None:
    """`70 students signed up, 44 came`, `331 in person, 540 on the stream`."""
    return "positive" if _TWICE.search(words) else None


_YEARLY = re.compile(
    r"\b(?P<way>up|down) (?:by )?\d+(?:\.\d+)? ?(?:%|per ?cent) (?:on|from|since|over|compared|year)\b", re.IGNORECASE
)


def _year_on_year(words: str) -> Polarity | None:
    """`Up 20% on last year`, `incidents are down 71% since the injunction`."""
    found = _YEARLY.search(words)
    if not found:
        return None
    up = found["way"].lower() == "up"
    return _judged(1 if up else -1, _sense(words, len(words)) or int(up))


_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
_NUMERALS = {word: number for number, word in enumerate(f"{_UNITS} eighteen nineteen twenty".split(), start=1)}
_PART = re.compile(
    rf"(?P<only>\b(?:only|just|barely) )?\b(?P<one>\d+|{'|'.join(_NUMERALS)}) (?:out )?of (?:the |our |its |their )"
    rf"(?P<two>\d+|{'|'.join(_NUMERALS)}) (?:\w+ ){{1,3}}(?:are|were|have been|had been|have|had) (?:now )?"
    r"(?:in|accepted|adopted|taken up|resolved|completed?|returned|done|met|passed|delivered)\b",
    re.IGNORECASE,
)


def _share_in_words(words: str) -> Polarity | None:
    """`eleven of our fourteen suggestions are in the final text`, `only two of the six laboratories have returned`."""
    found = _PART.search(words) if " of " in words else None
    if not found:
        return None
    one, two = (_NUMERALS.get(found[name].lower()) or int(found[name]) for name in ("one", "two"))
    return "negative" if found["only"] or 2 * one < two else "positive"
