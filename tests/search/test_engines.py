"""What the engines of search answer alike on the samples' text, and what is true of clusters."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg.endpoints import SearchEndpoint
from kg.errors import ConfigurationError, LibraryError
from kg.library import Library
from search.catch_up import open_index
from search.documents import IndexedDocument, IndexedPassage
from search.engine import FACETS, Change, Filter, SearchEngine, SearchRequest
from search.opensearch_engine import OpenSearchEngine
from search.opensearch_server import Server
from tests.kg.extractions import BASE, everything
from tests.search.indexes import DOCUMENTS, SPRING, Place, document, filled, found

Pair = tuple[SearchEngine, SearchEngine]
REQUESTS = (
    SearchRequest("harbour"),
    SearchRequest("harbour repair budget"),
    SearchRequest("who will write to the council about the slipway"),
    SearchRequest('"harbour master"'),
    SearchRequest("moor*"),
    SearchRequest("dredging -budget"),
    SearchRequest("+meeting fuel OR grant"),
    SearchRequest("kind:minutes date:2022.. pontoon"),
    SearchRequest("the"),
    SearchRequest("", sort="oldest", limit=50),
    SearchRequest("harbour", sort="newest", filters=(Filter("kind", ("minutes",)),)),
    SearchRequest("harbor masster"),
    SearchRequest('"pontoon harbour sandwiches"'),
    SearchRequest("budget", dates="1999"),
)


def passages(text: str) -> Iterator[IndexedPassage]:
    for block in re.finditer(r"\S(?:.*\S)?(?:\n(?!\n).*\S)*", text):
        yield IndexedPassage(block.start(), block.group(), "Minutes")


@pytest.fixture(scope="module")
def both(samples: Path, places: Callable[[str], Place]) -> Pair:
    """The text of the samples on the embedded engine and on a cluster."""
    given: list[IndexedDocument] = []
    for path in sorted(samples.rglob("*.md")):
        day = re.search(r"\d{4}-\d\d-\d\d", path.name)
        given.append(document(path.stem, list(passages(path.read_text("utf-8"))), date=day.group() if day else None))
    embedded, cluster = (places(kind).filled(given) for kind in ("whoosh", "opensearch"))
    return embedded, cluster


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda one: one.query or "everything")
def test_both_engines_find_and_count_the_same(both: Pair, request_: SearchRequest) -> None:
    here, there = (engine.search(replace(request_, facets=FACETS, limit=200)) for engine in both)
    for one, other in ((here, there), (here.nearby, there.nearby)):
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert (one.total, one.of_all_words, one.notes) == (other.total, other.of_all_words, other.notes)
            assert (one.facets, one.did_you_mean) == (other.facets, other.did_you_mean)
            assert {(hit.document, hit.span, hit.heading) for hit in one.hits} == {
                (hit.document, hit.span, hit.heading) for hit in other.hits
            }


@pytest.mark.parametrize("query", [one.query for one in REQUESTS[:8] if one.sort == "relevance"])
def test_both_engines_put_the_same_passages_first(both: Pair, query: str) -> None:
    first = [
        {(hit.document, hit.span) for hit in engine.search(SearchRequest(query, limit=10)).hits} for engine in both
    ]
    assert len(first[0] & first[1]) >= 0.8 * len(first[0])


def test_a_library_is_searched_on_the_cluster_that_it_names(places: Callable[[str], Place], tmp_path: Path) -> None:
    from kg.records import record

    at = places("opensearch").at
    library = Library.create(tmp_path / "trees", base=BASE).with_settings(search=at)
    library.store({"2023-03-14": record(everything(), "2023-03-14", BASE, "hash-1")})
    engine = open_index(library)
    assert isinstance(engine, OpenSearchEngine) and engine.stamps() == library.stamps()
    query = SearchRequest("forestry", facets=FACETS)
    here = open_index(library.with_settings(search=None)).search(query)
    there = engine.search(query)
    assert (there.total, there.facets, there.entities) == (here.total, here.facets, here.entities)
    library.remove(["2023-03-14"])
    assert open_index(library).stamps() == {}


def test_an_index_of_another_library_is_left_alone(places: Callable[[str], Place]) -> None:
    at = places("opensearch").at
    assert isinstance(at, SearchEndpoint)
    OpenSearchEngine(at, "https://example.org/others/")
    with pytest.raises(LibraryError, match="not this library's"):
        OpenSearchEngine(at, BASE)


def test_an_index_of_another_format_is_made_anew(
    places: Callable[[str], Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = places("opensearch")
    for module in ("entries", "opensearch_writing", "opensearch_engine"):
        monkeypatch.setattr(f"search.{module}.FORMAT", "0")
    place.filled()
    monkeypatch.undo()
    assert place.opened().stamps() == {}


def test_a_writer_that_died_is_made_good_by_the_next(
    places: Callable[[str], Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = places("opensearch")
    engine = place.filled()
    changed = [(replace(one, title="Postponed"), "2") for one in DOCUMENTS]
    calls = 0

    def dies(self: Server, lines: object) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise ZeroDivisionError
        original(self, lines)  # type: ignore[arg-type]

    original = Server.bulk
    monkeypatch.setattr(Server, "bulk", dies)
    with pytest.raises(ZeroDivisionError):
        engine.change(Change(changed, fingerprint="second"))
    monkeypatch.undo()
    assert engine.fingerprint() == "first" and found(engine, "away") == [(SPRING.id, 0)]
    Server(place.at).send("POST", "/_refresh")  # type: ignore[arg-type]
    missing = [one for one in changed if engine.stamps().get(one[0].id) != "2"]
    engine.change(Change(missing, fingerprint="second"))
    assert set(engine.stamps().values()) == {"2"}
    assert engine.search(SearchRequest("")).total == sum(1 + len(one.passages) for one in DOCUMENTS)


@pytest.mark.parametrize("index", ["Trees", "_all", "a/b", "trees,others", "*"])
def test_the_name_of_an_index_is_a_plain_word(tmp_path: Path, index: str) -> None:
    folder = Library.create(tmp_path / "trees").folder
    path = folder / "minutebook.toml"
    table = f'[search]\nurl = "http://127.0.0.1:9"\nindex = "{index}"\n'
    path.write_text(path.read_text("utf-8") + table, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="small letters"):
        Library.open(folder)


def test_a_cluster_that_is_not_there_is_told() -> None:
    with pytest.raises(LibraryError, match=r"127\.0\.0\.1:9 is not there"):
        OpenSearchEngine(SearchEndpoint("http://127.0.0.1:9", "trees"), BASE)


def test_the_embedded_engine_needs_no_cluster(folder: Path) -> None:
    engine = filled(folder)
    assert engine.search(SearchRequest("away")).total
    engine.close()
