"""What a sentence leaves to those before it: whom `them` and `she` mean, and which body a paragraph is about."""

import re
from functools import cached_property
from typing import TYPE_CHECKING

from ingest.blocks import Block
from ingest.engagements_pronouns import counts, last_body, stand_ins
from ingest.engagements_status import Match
from ingest.parties import Parties
from ingest.reading import Mention, Reading
from ingest.units import speaker_ids
from kg.extraction import Span
from kg.identifiers import name_key

if TYPE_CHECKING:
    from spacy.tokens import Token

_TITLE = 8
"""Characters that may stand before the name of who begins a sentence: `Mr `, `- `."""
_LABEL_END = re.compile(r"\s*(?:\([^)]*\))?\s*[*_]*\s*(?:[:–—]|\.(?=[*_\s]))")


class Context:
    """The surroundings of one document's sentences."""

    def __init__(self, reading: Reading, parties: Parties) -> None:
        self.reading, self.parties = reading, parties
        self._last: tuple[int, Match] | None = None

    def remember(self, number: int, match: Match) -> None:
        """Keeps what a block told last, for `a second meeting` behind."""
        self._last = (number, match)

    def last_match(self, number: int) -> Match | None:
        """What the block told last, None where it has told nothing yet."""
        return self._last[1] if self._last and self._last[0] == number else None

    def pronouns(self, sentence: Span, number: int) -> list[Mention]:
        """`them`, `their` officers and the like, as mentions of the body that was named last before, where one was."""
        before = self.last_match(number)
        engaged = frozenset(mention.entity for mention in before.outside) if before else frozenset()
        return stand_ins(self.reading, self.parties, sentence, number, engaged)

    def last_body(self, word: "Token", number: int) -> str | None:
        """The outside organisation named last before a word of block `number`, None where nobody can tell."""
        return last_body(self.reading, self.parties, word, number)

    def topic(self, number: int, at: int) -> str | None:
        """The outside organisation that a block is about at an offset: its label, its parent's, or its heading."""
        blocks = self.reading.structure.blocks
        if blocks[number].kind == "row":
            return self._row_is_of(blocks[number], at)
        here: int | None = number
        while here is not None:
            if body := self._label_of(blocks[here], at if here == number else blocks[here].content.end):
                return body
            here = blocks[here].parent
        return self._headings.get(name_key(blocks[number].section[-1])) if blocks[number].section else None

    def _row_is_of(self, row: Block, at: int) -> str | None:
        """The only outside organisation that the other cells of a table's row name."""
        others = [cell.span for cell in row.cells if not cell.span.start <= at <= cell.span.end]
        named = {m.entity for span in others for m in self.reading.names_in(span) if self._counts(m.entity)}
        return named.pop() if len(named) == 1 else None

    def _label_of(self, block: Block, at: int) -> str | None:
        """The organisation that a line up to an offset begins with as its label, or is."""
        text = self.reading.structure.text
        for mention in reversed(self.reading.names_in(Span(block.content.start, at + 1))):
            line = max(text.rfind("\n", 0, mention.span.start) + 1, block.content.start)
            whole = mention.span.end >= block.content.end
            ends = whole or _LABEL_END.match(text, mention.span.end, block.content.end)
            if ends and not re.search(r"[A-Za-z]", text[line : mention.span.start]):
                return mention.entity if self._counts(mention.entity) else None
        return None

    def _counts(self, entity: str) -> bool:
        return counts(self.parties, entity)

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

    def meant_by(self, word: "Token", number: int) -> list[str]:
        """Whom `I`, `she` or `they` means: the speaker, the person named last before in the block, the last people."""
        if word.lower_ in ("i", "me"):
            speaker = self.speaker(number)
            return [speaker] if speaker else []
        people = self._people_before(word, number) or self._people_above(number)
        if word.lower_ != "they":
            return people[-1:]
        return people if len(people) > 1 else []

    def _people_before(self, word: "Token", number: int) -> list[str]:
        """The people of the last sentence before a word that names any, in its block."""
        found: list[str] = []
        for sentence in self.reading.sentences(self.reading.structure.blocks[number]):
            here = self.reading.names_in(Span(sentence.start, min(sentence.end, word.idx)))
            people = [m.entity for m in here if m.entity.startswith("person/") and m.entity not in self.parties.doubted]
            found = people or found
        return list(dict.fromkeys(found))

    def _people_above(self, number: int) -> list[str]:
        """Who begins a sentence of the paragraphs right above under the same heading, else whom the heading names."""
        blocks = self.reading.structure.blocks
        for at in range(number - 1, max(-1, number - 4), -1):
            if blocks[at].section != blocks[number].section or blocks[at].kind in ("heading", "row"):
                break
            for sentence in reversed(list(self.reading.sentences(blocks[at]))):
                named = self.reading.names_in(sentence)[:1]
                if named and self._is_person(named[0]) and named[0].span.start - sentence.start < _TITLE:
                    return [named[0].entity]
        return self.headed(number)

    def headed(self, number: int) -> list[str]:
        """The person whom the heading above a block names first: `Treasurer's report – Ann Ash`."""
        blocks = self.reading.structure.blocks
        above = next((at for at in range(number - 1, -1, -1) if blocks[at].kind == "heading"), None)
        named = self.reading.names_in(blocks[above].content) if above is not None else []
        return [m.entity for m in named if self._is_person(m)][:1]

    def _is_person(self, mention: Mention) -> bool:
        return mention.entity.startswith("person/") and mention.entity not in self.parties.doubted
