"""The index of a library follows its records, judgements and names."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kg import Library
from kg.errors import LibraryError
from kg.records import record
from search.catch_up import catch_up, open_index, refresh
from search.engine import SearchEngine, SearchRequest
from tests.kg.extractions import BASE, everything, minutes


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library of two documents."""
    made = Library.create(tmp_path / "trees", name="Trees", base=BASE)
    later = minutes("2023-04-14", ("Tom Reid", "Ada Byrne"), action="Order stakes")
    made.store(
        {
            "2023-03-14": record(everything(), "2023-03-14", BASE, "hash-1"),
            "2023-04-14": record(later, "2023-04-14", BASE, "hash-2"),
        }
    )
    return made


def documents(index: SearchEngine, query: str) -> list[str]:
    return [hit.document for hit in index.search(SearchRequest(query)).hits]


def test_an_index_is_made_when_it_is_opened(library: Library) -> None:
    index = open_index(library)
    assert documents(index, "stakes") == ["2023-04-14"]
    assert set(index.stamps()) == {"2023-03-14", "2023-04-14"}
    index.close()


def test_an_opened_index_that_is_up_to_date_is_left_alone(library: Library) -> None:
    open_index(library).close()
    files = sorted(path.name for path in (library.cache / "search").iterdir())
    open_index(library).close()
    assert sorted(path.name for path in (library.cache / "search").iterdir()) == files


def test_only_what_changed_is_replaced(library: Library) -> None:
    index = open_index(library)
    changed = minutes("2023-04-14", ("Tom Reid", "Ada Byrne"), action="Order spades")
    library.store({"2023-04-14": record(changed, "2023-04-14", BASE, "hash-3")})
    report = catch_up(library, index)
    assert (report.replaced, report.removed) == (("2023-04-14",), ())
    assert documents(index, "spades") == ["2023-04-14"] and not documents(index, "stakes")
    index.close()


def test_a_withdrawn_document_is_gone(library: Library) -> None:
    index = open_index(library)
    library.remove(["2023-04-14"])
    refresh(library, index)
    assert not documents(index, "stakes") and set(index.stamps()) == {"2023-03-14"}
    index.close()


def test_a_judgement_changes_names_and_is_undone(library: Library) -> None:
    index = open_index(library)
    at = datetime(2024, 1, 1, tzinfo=UTC)
    judgement = library.judge("rename", who="us", at=at, target="person/tom-reid", text="Thomas Reid")
    refresh(library, index)
    named = documents(index, 'person:"Thomas Reid"')
    assert "2023-04-14" in named and documents(index, 'person:"Tom Reid"') == named
    library.judge("undo", who="us", at=at, undoes=judgement.number)
    refresh(library, index)
    assert [one.label for one in index.complete("tho")] == []
    index.close()


def test_filters_find_what_passages_name_and_prove(library: Library) -> None:
    index = open_index(library)
    assert set(documents(index, 'person:"Ada Byrne"')) == {"2023-03-14", "2023-04-14"}
    assert documents(index, "owner:tom") == ["2023-04-14"]
    assert set(documents(index, "org:FA")) == {"2023-03-14"}
    assert documents(index, "focus:nurseries") == ["2023-03-14"]
    assert set(documents(index, 'committee:"Tree Committee" date:2023-04')) == {"2023-04-14"}
    index.close()


def test_a_heading_is_found_through_the_passages_below_it(library: Library) -> None:
    index = open_index(library)
    hits = index.search(SearchRequest('"14 March"')).hits
    text = library.document("2023-03-14").text
    assert [text[hit.span.start : hit.span.end] for hit in hits if hit.span] == [
        "The storm of 2022-01 felled ten oaks."
    ]
    index.close()


def test_spans_of_hits_are_verbatim(library: Library) -> None:
    index = open_index(library)
    (hit,) = index.search(SearchRequest("stakes")).hits
    text = library.document(hit.document).text
    assert [text[s.span.start : s.span.end] for s in hit.snippet] == [s.text for s in hit.snippet]
    assert [text[h.start : h.end] for s in hit.snippet for h in s.highlights] == ["stakes"]
    index.close()


def test_while_another_writes_the_index_answers_as_it_was(library: Library) -> None:
    index = open_index(library)
    other = Library.open(library.folder)
    with other.lock():
        other.records.remove(["2023-04-14"])
        refresh(library, index)
        assert documents(index, "stakes") == ["2023-04-14"]
    refresh(library, index)
    assert not documents(index, "stakes")
    index.close()


def test_an_empty_index_waits_for_the_writer_and_says_who_it_is(library: Library) -> None:
    hasty = library.with_settings(lock_seconds=0.05)
    with Library.open(library.folder).lock(), pytest.raises(LibraryError, match="being written by process"):
        open_index(hasty)


def test_from_nothing_finds_the_same(library: Library) -> None:
    index = open_index(library)
    before = [index.search(SearchRequest(query)) for query in ("ada", "stakes", "tree committee")]
    report = catch_up(library, index, from_nothing=True)
    assert set(report.replaced) == set(index.stamps())
    assert [index.search(SearchRequest(query)) for query in ("ada", "stakes", "tree committee")] == before
    index.close()


def test_a_deleted_cache_is_made_anew(library: Library) -> None:
    import shutil

    open_index(library).close()
    shutil.rmtree(library.cache)
    index = open_index(library)
    assert documents(index, "stakes") == ["2023-04-14"]
    index.close()
