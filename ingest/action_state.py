"""What a stretch of text says of something owed: its plain words, its state, and when it is due."""

import re
from dataclasses import replace
from datetime import date

from ingest.action_rules import grammar, is_section
from ingest.blocks import Block, Cell
from ingest.people_names import fold
from ingest.reading import Reading
from ingest.rules import load_rules
from kg.edtf import parse
from kg.extraction import Commitment, CommitmentStatus, Span, When

_LONG_PAST, _A_YEAR = 150, 366
"""Days between which a date without a year was read in the wrong one."""


def made(
    reading: Reading, block: Block, number: int, evidence: Span, what: Span, owner: tuple[str, ...], rule: str,
    confidence: float, *, earlier: bool = False, status_in: Span | None = None,
) -> Commitment | None:  # fmt: skip
    """The commitment that `evidence` states; None where `what` says too little or the evidence is too long.

    `status_in` is where its state is looked for, the evidence unless given.
    """
    span = evidence_span(reading.structure.text, evidence)
    due_in = grammar("due_bracket").search(reading.structure.text, what.start, what.end)
    words = plain(reading.structure.text[what.start : due_in.start() if due_in else what.end])
    if len(words) < 3 or span.end - span.start > 1000:
        return None
    looked = status_in or span
    state = status(reading.structure.text[looked.start : looked.end], block) or ("unknown" if earlier else "open")
    behind = due(reading, Span(what.start, span.end), number) if span.start < what.start < span.end else None
    due_on = behind or due(reading, _clause_of(reading, span, what), number)
    return Commitment(
        evidence=(span,), rule=rule, confidence=confidence, meeting=reading.sitting_of(number),
        owner=owner, what=words, due=due_on, kind="action", status=state,
    )  # fmt: skip


def _clause_of(reading: Reading, span: Span, what: Span) -> Span:
    """The part of `span` behind the last semicolon before `what`: dates before it are of something else."""
    semicolon = reading.structure.text.rfind("; ", span.start, what.start)
    return Span(semicolon + 1, span.end) if semicolon >= 0 else span


def status(words: str, block: Block) -> CommitmentStatus | None:
    """The state that `words` give an action, else what the block's tick or strike tells; None where nothing does."""
    if block.tick == "done":
        return "done"
    patterns = load_rules("actions")["status"]
    for status in ("dropped", "open"):
        if any(re.search(pattern, words, re.IGNORECASE) for pattern in patterns[status]):
            return status
    if any(_is_done(words, match) for p in patterns["done"] for match in re.finditer(p, words, re.IGNORECASE)):
        return "done"
    return "done" if block.struck or (words.count("~~") >= 2 and words.strip().startswith("~~")) else None


def _is_done(words: str, match: re.Match[str]) -> bool:
    """Is a word of being done a state, not a condition: `once it is complete`, `to be completed`?"""
    conditional: str = load_rules("actions")["status"]["conditional"]
    return (
        match.start() == 0
        or not match.group()[0].isascii()
        or re.search(conditional, words[: match.start()], re.IGNORECASE) is None
    )


def state_of(words: str, block: Block) -> CommitmentStatus | None:
    """The state that words tell which say nothing else: `Done`, `Sent to the insurers`, `Ann has written it`."""
    ended = grammar("state_done").match(words) or grammar("state_reviewed").match(words)
    return "done" if ended else status(words, block)


def without_state(reading: Reading, span: Span, *, reviewed: bool = False) -> tuple[Span, CommitmentStatus | None]:
    """An action without the words at its end that give its state, and the state; `reviewed` in a list that reviews."""
    text = reading.structure.text
    tail = grammar("state_tail").search(text, span.start, span.end)
    done = grammar("reviewed_tail").search(text, span.start, span.end) if reviewed and not tail else None
    if done and len(text[span.start : done.start()].split()) > 2:
        return Span(span.start, done.start()), "done"
    if tail is None or tail.start() - span.start < 5 or _conditional_at(text, span.start, tail):
        return span, None
    state = re.sub(r"^(?:now|all|both|this was|this is)\s+", "", tail["state"].lower())
    ended = re.match(r"superseded|withdrawn|dropped|no longer", state)
    return Span(span.start, tail.start()), "dropped" if ended else "done" if grammar("state_done").match(
        state
    ) else "open"


def _conditional_at(text: str, start: int, tail: re.Match[str]) -> bool:
    conditional: str = load_rules("actions")["status"]["conditional"]
    loose = re.match(r"\s*(?:,\s|\s{2}(?!\s*(?:[A-Z]{3}|[–—(\[-])))", tail.group()) is not None
    return loose and re.search(conditional, text[start : tail.start()], re.IGNORECASE) is not None


def cell_status(text: str, cell: Cell, block: Block) -> CommitmentStatus | None:
    """The status in a table's cell; `Yes` under `Done?` is done."""
    words = text[cell.span.start : cell.span.end].strip(" *_.").lower()
    if re.match(r"\W*(?:done|completed?|closed|finished)", cell.header.lower()):
        if words in ("yes", "y", "x", "✓", "✔", "✅"):
            return "done"
        return "open" if words in ("no", "n", "", "✗") else status(words, block)
    return "done" if grammar("state_done").match(words) else status(words, block)


def due(reading: Reading, span: Span, number: int) -> When | None:
    """The date that says when it is due: after `by`, `before` and the like, else one that lies ahead."""
    rules = load_rules("actions")["due"]
    today = day_of(reading, number)
    weak: When | None = None
    for mention in reading.dates_in(span):
        when = to_come(mention.when, today)
        before = reading.structure.text[max(span.start, mention.span.start - 30) : mention.span.start]
        words = reading.text(mention.span)
        behind = reading.structure.text[mention.span.end : span.end]
        if re.fullmatch(r"\d{4}", words) and re.match(r"\s+[a-z]", behind):
            continue  # a year that is part of a name: `the 2018 retreat`
        if re.search(rules["strong"], before, re.IGNORECASE) or re.match(
            r"(?:by|before|until|no later than)\b", words, re.IGNORECASE
        ):
            return when
        ends = parse(when.edtf).latest
        ahead = today and (ends is None or ends.isoformat()[: len(today)] >= today)
        if (
            weak is None
            and ahead
            and (
                re.search(rules["weak"], before, re.IGNORECASE)
                or (re.search(r"\w", behind) is None and re.search(r"\bof\s*$", before) is None)
                or re.match(r"(?:next|this|tomorrow|today|on|end|within|in)\b", words, re.IGNORECASE)
            )
        ):
            weak = when
    return weak


def day_of(reading: Reading, number: int) -> str:
    """The day of the meeting of a block, else of the document; empty where neither is known."""
    sitting = reading.sitting_of(number)
    held = reading.structure.sittings[sitting].date if sitting is not None else None
    return (held or reading.document.date or "")[:10]


def to_come(when: When, today: str) -> When:
    """A date without a year that was read as long past, in the year to come: what is owed lies ahead."""
    ends = parse(when.edtf).latest
    if when.stated or len(today) < len("2024-01-01") or ends is None or not re.fullmatch(r"\d{4}-[\d-]+~?", when.edtf):
        return when
    past = (date.fromisoformat(today) - ends).days
    if not _LONG_PAST < past < _A_YEAR or re.search(r"last|past|ago|previous", when.words or "", re.IGNORECASE):
        return when
    if when.edtf[4:].startswith("-02-29"):
        return when
    return replace(when, edtf=f"{int(when.edtf[:4]) + 1}{when.edtf[4:]}")


def columns(block: Block) -> dict[str, Cell] | None:
    """Cells of an action table by what their columns hold; None where it is no such table."""
    found: dict[str, Cell] = {}
    in_section = bool(block.section) and is_section(block.section[-1])
    headers = [fold(re.sub(r"[*_`]", "", cell.header)).strip(" :?") for cell in block.cells]
    for kind in ("task", "owner", "due"):
        words = load_rules("actions")["columns"][kind]
        words = [*words, *load_rules("actions")["columns"]["entry"]] if kind == "task" and in_section else words
        for cell, header in zip(block.cells, headers, strict=True):
            if header in words and cell not in found.values():
                found[kind] = cell
                break
    named = {
        header
        for header in headers
        if "action" in header or header in ("task", "tasks", "to do", "todo", "next step", "next steps")
    }
    if "task" in found and "owner" in found and {"who", "what"} <= set(headers):
        return found
    if "task" in found and (
        in_section or (named and ("owner" in found or "due" in found)) or {"owner", "due"} <= set(found)
    ):
        return found
    return None


def row_status(text: str, block: Block) -> CommitmentStatus | None:
    """The state that the columns of a row give: those named for it, then those that may tell it in passing."""
    words = load_rules("actions")["columns"]
    cells = [(fold(re.sub(r"[*_`]", "", cell.header)).strip(" :?"), cell) for cell in block.cells]
    told = [cell for header, cell in cells if header in words["status"]]
    passing = [cell for header, cell in cells if header in words["update"]]
    return next((state for cell in (*told, *passing) if (state := cell_status(text, cell, block))), None)


def tidy(text: str, span: Span) -> Span:
    """`span` without outer blanks and list marks."""
    words = text[span.start : span.end]
    left = len(words) - len(words.lstrip(" \t\n*_-–—:>•"))
    if left >= len(words):
        return Span(span.start, span.start) if span.end <= span.start else span
    right = len(words) - len(words.rstrip(" \t\n*_–—-"))
    return Span(span.start + left, span.end - right)


def evidence_span(text: str, span: Span) -> Span:
    """`span` without outer blanks, with the marks that open it."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    marks = re.search(r"(?:\*{1,3}|_{1,2}|~~|\[)$", text[max(0, start - 3) : start])
    return Span(start - len(marks.group()) if marks else start, span.end - len(words) + len(words.rstrip()))


def plain(words: str) -> str:
    """What is owed, on one line and without marks."""
    shown = re.sub(r"!?\[([^\]\n]*)\]\([^)\n]*\)", r"\1", words)
    shown = re.sub(r"\*\*|__|~~|`|^\s*\[[ xX]\]|\\(?=[^\w\s])", "", shown)
    bare = " ".join(shown.split()).strip(" *_.;:–—-")
    return bare if _balanced(bare) else bare.strip(" *_.;:–—-[](")


def _balanced(words: str) -> bool:
    return all(words.count(opening) == words.count(closing) for opening, closing in ("()", "[]"))
