"""Where a document lists its actions, and who owns what stands under a name there."""

import re

from ingest.action_rules import is_section
from ingest.blocks import Block
from ingest.reading import Reading
from ingest.rules import load_rules


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

    def title_of(self, block: Block) -> str:
        """What a list of actions is called: the label that stands above an entry, else its heading."""
        parent = block.parent
        while parent is not None:
            if self.lone_label(parent, self.blocks[parent]):
                return self.reading.structure.content(self.blocks[parent])
            parent = self.blocks[parent].parent
        return block.section[-1] if block.section else ""
