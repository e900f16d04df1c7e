"""Hostile documents, names, addresses and visitors."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from kg.errors import ConfigurationError
from kg.extraction import (
    Commitment,
    DocumentInfo,
    Engagement,
    Extraction,
    Meeting,
    Organisation,
    Passage,
    Person,
    Span,
    When,
)
from kg.library import Library
from kg.records import record
from tests.webapp.conftest import settings
from webapp import create_app
from webapp.serve import serve
from webapp.settings import check_address

SCRIPT = "<script>alert(1)</script>"
NAME = 'Ada "><img src=x onerror=alert(2)> Byrne'
BODY = f"""# Minutes {SCRIPT}

{NAME} met =cmd|'/C calc'!A1 {SCRIPT} on <svg onload=alert(3)> day.

* Action: {NAME} to write <iframe src=javascript:alert(4)></iframe> BEGIN:VALARM
* [click](javascript:alert(5)) and [read](file:///etc/passwd) and <a href="javascript:alert(6)">this</a> &lt;b&gt;

| a | "onmouseover=alert(7) |
|---|---|
| {SCRIPT} | x |
"""


def place(words: str) -> Span:
    return Span(BODY.index(words), BODY.index(words) + len(words))


def hostile() -> Extraction:
    """Minutes whose every word is an attack."""
    given: dict[str, Any] = {"rule": f"rule/{SCRIPT}", "confidence": 0.9, "meeting": 0}
    ada, agency = "person/ada", "org/agency"
    action = place("Action: " + NAME)
    title = f"Title {SCRIPT} ' onclick=alert(8)"
    formula = place("=cmd|'/C calc'!A1")
    today = When("2024-01-02")
    return Extraction(
        DocumentInfo("minutes", title, BODY, "javascript:alert(9)", today.edtf, agency, (ada,)),
        meetings=(Meeting(f"Meeting {SCRIPT}", today, Span(0, len(BODY))),),
        passages=(
            Passage(place(f"# Minutes {SCRIPT}"), "heading", "", 1),
            Passage(Span(BODY.index(NAME), BODY.index(" day.") + 5), "paragraph"),
            Passage(Span(BODY.index("* Action"), BODY.index("* [click]") - 1), "item"),
            Passage(Span(BODY.index("* [click]"), BODY.index("\n\n| a")), "item"),
            Passage(Span(BODY.index(f"| {SCRIPT}"), len(BODY) - 1), "row"),
        ),
        people=(Person(ada, NAME, (SCRIPT,), mentions=(place(NAME),)),),
        organisations=(Organisation(agency, f"=1+1 {SCRIPT}", "=X", kind="committee", mentions=(formula,)),),
        engagements=(
            Engagement(
                evidence=(place(NAME),), by=(ada,), with_=(agency,), when=today, channel="talk", status="done", **given
            ),
        ),
        commitments=(
            Commitment(evidence=(action,), owner=(ada,), what=f"=write {SCRIPT}\nBEGIN:VALARM\r\nSTATUS:DONE", **given),
        ),
        pipeline="1",
    )


@pytest.fixture(scope="session")
def hostile_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "library"
    library = Library.create(folder, name=f"Library {SCRIPT}")
    library.store({"bad": record(hostile(), "bad", library.base, "0" * 64)})
    return folder


@pytest.fixture(scope="session")
def hostile_app(hostile_library: Path) -> Any:
    return create_app(hostile_library, settings())


@pytest.fixture
def attacked(hostile_app: Any) -> FlaskClient:
    return hostile_app.test_client()  # type: ignore[no-any-return]


HOSTILE_PAGES = (
    *("/", "/docs", "/docs/bad", "/docs/bad?at=0-40", "/people", "/people/ada", "/orgs", "/orgs/agency"),
    *("/engagements", "/commitments", "/meetings", "/search?q=alert", "/status"),
    "/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
    "/ask?q=%3Cscript%3Ealert(1)%3C/script%3E",
    "/ask?q=Who+engaged+Ada%3F",
    "/engagements?party=%3Cscript%3E",
    "/people?page=%3Cscript%3E",
    "/nowhere/%3Cscript%3E",
    "/sparql?query=%3Cscript%3Ealert(1)%3C/script%3E",
    "/sparql?query=SELECT+%3Fo+WHERE+%7B+%3Fs+skos:prefLabel+%3Fo+%7D",
)


@pytest.mark.parametrize("path", HOSTILE_PAGES)
def test_no_page_holds_markup_from_a_document_or_an_address(attacked: FlaskClient, path: str) -> None:
    text = attacked.get(path, headers={"Accept": "text/html"}).text
    scripts = re.findall(r"<script\b[^>]*>", text)
    assert scripts and all('src="/static/' in script for script in scripts)
    assert not re.search(r"<(?:img|svg|iframe)\b", text)
    assert not re.search(r"<[a-z]+[^<>\"]*(?:\"[^\"]*\"[^<>\"]*)*\son\w+\s*=", text)
    for href in re.findall(r'(?:href|src|action|formaction)="([^"]*)"', text):
        assert href.startswith(("/", "#", "http://", "https://", "mailto:")) and not href.startswith("//"), href


def test_the_source_of_a_document_is_text_where_it_is_no_ordinary_address(attacked: FlaskClient) -> None:
    assert "javascript:alert(9)" in attacked.get("/docs/bad").text


def test_a_calendar_line_cannot_be_injected(attacked: FlaskClient) -> None:
    lines = attacked.get("/commitments.ics").text.split("\r\n")
    assert lines.count("BEGIN:VTODO") == 1
    assert "BEGIN:VALARM" not in lines and "STATUS:DONE" not in lines


def test_hostile_cells_of_a_spreadsheet_are_harmless(attacked: FlaskClient) -> None:
    text = attacked.get("/commitments.csv").text
    assert "'=write" in text
    assert not re.search(r"(?m)^\"?[=+@-]", text)


def test_feeds_are_well_formed(attacked: FlaskClient) -> None:
    from xml.etree import ElementTree as ET

    for path in ("/commitments.atom", "/search.atom?q=alert"):
        ET.fromstring(attacked.get(path).data)


@pytest.mark.browser
@pytest.mark.parametrize("path", HOSTILE_PAGES[:14])
def test_nothing_of_a_hostile_document_runs_in_a_browser(
    chromium: Any, hostile_app: Any, running: Any, path: str
) -> None:
    context = chromium.new_context(base_url=running(hostile_app))
    page = context.new_page()
    alarms: list[str] = []
    page.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: alarms.append(message.text) if "Content Security" in message.text else None)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    context.close()
    assert alarms == []


def test_every_response_carries_the_security_headers(client: FlaskClient) -> None:
    for path in ("/", "/people.json", "/nowhere", "/static/minutebook.css", "/sparql?query=x"):
        with client.get(path) as response:
            headers = response.headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"


def test_another_host_name_is_refused(client: FlaskClient) -> None:
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/", headers={"Host": "127.0.0.1:8080"}).status_code == 200


@pytest.mark.parametrize("action", ["reject", "undo", "same"])
def test_nothing_is_changed_without_the_token_of_the_form(client: FlaskClient, action: str) -> None:
    assert (
        client.post("/judge", data={"action": action, "who": "x", "target": "person/hana-kobayashi"}).status_code == 400
    )


def test_a_correction_leads_only_to_pages_of_this_site(own: Path) -> None:
    client = create_app(own, settings()).test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/people/hana-kobayashi").text)
    assert token
    response = client.post(
        "/judge", data={"csrf_token": token[1], "action": "nonsense", "back": "https://evil.example/"}
    )
    assert response.status_code == 400
    response = client.post(
        "/judge", data={"csrf_token": token[1], "action": "undo", "undoes": "99", "who": "x", "back": "//evil.example/"}
    )
    assert response.headers["Location"] == "/"
    assert "Nothing was changed" in client.get("/").text


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/passwd> WHERE { ?s ?p ?o }",
        "DROP ALL",
        "SELECT nonsense",
    ],
)
def test_a_query_that_would_reach_out_or_change_anything_is_refused(client: FlaskClient, query: str) -> None:
    assert client.get("/sparql", query_string={"query": query}, headers={"Accept": "text/csv"}).status_code == 400
    assert client.post("/sparql", data={"query": query}).status_code == 400


def test_a_query_in_each_way_of_the_protocol(client: FlaskClient) -> None:
    query = "SELECT ?n WHERE { ?p a foaf:Person ; skos:prefLabel ?n FILTER(?n = 'Hana Kobayashi') }"
    got = client.get("/sparql", query_string={"query": query}, headers={"Accept": "application/sparql-results+json"})
    posted = client.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"})
    direct = client.post(
        "/sparql", data=query, content_type="application/sparql-query", headers={"Accept": "text/tab-separated-values"}
    )
    assert got.get_json(force=True)["results"]["bindings"][0]["n"]["value"] == "Hana Kobayashi"
    assert "Hana Kobayashi" in posted.text and "Hana Kobayashi" in direct.text
    triples = client.get(
        "/sparql", query_string={"query": "CONSTRUCT WHERE { ?p a foaf:Person }"}, headers={"Accept": "text/turtle"}
    )
    assert triples.mimetype == "text/turtle"
    assert client.get("/sparql", query_string={"query": query}, headers={"Accept": "image/png"}).status_code == 406
    assert client.post("/sparql", data="DROP ALL", content_type="application/sparql-update").status_code == 415


def test_a_query_that_runs_too_long_is_stopped_and_the_server_lives(own: Path) -> None:
    configuration = own / "minutebook.toml"
    configuration.write_text(configuration.read_text() + "query_seconds = 2\n")
    client = create_app(own, settings()).test_client()
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    response = client.get("/sparql", query_string={"query": query}, headers={"Accept": "text/csv"})
    assert response.status_code == 503 and "2 s" in response.text
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("host", "given"),
    [
        ("0.0.0.0", {}),
        ("::", {}),
        ("192.168.1.5", {}),
        ("minutes.example", {}),
        ("127.0.0.1", {"behind_tls": True}),
        ("127.0.0.1", {"hosts": ("minutes.example",)}),
    ],
)
def test_a_server_that_others_reach_needs_accounts_a_password_or_leave_to_be_public(
    skerrow: Path, host: str, given: dict[str, Any]
) -> None:
    with pytest.raises(ConfigurationError, match="account"):
        serve(skerrow, host=host, settings=settings(**given))
    check_address(host, settings(**given, public_read_only=True))
    check_address(host, settings(**given, password_hash="x"))
    check_address(host, settings(**given), accounts=True)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.9"])
def test_this_machine_needs_no_password(host: str) -> None:
    check_address(host, settings())


def test_a_public_site_is_for_reading_only(skerrow: Path) -> None:
    client = create_app(skerrow, settings(public_read_only=True, hosts=("localhost",))).test_client()
    assert "Correct it" not in client.get("/people/hana-kobayashi").text
    client.application.config["WTF_CSRF_ENABLED"] = False
    assert client.post("/judge", data={"action": "undo", "undoes": "1", "who": "x"}).status_code == 403
