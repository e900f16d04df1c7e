"""Dates as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dates import Frame, day_first, find_dates
from kg.edtf import parse
from tests.ingest.minutes import quote, read_minutes

FRIDAY = Frame(date(2023, 11, 3), next_meeting=date(2023, 12, 1))


def edtf(text: str, frame: Frame = FRIDAY) -> list[str]:
    return [found.when.edtf for found in find_dates(text, frame)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2023-05-23", "2023-05-23"),
        ("2023-05", "2023-05"),
        ("12 March 2021", "2021-03-12"),
        ("8th of November 2022", "2022-11-08"),
        ("Monday, 4 March 2024", "2024-03-04"),
        ("December 5th, 2020", "2020-12-05"),
        ("Dec. 5, 2020", "2020-12-05"),
        ("January ’22", "2022-01"),
        ("Sept 2021", "2021-09"),
        ("the second half of 2022", "2022-07/2022-12"),
        ("H1 2023", "2023-01/2023-06"),
        ("the summer of 2022", "2022-22"),
        ("winter 2020", "2020-24"),
        ("Q3 2021", "2021-07/2021-09"),
        ("the first quarter of 2024", "2024-01/2024-03"),
        ("mid-January 2024", "2024-01-15~"),
        ("the end of March 2024", "2024-03-31~"),
        ("early 2024", "2024-01/2024-04"),
        ("the start of 2023", "2023-01~"),
        ("8-10 November 2022", "2022-11-08/2022-11-10"),
        ("from 1 April 2022 to 31 March 2023", "2022-04-01/2023-03-31"),
        ("between January and March 2022", "2022-01/2022-03"),
        ("the 2022/23 session", "2022/2023"),
        ("the 2024-2026 committee", "2024/2026"),
        ("the 1990s", "1990/1999"),
    ],
)
def test_stated_dates_need_no_anchor(words: str, expected: str) -> None:
    found = find_dates(f"It took place in or on {words}.", Frame())
    assert [(each.when.edtf, each.when.stated) for each in found] == [(expected, True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It ran in June this year.", "2023-06"),
        ("We met last month.", "2023-10"),
        ("We meet next Tuesday.", "2023-11-07"),
        ("They met last Friday.", "2023-10-27"),
        ("Please reply by Friday.", "2023-11-10"),
        ("Please send it by the next meeting.", "2023-12-01"),
        ("The election is at the end of this year.", "2023-12~"),
        ("We will meet in two weeks.", "2023-11-17~"),
        ("It began three months ago.", "2023-08"),
        ("It closed two years ago.", "2021"),
        ("We grew over the last two years.", "2021-11/2023-11"),
        ("Reply within 10 days.", "2023-11-03/2023-11-13"),
        ("It is due tomorrow.", "2023-11-04"),
        ("The plan follows later this year.", "2023-11-03/2023-12-31"),
        ("Finish it by EOY.", "2023-12~"),
        ("We met next week Tuesday.", "2023-11-07"),
    ],
)
def test_relative_dates_count_from_the_anchor(text: str, expected: str) -> None:
    found = find_dates(text, FRIDAY)
    assert [(each.when.edtf, each.when.stated) for each in found] == [(expected, False)]


def test_relative_dates_without_an_anchor_are_left_out() -> None:
    assert edtf("We met last month and meet next Tuesday.", Frame()) == []


def test_the_next_meeting_is_a_date_only_where_it_is_known() -> None:
    assert edtf("by the next meeting", Frame(date(2023, 11, 3))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A session will be held on November 8th.", "2023-11-08"),
        ("They are running a focussed day on December 8th.", "2023-12-08"),
        ("He spoke at the summit in September.", "2023-09"),
        ("Having reset our intent in January, we did well.", "2023-01"),
        ("The survey will go out in March.", "2024-03"),
        ("The report is due by 9 February.", "2024-02-09"),
    ],
)
def test_a_missing_year_follows_the_tense(text: str, expected: str) -> None:
    assert edtf(text) == [expected]


def test_a_missing_year_follows_the_story_of_its_paragraph() -> None:
    text = "We first met in January ’22. In the February meeting we debated, and by March, we had agreed."
    assert edtf(text) == ["2022-01", "2022-02", "2022-03"]


def test_a_story_ends_with_its_paragraph() -> None:
    assert edtf("We first met in January 2019.\n\nHe spoke in September.")[1] == "2023-09"


def test_numeric_dates_follow_the_order_they_are_read_in() -> None:
    assert edtf("12/11/2023") == ["2023-11-12"]
    assert edtf("12/11/2023", Frame(day_first=False)) == ["2023-12-11"]
    assert edtf("11/13/2023") == ["2023-11-13"]


def test_the_order_of_day_and_month_is_told_by_days_above_twelve() -> None:
    assert day_first(["on 23/11/2023"]) is True
    assert day_first(["on 11/23/2023"]) is False
    assert day_first(["on 11/12/2023"]) is None


@pytest.mark.parametrize(
    "text",
    [
        "April Smith and May Jones may march on.",
        "see issue #2021 and https://example.org/2020/10/05",
        "over 2000 people and £2023",
        "It may august well sun.",
        "the day is `2020-10-10`",
        "31 February 2023",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert edtf(text) == []


@given(st.text(max_size=80), st.sampled_from(["next Tuesday", "March", "2022-07-01", "Q3", "5/6/2021", "in two weeks"]))
def test_any_text_gives_real_dates_at_verbatim_places(noise: str, words: str) -> None:
    text = f"{noise} {words} {noise}"
    last = 0
    for found in find_dates(text, FRIDAY):
        parse(found.when.edtf)
        assert last <= found.span.start < found.span.end
        assert text[found.span.start : found.span.end] == found.when.words
        last = found.span.end


@given(
    st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)),
    st.sampled_from(["%-d %B %Y", "%B %-d, %Y", "%Y-%m-%d", "%-d %b %Y"]),
)
def test_every_day_is_read_back(day: date, form: str) -> None:
    assert edtf(f"held on {day.strftime(form)}", Frame()) == [day.isoformat()]


def test_relative_dates_that_nothing_dates_are_noted_not_guessed() -> None:
    found = read_minutes("# Harbour Committee\n\nAnn Ash will paint the wall by next Tuesday.\n", "minutes.md")
    noted = [n for n in found.notes if n.rule == "dates/no-day-to-count-from"]
    assert [quote(found, note.evidence[0]) for note in noted] == ["next Tuesday"]


def test_relative_dates_of_a_dated_meeting_are_not_noted() -> None:
    found = read_minutes("# Harbour Committee\n\nAnn Ash will paint the wall by next Tuesday.\n")
    assert not [note for note in found.notes if note.kind == "unresolved date"]
