"""The entries of a list of actions."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.action_clauses import predicate_after
from ingest.action_outline import Outline
from ingest.action_owner import owner_and_task
from ingest.action_rules import grammar, is_earlier, owes_nothing, section_state, sections
from ingest.action_sentences import undertakings
from ingest.action_state import made, state_of, without_state
from ingest.blocks import Block
from ingest.owners import party_at, resolved
from ingest.units import CELL, Unit, section_key, speaker_ids, units
from kg.extraction import Commitment, Span


def listed(outline: Outline, number: int, block: Block) -> Iterator[Commitment]:
    """An entry of an action list; an entry that only names somebody owns the entries below it."""
    content = block.content
    words = outline.text[content.start : content.end]
    ids, whole = resolved(outline.reading, content) if len(words) < 60 else ((), False)
    if number in outline.children and (whole or words.rstrip(" *_").endswith(":")):
        for child in outline.children[number]:
            outline.under[child] = ids or outline.under.get(number, ())
        return
    if whole or owes_nothing(words) or not re.search(r"\w{2}", words):
        return
    if _is_detail(outline, number, block):
        yield from _told_in_detail(outline, number, block)
        return
    if block.kind != "item" and grammar("reported_on").match(outline.text, content.start, content.end):
        return
    reviewed = is_review(outline.title_of(block))
    for piece in _tasks(outline, number, block):
        owed = _entry(outline, number, block, piece, reviewed=reviewed)
        if owed is not None:
            yield owed
    for unit in _further(outline, number, block):
        yield from undertakings(outline.reading, unit, block)


def _told_in_detail(outline: Outline, number: int, block: Block) -> Iterator[Commitment]:
    """What somebody is to do besides, as a remark below an action tells it."""
    for unit in units(outline.reading, number, block):
        if predicate_after(outline.reading, unit.span.start, unit.span.end):
            yield from undertakings(outline.reading, unit, block)


def is_review(title: str) -> bool:
    """Does a title head actions of an earlier meeting that are gone through?"""
    key = section_key(title)
    return key in sections()[1] or is_earlier(key)


def _entry(outline: Outline, number: int, block: Block, piece: Span, *, reviewed: bool) -> Commitment | None:
    """The action of one entry: who owns it before, behind or above it, and the state at its end or below it."""
    reading, said_by = outline.reading, speaker_ids(outline.reading, block)
    task, state = without_state(reading, piece, reviewed=reviewed)
    owner, what = owner_and_task(reading, task, bare=True)
    owner = owner or outline.under.get(number, ()) or said_by
    if not owner and not _is_owed_by_nobody(outline, number, block, piece, what, reviewed=reviewed):
        return None
    owed = made(reading, block, number, piece, what, owner, "actions/section", 0.85)
    if owed is None:
        return None
    spoken_by = block.speaker if owner == said_by else None
    if spoken_by and spoken_by.end < owed.evidence[0].start:
        owed = replace(owed, evidence=(Span(spoken_by.start, owed.evidence[0].end),))
    if piece.end < block.content.end and block.kind == "item":
        state = state or without_state(reading, block.content, reviewed=reviewed)[1]
    told = grammar("status_line").match(outline.text, piece.end, block.content.end)
    state = state_of(told["state"], block) or "open" if told else state if block.tick != "done" else None
    if state:
        return replace(owed, status=state)
    if owed.status != "open" or block.tick is not None:
        return owed
    listed_as = section_state(section_key(outline.title_of(block)))
    ended = reviewed and grammar("going_on").search(outline.text, piece.start, block.content.end) is None
    return replace(owed, status=listed_as or ("unknown" if ended else "open"))


def _is_owed_by_nobody(outline: Outline, number: int, block: Block, piece: Span, what: Span, *, reviewed: bool) -> bool:
    """Is an entry without an owner a task: not business, nor a line between the entries of a review, nor a word?"""
    first = block.content.start if grammar("reference").match(outline.text, block.content.start) else piece.start
    named = what.start > first
    if (reviewed and block.kind != "item" and not named) or _is_business(outline, number, block):
        return False
    words = outline.text[what.start : what.end]
    if block.tick is None and grammar("no_task").match(words):
        return False
    told = grammar("task_opening").match(words) is not None or block.tick is not None
    loose = grammar("loose_section").match(section_key(outline.title_of(block))) is not None
    marked = block.kind == "item" or block.marker == CELL or named
    return told or (marked and len(words.split()) > 1 and not loose)


def _is_business(outline: Outline, number: int, block: Block) -> bool:
    """Is an entry the business of a meeting that calls what it decides on its action items?"""
    words = outline.reading.structure.content(block)
    return len(list(units(outline.reading, number, block))) > 2 or grammar("business").search(words) is not None


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
    if block.kind == "item" or numbered:
        further = _further(outline, number, block)
        return [Span(numbered.end() if numbered else content.start, further[0].span.start if further else content.end)]
    spans = [line for unit in units(outline.reading, number, block) for line in _owned_lines(outline, unit.span)]
    if block.marker == CELL:
        return _joined_tasks(outline, spans)
    return [span for span in spans if _is_task(outline.text[span.start : span.end])]


def _further(outline: Outline, number: int, block: Block) -> list[Unit]:
    """The sentences of an entry from the first on, behind one that somebody owns, in which somebody is to do more."""
    if block.kind != "item":
        return []
    said = list(units(outline.reading, number, block))
    owns = said and owner_and_task(outline.reading, said[0].span, bare=True)[0]
    for place, unit in enumerate(said[1:], 1) if owns else ():
        if predicate_after(outline.reading, unit.span.start, unit.span.end):
            return said[place:]
    return []


def _owned_lines(outline: Outline, span: Span) -> Iterator[Span]:
    """A sentence, parted before each line that opens with somebody."""
    low = span.start
    for match in re.finditer(r"\n[ \t]*(?:[^\w\s@\[(*_~-]{1,2}\s*)?", outline.text[span.start : span.end]):
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
