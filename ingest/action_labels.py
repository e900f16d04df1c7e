"""Explicit labels of actions: `ACTION:`, `AI Ann:`, `[AI: Ann]`, `Action for Ann –`, `Action 3.2:`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingest.action_rules import grammar
from ingest.action_state import tidy
from ingest.owners import Party, party_at
from ingest.reading import Reading
from ingest.rules import load_rules
from kg.extraction import Span


@dataclass(frozen=True, slots=True)
class Labelled:
    """An explicit label: where its task begins, who stands in the label, and whether it tells of an earlier action."""

    start: int
    task: int
    owner: Party | None
    earlier: bool
    end: int | None = None
    """Where the bracket closes that holds the label and its task."""


@cache
def _label_pattern() -> re.Pattern[str]:
    rules = load_rules("actions")
    words = sorted(rules["labels"] + rules["earlier"], key=len, reverse=True)
    alternatives = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(
        rf"(?:(?<=^)|(?<=[\s*_(\[.>|:—–-]))(?P<label>{alternatives})(?P<after>s?\b(?!\w))(?:\s*[#(]?(?:[A-Z]{{0,3}}[-./]?)?\d[\d./-]*[a-z]?[)]?)?(?=[\s:–—\-\])(*_,]|$)",
        re.IGNORECASE,
    )


@cache
def _earlier() -> frozenset[str]:
    return frozenset(word.lower() for word in load_rules("actions")["earlier"])


def labels_in(reading: Reading, span: Span) -> Iterator[Labelled]:
    """Explicit labels inside a block, in order."""
    text = reading.structure.text
    for match in _label_pattern().finditer(text, span.start, span.end):
        opening = is_opening(text, span.start, match.start())
        shouted = match["label"].isupper()
        bracket = text[match.start() - 1 : match.start()] in ("[", "(")
        colon = re.match(r"[*_]*\s*:", text[match.end() : match.end() + 4]) and match["label"][0].isupper()
        if not (opening or shouted or bracket or colon):
            continue
        found = _label_tail(reading, match, span.end, opening=opening, shouted=shouted, bracket=bracket)
        if found is not None:
            task, owner = found
            earlier = re.sub(r"\s+", " ", match["label"].lower()) in _earlier()
            closes = _closing(text, match.start() - 1, span.end) if bracket else None
            yield Labelled(match.start(), task, owner, earlier, closes if closes and closes > task else None)


def _label_tail(
    reading: Reading, match: re.Match[str], end: int, *, opening: bool, shouted: bool, bracket: bool
) -> tuple[int, Party | None] | None:
    """Where the task of a label begins and who the label itself names; None where it is no label."""
    text = reading.structure.text
    position = match.end()
    before = opening and (grammar("label_to").match(text, match.start(), end) or _alone_in_bracket(text, match, end))
    if before:
        return before.end(), None
    sign = re.compile(r"[*_\s]*(?::|[–—]|\\?-{1,2}(?=\s))[*_]*\s*").match(text, position, end)
    if sign and not bracket:
        return sign.end(), None
    stated = re.compile(r"\s+(?:is|are|would be)\s+(?:(?:to|for)\s+)?(?=[a-zA-Z])").match(text, position, end)
    if stated and opening and match["label"].lower().startswith("next step"):
        return stated.end(), None
    return _named_label(reading, match, end, opening=opening, shouted=shouted, bracket=bracket)


def _alone_in_bracket(text: str, match: re.Match[str], end: int) -> re.Match[str] | None:
    """`[ACTION ITEM] Confirm the room`: the bracket holds the label alone, and the task stands behind it."""
    bracketed = text[match.start() - 1 : match.start()] == "["
    return re.compile(r"\s*\][*_]*\s*(?:[:–—-]\s*)?(?=[\w@\[])").match(text, match.end(), end) if bracketed else None


def _named_label(
    reading: Reading, match: re.Match[str], end: int, *, opening: bool, shouted: bool, bracket: bool
) -> tuple[int, Party | None] | None:
    """The same for a label that itself names who owes it: `AI Ann:`, `[AI: Ann]`, `ACTION Ann to`."""
    text, position = reading.structure.text, match.end()
    linked = re.compile(r"[*_\s]*[:,-]?\s*(?:(?:for|on|by|to|@)\s*)?[(\[]?\s*(?=[@\w])").match(text, position, end)
    party = party_at(reading, linked.end(), end) if linked else None
    if party is None:
        return _nobody_known(text, match, position, end, linked, bracket=bracket)
    ends = re.compile(r"\s*\\?[)\]]?[*_]*\s*(?:[:–—]|\\?-{1,2}(?=\s)|\])[*_]*\s*").match(text, party.end, end)
    ends = ends or (grammar("operator").match(text, party.end, end) if shouted or opening or bracket else None)
    if ends:
        return ends.end(), party
    if shouted and opening and grammar("task_opening").match(text, party.end, end):
        return party.end, party
    if bracket or re.fullmatch(r"[\s*_.)\]]*", text[party.end : end]):
        rest = re.compile(r"[\s)\]*_:]*").match(text, party.end, end)
        return (rest.end() if rest else party.end), party
    if shouted and linked and re.search(r"\b(?:to|for|on)\s*$", text[position : linked.end()], re.IGNORECASE):
        return party.end, party
    return None


def _nobody_known(
    text: str, match: re.Match[str], position: int, end: int, linked: re.Match[str] | None, *, bracket: bool
) -> tuple[int, Party | None] | None:
    """The same where nobody known is named: `Action (all):`, `#action zed to`, `(AI: Zed)`."""
    everyone = re.compile(r"\s*[(\[](?:all|everyone|everybody|group|team)[)\]]\s*:\s*", re.IGNORECASE)
    if meant := everyone.match(text, position, end):
        return meant.end(), Party((), position, meant.end())
    if match["label"].startswith("#") and linked:  # a command to a bot is a label whoever it names
        return linked.end(), None
    return _unknown_in_bracket(text, position, end) if bracket else None


def _unknown_in_bracket(text: str, position: int, end: int) -> tuple[int, Party | None] | None:
    """`(AI: Zed) Blog post`, `[AI: write a post]`: an owner whom nobody knows, or the task itself."""
    inside = re.compile(r"\s*:\s*(?P<words>(?:[^()\[\]\n]|\([^()\n]*\))*?)\s*[)\]][*_:]*\s*").match(text, position, end)
    if inside is None or not inside["words"]:
        return None
    named = re.fullmatch(r"[A-Z]\w*(?: [A-Z]\w*)?", inside["words"])
    return (inside.end(), Party((), position, inside.end())) if named else (inside.start("words"), None)


def _closing(text: str, start: int, end: int) -> int | None:
    """Where the bracket that opens at `start` closes."""
    opens, closes = ("(", ")") if text[start] == "(" else ("[", "]")
    deep = 0
    for position in range(start, end):
        deep += (text[position] == opens) - (text[position] == closes)
        if deep == 0:
            return position
    return None


def is_opening(text: str, start: int, position: int) -> bool:
    """Does a sentence, line or clause begin at `position`, marks aside?"""
    before = text[start:position]
    return re.fullmatch(r"[\s*_~\[(“\"#>@–—•→⇒=-]*", before) is not None or bool(
        re.search(r"(?:\n|[.!?;:]\s|\s(?:\\?[–—-]|→|⇒|=>|->)\s)[\s*_~\[(“\"#>@-]*$", before)
    )


def task_span(text: str, start: int, end: int) -> Span:
    """The task behind a label: to the end of its paragraph or block."""
    stop = re.compile(r"\n\s*\n").search(text, start, end)
    return tidy(text, Span(start, stop.start() if stop else end))
