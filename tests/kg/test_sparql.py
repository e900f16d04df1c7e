"""Queries: typed values in and out, standard formats, clear errors, and nothing that leaves the library."""

import contextlib
import csv
import io
import json
import subprocess
import sys
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import Library
from kg.errors import QueryError, QuerySyntaxError, QueryTimeout
from kg.query_check import DEEPEST, LONGEST, WIDEST
from kg.sparql import Iri
from kg.vocabulary import unknown_terms
from tests.conftest import REPOSITORY
from tests.kg.extractions import BASE

DUES = "SELECT ?what ?day WHERE { ?commitment mb:what ?what ; mb:due/mb:latest ?day } ORDER BY ?what"


def test_values_come_back_as_python_s_own(trees: Library) -> None:
    assert trees.select(DUES).rows == (("write to the FA", date(2023, 3, 17)),)
    row = trees.select(
        "SELECT ?i ?b ?c ?n ?u { BIND(1 AS ?i) BIND(true AS ?b) BIND(0.5 AS ?c) BIND(foaf:Person AS ?n) }"
    )[0]
    assert row == (1, True, 0.5, Iri("http://xmlns.com/foaf/0.1/Person"), None)
    assert isinstance(row[3], Iri)


def test_rows_have_columns_and_make_dicts(trees: Library) -> None:
    rows = trees.select(DUES)
    assert rows.columns == ("what", "day")
    assert rows.dicts() == [{"what": "write to the FA", "day": date(2023, 3, 17)}]


@pytest.mark.parametrize(
    ("value", "expected"), [("write to the FA", 1), ('"} ?s ?p ?o {', 0), (Iri("http://example.org/x"), 0), (3, 0)]
)
def test_a_parameter_is_a_value_whatever_it_looks_like(trees: Library, value: object, expected: int) -> None:
    query = "SELECT ?fact WHERE { ?fact mb:what ?what FILTER(?what = ?given) }"
    assert len(trees.select(query, {"given": value})) == expected  # type: ignore[dict-item]


def test_parameters_reach_every_form_of_query(trees: Library) -> None:
    ada = {"who": Iri(f"{BASE}person/ada-byrne")}
    assert trees.ask("ASK { ?who a foaf:Person }", ada)
    assert b"Ada Byrne" in trees.query("CONSTRUCT { ?who ?p ?o } WHERE { ?who ?p ?o }", "turtle", ada)
    assert b"Ada Byrne" in trees.query("DESCRIBE ?who WHERE { ?who a foaf:Person }", "ntriples", ada)
    assert trees.select("SELECT (COUNT(?fact) AS ?n) WHERE { ?fact mb:owner ?who } GROUP BY ?who", ada)[0] == (1,)
    with pytest.raises(QueryError, match="WHERE of its own"):
        trees.query("CONSTRUCT WHERE { ?who ?p ?o }", "turtle", ada)


def test_an_iri_that_is_none_is_refused(trees: Library) -> None:
    with pytest.raises(QueryError, match="is not an IRI"):
        trees.ask("ASK { ?who a foaf:Person }", {"who": Iri("Ada <Byrne>")})


def test_tables_are_printed_in_the_standard_formats(trees: Library) -> None:
    assert next(csv.reader(io.StringIO(trees.query(DUES, "csv").decode()))) == ["what", "day"]
    assert json.loads(trees.query(DUES, "json"))["results"]["bindings"][0]["what"]["value"] == "write to the FA"
    assert trees.query(DUES, "tsv").startswith(b"?what\t?day\n")
    assert b"<sparql" in trees.query(DUES, "xml")
    assert json.loads(trees.query("ASK { ?s ?p ?o }"))["boolean"] is True


@pytest.mark.parametrize(
    ("query", "format_"), [(DUES, "turtle"), ("CONSTRUCT WHERE { ?s ?p ?o }", "csv"), (DUES, "pdf")]
)
def test_a_format_that_does_not_fit_is_refused(trees: Library, query: str, format_: str) -> None:
    with pytest.raises(QueryError, match="can be printed as"):
        trees.query(query, format_)


def test_the_wrong_form_is_told(trees: Library) -> None:
    with pytest.raises(QueryError, match="not a SELECT"):
        trees.select("ASK { ?s ?p ?o }")
    with pytest.raises(QueryError, match="not an ASK"):
        trees.ask(DUES)


def test_a_syntax_error_names_line_and_column(trees: Library) -> None:
    query = "SELECT ?s\nWHERE { ?s ?p ?o } LIMIT x"
    for values in ({}, {"s": Iri("http://example.org/x")}):
        with pytest.raises(QuerySyntaxError, match="line 2, column 26") as caught:
            trees.select(query, values)
        assert (caught.value.line, caught.value.column) == (2, 26)
        assert str(caught.value).endswith("WHERE { ?s ?p ?o } LIMIT x\n" + " " * 25 + "^")


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("SELECT * { ?s nope:x ?o }", "Prefix not found"),
        ("SELECT (COUNT(?x) AS ?n) ?y { ?x ?y ?z }", "contains a variable that is unbound"),
        ("SELECT ?x WHERE ?s", 'expected "{"'),
        ("ASK { BIND(1 AS ?s) BIND(2 AS ?s) }", "cannot stand here"),
    ],
)
def test_a_syntax_error_says_what_is_wrong_without_the_parser_s_tables(
    trees: Library, query: str, problem: str
) -> None:
    with pytest.raises(QuerySyntaxError, match=problem) as caught:
        trees.select(query)
    assert "[" not in str(caught.value)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { service silent ?where { ?s ?p ?o } }",
        "SELECT * { { SELECT * { OPTIONAL { SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } } } } }",
        r"SELECT * { \u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        r"SELECT * { \U00000053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p '#' SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p '\\'' . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p '''a'b''' . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { # <\n SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { ?s <http://x#y> ?o . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_service_is_refused_wherever_it_hides(trees: Library, query: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is refused"):
        trees.select(query)


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <x:a> <x:b> <x:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <file:///etc/hostname>",
        "CLEAR ALL",
        "PREFIX a: <x:> DROP GRAPH a:b",
        "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_updates_are_refused_and_change_nothing(trees: Library, query: str) -> None:
    before = str(trees.snapshot().store)
    with pytest.raises(QueryError, match="is refused"):
        trees.query(query)
    assert str(trees.snapshot().store) == before


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <file:///etc/hostname> WHERE { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://example.org/x> WHERE { GRAPH ?g { ?s ?p ?o } }",
        "PREFIX x: <http://example.org/> SELECT * FROM x:y WHERE { ?s ?p ?o }",
    ],
)
def test_graphs_that_are_not_in_the_library_are_refused(trees: Library, query: str) -> None:
    with pytest.raises(QueryError, match="there is no graph"):
        trees.select(query)


def test_relative_names_are_the_library_s(trees: Library) -> None:
    assert trees.ask("ASK FROM <doc/2023-03-14> { <person/ada-byrne> a foaf:Person }")
    assert b"Ada Byrne" in trees.query("SELECT ?n { <person/ada-byrne> foaf:name ?n }", "csv", seconds=60)


def test_graphs_may_be_named_under_a_base(trees: Library) -> None:
    query = f"BASE <{BASE}> SELECT ?title FROM <doc/2023-03-14> WHERE {{ ?document dcterms:title ?title }}"
    assert len(trees.select(query)) == 2
    with pytest.raises(QueryError, match=r"there is no graph <http://example\.org/doc/2023-03-14>"):
        trees.select(f"BASE <{BASE}> BASE <http://example.org/> ASK FROM <doc/2023-03-14> {{}}")


PIECES = st.sampled_from(
    "SELECT * WHERE { } ( ) [ ] ?x ?y foaf:name mb:owner x: a . ; , 'x' 1 <x:y> <http://[bad> <rel> OPTIONAL UNION "
    "FILTER BIND AS VALUES GRAPH FROM NAMED PREFIX BASE ORDER BY COUNT != <= # \" ''' \\u0041 << @en ^^ \0".split(" ")
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pieces=st.lists(PIECES | st.text(max_size=3), max_size=12),
    start=st.sampled_from(["", "SELECT * {", "BASE <x:> ASK {"]),
)
def test_whatever_is_asked_is_answered_or_refused(trees: Library, pieces: list[str], start: str) -> None:
    query = f"{start} {' '.join(pieces)}"
    with contextlib.suppress(QueryError):
        list(unknown_terms(trees.snapshot(), query))
        trees.query(query)


def test_a_function_that_nobody_knows_is_an_error_of_the_query(trees: Library) -> None:
    with pytest.raises(QueryError, match=r"function <http://example\.org/f> is not supported"):
        trees.select("SELECT * { FILTER(<http://example.org/f>(1)) }")


def test_graphs_of_the_library_may_be_named(trees: Library) -> None:
    query = f"SELECT ?title FROM <{BASE}doc/2023-03-14> WHERE {{ ?document dcterms:title ?title }}"
    assert len(trees.select(query)) == 2
    query = "SELECT ?label { GRAPH <https://minutebook.example/ontology> { mb:owner rdfs:label ?label } }"
    assert trees.select(query).rows == (("owner",),)


def test_words_that_look_like_commands_in_names_and_strings_are_let_through(trees: Library) -> None:
    query = "SELECT ?service ?insert { ?service mb:what 'SERVICE <x:y> { } INSERT' . # LOAD\n ?insert a mb:Note }"
    assert trees.select(query).rows == ()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {" + "{" * DEEPEST + "}" * (DEEPEST + 1),
        "SELECT * { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
        "SELECT * { ?s ?p ?o " + "OPTIONAL { ?s ?p ?o } " * (WIDEST + 1) + "}",
        "SELECT * { FILTER(" + "+".join(["1"] * (WIDEST + 2)) + ") }",
        "SELECT * { ?s ?p '" + "x" * LONGEST + "' }",
    ],
)
def test_queries_that_could_exhaust_the_parser_are_refused(trees: Library, query: str) -> None:
    with pytest.raises(QueryError):
        trees.select(query)


def test_a_query_stops_at_its_time_limit_and_the_library_lives(trees: Library) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with pytest.raises(QueryTimeout, match=r"longer than 0.5 s"):
        trees.query(endless, seconds=0.5)
    assert trees.ask("ASK { ?s ?p ?o }")


def test_a_query_stops_at_its_memory_limit(trees: Library) -> None:
    hungry = trees.with_settings(query_memory_mb=64)
    assert hungry.query("ASK { ?s ?p ?o }", seconds=60)
    with pytest.raises(QueryError, match="more than 64 MB"):
        hungry.query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?e ?i", "csv", seconds=120)


def test_a_limited_query_answers_and_errs_as_an_unlimited_one(trees: Library) -> None:
    given = {"given": "write to the FA"}
    query = "SELECT ?fact WHERE { ?fact mb:what ?what FILTER(?what = ?given) }"
    assert trees.query(query, "json", given, seconds=60) == trees.query(query, "json", given)
    with pytest.raises(QueryError, match="line 1, column 17"):
        trees.query("SELECT ?x WHERE ?s", seconds=60)
    with pytest.raises(QueryError, match="SERVICE is refused"):
        trees.query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", seconds=60)


def test_half_a_character_is_an_error_of_the_query(trees: Library) -> None:
    with pytest.raises(QueryError, match="surrogate"):
        trees.select("SELECT * { ?s ?p '\ud800' }")


def test_asking_imports_neither_rdflib_nor_anything_heavy(trees: Library) -> None:
    trees.snapshot()
    code = (
        "import sys; from kg import Library; Library.open(sys.argv[1]).select('SELECT * { ?s a mb:Meeting }');"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    command = [sys.executable, "-c", code, str(trees.folder)]
    loaded = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout.split()
    assert "pyoxigraph" in loaded
    assert not {"rdflib", "filelock", "asyncio", "whoosh", "spacy", "flask", "click", "subprocess"} & set(loaded)
    assert all(one < other for one, other in pairwise(loaded))
