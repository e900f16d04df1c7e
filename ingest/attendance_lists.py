"""Who is listed as present, excused, absent or a guest: read from the structure alone.

`listed` needs no register of people; the register is built from what it finds. Labels,
words of status and whole sentences stand in `rules/attendance.toml`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from ingest.attendance_chat import is_chat, told_in_chat
from ingest.attendance_entries import Entry, Listing, entries_in
from ingest.attendance_entries import entry as entry_of
from ingest.attendance_labels import body_status, is_attending, key_of, label_status
from ingest.attendance_lines import (
    BARE,
    LABELLED,
    group_status,
    is_vote,
    labelled_lines,
    names_at,
    names_nobody,
    over_columns,
)
from ingest.attendance_sentences import told_in_sentences
from ingest.attendance_tables import by_columns, by_headers, by_label, columns_of, filled, row_label
from ingest.blocks import Block, Cell, Structure
from ingest.listed_people import ListedPerson
from ingest.listed_shares import is_prose, shares
from ingest.people_names import fold, vocabulary
from ingest.roles_lexicon import is_only_role
from ingest.units import cell_blocks
from kg.extraction import AttendanceStatus, Span

_TOP = 15
"""Blocks at the top of a text among which a body is followed by its members."""
_FEWEST = 2
"""People that a line must head to be a label by that."""
_LISTS = frozenset(("attendance/list", "attendance/label", "attendance/table"))


@dataclass(frozen=True, slots=True)
class _Context:
    """The attendance label that governs the blocks read now."""

    status: AttendanceStatus
    strong: bool
    heading: int | None = None
    level: int = 0
    item: int | None = None
    table: bool = False
    """Whether a row of a table is the label."""
    named: bool = False
    """Whether people stand behind the label itself, so that numbered items after it are no list."""
    around: "_Context | None" = None
    """What governs again behind the table or the item."""


def listed(structure: Structure) -> list[Entry]:
    """Everybody whom attendance lists, tables, officers' lines and sentences name, in text order.

    Whoever writes in a chat counts as present where no list of its meeting says who was.
    """
    found = list(_Lister(structure).entries())
    said = {entry.sitting for entry in found if entry.rule in _LISTS and entry.status == "present"}
    return [entry for entry in found if entry.rule != "attendance/chat" or entry.sitting not in said]


class _Lister:
    """Walks the blocks once, keeping the label that governs them."""

    def __init__(self, structure: Structure) -> None:
        self.structure, self.text = structure, structure.text
        self.context: _Context | None = None
        self.parents = {block.parent for block in structure.blocks if block.parent is not None}
        self.has_present: dict[int | None, bool] = {}
        self.idle, self.opened = 0, False
        self.signs = key_of(self.text)
        self.ticked = {b.parent if b.parent is not None else b.section for b in structure.blocks if b.tick == "done"}

    def entries(self) -> Iterator[Entry]:
        sittings = self.structure.sittings
        for number, block in enumerate(self.structure.blocks):
            sitting = next((i for i, s in enumerate(sittings) if s.first <= number < s.last), None)
            for entry in self._block(number, block, sitting):
                yield replace(entry, sitting=sitting)

    def _block(self, number: int, block: Block, sitting: int | None) -> Iterator[Entry]:
        self._leave(block)
        if block.kind == "heading":
            below = self.structure.blocks[number + 1 : number + 2]
            if not (below and below[0].kind == "row" and re.search(r"\S {2,}\S", self.structure.content(block))):
                self._heading(block, sitting)  # no line of columns over a table
            return
        if block.kind == "row":
            yield from self._row(number, block, sitting)
            return
        stated = list(told_in_sentences(self.text, block.content, number))
        if block.kind == "turn":
            if self.context and (named := self._initialled(number, block)):
                yield named
                return
            yield from told_in_chat(self.structure, number, block) if is_chat(block) else ()
            yield from stated
            return
        low = block.content.start
        for high in [*sorted({entry.span.start for entry in stated}), block.content.end] if stated else []:
            low += len(self.text[low:high]) - len(self.text[low:high].lstrip())
            opening = Span(low, high)
            if LABELLED.match(self.text, low, high):
                yield from self._lines(number, replace(block, content=opening), sitting)
            low = next((e.span.end for e in stated if e.span.start == high), high)
        found = stated or list(self._lines(number, block, sitting))
        yield from found
        self._tire(said=bool(found))

    def _initialled(self, number: int, block: Block) -> Entry | None:
        """The person of a line `AB: Ann Bay` of a list, whose initials speak further down."""
        if block.speaker is None or self.context is None or "\n" in self.structure.content(block):
            return None
        start = block.speaker.start
        piece = ListedPerson.of(self.text[start : block.content.end])
        whole = Span(start, block.content.end)
        named = piece.initials and piece.is_person(False)
        return entry_of(whole, start, piece, self.context.status, "attendance/list", number) if named else None

    def _tire(self, *, said: bool) -> None:
        """Ends what a label in the text governs behind two blocks that name nobody."""
        self.idle = 0 if said or not self.context or self.opened else self.idle + 1
        self.opened = False
        if self.idle > 1 and self.context and self.context.heading is None and self.context.item is None:
            self.context = None

    def _heading(self, block: Block, sitting: int | None) -> None:
        label = label_status(self.structure.content(block))
        if label:
            label = self._beside_present(self.structure.content(block), label[0], sitting), label[1]
            if not label[1] and self.context is None:
                self.context = _Context(label[0], False, heading=block.level)
                return
            self.context = _Context(label[0], True, heading=block.level)
        elif self.context and (
            self.context.heading is None or block.level <= self.context.heading or block.marker[:1].isdigit()
        ):
            self.context = None

    def _beside_present(self, label: str, status: AttendanceStatus, sitting: int | None) -> AttendanceStatus:
        """`In attendance` beside a list of those present means guests."""
        if status != "present":
            return status
        guests = is_attending(label) and self.has_present.get(sitting, False)
        self.has_present[sitting] = True
        return "guest" if guests else status

    def _leave(self, block: Block) -> None:
        """Ends what governed only a table, or only an item and those within it."""
        context = self.context
        while context and (
            (context.table and block.kind != "row")
            or (context.item is not None and (block.kind != "item" or block.level <= context.level))
        ):
            context = context.around
        self.context = context

    def _lines(self, number: int, block: Block, sitting: int | None) -> Iterator[Entry]:
        whole = block.content
        if block.speaker and self.context and block.kind == "item":
            whole = Span(block.speaker.start, block.content.end)
        for start, end in labelled_lines(self.text, whole):
            line = self.text[start:end]
            if is_vote(line):
                continue
            opened = self._label(number, block, line, sitting)
            if opened is None:
                yield from self._listed_line(number, block, start, end)
                continue
            status, offset, rule, strong = opened
            if names_nobody(line, offset):
                self.context = self.context.around if self.context else None
                continue
            people = list(self._people(number, block, start + offset, end, status, rule, strong))
            if people and self.context:
                self.context = replace(self.context, named=True)
            yield from people

    def _label(
        self, number: int, block: Block, line: str, sitting: int | None
    ) -> tuple[AttendanceStatus, int, str, bool] | None:
        """The label that opens a line: status of who follows, where they start, and the rule."""
        match = LABELLED.match(line)
        bare = None if match else over_columns(line) or BARE.fullmatch(line)
        found = match or bare
        if found is None:
            return None
        label = label_status(found["label"]) or (bare and self.context and group_status(found["label"]))
        alone = bare or not line[found.end() :].strip(" *_")
        heads = alone and (not label or not label[1]) and self._heads_people(number, block)
        if not label and heads and (status := body_status(found["label"])):
            label = self.context.status if self.context and not self.context.named else status, False
        if not label and match and number < _TOP and self._lists_members(line, match):
            label = "present", False
        if label:
            status, strong = label
            status = self._beside_present(found["label"], status, sitting)
            marked = "*" in line or line.rstrip().endswith(":") or heads
            if bare and not strong and self.context is None and not marked:
                return None
            opens_at = len(line) if bare else found.end()
            named = bool(line[opens_at:].strip(" *_"))
            over = self.context  # a list that is over by itself lends nothing to an item behind it
            sure = strong or not (over and over.named and over.item is None and block.kind == "item")
            self._open(number, block, status, sure, named)
            return status, opens_at, "attendance/label", sure
        if match and match["sign"] == ":" and fold(match["label"]) in vocabulary()["offices"]:
            if self.context and self.context.heading is None:
                self.context = None
            return "present", found.end(), "attendance/office", True
        ends = (bare and ("**" in line or line.rstrip().endswith(":"))) or (match and "**" in line[: match.end()])
        if ends and self.context and self.context.heading is None:
            self.context = None
        return None

    def _lists_members(self, line: str, label: re.Match[str]) -> bool:
        """Does a line at the top name a body, and behind it only people, some with their offices?

        `Committee: P. Hart (President), Q. Ives (Secretary)`.
        """
        if label["sign"] != ":" or self.context or self.has_present or body_status(label["label"]) != "present":
            return False
        people = [ListedPerson.of(line[low:high]) for low, high in shares(line, label.end(), len(line), one_each=False)]
        return (
            len(people) >= _FEWEST
            and all(person.is_person(False) for person in people)
            and any(is_only_role(person.detail.strip("()[] ")) for person in people)
        )

    def _heads_people(self, number: int, block: Block) -> bool:
        """Is what stands right below a block, or is nested in it, a list of at least two people and nothing else?"""
        below = self.structure.blocks[number + 1 :]
        within = takewhile(
            lambda each: each.kind == "item" and (block.kind != "item" or each.level > block.level), below
        )
        listed = [ListedPerson.of(self.structure.content(each)) for each in within]
        least = 1 if block.kind == "item" else _FEWEST
        return len(listed) >= least and all(person.is_person(not person.handle) for person in listed)

    def _open(self, number: int, block: Block, status: AttendanceStatus, strong: bool, named: bool) -> None:
        """Lets a label govern; an item's only the item and those within it, unless it stands alone over its like."""
        around, self.opened = self.context, True
        heading = around.heading if around else None
        within = block.kind == "item" and (heading is None or named or number in self.parents)
        self.context = _Context(
            status, strong, heading, block.level, number if within else None, around=around if within else None
        )

    def _listed_line(self, number: int, block: Block, start: int, end: int) -> Iterator[Entry]:
        context = self.context
        if context is None:
            return
        if context.named and context.item is None and block.kind == "item":
            self.context = context.around
            return
        if block.kind == "item" and number in self.parents and self._heads_a_group(number):
            return
        if (block.kind != "item" or context.heading is None) and is_prose(self.text[start:end]):
            if context.heading is None:
                self.context = None
            return
        start = names_at(self.text, start, end, labelled=context.strong or context.heading is not None)
        yield from self._people(number, block, start, end, context.status, "attendance/list", context.strong)

    def _heads_a_group(self, number: int) -> bool:
        """Is the item the body that its nested items belong to, not a person itself?"""
        children = [block for block in self.structure.blocks[number + 1 :] if block.parent == number]
        named = [
            block for block in children if ListedPerson.of(self.structure.content(block).split(",")[0]).is_person(False)
        ]
        return len(named) * 2 > len(children)

    def _people(
        self, number: int, block: Block, start: int, end: int, status: AttendanceStatus, rule: str, strong: bool
    ) -> Iterator[Entry]:
        if block.tick == "open" and (block.parent if block.parent is not None else block.section) in self.ticked:
            status = "absent"
        elif block.tick == "open":
            return
        listing = Listing(status, rule, number, strong, block.kind == "item", block.struck)
        whole = (
            block.kind == "item"
            and rule == "attendance/list"
            and len(shares(self.text, start, end, one_each=True)) == 1
        )
        for listed_as in entries_in(self.text, start, end, listing):
            one = self._signed(listed_as, block)
            yield replace(one, span=block.content) if whole else one

    def _signed(self, entry: Entry, block: Block) -> Entry:
        """An entry with the status of the sign before its name; beside names with the sign of the present, absent."""
        before = self.text[entry.span.start : entry.name.start]
        for sign, status in self.signs.items():
            if not sign.isalpha() and sign in before:
                return replace(entry, status=status)
        others = self.structure.content(block)
        starred = any(status == "present" and sign in "*†‡" and sign in others for sign, status in self.signs.items())
        return replace(entry, status="absent") if starred and entry.status == "present" else entry

    def _row(self, number: int, block: Block, sitting: int | None) -> Iterator[Entry]:
        """A row: a label over those under it, with or without people of its own, or a person's share of a list."""
        cells = filled(self.text, block)
        label = row_label(self.text, block)
        if label is None and block.marker == "header" and self.context and self.context.table:
            self.context = self.context.around
        if label:
            self._open_table(label, sitting)
            cells = cells[1:]
        context = self.context
        columns = columns_of(block, context is not None)
        if columns and not label:
            held_on = self.structure.sittings[sitting].date if sitting is not None else None
            status = context.status if context else "present"
            self.has_present[sitting] = True
            yield from by_columns(self.text, number, block, columns, status, held_on, self.signs)
        elif label and cells and LABELLED.match(self.text, cells[0].span.start, cells[0].span.end):
            yield from self._cell(number, replace(block, content=cells[0].span, cells=()), sitting)
        elif context and (context.table or not any(cell.header for cell in block.cells)) and block.marker != "header":
            yield from self._row_under_label(number, block, cells, context)
        else:
            yield from self._row_of_lists(number, block, sitting)

    def _open_table(self, label: str, sitting: int | None) -> None:
        found = label_status(label)
        around = self.context.around if self.context and self.context.table else self.context
        if found:
            status = self._beside_present(label, found[0], sitting)
            self.context = _Context(status, True, table=True, around=around)

    def _row_under_label(self, number: int, block: Block, cells: Sequence[Cell], context: _Context) -> Iterator[Entry]:
        listing = Listing(context.status, "attendance/table", number, context.strong, struck=block.struck)
        prose = [cell for cell in cells if is_prose(self.text[cell.span.start : cell.span.end])]
        if not prose:
            yield from by_label(self.text, block, cells, listing)
        for cell in prose:
            yield from told_in_sentences(self.text, cell.span, number)

    def _row_of_lists(self, number: int, block: Block, sitting: int | None) -> Iterator[Entry]:
        """A row whose cells hold whole lists, under columns headed Present and Apologies or labelled in the cell."""
        headed = list(by_headers(self.text, block, number))
        yield from headed
        for piece in cell_blocks(self.text, block) if not headed else ():
            yield from self._cell(number, piece, sitting)

    def _cell(self, number: int, piece: Block, sitting: int | None) -> Iterator[Entry]:
        """What a line of a cell tells: a labelled list, or sentences."""
        label = LABELLED.match(self.text, piece.content.start, piece.content.end)
        if label and label["sign"] == ":" and label_status(label["label"]):
            around = self.context
            self.context = None
            yield from self._lines(number, replace(piece, kind="paragraph"), sitting)
            self.context = around
        else:
            yield from told_in_sentences(self.text, piece.content, number)
