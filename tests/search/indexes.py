"""A small index of an invented committee, made by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.endpoints import SearchEndpoint
from search.documents import IndexedDocument, IndexedEntity, IndexedPassage
from search.engine import Change, SearchEngine, SearchRequest
from search.whoosh_engine import WhooshEngine

BASE = "https://example.org/trees/"
ADA, TOM, ANN = (f"{BASE}person/{name}" for name in ("ada-byrne", "tom-lowe", "ann-lowe"))
COMMITTEE, AGENCY = f"{BASE}org/tree-committee", f"{BASE}org/forestry-agency"
SAPLINGS = f"{BASE}focus/saplings"

ENTITIES = (
    IndexedEntity(ADA, "person", "Ada Byrne", ("Ada",)),
    IndexedEntity(TOM, "person", "Tom Lowe"),
    IndexedEntity(ANN, "person", "Ann Lowe"),
    IndexedEntity(COMMITTEE, "organisation", "Tree Committee"),
    IndexedEntity(AGENCY, "organisation", "National Forestry Agency", (), ("NFA",)),
    IndexedEntity(SAPLINGS, "focus", "Saplings"),
)


def document(name: str, passages: Sequence[IndexedPassage], **about: object) -> IndexedDocument:
    """Minutes of the committee unless `about` says otherwise."""
    given: dict[str, object] = {"title": f"Meeting of {name}", "kind": "minutes", "date": name, "committee": COMMITTEE}
    return IndexedDocument(id=name, passages=tuple(passages), **{**given, **about})  # type: ignore[arg-type]


SPRING = document(
    "2022-03-14",
    (
        IndexedPassage(0, "Ada Byrne opened the away day at the nursery.", "Opening", people=(ADA,)),
        IndexedPassage(
            100,
            "The budget was agreed. Nothing else was said for a while. Tom will write to the National Forestry Agency.",
            "Budget",
            people=(TOM,),
            organisations=(AGENCY,),
            owners=(TOM,),
        ),
    ),
)
AUTUMN = document(
    "2023-10-02",
    (
        IndexedPassage(0, "The NFA has not answered; saplings die in this day and age.", "Saplings", focus=(SAPLINGS,)),
        IndexedPassage(80, "Café R&D: the US may fund budgets and a budget review.", "Budget", people=(ADA, ANN)),
    ),
)
BLOG = document(
    "two-years",
    (IndexedPassage(0, "What the nurseries taught us about growing trees.", date="2021"),),
    title="Two years of trees",
    kind="blog",
    date=None,
    committee=None,
)
DOCUMENTS = (SPRING, AUTUMN, BLOG)


def filled(folder: Path, documents: Sequence[IndexedDocument] = DOCUMENTS) -> WhooshEngine:
    """An embedded engine that holds these documents and the entities, each stamped `1`."""
    engine = WhooshEngine(folder)
    engine.change(Change([(one, "1") for one in documents], (), (ENTITIES, "1"), "first"))
    return engine


@dataclass(frozen=True)
class Place:
    """Where a test may make an index of its own: an empty folder, or a name on a cluster."""

    at: Path | SearchEndpoint

    def opened(self) -> SearchEngine:
        """An engine on what is here."""
        if isinstance(self.at, SearchEndpoint):
            from search.opensearch_engine import OpenSearchEngine

            return OpenSearchEngine(self.at, BASE)
        return WhooshEngine(self.at)

    def filled(self, documents: Sequence[IndexedDocument] = DOCUMENTS) -> SearchEngine:
        """An engine that holds these documents and the entities, each stamped `1`."""
        engine = self.opened()
        engine.change(Change([(one, "1") for one in documents], (), (ENTITIES, "1"), "first"))
        return engine


def found(engine: SearchEngine, query: str, **wish: object) -> list[tuple[str, int | None]]:
    """Document and start of each hit, in order; start is None for a title."""
    result = engine.search(SearchRequest(query, **wish))  # type: ignore[arg-type]
    return [(hit.document, hit.span.start if hit.span else None) for hit in result.hits]
