"""Where a document lists its actions, and who owns what stands under a name there."""

import re

from ingest.action_rules import grammar, is_section
from ingest.action_state import state_of
from ingest.blocks import Block
from ingest.reading import Reading
from ingest.rules import load_rules
from kg.extraction import CommitmentStatus


class Outline:
    """A document's blocks with what stands below each; `under` holds the owners that an entry gives those below it."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.text = reading, reading.structure.text
        self.blocks = reading.structure.blocks
        self.children: dict[int, list[int]] = {}
        for number, block in enumerate(self.blocks):
            if block.parent is not None:
                self.children.setdefault(block.parent, []).append(number)
        self.under: dict[int, tuple[str, ...]] = {}

    def in_section(self, block: Block) -> bool:
        return bool(block.section) and is_section(block.section[-1])

    def lone_label(self, number: int, block: Block) -> bool:
        """Is the block only the label of a list of actions?"""
        words = self.reading.structure.content(block)
        if number in self.children and grammar("short_label").fullmatch(words):
            return True
        return (
            len(words) < 60
            and is_section(words)
            and (
                number in self.children
                or words.rstrip(" *_").endswith(":")
                or "**" in words
                or block.kind == "paragraph"
            )
        )

    def state_label(self, block: Block) -> CommitmentStatus | None:
        """The state that a line of its own tells of what stands below it, in a list of actions: `In progress:`."""
        if block.kind != "paragraph" or not self.in_section(block):
            return None
        told = grammar("state_label").fullmatch(self.reading.structure.content(block))
        return None if told is None else "done" if told["done"] else "dropped" if told["dropped"] else "open"

    def under_label(self, block: Block) -> bool:
        parent = block.parent
        while parent is not None:
            if self.lone_label(parent, self.blocks[parent]) or self.open_ended(parent):
                return True
            parent = self.blocks[parent].parent
        return False

    def open_ended(self, number: int) -> bool:
        """Does an item end in words that ask for what stands below it: `Need somebody to`?"""
        pattern = load_rules("actions")["open_ended"]["pattern"]
        return (
            number in self.children
            and re.search(pattern, self.reading.structure.content(self.blocks[number]), re.IGNORECASE) is not None
        )

    def state_below(self, number: int) -> CommitmentStatus | None:
        """The state that a line below gives an action (`Status: sent`, a nested `Done`), open where it tells no end."""
        for below in self.blocks[number + 1 : number + 4]:
            words = self.reading.structure.content(below)
            alone = grammar("state_alone").match(words) if below.parent == number else None
            told = grammar("status_line").match(words) or alone
            if told:
                return state_of(told["state"], self.blocks[number]) or "open"
            if below.kind != "paragraph" and below.parent != number:
                return None
        return None

    def title_of(self, block: Block) -> str:
        """What a list of actions is called: the label that stands above an entry, else its heading."""
        parent = block.parent
        while parent is not None:
            if self.lone_label(parent, self.blocks[parent]):
                return self.reading.structure.content(self.blocks[parent])
            parent = self.blocks[parent].parent
        return block.section[-1] if block.section else ""
