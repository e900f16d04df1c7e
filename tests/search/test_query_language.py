import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.edtf import parse as edtf
from kg.errors import QueryError
from search.query_language import DEEPEST, LONGEST, MOST_CLAUSES, parse
from search.query_tree import Dates, Either, FieldValue, Group, Phrase, Word


def test_words_stand_side_by_side() -> None:
    assert parse("budget review").root == Group(may=(Word("budget"), Word("review")))


def test_a_phrase_must_be_there() -> None:
    assert parse('"away day" trees').root == Group(must=(Phrase("away day"),), may=(Word("trees"),))


def test_curly_quotes_make_a_phrase() -> None:
    assert parse("“away day”").root.must == (Phrase("away day"),)


def test_joined_words_are_a_phrase() -> None:
    assert parse("away-day").root.must == (Phrase("away-day"),)


def test_an_ampersand_or_apostrophe_joins_one_word() -> None:
    assert parse("R&D O'Brien").root.may == (Word("R&D"), Word("O'Brien"))


def test_minus_leaves_out_and_plus_demands() -> None:
    assert parse("+budget review -draft").root == Group((Word("budget"),), (Word("review"),), (Word("draft"),))


def test_not_leaves_out() -> None:
    assert parse("budget NOT draft").root == Group(may=(Word("budget"),), without=(Word("draft"),))


def test_or_binds_more_closely_than_and() -> None:
    root = parse("minutes OR agenda AND chair").root
    assert root == Group(must=(Either((Word("minutes"), Word("agenda"))), Word("chair")))


def test_brackets_group() -> None:
    assert parse("(a b) -(c d)").root.without == (Group(may=(Word("c"), Word("d"))),)


def test_a_star_is_a_prefix() -> None:
    assert parse("procur*").root.may == (Word("procur", prefix=True),)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("org:PDS", "organisation"),
        ("organization:PDS", "organisation"),
        ("person:PDS", "person"),
        ("owner:PDS", "owner"),
    ],
)
def test_fields_have_the_names_that_people_type(typed: str, field: str) -> None:
    assert parse(typed).root.must == (FieldValue(field, "PDS"),)  # type: ignore[arg-type]


def test_a_field_takes_a_quoted_value_and_a_blank_before_it() -> None:
    assert parse('person: "Ann Lee"').root.must == (FieldValue("person", "Ann Lee"),)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("date:2022", "2022-01-01/2022-12-31"),
        ("date:2021-03..2022", "2021-03-01/2022-12-31"),
        ("date:..2021", "../2021-12-31"),
        ("after:2021-06", "2021-06-01/.."),
        ("before:2021-06", "../2021-06-30"),
    ],
)
def test_dates_are_intervals_with_both_ends(typed: str, days: str) -> None:
    (found,) = parse(typed).root.must
    assert isinstance(found, Dates) and found.interval == edtf(days)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Nothing to search for"),
        ("?!", "holds no word"),
        ("-draft", "only says what to leave out"),
        ("date:yesterday", "write date:2022"),
        ("date:2022..2021", "swap them"),
        ("person:", "A value is missing after person: at character 1"),
        ("trees kind: (a)", "A value is missing after kind: at character 7"),
        ("a OR -b", "cannot be one to leave out"),
        ("a " * (MOST_CLAUSES + 1), f"more than {MOST_CLAUSES} parts"),
        ("(" * (DEEPEST + 1) + "a", f"more than {DEEPEST} deep"),
        ("a" * (LONGEST + 1), f"at most {LONGEST} are read"),
    ],
)
def test_a_query_that_cannot_be_run_says_why(typed: str, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        parse(typed)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ('"open', "not closed"),
        ("(open", "not closed"),
        ("open)", "without an opening"),
        ("co*p", "inside the word"),
        ("trees *", "star alone"),
        ("a*", "at least two letters"),
        ("trees OR", "Nothing follows OR"),
        ("OR trees", "nothing stands before"),
        ("colour:green", "is not a filter"),
        ('trees ""', "empty phrase"),
    ],
)
def test_what_is_read_otherwise_than_typed_is_told(typed: str, says: str) -> None:
    assert any(says in note for note in parse(typed).notes)


def test_an_address_is_searched_as_words_without_a_note() -> None:
    query = parse("https://example.org/trees")
    assert not query.notes and query.root.must == (Phrase("//example.org/trees"),)


@given(st.text(alphabet="ab \"()-+*:.OR&'é\n", max_size=60))
def test_any_text_is_a_query_or_a_query_error(text: str) -> None:
    try:
        root = parse(text).root
    except QueryError:
        return
    assert root.must or root.may
