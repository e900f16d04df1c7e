"""Processes that die in the middle of a write, started by `test_crashes`.

`python -m tests.kg.crashing die TEMPLATE FOLDER ACTION` copies the library TEMPLATE to FOLDER/0,
FOLDER/1, … and takes the action on each in a process that ends, without any tidying, before
step 0, 1, … of the writing, until there are no more steps. `forever` takes turns of all writes on
a library until it is killed.
"""

import os
import shutil
import sys
import traceback
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from kg import Library
from kg.records import record
from tests.kg.extractions import BASE, minutes

DEAD = 9
NOON = datetime(2024, 1, 31, 12, tzinfo=UTC)


def documents(version: int) -> dict[str, bytes]:
    """Two records; each version says something else."""
    days = ("2023-03-14", "2023-05-14")
    return {
        day: record(
            minutes(day, ("Ada Byrne", f"Tom{version} Reid"), action=f"Buy {version}"), day, BASE, f"hash-{version}"
        )
        for day in days
    }


def write(library: Library) -> None:
    """Replace a record, store a new one, withdraw one, and judge, whatever of it is not done yet; then catch up."""
    if b"hash-1" not in library.records.read("2023-03-14") or "2023-05-14" not in library.records:
        library.store(documents(1))
    if not library.judgements.read():
        library.judge("rename", who="me", at=NOON, target="person/ada-byrne", text="Dame Ada")
    if "2023-04-14" in library.records:
        library.remove(["2023-04-14"])
    library.catch_up()


def rebuild(library: Library) -> None:
    library.catch_up(from_nothing=True)


ACTIONS = {function.__name__: function for function in (write, rebuild)}


def forever(library: Library) -> None:
    for version in count():
        library.store(documents(version))
        library.judge("rename", who="me", at=NOON, target="person/ada-byrne", text=f"Ada {version}")
        library.catch_up(from_nothing=version % 5 == 0)
        sys.stdout.write(f"{version}\n")
        sys.stdout.flush()


def dies(folder: Path, action: str, last: int) -> bool:
    """Take the action in a process of its own; did it die before step `last`?"""
    child = os.fork()
    if child == 0:
        taken = count()

        def step(_name: str) -> None:
            if next(taken) == last:
                os._exit(DEAD)

        try:
            ACTIONS[action](Library.open(folder, step))
        except BaseException:  # noqa: BLE001
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status not in (0, DEAD):
        raise SystemExit(status)
    return status == DEAD


def die(template: Path, folder: Path, action: str) -> None:
    for step in count():
        shutil.copytree(template, folder / str(step))
        if not dies(folder / str(step), action, step):
            break


def main(mode: str, *given: str) -> None:
    if mode == "die":
        die(Path(given[0]), Path(given[1]), given[2])
    else:
        forever(Library.open(Path(given[0])))


if __name__ == "__main__":
    main(*sys.argv[1:])
