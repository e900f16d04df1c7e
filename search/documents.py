"""What the search index is given: documents cut into passages, and the names of the library's entities.

These values are the seam to the rest of the library: `search.indexing` makes them from stored
documents, an engine indexes them, and neither knows the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kg.extraction import DocumentKind

EntityKind = Literal["person", "organisation", "focus"]


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A block of a document: `text` is the document's text from `start` on, in code points.

    `heading` is the path of headings above it. `date` is EDTF, of the meeting it belongs to.
    `people`, `organisations` and `focus` are IRIs of what it names; `owners` of who owes
    something in it.
    """

    start: int
    text: str
    heading: str = ""
    date: str | None = None
    people: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Annotations:
    """What was read at which places `[start, end)` of a document's text; people and organisations are IRIs."""

    passages: Sequence[tuple[int, int, int]] = ()
    """In text order: start, end, and how deep it stands below others; headings have the level -1."""
    mentions: Sequence[tuple[int, int, str]] = ()
    """In text order: start, end, and who is named."""
    statements: Sequence[tuple[int, int, Sequence[str], Sequence[str]]] = ()
    """Where a commitment, contact, decision or event is proved, by start: its dates (EDTF), and whose deed it is."""
    offices: Sequence[tuple[str, str]] = ()
    """The title of a role, and who holds it."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What all these are called."""


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document: `date` is EDTF or None, `committee` an IRI or None. Passages are in text order."""

    id: str
    title: str
    kind: DocumentKind
    passages: tuple[IndexedPassage, ...]
    date: str | None = None
    committee: str | None = None
    annotations: Annotations = Annotations()


@dataclass(frozen=True, slots=True)
class IndexedEntity:
    """A person, an organisation (committees among them) or a focus area, and what it is called."""

    iri: str
    kind: EntityKind
    label: str
    aliases: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()

    def names(self) -> Iterator[str]:
        """Every name: label, aliases, acronyms."""
        yield self.label
        yield from self.aliases
        yield from self.acronyms
