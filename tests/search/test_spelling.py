import pytest

from search.spelling import edits, nearest


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [("tree", "tree", 0), ("tree", "trees", 1), ("counsil", "council", 1), ("procurment", "procurement", 1),
     ("recieve", "receive", 1), ("budget", "nursery", 3)],
)  # fmt: skip
def test_edits_count_letters_added_dropped_changed_or_swapped(one: str, other: str, distance: int) -> None:
    assert edits(one, other, 2) == distance


def test_the_nearest_word_comes_first_and_then_the_more_frequent() -> None:
    known = {"budgets": 1, "budged": 5, "budget": 2, "gadget": 9}
    assert nearest("budgte", known) == ["budget", "budged", "budgets"]


def test_short_words_allow_one_edit() -> None:
    assert nearest("dya", {"day": 1, "may": 1, "duo": 1}) == ["day"]
