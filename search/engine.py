"""The seam between the product and its search engine: what is asked, what comes back, what an engine does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from kg.extraction import DocumentKind, Span
from search.documents import Annotations, EntityKind, IndexedDocument, IndexedEntity
from search.query_tree import FieldName

Sort = Literal["relevance", "newest", "oldest"]
FacetName = Literal["kind", "committee", "person", "organisation", "focus", "year", "month"]
FACETS: tuple[FacetName, ...] = ("kind", "committee", "person", "organisation", "focus", "year", "month")
PAGE = 20
MOST_HITS = 200
"""Hits on the longest page."""
NOTHING_NEAR = (
    "Nothing near it was found either: try fewer words or filters, "
    "or the beginning of a word with a star, such as moor*."
)
"""What is noted where there is no nearby result."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Passages with any of these values: IRIs of entities, or words of a kind."""

    field: FieldName
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is looked for.

    `query` is in the language of `search.query_language`, '' for everything that passes the
    filters. `dates` is an EDTF date or interval. `limit` is cut to MOST_HITS; `facet_values`
    bounds the values of each facet but `year` and `month`, which come whole. `by_meaning` ranks plain
    words by what passages mean too, where the index can, and finds passages that hold none of them.
    Without `suggest` no other words are proposed, and nothing near is looked for where nothing is found; without
    `snippets` hits have none.
    """

    query: str
    filters: tuple[Filter, ...] = ()
    dates: str | None = None
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = PAGE
    facets: tuple[FacetName, ...] = ()
    facet_values: int = 10
    by_meaning: bool = False
    suggest: bool = True
    snippets: bool = True


@dataclass(frozen=True, slots=True)
class Sentence:
    """A whole sentence of a hit: `span` and `highlights` count in the document's text."""

    text: str
    span: Span
    highlights: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage, or a document found by its title (then `span` is None).

    `snippet` holds the sentences that match best, in text order; `cut_before`, `cut_after`
    and `gaps` (between which sentences, by position) say what the passage holds beside them.
    `by_meaning`: none of the words led to it, but that it says something alike.
    """

    document: str
    title: str
    kind: DocumentKind
    date: str | None
    heading: str
    span: Span | None
    snippet: tuple[Sentence, ...]
    score: float
    cut_before: bool = False
    cut_after: bool = False
    gaps: tuple[int, ...] = ()
    by_meaning: bool = False


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value, what people call it, and how many of the hits have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """Values with counts, most frequent first (years and months in order); `more` values are not listed."""

    values: tuple[FacetValue, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class FoundEntity:
    """A person, organisation or focus area that the query names."""

    iri: str
    kind: EntityKind
    label: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits `[offset, offset + len(hits))` of `total`.

    `of_all_words` counts the hits that hold every word of the query. `notes` explain how the
    query was read and what was bounded. `did_you_mean` is a whole query. Where nothing is
    found, `nearby` is the result of the nearest query that finds something.
    """

    query: str
    total: int
    hits: tuple[Hit, ...]
    offset: int = 0
    of_all_words: int = 0
    facets: Mapping[FacetName, Facet] = field(default_factory=dict)
    entities: tuple[FoundEntity, ...] = ()
    notes: tuple[str, ...] = ()
    did_you_mean: str | None = None
    nearby: "SearchResult | None" = None


@dataclass(frozen=True, slots=True)
class Completion:
    """What a beginning may become: `query` is the text to put in its place, `kind` what it is."""

    query: str
    label: str
    kind: Literal["person", "organisation", "focus", "phrase", "word"]


@dataclass(frozen=True, slots=True)
class Change:
    """What brings an index up to date, in one commit.

    `documents` come with their stamps and replace what the index holds of them; `entities`
    replace all entities, None leaves them. `fingerprint` names the state that is reached. With `clean`
    nothing of what is removed counts any more, as if it had never been there; without, it may until later.
    """

    documents: Iterable[tuple[IndexedDocument, str]] = ()
    removed: Sequence[str] = ()
    entities: tuple[Sequence[IndexedEntity], str] | None = None
    fingerprint: str = ""
    clean: bool = False


class SearchEngine(Protocol):
    """An index of documents and entity names."""

    def fingerprint(self) -> str:
        """Of the last change; '' where the index is empty."""

    def stamps(self) -> dict[str, str]:
        """Stamp of each document in the index, by id."""

    def entity_stamp(self) -> str | None:
        """Stamp of the entities in the index."""

    def change(self, change: Change) -> None:
        """Apply a change: readers see all of it or nothing. Raises LibraryError where another writer does not end."""

    def search(self, request: SearchRequest) -> SearchResult:
        """What a request finds. Raises QueryError where it cannot be run as written."""

    def complete(self, beginning: str, limit: int = 10) -> tuple[Completion, ...]:
        """What a query that begins so may become, best first."""

    def like(self, document: str, start: int, limit: int = PAGE) -> tuple[Hit, ...]:
        """Passages most like the one at `start` of a document, itself left out; () where there is none there."""

    def annotations(self, documents: Sequence[str]) -> dict[str, Annotations]:
        """What was read in these documents, by id; those that it does not hold are left out."""

    def close(self) -> None:
        """Let go of files."""
