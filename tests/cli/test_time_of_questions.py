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


@pytest.mark.parametrize("name", [*asked_by_name(), "ask", "commitments", "introduce", "explain"])
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


def test_reports_are_printed_for_programs(minutebook: Run, on: list[str]) -> None:
    found = json.loads(minutebook(*on, "compare", "2023", "2024", "--json").out)
    (new,) = [one for one in found["lines"] if one["line"].startswith("Flood Readiness")]
    assert "new" in new["part"]
    assert new["evidence"][0]["quote"]
    assert minutebook(*on, "compare", "2023", "2024", "--csv").out.startswith("Part,Line\n")
    assert json.loads(minutebook(*on, "handover", "2024", "--json").out)["lines"]
    assert minutebook(*on, "handover", "2024", "--csv").out.startswith("Part,Line\n")


def test_a_report_as_of_a_day_ends_with_it(minutebook: Run, on: list[str]) -> None:
    early = minutebook(*on, "handover", "2024", "--as-of", "2024-03-31").out
    assert early == minutebook(*on, "handover", "2024-01..2024-03").out != minutebook(*on, "handover", "2024").out
    assert minutebook(*on, "handover", "2024", "--as-of", "2023-12-31").status == 2


@pytest.mark.parametrize("options", [("--term", "2024"), ("--from", "2024-01-01", "--to", "2024-12-31")])
def test_a_question_in_plain_words_is_asked_of_a_time(minutebook: Run, on: list[str], options: tuple[str, ...]) -> None:
    found = json.loads(minutebook(*on, "ask", "How many meetings did Amara Diallo attend?", *options, "--json").out)
    whole = json.loads(minutebook(*on, "ask", "How many meetings did Amara Diallo attend in 2024?", "--json").out)
    assert found["question"] == "How many meetings did Amara Diallo attend?"
    assert found["rows"] == whole["rows"]


def test_a_named_question_in_sparql_takes_a_term(minutebook: Run, on: list[str]) -> None:
    term = minutebook(*on, "sparql", "--format", "csv", "@commitments", "--term", "2024").out
    days = ("--from", "2024-01-01", "--to", "2024-12-31")
    assert term == minutebook(*on, "sparql", "--format", "csv", "@commitments", *days).out
    assert term != minutebook(*on, "sparql", "--format", "csv", "@commitments").out


def test_a_question_that_names_a_time_takes_no_other(minutebook: Run, on: list[str]) -> None:
    refused = minutebook(*on, "ask", "What was decided in 2023?", "--term", "2024")
    assert refused.status == 2
    assert "names a time already" in refused.err
