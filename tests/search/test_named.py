"""Named questions asked with names."""

import pytest

from kg.errors import QueryError
from kg.library import Library
from kg.questions import load_question
from search.named import answer, meant

pytestmark = pytest.mark.model


def test_a_name_an_id_and_an_iri_mean_the_same(samples_library: Library) -> None:
    reader, base = samples_library.snapshot(), samples_library.base
    for words in ("Ngozi Adeyemi", "ngozi adeyemi", "person/ngozi-adeyemi", f"{base}person/ngozi-adeyemi"):
        assert [one.iri for one in meant(reader, base, words)] == [f"{base}person/ngozi-adeyemi"]


def test_a_name_of_nobody_is_not_in_the_record_and_near_names_are_told(samples_library: Library) -> None:
    found = answer(
        samples_library.snapshot(), samples_library.base, load_question("person"), {"person": "Ngozi Adeyemy"}
    )
    assert found.status == "not-in-record"
    assert "Ngozi Adeyemi" in found.answer


def test_rows_come_with_their_evidence(samples_library: Library) -> None:
    found = answer(
        samples_library.snapshot(), samples_library.base, load_question("person"), {"person": "Ngozi Adeyemi"}
    )
    assert found.status == "answered"
    assert all(row.evidence for row in found.rows)


def test_a_wrong_value_is_told(samples_library: Library) -> None:
    with pytest.raises(QueryError, match="status"):
        answer(samples_library.snapshot(), samples_library.base, load_question("attendance"), {"status": "asleep"})
