"""Where sentences end: a rule that needs no model, the same when reading and when showing."""

import re
from functools import lru_cache

from kg.spans import Span

# A full stop after one of these does not end a sentence.
_ABBREVIATIONS = frozenset(
    "mr mrs ms mx dr drs prof rev revd hon st sir cllr cllrs bro bros sis fr br messrs supt insp sgt lt col gen capt "
    "maj cdr cmdr det sen sens rep reps gov amb mt mtn assn assoc univ "
    "dept inc ltd co corp vs etc no nos approx est fig e.g i.e eg ie cf al a.m p.m jr sr "
    "prop sec ref min para ext incl jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_END = re.compile(r"[.!?…]+[\"'”’)\]*_]*(?=\s+(?P<next>\S))|\n\s*\n")
_WORD_BEFORE = re.compile(r"[^\s(\[\"“]*$")
_LONGEST = 1 + max(map(len, _ABBREVIATIONS))
"""How much of the word before a full stop tells whether it is an abbreviation or an initial."""


@lru_cache(maxsize=1 << 12)
def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of `text` as spans without surrounding blanks, in order.

    A full stop ends a sentence where the next word begins with a capital, digit, quote or
    bracket and the word before is neither a known abbreviation nor an initial.
    """
    found: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        if match.group().startswith("\n") or _ends(text, match):
            _add(found, text, start, match.end())
            start = match.end()
    _add(found, text, start, len(text))
    return tuple(found)


def _ends(text: str, match: re.Match[str]) -> bool:
    following = match["next"]
    if not (following.isupper() or following.isdigit() or following in "\"'“‘([*_@#£$€"):
        return False
    if not match.group().startswith(".") or match.group().startswith(".."):
        return True
    word = _WORD_BEFORE.search(text, max(0, match.start() - _LONGEST), match.start())
    before = word.group() if word else ""
    return before.lower() not in _ABBREVIATIONS and not (len(before) == 1 and before.isupper())


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    trimmed = piece.strip()
    if trimmed:
        low = start + piece.index(trimmed)
        found.append(Span(low, low + len(trimmed)))
