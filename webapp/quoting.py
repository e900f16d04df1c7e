"""The words that prove something, shown within their sentence."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.sentences import sentences
from webapp.inline import marks

LONGEST = 360
"""Code points of a sentence that a quotation shows around its words; a cut is marked by an ellipsis."""
_MARKERS = re.compile(r"\s*(?:#{1,6}\s+|[*+\-•]\s+|\d{1,3}[.)]\s+|\|\s*|>\s+)*(?:\[[ xX]?\]\s+)?")


@dataclass(frozen=True, slots=True)
class InContext:
    """The words of a quotation and the rest of their sentence, as they are read: without marks."""

    before: str
    words: str
    after: str

    def __iter__(self) -> Iterator[str]:
        return iter((self.before, self.words, self.after))


def in_context(text: str, start: int, end: int) -> InContext:
    """The words `text[start:end]` and what stands around them in the same line, to the ends of the sentence."""
    marker = _MARKERS.match(text, start, end)
    start = marker.end() if marker and text[start - 1 : start] in ("", "\n") and marker.end() < end else start
    low, high = _sentence(text, start, end)
    before, words, after = text[low:start], text[start:end], text[end:high]
    room = max(0, LONGEST - len(words)) // 2
    if len(before) > room:
        before = "… " + before[len(before) - room :].partition(" ")[2]
    if len(after) > room:
        after = after[:room].rpartition(" ")[0] + " …"
    return InContext(*_without_marks(before, words, after))


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a snippet's words, marked where they are what was searched for."""

    text: str
    marked: bool = False


def pieces(text: str, highlights: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
    """`text` without marks, cut at the stretches `highlights` (offsets in `text`, in order)."""
    stretches = list(highlights)
    marker = _MARKERS.match(text, 0, stretches[0][0] if stretches else len(text))
    edges = [marker.end() if marker else 0, *(edge for stretch in stretches for edge in stretch), len(text)]
    shown = _without_marks(*(text[a:b] for a, b in pairwise(edges)))
    return tuple(Piece(words, bool(number % 2)) for number, words in enumerate(shown) if words)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    line = text.rfind("\n", 0, start) + 1
    below = text.find("\n", end)
    line_end = below if below >= 0 else len(text)
    marker = _MARKERS.match(text, line, start)
    line = marker.end() if marker else line
    low, high = start, end
    for span in sentences(text[line:line_end]):
        if line + span.start < end and line + span.end > start:
            low, high = min(low, line + span.start), max(high, line + span.end)
    return low, high


def _without_marks(*parts: str) -> tuple[str, ...]:
    whole = "".join(parts)
    hidden = {place for start, end in marks(whole).hidden for place in range(start, end)}
    shown, place = [], 0
    for part in parts:
        kept = "".join(sign for number, sign in enumerate(part, place) if number not in hidden)
        shown.append(kept.replace("~~", ""))
        place += len(part)
    return _without_bars(shown)


def _without_bars(parts: list[str]) -> tuple[str, ...]:
    """Bars between the cells of a table become middle dots; those at its edges go."""
    first, last = 0, len(parts) - 1
    while first < last and not parts[first].strip(" |"):
        parts[first] = ""
        first += 1
    while last > first and not parts[last].strip(" |"):
        parts[last] = ""
        last -= 1
    parts[first] = parts[first].lstrip("| ") if "|" in parts[first][:2] else parts[first]
    parts[last] = parts[last].rstrip("| ") if "|" in parts[last][-2:] else parts[last]
    return tuple(re.sub(r"\s*\|\s*", " · ", part) for part in parts)
