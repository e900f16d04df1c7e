"""How questions are answered: right, wrong with confidence, or not at all, by library.

    python benchmarks/answering.py QUESTIONS.toml … --library NAME=FOLDER … [--faults]

The questions stand in TOML: `ask` is put to the library `library`, as of the day `as_of` where one is given; every
entry of `expect` must stand in the answer (`a | b` is either), none of `reject` in a row; `status` is `answered` unless
it says otherwise (`a | b` again). A question that is wrong is *confident* where the status is `answered`: that is
worse than the same question not understood, or a record said not to hold what it holds. `--faults` shows these
questions.
"""

import argparse
import json
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from kg import Library
from search.answers import Answer
from search.ask import ask

OUTCOMES = ("right", "confident", "silent")


def faults(question: Mapping[str, Any], given: Answer) -> list[str]:
    """What is wrong with an answer; empty where it is right."""
    wanted = [status.strip() for status in question.get("status", "answered").split("|")]
    if given.status not in wanted:
        return [f"{given.status}, wanted {' or '.join(wanted)}"]
    rows = _plain(json.dumps([row.cells for row in given.rows], ensure_ascii=False))
    told = f"{rows} {_plain(given.answer)}"
    found = [
        f"misses {entry}"
        for entry in question.get("expect", ())
        if not any(_plain(option) in told for option in entry.split("|"))
    ]
    found += [f"holds {entry}" for entry in question.get("reject", ()) if _plain(entry) in rows]
    bare = sum(not row.evidence for row in given.rows)
    return found + ([f"{bare} rows without evidence"] if bare and not question.get("counts_absence") else [])


def outcome(question: Mapping[str, Any], given: Answer) -> str:
    """One of OUTCOMES."""
    if not faults(question, given):
        return "right"
    return "confident" if given.status == "answered" else "silent"


def ask_all(questions: Iterable[Mapping[str, Any]], libraries: Mapping[str, Library], *, show: bool) -> Counter[str]:
    """How many questions came out how; with `show`, those that did not come out right are printed."""
    counts: Counter[str] = Counter()
    for question in questions:
        library = libraries[question["library"]]
        day = date.fromisoformat(question["as_of"]) if "as_of" in question else date.today()
        given = ask(library, question["ask"], as_of=day)
        counts[outcome(question, given)] += 1
        if show and (wrong := faults(question, given)):
            print(f"{outcome(question, given).upper():10}{question['id']}: {question['ask']}")
            print(f"          {'; '.join(wrong)}\n          [{given.understood}] {given.answer[:300]}")
    return counts


def in_order(path: Path) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """The questions of a file by the library that they are about."""
    questions = tomllib.loads(path.read_text("utf-8"))["question"]
    return [
        (name, [one for one in questions if one["library"] == name])
        for name in dict.fromkeys(one["library"] for one in questions)
    ]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.translate(str.maketrans("’‘“”\u00a0", "''\"\" "))).strip().lower()


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("questions", type=Path, nargs="+")
    options.add_argument("--library", action="append", default=[], metavar="NAME=FOLDER")
    options.add_argument("--faults", action="store_true")
    given = options.parse_args()
    libraries = {name: Library.open(Path(folder)) for name, folder in (one.split("=", 1) for one in given.library)}
    found: dict[str, Counter[str]] = {}
    for name, asked in (one for path in given.questions for one in in_order(path)):
        if name in libraries:
            found[name] = found.get(name, Counter()) + ask_all(asked, libraries, show=given.faults)
    print("library".ljust(14), *(name.rjust(10) for name in OUTCOMES), "of".rjust(6))
    for name, counts in {**found, "all": sum(found.values(), Counter())}.items():
        print(name.ljust(14), *(str(counts[one]).rjust(10) for one in OUTCOMES), str(counts.total()).rjust(6))
    return 0


if __name__ == "__main__":
    sys.exit(main())
