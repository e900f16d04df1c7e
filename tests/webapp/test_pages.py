import csv
import html
import io
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg.errors import LibraryError
from kg.library import Library
from tests.webapp.conftest import settings
from webapp import create_app
from webapp.contexts.kinds import LISTS

LISTED = sorted(LISTS)


def links(client: FlaskClient, path: str, start: str) -> list[str]:
    """Addresses on a page that begin with `start`, in order, each once."""
    found = re.findall(r'href="([^"]+)"', client.get(path).text)
    return list(dict.fromkeys(each.replace("&amp;", "&") for each in found if each.startswith(start)))


def letters(text: str) -> str:
    """The letters and digits of `text`: what marks of Markdown and blanks leave."""
    return "".join(sign for sign in text if sign.isalnum())


def first(client: FlaskClient, path: str, start: str) -> str:
    return links(client, path, start)[0]


@pytest.mark.parametrize(
    "path", ["/", "/search", "/status", "/changes", "/questions", "/sparql", *(f"/{name}" for name in LISTED)]
)
def test_every_page_answers(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.mimetype == "text/html"
    assert "<h1>" in response.text


def test_the_front_page_asks_shows_what_is_due_and_offers_questions_that_are_answered(client: FlaskClient) -> None:
    text = client.get("/").text
    assert "Skerrow harbour" in text
    examples = links(client, "/", "/ask?q=")
    assert len(examples) == 3
    for example in examples:
        assert client.get(example.replace("/ask?", "/ask.json?")).get_json()["status"] == "answered"


def test_the_front_page_lists_the_newest_documents_first(client: FlaskClient) -> None:
    newest = client.get("/index.json").get_json()["newest"]
    assert newest[0]["href"].startswith("/docs/2024-12-06")


def test_an_answer_shows_the_sentence_before_the_rows(client: FlaskClient) -> None:
    question = "What did Hana Kobayashi promise?"
    text = client.get("/ask", query_string={"q": question}).text
    assert text.index("The words that prove it") < text.index("In full") < text.index("How it was understood")
    assert "SELECT" in text


def test_an_answer_as_json_is_in_the_public_format_and_its_quotes_are_verbatim(
    client: FlaskClient, skerrow: Path
) -> None:
    answer = client.get("/ask.json", query_string={"q": "What did Hana Kobayashi promise?"}).get_json()
    assert answer["format"] == "minutebook-answer/1"
    assert {piece["row"] for piece in answer["evidence"]} == set(range(len(answer["rows"])))
    library = Library.open(skerrow)
    for piece in answer["evidence"]:
        assert library.document(piece["document"]).text[piece["start"] : piece["end"]] == piece["quote"]


def test_what_is_not_understood_gets_passages_that_are_no_answer(client: FlaskClient) -> None:
    text = client.get("/ask", query_string={"q": "gibberish about zeppelins and the quay"}).text
    assert "They are no answer" in text


def test_an_empty_question_leads_to_the_front_page(client: FlaskClient) -> None:
    assert client.get("/ask?q=").headers["Location"] == "/"


def test_search_finds_narrows_and_says_how_many(client: FlaskClient) -> None:
    found = client.get("/search.json?q=quay").get_json()
    assert found["total"] > 5
    narrowed = client.get("/search.json?q=quay&kind=blog").get_json()
    assert 0 < narrowed["total"] < found["total"]
    year = client.get("/search.json?q=quay&date=2023").get_json()
    assert {hit["date"][:4] for hit in year["hits"]} == {"2023"}


def test_a_facet_leads_to_the_narrowed_list_and_back(client: FlaskClient) -> None:
    there = next(each for each in links(client, "/search?q=quay", "/search?") if "kind=blog" in each)
    assert client.get(there).status_code == 200
    back = [each for each in links(client, there, "/search?") if "kind=" not in each and "sort" not in each]
    assert "/search?q=quay" in back


def test_a_query_that_cannot_be_read_is_explained(client: FlaskClient) -> None:
    response = client.get("/search?q=-quay")
    assert response.status_code == 200
    assert "leave out" in response.text
    assert client.get("/search.json?q=-quay").status_code == 400


def test_search_pages_lead_on_and_back(client: FlaskClient) -> None:
    second = next(each for each in links(client, "/search?q=the+committee", "/search?") if each.endswith("page=2"))
    one = client.get("/search.json?q=the+committee").get_json()["hits"]
    two = client.get(second.replace("/search?", "/search.json?")).get_json()["hits"]
    assert one and two and one[0] != two[0]
    assert any("page=" not in each and "q=the" in each for each in links(client, second, "/search?"))


def test_names_are_completed(client: FlaskClient) -> None:
    assert any("Hana" in name for name in client.get("/complete.json?q=han").get_json()["names"])
    assert client.get("/complete.json?q=").get_json() == {"names": []}


def test_a_document_shows_its_words_its_facts_and_the_rule_of_each(client: FlaskClient) -> None:
    text = client.get("/docs/2024-09-18").text
    assert "microplastics" in text
    assert re.search(r"[a-z]+/[a-z-]+ · (stated|resolved|inferred) · \d\.\d\d", text)
    assert 'id="s1"' in text and 'href="#s1"' in text


def test_every_proof_leads_to_exactly_its_words(client: FlaskClient, skerrow: Path) -> None:
    library = Library.open(skerrow)
    for href in links(client, "/commitments", "/docs/")[:20]:
        document, start, end = re.fullmatch(r"/docs/(.+)\?at=(\d+)-(\d+)#at", href).groups()  # type: ignore[union-attr]
        words = library.document(document).text[int(start) : int(end)]
        marked = re.findall(r'class="[^"]*words[^"]*">(?:<\w+[^>]*>)?([^<]*)', client.get(href).text)
        if "](" not in words:
            assert letters(html.unescape("".join(marked))) == letters(words)


def test_words_that_are_gone_are_said_to_be_gone(client: FlaskClient) -> None:
    assert "no longer in the document" in client.get("/docs/2024-09-18?at=900000-900010").text


def test_sentences_as_json_have_spans_that_hold(client: FlaskClient, skerrow: Path) -> None:
    page = client.get("/docs/2024-09-18.json").get_json()
    text = Library.open(skerrow).document("2024-09-18").text
    assert [s["number"] for s in page["sentences"]] == list(range(1, len(page["sentences"]) + 1))
    assert all(text[s["start"] : s["end"]] == s["text"] for s in page["sentences"])


def test_a_person_has_roles_commitments_meetings_and_places(client: FlaskClient) -> None:
    page = client.get("/people/hana-kobayashi.json").get_json()
    assert page["title"] == "Hana Kobayashi"
    assert {"commitments", "meetings", "appearances"} <= set(page["sections"])
    assert all(row["evidence"] for row in page["sections"]["commitments"])


@pytest.mark.parametrize(
    ("listing", "start"),
    [("/orgs", "/orgs/"), ("/focus", "/focus/"), ("/meetings", "/meetings/"), ("/people", "/people/")],
)
def test_things_lead_to_pages_of_their_own_in_every_format(client: FlaskClient, listing: str, start: str) -> None:
    for path in links(client, listing, start)[:5]:
        assert client.get(path).status_code == 200
        assert client.get(f"{path}.json").get_json()["title"]
        assert client.get(f"{path}.csv").mimetype == "text/csv"
        turtle = client.get(f"{path}.ttl")
        assert turtle.mimetype == "text/turtle" and b"@prefix" in turtle.data


def test_every_column_and_filter_of_a_list_is_one_of_its_question() -> None:
    from kg.questions import load_question
    from webapp.record import QUERIES

    for kind in LISTS.values():
        pairs = [(kind.question, kind.shown), *([kind.when_party] if kind.when_party else [])]
        for name, shown in pairs:
            question = load_question(name, QUERIES) if (QUERIES / f"{name}.rq").is_file() else load_question(name)
            assert set(shown) <= {column.name for column in question.columns}, name
        asked = [field for field in kind.fields if field.kind not in {"words", "order"}]
        fields = {field.name for field in asked} - ({"party"} if kind.when_party else set())
        assert set(kind.orders.values()) <= set(kind.shown)
        question = (
            load_question(kind.question, QUERIES)
            if (QUERIES / f"{kind.question}.rq").is_file()
            else load_question(kind.question)
        )
        assert fields <= {parameter.name for parameter in question.parameters}, kind.question


def test_lists_are_narrowed_by_their_filters(client: FlaskClient) -> None:
    every = client.get("/commitments.json").get_json()
    hers = client.get("/commitments.json", query_string={"by": "Hana Kobayashi"}).get_json()
    assert 0 < hers["total"] < every["total"]
    assert all("Hana Kobayashi" in row["Owner"] for row in hers["rows"])
    done = client.get("/commitments.json?in_state=done").get_json()
    assert {row["State"] for row in done["rows"]} <= {"done"}


def test_every_engagement_of_the_matrix_is_in_the_list_it_leads_to(trees: FlaskClient) -> None:
    page = trees.get("/engagements/matrix.json").get_json()
    assert page["stakeholders"] == [{"stakeholder": "Forestry Agency", "total": 1, "counts": {"2022 Q3": 1}}]
    href = first(trees, "/engagements/matrix", "/engagements?party=")
    assert trees.get(href.replace("/engagements?", "/engagements.json?")).get_json()["total"] == 1


def test_an_organisation_shows_engagements_last_contact_and_who_can_introduce(trees: FlaskClient) -> None:
    page = trees.get("/orgs/forestry-agency.json").get_json()
    assert page["details"]["Last contact"] == ["2022-07/2022-12"]
    assert page["details"]["Can introduce"] == ["Ada Byrne"]
    assert page["sections"]["engagements"][0]["evidence"][0]["quote"] == "Ada Byrne met the Forestry Agency"


def test_a_focus_area_shows_what_became_of_it(trees: FlaskClient) -> None:
    page = trees.get("/focus/nurseries-2023.json").get_json()
    assert {"terms", "engagements", "outcomes"} <= set(page["sections"])
    assert trees.get(first(trees, "/focus/nurseries-2023", "/lines/")).status_code == 200


def test_a_timeline_is_in_the_order_of_time(client: FlaskClient) -> None:
    path = first(client, "/people/hana-kobayashi", "/timeline")
    rows = client.get(path.replace("/timeline?", "/timeline.json?")).get_json()["rows"]
    assert {row["Kind"] for row in rows} >= {"commitment", "role"}
    assert "Fill in: Of" in client.get("/timeline").text


def test_commitments_are_judged_as_of_the_day_given(client: FlaskClient) -> None:
    early = client.get("/commitments.json?as_of=2023-02-01").get_json()
    assert early["total"] < client.get("/commitments.json").get_json()["total"]


def test_a_name_that_nobody_bears_gives_an_empty_list_that_says_so(client: FlaskClient) -> None:
    text = client.get("/engagements", query_string={"party": "Nobody <b>Atall</b>"}).text
    assert "is called “Nobody &lt;b&gt;Atall&lt;/b&gt;”" in text


@pytest.mark.parametrize("query", ["from=yesterday", "status=wild", "page=0", "page=x", "page=9999"])
def test_a_filter_that_cannot_be_read_is_explained(client: FlaskClient, query: str) -> None:
    response = client.get(f"/engagements?{query}")
    assert response.status_code == 400
    assert "That cannot be read" in response.text


def test_a_long_list_is_paged_and_says_so_while_csv_and_json_hold_all(client: FlaskClient) -> None:
    text = client.get("/commitments").text
    total = client.get("/commitments.json").get_json()["total"]
    assert total > 50
    assert f"1 to 50 of {total}" in text
    rows = list(csv.reader(io.StringIO(client.get("/commitments.csv").text, newline="")))
    assert len(rows) == total + 1
    assert len(client.get("/commitments.json?page=2").get_json()["rows"]) == total - 50


def test_csv_cells_are_no_formulas(client: FlaskClient) -> None:
    for name in ("/commitments.csv", "/docs/2024-09-18.csv", "/people.csv"):
        for row in csv.reader(io.StringIO(client.get(name).text, newline="")):
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_the_format_follows_what_the_client_accepts(client: FlaskClient) -> None:
    assert client.get("/people", headers={"Accept": "application/json"}).mimetype == "application/json"
    assert client.get("/people", headers={"Accept": "text/csv"}).mimetype == "text/csv"
    assert client.get("/people", headers={"Accept": "text/html,*/*;q=0.8"}).mimetype == "text/html"
    assert client.get("/people", headers={"Accept": "*/*"}).mimetype == "text/html"
    assert client.get("/people/hana-kobayashi", headers={"Accept": "text/turtle"}).mimetype == "text/turtle"


def test_a_format_that_a_page_does_not_have_is_refused(client: FlaskClient) -> None:
    assert client.get("/people.ics").status_code == 404


def test_commitments_are_tasks_in_a_calendar_and_entries_of_a_feed(client: FlaskClient) -> None:
    from icalendar import Calendar

    book = Calendar.from_ical(client.get("/commitments.ics").data)
    tasks = book.walk("VTODO")
    assert len(tasks) == client.get("/commitments.json").get_json()["total"]
    assert any(task.get("due") for task in tasks)
    feed = client.get("/commitments.atom")
    assert feed.mimetype == "application/atom+xml" and b"<entry>" in feed.data


def test_a_saved_search_is_a_feed(client: FlaskClient) -> None:
    assert b"<entry>" in client.get("/search.atom?q=quay&sort=newest").data


def test_a_named_question_has_a_page_with_its_parameters(client: FlaskClient) -> None:
    assert "Fill in: Party" in client.get("/questions/who-engaged").text
    found = client.get("/questions/roles.json", query_string={"person": "Siobhán Gallagher"}).get_json()
    assert found["total"] >= 1


def test_a_statement_has_a_page_with_evidence_and_rule(client: FlaskClient) -> None:
    path = first(client, "/commitments", "/facts/")
    page = client.get(f"{path}.json").get_json()
    assert page["kind"] == "Commitment" and page["evidence"][0]["rule"]
    assert "Read by" in client.get(path).text


def test_status_counts_documents_and_months(client: FlaskClient) -> None:
    page = client.get("/status.json").get_json()
    assert page["holds"]["Documents"] == "14"
    assert page["coverage"]["months"]["2023-01"] == 1 and page["coverage"]["months"]["2023-02"] == 0


def test_a_document_read_later_is_seen_without_a_restart(own: Path) -> None:
    from kg.records import record
    from tests.kg.extractions import minutes

    client = create_app(own, settings()).test_client()
    assert client.get("/docs.json").get_json()["total"] == 14
    library = Library.open(own)
    library.store(
        {
            "2025-01-01": record(
                minutes("2025-01-01", ("Ada Byrne",), action="Ada Byrne to count the zeppelins"),
                "2025-01-01",
                library.base,
                "0" * 64,
            )
        }
    )
    assert client.get("/docs.json").get_json()["total"] == 15
    assert client.get("/search.json?q=zeppelins").get_json()["total"] == 1


@pytest.mark.parametrize(
    "path",
    [
        "/people/nobody",
        "/docs/none",
        "/orgs/x",
        "/focus/x",
        "/lines/x",
        "/meetings/x",
        "/facts/0",
        "/nowhere",
        "/questions/none",
        "/docs/../../etc/passwd",
        "/people/%00",
        "/docs/<script>",
    ],
)
def test_what_is_not_there_is_said_not_to_be_there(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "Not in this library" in response.text
    assert client.get(f"{path}.json").get_json()["status"] == 404


@pytest.mark.parametrize(
    "path", ["/", "/search?q=quay", "/ask?q=Who+was+there%3F", "/status", "/changes", *(f"/{name}" for name in LISTED)]
)
def test_an_empty_library_has_pages_too(empty: FlaskClient, path: str) -> None:
    assert empty.get(path).status_code == 200


def test_an_empty_library_says_what_to_do_next(empty: FlaskClient) -> None:
    assert "minutebook ingest" in empty.get("/").text


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("empty") / "library"
    Library.create(folder)
    return create_app(folder, settings()).test_client()


def test_a_folder_that_is_no_library_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="not a library"):
        create_app(tmp_path)
