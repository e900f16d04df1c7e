"""Every question command takes a time, and a form in which its rows are printed."""

import json

import pytest

from cli.question import asked_by_name
from kg import Library
from tests.cli.conftest import Run

TIMES = ("--as-of", "--from", "--to", "--term", "--json", "--csv")
SUBJECTS = {"timeline": "Amara Diallo", "introduce": "Aiko Brandt", "person": "Amara Diallo"}


@pytest.fixture
def on(samples_library: Library) -> list[str]:
    return ["--library", str(samples_library.folder)]


@pytest.mark.parametrize("name", [*asked_by_name(), "commitments", "introduce", "explain"])
def test_a_question_command_takes_a_time_and_a_form(minutebook: Run, name: str) -> None:
    told = minutebook(name, "--help").out
    assert [option for option in TIMES if option not in told] == []


@pytest.mark.parametrize("name", ["who", "focus", "attendance", "decisions", "timeline", "person"])
def test_a_later_term_holds_none_of_the_rows_of_an_earlier_one(minutebook: Run, on: list[str], name: str) -> None:
    subject = [SUBJECTS[name]] if name in SUBJECTS else []
    every = json.loads(minutebook(*on, name, *subject, "--json").out)["rows"]
    within = json.loads(minutebook(*on, name, *subject, "--term", "2024", "--json").out)["rows"]
    assert 0 < len(within) < len(every)
    assert json.loads(minutebook(*on, name, *subject, "--as-of", "2019-01-01", "--json").out)["rows"] == []


def test_relationships_are_stale_a_year_before_the_day_that_counts_as_today(minutebook: Run, on: list[str]) -> None:
    found = json.loads(minutebook(*on, "stale", "--as-of", "2024-12-31", "--json").out)
    assert found["rows"]
    assert all(row[1] < "2023-12-31" for row in found["rows"])


def test_who_met_whom_is_asked_by_member_and_stakeholder(minutebook: Run, on: list[str]) -> None:
    given = ("--by", "Amara Diallo", "--with", "Marine Safety Agency")
    found = json.loads(minutebook(*on, "who", *given, "--json").out)
    assert found["rows"]
    assert all("Amara Diallo" in row[0] and "Marine Safety Agency" in row[1] for row in found["rows"])


def test_a_comparison_is_printed_for_programs(minutebook: Run, on: list[str]) -> None:
    found = json.loads(minutebook(*on, "compare", "2023", "2024", "--json").out)
    (new,) = [one for one in found["changes"] if one["change"].startswith("Flood Readiness")]
    assert "new" in new["part"]
    assert new["evidence"][0]["quote"]
    assert minutebook(*on, "compare", "2023", "2024", "--csv").out.startswith("Part,Change\n")
