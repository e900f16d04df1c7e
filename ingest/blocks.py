"""The structure of a text: blocks in reading order, and the meetings they belong to."""

from dataclasses import dataclass, field
from typing import Literal

from kg.extraction import PassageKind, Span

Tick = Literal["open", "done"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row: the span of its content without bars and padding."""

    span: Span
    header: str = ""
    """Text of the column's header cell, '' where the table has none."""
    rest: tuple[Span, ...] = ()
    """Where the cell goes on in lines below, between words of other columns."""

    @property
    def pieces(self) -> tuple[Span, ...]:
        """All spans of the cell, in the order in which they are read."""
        return (self.span, *self.rest)


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item, table row or speaker's turn.

    `span` covers the whole block; `content` leaves out markers (`##`, `*`, `1.`, `[x]`,
    `|`). Inline marks (`**`, links, `~~`) stay: `content` is verbatim text. `section`
    holds the headings above it, outermost first, as plain text without marks. `level` is
    the rank of a heading (1 to 6) or the depth of an item (1 outermost); a paragraph has that
    of the item it stands under, else 0. `parent` is the index of the list item that a nested
    item or paragraph stands under. `marker` is the sign that opens the block (`*`, `1.`, `##`,
    `10:03 <nick>`); 'header' for the row that names a table's columns. `speaker` is who speaks
    where a turn, or an item that is a turn, opens with a name; `content` then begins after it.
    """

    kind: PassageKind
    span: Span
    content: Span
    level: int = 0
    section: tuple[str, ...] = ()
    marker: str = ""
    tick: Tick | None = None
    struck: bool = False
    cells: tuple[Cell, ...] = ()
    speaker: Span | None = None
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """One meeting in the text: its blocks `[first, last)` and the words that date it."""

    title: str
    first: int
    last: int
    date: str | None = None
    """EDTF, None where no date is found."""


@dataclass(frozen=True, slots=True)
class Structure:
    """A text read into blocks and sittings; documents that are not minutes have none.

    `text` is the text as it is read: that which is `written`, offset for offset, with blanks for
    strokes that shield a sign in Markdown.
    """

    text: str
    blocks: tuple[Block, ...]
    sittings: tuple[Sitting, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)
    """Front matter and header fields (`title`, `date`, `author`, `committee`, `kind`) as written."""
    written: str = ""

    def content(self, block: Block) -> str:
        """The block's own words, verbatim."""
        return self.text[block.content.start : block.content.end]
