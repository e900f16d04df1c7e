"""Clients that others wrote speak to a running server: SPARQLWrapper, rdflib, Comunica, and Jena in two ways."""

import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pyoxigraph import NamedNode

from kg.library import Library
from kg.records import record
from tests.kg.extractions import BASE, everything, minutes
from tests.servers import artifact
from tests.webapp.conftest import settings
from webapp import create_app

INTEROP = Path(__file__).parent.parent / "interop"
COMUNICA = INTEROP / "node_modules" / ".bin" / "comunica-sparql"
FOAF = "http://xmlns.com/foaf/0.1/"
NAMES = f"SELECT ?n WHERE {{ ?p a <{FOAF}Person> ; <{FOAF}name> ?n }} ORDER BY ?n"
PEOPLE = f"CONSTRUCT WHERE {{ ?p a <{FOAF}Person> }}"
DOCUMENT = f"{BASE}doc/2023-03-14"
TWO = "SELECT ?g WHERE { GRAPH ?g { ?d a <https://minutebook.example/ontology#Document> } }"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    made = Library.create(tmp_path_factory.mktemp("clients") / "trees", name="Trees", base=BASE)
    later = record(minutes("2023-04-14", ("Tom Reid", "Ada Byrne")), "2023-04-14", BASE, "1")
    made.store({"2023-03-14": record(everything(), "2023-03-14", BASE, "0"), "2023-04-14": later})
    return made


@pytest.fixture(scope="module")
def site(library: Library, running: Callable[[Flask], str]) -> str:
    return running(create_app(library.folder, settings()))


@pytest.fixture(scope="module")
def names(library: Library) -> list[str]:
    return [str(name) for (name,) in library.select(NAMES)]


@pytest.fixture(scope="module")
def people(library: Library) -> set[str]:
    return {str(person) for (person,) in library.select("SELECT ?p WHERE { ?p a foaf:Person }")}


def told(command: Sequence[str | Path]) -> str:
    """What a program prints; the test fails where it does."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # of rdflib, in the wrapper
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("way", ["urlencoded", "postdirectly"])
def test_sparqlwrapper_reads_every_format(site: str, names: list[str], people: set[str], method: str, way: str) -> None:
    from SPARQLWrapper import CSV, JSON, JSONLD, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

    client: Any = SPARQLWrapper(f"{site}/sparql")
    client.setMethod(method)
    client.setRequestMethod(way)
    client.setQuery(NAMES)
    for kind in (JSON, XML, CSV, TSV):
        client.setReturnFormat(kind)
        found = client.query().convert()
        if kind == JSON:
            assert [row["n"]["value"] for row in found["results"]["bindings"]] == names
        text = found.toxml() if kind == XML else found.decode() if isinstance(found, bytes) else json.dumps(found)
        assert all(name in text or json.dumps(name)[1:-1] in text for name in names)
    client.setQuery(PEOPLE)
    for kind in (RDFXML, JSONLD):
        client.setReturnFormat(kind)
        assert {str(subject) for subject in client.query().convert().subjects()} == people
    client.setReturnFormat(TURTLE)
    assert b"foaf:Person" in client.query().convert()


def test_sparqlwrapper_names_graphs_and_hears_refusals(site: str) -> None:
    from SPARQLWrapper import JSON, POST, SPARQLWrapper
    from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

    client: Any = SPARQLWrapper(f"{site}/sparql", defaultGraph=DOCUMENT)
    client.setReturnFormat(JSON)
    client.setQuery("SELECT ?d WHERE { ?d a <https://minutebook.example/ontology#Document> }")
    assert [row["d"]["value"] for row in client.query().convert()["results"]["bindings"]] == [DOCUMENT]
    client.setQuery("SELECT nonsense")
    with pytest.raises(QueryBadFormed, match="line 1, column"):
        client.query()
    client.setMethod(POST)
    client.setQuery("DELETE WHERE { ?s ?p ?o }")
    with pytest.raises(QueryBadFormed, match="changes nothing"):
        client.query()


@pytest.mark.parametrize("form", ["xml", "json"])
@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_s_store_reads_graphs_and_answers(
    site: str, names: list[str], people: set[str], form: str, method: str
) -> None:
    from rdflib import Dataset, Graph, URIRef
    from rdflib.namespace import RDF
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    def store() -> Any:
        return SPARQLStore(f"{site}/sparql", returnFormat=form, method=method)

    graph = Graph(store())
    assert [str(row[0]) for row in graph.query(NAMES)] == names  # type: ignore[index]
    assert {str(one) for one in graph.subjects(RDF.type, URIRef(f"{FOAF}Person"))} == people
    assert graph.query("ASK { ?s ?p ?o }").askAnswer is True
    one = Graph(store(), URIRef(DOCUMENT))
    assert (URIRef(DOCUMENT), None, None) in one
    assert {str(context) for context in Dataset(store()).store.contexts()} >= {DOCUMENT}


@pytest.mark.parametrize("kind", ["sparql@", ""])
def test_comunica_finds_out_what_it_speaks_to_and_asks_it(
    site: str, names: list[str], people: set[str], kind: str
) -> None:
    if not COMUNICA.exists() or shutil.which("node") is None:
        pytest.skip("Comunica is not there; `npm ci --prefix tests/interop` installs it")
    ask = [COMUNICA, f"{kind}{site}/sparql"]
    found = json.loads(told([*ask, NAMES, "-t", "application/sparql-results+json"]))
    assert [row["n"]["value"] for row in found["results"]["bindings"]] == names
    if not kind:
        return
    assert {line.split()[0] for line in told([*ask, PEOPLE, "-t", "application/n-triples"]).splitlines()} == {
        f"<{person}>" for person in people
    }
    assert DOCUMENT in told([*ask, TWO])


def test_jena_s_rsparql_asks_it(site: str, names: list[str]) -> None:
    command = ["java", "-cp", artifact("jena-fuseki-server"), "arq.rsparql", "--service", f"{site}/sparql"]
    found = json.loads(told([*command, "--results", "json", NAMES]))
    assert [row["n"]["value"] for row in found["results"]["bindings"]] == names


def test_jena_s_connection_asks_and_fetches_and_changes_nothing(site: str, library: Library, people: set[str]) -> None:
    command = ["java", "-cp", artifact("jena-fuseki-server"), INTEROP / "Jena.java"]
    held = library.snapshot().quads_for_pattern(None, None, None, NamedNode(DOCUMENT))
    assert told([*command, f"{site}/", DOCUMENT]).splitlines() == [
        *(f"person {person}" for person in sorted(people)),
        "ask true",
        f"construct {len(people)}",
        "describe true",
        "merged true",
        f"graph {len(set(held))}",
        "update 405",
        "put 405",
        "delete 405",
        "missing 404",
    ]
