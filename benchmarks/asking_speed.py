"""How long questions take as the record grows: synthetic minutes, asked warm.

    asking_speed.py [--documents 214 20000] [--folder FOLDER]

Each synthetic document is a meeting with ten people present, three actions, a decision, an event
and a contact; there is one person more for every four meetings. Prints, for each size, the
median processor time of every question in milliseconds (asking is one thread and waits for
nothing, so on an idle machine it is the time of the clock), and how it grew.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from kg.entity_names import View
from kg.extraction import (
    Attendance,
    Commitment,
    Decision,
    DocumentInfo,
    Engagement,
    Event,
    Extraction,
    Meeting,
    Organisation,
    Passage,
    Person,
    Span,
    When,
)
from kg.loading import TEXT, triples
from kg.records import record

BASE = "https://example.org/synthetic/"
FIRST_DAY = date(1980, 1, 1)
QUESTIONS = (
    "Who was present on {day}?",
    "When did {person} first attend a meeting?",
    "How many meetings did {person} attend?",
    "What did {person} promise in {year}?",
    "Which actions does {person} still have open?",
    "Who met {body}, and when?",
    "Who can introduce me to {body}?",
    "What did the committee decide in {month}?",
    "Who is {misspelt}?",
    "Which documents mention {person}?",
    "Who attended most meetings in {year}?",
    "For which months of {year} are there no minutes?",
)


def person_name(number: int) -> str:
    """A name for each number, no two alike."""
    syllables = ("ba", "do", "fe", "gu", "ki", "la", "mo", "nu", "pe", "ri", "sa", "to", "vu", "we", "xi", "za")
    rest, parts = number + 4096, []
    while rest:
        rest, digit = divmod(rest, 16)
        parts.append(syllables[digit])
    return f"{''.join(parts[:2]).title()} {''.join(parts[2:]).title()}"


def minutes(number: int, documents: int) -> Extraction:
    """The minutes of synthetic meeting `number`."""
    random, day = Random(number), FIRST_DAY + timedelta(days=number * 3 % 20000)
    people = [f"person/p{random.randrange(max(12, documents // 4))}" for _ in range(10)]
    people = list(dict.fromkeys(people))
    names = {local: person_name(int(local.removeprefix("person/p"))) for local in people}
    body = f"Synthetic Agency {random.randrange(max(5, documents // 20))}"
    lines = [f"Synthetic Committee, {day}", *names.values()]
    lines += [f"{names[people[n % len(people)]]} to send report {number} {n}" for n in range(3)]
    lines += [
        f"{names[people[0]]} met {body}",
        f"The committee agreed to build bridge {number}",
        f"Fair {number} took place",
    ]
    text = "\n".join(lines) + "\n"
    spans: dict[str, Span] = {}
    position = 0
    for line in lines:
        spans.setdefault(line, Span(position, position + len(line)))
        position += len(line) + 1
    given: dict[str, Any] = {"rule": "synthetic", "meeting": 0}
    held = When(day.isoformat())
    committee, agency = "org/synthetic-committee", f"org/{body.lower().replace(' ', '-')}"
    return Extraction(
        DocumentInfo("minutes", lines[0], text, f"{number}.md", day.isoformat(), committee),
        meetings=(Meeting(lines[0], held, Span(0, len(text))),),
        passages=tuple(Passage(span, "paragraph") for span in spans.values()),
        people=tuple(Person(local, name, mentions=(spans[name],)) for local, name in names.items()),
        organisations=(
            Organisation(committee, "Synthetic Committee", kind="committee"),
            Organisation(agency, body, kind="public body"),
        ),
        attendance=tuple(
            Attendance(evidence=(spans[name],), person=local, status="present", **given)
            for local, name in names.items()
        ),
        commitments=tuple(
            Commitment(
                evidence=(spans[lines[-6 + n]],),
                owner=(people[n % len(people)],),
                what=f"send report {number} {n}",
                due=When((day + timedelta(days=30)).isoformat()),
                **given,
            )
            for n in range(3)
        ),
        engagements=(
            Engagement(
                evidence=(spans[lines[-3]],), by=(people[0],), with_=(agency,), when=held,
                channel="meeting", status="done", **given,
            ),
        ),
        decisions=(Decision(evidence=(spans[lines[-2]],), by=(committee,), what=lines[-2], when=held, **given),),
        events=(Event(evidence=(spans[lines[-1]],), what=lines[-1], when=held, **given),),
    )  # fmt: skip


class _Records:
    """Records as one file of N-Quads: each quad in its graph and in the default graph, as the engine keeps them."""

    def __init__(self, documents: int) -> None:
        self._lines = self._all(documents)
        self._rest = b""

    @staticmethod
    def _all(documents: int) -> Iterator[bytes]:
        for number in range(documents):
            lines = triples(record(minutes(number, documents), f"d{number}", BASE, "hash"), View())
            merged = (f"{line} .\n" for line in lines if f" {TEXT} " not in line)
            yield "".join((*(f"{line} <{BASE}doc/d{number}> .\n" for line in lines), *merged)).encode()

    def read(self, size: int = -1) -> bytes:
        while len(self._rest) < size and (chunk := next(self._lines, b"")):
            self._rest += chunk
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


def build(folder: Path, documents: int) -> Any:
    """A graph of so many synthetic documents, kept in `folder` for the next run."""
    from pyoxigraph import RdfFormat, Store

    path = folder / f"synthetic-{documents}"
    if not path.exists():
        store = Store(str(path))
        store.bulk_load(_Records(documents), format=RdfFormat.N_QUADS)  # type: ignore[arg-type]
        store.flush()
        del store
    return Store.read_only(str(path))


def ask_all(store: Any, documents: int, rounds: int) -> dict[str, float]:
    """Median seconds of each question, asked about another name and day each time."""
    from search.ask import answer

    found: dict[str, float] = {}
    for question in QUESTIONS:
        times = []
        for turn in range(rounds + 1):
            random = Random(turn)
            day = FIRST_DAY + timedelta(days=random.randrange(documents) * 3 % 20000)
            name = person_name(random.randrange(max(12, documents // 4)))
            words = question.format(
                day=f"{day:%d %B %Y}", month=f"{day:%B %Y}", year=day.year, person=name,
                body=f"Synthetic Agency {random.randrange(max(5, documents // 20))}",
                misspelt=name[:-2] + name[-1] + name[-2],
            )  # fmt: skip
            start = time.process_time()
            answer(store, words, as_of=date(2035, 1, 1))
            times.append(time.process_time() - start)
        found[question] = statistics.median(times[1:])
    return found


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--documents", type=int, nargs="+", default=[214, 20000])
    options.add_argument("--folder", type=Path)
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        results = {number: ask_all(build(folder, number), number, given.rounds) for number in given.documents}
    print("question".ljust(52), *(f"{number:>9}" for number in results), "   growth")
    for question in QUESTIONS:
        times = [1000 * result[question] for result in results.values()]
        print(question.ljust(52), *(f"{time_:7.1f}ms" for time_ in times), f"{times[-1] / times[0]:8.1f}×")
    return 0


if __name__ == "__main__":
    sys.exit(main())
