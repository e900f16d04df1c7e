"""A library on disk: made, found, written, asked; the graph follows by itself."""

import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kg import Library
from kg.errors import ConfigurationError, JudgementError, LibraryError
from kg.records import record
from kg.sparql import Iri
from tests.kg.extractions import BASE, everything, minutes

NOON = datetime(2024, 1, 31, 12, tzinfo=UTC)
PEOPLE = "SELECT ?name WHERE { ?person a foaf:Person ; skos:prefLabel ?name } ORDER BY ?name"


def graph(library: Library) -> list[str]:
    """Every quad of the graph, sorted."""
    return sorted(str(library.snapshot().store).split("\n"))


def people(library: Library) -> list[object]:
    return [row[0] for row in library.select(PEOPLE)]


def test_a_new_library_is_empty_and_answers(library: Library) -> None:
    assert library.select(PEOPLE).rows == ()
    assert library.verify() == []
    assert library.status().documents == {}


def test_a_library_is_found_from_a_folder_inside_it(library: Library) -> None:
    inside = library.folder / "drafts" / "2023"
    inside.mkdir(parents=True)
    assert Library.find(inside).folder == library.folder.resolve()


def test_a_library_is_made_only_once(library: Library) -> None:
    with pytest.raises(LibraryError, match="already"):
        Library.create(library.folder)


def test_a_folder_that_is_no_library_is_named(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="minutebook init"):
        Library.open(tmp_path)
    with pytest.raises(LibraryError, match="in no library"):
        Library.find(tmp_path)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("nmae = 'x'", "did you mean 'name'"),
        ("base = 'trees'", "ends in '/'"),
        ("query_seconds = 'long'", "must be a number"),
        ("query_memory_mb = 0", "greater than 0"),
        ("committee = ''", "is empty"),
        ('meaning = "yes"', "'meaning' must be true or false"),
        ("query_rows = true", "'query_rows' must be a whole number"),
        ("= nonsense", "is not TOML"),
    ],
)
def test_a_mistake_in_the_configuration_is_explained(library: Library, line: str, problem: str) -> None:
    path = library.folder / "minutebook.toml"
    key = line.partition(" ")[0]
    kept = [old for old in path.read_text(encoding="utf-8").split("\n") if old.partition(" ")[0] != key]
    path.write_text("\n".join([*kept, line]), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=problem):
        Library.open(library.folder)


def test_settings_given_at_creation_are_read_back(tmp_path: Path) -> None:
    made = Library.create(tmp_path / "x", name='The "Oak" Committee', committee="Oak")
    assert made.configuration.name == 'The "Oak" Committee'
    assert made.configuration.committee == "Oak"
    assert made.base == "https://minutebook.example/the-oak-committee/"


def test_a_query_sees_what_was_stored_just_before(trees: Library) -> None:
    assert people(trees) == ["Ada Byrne", "Tom Reid", "lowe"]
    trees.store({"later": record(minutes("2023-05-14", ("Zoë Lowe",)), "later", BASE, "hash")})
    assert "Zoë Lowe" in people(trees)
    trees.remove(["later"])
    assert "Zoë Lowe" not in people(trees)


def test_another_process_s_library_sees_it_too(trees: Library) -> None:
    other = Library.open(trees.folder)
    assert people(other) == people(trees)
    other.store({"later": record(minutes("2023-05-14", ("Zoë Lowe",)), "later", BASE, "hash")})
    assert people(trees) == people(other)


def test_what_another_document_says_too_stays_when_one_is_withdrawn(trees: Library) -> None:
    ada = Iri(f"{BASE}person/ada-byrne")
    named = "ASK { ?person foaf:name 'Ada Byrne' }"
    assert trees.ask(named, {"person": ada})
    trees.remove(["2023-03-14"])
    assert trees.ask(named, {"person": ada})
    assert not trees.ask("ASK { ?person schema:honorificPrefix 'Dr' }", {"person": ada})
    trees.remove(["2023-04-14"])
    assert not trees.ask(named, {"person": ada})


def test_a_document_is_read_with_the_library_s_names(trees: Library) -> None:
    document = trees.document("2023-03-14")
    assert document.text == everything().document.text
    assert f"{BASE}person/tom-reid" in {entity.iri for entity in document.entities}
    with pytest.raises(LibraryError, match="no document 'nothing'"):
        trees.document("nothing")


def test_the_text_stays_in_its_own_graph(trees: Library) -> None:
    assert not trees.ask("ASK { ?document mb:text ?text }")
    assert trees.ask("ASK { GRAPH ?document { ?document mb:text ?text } }")


def test_removing_what_is_not_there_removes_nothing(trees: Library) -> None:
    with pytest.raises(LibraryError, match="no document 'nothing'"):
        trees.remove(["2023-03-14", "nothing"])
    assert "2023-03-14" in trees.records


@pytest.mark.parametrize("name", ["../x", "a/b", ".hidden", "", "a\nb", "x" * 300])
def test_an_id_cannot_lead_out_of_the_folder(library: Library, name: str) -> None:
    with pytest.raises(LibraryError, match="cannot be the id"):
        library.store({name: b""})


def test_merging_and_undoing_restores_the_graph_to_the_byte(trees: Library) -> None:
    before = graph(trees)
    merge = trees.judge("same", who="me", at=NOON, target="person/ada-byrne", other="person/tom-reid")
    assert people(trees) == ["Ada Byrne", "lowe"]
    trees.judge("undo", who="me", at=NOON, undoes=merge.number)
    assert graph(trees) == before


def test_a_judgement_survives_a_new_reading_of_the_document(trees: Library) -> None:
    trees.judge("rename", who="me", at=NOON, target="person/ada-byrne", text="Dame Ada")
    trees.store({"2023-03-14": record(everything(), "2023-03-14", BASE, "hash-new")})
    assert "Dame Ada" in people(trees)


def test_closing_an_action_says_who_and_when(trees: Library) -> None:
    query = """SELECT ?commitment ?status ?who ?day WHERE {
        ?commitment mb:what 'Order stakes' ; mb:commitmentStatus ?status
        OPTIONAL { ?commitment mb:judgedBy ?who ; mb:judgedOn ?day } }"""
    commitment = trees.select(query)[0][0]
    trees.judge("close-action", who="Zoë", at=NOON, target=commitment, status="done")
    closed = Iri("https://minutebook.example/ontology#commitment-done")
    assert trees.select(query).rows == ((commitment, closed, "Zoë", "2024-01-31"),)


def test_a_rejected_statement_goes_with_its_evidence_and_comes_back(trees: Library) -> None:
    before = graph(trees)
    decision = trees.select("SELECT ?decision WHERE { ?decision a mb:Decision }")[0][0]
    rejected = trees.judge("reject", who="me", at=NOON, target=decision)
    assert not trees.ask("ASK { ?decision a mb:Decision }")
    assert not trees.ask("ASK { ?evidence oa:hasBody ?decision }", {"decision": Iri(decision)})
    trees.judge("undo", who="me", at=NOON, undoes=rejected.number)
    assert graph(trees) == before


def test_a_rejected_person_goes_with_their_attendance(trees: Library) -> None:
    trees.judge("reject", who="me", at=NOON, target="person/tom-reid")
    assert people(trees) == ["Ada Byrne", "lowe"]
    assert not trees.ask("ASK { ?attendance a mb:Attendance FILTER NOT EXISTS { ?attendance mb:attendee ?anybody } }")


@pytest.mark.parametrize(
    ("action", "about", "problem"),
    [
        ("same", {"target": "person/ada-byrne", "other": "person/nobody"}, "no .*person/nobody"),
        ("split", {"target": "person/ada-byrne", "documents": ["nothing"]}, "no document 'nothing'"),
        ("close-action", {"target": "person/ada-byrne", "documents": ["2023-03-14"], "status": "done"}, "not a commit"),
    ],
)
def test_a_judgement_on_what_is_not_there_is_refused(
    trees: Library, action: str, about: dict[str, object], problem: str
) -> None:
    with pytest.raises(JudgementError, match=problem):
        trees.judge(action, who="me", at=NOON, **about)  # type: ignore[arg-type]
    assert trees.judgements.read() == ()


def test_the_roster_is_part_of_the_graph(trees: Library) -> None:
    (trees.folder / "roster.ttl").write_text(
        '<person/ada-byrne> a foaf:Person ; foaf:name "Ada Byrne" .\n'
        '[] a org:Membership ; org:member <person/ada-byrne> ; mb:roleTitle "Chair" ; org:memberDuring "2022/2023" .',
        encoding="utf-8",
    )
    rows = trees.select(
        "SELECT ?who ?from WHERE { ?m a org:Membership ; org:member ?who ; org:memberDuring/mb:earliest ?from }"
    )
    assert [(str(row[0]), str(row[1])) for row in rows] == [(f"{BASE}person/ada-byrne", "2022-01-01")]
    assert [person.name for person in trees.roster().holders("chair", NOON.date().replace(year=2023))] == ["Ada Byrne"]
    assert trees.verify() == []


@pytest.mark.parametrize(
    ("turtle", "problem"),
    [
        ("<person/a> a foaf:Person ; foaf:nmae 'A' .", "did you mean foaf:name"),
        ("<person/a> foaf:name 'A' .", "needs a class"),
        ("<person/a> a foaf:Person .", "needs foaf:name"),
        ("[] a foaf:Person ; foaf:name 'A' .", "needs an IRI"),
        ("\n<person/a> a foaf:Person ;; foaf:name 'A .", "line 2"),
        ("[] a org:Membership ; org:member <p> ; mb:roleTitle 'x' ; org:memberDuring '20x' .", "not an EDTF date"),
    ],
)
def test_a_mistake_in_the_roster_is_explained(library: Library, turtle: str, problem: str) -> None:
    (library.folder / "roster.ttl").write_text(turtle, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=problem):
        library.roster()


def test_a_lost_or_broken_cache_is_made_anew(trees: Library) -> None:
    before = graph(trees)
    for path in (trees.cache / "graph").rglob("*.sst"):
        path.write_bytes(b"broken")
    (trees.cache / "summaries.json").write_bytes(b"{broken")
    broken = Library.open(trees.folder)
    assert graph(broken) == before
    (trees.cache / "graph" / "current").write_bytes(b"broken")
    assert graph(Library.open(trees.folder)) == before


def test_a_damaged_record_is_named_and_the_others_still_answer(trees: Library) -> None:
    trees.snapshot()
    (trees.folder / "records" / "2023-03-14.nq").write_bytes(b"<broken")
    (trees.folder / "records").touch()
    left = Library.open(trees.folder)
    assert people(left) == ["Ada Byrne", "Tom Reid"]
    assert [fault.place for fault in left.verify()] == ["2023-03-14"]
    assert "2023-03-14" in left.status().damaged


def test_verify_finds_a_quote_that_is_not_the_text(trees: Library) -> None:
    path = trees.folder / "records" / "2023-04-14.nq"
    lines = path.read_bytes().replace(b'exact> "Order stakes"', b'exact> "Order steaks"').split(b"\n")
    trees.store({"2023-04-14": b"\n".join(sorted(lines))[1:] + b"\n"})
    assert [fault.problem.rpartition("> ")[2] for fault in trees.verify()] == ["does not quote the text"]


def test_verify_finds_an_index_that_is_out_of_date(trees: Library) -> None:
    stamps = trees.stamps()
    assert trees.verify(stamps) == []
    assert [fault.problem for fault in trees.verify({**stamps, "2023-03-14": "old", "gone": "x"})] == [
        "2023-03-14 is out of date",
        "gone should not be there",
    ]


def test_stamps_change_only_for_documents_that_a_change_touches(trees: Library) -> None:
    before = trees.stamps()
    trees.store({"2023-04-14": record(minutes("2023-04-14", ("Ada Byrne", "Tom Reid")), "2023-04-14", BASE, "other")})
    after = trees.stamps()
    assert {name for name in after if after[name] != before[name]} == {"2023-04-14"}


def test_a_second_writer_waits_and_then_says_who_holds_the_lock(trees: Library) -> None:
    other = Library.open(trees.folder)
    with trees.lock(), pytest.raises(LibraryError, match=r"is being written by process \d+"), other.lock(0):
        pass
    with other.lock(0):
        pass


def test_readers_are_answered_from_the_old_state_while_a_writer_works(trees: Library) -> None:
    assert len(people(trees)) == 3
    reader, answers = Library.open(trees.folder), []
    with trees.lock():
        trees.store({"later": record(minutes("2023-05-14", ("Zoë Lowe",)), "later", BASE, "hash")})
        thread = threading.Thread(target=lambda: answers.append(people(reader)))
        thread.start()
        thread.join()
    assert answers == [["Ada Byrne", "Tom Reid", "lowe"]]
    assert "Zoë Lowe" in people(reader)


def test_a_reader_keeps_its_snapshot_and_old_ones_go(trees: Library) -> None:
    kept = trees.snapshot()
    count = len(kept.store)
    other = Library.open(trees.folder)
    for day in ("2023-05-14", "2023-06-14", "2023-07-14"):
        other.store({day: record(minutes(day, ("Zoë Lowe",)), day, BASE, "hash")})
        other.catch_up()
    assert len(kept.store) == count
    assert len(snapshots(trees)) == 2
    del kept, other
    assert "Zoë Lowe" in people(trees)
    trees.catch_up(from_nothing=True)
    trees.snapshot()
    trees.catch_up(from_nothing=True)
    assert len(snapshots(trees)) <= 2


def snapshots(library: Library) -> list[Path]:
    return [path for path in (library.cache / "graph").iterdir() if path.is_dir()]


def test_failures_are_kept_until_the_next_try(library: Library) -> None:
    library.note_failures({"b.pdf": "has no text", "a.docx": "is not a zip"})
    assert library.failures() == {"a.docx": "is not a zip", "b.pdf": "has no text"}
    library.note_failures({"a.docx": None})
    assert Library.open(library.folder).failures() == {"b.pdf": "has no text"}


def test_status_counts_and_names_the_months_without_documents(trees: Library) -> None:
    trees.store({"later": record(minutes("2023-07-14", ("Zoë Lowe",)), "later", BASE, "hash")})
    status = trees.status()
    assert status.documents == {"minutes": 3}
    assert (str(status.first_on), str(status.last_on)) == ("2023-03-14", "2023-07-14")
    assert (status.people, status.organisations, status.candidates) == (3, 2, 1)
    (coverage,) = status.coverage
    assert (coverage.committee, coverage.missing) == ("Tree Committee", ("2023-05", "2023-06"))


def test_summaries_tell_ingest_what_is_stored(trees: Library) -> None:
    summary = trees.summaries()["2023-03-14"]
    assert (summary.source, summary.content_hash, summary.pipeline) == ("2023/2023-03-14.md", "hash-1", "1")


@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated")  # rdflib 7.6 says so of its own code
def test_rdflib_reads_the_same_graph(trees: Library) -> None:
    dataset = trees.rdflib_dataset()
    found = dataset.query("SELECT ?name WHERE { ?person a foaf:Person ; skos:prefLabel ?name } ORDER BY ?name")
    assert [str(row[0]) for row in found] == people(trees)  # type: ignore[index]


def test_many_threads_may_ask_while_documents_arrive(trees: Library) -> None:
    wrong: list[object] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            found = people(trees)
            if not {"Ada Byrne", "Tom Reid"} <= set(found):
                wrong.append(found)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(3):
        trees.store({f"n{number}": record(minutes("2023-05-14", ("Zoë Lowe",)), f"n{number}", BASE, "hash")})
        time.sleep(0.05)
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert trees.verify() == []
