"""SPARQL at the command line: formats, named questions, notes on misspelt names, the shell, the schema, export."""

import io
import json
import sys
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from cli.shell import completions, is_whole
from cli.sparql import markdown
from kg.library import Library
from kg.records import record
from tests.cli.conftest import Run
from tests.kg.extractions import BASE, everything, minutes

PEOPLE = "SELECT ?name WHERE { ?p a foaf:Person ; foaf:name ?name } ORDER BY ?name"


@pytest.fixture
def trees(tmp_path: Path) -> tuple[str, str]:
    """`--library FOLDER` of two documents."""
    library = Library.create(tmp_path / "trees", name="Trees", base=BASE)
    later = minutes("2023-04-14", ("Tom Reid", "Ada Byrne"), action="Order stakes")
    library.store(
        {
            "2023-03-14": record(everything(), "2023-03-14", BASE, "h"),
            "2023-04-14": record(later, "2023-04-14", BASE, "h"),
        }
    )
    return "--library", str(library.folder)


@pytest.mark.parametrize("form", ["table", "markdown", "csv", "tsv", "json", "xml"])
def test_rows_are_printed_in_every_format(minutebook: Run, trees: tuple[str, str], form: str) -> None:
    given = minutebook(*trees, "sparql", PEOPLE, "--format", form)
    assert given.status == 0 and "Ada Byrne" in given.out and given.err == ""


@pytest.mark.parametrize(
    ("form", "format_"),
    [
        ("turtle", RdfFormat.TURTLE),
        ("ntriples", RdfFormat.N_TRIPLES),
        ("nquads", RdfFormat.N_QUADS),
        ("trig", RdfFormat.TRIG),
        ("jsonld", RdfFormat.JSON_LD),
        ("rdfxml", RdfFormat.RDF_XML),
    ],
)
def test_triples_are_printed_in_every_format(
    minutebook: Run, trees: tuple[str, str], form: str, format_: RdfFormat
) -> None:
    printed = minutebook(*trees, "sparql", "CONSTRUCT WHERE { ?m a mb:Meeting }", "--format", form).out
    assert len(list(parse(printed, format_))) == 2


def test_markdown_keeps_every_text_in_its_cell() -> None:
    assert list(markdown(["a"], [["x | y\n<b>"]])) == ["| a |", "|---|", "| x \\| y \\<b\\> |"]


def test_rows_that_were_left_out_are_told(minutebook: Run, trees: tuple[str, str]) -> None:
    for extra in ([], ["--time-limit", "60"]):
        given = minutebook(*trees, "sparql", PEOPLE, "--format", "csv", "--limit-rows", "2", *extra)
        assert len(given.out.splitlines()) == 3 and "first 2" in given.err
    assert minutebook(*trees, "sparql", PEOPLE, "--limit-rows", "99").err == ""
    many = "SELECT ?s { ?s ?p ?o . ?a ?b ?c } LIMIT 10001"
    given = minutebook(*trees, "sparql", many)
    assert len(given.out.splitlines()) == 10_001 and "first 10,000" in given.err
    assert len(minutebook(*trees, "sparql", many, "--format", "csv").out.splitlines()) == 10_002
    assert len(minutebook(*trees, "sparql", many, "--limit-rows", "10001").out.splitlines()) == 10_002


def test_a_question_is_asked_by_name_with_its_own_options(minutebook: Run, trees: tuple[str, str]) -> None:
    owed = json.loads(minutebook(*trees, "sparql", "@commitments", "--format", "json").out)
    of_ada = minutebook(*trees, "sparql", "@commitments", "--by", "Ada Byrne", "--format", "json")
    assert len(owed["results"]["bindings"]) > 0 and json.loads(of_ada.out)["results"]
    assert minutebook(*trees, "sparql", "@no-such").status == 2
    assert "did you mean commitments?" in minutebook(*trees, "sparql", "@comitments").err
    plain = minutebook(*trees, "sparql", "@who-engaged", "Forestry Agency", "--format", "csv")
    assert "workshop" in plain.out
    for named in (["--stakeholder", "Forestry Agency"], ["--party=Forestry Agency"]):
        assert minutebook(*trees, "sparql", "@who-engaged", *named, "--format", "csv").out == plain.out
    assert minutebook(*trees, "sparql", "@commitments", "--nonsense", "x").status == 2
    assert minutebook(*trees, "sparql", PEOPLE, "--nonsense").status == 2


def test_a_misspelt_name_is_noted_with_the_nearest(minutebook: Run, trees: tuple[str, str]) -> None:
    given = minutebook(*trees, "sparql", "SELECT ?s\nWHERE { ?s mb:ownr ?o ; foaf:nme ?n }")
    assert given.status == 0
    assert "line 2, column 12: nothing in this library is called mb:ownr; did you mean mb:owner" in given.err
    assert "WHERE { ?s mb:ownr ?o ; foaf:nme ?n }\n           ^" in given.err
    assert "did you mean foaf:name" in given.err


def test_an_unknown_prefix_is_an_error_with_the_nearest(minutebook: Run, trees: tuple[str, str]) -> None:
    given = minutebook(*trees, "sparql", "SELECT * { ?s fof:name ?o }")
    assert given.status == 2 and "did you mean foaf:?" in given.err and "^" in given.err


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELCT ?s WHERE { ?s ?p ?o }", "line 1, column 1: SELCT is no word of SPARQL; did you mean SELECT?\nSELCT ?s"),
        ("ASK {\n ?s ?p ?o FILTR(?o = 1) }", "line 2, column 11: FILTR is no word of SPARQL; did you mean FILTER?"),
        ("ASK { FILTER(STRSTART(?o, 'x')) }", "did you mean STRSTARTS?"),
        ("ASK { nonsense }", "nonsense is no word of SPARQL; variables begin with ?"),
        ("ASK { ?s ?p ?o ", "the query ends too early; expected"),
        ("ASK { ?s ?p 'o }", "a text in quotes is not closed"),
        ("ASK { BIND(1 AS ?s) BIND(2 AS ?s) }", "this cannot stand here"),
        (" ", "the query is empty"),
    ],
)
def test_a_query_that_is_not_sparql_is_told_what_is_wrong_where(
    minutebook: Run, trees: tuple[str, str], query: str, told: str
) -> None:
    given = minutebook(*trees, "sparql", query)
    assert given.status == 2 and told in given.err and ", ," not in given.err


def test_explaining_runs_nothing_and_counts_terms(minutebook: Run, trees: tuple[str, str]) -> None:
    given = minutebook(*trees, "sparql", PEOPLE, "--explain")
    assert "PREFIX foaf: <http://xmlns.com/foaf/0.1/>" in given.out and "Ada Byrne" not in given.out
    assert any(line.split()[0] == "foaf:name" and int(line.split()[1]) > 0 for line in given.out.splitlines() if line)
    assert minutebook(*trees, "sparql", "CLEAR ALL", "--explain").status == 2


def test_the_schema_counts_what_is_used(minutebook: Run, trees: tuple[str, str]) -> None:
    rows = {row["Name"]: row for row in json.loads(minutebook(*trees, "schema", "--json").out)}
    assert rows["mb:Meeting"]["Uses"] == "2" and rows["mb:Meeting"]["Kind"] == "class"
    assert rows["mb:owner"]["Kind"] == "property" and rows["mb:owner"]["Meaning"]
    assert minutebook("schema", "--ontology").out.count("owl:Class") > 5
    assert "sh:NodeShape" in minutebook("schema", "--shapes").out


def test_what_is_exported_resolved_is_the_graph(minutebook: Run, trees: tuple[str, str], tmp_path: Path) -> None:
    store = Library.open(Path(trees[1])).snapshot().store
    named = {str(quad) for quad in store if str(quad.graph_name) != "DEFAULT"}
    for form, format_ in (("nquads", RdfFormat.N_QUADS), ("trig", RdfFormat.TRIG), ("jsonld", RdfFormat.JSON_LD)):
        printed = minutebook(*trees, "export", "--format", form, "--resolved").out
        assert {str(quad) for quad in parse(printed, format_)} == named
    merged = minutebook(*trees, "export", "--format", "turtle").out
    assert len(list(parse(merged, RdfFormat.TURTLE))) == len(store) - len(named)
    assert minutebook(*trees, "export", "2023-04-14", "-o", tmp_path / "one.nq").out == ""
    graphs = {str(quad.graph_name) for quad in parse((tmp_path / "one.nq").read_bytes(), RdfFormat.N_QUADS)}
    assert graphs == {f"<{BASE}doc/2023-04-14>"}
    assert minutebook(*trees, "export", "none").status == 2


def test_what_is_exported_is_loaded_elsewhere_and_found(
    minutebook: Run, trees: tuple[str, str], tmp_path: Path
) -> None:
    ask = ("sparql", "SELECT ?what WHERE { ?c a mb:Commitment ; mb:what ?what } ORDER BY ?what", "--format", "csv")
    expected = minutebook(*trees, *ask).out
    for suffix, form in (("nq", "nquads"), ("trig", "trig"), ("jsonld", "jsonld")):
        file, other = tmp_path / f"whole.{suffix}", ("--library", str(tmp_path / form))
        assert minutebook(*trees, "export", "--format", form, "-o", file).status == 0
        assert minutebook("init", tmp_path / form).status == 0
        given = minutebook(*other, "load", file)
        assert given.status == 0 and given.err == "Documents: 2 added.\n" and given.out == ""
        assert minutebook(*other, *ask).out == expected != ""
        assert "Order stakes" in minutebook(*other, "search", "stakes").out
        assert minutebook(*other, "verify").status == 0
        assert minutebook(*other, "load", file).err == "Documents: 2 here already.\n"


def test_triples_of_others_are_kept_asked_listed_and_withdrawn(
    minutebook: Run, trees: tuple[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "people.ttl"
    file.write_text('<http://example.org/ann> <http://xmlns.com/foaf/0.1/nick> "Annie" .')
    ask = ("sparql", "SELECT ?n WHERE { GRAPH <graph/people> { ?s foaf:nick ?n } }", "--format", "csv")
    assert minutebook(*trees, "load", file).status == 2
    assert "Kept 1 triple as" in minutebook(*trees, "load", "--as", "people", file).err
    assert "Annie" in minutebook(*trees, *ask).out
    assert minutebook(*trees, "load", "--as", "people", "--by", "zoë", file).status == 2
    assert minutebook(*trees, "load", "--as", "people", "--by", "zoë", "--replace", file).status == 0
    assert json.loads(minutebook(*trees, "status", "--json").out)["graphs"] == {"people": 4}
    assert "people" in minutebook(*trees, "status").out
    assert minutebook(*trees, "remove", "graph/people", "none").status == 2 and "Annie" in minutebook(*trees, *ask).out
    assert minutebook(*trees, "remove", "graph/people").status == 0 and "Annie" not in minutebook(*trees, *ask).out
    (tmp_path / "people.owl").write_text("")
    assert minutebook(*trees, "load", tmp_path / "people.owl").status == 2
    assert minutebook(*trees, "load", tmp_path / "missing.nq").status == 2


def test_the_shell_answers_line_after_line_and_survives_mistakes(
    minutebook: Run, trees: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (
        "SELECT ?name WHERE {\n ?p foaf:name ?name\n}\nSELEC\n\n.format csv\n.limit 1\n.help\nASK { ?s ?p ?o }\n.quit\n"
    )
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    given = minutebook(*trees, "shell")
    assert given.status == 0 and "Ada Byrne" in given.out and given.out.endswith("true\n")
    assert "SELEC is no word of SPARQL; did you mean SELECT?" in given.err and ".format NAME" in given.err


def test_a_query_is_whole_where_its_brackets_close() -> None:
    assert is_whole("ASK { ?s ?p '}' }") and not is_whole("ASK { ?s ?p '}'") and not is_whole("ASK")


def test_completion_offers_prefixes_then_their_names() -> None:
    names = ("foaf:Person", "foaf:name", "mb:owner")
    assert completions(names, "fo") == ["foaf:"]
    assert completions(names, "foaf:") == ["foaf:Person", "foaf:name"]
    assert completions(names, "sel") == ["SELECT"]
