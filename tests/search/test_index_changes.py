"""What an index holds after changes, damage and kills."""

import errno
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import LibraryError
from search.documents import Annotations, IndexedDocument, IndexedEntity, IndexedPassage
from search.engine import Change, SearchRequest
from search.whoosh_engine import WhooshEngine
from tests.search.indexes import ADA, AUTUMN, BLOG, DOCUMENTS, ENTITIES, SPRING, Place, filled, found


def test_a_new_index_is_empty(place: Place) -> None:
    engine = place.opened()
    assert (engine.fingerprint(), engine.stamps(), engine.entity_stamp()) == ("", {}, None)
    assert engine.search(SearchRequest("trees")).total == 0
    engine.close()


def test_stamps_fingerprint_and_names_survive_opening(place: Place) -> None:
    place.filled().close()
    engine = place.opened()
    assert engine.fingerprint() == "first"
    assert engine.stamps() == {one.id: "1" for one in DOCUMENTS}
    assert engine.entity_stamp() == "1"
    engine.close()


def test_a_document_is_replaced_whole(place: Place) -> None:
    engine = place.filled()
    changed = replace(SPRING, passages=(IndexedPassage(0, "Everything was postponed."),))
    engine.change(Change([(changed, "2")], fingerprint="second"))
    assert found(engine, "postponed") == [("2022-03-14", 0)]
    assert ("2022-03-14", 100) not in found(engine, "budget")
    assert engine.stamps()["2022-03-14"] == "2" and engine.fingerprint() == "second"
    engine.close()


def test_what_was_read_in_a_document_comes_with_it_and_goes_with_it(place: Place) -> None:
    engine = place.filled()
    read = Annotations(passages=((0, 24, 0),), mentions=((0, 3, ADA),), offices=(("Chair", ADA),), names={ADA: "Ada"})
    changed = replace(SPRING, passages=(IndexedPassage(0, "Ada is the chair of all."),), annotations=read)
    engine.change(Change([(changed, "2")], fingerprint="second"))
    found = engine.annotations([SPRING.id, "nothing"])
    assert list(found) == [SPRING.id]
    assert [tuple(one) for one in found[SPRING.id].mentions] == [(0, 3, ADA)]
    assert found[SPRING.id].names == {ADA: "Ada"}
    engine.change(Change(removed=[SPRING.id], fingerprint="third"))
    assert engine.annotations([SPRING.id]) == {}
    engine.close()


def test_a_removed_document_is_gone_from_counts_and_suggestions(place: Place) -> None:
    engine = place.filled()
    engine.change(Change(removed=[BLOG.id], fingerprint="second"))
    result = engine.search(SearchRequest("", facets=("kind",)))
    assert [value.value for value in result.facets["kind"].values] == ["minutes"]
    assert BLOG.id not in engine.stamps()
    assert engine.search(SearchRequest("nurxery")).did_you_mean == "nursery"
    assert engine.search(SearchRequest("growign")).did_you_mean is None
    engine.close()


def test_new_names_count_at_once_and_others_are_gone(place: Place) -> None:
    engine = place.filled()
    engine.change(Change(entities=([IndexedEntity(ADA, "person", "Ada Ng")], "2"), fingerprint="second"))
    assert found(engine, 'person:"Ada Ng" away') == [("2022-03-14", 0)]
    assert engine.complete("Tom") == ()
    engine.close()


def test_another_engine_on_the_folder_sees_a_change(place: Place) -> None:
    writer = place.filled()
    reader = place.opened()
    assert found(reader, "postponed") == []
    writer.change(Change([(replace(BLOG, title="Postponed"), "2")], fingerprint="second"))
    assert found(reader, "postponed") == [("two-years", None)]
    writer.close()
    reader.close()


def test_many_small_changes_leave_what_one_would(place: Place) -> None:
    engine = place.filled()
    for round_ in range(12):
        engine.change(Change([(replace(AUTUMN, title=f"Round {round_}"), str(round_))], fingerprint=str(round_)))
    assert engine.search(SearchRequest("")).total == sum(1 + len(one.passages) for one in DOCUMENTS)
    assert found(engine, "round") == [("2023-10-02", None)]
    assert engine.stamps()["2023-10-02"] == "11"
    engine.close()


def test_a_change_that_fails_leaves_the_index_as_it_was(place: Place) -> None:
    engine = place.filled()

    def documents() -> Iterator[tuple[IndexedDocument, str]]:
        yield replace(SPRING, title="Half written"), "2"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        engine.change(Change(documents(), removed=[BLOG.id]))
    assert engine.stamps() == {one.id: "1" for one in DOCUMENTS}
    engine.change(Change(removed=[BLOG.id], fingerprint="second"))
    assert BLOG.id not in engine.stamps()
    engine.close()


# Whoosh does not close a table of contents that it cannot read.
@pytest.mark.filterwarnings("ignore:.*toc:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("damage", [b"", b"nonsense", b"\x80\x04."])
def test_an_index_that_cannot_be_read_is_begun_anew(folder: Path, damage: bytes) -> None:
    filled(folder).close()
    for path in folder.glob("*.toc"):
        path.write_bytes(damage)
    engine = WhooshEngine(folder)
    assert engine.stamps() == {} and engine.fingerprint() == ""
    engine.change(Change([(SPRING, "1")]))
    assert found(engine, "away") == [("2022-03-14", 0)]
    engine.close()


def test_an_index_of_another_format_is_begun_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.entries.FORMAT", "0")
    filled(folder).close()
    monkeypatch.undo()
    engine = WhooshEngine(folder)
    assert engine.fingerprint() == ""
    engine.close()


def test_a_writer_that_waits_too_long_says_so(folder: Path) -> None:
    from filelock import FileLock

    engine = filled(folder)
    waiting = WhooshEngine(folder, wait_seconds=0.05)
    with FileLock(folder.with_name("search.lock")), pytest.raises(LibraryError, match="try again later"):
        waiting.change(Change(removed=[BLOG.id]))
    engine.close()
    waiting.close()


def change_and_die(folder: Path, steps: int) -> None:
    """Write a change in a process that is killed at its `steps`-th step on the disk, where it has so many."""
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal steps
        if event in ("open", "os.rename", "os.remove") and folder.name in str(arguments[0]):
            steps -= 1
            if steps == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    try:
        engine = WhooshEngine(folder)
        sys.addaudithook(count)
        engine.change(Change([(one, "2") for one in DOCUMENTS], (), (ENTITIES, "2"), "second"))
    finally:
        os._exit(0)


def test_a_full_disk_is_told_and_leaves_the_index_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = filled(folder)

    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("whoosh.index.TOC.write", full)
    with pytest.raises(LibraryError, match="No space left on device; records are safe"):
        engine.change(Change(removed=[BLOG.id]))
    monkeypatch.undo()
    assert engine.stamps() == {one.id: "1" for one in DOCUMENTS}
    engine.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("steps", range(1, 40, 2))
def test_a_kill_while_writing_leaves_the_old_index_or_the_new(folder: Path, steps: int) -> None:
    filled(folder).close()
    change_and_die(folder, steps)
    engine = WhooshEngine(folder)
    state = engine.fingerprint(), set(engine.stamps().values()), engine.entity_stamp()
    assert state in (("first", {"1"}, "1"), ("second", {"2"}, "2"))
    engine.change(Change([(one, "3") for one in DOCUMENTS], (), (ENTITIES, "3"), "third"))
    assert engine.search(SearchRequest("")).total == sum(1 + len(one.passages) for one in DOCUMENTS)
    engine.close()
