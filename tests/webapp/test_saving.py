"""Searches that are kept, the guide, the vocabulary of the console, and a library that holds nothing yet."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from kg.library import Library
from tests.webapp.conftest import settings
from webapp import create_app
from webapp.contexts.guide import CHAPTERS
from webapp.contexts.saved import MOST, ROOM, canonical, read, written


def test_of_a_search_its_filters_are_kept_in_one_order_and_nothing_else() -> None:
    assert canonical("page=3&kind=blog&q=+quay+&evil=1") == "q=quay&kind=blog"
    assert canonical("sort=newest&page=2") == ""
    assert canonical(f"q={'x' * 400}") == ""


@given(st.lists(st.text(max_size=400)))
def test_a_cookie_of_kept_searches_is_small_and_read_as_it_was_written(searches: list[str]) -> None:
    kept = [search for search in dict.fromkeys(map(canonical, (f"q={text}" for text in searches))) if search]
    cookie = written(kept)
    assert len(cookie) <= ROOM
    assert read(cookie) == kept[: len(read(cookie))]
    assert len(read(cookie)) == min(len(kept), MOST) or len(written(kept[: len(read(cookie)) + 1])) <= ROOM


@pytest.mark.parametrize("cookie", ["", "{", "1", '[1, {"a": 2}]', '["page=2"]'])
def test_a_cookie_that_is_none_of_ours_holds_nothing(cookie: str) -> None:
    assert read(cookie) == []


@pytest.mark.parametrize("name", CHAPTERS)
def test_each_chapter_of_the_guide_has_a_page_whose_links_lead_somewhere(trees: FlaskClient, name: str) -> None:
    prose = trees.get(f"/guide/{name}").text.partition('class="body prose"')[2].partition("</main>")[0]
    local = {href for href in re.findall(r'href="([^"]+)"', prose) if href.startswith("/")}
    assert prose and all(trees.get(href).status_code == 200 for href in local)
    assert not re.search(r'href="[^":]*[.]md', prose) and "<img" not in prose
    assert trees.get(f"/guide/{name}.md").text.startswith("# ")


def test_a_chapter_that_the_guide_has_not_is_no_page(trees: FlaskClient) -> None:
    assert trees.get("/guide/nothing").status_code == 404


def test_the_vocabulary_offers_classes_and_properties(trees: FlaskClient) -> None:
    words = {each["label"]: each for each in trees.get("/vocabulary.json").get_json()["words"]}
    assert words["mb:Commitment"]["type"] == "class"
    assert words["mb:owner"]["type"] == "property"


def test_numbers_by_name_are_drawn_as_bars(trees: FlaskClient) -> None:
    query = "SELECT ?class (COUNT(?thing) AS ?number) WHERE { ?thing a ?class } GROUP BY ?class"
    page = trees.get("/sparql", query_string={"query": query}, headers={"Accept": "text/html"})
    assert 'aria-label="number by class"' in page.text
    assert "<svg" not in trees.get("/sparql", query_string={"query": "ASK {}"}, headers={"Accept": "text/html"}).text


EMPTY = (
    "/", "/people", "/orgs", "/focus", "/engagements", "/engagements/matrix", "/commitments", "/decisions", "/meetings",
    "/docs", "/terms", "/network", "/review", "/changes", "/status", "/saved", "/search?q=tree",
    "/ask?q=Who+met+Oak%3F",
)  # fmt: skip


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    library = Library.create(tmp_path_factory.mktemp("empty") / "library", name="Nothing yet")
    return create_app(Path(library.folder), settings()).test_client()


@pytest.mark.parametrize("path", EMPTY)
def test_a_library_without_documents_has_all_pages(empty: FlaskClient, path: str) -> None:
    assert empty.get(path, headers={"Accept": "text/html"}).status_code == 200


def test_a_library_without_documents_says_how_to_begin(empty: FlaskClient) -> None:
    text = empty.get("/", headers={"Accept": "text/html"}).text
    assert 'href="/upload"' in text and 'href="/guide/first-evening"' in text
