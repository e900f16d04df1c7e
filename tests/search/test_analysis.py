from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import is_stop_word, stop_words, terms, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("nursery", "Nurseries"),
        ("Café", "cafe"),
        ("organise", "organising"),
        ("chair’s", "chair"),
        ("O'Brien", "obrien"),
        ("U.S.", "US"),
        ("Łódź", "lodz"),
        ("we'll", "we"),
    ],
)
def test_words_that_are_found_by_each_other(one: str, other: str) -> None:
    assert tokens(one)[0].term == tokens(other)[0].term


@pytest.mark.parametrize("word", ["R&D", "may", "us", "will", "3.5", "10:30", "AT&T", "C"])
def test_one_word_stays_one_word(word: str) -> None:
    assert [token.word for token in tokens(word)] == [word.lower()]


def test_hyphens_and_slashes_part_words() -> None:
    assert [token.word for token in tokens("sub-committee and/or x_y")] == ["sub", "committee", "and", "or", "x", "y"]


def test_names_that_are_also_little_words_are_searched() -> None:
    assert not {"may", "will", "us", "r&d"} & stop_words()


def test_a_little_word_in_capitals_is_a_name() -> None:
    assert is_stop_word("it") and is_stop_word("Who") and not is_stop_word("IT")


@given(st.text())
def test_tokens_are_in_order_and_say_where_they_stand(text: str) -> None:
    found = tokens(text)
    assert [(token.word, token.term) for token in found] == terms(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(text[token.start : token.end].strip() and token.word and token.term for token in found)
