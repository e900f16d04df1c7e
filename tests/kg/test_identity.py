"""Who is who across documents: the same name is the same person, and doubt is left as doubt."""

from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kg import roster as rosters
from kg.entity_names import DocumentNames, View, names_of
from kg.extraction import Extraction, Organisation, Person
from kg.identifiers import organisation_id, person_id
from kg.identity import resolve
from kg.judgements import Judgement
from kg.records import record
from kg.roster import Roster
from kg.stored import from_record
from tests.kg.extractions import BASE, extractions, minutes

NOW = datetime(2024, 1, 31, tzinfo=UTC).isoformat()


def names(extraction: Extraction, document: str) -> DocumentNames:
    return names_of(from_record(record(extraction, document, BASE, "hash")))


def seen(
    documents: dict[str, Extraction], *judgements: Judgement, roster: Roster | None = None
) -> dict[str, dict[str, str]]:
    """For each document the names of its entities by local id, as the library shows them."""
    found = resolve(
        [names(extraction, document) for document, extraction in documents.items()],
        judgements,
        roster or Roster(),
        BASE,
    )
    return {document: {e.iri.removeprefix(BASE): e.name for e in view.entities} for document, view in found.items()}


def partial(name: str, handle: str | None = None) -> Person:
    return Person(person_id(name), name, partial=True, handle=handle)


def judge(action: str, target: str, number: int = 1, **about: object) -> Judgement:
    given = {key: BASE + value if key == "other" else value for key, value in about.items()}  # type: ignore[operator]
    return Judgement(number=number, action=action, who="me", at=NOW, target=BASE + target, **given)  # type: ignore[arg-type]


def test_the_same_full_name_is_the_same_person() -> None:
    found = seen({"a": minutes("2022-01-01", ("Zoë Ó Briain",)), "b": minutes("2022-02-01", ("ZOE O BRIAIN",))})
    assert "person/zoe-o-briain" in found["a"]
    assert found["a"]["person/zoe-o-briain"] == found["b"]["person/zoe-o-briain"]


def test_an_alias_that_a_document_states_joins_both_names() -> None:
    georgie = Person("person/georgie-morrow", "Georgie Morrow", ("Georgie Hanley",))
    found = seen({"a": minutes("2022-01-01", (georgie,)), "b": minutes("2022-02-01", ("Georgie Hanley",))})
    assert found["b"]["person/georgie-morrow"] == "Georgie Morrow"


def test_a_single_word_alias_joins_nobody() -> None:
    ada = Person("person/ada-byrne", "Ada Byrne", ("Tom",))
    found = seen({"a": minutes("2022-01-01", (ada,)), "b": minutes("2022-02-01", (Person("person/tom", "Tom"),))})
    assert "person/tom" in found["b"]


def test_a_first_name_surname_initials_or_handle_is_the_one_attendee_who_fits() -> None:
    full = Person("person/robin-greave", "Robin Greave", handle="rgreave")
    for name, handle in (("Robin", None), ("Greave", None), ("RG", None), ("Robin G", None), ("xyz", "RGreave")):
        found = seen({"a": minutes("2022-01-01", (full,)), "b": minutes("2022-02-01", (partial(name, handle),))})
        assert found["b"].get("person/robin-greave") == "Robin Greave", name


def test_a_first_name_that_fits_two_stays_in_its_document() -> None:
    found = seen({"a": minutes("2022-01-01", ("Tom Reid", "Tom Lowe")), "b": minutes("2022-02-01", (partial("Tom"),))})
    assert "person/tom~b" in found["b"]


def test_a_first_name_that_fits_a_regular_and_a_visitor_is_the_regular() -> None:
    documents = {str(n): minutes(f"2022-0{n}-01", ("Tom Reid",)) for n in range(1, 6)}
    documents |= {"6": minutes("2022-05-15", ("Tom Lowe",)), "7": minutes("2022-05-20", (partial("Tom"),))}
    assert seen(documents)["7"].get("person/tom-reid") == "Tom Reid"


def test_attendance_long_ago_or_in_another_committee_explains_no_first_name() -> None:
    documents = {
        "a": minutes("2019-01-01", ("Robin Greave",)),
        "b": minutes("2022-02-01", ("Robin Greave",), committee="Roads Committee"),
        "c": minutes("2022-02-01", (partial("Robin"),)),
    }
    assert "person/robin~c" in seen(documents)["c"]


def test_a_rare_misspelling_in_attendance_is_the_regular_of_that_committee() -> None:
    regular = {str(n): minutes(f"2022-0{n}-01", ("Brian Wardle",)) for n in range(1, 7)}
    for slip in ("Brain Wardle", "Brian Wardel", "Brian Wardles", "Brian War Dle"):
        found = seen({**regular, "slip": minutes("2022-03-15", (slip,))})
        assert "person/brian-wardle" in found["slip"], slip


def test_a_short_form_of_the_first_name_is_the_attendee_of_that_committee() -> None:
    documents = {"a": minutes("2022-01-01", ("Timothy Ashby",)), "b": minutes("2022-02-01", ("Timothy Ashby",))}
    found = seen({**documents, "c": minutes("2022-03-01", ("Tim Ashby",))})
    assert "person/timothy-ashby" in found["c"]
    beside = seen({**documents, "c": minutes("2022-03-01", ("Tim Ashby", "Timothy Ashby"))})
    assert "person/tim-ashby" in beside["c"]


def test_initials_with_a_surname_are_the_one_person_of_that_committee_whom_they_fit() -> None:
    documents = {"a": minutes("2022-01-01", ("Philippa Crane", "Paul Crane", "Obi Ezekiel"))}
    found = seen({**documents, "b": minutes("2022-02-01", ("O Ezekiel", "P Crane"))})
    assert "person/obi-ezekiel" in found["b"]
    assert "person/p-crane" in found["b"], "two may be meant"


def test_where_everybody_is_written_with_initials_nobody_changes() -> None:
    found = seen({"a": minutes("2022-01-01", ("P Crane",)), "b": minutes("2022-02-01", ("P Crane",))})
    assert "person/p-crane" in found["a"]
    assert "person/p-crane" in found["b"]


def test_a_name_alike_is_somebody_else_where_it_sits_beside_comes_often_or_sits_elsewhere() -> None:
    regular = {str(n): minutes(f"2022-0{n}-01", ("Jon Marsden",)) for n in range(1, 7)}
    other = {
        "beside": minutes("2022-03-15", ("John Marsden", "Jon Marsden")),
        "often": minutes("2022-03-16", ("Jan Marsden",)),
        "often-too": minutes("2022-04-16", ("Jan Marsden",)),
        "elsewhere": minutes("2022-03-17", ("Joan Marsden",), committee="Roads Committee"),
        "long-ago": minutes("2012-03-17", ("Jonn Marsden",)),
    }
    found = seen({**regular, **other})
    for document, person in (("beside", "john"), ("often", "jan"), ("elsewhere", "joan"), ("long-ago", "jonn")):
        assert f"person/{person}-marsden" in found[document]


def test_judged_not_the_same_a_misspelling_stays_apart() -> None:
    documents = {str(n): minutes(f"2022-0{n}-01", ("Brian Wardle",)) for n in range(1, 7)}
    documents["slip"] = minutes("2022-03-15", ("Brain Wardle",))
    found = seen(documents, judge("not-same", "person/brain-wardle", other="person/brian-wardle"))
    assert "person/brain-wardle" in found["slip"]


def test_a_doubtful_person_explains_nobody() -> None:
    doubtful = Person("person/robin-greave", "Robin Greave", confidence=0.3)
    found = seen({"a": minutes("2022-01-01", (doubtful,)), "b": minutes("2022-02-01", (partial("Robin"),))})
    assert "person/robin~b" in found["b"]


def test_an_acronym_is_the_one_organisation_that_has_it() -> None:
    agency = Organisation("org/forestry-agency", "Forestry Agency", "FA")
    found = seen(
        {
            "a": minutes("2022-01-01", (), (agency,)),
            "b": minutes("2022-02-01", (), (Organisation("org/fa", "FA"),)),
            "c": minutes("2022-02-01", (), (Organisation("org/fa", "FA", "FA"),)),
        }
    )
    assert found["b"]["org/forestry-agency"] == found["c"]["org/forestry-agency"] == "Forestry Agency"


def test_a_name_that_ends_in_an_acronym_is_the_full_one_it_stands_for() -> None:
    trust, short, other = (
        Organisation(organisation_id(name), name)
        for name in ("Mill Lane Community Land Trust", "Mill Lane CLT", "Mill Road CLT")
    )
    found = seen({"a": minutes("2022-01-01", (), (trust,)), "b": minutes("2022-02-01", (), (short, other))})
    assert found["b"]["org/mill-lane-community-land-trust"] == "Mill Lane Community Land Trust"
    assert "org/mill-road-clt" in found["b"]


def test_an_acronym_with_two_meanings_stays_an_acronym() -> None:
    meanings = (
        Organisation("org/forestry-agency", "Forestry Agency", "FA"),
        Organisation("org/football-association", "Football Association", "FA"),
    )
    found = seen(
        {"a": minutes("2022-01-01", (), meanings), "b": minutes("2022-02-01", (), (Organisation("org/fa", "FA"),))}
    )
    assert found["b"]["org/fa"] == "FA"


def test_the_name_that_most_documents_write_is_preferred() -> None:
    documents = {str(n): minutes(f"2022-0{n}-01", ("Mcdonald Tree",)) for n in (1, 2)}
    documents["3"] = minutes("2022-03-01", ("McDonald TREE",))
    assert seen(documents)["3"]["person/mcdonald-tree"] == "Mcdonald Tree"


def test_judged_the_same_they_are_one_under_the_first() -> None:
    documents = {"a": minutes("2022-01-01", ("Paul Tanner",)), "b": minutes("2022-02-01", ("P J Tanner",))}
    found = seen(documents, judge("same", "person/paul-tanner", other="person/p-j-tanner"))
    assert found["b"]["person/paul-tanner"] == "Paul Tanner"


def test_judged_not_the_same_no_rule_joins_them() -> None:
    documents = {"a": minutes("2022-01-01", ("Robin Greave",)), "b": minutes("2022-02-01", (partial("Robin"),))}
    found = seen(documents, judge("not-same", "person/robin~b", other="person/robin-greave"))
    assert "person/robin~b" in found["b"]


def test_a_split_gives_the_namesake_an_iri_with_a_suffix() -> None:
    documents = {"a": minutes("2022-01-01", ("Paul Tanner",)), "b": minutes("2022-02-01", ("Paul Tanner",))}
    found = seen(documents, judge("split", "person/paul-tanner", 4, documents=("b",)))
    assert "person/paul-tanner" in found["a"]
    assert "person/paul-tanner~4" in found["b"]


def test_a_rename_is_the_preferred_name_and_an_alias_is_added() -> None:
    documents = {"a": minutes("2022-01-01", ("Paul Tanner",))}
    judgements = (
        judge("rename", "person/paul-tanner", 1, text="Paul Tanner OBE"),
        judge("add-alias", "person/paul-tanner", 2, text="Polly"),
    )
    view = resolve([names(documents["a"], "a")], judgements, Roster(), BASE)["a"]
    person = next(entity for entity in view.entities if "/person/" in entity.iri)
    assert (person.name, person.added) == ("Paul Tanner OBE", ("Polly",))


def test_the_roster_names_aliases_and_handles(tmp_path: Path) -> None:
    (tmp_path / "roster.ttl").write_text(
        '<person/ada> a foaf:Person ; foaf:name "Ada Byrne" ; skos:altLabel "Ada Lowe" ; mb:handle "ab" .\n'
        '<org/forestry> a mb:PublicBody ; foaf:name "Forestry Agency" ; mb:acronym "FA" .',
        encoding="utf-8",
    )
    roster = rosters.read(tmp_path / "roster.ttl", BASE)
    documents = {
        "a": minutes("2022-01-01", ("Ada Lowe", partial("x", "@ab")), (Organisation("org/fa", "FA"),)),
        "b": minutes("2022-01-01", ("Ada Byrne",)),
    }
    found = seen(documents, roster=roster)
    assert found["a"]["person/ada"] == found["b"]["person/ada"] == "Ada Byrne"
    assert found["a"]["org/forestry"] == "Forestry Agency"


def test_two_of_one_name_in_one_document_stay_two() -> None:
    two = (Person("person/john-smith", "John Smith"), Person("person/john-smith-2", "John Smith"))
    found = seen({"a": minutes("2022-01-01", two)})
    assert {"person/john-smith", "person/john-smith-2"} <= set(found["a"])


@given(st.lists(extractions(), min_size=1, max_size=5), st.randoms())
def test_the_order_of_reading_does_not_matter(documents: list[Extraction], random: object) -> None:
    summaries = [names(extraction, f"d{number}") for number, extraction in enumerate(documents)]
    expected = resolve(summaries, (), Roster(), BASE)
    random.shuffle(summaries)  # type: ignore[attr-defined]
    assert resolve(summaries, (), Roster(), BASE) == expected


@given(st.lists(extractions(), min_size=1, max_size=4))
def test_every_entity_is_called_by_one_name_everywhere(documents: list[Extraction]) -> None:
    summaries = [names(extraction, f"d{number}") for number, extraction in enumerate(documents)]
    views: dict[str, View] = resolve(summaries, (), Roster(), BASE)
    called: dict[str, str] = {}
    for view in views.values():
        for entity in view.entities:
            assert called.setdefault(entity.iri, entity.name) == entity.name
