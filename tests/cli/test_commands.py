"""Commands on a library of the samples: what users type and get."""

import csv
import io
import json
from pathlib import Path

import pytest

from kg.library import Library
from tests.cli.conftest import Run

pytestmark = pytest.mark.model


@pytest.fixture
def on(samples_library: Library) -> list[str]:
    return ["--library", str(samples_library.folder)]


def test_a_first_evening(minutebook: Run, samples: Path, tmp_path: Path) -> None:
    assert minutebook("init", tmp_path / "mine", "--committee", "Harbour Committee").status == 0
    on = ("--library", tmp_path / "mine")
    first = minutebook(*on, "ingest", samples / "2023" / "2023-01-18.md", samples / "2023" / "2023-03-15.md")
    assert (first.status, first.out) == (0, "")
    assert "2 added" in first.err
    assert (
        "2 unchanged"
        in minutebook(*on, "ingest", samples / "2023" / "2023-01-18.md", samples / "2023" / "2023-03-15.md").err
    )
    assert "minutes" in minutebook(*on, "status").out
    assert minutebook(*on, "verify").status == 0
    documents = json.loads(minutebook(*on, "documents", "--json").out)
    assert len(documents["rows"]) == 2
    assert minutebook(*on, "remove", "2023-03-15").status == 0
    assert len(json.loads(minutebook(*on, "documents", "--json").out)["rows"]) == 1
    assert minutebook(*on, "rebuild").status == 0


def test_one_unreadable_file_is_reported_and_the_rest_stored(minutebook: Run, samples: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.docx").write_bytes(b"\x00\x01 no archive")
    minutebook("init", "mine")
    done = minutebook("--library", "mine", "ingest", tmp_path / "bad.docx", samples / "2023" / "2023-01-18.md")
    assert done.status == 1
    assert "bad.docx" in done.err
    status = minutebook("--library", "mine", "status")
    assert status.status == 1
    assert "bad.docx" in status.out
    assert len(json.loads(minutebook("--library", "mine", "documents", "--json").out)["rows"]) == 1


def test_a_file_given_twice_as_stated_is_read_as_stated(minutebook: Run, samples: Path) -> None:
    stated = (
        "--kind",
        "report",
        "--date",
        "2020-05",
        "--title",
        "Old",
        "--author",
        "Ada Byrne",
        "--committee",
        "Trees",
    )
    document = json.loads(minutebook("extract", samples / "2023" / "2023-01-18.md", *stated).out)["document"]
    assert (document["kind"], document["date"], document["title"]) == ("report", "2020-05", "Old")
    assert document["committee"] == "org/trees"


def test_extract_prints_the_text_where_asked(minutebook: Run, samples: Path) -> None:
    path = samples / "2023" / "2023-01-18.md"
    text = path.read_text("utf-8")
    assert json.loads(minutebook("extract", path, "--text").out)["document"]["text"] == text
    assert "text" not in json.loads(minutebook("extract", path).out)["document"]


def test_the_library_is_found_from_inside_it(
    minutebook: Run, samples_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(samples_library.folder / "records")
    assert minutebook("people").status == 0


def test_the_library_is_named_by_the_environment(
    minutebook: Run, samples_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINUTEBOOK_LIBRARY", str(samples_library.folder))
    assert minutebook("people").status == 0


def test_an_answer_shows_the_sentence_and_the_date(minutebook: Run, on: list[str]) -> None:
    answer = minutebook(*on, "who-engaged", "Department for Coastal Affairs")
    assert answer.status == 0
    assert "“" in answer.out
    assert "2023" in answer.out


def test_every_row_of_an_answer_in_json_has_evidence(minutebook: Run, on: list[str]) -> None:
    answer = json.loads(
        minutebook(*on, "ask", "Who", "engaged", "the", "Department", "for", "Coastal", "Affairs?", "--json").out
    )
    assert answer["format"] == "minutebook-answer/1"
    assert answer["status"] == "answered"
    assert {piece["row"] for piece in answer["evidence"]} == set(range(len(answer["rows"])))


def test_csv_has_a_header_and_the_evidence(minutebook: Run, on: list[str]) -> None:
    rows = list(csv.reader(io.StringIO(minutebook(*on, "people", "--csv").out)))
    assert rows[0][-3:] == ["document", "date", "words"]
    assert any(row[0] == "Ngozi Adeyemi" for row in rows)


def test_what_is_not_on_record_is_said_so(minutebook: Run, on: list[str]) -> None:
    answer = minutebook(*on, "person", "Zebedee Quux")
    assert answer.status == 1
    assert "Zebedee Quux" in answer.out


def test_search_finds_passages_with_their_place(minutebook: Run, on: list[str]) -> None:
    found = json.loads(minutebook(*on, "search", "throw lines", "--json").out)
    assert found["total"] == len(found["hits"]) or len(found["hits"]) == 10
    assert any("throw lines" in hit["words"].lower() for hit in found["hits"])
    assert minutebook(*on, "search", "zebras").status == 1


def test_search_shows_what_is_nearest_where_nothing_is_found(minutebook: Run, on: list[str]) -> None:
    found = minutebook(*on, "search", "throw lines date:1950")
    assert found.status == 1
    assert found.out.startswith("0 passages found.")
    assert "throw lines" in found.out


def test_search_says_how_to_see_the_next_page(minutebook: Run, on: list[str]) -> None:
    assert "--offset 1 shows the next" in minutebook(*on, "search", "lines", "--limit", "1").out


def test_a_handover_and_a_comparison_are_markdown_with_sources(minutebook: Run, on: list[str]) -> None:
    for report in (minutebook(*on, "handover", "2023"), minutebook(*on, "compare", "2023", "2024")):
        assert report.status == 0
        assert report.out.startswith("# ")
        assert "source-1" in report.out
    assert minutebook(*on, "handover", "2023/..").status == 2


def test_sparql_in_every_format(minutebook: Run, on: list[str]) -> None:
    query = 'SELECT ?name WHERE { ?person foaf:name ?name . FILTER(?name = "Ngozi Adeyemi") }'
    assert "Ngozi Adeyemi" in minutebook(*on, "sparql", query).out
    for form in ("csv", "tsv", "json", "xml"):
        assert "Ngozi Adeyemi" in minutebook(*on, "sparql", query, "--format", form).out


def test_sparql_makes_triples(minutebook: Run, on: list[str]) -> None:
    query = "CONSTRUCT { ?p foaf:name ?n } WHERE { ?p a foaf:Person ; foaf:name ?n }"
    assert "@prefix foaf:" in minutebook(*on, "sparql", query).out
    assert "<http://xmlns.com/foaf/0.1/name>" in minutebook(*on, "sparql", query, "--format", "ntriples").out


def test_ask_queries_answer_by_their_exit_status(minutebook: Run, on: list[str]) -> None:
    assert minutebook(*on, "sparql", "ASK { ?x a mb:Meeting }").status == 0
    assert minutebook(*on, "sparql", "ASK { ?x a mb:Spaceship }").status == 1


def test_sparql_from_a_file(minutebook: Run, on: list[str], tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("ASK { ?x a mb:Meeting }", "utf-8")
    assert minutebook(*on, "sparql", "-f", tmp_path / "q.rq").out == "yes\n"


def test_a_query_past_its_time_limit_exits_with_3(minutebook: Run, on: list[str]) -> None:
    product = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    stopped = minutebook(*on, "sparql", product, "--time-limit", "0.5")
    assert stopped.status == 3
    assert "0.5" in stopped.err


@pytest.mark.parametrize("query", ["SELEC", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "CLEAR ALL"])
def test_a_query_that_cannot_be_run_exits_with_2(minutebook: Run, on: list[str], query: str) -> None:
    refused = minutebook(*on, "sparql", query)
    assert (refused.status, refused.out) == (2, "")
    assert refused.err.startswith("minutebook: line 1")


def test_corrections_hold_and_can_be_undone(minutebook: Run, samples: Path) -> None:
    minutebook("init", "mine")
    on = ("--library", "mine")
    minutebook(*on, "ingest", samples / "2023" / "2023-01-18.md")
    assert minutebook(*on, "rename", "Hana Kobayashi", "Hana K.", "--by", "me").status == 0
    assert "Hana K." in minutebook(*on, "people").out
    assert json.loads(minutebook(*on, "log", "--json").out)[0]["Says"] == "rename"
    assert minutebook(*on, "undo", "1").status == 0
    assert "Hana K." not in minutebook(*on, "people").out
    assert minutebook(*on, "undo", "7").status == 2


def test_a_commitment_is_closed_by_the_id_shown_with_it(minutebook: Run, samples: Path) -> None:
    minutebook("init", "mine")
    on = ("--library", "mine")
    minutebook(*on, "ingest", samples / "2023" / "2023-01-18.md")
    before = minutebook(*on, "commitments", "--as-of", "2023-01-20").out
    identifier = next(word for word in before.replace(",", " ").split() if word.startswith("fact/"))
    assert minutebook(*on, "close-action", identifier).status == 0
    assert "done" in minutebook(*on, "commitments", "--as-of", "2023-01-20", "--in-state", "done").out


def test_a_roster_is_drafted_once(minutebook: Run, samples: Path, tmp_path: Path) -> None:
    minutebook("init", tmp_path / "mine")
    on = ("--library", tmp_path / "mine")
    minutebook(*on, "ingest", samples / "2023" / "2023-01-18.md", samples / "2023" / "2023-03-15.md")
    drafted = minutebook(*on, "roster", "suggest")
    assert drafted.status == 0
    assert 'mb:roleTitle "Member"' in drafted.out
    written = minutebook(*on, "roster", "suggest", "--write")
    assert (written.status, written.out) == (0, "")
    assert (tmp_path / "mine" / "roster.ttl").read_text(encoding="utf-8") == drafted.out
    assert minutebook(*on, "roster", "suggest").status == 1
