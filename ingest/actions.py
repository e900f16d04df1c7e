"""Commitments: what is owed, by whom and by when.

Explicit signs come first (labels, action sections, tables), then sentences in which somebody
is to do something. Patterns and vocabularies stand in `rules/actions.toml`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from ingest.action_labelled import labelled
from ingest.action_lists import listed as entries
from ingest.action_numbers import closed, without_echoes
from ingest.action_outline import Outline
from ingest.action_repeats import joined
from ingest.action_requests import with_answers
from ingest.action_rules import grammar, is_section, task_verbs
from ingest.action_sentences import undertakings
from ingest.action_signed import signed_for
from ingest.action_state import made
from ingest.action_tables import row_commitments
from ingest.blocks import Block
from ingest.owners import Party, party_at
from ingest.reading import Reading
from ingest.units import Unit, speaker_ids, spoken, units
from kg.extraction import Commitment, CommitmentStatus, Span, When


def read_commitments(reading: Reading) -> Iterator[Commitment]:
    """What the document says is owed, in text order, each once."""
    yield from closed(reading, joined(with_answers(reading, without_echoes(reading, _Reader(reading).commitments()))))


_ENDED = "ended"


class _Reader:
    def __init__(self, reading: Reading) -> None:
        self.reading, self.text = reading, reading.structure.text
        self.outline = Outline(reading)
        self.state: CommitmentStatus | None = None
        """What a label above tells of the actions of a review below it."""

    def commitments(self) -> Iterator[Commitment]:
        open_until = -1
        listing: str | None = None
        for number, block in enumerate(self.reading.structure.blocks):
            if block.kind == "heading":
                open_until, self.state = -1, None
                listing = "" if not block.marker and is_section(self.reading.structure.content(block)) else None
                told = not self.reading.structure.content(block).isupper()
                if told and re.match(r"\d+[.)]", block.marker) and self.outline.in_section(block):
                    listed = self._block(number, replace(block, kind="item"), True)
                    yield from self._with_state(number, listed)
                continue
            if block.kind == "row":
                yield from row_commitments(self.reading, number, block, self._block)
                continue
            state = self.outline.state_label(block)
            self.state = state or self.state
            if state or self.outline.lone_label(number, block):
                open_until = number if block.kind != "item" else -1
                continue
            if open_until >= 0 and block.kind != "item":
                open_until = -1
            if listing is not None and block.parent is None:
                listing = listing or block.kind
            ended = listing is not None and (block.kind == "turn" or (block.parent is None and block.kind != listing))
            if ended:
                listing = _ENDED
            section = (
                open_until >= 0
                or (self.outline.in_section(block) and listing != _ENDED)
                or self.outline.under_label(block)
            )
            yield from self._with_state(number, self._block(number, block, section))

    def _with_state(self, number: int, owed: Iterator[Commitment]) -> Iterator[Commitment]:
        """`owed` by a block, with the state that a line below it gives."""
        for each in owed:
            state = each.status not in ("open", "unknown") or self.outline.state_below(number) or self.state
            yield each if isinstance(state, bool) or state is None else replace(each, status=state)

    def _block(self, number: int, block: Block, section: bool) -> Iterator[Commitment]:
        if block.kind == "turn" and not block.content.end > block.content.start:
            return
        explicit = list(labelled(self.outline, number, block))
        yield from (c for c in explicit if c is not None)
        if explicit:
            yield from self._before_labels(number, block, [c for c in explicit if c is not None])
            return
        if section and block.kind in ("item", "paragraph", "turn"):
            yield from entries(self.outline, number, block)
            return
        owned = block.tick is not None and (
            speaker_ids(self.reading, block)
            or party_at(self.reading, spoken(self.reading, block).start, block.content.end)
        )
        if owned:
            ticked = entries(self.outline, number, block)
            yield from (each for each in ticked if grammar("task_opening").match(each.what))
            return
        bracketed = self._bracketed_owner(block)
        if bracketed:
            yield from self._prose(number, block, bracketed)
            return
        yield from self._prose(number, block, None)

    def _before_labels(self, number: int, block: Block, explicit: list[Commitment]) -> Iterator[Commitment]:
        """What the sentences of a block owe that stand before its labels and are not what these mean."""
        spans = [span for commitment in explicit for span in commitment.evidence]
        if block.kind == "item" and self.outline.in_section(block):
            return
        for unit in units(self.reading, number, block):
            if any(unit.span.start < span.end and span.start < unit.span.end for span in spans) or not spans:
                continue
            if unit.span.end <= max(span.end for span in spans):
                yield from undertakings(self.reading, unit, block)

    def _bracketed_owner(self, block: Block) -> Party | None:
        """`[Ann] to add colour`: the bracket names who is to do it."""
        if self.text[block.content.start : block.content.start + 1] == "@":
            party = party_at(self.reading, block.content.start, block.content.end)
            colon = re.compile(r":\s+(?=[a-z])").match(self.text, party.end) if party else None
            if colon and not grammar("task_opening").match(self.text, colon.end()):
                return None
            return Party(party.ids, party.start, colon.end()) if party and colon else None
        if self.text[block.content.start : block.content.start + 1] != "[":
            return None
        close = self.text.find("]", block.content.start, block.content.end)
        party = party_at(self.reading, block.content.start + 1, close) if 0 < close - block.content.start < 40 else None
        if party and re.match(rf"\]\s+(?:to\s+[a-z]|{task_verbs()})", self.text[close : block.content.end]):
            return Party(party.ids, party.start, close + 1)
        return None

    def _prose(self, number: int, block: Block, bracketed: Party | None) -> Iterator[Commitment]:
        if bracketed:
            task = Span(bracketed.end, block.content.end)
            match = re.compile(r"\s*to\s+").match(self.text, task.start)
            start = match.end() if match else task.start
            owed = made(
                self.reading,
                block,
                number,
                block.content,
                Span(start, task.end),
                bracketed.ids,
                "actions/name-to-verb",
                0.85,
            )
            if owed:
                yield owed
            return
        said = list(units(self.reading, number, block))
        found = [
            owed
            for unit, behind in zip_longest(said, said[1:])
            for owed in self._undertaken(unit, behind.span if behind else None, block)
        ]
        yield from signed_for(self.reading, number, block, said, found)

    def _undertaken(self, unit: Unit, behind: Span | None, block: Block) -> Iterator[Commitment]:
        for owed in undertakings(self.reading, unit, block):
            late = behind is not None and owed.due is None and self._deadline(behind)
            yield replace(owed, due=late) if late else owed

    def _deadline(self, span: Span) -> When | None:
        """The date of a sentence that only gives one: `Deadline: 30 November`."""
        if grammar("deadline").match(self.reading.text(span)) is None:
            return None
        dates = self.reading.dates_in(span)
        return dates[0].when if dates else None
