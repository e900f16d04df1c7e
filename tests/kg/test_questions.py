"""Named questions: files with a header that run with typed parameters and prove every row."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from kg import Library
from kg.errors import QueryError
from kg.extraction import Role
from kg.questions import Question, Reader, Value, bind, load_question, load_questions
from kg.records import record
from kg.tables import Table, run, tabulate
from tests.kg.extractions import BASE, everything, minutes

ADA = f"{BASE}person/ada-byrne"
AGENCY = f"{BASE}org/forestry-agency"
QUESTIONS = sorted(load_questions())


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Two documents, one with every kind of statement; for reading only."""
    library = Library.create(tmp_path_factory.mktemp("questions") / "trees", name="Trees", base=BASE)
    later = minutes("2023-04-14", ("Tom Reid", "Ada Byrne"), action="Order stakes")
    library.store(
        {
            "2023-03-14": record(everything(), "2023-03-14", BASE, "hash-1"),
            "2023-04-14": record(later, "2023-04-14", BASE, "hash-2"),
        }
    )
    return library


@pytest.fixture(scope="module")
def reader(trees: Library) -> Reader:
    return trees.snapshot()


def asked(reader: Reader, name: str, **values: Value) -> Table:
    return run(reader, load_question(name), values)


def sample_values(question: Question, *, required: bool) -> Mapping[str, Value]:
    """A value of the right type for each parameter, or for those that must have one."""
    samples: dict[str, Value] = {"entity": ADA, "date": "2023-05-01", "text": "chair", "integer": 3}
    return {
        parameter.name: parameter.choices[0] if parameter.choices else samples[parameter.type]
        for parameter in question.parameters
        if parameter.required or not required
    }


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("required", [True, False], ids=["least", "all"])
def test_every_question_runs_with_the_least_and_with_all_of_its_values(
    reader: Reader, name: str, required: bool
) -> None:
    question = load_question(name)
    table = run(reader, question, sample_values(question, required=required))
    assert table.columns == question.columns


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_row_of_every_question_has_evidence_that_is_verbatim(trees: Library, name: str) -> None:
    question = load_question(name)
    for row in run(trees.snapshot(), question, sample_values(question, required=True)).rows:
        assert row.evidence
        for piece in row.evidence:
            text = trees.document(piece.document.rpartition("/")[2]).text
            assert text[piece.start : piece.end] == piece.quote


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_query_that_is_shown_gives_the_same_rows_when_run_as_it_stands(reader: Reader, name: str) -> None:
    question = load_question(name)
    table = tabulate(reader, question, sample_values(question, required=True))
    assert bool(list(reader.query(table.sparql))) == bool(table.rows)


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_says_what_it_is_for(name: str) -> None:
    question = load_question(name)
    assert question.title
    assert question.help.endswith(".")
    assert all(parameter.help.endswith(".") for parameter in question.parameters)


def test_contacts_name_both_sides_the_date_the_channel_and_the_focus_area(reader: Reader) -> None:
    (row,) = asked(reader, "who-engaged", party=AGENCY).rows
    assert row.cells[:6] == ("Ada Byrne", "Forestry Agency", "2022-07/2022-12", "workshop", "done", "Nurseries")
    assert row.links[0] == (ADA,)


def test_a_contact_outside_the_period_is_left_out(reader: Reader) -> None:
    assert not asked(reader, "who-engaged", party=AGENCY, **{"from": "2023-01-01"}).rows
    assert asked(reader, "who-engaged", party=AGENCY, **{"from": "2022-12-31", "to": "2023-12-31"}).rows


@pytest.mark.parametrize(
    ("day", "state"),
    [("2023-03-14", "open"), ("2023-03-17", "open"), ("2023-03-18", "outcome unknown")],
)
def test_a_commitment_whose_date_has_passed_has_an_unknown_outcome(reader: Reader, day: str, state: str) -> None:
    (row,) = asked(reader, "commitments", by=ADA, as_of=day).rows
    assert row.cells[1:4] == ("write to the FA", "2023-03-17", state)


def test_commitments_recorded_after_the_day_do_not_count(reader: Reader) -> None:
    assert not asked(reader, "commitments", as_of="2023-03-13").rows


def test_first_and_last_attendance_are_counted_over_meetings(reader: Reader) -> None:
    (row,) = asked(reader, "attendance-span", person=ADA).rows
    assert row.cells == ("Ada Byrne", "2023-03-14", "2023-04-14", "2")
    assert {piece.date for piece in row.evidence} == {"2023-03-14", "2023-04-14"}


def test_a_person_known_below_half_confidence_is_not_shown(reader: Reader) -> None:
    assert "lowe" not in asked(reader, "people").column("who")


def test_several_values_of_a_parameter_are_alternatives(reader: Reader) -> None:
    table = run(reader, load_question("attendance"), {"how": ["present", "apologies"]})
    assert set(table.column("status")) == {"present", "apologies"}


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("who-engaged", {}, "needs a value for 'party'"),
        ("who-engaged", {"party": "no IRI"}, "IRI of an entity"),
        ("who-engaged", {"party": ADA, "from": "yesterday"}, "a date such as"),
        ("who-engaged", {"party": ADA, "channel": "telepathy"}, "one of: meeting"),
        ("who-engaged", {"party": ADA, "colour": "red"}, "has no parameter 'colour'"),
    ],
)
def test_a_wrong_value_is_refused_and_the_message_says_what_fits(
    reader: Reader, name: str, values: Mapping[str, Value], said: str
) -> None:
    with pytest.raises(QueryError, match=said):
        run(reader, load_question(name), values)


def test_a_vice_is_no_chair_unless_asked_for(tmp_path: Path) -> None:
    library = Library.create(tmp_path / "trees", name="Trees", base=BASE)
    given = minutes("2023-04-14", ("Ada Byrne", "Tom Reid"))
    ada, tom = (
        replace(person, roles=(Role(title=title, evidence=person.mentions, rule="r"),))
        for person, title in zip(given.people, ("Chair", "Vice-Chair"), strict=True)
    )
    library.store({"2023-04-14": record(replace(given, people=(ada, tom)), "2023-04-14", BASE, "hash")})
    library.catch_up()
    reader = library.snapshot()
    assert [row.cells[0] for row in asked(reader, "roles", title="chair").rows] == ["Ada Byrne"]
    assert [row.cells[0] for row in asked(reader, "roles", title="vice chair").rows] == ["Tom Reid"]


@pytest.mark.parametrize("text", ['") } DROP ALL #', "a\\nb", 'quote " and \\ slash', "} UNION { ?s ?p ?o"])
def test_text_given_as_a_value_stays_text(reader: Reader, text: str) -> None:
    assert not asked(reader, "roles", title=text).rows


def test_an_unknown_question_is_an_error_that_says_where_to_look() -> None:
    with pytest.raises(QueryError, match="minutebook questions"):
        load_question("../errors")


def test_a_question_is_added_by_adding_a_file(tmp_path: Path, reader: Reader) -> None:
    (tmp_path / "chairs.rq").write_text(
        "# title: Chairs\n# help: Who chairs.\n# param at entity: Where.\n# column who: Who\n\n"
        "SELECT ?fact ?who WHERE {\n  # values\n  ?fact org:member ?who .\n"
        "  ?fact org:organization ?at . # given at\n}\n"
    )
    question = load_questions(tmp_path)["chairs"]
    assert run(reader, question, {}).column("who") == ["Ada Byrne"]
    assert not run(reader, question, {"at": AGENCY}).rows


@pytest.mark.parametrize(
    ("given", "kept"),
    [({}, "none"), ({"a": "x"}, "a|b a|b-c"), ({"b": "x", "c": "x"}, "a|b c")],
)
def test_lines_depend_on_which_parameters_have_values(tmp_path: Path, given: Mapping[str, Value], kept: str) -> None:
    (tmp_path / "lines.rq").write_text(
        "# title: Lines\n# help: Lines.\n# param a text: A.\n# param b text: B.\n# param c text: C.\n# column x: X\n"
        "SELECT ?x WHERE {\n"
        '  # if a|b\n  BIND("a|b" AS ?y)\n  # end\n'
        '  # if a|b -c\n  BIND("a|b-c" AS ?z)\n  # end\n'
        '  BIND("c" AS ?x) # given c\n}\n'
    )
    query = bind(load_question("lines", tmp_path), given)
    bound = [part for part in ("a|b", "a|b-c", "c") if f'"{part}"' in query]
    assert " ".join(bound) == ("" if kept == "none" else kept)
    assert "# " not in query


@pytest.mark.parametrize(
    "header", ["# help: No title.\n# column x: X\n", "# title: T\n", "# title: T\n# column x: X\n# param y\n"]
)
def test_a_bad_header_is_named(tmp_path: Path, header: str) -> None:
    (tmp_path / "bad.rq").write_text(header + "SELECT ?x WHERE { }\n")
    with pytest.raises(QueryError, match=r"bad\.rq"):
        load_questions(tmp_path)
