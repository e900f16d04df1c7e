"""A library's graph conforms to the shapes, and the shapes find what is wrong."""

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat
from pyshacl import validate
from rdflib import Graph

from kg import Library
from kg.records import record
from ontology import SHAPES
from tests.kg.extractions import BASE, everything, minutes

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*", "ignore::DeprecationWarning:pyshacl.*")


def merged(library: Library) -> Graph:
    content = library.query("CONSTRUCT WHERE { ?s ?p ?o }", "ntriples")
    return Graph().parse(data=content, format="nt")


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(SHAPES, format="turtle")


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The merged graph of a library with every kind of statement and a roster."""
    library = Library.create(tmp_path_factory.mktemp("shapes") / "trees", base=BASE)
    (library.folder / "roster.ttl").write_text(
        '<person/ada-byrne> a foaf:Person ; foaf:name "Ada Byrne" .\n'
        '[] a org:Membership ; org:member <person/ada-byrne> ; mb:roleTitle "Chair" ; org:memberDuring "2022/.." .',
        encoding="utf-8",
    )
    library.store({"a": record(everything(), "a", BASE, "hash")})
    library.store({"b": record(minutes("2023-04-14", ("Tom Reid", "ADA BYRNE"), action="x"), "b", BASE, "hash")})
    return merged(library)


def problems(graph: Graph, shapes: Graph) -> str:
    conforms, _, text = validate(graph, shacl_graph=shapes)
    return "" if conforms else text


def test_the_graph_of_every_kind_of_statement_conforms(graph: Graph, shapes: Graph) -> None:
    assert problems(graph, shapes) == ""


@pytest.mark.parametrize(
    ("update", "problem"),
    [
        ("DELETE WHERE { ?s mb:evidence ?o }", "MinCount"),
        ("DELETE WHERE { ?s oa:exact ?o }", "MinCount"),
        ("DELETE WHERE { ?s mb:attendee ?o }", "MinCount"),
        ("DELETE { ?s mb:owner ?o } INSERT { ?s mb:owner <x:nobody> } WHERE { ?s mb:owner ?o }", "Node"),
        ("INSERT { ?s mb:due <x:someday> } WHERE { ?s a mb:Commitment }", "Class"),
        ("INSERT { ?s skos:prefLabel 'Two' } WHERE { ?s a foaf:Person }", "MaxCount"),
        ("DELETE { ?s oa:end ?e } INSERT { ?s oa:end 0 } WHERE { ?s a mb:Span ; oa:end ?e }", "LessThan"),
        (
            "DELETE { ?s mb:focusStatus ?e } INSERT { ?s mb:focusStatus mb:focus-lost } WHERE { ?s mb:focusStatus ?e }",
            "In",
        ),
    ],
)
def test_the_shapes_find_what_is_wrong(graph: Graph, shapes: Graph, update: str, problem: str) -> None:
    from kg.namespaces import PREFIXES

    broken = Graph()
    for triple in graph:
        broken.add(triple)
    broken.update(update, initNs=PREFIXES)
    assert f"{problem}ConstraintComponent" in problems(broken, shapes)


def test_the_shapes_are_turtle_that_every_tool_reads() -> None:
    from pyoxigraph import parse

    assert any(True for _ in parse(path=str(SHAPES), format=RdfFormat.TURTLE))
    assert isinstance(SHAPES, Path)
