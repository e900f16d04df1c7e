"""Actions behind explicit labels: what each label says, of whom, and what a label that only names somebody means."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.action_clauses import after_agreed, predicate_after
from ingest.action_labels import Labelled, labels_in, task_span
from ingest.action_outline import Outline
from ingest.action_owner import owner_and_task
from ingest.action_rules import grammar, owes_nothing
from ingest.action_sentences import undertakings
from ingest.action_state import due, made, tidy, without_state
from ingest.blocks import Block
from ingest.owners import party_at
from ingest.units import units
from kg.extraction import Commitment, Span


def labelled(outline: Outline, number: int, block: Block) -> Iterator[Commitment | None]:
    """Actions behind explicit labels; None marks a label that owes nothing."""
    labels = list(labels_in(outline.reading, block.content))
    for place, label in enumerate(labels):
        end = label.end or (labels[place + 1].start if place + 1 < len(labels) else block.content.end)
        task = task_span(outline.text, label.task, end)
        if not outline.text[task.start : task.end].strip(" *_.:-"):
            children = outline.children.get(number, [])
            if label.owner and not children:
                yield _named_only(outline, number, block, label, Span(label.start, end))
            elif label.owner is None and not children:
                yield None
            for child in children:
                outline.under[child] = label.owner.ids if label.owner else ()
            continue
        if owes_nothing(outline.text[task.start : task.end]):
            yield None
            behind = [unit for unit in units(outline.reading, number, block) if task.start < unit.span.start < task.end]
            for unit in behind:
                yield from undertakings(outline.reading, unit, block)
            continue
        for piece in _several(outline, task):
            yield _explicit(outline, number, block, label, piece)


_BETWEEN = r";\s+|\n|(?<=[a-z0-9)])\.\s+(?=[A-Z@])|,\s+(?:and\s+|then\s+)?(?=[A-Z@])|\s+and\s+(?=[A-Z@])"


def _several(outline: Outline, task: Span) -> list[Span]:
    """Tasks of one label: `Ann to write; Bob to call`."""
    pieces: list[Span] = []
    low = task.start
    for match in re.finditer(_BETWEEN, outline.text[task.start : task.end]):
        following = task.start + match.end()
        if re.match(r",|\s+and", match.group()) and not _ends_a_task(outline, Span(low, following)):
            continue
        if party_at(outline.reading, following, task.end) and predicate_after(outline.reading, following, task.end):
            pieces.append(Span(low, task.start + match.start()))
            low = following
    pieces.append(Span(low, task.end))
    return pieces


def _ends_a_task(outline: Outline, before: Span) -> bool:
    """May another's task begin behind `before`: does that say what somebody is to do, and not whom they ask to?"""
    opening = party_at(outline.reading, before.start, before.end)
    if opening is None or opening.end >= before.end or grammar("told_to").search(outline.reading.text(before)):
        return False
    return predicate_after(outline.reading, before.start, before.end)


def _explicit(outline: Outline, number: int, block: Block, label: Labelled, task: Span) -> Commitment | None:
    reading, text = outline.reading, outline.text
    numbered = grammar("reference").match(text, task.start, task.end)
    first = label.task <= task.start and text[label.task : task.start].strip() == ""
    said, state = without_state(reading, Span(numbered.end() if numbered else task.start, task.end))
    owner, what = owner_and_task(reading, said, bare=True)
    if label.owner:
        owner = tuple(dict.fromkeys((*label.owner.ids, *owner))) if not owner else label.owner.ids or owner
    whole = Span(label.start, task.end)
    party = party_at(reading, said.start, said.end)
    if party and grammar("only_when").fullmatch(_without_dates(outline, Span(party.end, said.end))):
        return _named_only(outline, number, block, label, whole)
    if (not text[what.start : what.end].strip(" *_.:-()") and owner) or _is_office(text[said.start : said.end]):
        return _named_only(outline, number, block, label, whole)
    evidence = whole if first else task
    owed = made(reading, block, number, evidence, what, owner, "actions/label", 0.95, earlier=label.earlier)
    return replace(owed, status=state) if owed and state else owed


def _without_dates(outline: Outline, span: Span) -> str:
    """The words of `span` without its dates."""
    words, low = "", span.start
    for mention in outline.reading.dates_in(span):
        words, low = words + outline.text[low : mention.span.start], mention.span.end
    return words + outline.text[low : max(low, span.end)]


def _is_office(words: str) -> bool:
    """Are a label's words only initials, or an office, that nobody is known by?"""
    return grammar("an_office").fullmatch(words) is not None


def _named_only(outline: Outline, number: int, block: Block, label: Labelled, span: Span) -> Commitment | None:
    """`Action: JS` behind a sentence: the sentence is the task."""
    names = party_at(outline.reading, label.task, span.end)
    owner = label.owner.ids if label.owner else names.ids if names else ()
    before = [
        u
        for u in units(outline.reading, 0, block)
        if re.search(r"\w", outline.text[u.span.start : min(u.span.end, label.start)])
    ]
    stated_in = number
    if not before:
        number = next(
            (n for n in range(number - 1, max(-1, number - 3), -1) if outline.blocks[n].kind in ("paragraph", "item")),
            -1,
        )
        if number < 0:
            return None
        before = list(units(outline.reading, number, outline.blocks[number]))
    if not before:
        return None
    last = before[-1].span
    task = Span(last.start, min(last.end, label.start) if last.start < label.start < last.end else last.end)
    inner_owner, what = owner_and_task(outline.reading, task)
    if not inner_owner:
        what = after_agreed(outline.text, task)
    owed = made(outline.reading, block, stated_in, task, what, owner or inner_owner, "actions/label", 0.85)
    if owed is None:
        return None
    by_when = due(outline.reading, span, stated_in)
    return replace(owed, evidence=(task, tidy(outline.text, span)), due=by_when or owed.due)
