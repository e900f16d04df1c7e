"""Whether a line goes on from the one before: hard-wrapped prose, or a point of its own."""

import re
from functools import cache
from itertools import pairwise

from ingest.labels import label_at
from ingest.lines import Line
from ingest.listed_shares import breaks_a_name
from ingest.rules import load_rules

_WIDEST = 120
"""A longer line was not wrapped by hand or by an editor."""
_NARROWEST = 40
_COLUMN = 20
"""A line as narrow as this goes on only where its last word cannot end a sentence."""


@cache
def _open_ended() -> re.Pattern[str]:
    """Lines whose last word leaves their sentence open: `… and asked that`."""
    return re.compile(rf"\b(?:{'|'.join(load_rules('structure')['wrapping']['open'])})$")


class Wrapping:
    """The width at which a text is wrapped.

    It is told by lines that surely go on: the next begins with a small letter, or their last word
    cannot end a sentence.
    """

    def __init__(self, text: str, found: list[Line]) -> None:
        self._text = text
        widths = sorted(
            _width(line)
            for line, following in pairwise(found)
            if following.sign == "prose"
            and line.sign in ("prose", "item", "chat")
            and _width(line) <= _WIDEST
            and (
                (_width(line) >= _NARROWEST and text[following.start].islower())
                or (_width(line) >= _COLUMN and _is_open(text[line.start : line.end]))
            )
        )
        # The widest tenth is left out: a line that happens to be followed by a small letter.
        self._wrapped_at = widths[(len(widths) - 1) * 9 // 10] if len(widths) > 1 else 0

    def joins(self, line: Line, following: Line) -> bool:
        """Whether `following`, a line of prose without a gap before, goes on from `line`.

        It does where it begins in the middle of a sentence, or where its first word would not
        have fitted on the line before at the width of this text.
        """
        words = self._text[following.start : following.end]
        before = self._text[line.start : line.end]
        if line.quoted == following.quoted and not line.breaks and breaks_a_name(before, words):
            return True
        labelled = label_at(self._text, following.start, following.end) and not words[0].islower()
        if line.quoted != following.quoted or line.breaks or labelled or "://" in words.split(maxsplit=1)[0]:
            return False
        if _width(line) > _WIDEST or before.endswith(":"):
            return False
        if before.endswith((",", " and", " &")) or (_width(line) >= _COLUMN and _is_open(before)):
            return True
        full = self._wrapped_at > 0 and _width(line) + 1 + len(words.split(maxsplit=1)[0]) > self._wrapped_at
        if words[0].islower() or words[0] in ",;)(&–—" or words.startswith("[#"):
            return full or _width(line) >= _NARROWEST or line.sign == "item"
        return full


def _is_open(words: str) -> bool:
    return _open_ended().search(words) is not None


def _width(line: Line) -> int:
    return line.indent + line.end - line.start
