"""The SPARQL 1.1 Protocol and the Graph Store Protocol's reading half, spoken to a running server."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

import pytest
from flask import Flask
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.library import Library
from kg.records import record
from tests.kg.extractions import everything, minutes
from tests.webapp.conftest import settings
from webapp import create_app

PEOPLE = "SELECT ?name WHERE { ?p a foaf:Person ; foaf:name ?name } ORDER BY ?name"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HUNGRY = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
BACKTRACKING = f"ASK {{ FILTER(REGEX('{'a' * 40}!', '^(a+)+$')) }}"
SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two documents with tight limits."""
    library = Library.create(tmp_path_factory.mktemp("protocol") / "trees", name="Trees")
    first = record(everything(), "2023-03-14", library.base, "0" * 64)
    later = record(minutes("2023-04-14", ("Tom Reid", "Ada Byrne")), "2023-04-14", library.base, "1" * 64)
    library.store({"2023-03-14": first, "2023-04-14": later})
    with (library.folder / "minutebook.toml").open("a") as file:
        file.write("query_seconds = 4\nquery_memory_mb = 300\nquery_rows = 40\n")
    return library.folder


@pytest.fixture(scope="module")
def base(folder: Path) -> str:
    return Library.open(folder).base


@pytest.fixture(scope="module")
def server(folder: Path, running: Callable[[Flask], str]) -> str:
    """The address of a server on it."""
    return running(create_app(folder, settings()))


@dataclass(frozen=True)
class Got:
    """An answer, read to its end."""

    status: int
    headers: Message
    content: bytes


def ask(address: str, data: bytes | None = None, method: str | None = None, **headers: str) -> Got:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with urlopen(Request(address, data, named, method=method)) as answer:
        return Got(answer.status, answer.headers, answer.read())


def query(server: str, text: str, accept: str = "application/sparql-results+json", **more: str) -> Got:
    return ask(f"{server}/sparql?{urlencode({'query': text, **more})}", Accept=accept)


def refused(address: str, data: bytes | None = None, **headers: str) -> tuple[int, str]:
    with pytest.raises(HTTPError) as caught:
        ask(address, data, **headers)
    with caught.value as error:
        return error.code, error.read().decode()


def rows(response: Got) -> list[dict[str, str]]:
    found = json.loads(response.content)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


def test_the_three_ways_of_asking_have_one_answer(server: str) -> None:
    form = urlencode({"query": PEOPLE}).encode()
    json_only = "application/sparql-results+json"
    answers = [
        query(server, PEOPLE),
        ask(f"{server}/sparql", form, Accept=json_only),
        ask(f"{server}/sparql", PEOPLE.encode(), Content_Type="application/sparql-query", Accept=json_only),
    ]
    assert {answer.headers["Content-Type"] for answer in answers} == {json_only}
    first, *others = (answer.content for answer in answers)
    assert b"Ada Byrne" in first and others == [first, first]


@pytest.mark.parametrize(
    ("text", "accept", "expected"),
    [
        (PEOPLE, "*/*", "application/sparql-results+json"),
        (PEOPLE, "application/sparql-results+xml, text/csv;q=0.5", "application/sparql-results+xml"),
        (PEOPLE, "text/csv", "text/csv"),
        (PEOPLE, "text/tab-separated-values", "text/tab-separated-values"),
        (PEOPLE, "text/html;q=0.2, text/csv", "text/csv"),
        (PEOPLE, "text/html,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("ASK { ?s ?p ?o }", "application/json", "application/json"),
        ("CONSTRUCT WHERE { ?s a mb:Meeting }", "*/*", "text/turtle"),
        ("DESCRIBE ?s WHERE { ?s a mb:Meeting }", "application/ld+json", "application/ld+json"),
        ("CONSTRUCT WHERE { ?s a mb:Meeting }", "application/rdf+xml", "application/rdf+xml"),
        ("CONSTRUCT WHERE { ?s a mb:Meeting }", "application/n-triples", "application/n-triples"),
    ],
)
def test_the_answer_comes_in_the_type_that_is_wanted_most(server: str, text: str, accept: str, expected: str) -> None:
    answer = query(server, text, accept)
    assert answer.headers.get_content_type() == expected
    assert "Accept" in ", ".join(answer.headers.get_all("Vary")) and answer.content


def test_mistakes_have_the_protocol_s_statuses(server: str) -> None:
    at, form = f"{server}/sparql", urlencode({"query": PEOPLE}).encode()
    assert refused(f"{at}?query=SELECT+nonsense", Accept="text/csv")[0] == 400
    assert refused(f"{at}?query=ASK%7B%7D&query=ASK%7B%7D", Accept="text/csv")[0] == 400
    assert refused(at, b"q=1", Accept="text/csv")[0] == 400
    assert refused(at, b"update=CLEAR+ALL")[0] == 400
    assert refused(at, "ASK {}".encode("utf-16"), Content_Type="application/sparql-query")[0] == 400
    assert refused(at, b"CLEAR ALL", Content_Type="application/sparql-update")[0] == 415
    assert refused(at, b"ASK {}", Content_Type="text/plain")[0] == 415
    assert refused(f"{at}?query=ASK%7B%7D", Accept="image/png")[0] == 406
    assert refused(at, form + b"&x=" + b"x" * 1024 * 1024)[0] == 413
    for method in ("PUT", "DELETE", "PATCH"):
        with pytest.raises(HTTPError) as caught:
            urlopen(Request(at, b"ASK {}", method=method))
        with caught.value as error:
            assert error.code == 405 and "GET" in error.headers["Allow"]


def test_a_syntax_error_says_where(server: str) -> None:
    status, text = refused(f"{server}/sparql?query={quote('SELECT ?x WHERE ?s')}", Accept="text/csv")
    assert status == 400 and "line 1, column 17" in text


def test_graphs_of_the_request_stand_in_place_of_those_of_the_query(server: str, base: str) -> None:
    documents = "SELECT ?d WHERE { ?d a mb:Document }"
    first, second = f"{base}doc/2023-03-14", f"{base}doc/2023-04-14"
    assert len(rows(query(server, documents))) == 2
    given = {"default-graph-uri": first}
    assert rows(query(server, documents, **given)) == [{"d": first}]
    assert rows(query(server, f"SELECT ?d FROM <{second}> WHERE {{ ?d a mb:Document }}", **given)) == [{"d": first}]
    named = "SELECT ?d ?g WHERE { GRAPH ?g { ?d a mb:Document } }"
    assert rows(query(server, named, **{"named-graph-uri": second})) == [{"d": second, "g": second}]
    both = urlencode([("query", documents), ("default-graph-uri", first), ("default-graph-uri", second)])
    assert len(rows(ask(f"{server}/sparql", both.encode(), Accept="application/sparql-results+json"))) == 2


@pytest.mark.parametrize("graph", ["file:///etc/passwd", "http://127.0.0.1:9/", "no iri"])
def test_a_graph_that_is_not_in_the_library_is_neither_read_nor_fetched(server: str, graph: str) -> None:
    for name in ("default-graph-uri", "named-graph-uri"):
        status, text = refused(f"{server}/sparql?{urlencode({'query': PEOPLE, name: graph})}", Accept="text/csv")
        assert status == 400 and "there is no graph" in text
    status, _ = refused(f"{server}/sparql?{urlencode({'query': f'ASK FROM <{graph}> {{}}'})}", Accept="text/csv")
    assert status == 400


def test_without_a_query_the_service_describes_itself(server: str, base: str) -> None:
    for accept, format_ in (("text/turtle", RdfFormat.TURTLE), ("application/ld+json", RdfFormat.JSON_LD)):
        answer = ask(f"{server}/sparql", Accept=accept)
        said = {(q.predicate.value, getattr(q.object, "value", "")) for q in parse(answer.content, format_)}
        assert (f"{SD}endpoint", f"{server}/sparql") in said
        assert (f"{SD}supportedLanguage", f"{SD}SPARQL11Query") in said
        assert (f"{SD}name", f"{base}doc/2023-03-14") in said
    assert ask(f"{server}/sparql", Accept="*/*").headers.get_content_type() == "text/turtle"
    for accept in ("text/html", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"):
        assert b"<textarea" in ask(f"{server}/sparql", Accept=accept).content


def test_limits_are_named_and_an_answer_that_is_cut_says_so(server: str) -> None:
    whole = query(server, PEOPLE)
    assert whole.headers["Minutebook-Limits"] == "seconds=4, memory-mb=300, rows=40"
    assert whole.headers["Minutebook-Truncated"] == "no"
    cut = query(server, "SELECT * { ?s ?p ?o }")
    assert cut.headers["Minutebook-Truncated"] == "rows=40"
    found = json.loads(cut.content)
    assert len(found["results"]["bindings"]) == 40 and found["truncated"] is True
    assert b"truncated" in query(server, "SELECT * { ?s ?p ?o }", "application/sparql-results+xml").content
    assert b"# truncated" in query(server, "CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle").content
    page = query(server, "CONSTRUCT WHERE { ?s ?p ?o }", "text/html").content.decode()
    assert "4 seconds, 300 MB of memory and 40 rows" in page and "there are more" in page


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM <file:///etc/hostname> WHERE { ?s ?p ?o }",
        "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * WHERE { { { OPTIONAL { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } } } } }",
        "SELECT * FROM NAMED <file:///etc/hostname> WHERE { GRAPH ?g { ?s ?p ?o } }",
        "BASE <file:///etc/> SELECT * FROM <hostname> WHERE { ?s ?p ?o }",
        "PREFIX f: <file:///etc/> SELECT * FROM f:hostname WHERE { ?s ?p ?o }",
        "SELECT * WHERE { SERV\\u0049CE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * WHERE { # a comment\nSERVICE ?everywhere { ?s ?p ?o } }",
        "ASK {} ; DROP ALL",
        "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "SELECT (" + "+".join(["1"] * 3000) + " AS ?x) {}",
        "SELECT * { ?s " + "/".join(["<x:p>"] * 3000) + " ?o }",
        "SELECT * { ?s ?p ?o " + "UNION { ?s ?p ?o } " * 3000 + "}",
        "INSERT DATA { <x:a> <x:b> <x:c> }",
        "LOAD <file:///etc/hostname>",
        "CLEAR ALL",
        "SELECT * {" + "{" * 3000 + "}" * 3001,
        "SELECT * { FILTER(" + "(" * 3000 + "1" + ")" * 3000 + ") }",
        "SELECT * { ?s ?p '" + "x" * 100_001 + "' }",
        "SELECT * { ?s ?p '\0' . FILTER(<x:f>(?s)) }",
    ],
)
def test_what_would_reach_out_change_or_crash_is_refused_and_the_server_lives(server: str, text: str) -> None:
    status, told = refused(f"{server}/sparql", urlencode({"query": text}).encode(), Accept="text/csv")
    assert status == 400 and told.strip()
    assert rows(query(server, PEOPLE))


@pytest.mark.parametrize(
    "text", ["DESCRIBE <file:///etc/hostname>", "ASK { GRAPH <http://127.0.0.1:9/> { ?s ?p ?o } }"]
)
def test_what_names_something_outside_reads_nothing_there(server: str, text: str) -> None:
    content = query(server, text, "application/sparql-results+json, text/turtle").content
    assert b"false" in content or list(parse(content, RdfFormat.TURTLE)) == []


def test_a_cell_that_a_spreadsheet_would_run_is_text(server: str) -> None:
    for format_ in ("text/csv", "text/html"):
        page = query(server, "SELECT ('=HYPERLINK(\"http://x\")<script>' AS ?x) {}", format_).content
        assert b"\n=HYPER" not in page and (
            format_ == "text/csv" or b"<script>" not in page.replace(b"<script src", b"")
        )


def test_a_query_that_takes_too_long_is_stopped_with_the_limit_named(server: str) -> None:
    status, told = refused(f"{server}/sparql?{urlencode({'query': ENDLESS})}", Accept="text/csv")
    assert status == 503 and "4 s" in told
    assert rows(query(server, PEOPLE))


def test_a_query_that_takes_too_much_memory_is_stopped_with_the_limit_named(server: str) -> None:
    status, told = refused(f"{server}/sparql?{urlencode({'query': HUNGRY})}", Accept="text/csv")
    assert status == 503 and ("300 MB" in told or "4 s" in told)
    assert rows(query(server, PEOPLE))


def test_a_pattern_that_backtracks_elsewhere_is_answered_here(server: str) -> None:
    assert json.loads(query(server, BACKTRACKING).content)["boolean"] is False


def test_a_flood_of_queries_is_turned_away_and_pages_are_still_served(server: str) -> None:
    address = f"{server}/sparql?{urlencode({'query': ENDLESS})}"
    with ThreadPoolExecutor(3) as pool:
        running = [pool.submit(refused, address, Accept="text/csv") for _ in range(3)]
        assert ask(f"{server}/people", Accept="text/html").status == 200
        assert {one.result()[0] for one in running} == {503}


def test_other_origins_read_nothing_unless_they_are_named(
    server: str, folder: Path, running: Callable[[Flask], str]
) -> None:
    told = ask(f"{server}/sparql?query=ASK%7B%7D", Origin="https://friend.example").headers
    assert "Access-Control-Allow-Origin" not in told and told["Cross-Origin-Resource-Policy"] == "same-origin"
    open_to_one = running(create_app(folder, settings(allowed_origins=("https://friend.example",))))
    told = ask(f"{open_to_one}/sparql?query=ASK%7B%7D", Origin="https://friend.example").headers
    assert told["Access-Control-Allow-Origin"] == "https://friend.example"
    told = ask(f"{open_to_one}/sparql?query=ASK%7B%7D", Origin="https://foe.example").headers
    assert "Access-Control-Allow-Origin" not in told
    told = ask(f"{open_to_one}/people", Origin="https://friend.example").headers
    assert "Access-Control-Allow-Origin" not in told


def test_a_graph_is_read_whole_by_its_name(server: str, folder: Path, base: str) -> None:
    name = f"{base}doc/2023-03-14"
    held = Library.open(folder).snapshot().store
    expected = {str(q.triple) for q in held.quads_for_pattern(None, None, None, NamedNode(name))}
    answer = ask(f"{server}/graphs?graph={quote(name)}", Accept="application/n-triples")
    assert {str(q.triple) for q in parse(answer.content, RdfFormat.N_TRIPLES)} == expected
    assert len(expected) > 40 and answer.headers["Minutebook-Truncated"] == "no"
    merged = ask(f"{server}/graphs?default", Accept="text/turtle")
    assert len(list(parse(merged.content, RdfFormat.TURTLE))) > len(expected)


def test_the_graph_store_is_read_only_and_strict(server: str, base: str) -> None:
    assert refused(f"{server}/graphs?graph=http://example.org/none", Accept="text/turtle")[0] == 404
    assert refused(f"{server}/graphs", Accept="text/turtle")[0] == 400
    assert refused(f"{server}/graphs?default&graph={base}doc/2023-03-14", Accept="text/turtle")[0] == 400
    assert refused(f"{server}/graphs?default", Accept="image/png")[0] == 406
    for method in ("PUT", "POST", "DELETE"):
        with pytest.raises(HTTPError) as caught:
            urlopen(Request(f"{server}/graphs?default", b"<x:a> <x:b> <x:c> .", method=method))
        caught.value.close()
        assert caught.value.code == 405
    head = ask(f"{server}/graphs?default", method="HEAD")
    assert head.status == 200 and int(head.headers["Content-Length"]) > 0


def test_rdflib_s_store_of_a_sparql_endpoint_reads_it(server: str) -> None:
    from rdflib import Graph
    from rdflib.namespace import FOAF, RDF
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = Graph(SPARQLStore(f"{server}/sparql", returnFormat="xml"))
    assert "Ada Byrne" in {str(row.name) for row in graph.query(PEOPLE)}  # type: ignore[union-attr]
    people = {row.p for row in graph.query("SELECT ?p WHERE { ?p a foaf:Person }")}  # type: ignore[union-attr]
    assert set(graph.subjects(RDF.type, FOAF.Person)) == people != set()
    assert graph.query("ASK { ?s ?p ?o }").askAnswer is True
