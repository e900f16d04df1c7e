"""Dates in questions become periods, relative ones against the day of asking and the span of the record."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.understanding_dates import Calendar, periods_in

CALENDAR = Calendar(date(2024, 1, 15), date(2022, 1, 1), date(2023, 11, 3))


def period(question: str, calendar: Calendar = CALENDAR) -> tuple[str, str]:
    (found,) = periods_in(question, calendar)
    return str(found.earliest), str(found.latest)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("Who met them in 2022?", "2022-01-01", "2022-12-31"),
        ("Who was there on 23 May 2023?", "2023-05-23", "2023-05-23"),
        ("the meeting of May 23rd, 2023", "2023-05-23", "2023-05-23"),
        ("the meeting of the 3rd of May 2023", "2023-05-03", "2023-05-03"),
        ("the meeting of 2023-05-23", "2023-05-23", "2023-05-23"),
        ("the meeting of 23/05/2023", "2023-05-23", "2023-05-23"),
        ("in May 2023", "2023-05-01", "2023-05-31"),
        ("in Sept 2023", "2023-09-01", "2023-09-30"),
        ("in February 2024", "2024-02-01", "2024-02-29"),
        ("in 2023-05", "2023-05-01", "2023-05-31"),
        ("in May", "2023-05-01", "2023-05-31"),
        ("in December", "2022-12-01", "2022-12-31"),
        ("since 2022", "2022-01-01", "None"),
        ("after March 2022", "2022-04-01", "None"),
        ("before 2022", "None", "2021-12-31"),
        ("until March 2023", "None", "2023-03-31"),
        ("by 5 December 2023", "None", "2023-12-05"),
        ("after today", "2024-01-16", "None"),
        ("between 2020 and 2022", "2020-01-01", "2022-12-31"),
        ("from March 2021 to June 2022", "2021-03-01", "2022-06-30"),
        ("2021-2022", "2021-01-01", "2022-12-31"),
        ("2021–22", "2021-01-01", "2022-12-31"),
        ("in the first year", "2022-01-01", "2022-12-31"),
        ("in the second year", "2023-01-01", "2023-12-31"),
        ("last year", "2023-01-01", "2023-12-31"),
        ("this year", "2024-01-01", "2024-12-31"),
        ("last month", "2023-12-01", "2023-12-31"),
        ("next week", "2024-01-22", "2024-01-28"),
        ("in the last six months", "2023-07-15", "2024-01-15"),
        ("in the next 2 weeks", "2024-01-15", "2024-01-29"),
        ("ten days ago", "2024-01-05", "2024-01-05"),
        ("in Q2 2023", "2023-04-01", "2023-06-30"),
        ("in the second quarter of 2023", "2023-04-01", "2023-06-30"),
        ("in the second half of 2022", "2022-07-01", "2022-12-31"),
        ("in the summer of 2022", "2022-06-01", "2022-08-31"),
        ("late 2022", "2022-09-01", "2022-12-31"),
        ("at the end of 2022", "2022-09-01", "2022-12-31"),
        ("at the end of May 2023", "2023-05-21", "2023-05-31"),
        ("in early May 2023", "2023-05-01", "2023-05-10"),
        ("by mid January 2023", "None", "2023-01-20"),
        ("before the end of January 2023", "None", "2023-01-31"),
        ("between March and July 2023", "2023-03-01", "2023-07-31"),
        ("from 3 to 25 May 2023", "2023-05-03", "2023-05-25"),
        ("from 3 March to 25 May 2023", "2023-03-03", "2023-05-25"),
        ("on Wednesday, 17 May 2023", "2023-05-17", "2023-05-17"),
        ("in the year 2023", "2023-01-01", "2023-12-31"),
        ("in January ’22", "2022-01-01", "2022-01-31"),
        ("Who came to the June meeting?", "2023-06-01", "2023-06-30"),
        ("Who chairs from April?", "2023-04-01", "2023-04-30"),
        ("What was said at the May minutes?", "2023-05-01", "2023-05-31"),
        ("How many came over the summer?", "2023-06-01", "2023-08-31"),
        ("What are the areas for 2025-26?", "2025-01-01", "2026-12-31"),
    ],
)
def test_a_date_is_read_as_people_mean_it(question: str, first: str, last: str) -> None:
    assert period(question) == (first, last)


@pytest.mark.parametrize(
    "question", ["Who may speak?", "the march of time", "on 31 February 2023", "2022 2", "room 12"]
)
def test_what_is_no_date_is_not_read_as_one_of_another_day(question: str) -> None:
    for found in periods_in(question, CALENDAR):
        assert "2022" in found.words or "2023" in found.words


@pytest.mark.parametrize("question", ["Who is April Jones?", "What may we do?", "When was the march?"])
def test_a_month_that_is_another_word_is_none(question: str) -> None:
    assert periods_in(question, CALENDAR) == []


def test_two_dates_stay_two_unless_they_bound_a_period() -> None:
    first, second = periods_in("Who came in 2021 and who came in 2023?", CALENDAR)
    assert (first.earliest, second.earliest) == (date(2021, 1, 1), date(2023, 1, 1))


def test_the_words_of_a_period_are_those_of_the_question() -> None:
    question = "What was promised since May 2023, and by whom?"
    (found,) = periods_in(question, CALENDAR)
    assert question[found.start : found.end] == found.words == "since May 2023"


@given(
    st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%d/%m/%Y"])
)
def test_a_day_written_out_means_that_day(day: date, form: str) -> None:
    assert period(f"What happened on {day.strftime(form)}?") == (str(day), str(day))


@given(st.text(max_size=80), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_no_text_makes_a_period_that_ends_before_it_begins(text: str, today: date) -> None:
    for found in periods_in(text, Calendar(today, today - timedelta(days=900), today)):
        assert found.earliest is None or found.latest is None or found.earliest <= found.latest
        assert text[found.start : found.end] == found.words
