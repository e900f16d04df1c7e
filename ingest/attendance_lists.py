"""Who is listed as present, excused, absent or a guest: read from the structure alone.

`listed` needs no register of people; the register is built from what it finds. Labels,
words of status and whole sentences stand in `rules/attendance.toml`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.attendance_chat import is_chat, told_in_chat
from ingest.attendance_entries import Entry, Listing, entries_in
from ingest.attendance_labels import is_attending, key_of, label_status
from ingest.attendance_sentences import told_in_sentences
from ingest.attendance_tables import by_columns, by_headers, by_label, columns_of, filled, row_label
from ingest.blocks import Block, Cell, Structure
from ingest.labels import is_in
from ingest.listed_people import ListedPerson, is_prose, logical_lines, shares
from ingest.people_names import fold, vocabulary
from ingest.rules import load_rules
from ingest.units import cell_blocks
from kg.extraction import AttendanceStatus, Span

_LABELLED = re.compile(
    r"[ \t]*(?:[*_]{1,3})?(?P<label>[^\W\d_][^:\n*|]{0,60}?)(?:[*_]{1,3})?[ \t]*"
    r"(?P<sign>:|[–—]|-(?=\s))(?:[*_]{1,3})?[ \t]*"
)
_FURTHER_LABEL = re.compile(r"[.;]\s+(?:[*_]{1,3})?(?P<label>[A-Z][\w ]{2,40}?)(?=(?:[*_]{1,3})?:)")
_LISTS = frozenset(("attendance/list", "attendance/label", "attendance/table"))
_VOTE = re.compile(
    r"^\W*(?:roll call|vot\w+)\b.*[-–—:(\s](?:yes|aye|yea|nay|abstain(?:s|ed)?|no)\b", re.IGNORECASE | re.DOTALL
)
_NOBODY = re.compile(r"\W*(?:none|nil|nobody|no one|n/a|no apologies|-)\b.{0,40}", re.IGNORECASE)
_COLUMNS = re.compile(r"\s*(?P<label>[^\W\d_][^:\n*|\t]{0,60}?)(?:\t| {3,})\s*(?P<next>\S.*?)(?=\t| {3,}|$)")
_BARE = re.compile(r"[ \t]*(?:[*_]{1,3})?(?P<label>[^\W\d_][^:\n*|]{0,60}?)(?:[*_]{1,3})?[ \t]*:?[ \t]*")


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
            self._heading(block, sitting)
            return
        if block.kind == "row":
            yield from self._row(number, block, sitting)
            return
        stated = list(told_in_sentences(self.text, block.content, number))
        if block.kind == "turn":
            yield from told_in_chat(self.structure, number, block) if is_chat(block) else ()
            yield from stated
            return
        low = block.content.start
        for high in [*sorted({entry.span.start for entry in stated}), block.content.end] if stated else []:
            low += len(self.text[low:high]) - len(self.text[low:high].lstrip())
            opening = Span(low, high)
            if _LABELLED.match(self.text, low, high):
                yield from self._lines(number, replace(block, content=opening), sitting)
            low = next((e.span.end for e in stated if e.span.start == high), high)
        found = stated or list(self._lines(number, block, sitting))
        yield from found
        self._tire(said=bool(found))

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
        for start, end in self._labelled_lines(whole):
            line = self.text[start:end]
            if _VOTE.search(line):
                continue
            opened = self._label(number, block, line, sitting)
            if opened is None:
                yield from self._listed_line(number, block, start, end)
                continue
            status, offset, rule, strong = opened
            if _NOBODY.fullmatch(line, offset):
                self.context = self.context.around if self.context else None
                continue
            people = list(self._people(number, block, start + offset, end, status, rule, strong))
            if people and self.context:
                self.context = replace(self.context, named=True)
            yield from people

    def _labelled_lines(self, span: Span) -> Iterator[tuple[int, int]]:
        """Lines, parted before each further label in them: `Present: A, B. Apologies: C.`"""
        for start, end in logical_lines(self.text, span.start, span.end):
            low = start
            for match in _FURTHER_LABEL.finditer(self.text, start, end):
                if label_status(match["label"]):
                    yield low, match.start()
                    low = match.start("label")
            yield low, end

    def _label(
        self, number: int, block: Block, line: str, sitting: int | None
    ) -> tuple[AttendanceStatus, int, str, bool] | None:
        """The label that opens a line: status of who follows, where they start, and the rule."""
        match = _LABELLED.match(line)
        bare = None if match else self._over_columns(line) or _BARE.fullmatch(line)
        found = match or bare
        if found is None:
            return None
        label = label_status(found["label"]) or (bare and self._group(found["label"]))
        if label:
            status, strong = label
            status = self._beside_present(found["label"], status, sitting)
            if bare and not strong and self.context is None and "*" not in line and not line.rstrip().endswith(":"):
                return None
            names_at = len(line) if bare else found.end()
            named = bool(line[names_at:].strip(" *_"))
            self._open(number, block, status, strong or self.context is not None, named)
            return status, names_at, "attendance/label", strong or self.context is not None
        if match and match["sign"] == ":" and fold(match["label"]) in vocabulary()["offices"]:
            if self.context and self.context.heading is None:
                self.context = None
            return "present", found.end(), "attendance/office", True
        ends = (bare and ("**" in line or line.rstrip().endswith(":"))) or (match and "**" in line[: match.end()])
        if ends and self.context and self.context.heading is None:
            self.context = None
        return None

    def _over_columns(self, line: str) -> re.Match[str] | None:
        """The label of a line that heads columns: `Governors present        Type        Term ends`."""
        match = _COLUMNS.match(line)
        label = label_status(match["label"]) if match else None
        return match if match and label and label[1] and not ListedPerson.of(match["next"]).is_person(True) else None

    def _group(self, words: str) -> tuple[AttendanceStatus, bool] | None:
        """Status of the people under a line such as `Larkfield staff` within a list."""
        parts = words.split()
        told = label_status(parts[-1]) if self.context and 1 < len(parts) < 5 else None
        return told if told and parts[-1].casefold() in load_rules("attendance")["groups"] else None

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
        if context.named and context.item is None and block.kind == "item" and block.marker[:1].isdigit():
            self.context = context.around
            return
        if block.kind == "item" and number in self.parents and self._heads_a_group(number):
            return
        if (block.kind != "item" or context.heading is None) and is_prose(self.text[start:end]):
            if context.heading is None:
                self.context = None
            return
        start = self._after_label(self._after_column(start, end), end, context)
        yield from self._people(number, block, start, end, context.status, "attendance/list", context.strong)

    def _after_label(self, start: int, end: int, context: _Context) -> int:
        """Where names begin in `Larkfield: Ann Ash, Bela Birch` and `Headteacher: Ann Ash`, within a list."""
        label = _LABELLED.match(self.text, start, end) if context.strong else None
        if label is None or label["sign"] != ":" or ListedPerson.of(label["label"]).is_person(True):
            return start
        if is_in(label["label"], "sections") or re.search(r"\bmeeting\b", label["label"], re.IGNORECASE):
            return start
        first = shares(self.text, label.end(), end, one_each=False)
        if first and re.search(r"\d", self.text[first[0][0] : first[0][1]]):
            return start
        named = bool(first) and ListedPerson.of(self.text[first[0][0] : first[0][1]]).is_person(False)
        return label.end() if named else start

    def _after_column(self, start: int, end: int) -> int:
        """Where names begin in `Finland        Jukka Salonen, Tuuli Heikkinen`: behind the column that names a body."""
        gap = re.search(r"(?:\t| {2,})\s*(?=\S)", self.text[start:end].lstrip())
        lead = end - start - len(self.text[start:end].lstrip())
        if gap is None or ListedPerson.of(self.text[start : start + lead + gap.start()]).is_person(True):
            return start
        right = start + lead + gap.end()
        first = shares(self.text, right, end, one_each=False)
        return right if first and ListedPerson.of(self.text[first[0][0] : first[0][1]]).is_person(True) else start

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
            entry = self._signed(listed_as, block)
            yield replace(entry, span=block.content) if whole else entry

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
        elif label and cells and _LABELLED.match(self.text, cells[0].span.start, cells[0].span.end):
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
        label = _LABELLED.match(self.text, piece.content.start, piece.content.end)
        if label and label["sign"] == ":" and label_status(label["label"]):
            around = self.context
            self.context = None
            yield from self._lines(number, replace(piece, kind="paragraph"), sitting)
            self.context = around
        else:
            yield from told_in_sentences(self.text, piece.content, number)
