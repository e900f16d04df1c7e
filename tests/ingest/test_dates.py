"""Dates as people write them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import dates
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
        ("3 & 4 May 2024", "2024-05-03/2024-05-04"),
        ("week commencing Monday 22 April 2024", "2024-04-22/2024-04-28"),
        ("the week ending 15 March 2024", "2024-03-09/2024-03-15"),
        ("Michaelmas term 2023", "2023-10/2023-12"),
        ("the end of the summer term 2024", "2024-07-31~"),
        ("the academic year 2023/24", "2023-09/2024-08"),
        ("the 2023/24 school year", "2023-09/2024-08"),
        ("the end of Q3 2024", "2024-09-30~"),
        ("early Q2 2025", "2025-04-01/2025-05-01"),
        ("FY23", "2023~"),
        ("the first Monday in May 2024", "2024-05-06"),
        ("the last Friday of June 2024", "2024-06-28"),
        ("Mar-24", "2024-03"),
        ("05/2024", "2024-05"),
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
        ("Reply within 10 days.", "2023-11-13"),
        ("Reply within ten working days.", "2023-11-17~"),
        ("Reply in two weeks.", "2023-11-17~"),
        ("It is due tomorrow.", "2023-11-04"),
        ("The plan follows later this year.", "2023-11-03/2023-12-31"),
        ("Finish it by EOY.", "2023-12~"),
        ("We met next week Tuesday.", "2023-11-07"),
        ("Send it by Weds.", "2023-11-08"),
        ("Send it by COB Tuesday.", "2023-11-07"),
        ("Send it by the 15th.", "2023-11-15"),
        ("It will be ready by the 2nd.", "2023-12-02"),
        ("We meet on Thursday the 16th at seven.", "2023-11-16"),
        ("We meet Tuesday week.", "2023-11-14"),
        ("We meet a fortnight on Monday.", "2023-11-20"),
        ("We meet in a fortnight's time.", "2023-11-17~"),
        ("We meet on the last Friday of the month.", "2023-11-24"),
        ("The visit is w/c 20th November.", "2023-11-20/2023-11-26"),
        ("It is due by the end of Q4.", "2023-12-31~"),
        ("We start early next week.", "2023-11-06/2023-11-08"),
        ("We start in the next academic year.", "2024-09/2025-08"),
        ("It is due by the end of Lent term.", "2024-03-31~"),
        ("Let us finish before Christmas.", "2023-12-25~"),
        ("Let us finish before Easter.", "2024-03-31~"),
        ("The budget for 2023-24 financial year", "2023-04/2024-03"),
        ("Spending in Q3 2023/24 rose.", "2023-10/2023-12"),
        ("Bring it to the March Board.", "2024-03"),
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
        ("The quotation was had (9/10).", "2023-10-09"),
        ("She told us that the fund opens in January.", "2024-01"),
        ("He reported that they had met in January.", "2023-01"),
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
    assert edtf("12.11.2023", Frame(day_first=False)) == ["2023-11-12"]
    assert edtf("the fiscal year 2023-24", Frame(day_first=False)) == ["2023-07/2024-06"]


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
        "the fifth Monday of February 2023",
        "Christmas party",
        "the 15th anniversary, on the 2nd floor",
        "application 24/0456/FUL",
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


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 12, 31)), st.integers(1, 28))
def test_a_day_without_a_month_is_the_first_such_day_to_come(anchor: date, day: int) -> None:
    suffix = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd"}.get(day, "th")
    (found,) = edtf(f"It will be sent by the {day}{suffix}.", Frame(anchor))
    read = date.fromisoformat(found)
    assert read.day == day and 0 <= (read - anchor).days < 31


@given(
    st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 12, 31)),
    st.sampled_from(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]),
    st.sampled_from([("by {}", 1, 7), ("{} week", 8, 14), ("a fortnight on {}", 15, 21), ("last {}", -7, -1)]),
)
def test_a_weekday_falls_in_the_week_that_the_words_say(anchor: date, weekday: str, form: tuple[str, int, int]) -> None:
    words, low, high = form
    (found,) = edtf(words.format(weekday), Frame(anchor))
    read = date.fromisoformat(found)
    assert read.strftime("%A") == weekday and low <= (read - anchor).days <= high


@given(st.integers(1950, 2090), st.integers(1, 12), st.sampled_from(["first", "second", "third", "fourth", "last"]))
def test_the_nth_weekday_of_a_month_lies_in_its_week_of_the_month(year: int, month: int, nth: str) -> None:
    (found,) = edtf(f"the {nth} Tuesday of {date(year, month, 1):%B %Y}", Frame())
    read = date.fromisoformat(found)
    assert (read.year, read.month, read.weekday()) == (year, month, 1)
    week = {"first": 0, "second": 1, "third": 2, "fourth": 3}.get(nth)
    assert (read.day - 1) // 7 == week if week is not None else (read.replace(day=28) - read).days < 7


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 12, 31)), st.sampled_from("Q1 Q2 Q3 Q4".split()))
def test_an_end_of_a_quarter_is_its_last_day(day: date, quarter: str) -> None:
    (found,) = edtf(f"by the end of {quarter} {day.year}", Frame())
    assert found == f"{day.year}-{('03-31', '06-30', '09-30', '12-31')[int(quarter[1]) - 1]}~"


@given(st.integers(1900, 2098), st.sampled_from(["/", "-", "–"]), st.booleans())
def test_a_year_across_two_runs_twelve_months(year: int, join: str, long: bool) -> None:
    second = str(year + 1) if long else f"{(year + 1) % 100:02}"
    for kind, first, last in (("academic", "09", "08"), ("financial", "04", "03")):
        assert edtf(f"the {kind} year {year}{join}{second}", Frame()) == [f"{year}-{first}/{year + 1}-{last}"]


def test_relative_dates_that_nothing_dates_are_noted_not_guessed() -> None:
    found = read_minutes("# Harbour Committee\n\nAnn Ash will paint the wall by next Tuesday.\n", "minutes.md")
    noted = [n for n in found.notes if n.rule == "dates/no-day-to-count-from"]
    assert [quote(found, note.evidence[0]) for note in noted] == ["next Tuesday"]


def test_relative_dates_of_a_dated_meeting_are_not_noted() -> None:
    found = read_minutes("# Harbour Committee\n\nAnn Ash will paint the wall by next Tuesday.\n")
    assert not [note for note in found.notes if note.kind == "unresolved date"]


@given(st.data())
@settings(max_examples=300)
def test_what_a_pattern_needs_stands_in_whatever_it_matches(data: st.DataObject) -> None:
    patterns, *_ = dates._rules()
    pattern = data.draw(st.sampled_from(patterns))
    matched = data.draw(st.from_regex(pattern.regex))
    assert all(dates._signs()[sign].search(matched.casefold()) for sign in pattern.needs)
