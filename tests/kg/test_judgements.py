"""The log of judgements: append only, checked, safe against crashes, and undone line by line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import JudgementError, LibraryError
from kg.judgements import JudgementLog, in_force

NOON = datetime(2024, 1, 31, 12, tzinfo=UTC)
A, B, C = "https://example.org/person/a", "https://example.org/person/b", "https://example.org/person/c"


@pytest.fixture
def log(tmp_path: Path) -> JudgementLog:
    return JudgementLog(tmp_path / "judgements.jsonl")


def test_what_is_written_is_read_with_its_number_author_and_instant(log: JudgementLog) -> None:
    written = log.append("same", who="Zoë", at=NOON, why="met both", target=A, other=B)
    assert log.read() == (written,)
    assert (written.number, written.who, written.at, written.why) == (1, "Zoë", "2024-01-31T12:00:00+00:00", "met both")


def test_a_log_that_is_not_there_holds_nothing(log: JudgementLog) -> None:
    assert log.read() == ()


def test_an_undone_judgement_holds_no_more_and_holds_again_when_that_is_undone(log: JudgementLog) -> None:
    same = log.append("same", who="me", at=NOON, target=A, other=B)
    undo = log.append("undo", who="me", at=NOON, undoes=same.number)
    assert in_force(log.read()) == ()
    log.append("undo", who="me", at=NOON, undoes=undo.number)
    assert in_force(log.read()) == (same,)


@pytest.mark.parametrize("tail", [b'{"number": 2, "action": "sa', b"{", b'{"number": 2, "why": "a}'])
def test_a_line_torn_by_a_crash_is_ignored_and_cut_off_by_the_next(log: JudgementLog, tail: bytes) -> None:
    first = log.append("same", who="me", at=NOON, target=A, other=B)
    whole = log.path.read_bytes()
    log.path.write_bytes(whole + tail)
    assert log.read() == (first,)
    second = log.append("rename", who="me", at=NOON, target=A, text="Ada")
    assert log.read() == (first, second)
    assert log.path.read_bytes().startswith(whole + b'{"number": 2')


def test_a_last_line_that_an_editor_left_without_newline_counts(log: JudgementLog) -> None:
    first = log.append("same", who="me", at=NOON, target=A, other=B)
    log.path.write_bytes(log.path.read_bytes().rstrip(b"\n"))
    assert log.read() == (first,)
    second = log.append("rename", who="me", at=NOON, target=A, text="Ada")
    assert log.read() == (first, second)


def test_a_line_that_is_no_judgement_is_named(log: JudgementLog) -> None:
    log.append("same", who="me", at=NOON, target=A, other=B)
    log.path.write_bytes(b"nonsense\n" + log.path.read_bytes())
    with pytest.raises(LibraryError, match="line 1"):
        log.read()


@pytest.mark.parametrize(
    ("action", "about", "problem"),
    [
        ("same", {"target": A}, "needs 'other'"),
        ("same", {"target": A, "other": A}, "given twice"),
        ("not-same", {"target": B, "other": A}, "says the opposite"),
        ("same", {"target": B, "other": A}, "already says so"),
        ("split", {"target": A}, "needs 'documents'"),
        ("rename", {"target": A}, "needs 'text'"),
        ("rename", {"target": A, "text": "Ada", "other": B}, "takes no 'other'"),
        ("undo", {"undoes": 7}, "no judgement number 7"),
        ("marry", {"target": A, "other": B}, "no judgement 'marry'"),
    ],
)
def test_a_judgement_that_makes_no_sense_is_refused(
    log: JudgementLog, action: str, about: dict[str, object], problem: str
) -> None:
    log.append("same", who="me", at=NOON, target=A, other=B)
    before = log.path.read_bytes()
    with pytest.raises(JudgementError, match=problem):
        log.append(action, who="me", at=NOON, **about)  # type: ignore[arg-type]
    assert log.path.read_bytes() == before


def test_undoing_twice_is_refused(log: JudgementLog) -> None:
    log.append("same", who="me", at=NOON, target=A, other=B)
    log.append("undo", who="me", at=NOON, undoes=1)
    with pytest.raises(JudgementError, match="already undone"):
        log.append("undo", who="me", at=NOON, undoes=1)


def test_nobody_is_no_author(log: JudgementLog) -> None:
    with pytest.raises(JudgementError, match="who takes it"):
        log.append("rename", who="", at=NOON, target=A, text="Ada")


@given(st.lists(st.sampled_from(["rename", "undo last"]), max_size=8))
def test_undoing_the_last_in_force_leaves_those_before_it(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    log = JudgementLog(tmp_path_factory.mktemp("log") / "judgements.jsonl")
    expected: list[int] = []
    for step in steps:
        if step == "rename":
            expected.append(log.append("rename", who="me", at=NOON, target=C, text="C").number)
        elif expected:
            log.append("undo", who="me", at=NOON, undoes=expected.pop())
    assert [judgement.number for judgement in in_force(log.read())] == expected
