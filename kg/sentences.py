"""Where sentences end: a rule that needs no model, the same when reading and when showing."""

import re

from kg.extraction import Span

# A full stop after one of these does not end a sentence.
_ABBREVIATIONS = frozenset(
    "mr mrs ms mx dr drs prof rev revd hon st sir cllr cllrs bro bros sis fr br messrs supt insp sgt lt col gen capt "
    "dept inc ltd co corp vs etc no nos approx est fig e.g i.e eg ie cf al a.m p.m jr sr "
    "prop sec ref min para ext incl jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+\S)|\n\s*\n")


def sentences(text: str) -> list[Span]:
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
    return found


def _ends(text: str, match: re.Match[str]) -> bool:
    following = text[match.end() :].lstrip()[:1]
    if not (following.isupper() or following.isdigit() or following in "\"'“‘([*_@#£$€"):
        return False
    if not match.group().startswith(".") or match.group().startswith(".."):
        return True
    word = re.search(r"[^\s(\[\"“]*$", text[: match.start()])
    before = word.group() if word else ""
    return before.lower() not in _ABBREVIATIONS and not (len(before) == 1 and before.isupper())


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    trimmed = piece.strip()
    if trimmed:
        low = start + piece.index(trimmed)
        found.append(Span(low, low + len(trimmed)))
