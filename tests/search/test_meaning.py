"""Ranking by meaning: what it finds, how it says so, what it leaves alone, and that vectors keep up and go."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ingest.batch import ingest
from kg import Library
from kg.forgetting import forget_person
from search.catch_up import FOLDER, open_index
from search.documents import IndexedPassage
from search.engine import Change, Filter, SearchEngine, SearchRequest, SearchResult
from search.meaning import PACKAGE, installed
from search.whoosh_engine import WhooshEngine
from search.whoosh_schema import VECTOR
from search.whoosh_snapshot import Snapshot
from tests.search.indexes import ADA, ENTITIES, document

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOPICS = (
    {"salary", "salaries", "pay", "paid", "wages", "remuneration", "staff"},
    {"boat", "boats", "ferry", "vessel", "vessels", "harbour"},
    {"tree", "trees", "oak", "oaks", "saplings", "nursery"},
    {"zuleika", "quenby"},
)


class Topics:
    """A model by hand: texts are alike where they speak of the same topics. It remembers what it was asked."""

    name = "topics"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def vectors(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        self.asked += texts
        words = [set(text.lower().replace(".", " ").replace(",", " ").split()) for text in texts]
        found = np.array([[0.1, *(len(topic & held) for topic in TOPICS)] for held in words], np.float32)
        unit: NDArray[np.float32] = found / np.linalg.norm(found, axis=1, keepdims=True)
        return unit


WAGES = document(
    "2023-01-10",
    (
        IndexedPassage(0, "The wages that our four gardeners earn in summer were discussed at length.", "Money"),
        IndexedPassage(90, "Remuneration of the clerks rises again next spring, as agreed.", "Money", people=(ADA,)),
        IndexedPassage(200, "Ok.", "Money"),
    ),
)
BOATS = document("2023-02-14", (IndexedPassage(0, "A ferry and two more vessels need new ropes before winter."),))
STAFF = document("2023-03-14", (IndexedPassage(0, "Staff salary levels and pay were compared with other towns."),))
LIKE = SearchRequest("staff salary pay", by_meaning=True)


def made(folder: Path, model: Topics | None) -> WhooshEngine:
    engine = WhooshEngine(folder, meaning=model)
    engine.change(Change([(one, "1") for one in (WAGES, BOATS, STAFF)], (), (ENTITIES, "1"), "first"))
    return engine


def places(result: SearchResult) -> list[tuple[str, int | None, bool]]:
    return [(hit.document, hit.span.start if hit.span else None, hit.by_meaning) for hit in result.hits]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    return made(tmp_path_factory.mktemp("meaning") / "search", Topics())


def test_what_says_it_in_other_words_is_found_after_what_holds_them_and_says_so(engine: SearchEngine) -> None:
    found = engine.search(LIKE)
    first, *others = places(found)
    assert first == ("2023-03-14", 0, False)
    assert set(others) == {("2023-01-10", 0, True), ("2023-01-10", 90, True)}
    assert "What was found by meaning holds none of the words, and says something alike." in found.notes
    assert found.of_all_words == 1


def test_nobody_who_does_not_ask_for_it_gets_it(engine: SearchEngine, tmp_path: Path) -> None:
    plain = made(tmp_path / "search", None)
    asked = replace(LIKE, by_meaning=False, facets=("kind", "person"))
    assert engine.search(asked) == plain.search(asked) == plain.search(replace(asked, by_meaning=True))
    plain.close()


@pytest.mark.parametrize(
    "query", ['"staff salary" pay levels', "+staff salary pay levels", "staff sal* pay levels", "staff"]
)
def test_a_query_of_more_or_less_than_plain_words_is_taken_at_its_word(engine: SearchEngine, query: str) -> None:
    assert places(engine.search(replace(LIKE, query=query))) == [("2023-03-14", 0, False)]


def test_filters_hold_and_facets_count_what_is_found(engine: SearchEngine) -> None:
    whole = engine.search(replace(LIKE, facets=("person",)))
    assert [(one.value, one.count) for one in whole.facets["person"].values] == [(ADA, 1)]
    assert whole.total == len(whole.hits) == 3
    narrowed = engine.search(replace(LIKE, filters=(Filter("kind", ("minutes",)),), dates="2023-02/2023-03"))
    assert places(narrowed) == [("2023-03-14", 0, False)]
    assert places(engine.search(replace(LIKE, query="staff salary pay -wages -ropes")))[1:] == [
        ("2023-01-10", 90, True)
    ]
    assert [hit.date for hit in engine.search(replace(LIKE, sort="oldest")).hits] == [
        "2023-01-10", "2023-01-10", "2023-03-14",
    ]  # fmt: skip


def test_commands_and_pages_say_which_hits_were_found_by_meaning(engine: SearchEngine) -> None:
    from cli.search import as_json, told
    from webapp.contexts.finding import search_page

    found = engine.search(LIKE)
    said = [line for line in told(found) if line[:4].strip()[:-1].isdigit()]
    assert [line.endswith("(found by meaning)") for line in said] == [False, True, True]
    assert [hit["by_meaning"] for hit in as_json(found)["hits"]] == [False, True, True]
    page = search_page(found, {"q": LIKE.query}, "https://example.org/trees/", 1)
    assert [hit.meta.endswith("found by meaning") for hit in page.hits] == [False, True, True]
    assert [hit.as_json()["by_meaning"] for hit in page.hits] == [False, True, True]


def test_pages_of_it_follow_each_other(engine: SearchEngine) -> None:
    pages = [engine.search(replace(LIKE, offset=offset, limit=1)).hits for offset in range(3)]
    assert [page[0] for page in pages] == list(engine.search(LIKE).hits)


def test_where_no_passage_has_a_word_the_nearest_in_meaning_are_near_by(engine: SearchEngine) -> None:
    found = engine.search(replace(LIKE, query="harbour"))
    assert found.total == 0 and found.nearby is not None
    assert found.nearby.notes[0] == "Results that hold none of the words, and say something alike."
    assert places(found.nearby)[0] == ("2023-02-14", 0, True)


def test_only_what_is_new_and_says_something_is_given_to_the_model(tmp_path: Path) -> None:
    model = Topics()
    engine = made(tmp_path / "search", model)
    assert len(model.asked) == 4 and not any("Ok." in text for text in model.asked)
    model.asked.clear()
    longer = replace(
        WAGES, passages=(*WAGES.passages[:2], IndexedPassage(300, "An old oak fell and two more lean over the path."))
    )
    engine.change(Change([(longer, "2"), (BOATS, "2")], ("2023-03-14",), None, "second"))
    assert model.asked == ["An old oak fell and two more lean over the path."]
    assert places(engine.search(replace(LIKE, query="trees saplings nursery"))) == []
    assert places(engine.search(replace(LIKE, query="oak trees saplings")))[0] == ("2023-01-10", 300, False)
    engine.close()


def vectors(folder: Path) -> list[bytes]:
    """Every vector in an index."""
    from whoosh import index

    opened = index.open_dir(folder)
    found = [vector for _, vector in Snapshot(opened).carried("vector", VECTOR)]
    opened.close()
    return found


def test_with_another_model_or_none_the_index_is_begun_anew(tmp_path: Path) -> None:
    folder = tmp_path / "search"
    made(folder, Topics()).close()
    assert len(vectors(folder)) == 4
    assert WhooshEngine(folder).stamps() == {}
    engine = made(folder, None)
    assert places(engine.search(LIKE)) == [("2023-03-14", 0, False)]
    engine.close()
    assert WhooshEngine(folder, meaning=Topics()).stamps() == {}


def test_of_a_forgotten_person_no_vector_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.meaning.installed", Topics)
    files = tmp_path / "minutes"
    files.mkdir()
    (files / "2023-03-14.md").write_text(
        "# Tree Committee, 14 March 2023\n\nPresent: Zuleika Quenby, Tom Reid\n\n"
        "Zuleika Quenby told of boats, vessels, ferry, harbour and staff at length.\n",
        "utf-8",
    )
    library = Library.create(tmp_path / "library", committee="Tree Committee")
    path = library.folder / "minutebook.toml"
    path.write_text(path.read_text("utf-8") + "meaning = true\n", "utf-8")
    library = Library.open(library.folder)
    ingest(library, [files], model=None)
    open_index(library).close()
    before = vectors(library.cache / FOLDER)
    assert before
    forget_person(library, f"{library.base}person/zuleika-quenby")
    open_index(library).close()
    after = vectors(library.cache / FOLDER)
    assert len(after) == len(before) and set(after).isdisjoint(before)
    assert [
        path for path in library.folder.rglob("*") if path.is_file() and b"zuleika" in path.read_bytes().lower()
    ] == []


@pytest.mark.model
@pytest.mark.skipif(installed() is None, reason=f"{PACKAGE} is not installed")
class TestModel:
    """The model that the extra brings."""

    def test_its_weights_are_those_that_another_package_holds_too(self) -> None:
        from search.minilm import WEIGHTS

        model = installed()
        assert model is not None
        content = (model._folder / WEIGHTS).read_bytes()  # type: ignore[attr-defined]
        assert sha256(content).hexdigest() == "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

    def test_texts_that_say_the_same_are_near_and_others_are_not(self) -> None:
        model = installed()
        assert model is not None
        one, same, other = model.vectors(
            ["The clerk's salary was raised.", "The secretary gets more pay.", "An oak fell on the path."]
        )
        assert one @ same > 2 * abs(one @ other)
        assert np.linalg.norm(one) == pytest.approx(1.0, abs=1e-5)

    def test_a_text_has_one_vector_whatever_it_stands_beside(self) -> None:
        model = installed()
        assert model is not None
        texts = ["A short one.", "A longer one, " * 200, "", "Café R&D—naïve “quotes” x² 1,000.50 Łódź"]
        together = model.vectors(texts)
        for text, vector in zip(texts, together, strict=True):
            assert model.vectors([text])[0] == pytest.approx(vector, abs=1e-4)

    def test_words_are_cut_into_the_pieces_that_it_was_trained_on(self) -> None:
        model = installed()
        assert model is not None
        text = "Café R&D—naïve “quotes” x² 1,000.50 Łódź supercalifragilistic"
        pieces = {number: piece for piece, number in model._vocabulary.items()}  # type: ignore[attr-defined]
        found = " ".join(pieces[number] for number in model._pieces(text))  # type: ignore[attr-defined]
        assert found == (
            "[CLS] cafe r & d — naive “ quotes ” x ##² 1 , 000 . 50 łodz super ##cal ##if ##rag ##ilis ##tic [SEP]"
        )
