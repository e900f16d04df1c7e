"""What every graph engine does alike, and what is true of those on servers."""

import contextlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from kg import Library
from kg.endpoints import GraphEndpoint
from kg.errors import ConfigurationError, LibraryError, QueryError, QuerySyntaxError, QueryTimeout
from kg.graph import GraphEngine, GraphSource, by_value
from kg.questions import load_questions
from kg.records import record
from kg.remote_graph import RemoteEngine
from kg.tables import Table, run
from tests.kg.engines import VARIABLE, Place, fuseki, oxigraph, place
from tests.kg.extractions import BASE, everything, minutes
from tests.kg.test_questions import sample_values
from tests.servers import PASSWORD, USER

__all__ = ["fuseki", "oxigraph", "place"]  # fixtures

ONE, TWO = '<x:s> <x:p> "1"', '<x:s> <x:p> "2"'
TEXT = '<x:s> <https://minutebook.example/ontology#text> "whole"'


def source(stamp: str, *triples: str, merged: bool = True) -> GraphSource:
    return GraphSource(stamp, lambda: triples, merged)


@pytest.fixture
def engine(place: Place, tmp_path: Path) -> GraphEngine:
    return place.engine(tmp_path)


def held(engine: GraphEngine, *names: str | None) -> list[set[str]]:
    """The triples of graphs, None being the merged one."""
    return [engine.reader().lines(name) for name in names]


def test_an_engine_without_anything_says_so(engine: GraphEngine) -> None:
    assert engine.mark() is None
    assert engine.stamps() == {}


def test_a_commit_is_seen_with_its_mark_and_stamps(engine: GraphEngine) -> None:
    engine.commit({"x:a": source("1", ONE, TEXT)}, [], "first")
    assert (engine.mark(), engine.stamps()) == ("first", {"x:a": "1"})
    assert held(engine, "x:a", None) == [{ONE, TEXT}, {ONE}]


def test_a_triple_of_two_graphs_is_merged_once_and_stays_with_the_second(engine: GraphEngine) -> None:
    engine.commit({"x:a": source("1", ONE, TWO), "x:b": source("1", ONE)}, [], "first")
    engine.commit({}, ["x:a"], "second")
    assert held(engine, "x:a", "x:b", None) == [set(), {ONE}, {ONE}]
    assert engine.stamps() == {"x:b": "1"}


def test_a_graph_that_is_not_merged_stands_alone(engine: GraphEngine) -> None:
    engine.rebuild({"x:a": source("1", ONE, merged=False)}, "first")
    engine.commit({"x:b": source("1", TWO, merged=False)}, [], "second")
    assert held(engine, "x:a", "x:b", None) == [{ONE}, {TWO}, set()]


def test_a_replaced_graph_leaves_nothing_of_what_it_was(engine: GraphEngine) -> None:
    engine.rebuild({"x:a": source("1", ONE), "x:b": source("1", TWO)}, "first")
    engine.commit({"x:a": source("2", TWO)}, [], "second")
    assert held(engine, "x:a", None) == [{TWO}, {TWO}]
    assert engine.stamps() == {"x:a": "2", "x:b": "1"}


def test_a_rebuild_leaves_nothing_of_what_was_there(engine: GraphEngine) -> None:
    engine.rebuild({"x:a": source("1", ONE), "x:b": source("1", TWO)}, "first")
    engine.rebuild({"x:b": source("3", ONE)}, "second")
    assert (engine.mark(), engine.stamps()) == ("second", {"x:b": "3"})
    assert held(engine, "x:a", "x:b", None) == [set(), {ONE}, {ONE}]


def test_a_commit_of_nothing_only_sets_the_mark(engine: GraphEngine) -> None:
    engine.rebuild({"x:a": source("1", ONE)}, "first")
    engine.commit({}, [], "second")
    assert (engine.mark(), engine.stamps()) == ("second", {"x:a": "1"})


def test_a_discarded_engine_holds_nothing(engine: GraphEngine) -> None:
    engine.rebuild({"x:a": source("1", ONE)}, "first")
    engine.discard()
    assert engine.mark() is None
    engine.commit({"x:b": source("1", TWO)}, [], "second")
    assert engine.stamps() == {"x:b": "1"}


def test_a_reader_is_the_same_until_there_is_another_state(engine: GraphEngine) -> None:
    engine.rebuild({"x:a": source("1", ONE)}, "first")
    assert engine.mark() == "first"
    reader = engine.reader()
    assert engine.mark() == "first" and engine.reader() is reader
    engine.commit({"x:a": source("2", TWO)}, [], "second")
    assert engine.mark() == "second" and engine.reader() is not reader


class Killed(Exception):
    """What ends a writer in the middle."""


def stored(library: Library, documents: Iterable[str], action: str = "Order stakes") -> None:
    for name in documents:
        extraction = minutes(name, ("Tom Reid", "Ada Byrne"), action=action)
        library.store({name: record(extraction, name, BASE, action)})


@pytest.mark.parametrize("steps", [1, 4, 8])
def test_whatever_interrupts_a_writer_the_next_catch_up_makes_good(place: Place, tmp_path: Path, steps: int) -> None:
    library = place.library(tmp_path / "trees", base=BASE)
    stored(library, [f"2022-0{month}-01" for month in range(1, 6)])
    library.catch_up()
    library.remove(["2022-02-01"])
    stored(library, ["2022-03-01", "2022-06-01"], "Order ties")
    left = steps

    def dies(_what: str) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Killed

    library.engine.step = dies
    with contextlib.suppress(Killed):
        library.catch_up()
    library.engine.step = lambda _what: None
    library.catch_up()
    assert library.verify() == []


@pytest.fixture
def trees(place: Place, tmp_path: Path) -> Library:
    library = place.library(tmp_path / "trees", name="Trees", base=BASE)
    library.store({"2023-03-14": record(everything(), "2023-03-14", BASE, "hash-1")})
    stored(library, ["2023-04-14"])
    return library


@pytest.fixture
def embedded(trees: Library) -> Library:
    """The same library with the embedded engine."""
    return trees.with_settings(graph=None)


def test_a_library_is_whole_wherever_its_graph_is(trees: Library) -> None:
    assert trees.verify() == []
    assert set(trees.stamps()) == {"2023-03-14", "2023-04-14"}
    trees.start_anew()
    assert trees.verify() == []


def said(table: Table) -> list[object]:
    """What the rows say: where a question leaves the order open, engines may choose it."""
    return sorted(
        (tuple(sorted(cell.split(", ")) for cell in row.cells), sorted(row.facts), sorted(map(str, row.evidence)))
        for row in table.rows
    )


def test_every_question_has_the_same_answer(trees: Library, embedded: Library) -> None:
    asked = 0
    for question in load_questions().values():
        for required in (True, False):
            values = sample_values(question, required=required)
            here, there = (run(one.snapshot(), question, values) for one in (embedded, trees))
            assert (question.name, said(there)) == (question.name, said(here))
            asked += len(here.rows)
    assert asked > 50


def test_a_document_is_the_same(trees: Library, embedded: Library) -> None:
    assert trees.document("2023-03-14") == embedded.document("2023-03-14")
    with pytest.raises(LibraryError, match="there is no document"):
        trees.document("2099-01-01")


QUERIES: dict[str, tuple[str, str]] = {
    "rows": ("SELECT ?n WHERE { ?p a foaf:Person ; foaf:name ?n } ORDER BY ?n", "csv"),
    "yes": ("ASK { ?p a foaf:Person }", "json"),
    "triples": ("CONSTRUCT { ?p foaf:name ?n } WHERE { ?p a foaf:Person ; foaf:name ?n }", "ntriples"),
    "about": (f"DESCRIBE <{BASE}person/ada-byrne>", "ntriples"),
    "relative": ("SELECT ?n WHERE { <person/ada-byrne> foaf:name ?n }", "csv"),
    "from": ("SELECT (COUNT(*) AS ?n) FROM <doc/2023-04-14> WHERE { ?s ?p ?o }", "csv"),
    "path": ("SELECT ?d WHERE { ?f mb:owner/foaf:name 'Ada Byrne' ; mb:inDocument ?d } ORDER BY ?d", "tsv"),
    "numbers": ("SELECT (SUM(?c) AS ?all) WHERE { ?f mb:confidence ?c }", "csv"),
}


@pytest.mark.parametrize(("seconds", "names"), [(None, list(QUERIES)), (30.0, ["rows", "triples", "from"])])
def test_a_query_has_the_same_answer_in_this_process_and_in_one_of_its_own(
    trees: Library, embedded: Library, seconds: float | None, names: list[str]
) -> None:
    def told(library: Library, name: str) -> list[str]:
        answer = library.query(*QUERIES[name], seconds=seconds).decode()
        return sorted(by_value(line.removesuffix(" .")) for line in answer.splitlines())

    for name in names:
        assert told(trees, name) == told(embedded, name) != []


def test_parameters_and_limits_count_everywhere(trees: Library) -> None:
    assert trees.ask("ASK { ?p foaf:name ?name }", {"name": "Ada Byrne"})
    answer = json.loads(trees.query("SELECT ?s WHERE { ?s ?p ?o }", seconds=30, limit_rows=3))
    assert (len(answer["results"]["bindings"]), answer["truncated"]) == (3, True)


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("SELECT ?s WHERE { ?s ?p }", QuerySyntaxError),
        ("SELECT ?s WHERE { ?s nope:p ?o }", QuerySyntaxError),
        ("DROP ALL", QueryError),
        ("SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", QueryError),
        ("SELECT * FROM <x:nowhere> WHERE { ?s ?p ?o }", QueryError),
    ],
)
def test_a_wrong_query_is_told_alike(trees: Library, embedded: Library, query: str, error: type[Exception]) -> None:
    told = []
    for library in (embedded, trees):
        with pytest.raises(error) as problem:
            library.query(query)
        told.append(str(problem.value))
    assert told[0] == told[1]


def test_a_judgement_is_seen_at_once(trees: Library) -> None:
    from datetime import UTC, datetime

    trees.catch_up()
    trees.judge("rename", who="me", at=datetime(2024, 1, 31, tzinfo=UTC), target="person/ada-byrne", text="Ada Ng")
    assert trees.ask("ASK { <person/ada-byrne> skos:prefLabel 'Ada Ng' }")
    assert trees.verify() == []


def test_an_export_has_the_same_triples(trees: Library, embedded: Library) -> None:
    from io import BytesIO

    from kg.export import export

    def exported(library: Library, form: str) -> list[str]:
        output = BytesIO()
        export(library, output, form)
        return sorted(line.replace('"1"', '"1.0"') for line in output.getvalue().decode().splitlines())

    for form in ("ntriples", "nquads"):
        assert exported(trees, form) == exported(embedded, form)


# On servers only


def test_a_dataset_that_others_wrote_is_left_alone(fuseki: GraphEndpoint, tmp_path: Path) -> None:
    place = Place("fuseki", fuseki)
    place.empty()
    RemoteEngine(fuseki, "https://example.org/others/").rebuild({"x:a": source("1", ONE)}, "first")
    library = place.engine(tmp_path)
    new = {"x:b": source("1", TWO)}
    for write in (lambda: library.rebuild(new, "m"), lambda: library.commit(new, [], "m"), library.discard):
        with pytest.raises(LibraryError, match="dataset of its own"):
            write()
    assert RemoteEngine(fuseki, "https://example.org/others/").stamps() == {"x:a": "1"}


def test_credentials_are_needed_and_never_told(
    fuseki: GraphEndpoint, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    assert RemoteEngine(fuseki, BASE).stamps() is not None
    monkeypatch.setenv(VARIABLE, f"{USER}:not-{PASSWORD}")
    with pytest.raises(LibraryError, match=f"wants other credentials \\(401\\): look at .* {VARIABLE}") as refused:
        RemoteEngine(fuseki, BASE).mark()
    for value in ("", "two\nlines"):
        monkeypatch.setenv(VARIABLE, value)
        with pytest.raises(ConfigurationError, match=f"{VARIABLE} must hold") as missing:
            RemoteEngine(fuseki, BASE)
    assert PASSWORD not in f"{refused.value}{missing.value}{caplog.text}"


def test_a_server_that_is_not_there_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    nowhere = GraphEndpoint(*[f"http://127.0.0.1:9/{name}" for name in ("query", "update", "store")])
    library = Library.create(tmp_path / "trees", base=BASE).with_settings(graph=nowhere)
    stored(library, ["2023-04-14"])
    with pytest.raises(LibraryError, match=r"127\.0\.0\.1:9/query is not there"):
        library.ask("ASK {}")
    assert library.with_settings(graph=None).ask("ASK { ?d a mb:Document }")


def test_a_query_on_a_server_is_given_up_at_its_time_limit(fuseki: GraphEndpoint, tmp_path: Path) -> None:
    library = Place("fuseki", fuseki).library(tmp_path / "trees", base=BASE)
    stored(library, ["2023-04-14"])
    library.catch_up()
    everything = " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(6))
    with pytest.raises(QueryTimeout):
        library.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {everything} }}", seconds=3)


SETTINGS: dict[str, Callable[[str], str]] = {
    "lacks 'store'": lambda at: f'[graph]\nquery = "{at}"\nupdate = "{at}"\n',
    "unknown key 'quary'": lambda at: f'[graph]\nquary = "{at}"\n',
    "must be a whole http": lambda _at: '[graph]\nquery = "file:///etc/passwd"\n',
    "must not hold user and password": lambda _at: '[graph]\nquery = "http://me:secret@example.org/"\n',
    "must be text": lambda _at: "[graph]\nquery = 7\n",
    "'graph' must be a table": lambda at: f'graph = "{at}"\n',
}


@pytest.mark.parametrize("told", SETTINGS)
def test_settings_that_cannot_be_used_are_told(tmp_path: Path, told: str) -> None:
    folder = Library.create(tmp_path / "trees").folder
    path = folder / "minutebook.toml"
    path.write_text(path.read_text("utf-8") + SETTINGS[told]("http://example.org/trees"), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=told) as problem:
        Library.open(folder)
    assert "secret" not in str(problem.value)


def test_settings_are_read_as_written(tmp_path: Path) -> None:
    folder = Library.create(tmp_path / "trees").folder
    path = folder / "minutebook.toml"
    at = "http://example.org/trees/"
    table = f'[graph]\nquery = "{at}query"\nupdate = "{at}update"\nstore = "{at}data"\ncredentials = "{VARIABLE}"\n'
    path.write_text(path.read_text("utf-8") + table, encoding="utf-8")
    from kg import configuration

    settings = configuration.read(path)
    assert settings.graph == GraphEndpoint(f"{at}query", f"{at}update", f"{at}data", VARIABLE)
    path.write_text(configuration.text_of(settings), encoding="utf-8")
    assert configuration.read(path) == settings
