"""Answers in the standard formats: read by the engine's own parsers, bounded, and honest about it."""

import io
import json
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from kg import Library
from kg.results import serialise, write

ALL = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
TERMS = st.one_of(
    st.builds(Literal, TEXT),
    st.builds(lambda text: Literal(text, language="en"), TEXT),
    st.builds(lambda text: Literal(text, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")), TEXT),
    st.builds(Literal, st.integers()),
    st.builds(Literal, st.floats(allow_nan=False)),
    st.builds(lambda text: NamedNode(f"http://example.org/{text}"), st.text("abcé/?", max_size=5)),
)


def store(*terms: object) -> Store:
    made = Store()
    made.extend(Quad(NamedNode("x:s"), NamedNode("x:p"), term) for term in terms)  # type: ignore[arg-type]
    return made


@pytest.mark.parametrize("name", ["json", "tsv"])
@given(terms=st.lists(TERMS, max_size=4))
def test_what_is_written_is_read_again_as_it_was(name: str, terms: list[object]) -> None:
    written = serialise(store(*terms).query(ALL), name)
    found = parse_query_results(written, getattr(QueryResultsFormat, name.upper()))
    assert isinstance(found, QuerySolutions)
    assert {row["o"] for row in found} == set(terms)


@given(terms=st.lists(TERMS, max_size=4))
def test_xml_is_well_formed_whatever_the_texts_hold(terms: list[object]) -> None:
    root = fromstring(serialise(store(*terms).query(ALL), "xml"))
    assert len(root.findall(".//{*}result")) == len(set(terms))


def test_a_text_that_a_spreadsheet_would_run_is_made_harmless_and_a_number_left_alone() -> None:
    written = serialise(store(Literal("=1+1"), Literal(-3)).query("SELECT ?o { ?s ?p ?o } ORDER BY ?o"), "csv")
    assert set(written.splitlines()) == {b"o", b"-3", b"'=1+1"}


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_rows_above_the_limit_are_left_out_and_that_is_told(name: str) -> None:
    held = store(*map(Literal, range(5)))
    for limit, expected in ((4, True), (5, False), (6, False)):
        assert write(held.query(ALL), name, io.BytesIO(), limit) is expected


def test_json_says_that_it_was_cut(trees: Library) -> None:
    found = json.loads(trees.query(ALL, "json", limit_rows=3))
    assert (len(found["results"]["bindings"]), found["truncated"], found["limitRows"]) == (3, True, 3)
    assert "truncated" not in json.loads(trees.query(ALL + " LIMIT 3", "json", limit_rows=3))


@pytest.mark.parametrize("name", ["turtle", "ntriples", "nquads", "trig", "jsonld"])
def test_triples_come_in_every_format_and_are_bounded(trees: Library, name: str) -> None:
    formats = {"ntriples": "N_TRIPLES", "nquads": "N_QUADS", "jsonld": "JSON_LD"}
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o"
    written = trees.query(query, name, limit_rows=7, seconds=60)
    assert len(list(parse(written, getattr(RdfFormat, formats.get(name, name.upper()))))) == 7
    assert (b"truncated" in written) is (name != "jsonld")


def test_the_graphs_of_a_query_can_be_chosen_from_outside_it(trees: Library) -> None:
    from kg.sparql import Graphs

    documents = [str(row[0]) for row in trees.select("SELECT ?d { ?d a mb:Document } ORDER BY ?d")]

    def seen(graphs: Graphs) -> set[tuple[str, ...]]:
        output = io.BytesIO()
        query = "SELECT DISTINCT ?d ?g { { ?d a mb:Document } UNION { GRAPH ?g { ?d a mb:Document } } }"
        trees.write_answer(output, query, "json", graphs=graphs)
        rows = json.loads(output.getvalue())["results"]["bindings"]
        return {tuple(term["value"] for _, term in sorted(row.items())) for row in rows}

    first, second = documents
    assert seen(Graphs(default=(first,))) == {(first,)}
    assert seen(Graphs(named=(second,))) == {(second, second)}
    assert seen(Graphs((first,), (second,))) == {(first,), (second, second)}
