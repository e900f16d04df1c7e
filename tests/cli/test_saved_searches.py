"""Searches are saved under a name, asked again, listed with their feeds, and dropped."""

import json
from pathlib import Path

import pytest

from kg.library import Library
from kg.records import record
from tests.cli.conftest import Run
from tests.kg.extractions import BASE, everything
from tests.webapp.conftest import settings
from webapp import create_app


@pytest.fixture
def trees(tmp_path: Path) -> tuple[str, str]:
    library = Library.create(tmp_path / "trees", name="Trees", base=BASE)
    library.store({"2023-03-14": record(everything(), "2023-03-14", BASE, "h")})
    return "--library", str(library.folder)


def test_a_saved_search_is_asked_again_and_dropped(minutebook: Run, trees: tuple[str, str]) -> None:
    first = minutebook(*trees, "search", "storm", "--date", "2023", "--sort", "newest", "--save", "bad weather")
    assert first.status == 0 and "--again 'bad weather'" in first.err
    again = minutebook(*trees, "search", "--again", "bad weather")
    assert again.status == 0 and again.out == first.out != ""
    rows = json.loads(minutebook(*trees, "search", "--saved", "--json").out)
    feed = "/search.atom?q=storm&date=2023&sort=newest"
    assert rows == [{"Name": "bad weather", "Words": "storm", "Dates": "2023", "Feed": feed}]
    assert minutebook(*trees, "search", "--drop", "bad weather").status == 0
    assert json.loads(minutebook(*trees, "search", "--saved", "--json").out) == []


def test_what_is_found_is_counted_and_leads_to_more_like_it(minutebook: Run, trees: tuple[str, str]) -> None:
    given = minutebook(*trees, "search", "storm", "--facets")
    assert "year: 2023 1" in given.out and "month: 2023-03 1" in given.out
    counted = json.loads(minutebook(*trees, "search", "storm", "--facets", "--json").out)["facets"]
    assert counted["kind"] == [{"value": "minutes", "label": "minutes", "count": 1}]
    assert json.loads(minutebook(*trees, "search", "storm", "--json").out)["facets"] == {}
    assert minutebook(*trees, "search", "storm", "--like", "1").err == ""
    assert minutebook(*trees, "search", "storm", "--like", "9").status == 2


def test_mistakes_save_nothing(minutebook: Run, trees: tuple[str, str]) -> None:
    for wrong in (
        [],
        ["--again", "none"],
        ["--drop", "none"],
        ["storm", "--saved"],
        ["storm", "--save", " "],
        ["storm", "--save", "a\nb"],
        ["date:20x", "--save", "x"],
    ):
        assert minutebook(*trees, "search", *wrong).status == 2
    assert not (Path(trees[1]) / "searches.json").exists()


def test_the_library_s_searches_stand_on_the_page_for_who_sees_everything(
    minutebook: Run, trees: tuple[str, str]
) -> None:
    minutebook(*trees, "search", "storm", "--save", "<b>weather")
    client = create_app(Path(trees[1]), settings()).test_client()
    page = client.get("/saved").text
    assert "&lt;b&gt;weather" in page and 'href="/search.atom?q=storm"' in page
    assert b"<entry>" in client.get("/search.atom?q=storm").data
    with (Path(trees[1]) / "minutebook.toml").open("a") as file:
        file.write('[restricted]\n"*" = "board"\n')
    public = create_app(Path(trees[1]), settings(groups=frozenset())).test_client()
    assert "weather" not in public.get("/saved").text
