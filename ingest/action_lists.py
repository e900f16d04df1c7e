"""The entries of a list of actions."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.action_clauses import predicate_after
from ingest.action_outline import Outline
from ingest.action_owner import owner_and_task
from ingest.action_rules import grammar, is_earlier, owes_nothing, sections
from ingest.action_state import made, status
from ingest.blocks import Block
from ingest.owners import party_at, resolved
from ingest.units import CELL, section_key, speaker_ids, units
from kg.extraction import Commitment, CommitmentStatus, Span


def listed(outline: Outline, number: int, block: Block) -> Iterator[Commitment]:
    """An entry of an action list; an entry that only names somebody owns the entries below it."""
    content = block.content
    words = outline.text[content.start : content.end]
    inherited = outline.under.get(number, ())
    ids, whole = resolved(outline.reading, content) if len(words) < 60 else ((), False)
    if number in outline.children and (whole or words.rstrip(" *_").endswith(":")):
        for child in outline.children[number]:
            outline.under[child] = ids or inherited
        return
    if whole or owes_nothing(words) or not re.search(r"\w{2}", words) or _is_detail(outline, number, block):
        return
    for piece in _tasks(outline, number, block):
        owner, what = owner_and_task(outline.reading, piece, bare=True)
        owner = owner or inherited or speaker_ids(outline.reading, block)
        owed = made(outline.reading, block, number, piece, what, owner, "actions/section", 0.85)
        if owed is None:
            continue
        spoken_by = block.speaker if owner == speaker_ids(outline.reading, block) else None
        if spoken_by and spoken_by.end < owed.evidence[0].start:
            owed = replace(owed, evidence=(Span(spoken_by.start, owed.evidence[0].end),))
        stated = _status_below(outline, number)
        if stated:
            yield replace(owed, status=stated)
            continue
        key = section_key(block.section[-1]) if block.section else ""
        reviewed = (key in sections()[1] or is_earlier(key)) and owed.status == "open" and block.tick is None
        yield replace(owed, status="unknown") if reviewed else owed


def _status_below(outline: Outline, number: int) -> CommitmentStatus | None:
    """The state that the next line gives (`Status: done`), open where it tells of anything else."""
    below = outline.blocks[number + 1] if number + 1 < len(outline.blocks) else None
    told = grammar("status_line").match(outline.reading.structure.content(below)) if below else None
    if told is None:
        return None
    done = grammar("state_done").match(told["state"]) is not None
    return "done" if done else status(told["state"], outline.blocks[number]) or "open"


def _is_detail(outline: Outline, number: int, block: Block) -> bool:
    """Does a nested item only add to the action above it?"""
    parent = block.parent
    if parent is None or number in outline.under or block.tick is not None:
        return False
    if outline.lone_label(parent, outline.blocks[parent]) or outline.open_ended(parent):
        return False
    return not predicate_after(outline.reading, block.content.start, block.content.end)


def _tasks(outline: Outline, number: int, block: Block) -> list[Span]:
    """The tasks of a listed block: an item or numbered line is one, a paragraph has one a sentence."""
    content = block.content
    numbered = grammar("reference").match(outline.text, content.start, content.end)
    if block.kind == "item":
        return [content]
    if numbered:
        return [Span(numbered.end(), content.end)]
    spans = [line for unit in units(outline.reading, number, block) for line in _owned_lines(outline, unit.span)]
    if block.marker == CELL:
        return _joined_tasks(outline, spans)
    return [span for span in spans if _is_task(outline.text[span.start : span.end])]


def _owned_lines(outline: Outline, span: Span) -> Iterator[Span]:
    """A sentence, parted before each line that opens with somebody."""
    low = span.start
    for match in re.finditer(r"\n[ \t]*", outline.text[span.start : span.end]):
        at = span.start + match.end()
        if party_at(outline.reading, at, span.end):
            yield Span(low, span.start + match.start())
            low = at
    yield Span(low, span.end)


def _joined_tasks(outline: Outline, spans: list[Span]) -> list[Span]:
    """The tasks of a cell: a sentence in which nobody new is to do anything goes with the one before it."""
    tasks: list[Span] = []
    for span in spans:
        if tasks and not predicate_after(outline.reading, span.start, span.end):
            tasks[-1] = Span(tasks[-1].start, span.end)
        else:
            tasks.append(span)
    return tasks


def _is_task(words: str) -> bool:
    return not owes_nothing(words) and len(words.split()) > 2 and not words.rstrip().endswith(":")
