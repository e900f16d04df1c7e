"""Linked data: the ontology's page, the data set's description, IRIs of things that lead to what is said of them."""

import re

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from ontology import ONTOLOGY

MB = "https://minutebook.example/ontology#"
VOID, DCAT = "http://rdfs.org/ns/void#", "http://www.w3.org/ns/dcat#"


def test_the_page_of_the_ontology_has_every_term_of_its_turtle_where_its_iri_points(trees: FlaskClient) -> None:
    text = trees.get("/ontology").text
    triples = list(parse(path=str(ONTOLOGY), format=RdfFormat.TURTLE))
    kinds = {f"http://www.w3.org/2002/07/owl#{kind}" for kind in ("Class", "ObjectProperty", "DatatypeProperty")}
    terms = {
        each.subject.value for each in triples if getattr(each.object, "value", "") in kinds and MB in str(each.subject)
    }
    assert len(terms) > 50
    assert terms - {MB + anchor for anchor in re.findall(r'id="([\w-]+)"', text)} == set()
    comment = next(
        str(each.object.value) for each in triples if each.subject.value == f"{MB}owner" and "comment" in str(each)
    )
    assert comment in trees.get("/ontology.json").text


def test_the_ontology_is_read_as_rdf_too(trees: FlaskClient) -> None:
    written = {str(quad.triple) for quad in parse(path=str(ONTOLOGY), format=RdfFormat.TURTLE)}
    for address, format_ in (("/ontology.ttl", RdfFormat.TURTLE), ("/ontology.jsonld", RdfFormat.JSON_LD)):
        assert {str(quad.triple) for quad in parse(trees.get(address).data, format_)} == written
    assert trees.get("/ontology", headers={"Accept": "text/turtle"}).mimetype == "text/turtle"


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [("text/html", ""), ("text/turtle", ".ttl"), ("application/ld+json", ".jsonld"), ("application/json", ".json")],
)
def test_an_iri_leads_to_what_the_client_can_read(trees: FlaskClient, accept: str, suffix: str) -> None:
    response = trees.get("/trees/person/ada-byrne", headers={"Accept": accept})
    assert (response.status_code, response.headers["Location"]) == (303, f"/people/ada-byrne{suffix}")
    assert "Ada Byrne" in trees.get(response.headers["Location"]).text


def test_every_kind_of_thing_has_an_address(trees: FlaskClient) -> None:
    classes = "foaf:Person org:Organization mb:Meeting mb:Document mb:Commitment"
    query = f"SELECT ?thing {{ VALUES ?class {{ {classes} }} ?thing a ?class }}"
    rows = trees.get("/sparql", query_string={"query": query}, headers={"Accept": "text/csv"}).text.splitlines()[1:]
    assert len(rows) > 5
    for iri in rows:
        response = trees.get(iri.removeprefix("https://minutebook.example"), follow_redirects=True)
        assert response.status_code == 200, iri


def test_json_ld_and_turtle_say_the_same(trees: FlaskClient) -> None:
    turtle, linked = trees.get("/people/ada-byrne.ttl").data, trees.get("/people/ada-byrne.jsonld").data
    said = {str(quad.triple) for quad in parse(turtle, RdfFormat.TURTLE)}
    assert said == {str(quad.triple) for quad in parse(linked, RdfFormat.JSON_LD)} != set()


@pytest.mark.parametrize(
    ("accept", "format_"), [("text/turtle", RdfFormat.TURTLE), ("application/ld+json", RdfFormat.JSON_LD)]
)
def test_the_data_set_describes_itself(trees: FlaskClient, accept: str, format_: RdfFormat) -> None:
    response = trees.get("/.well-known/void", headers={"Accept": accept})
    said = {(quad.predicate.value, getattr(quad.object, "value", "")) for quad in parse(response.data, format_)}
    assert response.mimetype == accept
    assert (f"{VOID}sparqlEndpoint", "http://localhost/sparql") in said
    assert ("http://purl.org/dc/terms/title", "Trees") in said
    assert ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", f"{DCAT}Dataset") in said
    assert (f"{VOID}class", "http://xmlns.com/foaf/0.1/Person") in said
    held = trees.get(
        "/sparql", query_string={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}, headers={"Accept": "text/csv"}
    )
    assert (f"{VOID}triples", held.text.split()[1]) in said
