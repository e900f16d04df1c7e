"""What an extractor is given: the structure, the names and the dates of one document.

An extractor is a function `(Reading) -> Iterable[statement]` that yields the domain types
of `kg.extraction`. It reads; it never changes the reading. `ingest.pipeline` builds the
reading once and runs the extractors over it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ingest.blocks import Block, Sitting, Structure
from kg.extraction import DocumentInfo, Organisation, Person, Span, When
from kg.sentences import sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from ingest.attendance_entries import Entry


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that names a person or an organisation of this document."""

    span: Span
    entity: str
    """Local id: `person/…` or `org/…`."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A place that states a date, resolved against its meeting or document where it must be."""

    span: Span
    when: When


@dataclass(frozen=True)
class Reading:
    """One document, read as far as names and dates. Mentions are in text order and do not overlap."""

    document: DocumentInfo
    structure: Structure
    people: tuple[Person, ...]
    organisations: tuple[Organisation, ...]
    mentions: tuple[Mention, ...]
    dates: tuple[DateMention, ...]
    committee: str | None
    """Local id of the committee whose record this is."""
    resolve: Callable[[str, int], str | None]
    """(words, offset) -> local id of the person those words mean there: a first name, initials, a handle,
    `the Chair`; None where nobody or more than one fits."""
    doc: "Doc | None" = None
    """The spaCy analysis of the whole text, None where no model is loaded."""
    listed: "tuple[Entry, ...] | None" = None
    """Whom lists and sentences name as present or away, None where nobody has looked."""

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.span.start for mention in self.mentions]

    @cached_property
    def _date_starts(self) -> list[int]:
        return [date.span.start for date in self.dates]

    def names_in(self, span: Span) -> list[Mention]:
        """Mentions that start inside `span`, in text order."""
        low = bisect_left(self._starts, span.start)
        return list(self.mentions[low : bisect_left(self._starts, span.end)])

    def dates_in(self, span: Span) -> list[DateMention]:
        """Dates that start inside `span`, in text order."""
        low = bisect_left(self._date_starts, span.start)
        return list(self.dates[low : bisect_left(self._date_starts, span.end)])

    def text(self, span: Span) -> str:
        """The verbatim words of `span`."""
        return self.structure.text[span.start : span.end]

    def sitting_of(self, block: int) -> int | None:
        """Index of the meeting that block number `block` belongs to, None outside all meetings."""
        for number, sitting in enumerate(self.structure.sittings):
            if sitting.first <= block < sitting.last:
                return number
        return None

    def held_on(self, offset: int) -> str | None:
        """The day (EDTF) of the meeting that these words are of; None outside all meetings and where it is unknown."""
        number = self.sitting_of(self.block_at(offset))
        return None if number is None else self.structure.sittings[number].date

    def block_at(self, offset: int) -> int:
        """Index of the block that `offset` stands in, the first where it stands before all."""
        return max(0, bisect_right(self._block_starts, offset) - 1)

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.span.start for block in self.structure.blocks]

    def sentences(self, block: Block) -> tuple[Span, ...]:
        """The sentences of a block's content, in order, without surrounding blanks."""
        found = self._sentences.get(block.content)
        if found is None:
            low = block.content.start
            spans = sentences(self.structure.text[low : block.content.end])
            found = self._sentences[block.content] = tuple(Span(low + span.start, low + span.end) for span in spans)
        return found

    @cached_property
    def _sentences(self) -> dict[Span, tuple[Span, ...]]:
        return {}


__all__ = ["Block", "DateMention", "Mention", "Reading", "Sitting"]
