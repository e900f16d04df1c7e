"""Minutes of a synthetic committee, as many as wanted, and a library of them: for measuring how things grow.

Each document is a meeting with ten people present, one of them in every tenth document by a first name alone, three
actions, a decision, an event, a contact, and eight items on the upkeep of halls, which no statement holds. There is
one person more for every four meetings, and one hall for every ten.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from kg import Library
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
from kg.records import record

BASE = "https://example.org/synthetic/"
FIRST_DAY = date(1980, 1, 1)
PARTS = "roof boiler lift fence kitchen stage floor stair library drain window lamp garden path gate cellar".split()
VERBS = "repaired painted inspected surveyed insured measured cleaned replaced opened rewired".split()
REASONS = ("the rain had come in", "the insurers had asked for it", "nobody had done so since the war")
_ITEMS = 8
_SHORT_NAMES = 10


def person_name(number: int) -> str:
    """A name for each number, no two alike."""
    syllables = ("ba", "do", "fe", "gu", "ki", "la", "mo", "nu", "pe", "ri", "sa", "to", "vu", "we", "xi", "za")
    rest, parts = number + 4096, []
    while rest:
        rest, digit = divmod(rest, 16)
        parts.append(syllables[digit])
    return f"{''.join(parts[:2]).title()} {''.join(parts[2:]).title()}"


def day_of(number: int) -> date:
    """The day of synthetic meeting `number`."""
    return FIRST_DAY + timedelta(days=number * 3 % 20000)


def people_of(documents: int) -> int:
    """How many people there are."""
    return max(12, documents // 4)


def bodies_of(documents: int) -> int:
    """How many bodies outside there are."""
    return max(5, documents // 20)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Who did what to which part of which hall."""

    person: int
    verb: str
    part: str
    hall: str
    pounds: int
    reason: str

    def words(self) -> str:
        """Two sentences that tell it."""
        return (
            f"{person_name(self.person)} {self.verb} the {self.part} of {self.hall} Hall for {self.pounds} pounds. "
            f"This was needed because {self.reason}, as was reported at the last meeting."
        )


def upkeep(number: int, documents: int) -> list[Upkeep]:
    """What the minutes of synthetic meeting `number` tell of halls."""
    random = Random(f"upkeep {number}")
    return [
        Upkeep(
            random.randrange(people_of(documents)),
            random.choice(VERBS),
            random.choice(PARTS),
            person_name(7 * random.randrange(max(3, documents // 10))).replace(" ", "").title(),
            random.randrange(20, 5000),
            random.choice(REASONS),
        )
        for _ in range(_ITEMS)
    ]


def minutes(number: int, documents: int) -> Extraction:
    """The minutes of synthetic meeting `number`."""
    random, day = Random(number), day_of(number)
    present = list(dict.fromkeys(random.randrange(people_of(documents)) for _ in range(10)))
    people = {f"person/p{one}": person_name(one) for one in present}
    if number % _SHORT_NAMES == 0:
        people["person/short"] = person_name(random.randrange(people_of(documents))).split()[0]
    locals_ = list(people)
    body = f"Synthetic Agency {random.randrange(bodies_of(documents))}"
    works = upkeep(number, documents)
    actions = [f"{people[locals_[n % len(present)]]} to send report {number} {n}" for n in range(3)]
    met, agreed = f"{people[locals_[0]]} met {body}", f"The committee agreed to build bridge {number}"
    fair, told = f"Fair {number} took place", [one.words() for one in works]
    lines = [f"Synthetic Committee, {day}", *people.values(), *actions, met, agreed, fair, "Upkeep of halls", *told]
    text = "\n".join(lines) + "\n"
    spans: dict[str, Span] = {}
    position = 0
    for line in lines:
        spans.setdefault(line, Span(position, position + len(line)))
        position += len(line) + 1
    mentions = {local: [spans[name]] for local, name in people.items()}
    for one, words in zip(works, told, strict=True):
        start = spans[words].start
        called = person_name(one.person)
        people.setdefault(f"person/p{one.person}", called)
        mentions.setdefault(f"person/p{one.person}", []).append(Span(start, start + len(called)))
    given: dict[str, Any] = {"rule": "synthetic", "meeting": 0}
    held = When(day.isoformat())
    committee, agency = "org/synthetic-committee", f"org/{body.lower().replace(' ', '-')}"
    return Extraction(
        DocumentInfo("minutes", lines[0], text, f"{number}.md", day.isoformat(), committee),
        meetings=(Meeting(lines[0], held, Span(0, len(text))),),
        passages=tuple(
            Passage(span, "heading" if line == "Upkeep of halls" else "paragraph") for line, span in spans.items()
        ),
        people=tuple(
            Person(local, name, mentions=tuple(mentions[local]), partial=local == "person/short")
            for local, name in people.items()
        ),
        organisations=(
            Organisation(committee, "Synthetic Committee", kind="committee"),
            Organisation(agency, body, kind="public body"),
        ),
        attendance=tuple(
            Attendance(evidence=(spans[people[local]],), person=local, status="present", **given) for local in locals_
        ),
        commitments=tuple(
            Commitment(
                evidence=(spans[action],),
                owner=(locals_[n % len(present)],),
                what=f"send report {number} {n}",
                due=When((day + timedelta(days=30)).isoformat()),
                **given,
            )
            for n, action in enumerate(actions)
        ),
        engagements=(
            Engagement(
                evidence=(spans[met],), by=(locals_[0],), with_=(agency,), when=held,
                channel="meeting", status="done", **given,
            ),
        ),
        decisions=(Decision(evidence=(spans[agreed],), by=(committee,), what=agreed, when=held, **given),),
        events=(Event(evidence=(spans[fair],), what=fair, when=held, **given),),
    )  # fmt: skip


def library_of(folder: Path, documents: int) -> Library:
    """A library of so many synthetic documents with graph and index, kept in `folder` for the next run.

    Records are written without waiting for the disk.
    """
    from search.catch_up import open_index

    path = folder / f"synthetic-{documents}"
    if path.exists():
        return Library.open(path)
    library = Library.create(path, name="Synthetic", base=BASE, committee="Synthetic Committee")
    for number, content in _records(documents):
        (path / "records" / f"d{number}.nq").write_bytes(content)
    open_index(library).close()
    return library


def _records(documents: int) -> Iterator[tuple[int, bytes]]:
    for number in range(documents):
        yield number, record(minutes(number, documents), f"d{number}", BASE, f"hash-{number}")
