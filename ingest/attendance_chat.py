"""Attendance at meetings held in a chat: who writes in its log, and who is reported there as present or away."""

import re
from collections.abc import Iterator

from ingest.attendance_entries import Entry, Listing, entries_in
from ingest.attendance_labels import label_status
from ingest.blocks import Block, Structure
from ingest.listed_people import is_nobody
from kg.extraction import Span

# `#info Regrets: Ann`, `regrets+ Ann`, `present+`.
_TOLD = re.compile(
    r"(?:#info\s+)?(?:(?P<label>[A-Za-z][A-Za-z ]{2,30}):(?=\s)|(?P<sign>present|regrets)\+:?)\s*", re.IGNORECASE
)
_LEFT_OUT = re.compile(r"(?:#|\.|!)\w+")


def is_chat(block: Block) -> bool:
    """Whether a block is a line of a chat's log, with the sender's account before it."""
    return block.kind == "turn" and block.speaker is not None and re.search(r"[<*]", block.marker) is not None


def told_in_chat(structure: Structure, number: int, block: Block) -> Iterator[Entry]:
    """The sender of a line, present, and whom the line reports as present, excused or absent."""
    if block.speaker is None:
        return
    sender = structure.text[block.speaker.start : block.speaker.end]
    if not is_nobody(sender):
        yield Entry(block.speaker, block.speaker, "present", "attendance/chat", number)
    for start, end in _lines(structure.text, block.content):
        told = _TOLD.match(structure.text, start, end)
        label = label_status(told["label"] or told["sign"]) if told else None
        if told and label and not _LEFT_OUT.match(structure.text, told.end(), end):
            rule = "attendance/chat" if told["sign"] and label[0] == "present" else "attendance/label"
            listing = Listing(label[0], rule, number, True)
            yield from entries_in(structure.text, told.end(), end, listing)


def _lines(text: str, span: Span) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^\n]+", text[span.start : span.end]):
        yield span.start + match.start(), span.start + match.end()
