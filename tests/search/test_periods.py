"""Rows that fall in a time."""

from datetime import date

import pytest

from kg.questions import Column
from kg.tables import Evidence, Row, Table
from search.periods import within

YEAR = (date(2023, 1, 1), date(2023, 12, 31))


def table(columns: str, *cells: tuple[str, ...]) -> Table:
    names = tuple(Column(name, name) for name in columns.split())
    return Table(names, tuple(Row(row, evidence=(Evidence("d", "", "2023-02-01", 0, 1, "x"),)) for row in cells), "")


@pytest.mark.parametrize(
    ("columns", "cells", "kept"),
    [
        ("when recorded", ("2023-05", "2021-01-01"), True),
        ("when recorded", ("2021-05", "2023-01-01"), False),
        ("when recorded", ("", "2023-01-01"), True),
        ("when", ("2022-12, 2024-01",), False),
        ("when", ("2022/",), True),
        ("role recorded", ("Chair", "2022-01-01, 2023-01-01"), True),
        ("what", ("x",), True),
        ("when recorded", ("", ""), True),
    ],
)
def test_a_row_counts_by_its_date_else_by_that_of_its_record(columns: str, cells: tuple[str, ...], kept: bool) -> None:
    assert bool(within(table(columns, cells), *YEAR).rows) == kept


def test_no_bound_leaves_all() -> None:
    rows = table("when", ("",), ("2020",))
    assert within(rows, None, None) is rows


def test_a_bound_may_be_open() -> None:
    rows = table("when", ("2020",), ("2024",))
    assert [row.cells for row in within(rows, date(2023, 1, 1), None).rows] == [("2024",)]
