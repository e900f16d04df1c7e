"""Words of a text that may name people: tokens, runs of capitalised words, handles.

Links, addresses and code are passed over. Offsets count in the text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.people_names import can_be_full_name, fold, is_capitalised, vocabulary
from kg.extraction import Span

_HIDDEN = re.compile(
    r"https?://[^\s)>\]]+|\bwww\.\S+|\]\([^)\s]*\)|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|`[^`\n]*`|<!--.*?-->|[\w.-]+/[\w./#-]+|#\d+",
    re.DOTALL,
)
_TOKEN = re.compile(r"[^\W\d_](?:[\w’'‘\-.]*[^\W_])?")
_POSSESSIVE = re.compile(r"[’'](?:s|S|d|ll|re|ve|m)?$")
_VOTED = re.compile(r"-(?:yes|no|aye|nay|yea|abstain(?:ed|s)?|absent)$", re.IGNORECASE)
"""How a roll call writes votes: `Ash-yes`."""
_AT_HANDLE = re.compile(r"(?<![\w@/.])@([A-Za-z0-9](?:[\w-]*\w)?)(?![\w/]|\.\w)")
_INSIDE = re.compile(r"[ \t]*[,(/&–—-]?[ \t]*(?:\*\*)?")
_JOIN = re.compile(r"\.?[ \u00a0]{1,2}")
"""What stands between the words of one name; wider gaps part columns."""
_WRAP = re.compile(r"[ \u00a0]?\n[ \t]*")
_WRAPPED_AT = 50
"""A line that is shorter was not wrapped: the next is of its own."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word: `[start, end)` without a possessive ending; `joined` where only blanks stand before it."""

    start: int
    end: int
    folded: str
    capital: bool
    joined: bool
    opens: bool
    """Whether it opens a sentence or a block."""
    wrapped: bool = False
    """Whether it goes on in a new line from the word before."""


class Bodies:
    """Places that name organisations, inside which nobody is looked for."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted((span.start, span.end) for span in spans)

    def hold(self, offset: int) -> bool:
        """Whether a body is named at `offset`."""
        place = bisect_right(self._spans, (offset, 1 << 60)) - 1
        return place >= 0 and self._spans[place][0] <= offset < self._spans[place][1]


def hidden_spans(text: str) -> list[tuple[int, int]]:
    """Links, addresses, code and paths, which name nobody."""
    spans = []
    for match in _HIDDEN.finditer(text):
        words = match.group()
        if "/" in words and not words.startswith(("http", "www", "](", "<!--")) and _is_pair(words):
            continue
        spans.append(match.span())
    return spans


def _is_pair(words: str) -> bool:
    """`AB/CD`, `Ann/Bela`: names joined by a stroke, not a path."""
    parts = words.split("/")
    return len(parts) <= 3 and all(part[:1].isupper() and part.isalpha() and len(part) < 16 for part in parts)


def tokens(text: str) -> list[Token]:
    """The words of a text in order, hidden stretches left out."""
    found: list[Token] = []
    hidden = iter(hidden_spans(text))
    low, high = next(hidden, (len(text), len(text)))
    last = -1
    for match in _TOKEN.finditer(text):
        while match.start() >= high:
            low, high = next(hidden, (len(text), len(text)))
        if match.end() > low:
            continue
        if match.start() and text[match.start() - 1] == "@":
            continue
        word = match.group()
        if "-" in word:
            word = _VOTED.sub("", word)
        if "’" in word or "'" in word:
            word = _POSSESSIVE.sub("", word)
        if not word:
            continue
        gap = text[last : match.start()] if last >= 0 else "\n\n"
        between = _goes_on(gap, found[-1] if found else None)
        opens = not between and gap != ", " and _INSIDE.fullmatch(gap) is None
        capital = is_capitalised(word)
        wrapped = capital and "\n" in gap and _is_wrapped(text, last, gap)
        found.append(Token(match.start(), match.start() + len(word), fold(word), capital, between, opens, wrapped))
        last = match.start() + len(word)
    return found


def _is_wrapped(text: str, end: int, gap: str) -> bool:
    """Whether a full line breaks behind `end`, and only blanks stand before the next word."""
    return end - text.rfind("\n", 0, end) > _WRAPPED_AT and _WRAP.fullmatch(gap) is not None


def _goes_on(gap: str, before: Token | None) -> bool:
    """Whether only blanks, or the full stop of an abbreviation, stand between two words."""
    if before is None:
        return False
    if gap == " ":
        return True
    if _JOIN.fullmatch(gap) is None:
        return False
    short = before.end - before.start == 1 or before.folded in vocabulary()["prefixes"] | vocabulary()["particles"]
    return not gap.startswith(".") or short


def handles(text: str) -> Iterator[Span]:
    """Account names with their `@`, teams and packages left out."""
    groups = vocabulary()["group_handles"]
    for match in _AT_HANDLE.finditer(text):
        if match.group(1).lower() not in groups:
            yield Span(*match.span())


def full_names(text: str, words: Sequence[Token]) -> Iterator[Span]:
    """Runs of words that surely are full names, the longest first at each place."""
    rules = vocabulary()
    position = 0
    while position < len(words):
        if not words[position].capital or is_month(words, position):
            position += 1
            continue
        length = _full_name_at(text, words, position, rules["particles"])
        if length:
            yield Span(words[position].start, words[position + length - 1].end)
        position += length or 1


def is_month(words: Sequence[Token], position: int) -> bool:
    """`In June Mo and Ann met`: a month behind a preposition begins no name."""
    word, before = words[position], words[position - 1] if position else None
    return (
        word.folded in ("april", "may", "june", "august", "january", "march")
        and before is not None
        and word.joined
        and before.folded
        in ("in", "by", "until", "since", "from", "of", "early", "late", "mid", "next", "last", "during", "for")
    )


def _full_name_at(text: str, words: Sequence[Token], position: int, particles: frozenset[str]) -> int:
    """How many words from `position` on make a full name; 0 for none."""
    end = position + 1
    while (
        end < len(words)
        and end - position < 5
        and (words[end].joined or (words[end].wrapped and end == position + 1))
        and (words[end].capital or words[end].folded in particles)
    ):
        end += 1
    if end < len(words) and words[end].joined and words[end].folded in vocabulary()["named_after"]:
        return 0
    for stop in range(end, position + 1, -1):
        name = text[words[position].start : words[stop - 1].end]
        if "\n\n" in name or not words[stop - 1].capital:
            continue
        if can_be_full_name(" ".join(name.split())):
            return stop - position
    return 0
