"""However the graph came to be, it is the one that a rebuild makes."""

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import Library
from kg.errors import JudgementError
from kg.extraction import Extraction
from kg.graph import GraphSource
from kg.oxigraph_engine import OxigraphEngine
from kg.records import record
from tests.kg.extractions import BASE, extractions, minutes

NOON = datetime(2024, 1, 31, 12, tzinfo=UTC)
Change = Callable[[Library], object]


def put(document: str, extraction: Extraction) -> Change:
    return lambda library: library.store({document: record(extraction, document, BASE, "hash")})


def remove(document: str) -> Change:
    return lambda library: library.remove({document} & set(library.records.ids()))


def judge(action: str, **about: object) -> Change:
    return lambda library: library.judge(action, who="me", at=NOON, **about)  # type: ignore[arg-type]


DOCUMENTS = st.sampled_from(["a", "b", "c", "d"])
ENTITIES = st.sampled_from(["person/tom-reid", "person/tom-lowe", "person/robin~a", "org/fa", "org/forestry-agency"])
CHANGES = st.one_of(
    st.builds(put, DOCUMENTS, extractions()),
    st.builds(remove, DOCUMENTS),
    st.builds(lambda a, b: judge("same", target=a, other=b), ENTITIES, ENTITIES),
    st.builds(lambda a, b: judge("not-same", target=a, other=b), ENTITIES, ENTITIES),
    st.builds(lambda a, d: judge("split", target=a, documents=(d,)), ENTITIES, DOCUMENTS),
    st.builds(lambda a: judge("reject", target=a), ENTITIES),
    st.builds(lambda a: judge("rename", target=a, text="New Name"), ENTITIES),
    st.builds(lambda n: judge("undo", undoes=n), st.integers(1, 4)),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(CHANGES, min_size=1, max_size=6))
def test_catching_up_step_by_step_ends_where_a_rebuild_does(
    tmp_path_factory: pytest.TempPathFactory, changes: list[Change]
) -> None:
    library = Library.create(tmp_path_factory.mktemp("step") / "trees", base=BASE)
    for number in range(6):
        put(f"fixed-{number}", minutes(f"2022-0{number + 1}-01", ("Tom Reid", f"Ada{number} Byrne")))(library)
    library.catch_up()
    for change in changes:
        with contextlib.suppress(JudgementError):
            change(library)
        library.catch_up()
    step_by_step = sorted(str(library.snapshot().store).split("\n"))
    library.catch_up(from_nothing=True)
    assert sorted(str(library.snapshot().store).split("\n")) == step_by_step
    assert library.verify() == []


@pytest.fixture
def engine(tmp_path: Path) -> OxigraphEngine:
    return OxigraphEngine(tmp_path / "graph")


def source(stamp: str, *triples: str, merged: bool = True) -> GraphSource:
    return GraphSource(stamp, lambda: triples, merged)


ONE, TWO = '<x:s> <x:p> "1"', '<x:s> <x:p> "2"'


def test_an_engine_without_anything_says_so(engine: OxigraphEngine) -> None:
    assert engine.mark() is None
    assert engine.stamps() == {}
    with pytest.raises(OSError, match="no snapshot"):
        engine.reader()


def test_a_commit_is_seen_with_its_mark_and_stamps(engine: OxigraphEngine) -> None:
    engine.commit({"x:a": source("1", ONE)}, [], "first")
    assert (engine.mark(), engine.stamps()) == ("first", {"x:a": "1"})
    assert sorted(str(engine.reader().store).split("\n")) == ["", f"{ONE} .", f"{ONE} <x:a> ."]


def test_a_triple_of_two_graphs_is_merged_once_and_stays_with_the_second(engine: OxigraphEngine) -> None:
    engine.commit({"x:a": source("1", ONE, TWO), "x:b": source("1", ONE)}, [], "first")
    engine.commit({}, ["x:a"], "second")
    assert sorted(str(engine.reader().store).split("\n")) == ["", f"{ONE} .", f"{ONE} <x:b> ."]


def test_a_graph_that_is_not_merged_stands_alone(engine: OxigraphEngine) -> None:
    engine.rebuild({"x:a": source("1", ONE, merged=False)}, "first")
    engine.commit({"x:b": source("1", TWO, merged=False)}, [], "second")
    assert sorted(str(engine.reader().store).split("\n")) == ["", f"{ONE} <x:a> .", f"{TWO} <x:b> ."]


def test_a_commit_of_nothing_only_sets_the_mark(engine: OxigraphEngine) -> None:
    engine.rebuild({"x:a": source("1", ONE)}, "first")
    number = engine.number()
    engine.commit({}, [], "second")
    assert (engine.mark(), engine.number()) == ("second", number)


def test_a_discarded_engine_holds_nothing(engine: OxigraphEngine) -> None:
    engine.rebuild({"x:a": source("1", ONE)}, "first")
    engine.discard()
    assert engine.mark() is None
    engine.commit({"x:b": source("1", TWO)}, [], "second")
    assert engine.stamps() == {"x:b": "1"}
