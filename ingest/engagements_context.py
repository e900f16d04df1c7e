"""What a sentence leaves to those before it: whom `them` and `she` mean, and which body a paragraph is about."""

import re
from functools import cached_property
from typing import TYPE_CHECKING

from ingest.blocks import Block
from ingest.language import words_in
from ingest.parties import Parties
from ingest.reading import Mention, Reading
from ingest.units import speaker_ids
from kg.extraction import Span
from kg.identifiers import name_key

if TYPE_CHECKING:
    from spacy.tokens import Token

_REACH = 400
"""Code points back among which a pronoun's body is looked for."""
_LABEL_END = re.compile(r"\s*(?:\([^)]*\))?\s*[*_]*\s*(?:[:–—]|\.(?=[*_\s]))")


class Context:
    """The surroundings of one document's sentences."""

    def __init__(self, reading: Reading, parties: Parties) -> None:
        self.reading, self.parties = reading, parties

    def pronouns(self, sentence: Span) -> list[Mention]:
        """`them` and `their` as mentions of the body that was named last before, where one was."""
        assert self.reading.doc is not None
        return [
            Mention(Span(word.idx, word.idx + len(word.text)), body)
            for word in words_in(self.reading.doc, sentence)
            if word.lower_ in ("them", "their") and (body := self._last_body(word.idx))
        ]

    def _last_body(self, at: int) -> str | None:
        """The outside organisation named last before an offset, where no two people stand between."""
        names = self.reading.names_in(Span(max(0, at - _REACH), at))
        people = 0
        for mention in reversed(names):
            if mention.entity.startswith("person/"):
                people += self.parties.is_outside(mention.entity)
            elif self.parties.is_outside(mention.entity) and mention.entity not in self.parties.doubted:
                return mention.entity if people < 2 else None
        return None

    def topic(self, number: int) -> str | None:
        """The outside organisation that a block is about: its run-in label, its parent's, or its heading."""
        blocks = self.reading.structure.blocks
        here: int | None = number
        while here is not None:
            if body := self._label_of(blocks[here]):
                return body
            here = blocks[here].parent
        return self._headings.get(name_key(blocks[number].section[-1])) if blocks[number].section else None

    def _label_of(self, block: Block) -> str | None:
        names = self.reading.names_in(Span(block.content.start, block.content.start + 8))
        if not names or not self._counts(names[0].entity):
            return None
        lead = self.reading.text(Span(block.content.start, names[0].span.start))
        whole = names[0].span.end >= block.content.end
        ends = _LABEL_END.match(self.reading.structure.text, names[0].span.end, block.content.end)
        return names[0].entity if not re.search(r"[A-Za-z]", lead) and (whole or ends) else None

    def _counts(self, entity: str) -> bool:
        outside = entity.startswith("org/") and self.parties.is_outside(entity)
        return outside and entity not in self.parties.doubted

    @cached_property
    def _headings(self) -> dict[str, str]:
        """The names of outside organisations, as a heading may give them."""
        return {
            name_key(name): body.id
            for body in self.reading.organisations
            if self._counts(body.id)
            for name in filter(None, (body.name, body.acronym, *body.aliases))
        }

    def speaker(self, number: int) -> str | None:
        """Who speaks or reports in a block: its own speaker, that of the item above, else a sole author."""
        blocks = self.reading.structure.blocks
        here: int | None = number
        while here is not None:
            said_by = speaker_ids(self.reading, blocks[here])
            if said_by:
                return said_by[0]
            here = blocks[here].parent
        authors = self.reading.document.authors
        return authors[0] if len(authors) == 1 else None

    def person_before(self, word: "Token", number: int) -> str | None:
        """Whom `she` or `he` means: the person named last before in the block, the speaker left out."""
        start = self.reading.structure.blocks[number].content.start
        people = [
            m.entity
            for m in self.reading.names_in(Span(start, word.idx))
            if m.entity.startswith("person/") and m.entity not in self.parties.doubted
        ]
        return people[-1] if people else None
