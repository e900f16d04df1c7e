from array import array

from hypothesis import given
from hypothesis import strategies as st

from search.docsets import Postings, docset, mask, members

NUMBERS = st.sets(st.integers(0, 2999))
SIZE = 3000


@given(NUMBERS)
def test_members_are_what_was_put_in(numbers: set[int]) -> None:
    assert list(members(docset(numbers, SIZE), SIZE)) == sorted(numbers)


@given(NUMBERS, NUMBERS)
def test_sets_meet_and_join_as_sets_do(one: set[int], other: set[int]) -> None:
    both, either = docset(one, SIZE) & docset(other, SIZE), docset(one, SIZE) | docset(other, SIZE)
    assert both == docset(one & other, SIZE)
    assert either == docset(one | other, SIZE)


@given(NUMBERS, NUMBERS)
def test_postings_count_what_is_found(one: set[int], other: set[int]) -> None:
    found = docset(other, SIZE)
    assert Postings(array("I", sorted(one)), SIZE).count(found, mask(found, SIZE)) == len(one & other)
