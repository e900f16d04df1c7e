"""Who is listed as present, excused, absent or a guest: read from the structure alone.

`listed` needs no register of people; the register is built from what it finds. Labels,
words of status and whole sentences stand in `rules/attendance.toml`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from ingest.blocks import Block, Cell, Structure
from ingest.listed_people import ListedPerson, is_prose, logical_lines, shares, trimmed
from ingest.people_names import can_be_full_name, common_words, fold, vocabulary
from ingest.rules import load_rules
from ingest.units import cell_blocks
from kg.extraction import AttendanceStatus, Span

_WEAK = frozenset(
    "administration members staff officers public remote online virtual virtually delegates representatives missing "
    "invited councillors witnesses witness here attending".split()
)
_WEAK_PAIRS = frozenset(
    (
        "in person", "on call", "board members", "committee members", "council members", "core team",
        "regular members", "executive members", "community members", "student members", "elected members",
        "leave of absence",
    )
)  # fmt: skip
_LABELLED = re.compile(
    r"[ \t]*(?:[*_]{1,3})?(?P<label>[^\W\d_][^:\n*|]{0,60}?)(?:[*_]{1,3})?[ \t]*"
    r"(?P<sign>:|[–—]|-(?=\s))(?:[*_]{1,3})?[ \t]*"
)
_FURTHER_LABEL = re.compile(r"[.;]\s+(?:[*_]{1,3})?(?P<label>[A-Z][\w ]{2,40}?)(?=(?:[*_]{1,3})?:)")
_BARE = re.compile(r"[ \t]*(?:[*_]{1,3})?(?P<label>[^\W\d_][^:\n*|]{0,60}?)(?:[*_]{1,3})?[ \t]*:?[ \t]*")


_STATUSES: tuple[AttendanceStatus, ...] = ("present", "apologies", "guest", "absent")


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of an attendance list. `name` is the name as written, or the handle where that is all.

    `span` proves the attendance. `detail` is what else stands there: office, body or remark.
    """

    span: Span
    name: Span
    status: AttendanceStatus
    rule: str
    block: int
    sitting: int | None = None
    handle: str | None = None
    initials: str | None = None
    detail: str = ""
    prefix: str | None = None


@dataclass(frozen=True, slots=True)
class _Context:
    """The attendance label that governs the blocks read now."""

    status: AttendanceStatus
    strong: bool
    heading: int | None = None
    level: int = 0
    item: int | None = None


@lru_cache(maxsize=4096)
def label_status(label: str) -> tuple[AttendanceStatus, bool] | None:
    """Status that an attendance label stands for, and whether it can mean nothing else."""
    words = re.sub(r"[*_`#:~]|\([^)]*\)?|\[[^\]]*\]?|\d+", " ", label).lower()
    whole = " ".join(words.replace("’", "'").strip(" .–-").split())
    known = _labels()
    shaped = re.fullmatch(
        r"(?:[a-z-]+ ){1,3}(?P<how>present|attending|in attendance|participating|absent|excused)", whole
    )
    if shaped and not re.match(r"(?:no|not|those not|all|is|are|was|were|be|if|when|at|to|the) ", whole):
        shapes: dict[str, AttendanceStatus] = {"absent": "absent", "excused": "apologies"}
        return shapes.get(shaped["how"], "present"), True
    for candidate in _label_readings(whole):
        if candidate in known:
            return known[candidate], whole not in _WEAK and whole not in _WEAK_PAIRS
    return None


def _label_readings(whole: str) -> Iterator[str]:
    yield whole
    parts = [part.strip() for part in re.split(r"\s*[/,&]\s*|\s+and\s+", whole) if part.strip()]
    if len(parts) > 1:
        yield parts[0]
    fillers = set(load_rules("attendance")["fillers"])
    words = whole.split()
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            if all(word in fillers for word in words[:start] + words[end:]):
                inner = " ".join(words[start:end])
                if not all(word in fillers for word in words[start:end]):
                    yield inner


@cache
def _labels() -> dict[str, AttendanceStatus]:
    table: dict[str, AttendanceStatus] = {}
    for status, labels in load_rules("attendance")["labels"].items():
        if status != "attending":
            table.update((label, status) for label in labels)
    return table


def listed(structure: Structure) -> list[Entry]:
    """Everybody whom attendance lists, tables, officers' lines and sentences name, in text order."""
    return list(_Lister(structure).entries())


class _Lister:
    """Walks the blocks once, keeping the label that governs them."""

    def __init__(self, structure: Structure) -> None:
        self.structure, self.text = structure, structure.text
        self.context: _Context | None = None
        self.parents = {block.parent for block in structure.blocks if block.parent is not None}
        self.has_present: dict[int | None, bool] = {}
        self.ticked = {b.parent if b.parent is not None else b.section for b in structure.blocks if b.tick == "done"}

    def entries(self) -> Iterator[Entry]:
        sittings = self.structure.sittings
        for number, block in enumerate(self.structure.blocks):
            sitting = next((i for i, s in enumerate(sittings) if s.first <= number < s.last), None)
            for entry in self._block(number, block, sitting):
                yield replace(entry, sitting=sitting)

    def _block(self, number: int, block: Block, sitting: int | None) -> Iterator[Entry]:
        if block.kind == "heading":
            self._heading(block, sitting)
            return
        if block.kind == "row":
            yield from self._row(number, block)
            return
        if block.kind == "turn":
            self._leave(block)
            yield from self._sentences(number, block)
            return
        self._leave(block)
        stated = list(self._sentences(number, block))
        low = block.content.start
        for high in [*sorted({entry.span.start for entry in stated}), block.content.end] if stated else []:
            opening = Span(low, high)
            if _LABELLED.match(self.text, low, high):
                yield from self._lines(number, replace(block, content=opening), sitting)
            low = next((e.span.end for e in stated if e.span.start == high), high)
        yield from stated or self._lines(number, block, sitting)

    def _heading(self, block: Block, sitting: int | None) -> None:
        label = label_status(self.structure.content(block))
        if label:
            label = self._beside_present(self.structure.content(block), label[0], sitting), label[1]
            if not label[1] and self.context is None:
                self.context = _Context(label[0], False, heading=block.level)
                return
            self.context = _Context(label[0], True, heading=block.level)
        elif self.context and (self.context.heading is None or block.level <= self.context.heading):
            self.context = None

    def _beside_present(self, label: str, status: AttendanceStatus, sitting: int | None) -> AttendanceStatus:
        """`In attendance` beside a list of those present means guests."""
        if status != "present":
            return status
        attending = fold(label.strip(" *_:")) in load_rules("attendance")["labels"]["attending"]
        guests = attending and self.has_present.get(sitting, False)
        self.has_present[sitting] = True
        return "guest" if guests else status

    def _leave(self, block: Block) -> None:
        context = self.context
        if context is None or context.heading is not None:
            return
        if context.item is not None and (block.kind != "item" or block.level <= context.level):
            self.context = None

    def _lines(self, number: int, block: Block, sitting: int | None) -> Iterator[Entry]:
        for start, end in self._labelled_lines(block.content):
            line = self.text[start:end]
            opened = self._label(number, block, line, sitting)
            if opened is None:
                yield from self._listed_line(number, block, start, end)
                continue
            status, offset, rule, strong = opened
            yield from self._people(number, block, start + offset, end, status, rule, strong)

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
        bare = None if match else _BARE.fullmatch(line)
        found = match or bare
        if found is None:
            return None
        label = label_status(found["label"])
        if label:
            status, strong = label
            status = self._beside_present(found["label"], status, sitting)
            if bare and not strong and self.context is None and "*" not in line and not line.rstrip().endswith(":"):
                return None
            self._open(number, block, status, strong or self.context is not None)
            return status, found.end(), "attendance/label", strong or self.context is not None
        if match and match["sign"] == ":" and fold(match["label"]) in vocabulary()["offices"]:
            if self.context and self.context.heading is None:
                self.context = None
            return "present", found.end(), "attendance/office", True
        ends = (bare and ("**" in line or line.rstrip().endswith(":"))) or (match and "**" in line[: match.end()])
        if ends and self.context and self.context.heading is None:
            self.context = None
        return None

    def _open(self, number: int, block: Block, status: AttendanceStatus, strong: bool) -> None:
        heading = self.context.heading if self.context else None
        item = number if block.kind == "item" and heading is None else None
        self.context = _Context(status, strong, heading, block.level, item)

    def _listed_line(self, number: int, block: Block, start: int, end: int) -> Iterator[Entry]:
        context = self.context
        if context is None:
            return
        if block.kind == "item" and number in self.parents and self._heads_a_group(number):
            return
        if block.kind != "item" and is_prose(self.text[start:end]):
            if context.heading is None:
                self.context = None
            return
        start = self._after_column(start, end)
        yield from self._people(number, block, start, end, context.status, "attendance/list", context.strong)

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
        pieces = shares(self.text, start, end, one_each=block.kind == "item")
        whole = block.kind == "item" and len(pieces) == 1 and rule == "attendance/list"
        for low, high in pieces:
            piece = ListedPerson.of(self.text[low:high])
            if not piece.is_person(not strong):
                continue
            given = piece.status or status
            if block.struck or piece.struck or self._within_strike(low):
                given = "absent"
            span = block.content if whole else trimmed(self.text, low, high)
            name = Span(low + piece.start, low + piece.end)
            yield Entry(span, name, given, rule, number, None, piece.handle, piece.initials, piece.detail, piece.prefix)

    def _within_strike(self, offset: int) -> bool:
        line = self.text[self.text.rfind("\n", 0, offset) + 1 : offset]
        return line.count("~~") % 2 == 1

    def _row(self, number: int, block: Block) -> Iterator[Entry]:
        columns = _columns(block, self.context is not None)
        if columns is None:
            yield from self._row_of_lists(number, block)
            return
        cells = {kind: self.text[cell.span.start : cell.span.end] for kind, cell in columns.items()}
        cell = columns["name"].span
        piece = ListedPerson.of(self.text[cell.start : cell.end])
        if not piece.is_person(False):
            return
        status: AttendanceStatus = self.context.status if self.context else "present"
        if "status" in cells:
            status = _cell_status(cells["status"], columns["status"].header) or status
        if block.struck or piece.struck:
            status = "absent"
        handle = (cells.get("handle") or "").strip(" @`") or piece.handle
        detail = "; ".join(filter(None, (piece.detail, cells.get("role"), cells.get("organisation"))))
        yield Entry(
            block.content, Span(cell.start + piece.start, cell.start + piece.end), piece.status or status,
            "attendance/table", number, None, handle or None, (cells.get("initials") or "").strip() or None,
            detail, piece.prefix,
        )  # fmt: skip

    def _row_of_lists(self, number: int, block: Block) -> Iterator[Entry]:
        """A row whose cells hold whole lists: `Present | A, B` or columns headed Present and Apologies."""
        filled = [cell for cell in block.cells if self.text[cell.span.start : cell.span.end].strip()]
        label = label_status(self.text[filled[0].span.start : filled[0].span.end]) if len(filled) == 2 else None
        headed = [(cell, above) for cell in filled if (above := label_status(cell.header))]
        if not label and not headed:
            for piece in cell_blocks(self.text, block):
                yield from self._cell(number, piece)
        if label and _LABELLED.match(self.text, filled[1].span.start, filled[1].span.end):
            yield from self._cell(number, replace(block, content=filled[1].span, cells=()))
            return
        for cell, (status, strong) in [(filled[1], label)] if label else headed:
            for start, end in logical_lines(self.text, cell.span.start, cell.span.end):
                yield from self._people(number, block, start, end, status, "attendance/table", strong=strong)

    def _cell(self, number: int, piece: Block) -> Iterator[Entry]:
        """What a line of a cell tells: a labelled list, or sentences."""
        label = _LABELLED.match(self.text, piece.content.start, piece.content.end)
        if label and label["sign"] == ":" and label_status(label["label"]):
            yield from self._lines(number, replace(piece, kind="paragraph"), None)
            self.context = None
        else:
            yield from self._sentences(number, piece)

    def _sentences(self, number: int, block: Block) -> Iterator[Entry]:
        if not _trigger().search(self.structure.content(block).lower()):
            return
        for low, high in _statements(self.text, block.content.start, block.content.end):
            for status, pattern in _sentence_rules():
                match = pattern.match(self.text, low, high)
                if match is None:
                    continue
                for start, end in shares(self.text, match.start("names"), match.end("names"), one_each=False):
                    piece = ListedPerson.of(self.text[start:end])
                    plain = any(fold(word) in common_words() for word in piece.text.split())
                    surely = " " not in piece.text or (status != "apologies" and plain)
                    titled = None if piece.is_person(surely) else _NAME_AT_END.search(self.text, start, end)
                    if titled and can_be_full_name(titled.group()):
                        piece = ListedPerson.of(titled.group())
                    if piece.is_person(surely):
                        at = titled.start() if titled else start
                        name = Span(at + piece.start, at + piece.end)
                        span = trimmed(self.text, low, high)
                        yield Entry(
                            span,
                            name,
                            status,
                            "attendance/sentence",
                            number,
                            None,
                            piece.handle,
                            None,
                            piece.detail,
                            piece.prefix,
                        )
                break


@cache
def _trigger() -> re.Pattern[str]:
    return re.compile(load_rules("attendance")["trigger"]["pattern"])


@cache
def _sentence_rules() -> list[tuple[AttendanceStatus, re.Pattern[str]]]:
    return [
        (rule["status"], re.compile(rf"\W*{pattern}\W*$", re.IGNORECASE | re.DOTALL))
        for rule in load_rules("attendance")["sentences"]
        for pattern in rule["patterns"]
    ]


def _cell_status(cell: str, header: str) -> AttendanceStatus | None:
    """The status that a table cell states, under a header such as `Present` or `Apologies`."""
    words = cell.strip(" .*_").lower()
    label = label_status(header)
    if not words:
        return "absent" if label and label[0] == "present" and header.strip().lower() != "attendance" else None
    table = load_rules("attendance")["status"]
    if label and label[0] in ("apologies", "absent") and words in ("x", "✓", "✔", "✅", "yes", "y", "✗"):
        return label[0]
    if label and words == "x":
        return "present"
    first = re.split(r"[\s(,;/–-]", words)[0]
    whole = next((status for status in _STATUSES if words in table[status]), None)
    return whole or next((status for status in _STATUSES if first in table[status] and len(first) > 1), None)


def _columns(block: Block, in_list: bool) -> dict[str, Cell] | None:
    """Cells of an attendance table by what their columns hold; None where it is no such table."""
    rules = load_rules("attendance")["columns"]
    found: dict[str, Cell] = {}
    for cell in block.cells:
        header = fold(re.sub(r"[*_`]", "", cell.header)).strip(" :")
        for kind, words in rules.items():
            if header in words and kind not in found:
                found[kind] = cell
                break
    if "name" not in found:
        return None
    return found if in_list or {"status", "initials"} & set(found) else None


# `Town Planner Gail Nyquist`: the name behind an office.
_NAME_AT_END = re.compile(r"[A-Z][\w’'-]+ [A-Z][\w’'-]+$")
_CLAUSES = re.compile(
    r"\s*;\s+(?:and |while |but )?|,\s+(?:and|while|whilst|but)\s+(?=[^,;]{3,60}\b(?:was|were|is|sent|could)\b)"
)


def _statements(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences, parted where a clause with a subject of its own follows: `A was present, and B was away`."""
    from kg.sentences import sentences

    for span in sentences(text[start:end]):
        low = start + span.start
        for match in _CLAUSES.finditer(text, low, start + span.end):
            yield low, match.start()
            low = match.end()
        yield low, start + span.end
