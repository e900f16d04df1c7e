"""What is dated by a year is not known to be of one of its months."""

from datetime import date
from types import SimpleNamespace
from typing import cast

import pytest

from kg.questions import Column
from kg.tables import Row, Table
from search.ask_periods import told_closely
from search.understanding import Understanding
from search.understanding_dates import Period

JUNE = Period(date(2024, 6, 1), date(2024, 6, 30), 0, 0, "")
YEAR = Period(date(2024, 1, 1), date(2024, 12, 31), 0, 0, "")


def kept(when: str, recorded: str, period: Period, question: str = "decisions") -> bool:
    columns = tuple(Column(name, name) for name in ("what", "when", "recorded"))
    reading = SimpleNamespace(period=period, kind=SimpleNamespace(question=question))
    return bool(told_closely(cast(Understanding, reading), Table(columns, (Row(("x", when, recorded)),), "")).rows)


@pytest.mark.parametrize(
    ("when", "recorded", "period", "stays"),
    [
        ("2024", "2024-01-17", JUNE, False),
        ("2024", "2024-06-17", JUNE, True),
        ("2024-06", "2024-01-17", JUNE, True),
        ("2024-06-03", "2024-06-03", JUNE, True),
        ("2024", "2024-01-17", YEAR, True),
        ("", "2024-06-17", JUNE, True),
    ],
)
def test_a_happening_of_a_year_is_not_of_a_month(when: str, recorded: str, period: Period, stays: bool) -> None:
    assert kept(when, recorded, period) == stays


def test_a_state_of_a_year_is_one_of_each_of_its_months() -> None:
    assert kept("2024", "2024-01-17", JUNE, "roles")
