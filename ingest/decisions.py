"""Decisions: what a meeting agreed, resolved, approved, elected or rejected.

Patterns and vocabularies stand in `rules/decisions.toml`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.action_clauses import owed_by_somebody
from ingest.action_state import columns
from ingest.blocks import Block
from ingest.decision_rules import decision_label, grammar, outcome, sections
from ingest.decision_sentences import made, plain, stated
from ingest.people_names import words_of
from ingest.reading import Reading
from ingest.units import Unit, cell_blocks, section_key, speaker_ids, units
from kg.extraction import Decision, Span

_LONG_AGO = 9
_BRIEF = 80
"""Characters of a sentence that says no more than who seconds, or asks whether anybody objects."""
_FEW = 16
"""Words that two short decisions have together."""
_ANY, _VERBS = "any", "verbs"
"""What the items of a list under a lone label are: decisions each, or those that open with a verb of deciding."""


def read_decisions(reading: Reading) -> Iterator[Decision]:
    """What the document says was decided, in text order, each once.

    A sentence that only gives the outcome of a motion (`Carried.`) belongs to the motion before it; where there is
    none it rules on what the sentence before it, the item above it or the heading says.
    """
    yield from _Book(reading).decisions()


class _Book:
    """The decisions found so far, and what the last sentence was."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.found: list[Decision] = []
        self.last_block, self.since = -1, _LONG_AGO
        self.resolving: str | None = None
        self.asked = False
        """Did the sentence before ask for objections?"""

    def decisions(self) -> list[Decision]:
        for number, block in enumerate(self.reading.structure.blocks):
            words = self.reading.structure.content(block)
            if block.kind == "heading":
                self._heading(number, block, words)
            elif grammar("lone").fullmatch(words):
                self.resolving = _ANY
            else:
                listed = block.kind == "item" or grammar("clause").match(words)
                self.resolving = self.resolving if listed else None
                self._sentences(number, block)
                if grammar("body_lists").search(words):
                    self.resolving = _VERBS
        return self.found

    def _heading(self, number: int, block: Block, words: str) -> None:
        """A heading ends what went before; one that only says `CARRIED` rules on it."""
        if grammar("ruling").fullmatch(words) and self.found and self.last_block == number - 1:
            self._confirm(block.content)
        self.last_block, self.resolving, self.since = -1, None, _LONG_AGO

    def _sentences(self, number: int, block: Block) -> None:
        before: Unit | None = None
        if self._introduces(number, block):
            self.resolving = _ANY
            return
        for unit, told in self._told(number, block):
            close = self.since <= 1 and (before is not None or self.last_block >= number - 1)
            adjacent = close or (self.since <= 4 and self._was_moved())
            self.since += 1
            self._sentence(number, block, unit, told, before, adjacent=adjacent)
            words = self.reading.text(unit.span)
            brief = len(words) < _BRIEF
            before = before if before is not None and brief and grammar("passing").match(words) else unit
            self.asked = brief and grammar("asks_objections").match(words) is not None
            if self.since == 0:
                self.last_block = number

    def _sentence(
        self, number: int, block: Block, unit: Unit, told: Decision | None, before: Unit | None, *, adjacent: bool
    ) -> None:
        words = self.reading.text(unit.span)
        same_meeting = bool(self.found) and self.found[-1].meeting == self.reading.sitting_of(number)
        if adjacent and same_meeting and outcome().match(words):
            self._confirm(unit.span)
        elif grammar("bare").match(words) or (self.asked and grammar("nobody").match(words)):
            self._add(self._ruling(number, block, unit, before))
        elif told is None and adjacent and grammar("they").match(words):
            what = Span(unit.span.start + words.index(" ") + 1, unit.span.end)
            self._add(made(self.reading, number, unit.span, what, "decisions/body-decided", 0.75))
        else:
            self._add(told)

    def _introduces(self, number: int, block: Block) -> bool:
        """Does a block only say that what is listed below it was decided: `The Board approved, on advice:`?"""
        blocks = self.reading.structure.blocks
        words = re.sub(r"[*_]{2}", "", self.reading.structure.content(block))
        if block.kind == "row" or not words.rstrip().endswith(":") or number + 1 >= len(blocks):
            return False
        below = blocks[number + 1]
        listed = below.kind == "item" or grammar("clause").match(self.reading.structure.content(below)) is not None
        return listed and grammar("list_intro").search(words) is not None

    def _told(self, number: int, block: Block) -> Iterator[tuple[Unit, Decision | None]]:
        if self.resolving == _ANY:
            return _listed(self.reading, number, block)
        if self.resolving == _VERBS and grammar("opens_deciding").match(self.reading.structure.content(block)):
            return _listed(self.reading, number, block)
        return _block(self.reading, number, block)

    def _was_moved(self) -> bool:
        return grammar("moved").search(self.reading.text(self.found[-1].evidence[0])) is not None

    def _ruling(self, number: int, block: Block, unit: Unit, before: Unit | None) -> Decision | None:
        """What a sentence that only says `Agreed` or `No objections` rules on; nothing where one person speaks."""
        spoken = block.speaker is not None and speaker_ids(self.reading, block)
        asked = before is not None and self.reading.text(before.span).rstrip().endswith("?")
        heard = self.asked or grammar("heard").search(self.reading.text(unit.span))
        if spoken and not asked and not heard:
            return None
        on, evidence = self._ruled_on(number, block, unit, before)
        if on is None:
            return None
        ruled = made(self.reading, number, unit.span, on, "decisions/ruling", 0.8)
        if ruled is None:
            return None
        said = plain(self.reading.text(unit.span))
        whole = replace(ruled, what=f"{ruled.what.rstrip('.')}: {said}")
        return replace(whole, evidence=tuple(sorted((*evidence, unit.span)))) if evidence else whole

    def _ruled_on(
        self, number: int, block: Block, unit: Unit, before: Unit | None
    ) -> tuple[Span | None, tuple[Span, ...]]:
        """What a bare ruling is on: the sentence before, the item above, the line above, else the heading."""
        if before is not None:
            empty = grammar("empty").match(self.reading.text(before.span))
            return (None, ()) if empty else (before.span, (before.span,))
        blocks = self.reading.structure.blocks
        label = decision_label().match(self.reading.structure.text, block.content.start, block.content.end)
        above = blocks[block.parent] if block.parent is not None else self._line_above(number)
        if above is not None and above.section == block.section and label is None and above.kind != "row":
            last = list(units(self.reading, number, above))[-1:]
            if last and not (above.kind == "item" and block.kind == "item" and block.parent is None):
                return last[0].span, (last[0].span,)
        heading = next((b for b in reversed(blocks[:number]) if b.kind == "heading"), None)
        return (heading.content, (heading.content,)) if heading else (None, ())

    def _line_above(self, number: int) -> Block | None:
        """The block before, passing over a line that only refers elsewhere: `See: annex 3`."""
        blocks = self.reading.structure.blocks
        refers = number > 1 and grammar("refers").match(self.reading.structure.content(blocks[number - 1]))
        return blocks[number - 2] if refers else blocks[number - 1] if number else None

    def _confirm(self, span: Span) -> None:
        last = self.found[-1]
        self.found[-1] = replace(last, evidence=(*last.evidence, span)[:4], confidence=0.95)
        self.since = 0

    def _add(self, decision: Decision | None) -> None:
        if decision is not None and not any(_same(other, decision) for other in self.found):
            self.found.append(decision)
            self.since = 0


def _listed(reading: Reading, number: int, block: Block) -> Iterator[tuple[Unit, Decision | None]]:
    """One decision of a list that a lone `Resolved:` opens, unless somebody is to do it."""
    whole = Unit(block.content, number, True)
    if owed_by_somebody(reading, block.content):
        yield whole, None
        return
    clause = grammar("clause_opening").match(reading.structure.text, block.content.start, block.content.end)
    what = Span(clause.end() if clause else block.content.start, block.content.end)
    yield whole, made(reading, number, block.content, what, "decisions/label", 0.9)


def _same(one: Decision, other: Decision) -> bool:
    if one.meeting != other.meeting:
        return False
    if _differ(set(re.findall(r"\w+", one.what.lower())), set(re.findall(r"\w+", other.what.lower()))):
        return False
    mine, theirs = set(words_of(one.what)), set(words_of(other.what))
    return len(mine) > 2 and len(theirs) > 2 and 2 * len(mine & theirs) / (len(mine) + len(theirs)) >= 0.8


def _differ(mine: set[str], theirs: set[str]) -> bool:
    """Has each of two short decisions a word of its own: `Report A approved`, `Report B approved`?"""
    return bool(mine - theirs) and bool(theirs - mine) and len(mine | theirs) < _FEW


def _block(reading: Reading, number: int, block: Block) -> Iterator[tuple[Unit, Decision | None]]:
    """The sentences of a block, each with the decision it states."""
    if block.kind == "row":
        tasks = {cell.span for cell in (columns(block) or {}).values()}
        for piece in cell_blocks(reading.structure.text, block):
            if not any(span.start <= piece.span.start < span.end for span in tasks):
                yield from _block(reading, number, piece)
        return
    label = decision_label().match(reading.structure.text, block.content.start, block.content.end)
    if label and reading.structure.text[label.end() : block.content.end].strip(" *_"):
        yield from _labelled(reading, number, block, label)
        return
    listed = _is_listed(reading, number, block)
    for unit in units(reading, number, block):
        if listed and unit.opens:
            evidence = block.content if block.kind == "item" else unit.span
            yield unit, made(reading, number, evidence, unit.span, "decisions/section", 0.85)
            if block.kind == "item":
                return
            continue
        yield unit, stated(reading, number, unit)


def _is_listed(reading: Reading, number: int, block: Block) -> bool:
    """Does a block stand in a list of decisions? Text behind the items of such a list does not."""
    key = section_key(block.section[-1]) if block.section else ""
    parts = re.split(r"\s*(?:/|&|\band\b)\s*", key)
    if block.kind not in ("item", "paragraph") or not (key in sections() or all(part in sections() for part in parts)):
        return False
    if grammar("lone").fullmatch(block.section[-1]):
        items = block.kind == "item" and reading.document.kind == "minutes"
        if not items and not grammar("clause").match(reading.structure.content(block)):
            return False
    if block.kind == "paragraph" and number and reading.structure.blocks[number - 1].kind == "item":
        return False
    return not owed_by_somebody(reading, block.content)


def _labelled(
    reading: Reading, number: int, block: Block, label: re.Match[str]
) -> Iterator[tuple[Unit, Decision | None]]:
    rest = Span(label.end(), block.content.end)
    spans = [
        Unit(Span(max(unit.span.start, rest.start), unit.span.end), number, unit.opens)
        for unit in units(reading, number, block)
        if unit.span.end > rest.start
    ]
    if not spans:
        return
    first = spans[0]
    evidence = Span(block.content.start, first.span.end)
    words = reading.text(first.span)
    if grammar("bare").match(words):
        yield first, None
    elif not grammar("question").search(words):
        yield Unit(evidence, number, True), made(reading, number, evidence, first.span, "decisions/label", 0.95)
    for unit in spans[1:]:
        yield unit, stated(reading, number, unit)
