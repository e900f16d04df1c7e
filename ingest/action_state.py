"""What a stretch of text says of something owed: its plain words, its state, and when it is due."""

import re

from ingest.action_rules import is_section
from ingest.blocks import Block, Cell
from ingest.people_names import fold
from ingest.reading import Reading
from ingest.rules import load_rules
from kg.extraction import Commitment, CommitmentStatus, Span, When


def made(
    reading: Reading, block: Block, number: int, evidence: Span, what: Span, owner: tuple[str, ...], rule: str,
    confidence: float, *, earlier: bool = False, status_in: Span | None = None,
) -> Commitment | None:  # fmt: skip
    """The commitment that `evidence` states; None where `what` says too little or the evidence is too long.

    `status_in` is where its state is looked for, the evidence unless given.
    """
    span = evidence_span(reading.structure.text, evidence)
    words = plain(reading.structure.text[what.start : what.end])
    if len(words) < 3 or span.end - span.start > 1000:
        return None
    looked = status_in or span
    state = status(reading.structure.text[looked.start : looked.end], block) or ("unknown" if earlier else "open")
    due_on = due(reading, span, number)
    return Commitment(
        evidence=(span,), rule=rule, confidence=confidence, meeting=reading.sitting_of(number),
        owner=owner, what=words, due=due_on, kind="action", status=state,
    )  # fmt: skip


def status(words: str, block: Block) -> CommitmentStatus | None:
    if block.tick == "done":
        return "done"
    patterns = load_rules("actions")["status"]
    for status in ("dropped", "open", "done"):
        if any(re.search(pattern, words, re.IGNORECASE) for pattern in patterns[status]):
            return status
    return "done" if block.struck or (words.count("~~") >= 2 and words.strip().startswith("~~")) else None


def cell_status(text: str, cell: Cell, block: Block) -> CommitmentStatus | None:
    """The status in a table's cell; `Yes` under `Done?` is done."""
    words = text[cell.span.start : cell.span.end].strip(" *_.").lower()
    if re.match(r"\W*(?:done|completed?|closed|finished)", cell.header.lower()):
        if words in ("yes", "y", "x", "✓", "✔", "✅"):
            return "done"
        return "open" if words in ("no", "n", "", "✗") else status(words, block)
    return status(words, block)


def due(reading: Reading, span: Span, number: int) -> When | None:
    """The date that says when it is due: after `by`, `before` and the like, else one that lies ahead."""
    rules = load_rules("actions")["due"]
    sitting = reading.sitting_of(number)
    held = reading.structure.sittings[sitting].date if sitting is not None else None
    today = (held or reading.document.date or "")[:10]
    weak: When | None = None
    for mention in reading.dates_in(span):
        before = reading.structure.text[max(span.start, mention.span.start - 30) : mention.span.start]
        words = reading.text(mention.span)
        if re.search(rules["strong"], before, re.IGNORECASE) or re.match(
            r"(?:by|before|until|no later than)\b", words, re.IGNORECASE
        ):
            return mention.when
        ahead = today and mention.when.edtf.split("/")[0] >= today[: len(mention.when.edtf.split("/")[0])]
        if (
            weak is None
            and ahead
            and (
                re.search(rules["weak"], before, re.IGNORECASE)
                or re.match(r"(?:next|this|tomorrow|today|on|end|within|in)\b", words, re.IGNORECASE)
            )
        ):
            weak = mention.when
    return weak


def columns(block: Block) -> dict[str, Cell] | None:
    """Cells of an action table by what their columns hold; None where it is no such table."""
    found: dict[str, Cell] = {}
    headers = [fold(re.sub(r"[*_`]", "", cell.header)).strip(" :?") for cell in block.cells]
    for kind in ("task", "owner", "due", "status"):
        words = load_rules("actions")["columns"][kind]
        for cell, header in zip(block.cells, headers, strict=True):
            if header in words and cell not in found.values():
                found[kind] = cell
                break
    in_section = bool(block.section) and is_section(block.section[-1])
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
    shown = re.sub(r"\*\*|__|~~|`|^\s*\[[ xX]\]", "", shown)
    return " ".join(shown.split()).strip(" *_.;:–—-[](")
