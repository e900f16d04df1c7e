"""What one library exports another takes in, to the byte; triples of others' making are kept beside it."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import Library
from kg.errors import LibraryError, LoadError, MinutebookError
from kg.export import export
from kg.exported import Given
from kg.extraction import Extraction
from kg.load import Loaded, keep_graph, load
from kg.records import record
from kg.verify import verify
from tests.kg.extractions import BASE, everything, extractions

AT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
WITH_GRAPHS = ["nquads", "trig", "jsonld"]
OUTSIDE = b"""@prefix foaf: <http://xmlns.com/foaf/0.1/> .
<http://example.org/ann> foaf:name "Ann" ; foaf:knows [ foaf:name "Bob" ; foaf:age 007 ] ."""


def exported(library: Library, format_: str = "nquads", document: str | None = None, **how: Any) -> Given:
    output = io.BytesIO()
    export(library, output, format_, document, **how)
    return Given(f"export.{format_}", output.getvalue(), format_)


def files(library: Library) -> dict[str, bytes]:
    """Every file of a library but its configuration and what is derived."""
    return {
        str(path.relative_to(library.folder)): path.read_bytes()
        for path in sorted(library.folder.rglob("*"))
        if path.is_file() and path.name != "minutebook.toml" and "cache" not in path.parts and ".lock" not in path.name
    }


def fresh(folder: Path, base: str = BASE) -> Library:
    return Library.create(folder / "other", name="Other", base=base)


def refused(action: Callable[[], object], words: str) -> None:
    with pytest.raises(MinutebookError, match=words):
        action()


@pytest.fixture
def told(trees: Library) -> Library:
    """A library that people said things of."""
    (trees.folder / "roster.ttl").write_text('<person/ada-byrne> a foaf:Person ; foaf:name "Ada Byrne" .')
    (trees.folder / "stated.json").write_text('{"2023/2023-03-14.md": {"kind": "minutes"}}')
    (trees.folder / "searches.json").write_text('{"Money": {"query": "budget"}}')
    trees.judge("same", target="person/ada-byrne", other="person/tom-reid", who="zoë", at=AT, why="“quotes”\n\u2028")
    trees.judge("rename", target="person/ada-byrne", text="Ada “Oak” Byrne", who="zoë", at=AT)
    trees.restrict({"2023-04-14.md": ["board"]})
    keep_graph(trees, "people", [Given("people.ttl", OUTSIDE, "turtle")], who="zoë", at=AT)
    return trees


@pytest.mark.parametrize("format_", WITH_GRAPHS)
def test_a_whole_library_comes_back_to_the_byte(told: Library, tmp_path: Path, format_: str) -> None:
    other = fresh(tmp_path)
    done = load(other, [exported(told, format_)])
    assert files(other) == files(told) and len(files(told)) == 8
    assert done.added == ("2023-03-14", "2023-04-14") and done.graphs == ("people",)
    assert set(told.snapshot().lines(None)) == set(other.snapshot().lines(None))
    assert verify(other) == []


@pytest.mark.parametrize("format_", [*WITH_GRAPHS, "turtle", "ntriples"])
def test_one_document_comes_back_to_the_byte(told: Library, tmp_path: Path, format_: str) -> None:
    other = fresh(tmp_path)
    load(other, [exported(told, format_, "2023-03-14")])
    assert files(other) == {"records/2023-03-14.nq": told.records.read("2023-03-14")}


@settings(deadline=None, max_examples=15)
@given(
    st.dictionaries(st.sampled_from(["a", "b-1", "2022-03-14"]), extractions(), min_size=1),
    st.sampled_from(WITH_GRAPHS),
)
def test_any_records_come_back_to_the_byte(documents: dict[str, Extraction], format_: str) -> None:
    with TemporaryDirectory() as name:
        one, other = Library.create(f"{name}/one", base=BASE), Library.create(f"{name}/two", base=BASE)
        one.store({each: record(found, each, BASE, each) for each, found in documents.items()})
        load(other, [exported(one, format_)])
        assert files(other) == files(one)


def test_under_another_base_names_move_and_nothing_else_changes(told: Library, tmp_path: Path) -> None:
    other = fresh(tmp_path, "https://other.example/woods/")
    load(other, [exported(told)])
    assert verify(other) == []
    assert {BASE.encode() in content for name, content in files(other).items() if name != "stated.json"} == {False}
    back = fresh(tmp_path / "back")
    load(back, [exported(other)])
    assert files(back) == files(told)


def test_loading_again_changes_nothing_and_later_corrections_follow(told: Library, tmp_path: Path) -> None:
    other = fresh(tmp_path)
    load(other, [exported(told)])
    assert load(other, [exported(told)]) == Loaded(unchanged=("2023-03-14", "2023-04-14"))
    told.judge("rename", target="person/ada-byrne", text="Ada", who="zoë", at=AT)
    assert load(other, [exported(told)]).texts == ("judgements.jsonl",)
    assert files(other) == files(told)


def test_what_differs_is_replaced_on_demand_only(told: Library, tmp_path: Path) -> None:
    other = fresh(tmp_path)
    other.store({"2023-03-14": record(everything(), "2023-03-14", BASE, "another hash")})
    before = files(other)
    refused(lambda: load(other, [exported(told)]), "2023-03-14 would be changed")
    assert files(other) == before
    assert load(other, [exported(told)], replace=True).changed == ("2023-03-14",)
    assert files(other) == files(told)


def test_corrections_of_two_libraries_are_not_mixed(told: Library, tmp_path: Path) -> None:
    other = fresh(tmp_path)
    load(other, [exported(told, "nquads", "2023-03-14")])
    other.judge("rename", target="person/ada-byrne", text="Somebody", who="x", at=AT)
    before = files(other)
    refused(lambda: load(other, [exported(told)]), "judgements.jsonl says other things")
    assert files(other) == before


def test_saved_searches_stand_beside_those_that_are_there(told: Library, tmp_path: Path) -> None:
    other = fresh(tmp_path)
    (other.folder / "searches.json").write_text('{"Trees": {"query": "oak"}}')
    assert load(other, [exported(told)]).texts[-1] == "searches.json"
    both = json.loads((other.folder / "searches.json").read_text())
    assert both == {"Money": {"query": "budget"}, "Trees": {"query": "oak"}}
    assert load(other, [exported(told)]).texts == ()


def test_a_saved_search_takes_another_s_name_on_demand_only(told: Library, tmp_path: Path) -> None:
    other = fresh(tmp_path)
    path = other.folder / "searches.json"
    path.write_text('{"Money": {"query": "grants"}}')
    refused(lambda: load(other, [exported(told)]), "other searches are saved here as Money; --replace")
    assert json.loads(path.read_text()) == {"Money": {"query": "grants"}} and other.records.ids() == []
    load(other, [exported(told)], replace=True)
    assert json.loads(path.read_text()) == {"Money": {"query": "budget"}}


def test_rules_that_keep_documents_from_some_must_be_there_first(told: Library, tmp_path: Path) -> None:
    with (told.folder / "minutebook.toml").open("a") as file:
        file.write('[restricted]\n"board/*" = "board"\n')
    one, other = Library.open(told.folder), fresh(tmp_path)
    refused(lambda: load(other, [exported(one)]), r"board/\*.*write them under \[restricted\]")
    assert files(other) == {}
    with (other.folder / "minutebook.toml").open("a") as file:
        file.write('[restricted]\n"board/*" = "board"\n')
    load(Library.open(other.folder), [exported(one)])
    assert files(other) == files(one)


def test_what_is_exported_for_others_holds_nothing_kept_from_them(told: Library) -> None:
    for_all = exported(told.seen_by([])).content.decode()
    assert "2023-03-14" in for_all
    for kept in ("2023-04-14", "Order stakes", "restricted.json", "stated.json", "searches.json", "board"):
        assert kept not in for_all


@pytest.mark.parametrize(
    ("format_", "content", "words"),
    [
        ("nquads", b"nonsense", "is not nquads"),
        ("jsonld", b'{"@context": "http://127.0.0.1:9/c", "@id": "http://a.example/", "b": 1}', "is not jsonld"),
        ("turtle", OUTSIDE, "holds no document of a library; --as NAME"),
        ("nquads", b"<http://a/> <http://b/> <http://c/> <http://g/> .", "nothing that an export"),
        ("nquads", b"", "nothing that an export"),
    ],
)
def test_what_is_no_export_is_refused_with_what_to_do(
    library: Library, format_: str, content: bytes, words: str
) -> None:
    refused(lambda: load(library, [Given("x", content, format_)]), words)
    assert files(library) == {}


def test_merged_or_resolved_graphs_are_no_records(trees: Library, tmp_path: Path) -> None:
    other = fresh(tmp_path)
    refused(lambda: load(other, [exported(trees, "turtle")]), "holds 2 documents merged")
    refused(lambda: load(other, [exported(trees, "nquads", resolved=True)]), "without --resolved")
    refused(lambda: load(other, [exported(trees, "turtle", "2023-04-14", resolved=True)]), "without --resolved")
    assert files(other) == {}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b'"Order stakes"', b'"Order snakes"', "does not quote the text"),
        (b"Commitment", b"Comment", "."),
        (b"#ordinal>", b"#order>", "has no mb:ordinal"),
        (b"<https://example.org/trees/date/", b"<http://elsewhere.example/date/", "not of this library"),
    ],
)
def test_a_record_that_was_tampered_with_is_refused(
    trees: Library, tmp_path: Path, old: bytes, new: bytes, words: str
) -> None:
    other, good = fresh(tmp_path), trees.records.read("2023-04-14")
    bad = Given("x.nq", good.replace(old, new) if words != "." else good.replace(b"oa#exact", b"oa#ex"), "nquads")
    assert bad.content != good
    with pytest.raises(LoadError, match=words):
        load(other, [bad])
    assert files(other) == {}


def test_texts_that_cannot_be_used_are_refused(told: Library, tmp_path: Path) -> None:
    other, good = fresh(tmp_path), exported(told)
    for old, new in (
        (b'\\"rename\\"', b'\\"regret\\"'),
        (b"a foaf:Person", b"a foaf:Purse"),
        (
            b'restricted.json> <http://www.w3.org/1999/02/22-rdf-syntax-ns#value> "{',
            b'restricted.json> <http://www.w3.org/1999/02/22-rdf-syntax-ns#value> "{{',
        ),
    ):
        bad = Given("x.nq", good.content.replace(old, new), "nquads")
        assert bad.content != good.content
        refused(lambda bad=bad: load(other, [bad]), "cannot be used")  # type: ignore[misc]
    assert files(other) == {}


def test_what_was_forgotten_does_not_come_back(told: Library, tmp_path: Path) -> None:
    from kg.forgetting import forget_document, forget_person

    whole = exported(told)
    other = fresh(tmp_path)
    load(other, [exported(told, "nquads", "2023-03-14")])
    forget_document(other, "2023-03-14")
    refused(lambda: load(other, [whole]), "told to forget")
    third = fresh(tmp_path / "third")
    load(third, [exported(told, "nquads", "2023-04-14")])
    forget_person(third, f"{BASE}person/tom-reid")
    refused(lambda: load(third, [whole], replace=True), "told to forget")
    tom = Given("t.ttl", b'<http://x.example/> <http://x.example/name> "Tom Reid" .', "turtle")
    refused(lambda: keep_graph(third, "x", [tom], who="x", at=AT), "told to forget")
    keep_graph(told, "tom", [tom], who="x", at=AT)
    (told.folder / "roster.ttl").unlink()
    refused(lambda: forget_person(told, f"{BASE}person/ada-byrne"), "the graph .tom. names them")


def test_triples_of_others_are_asked_by_their_graph_and_merged_nowhere(trees: Library) -> None:
    merged = trees.snapshot().lines(None)
    assert keep_graph(trees, "people", [Given("people.ttl", OUTSIDE, "turtle")], who="zoë", at=AT) == 4
    ask = "SELECT ?name WHERE { GRAPH <graph/people> { ?s foaf:knows ?o . ?o foaf:name ?name } }"
    assert trees.select(ask).rows == (("Bob",),)
    said = "SELECT ?p ?v WHERE { GRAPH ?g { ?g ?p ?v } FILTER(?g = <graph/people>) }"
    assert {str(value) for _, value in trees.select(said)} >= {"people.ttl", "zoë"}
    assert trees.snapshot().lines(None) == merged
    trees.catch_up(from_nothing=True)
    assert trees.select(ask).rows == (("Bob",),) and verify(trees) == []
    assert trees.status().graphs == {"people": 7}
    trees.remove(["graph/people"])
    assert trees.select(ask).rows == () and trees.status().graphs == {}


def test_a_graph_is_kept_once_under_a_plain_name(trees: Library) -> None:
    one = [Given("people.ttl", OUTSIDE, "turtle")]
    keep_graph(trees, "people", one, who="zoë", at=AT)
    refused(lambda: keep_graph(trees, "people", one, who="ann", at=AT), "--replace")
    keep_graph(trees, "people", one, who="ann", at=AT, replace=True)
    for name in ("", "../x", "a/b", "a b", "<x>"):
        refused(lambda name=name: keep_graph(trees, name, one, who="zoë", at=AT), "name of a graph")  # type: ignore[misc]
    refused(lambda: keep_graph(trees, "y", [Given("y", b"", "turtle")], who="zoë", at=AT), "holds no triples")
    refused(lambda: trees.remove(["graph/none"]), "cannot be the id|there is no")


def test_a_graph_s_file_that_was_damaged_is_named_and_the_rest_still_answers(trees: Library) -> None:
    keep_graph(trees, "people", [Given("people.ttl", OUTSIDE, "turtle")], who="zoë", at=AT)
    trees.snapshot()
    path = trees.folder / "graphs" / "people.nq"
    path.write_bytes(path.read_bytes() + b"rubbish\n")
    (trees.folder / "graphs" / "touch").write_text("")
    assert "graph/people" in trees.status().damaged
    assert trees.ask("ASK { ?s a mb:Meeting }") and not trees.ask("ASK { GRAPH <graph/people> { ?s ?p ?o } }")


def test_a_rule_keeps_a_graph_from_those_it_is_not_for(trees: Library) -> None:
    with (trees.folder / "minutebook.toml").open("a") as file:
        file.write('[restricted]\n"graphs/*" = "board"\n')
    whole = Library.open(trees.folder)
    keep_graph(whole, "people", [Given("people.ttl", OUTSIDE, "turtle")], who="zoë", at=AT)
    ask = "ASK { GRAPH ?g { ?s foaf:knows ?o } }"
    assert whole.ask(ask) and whole.seen_by(["board"]).ask(ask) and not whole.seen_by([]).ask(ask)


def test_a_second_writer_says_who_holds_the_lock(trees: Library, tmp_path: Path) -> None:
    other = fresh(tmp_path)
    late = Library.open(other.folder).with_settings(lock_seconds=0.1)
    with other.lock(), pytest.raises(LibraryError, match="is being written"):
        load(late, [exported(trees)])
