"""Ranking by what the best passages say."""

from search.documents import IndexedPassage
from search.engine import SearchRequest
from tests.search.indexes import Place, document, found

PASSAGES = (
    "Grant for the oak avenue was paid by the council.",
    "Grant for the oak avenue was paid late; the council apologised.",
    "The oak fell in a storm last Monday night.",
    "The oak, the council said, will be paid for.",
    "Chairs were stacked.",
)


def test_passages_that_resemble_the_best_come_before_others_with_as_many_words(place: Place) -> None:
    given = [document("2024-01-01", [IndexedPassage(100 * n, text) for n, text in enumerate(PASSAGES)])]
    engine = place.filled(given)
    *of_all_words, third, _last = found(engine, "grant oak avenue")
    assert set(of_all_words) == {("2024-01-01", 0), ("2024-01-01", 100)} and third == ("2024-01-01", 300)
    engine.close()


def test_it_finds_nothing_that_the_words_do_not_find(place: Place) -> None:
    given = [document("2024-01-01", [IndexedPassage(100 * n, text) for n, text in enumerate(PASSAGES)])]
    engine = place.filled(given)
    assert engine.search(SearchRequest("grant oak avenue")).total == 4
    engine.close()
