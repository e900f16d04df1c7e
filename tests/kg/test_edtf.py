"""EDTF dates mean the days that the format says."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.edtf import Interval, parse


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2022-03-14", date(2022, 3, 14), date(2022, 3, 14)),
        ("2022-21", date(2022, 3, 1), date(2022, 5, 31)),
        ("2022-22", date(2022, 6, 1), date(2022, 8, 31)),
        ("2022-23", date(2022, 9, 1), date(2022, 11, 30)),
        ("2023-24", date(2023, 12, 1), date(2024, 2, 29)),
        ("2022-07/2022-12", date(2022, 7, 1), date(2022, 12, 31)),
        ("2022-07/..", date(2022, 7, 1), None),
        ("/2022", None, date(2022, 12, 31)),
        ("2022-03-14~", date(2022, 2, 27), date(2022, 3, 29)),
        ("2022-03?", date(2022, 3, 1), date(2022, 3, 31)),
        ("2022%", date(2022, 1, 1), date(2022, 12, 31)),
        ("2022~/2023-01?", date(2022, 1, 1), date(2023, 1, 31)),
    ],
)
def test_reads_a_date_as_the_days_it_can_mean(text: str, earliest: date | None, latest: date | None) -> None:
    assert parse(text) == Interval(earliest, latest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "22",
        "2022-13",
        "2022-02-30",
        "2022-25",
        "0000",
        "2022-3",
        "2023/2022",
        "2022/2023/2024",
        "today",
        "9999-24",
        "٢٠٢٢",
    ],
)
def test_refuses_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match="date"):
        parse(text)


@given(st.dates(min_value=date(2, 1, 1), max_value=date(9998, 1, 1)))
def test_a_coarser_date_covers_every_finer_one_in_it(day: date) -> None:
    for text in (f"{day:%Y-%m-%d}".zfill(10), f"{day.year:04}-{day.month:02}", f"{day.year:04}", f"{day.year:04}/.."):
        assert parse(text).covers(day)


@given(st.dates(min_value=date(2, 1, 1), max_value=date(9998, 1, 1)), st.integers(0, 400), st.integers(-500, 500))
def test_overlap_is_symmetric_and_open_ends_overlap_all_that_lies_that_way(day: date, length: int, shift: int) -> None:
    one = Interval(day, min(day + timedelta(days=length), date.max))
    other = Interval(one.earliest, None)
    later = max(date.min.toordinal(), min(day.toordinal() + shift, date.max.toordinal()))
    third = Interval(date.fromordinal(later), None)
    assert one.overlaps(third) == third.overlaps(one)
    assert other.overlaps(third)
