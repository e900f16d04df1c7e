"""Whatever moment a process dies at, the next one finds everything stored, and engines that agree with it."""

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from kg import Library
from kg.errors import LibraryError
from tests.conftest import REPOSITORY
from tests.kg.crashing import ACTIONS

WRITES = ["replace", "judge", "remove", "rebuild"]


def run(*arguments: str | Path) -> None:
    subprocess.run([sys.executable, "-m", "tests.kg.crashing", *map(str, arguments)], cwd=REPOSITORY, check=True)


def truth(library: Library) -> dict[str, bytes]:
    return {document_id: library.records.read(document_id) for document_id in library.records.ids()}


@pytest.mark.parametrize("action", WRITES)
def test_a_process_that_dies_at_any_step_loses_nothing(trees: Library, tmp_path: Path, action: str) -> None:
    trees.snapshot()
    run("die", trees.folder, tmp_path, action)
    *died, finished = sorted(tmp_path.glob("[0-9]*"), key=lambda folder: int(folder.name))
    before, after = truth(trees), truth(Library.open(finished))
    assert len(died) > 3
    for folder in died:
        left = Library.open(folder)
        for document_id, record in truth(left).items():
            assert record in (before.get(document_id), after.get(document_id))
        assert set(truth(left)) >= set(before) & set(after)
        assert left.verify() == []

    unfinished = [folder for folder in died if not is_done(Library.open(folder), action)]
    assert unfinished or action == "rebuild"
    run("again", *unfinished, action)
    for folder in died:
        assert truth(Library.open(folder)) == after
        assert Library.open(folder).judgements.read() == Library.open(finished).judgements.read()
        assert Library.open(folder).verify() == []


def is_done(library: Library, action: str) -> bool:
    """Is what the action writes to last already written?"""
    done = {
        "replace": b"Buy 1" in library.records.read("2023-03-14") and "2023-05-14" in library.records,
        "judge": bool(library.judgements.read()),
        "remove": "2023-04-14" not in library.records,
    }
    return done.get(action, False)


def test_a_process_killed_at_any_moment_loses_nothing_it_had_finished(trees: Library) -> None:
    chance = random.Random(20240131)
    command = [sys.executable, "-m", "tests.kg.crashing", "forever", str(trees.folder)]
    for _ in range(3):
        child = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        finished = int(child.stdout.readline())
        time.sleep(chance.uniform(0, 0.2))
        os.kill(child.pid, signal.SIGKILL)
        finished = max([finished, *(int(line) for line in child.stdout.read().split())])
        child.wait()
        child.stdout.close()
        left = Library.open(trees.folder)
        assert left.verify() == []
        assert set(left.records.ids()) == {"2023-03-14", "2023-04-14", "2023-05-14"}
        assert f"Ada {finished}" in [judgement.text for judgement in left.judgements.read()]


@pytest.mark.parametrize("action", WRITES)
def test_a_full_disk_at_any_step_is_an_error_that_loses_nothing(trees: Library, tmp_path: Path, action: str) -> None:
    trees.snapshot()
    before = truth(trees)
    for step in count():
        folder = tmp_path / f"{action}-{step}"
        shutil.copytree(trees.folder, folder)
        taken = count()

        def full(_name: str, taken: "count[int]" = taken, step: int = step) -> None:
            if next(taken) == step:
                raise OSError(errno.ENOSPC, "No space left on device")

        with suppress(LibraryError):
            ACTIONS[action](Library.open(folder, full))
        left = Library.open(folder)
        assert left.verify() == []
        assert set(truth(left)) >= set(before) - {"2023-04-14"}
        shutil.rmtree(folder)
        if next(taken) <= step:
            break
