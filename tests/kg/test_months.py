"""Dates and documents in the months of the calendar."""

import pytest

from kg.months import in_months
from kg.nquads import literal, node

BASE = "https://example.org/x/"


def months_of(predicate: str, text: str) -> list[str]:
    found = in_months([("<d>", node(predicate), literal(text))], BASE)
    return [value.rpartition("/")[2].strip(">") for _, name, value in found if name == node("mb:inMonth")]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("2023-05-23", ["2023-05"]),
        ("2022-12/2023-01", ["2022-12", "2023-01"]),
        ("2022-24", ["2022-12", "2023-01", "2023-02"]),
        ("2022/..", []),
        ("1100/2023", []),
        ("in May", []),
    ],
)
def test_a_date_is_in_every_month_that_it_can_mean(text: str, months: list[str]) -> None:
    assert months_of("mb:edtf", text) == months


def test_a_document_is_in_the_month_of_its_date() -> None:
    assert months_of("dcterms:issued", "2023-05-23") == ["2023-05"]


def test_a_month_says_which_days_it_has_once() -> None:
    dates = [("<a>", node("mb:edtf"), literal("2024-02-01")), ("<b>", node("mb:edtf"), literal("2024-02-29"))]
    described = [value for name, _, value in in_months(dates, BASE) if name == f"<{BASE}month/2024-02>"]
    assert described == [
        node("mb:Month"),
        literal("2024-02"),
        f'"2024-02-01"^^{node("xsd:date")}',
        f'"2024-02-29"^^{node("xsd:date")}',
    ]
