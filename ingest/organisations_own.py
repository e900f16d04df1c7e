"""The bodies of a document's own institution: named in its letterhead, and the committee whose record it is."""

import re
from collections.abc import Iterator, Sequence

from ingest.blocks import Structure
from ingest.organisations_lexicon import kind_of, lexicon
from ingest.organisations_spotting import Candidate
from ingest.rules import load_rules
from kg.extraction import Organisation, Span

_TOP = 6
"""Blocks at the top of a document among which its own body's name stands."""
_GATHERING = re.compile(
    r"\b(?:(?:minutes|notes|record|agenda)\b|(?:(?:annual|regular|general|ordinary|special|monthly|weekly|quarterly|public|"
    r"extraordinary)\s+)*(?:meetings?|telecon\w*|teleconference|call|minutes|notes|agenda)\b).*",
    re.IGNORECASE | re.DOTALL,
)
_SEPARATOR = re.compile(r"\s+[-–—|]+\s+|:[*_]*\s+|\n|,\s+(?!(?:inc|ltd|llc|llp|plc)\b)", re.IGNORECASE)
_PLACE = re.compile(
    r"(?:location|venue|place|where|held at|address|room|present|attending|attendees|via)\W*$", re.IGNORECASE
)
"""A label behind which no institution is named as its own."""
_SENTENCE = re.compile(r"(?<!\bInc)(?<!\bLtd)(?<!\bCorp)(?<=[a-z]{3})\.\W*$")
_MARKS = re.compile(r"[*_#=~\s\\]+")


def letterhead(structure: Structure, taken: Sequence[Span]) -> Iterator[Candidate]:
    """Names that stand alone on a line at the top, or before its dash or its word for a meeting.

    `**Elm Primary PTA** – Committee Meeting`, `TOWN OF ELM LAKE`, `UNITED WORKERS AND ALLIED TRADES`.
    """
    for block in structure.blocks[:_TOP]:
        if block.kind not in ("heading", "paragraph") or len(structure.content(block)) > 240:
            continue
        if _SENTENCE.search(structure.content(block)):
            continue
        at = block.content.start
        for part in _parts(structure.content(block)):
            span = Span(at + part.start, at + part.end)
            name = structure.text[span.start : span.end]
            if _names_a_body(name) and not any(t.start < span.end and span.start < t.end for t in taken):
                yield Candidate(span, name, "place", kind_of(name))


def _parts(words: str) -> Iterator[Span]:
    """The stretches between dashes, colons and line ends, without marks and what follows a word for a meeting."""
    last = 0
    for end, following in [*((m.start(), m.end()) for m in _SEPARATOR.finditer(words)), (len(words), len(words))]:
        piece = "" if _PLACE.search(words[:last]) else _GATHERING.sub("", words[last:end])
        lead = _MARKS.match(piece)
        start = lead.end() if lead else 0
        stop = len(re.sub(r"\s+(?:No\.?\s*)?\d+$", "", piece.rstrip("*_#=~,. \t\n\\")))
        start += 4 if piece[start : start + 4].lower() == "the " else 0
        if stop > start:
            yield Span(last + start, last + stop)
        last = following


def _names_a_body(name: str) -> bool:
    """Two words or more, all capitalised or small ones between, the last one or the first telling a body."""
    words = name.split()
    low = [word.lower().strip(".,’'") for word in words]
    capital = all(word[:1].isupper() or word in lexicon()["connectors"] for word in words)
    heads = lexicon()["head"] | lexicon()["weak"] | frozenset(load_rules("organisations")["letterhead"]["heads"])
    civic = low[0] in load_rules("organisations")["letterhead"]["civic"] and low[1:2] == ["of"]
    named = any(word not in lexicon()["generic"] | heads | lexicon()["connectors"] for word in low)
    named = named and not any(word in lexicon()["not"] for word in low)
    return 2 <= len(words) <= 10 and capital and named and (civic or low[-1] in heads)


def parent_name(name: str) -> str | None:
    """The body that a committee's name begins with: `Elm Foundation` of `Elm Foundation Steering Council`."""
    words = name.split()
    low = [word.lower() for word in words]
    vocabulary = lexicon()
    if low[0] in load_rules("organisations")["letterhead"]["parts"] and low[1:3] == ["of", "the"] and len(words) > 4:
        return " ".join(words[3:])
    if len(words) < 4 or low[-1] not in load_rules("organisations")["letterhead"]["parts"]:
        return None
    for at in range(len(words) - 2, 0, -1):
        before = [word for word in low[:at] if word not in vocabulary["connectors"]]
        named = any(word not in vocabulary["generic"] | vocabulary["head"] | vocabulary["opening"] for word in before)
        if low[at] in load_rules("organisations")["letterhead"]["parents"] and named:
            return " ".join(words[: at + 1])
    return None


_STEERED = re.compile(
    r"\b(?:council|board|trust|senate|association|society|foundation|forum|network|group)\b", re.IGNORECASE
)
_LED = re.compile(r"\b(?:as|in the) chair\w* of\s+(?:the\s+)?(?:\w+[’']s\s+)?$", re.IGNORECASE)
_BOARD = re.compile(
    r"(?:(?:\b(?:the|to|from|by|with|for|of)[ ]+(?:the[ ]+)?)(?P<told>Board)(?![ ]+(?:of\b|[A-Z])|[\w-])"
    r"|^[#*\s-]*(?P<headed>Board)[ ]+(?:[Uu]pdates?|[Mm]eetings?|[Rr]eports?)\b)",
    re.MULTILINE,
)


def plain_boards(text: str) -> list[Span]:
    """Places that speak of a board without a name; none where only headings do."""
    found = list(_BOARD.finditer(text))
    spans = [Span(*match.span("told" if match.group("told") else "headed")) for match in found]
    return spans if any(match.group("told") for match in found) else []


def stands_beside_board(name: str) -> bool:
    """Is the body of this name one that has a board beside it or above?"""
    return name.rsplit(maxsplit=1)[-1].lower() in load_rules("organisations")["letterhead"]["beside_board"]


def find_committee(structure: Structure, organisations: Sequence[Organisation], title: str | None) -> str | None:
    """Id of the body whose record the document is: named in its title or letterhead, and spoken of as its own.

    None where nothing speaks clearly for one.
    """
    text = structure.text
    top = structure.blocks[_TOP - 1].span.end if len(structure.blocks) >= _TOP else len(text)
    scores: dict[str, float] = {}
    for body in organisations:
        names = {name for name in (body.name, body.acronym, *body.aliases) if name}
        titled = any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", title or "", re.IGNORECASE) for name in names)
        short = " ".join(body.name.split()[-2:])
        partly = not titled and len(body.name.split()) > 2 and short.lower() in (title or "").lower()
        high = [span for span in body.mentions if span.start < top]
        alone = any(_stands_alone(text, span) for span in high)
        headed = any(
            re.search(
                r"\b(?:chair\w*|convener|secretary|clerk|members?|trustees|meeting|minutes)\s+of\s+(?:the\s+)?(?:\w+[’']s\s+)?$",
                text[max(0, s.start - 50) : s.start],
                re.IGNORECASE,
            )
            for s in body.mentions
        )
        led = any(_LED.search(text[max(0, s.start - 50) : s.start]) for s in body.mentions)
        own = body.kind in ("committee", "working group")
        steered = own or _STEERED.search(body.name) is not None
        scores[body.id] = (
            4 * titled
            + 3 * partly
            + 3 * alone
            + 2 * headed
            + 3 * led
            + 2 * own
            + (1 if steered else -2)
            + min(len(body.mentions), 6) / 3
        )
    best = max(scores, key=lambda identifier: scores[identifier], default=None)
    return best if best is not None and scores[best] >= 5 else None


def _stands_alone(text: str, span: Span) -> bool:
    """Is a name the whole of its line?"""
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    around = text[start : span.start] + text[span.end : end if end >= 0 else len(text)]
    return not re.search(r"\w", re.sub(r"^\s*#*|\bthe\b", "", around, flags=re.IGNORECASE))
