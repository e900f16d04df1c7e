"""Handover reports, comparisons and commitments gathered over their records."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from kg.tables import Row
from search.answers import Answer
from webapp.application import snapshot
from webapp.contexts.answer import answer_page
from webapp.contexts.report import term
from webapp.errors import NoSuchPage
from webapp.parts import in_capitals


def test_a_term_is_a_year_or_two_dates() -> None:
    assert (term("2023").first, term("2023").last) == (date(2023, 1, 1), date(2023, 12, 31))
    assert (term("2022-07..2023-06").first, term("2022-07..2023-06").last) == (date(2022, 7, 1), date(2023, 6, 30))


@pytest.mark.parametrize("text", ["", "soon", "2023..", "..2023", "2023..2022", "2023-13", "2022..2023..2024"])
def test_what_is_no_term_has_no_page(text: str) -> None:
    with pytest.raises(NoSuchPage):
        term(text)


def test_a_handover_proves_its_lines(trees: FlaskClient) -> None:
    page = trees.get("/handover/2023.json").get_json()
    lines = [line for section in page["sections"] for line in section["lines"]]
    assert page["title"] == "2023"
    assert any(piece["quote"] for line in lines for piece in line["evidence"])


def test_every_number_of_a_handover_leads_to_a_source_on_the_page(client: FlaskClient) -> None:
    text = client.get("/handover/2023").get_data(as_text=True)
    cited = {part.partition('"')[0] for part in text.split('href="#source-')[1:]}
    assert cited and all(f'id="source-{number}"' in text for number in cited)


def test_a_handover_can_be_had_as_markdown(client: FlaskClient) -> None:
    answer = client.get("/handover/2023-01-01..2023-12-31.md")
    assert answer.mimetype == "text/markdown"
    assert answer.get_data(as_text=True).startswith("# Handover")


def test_the_form_for_a_term_leads_to_its_handover(trees: FlaskClient) -> None:
    answer = trees.get("/handover?from=2022-07-01&to=2023-06-30")
    assert answer.location == "/handover/2022-07-01..2023-06-30"
    assert trees.get("/handover").location == "/terms"


def test_terms_lead_to_their_handover_and_comparison(client: FlaskClient) -> None:
    text = client.get("/terms").get_data(as_text=True)
    assert 'href="/handover/2024"' in text and 'href="/compare/2023/2024"' in text
    assert client.get("/compare/2023/2024").status_code == 200


def test_a_promise_recorded_twice_is_listed_once_with_its_last_state(client: FlaskClient) -> None:
    rows = client.get("/commitments.json").get_json()["rows"]
    venue = [row for row in rows if "a venue for the open day" in row["What"]]
    assert [row["State"] for row in venue] == ["dropped"]


def test_commitments_are_narrowed_after_their_records_are_gathered(client: FlaskClient) -> None:
    every = client.get("/commitments.json").get_json()["rows"]
    done = client.get("/commitments.json?in_state=done").get_json()["rows"]
    assert done == [row for row in every if row["State"] == "done"]


@pytest.mark.parametrize("query", ["in_state=lost", "due_from=soon"])
def test_a_filter_that_cannot_be_read_is_refused(client: FlaskClient, query: str) -> None:
    assert client.get(f"/commitments.json?{query}").status_code == 400


def test_titles_in_capitals_are_told_from_acronyms() -> None:
    assert in_capitals("MINUTES OF THE HARBOUR BOARD")
    assert not in_capitals("HEAMC") and not in_capitals("HEAMC minutes of 13 March")


def test_an_answer_of_many_rows_says_how_many_it_shows(trees: FlaskClient) -> None:
    many = Answer("Q?", "", "answered", "A.", ("Name",), tuple(Row((f"{n}",), ((),), ()) for n in range(250)))
    with trees.application.test_request_context():
        page, whole = answer_page(snapshot(), many), answer_page(snapshot(), many, shown=None)
    assert len(page.table.rows) == 100 and page.table.caption.startswith("The first 100 of 250 rows")
    assert len(whole.table.rows) == 250 and len(page.as_json()["rows"]) == 250


def test_a_report_stands_under_the_handover(client: FlaskClient) -> None:
    for path in ("/terms", "/handover/2024", "/compare/2023/2024"):
        assert 'href="/terms" aria-current="page"' in client.get(path).text
