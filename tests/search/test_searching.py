"""What searching an index of three documents finds; see `tests.search.indexes`."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from kg.errors import QueryError
from kg.extraction import Span
from search.engine import FACETS, MOST_HITS, Filter, SearchEngine, SearchRequest
from tests.search.indexes import ADA, AGENCY, COMMITTEE, SAPLINGS, TOM, Place, found


def test_words_find_passages_that_hold_any_and_rank_those_with_more(engine: SearchEngine) -> None:
    assert found(engine, "budget review") == [("2023-10-02", 80), ("2022-03-14", 100)]


def test_the_count_of_passages_with_all_words_is_told(engine: SearchEngine) -> None:
    result = engine.search(SearchRequest("budget review"))
    assert (result.total, result.of_all_words) == (2, 1)


def test_words_are_found_in_other_forms_and_without_accents(engine: SearchEngine) -> None:
    assert set(found(engine, "nursery")) == {("2022-03-14", 0), ("two-years", 0)}
    assert found(engine, "cafe") == [("2023-10-02", 80)]


@pytest.mark.parametrize("query", ["R&D", "US", "may"])
def test_short_words_and_names_that_are_little_words_are_found(engine: SearchEngine, query: str) -> None:
    assert ("2023-10-02", 80) in found(engine, query)


def test_little_words_are_passed_over_beside_others_and_searched_alone(engine: SearchEngine) -> None:
    assert found(engine, "the review of the") == [("2023-10-02", 80)]
    assert ("2022-03-14", 0) in found(engine, "the")


def test_a_phrase_is_words_beside_each_other(engine: SearchEngine) -> None:
    assert found(engine, '"away day"') == [("2022-03-14", 0)]
    assert found(engine, "day away") == [("2022-03-14", 0), ("2023-10-02", 0)]


def test_a_phrase_does_not_span_passage_and_heading(engine: SearchEngine) -> None:
    assert engine.search(SearchRequest('"age saplings"')).total == 0


def test_a_heading_finds_its_passages_and_a_title_its_document(engine: SearchEngine) -> None:
    assert ("2022-03-14", 0) in found(engine, "opening")
    assert found(engine, "years")[0] == ("two-years", None)


def test_without_leaves_passages_out(engine: SearchEngine) -> None:
    assert found(engine, "budget -review") == [("2022-03-14", 100)]
    assert found(engine, 'budget -"budget review"') == [("2022-03-14", 100)]


def test_either_side_of_or_will_do(engine: SearchEngine) -> None:
    assert set(found(engine, '"away day" OR "growing trees"')) == {("2022-03-14", 0), ("two-years", 0)}


def test_a_prefix_stands_for_any_ending(engine: SearchEngine) -> None:
    assert set(found(engine, "nurser*")) == {("2022-03-14", 0), ("two-years", 0)}


@pytest.mark.parametrize(
    ("query", "starts"),
    [
        ("person:ada", [("2023-10-02", 80), ("2022-03-14", 0)]),
        ("person:lowe", [("2023-10-02", 80), ("2022-03-14", 100)]),
        ('person:"Ada Byrne" away', [("2022-03-14", 0)]),
        ("org:NFA", [("2022-03-14", 100)]),
        ("owner:tom", [("2022-03-14", 100)]),
        ("focus:saplings", [("2023-10-02", 0)]),
        ("kind:blog trees", [("two-years", None), ("two-years", 0)]),
        ("date:2021 trees", [("two-years", 0)]),
        ("date:2022..2023-05 budget", [("2022-03-14", 100)]),
        ("committee:tree budget before:2022-12", [("2022-03-14", 100)]),
    ],
)
def test_filters(engine: SearchEngine, query: str, starts: list[tuple[str, int | None]]) -> None:
    assert found(engine, query) == starts


def test_a_request_filters_by_exact_values(engine: SearchEngine) -> None:
    wish = (Filter("person", (ADA, TOM)), Filter("kind", ("minutes",)))
    assert found(engine, "", filters=wish, dates="2022", sort="oldest") == [("2022-03-14", 0), ("2022-03-14", 100)]


def test_a_name_that_means_several_is_told(engine: SearchEngine) -> None:
    result = engine.search(SearchRequest("person:lowe"))
    assert result.notes == ("'lowe' was read as Ann Lowe, Tom Lowe.",)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("person:lwoe", "No person is called 'lwoe': did you mean 'lowe'"),
        ("org:NFB", "did you mean 'NFA'"),
        ("kind:letter", "there are: blog, minutes"),
        ("focus:moon", "No focus is called 'moon'"),
    ],
)
def test_a_value_that_nothing_has_is_an_error_with_the_nearest(engine: SearchEngine, query: str, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        engine.search(SearchRequest(query))


def test_a_date_filter_that_cannot_be_read_is_an_error(engine: SearchEngine) -> None:
    with pytest.raises(QueryError, match="cannot be read"):
        engine.search(SearchRequest("trees", dates="last year"))


def test_an_acronym_finds_its_full_name_and_the_other_way_round(engine: SearchEngine) -> None:
    both = {("2022-03-14", 100), ("2023-10-02", 0)}
    assert set(found(engine, "NFA")) == both
    assert set(found(engine, "national forestry agency")) == both
    assert "NFA also finds National Forestry Agency." in engine.search(SearchRequest("NFA")).notes


def test_entities_that_a_query_names_are_told(engine: SearchEngine) -> None:
    assert [one.iri for one in engine.search(SearchRequest("ada byrne nursery")).entities] == [ADA]


def test_highlights_stand_in_the_text_of_the_document(engine: SearchEngine) -> None:
    (hit,) = engine.search(SearchRequest('"budget was agreed"')).hits
    assert hit.span == Span(100, 205)
    assert hit.snippet[0].highlights == (Span(104, 110), Span(115, 121))
    assert hit.cut_after and not hit.cut_before


def test_pages_follow_each_other_without_loss(engine: SearchEngine) -> None:
    whole = found(engine, "the trees budget day", limit=10)
    pages = [found(engine, "the trees budget day", limit=2, offset=offset) for offset in range(0, 10, 2)]
    assert [hit for page in pages for hit in page] == whole


def test_a_page_that_is_too_long_is_cut_and_told(engine: SearchEngine) -> None:
    assert f"A page holds at most {MOST_HITS} hits." in engine.search(SearchRequest("trees", limit=10_000)).notes


def test_sorting_by_date_puts_undated_last(engine: SearchEngine) -> None:
    newest = [hit.date for hit in engine.search(SearchRequest("", sort="newest")).hits]
    assert newest == ["2023-10-02"] * 3 + ["2022-03-14"] * 3 + ["2021", None]
    oldest = [hit.date for hit in engine.search(SearchRequest("", sort="oldest")).hits]
    assert oldest == ["2021"] + ["2022-03-14"] * 3 + ["2023-10-02"] * 3 + [None]


def test_facets_count_what_is_found(engine: SearchEngine) -> None:
    facets = engine.search(SearchRequest("", facets=FACETS)).facets
    counts = {name: {value.label: value.count for value in facet.values} for name, facet in facets.items()}
    assert counts["kind"] == {"minutes": 6, "blog": 2}
    assert counts["person"] == {"Ada Byrne": 2, "Ann Lowe": 1, "Tom Lowe": 1}
    assert counts["year"] == {"2021": 1, "2022": 3, "2023": 3}
    assert counts["month"]["2022-03"] == 3 and counts["month"]["2021-01"] == 1
    assert [value.value for value in facets["focus"].values] == [SAPLINGS]
    assert [value.value for value in facets["organisation"].values] == [AGENCY]
    assert [value.value for value in facets["committee"].values] == [COMMITTEE]


def test_facets_say_how_many_values_are_not_listed(engine: SearchEngine) -> None:
    facet = engine.search(SearchRequest("", facets=("person",), facet_values=1)).facets["person"]
    assert (len(facet.values), facet.more) == (1, 2)


def test_a_misspelt_word_is_told_with_a_better_query(engine: SearchEngine) -> None:
    result = engine.search(SearchRequest("budgte review"))
    assert result.did_you_mean == "budget review"
    assert "No passage holds 'budgte'." in result.notes


def test_nothing_found_shows_what_is_near(engine: SearchEngine) -> None:
    corrected = engine.search(SearchRequest("nurserry"))
    assert corrected.total == 0 and corrected.nearby is not None
    assert corrected.nearby.notes[0] == "Results for nursery instead."
    loose = engine.search(SearchRequest('"budget day"'))
    assert loose.nearby is not None and loose.nearby.total == 4
    unfiltered = engine.search(SearchRequest("saplings", dates="1999"))
    assert unfiltered.nearby is not None and unfiltered.nearby.notes[0] == "Results without the filters."


def test_nothing_else_is_proposed_to_who_does_not_want_it(engine: SearchEngine) -> None:
    result = engine.search(SearchRequest("nursrey", suggest=False))
    assert (result.total, result.did_you_mean, result.nearby) == (0, None, None)


def test_nothing_near_is_nothing(engine: SearchEngine) -> None:
    result = engine.search(SearchRequest("xylophone"))
    assert (result.total, result.did_you_mean, result.nearby) == (0, None, None)


def test_completion_offers_names_phrases_and_words(engine: SearchEngine) -> None:
    offered = engine.complete("budget for tree")
    assert (offered[0].query, offered[0].kind) == ("budget for Tree Committee", "organisation")
    assert [one.query for one in engine.complete("nf")] == ["National Forestry Agency"]
    assert "budget" in [one.query for one in engine.complete("budg")]
    assert engine.complete("") == engine.complete("budget ") == ()


def test_more_like_this_leaves_itself_out(engine: SearchEngine) -> None:
    assert [(hit.document, hit.span.start) for hit in engine.like("2022-03-14", 100) if hit.span] == [
        ("2023-10-02", 80)
    ]
    assert engine.like("2022-03-14", 5) == () == engine.like("nowhere", 0)


def test_threads_find_what_one_would(place: Place) -> None:
    queries = ["budget review", '"away day"', "nurser*", "the day", "person:lowe", "saplings -budget"] * 20
    place.filled().close()
    engine = place.opened()
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda query: found(engine, query), queries))
    assert together == [found(engine, query) for query in queries]
    engine.close()


@pytest.mark.parametrize(
    "query", ["<script>", "a' OR 1=1", "\x00 trees", "\ud800 trees", "\u202etrees", "text:trees [a TO b]"]
)
def test_odd_characters_are_only_words(engine: SearchEngine, query: str) -> None:
    result = engine.search(SearchRequest(query))
    assert result.total or result.did_you_mean is None
