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


def truth(library: Library) -> dict[str, bytes]:
    return {document_id: library.records.read(document_id) for document_id in library.records.ids()}


@pytest.mark.parametrize("action", ["write", "rebuild"])
def test_a_process_that_dies_at_any_step_loses_nothing(trees: Library, tmp_path: Path, action: str) -> None:
    trees.snapshot()
    command = [sys.executable, "-m", "tests.kg.crashing", "die", str(trees.folder), str(tmp_path), action]
    subprocess.run(command, cwd=REPOSITORY, check=True)
    *died, finished = sorted(tmp_path.glob("[0-9]*"), key=lambda folder: int(folder.name))
    before, after = truth(trees), truth(Library.open(finished))
    assert len(died) > 5
    for folder in died:
        left = Library.open(folder)
        for document_id, record in truth(left).items():
            assert record in (before.get(document_id), after.get(document_id))
        assert set(truth(left)) >= set(before) & set(after)
        assert left.verify() == []
    for folder in died[::6]:
        ACTIONS[action](Library.open(folder))
        assert truth(Library.open(folder)) == after
        assert Library.open(folder).judgements.read() == Library.open(finished).judgements.read()
        assert Library.open(folder).verify() == []


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


def test_a_full_disk_at_any_step_is_an_error_that_loses_nothing(trees: Library, tmp_path: Path) -> None:
    trees.snapshot()
    for last in count():
        folder = tmp_path / str(last)
        shutil.copytree(trees.folder, folder)
        taken = count()

        def full(_name: str, taken: "count[int]" = taken, last: int = last) -> None:
            if next(taken) == last:
                raise OSError(errno.ENOSPC, "No space left on device")

        with suppress(LibraryError):
            ACTIONS["write"](Library.open(folder, full))
        left = Library.open(folder)
        assert left.verify() == []
        assert "2023-03-14" in left.records
        if next(taken) <= last:
            break
