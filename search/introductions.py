"""Who can introduce you: chains of contacts and roles from the committee's people to somebody, the best first."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kg.questions import Column, Question, Reader, Values, load_question
from kg.tables import Row, Table, cite, tabulate

LONGEST = 3
"""Steps of a chain: nobody is introduced over more people than that."""
_SHOWN = 20
_COLUMNS = (Column("path", "Path"), Column("how", "How"), Column("day", "Last contact"))


@dataclass(frozen=True, slots=True)
class _Step:
    """A tie as it is walked from the one sought towards the committee."""

    to: str
    name: str
    how: str
    day: str
    fact: str


def introductions(reader: Reader, question: Question, given: Values) -> Table:
    """The chains that lead to `party`, as a table: shortest first, of these the one with the latest contact.

    `as_of`, where given, leaves out ties of later days. Each row has evidence for every step. A
    chain begins with somebody who attended a meeting, and is the only one over the same people.
    """
    ties = tabulate(reader, load_question("_ties"), {})
    last = given.get("as_of")
    steps, members = _steps(ties, last.isoformat() if isinstance(last, date) else "9999")
    wanted = given.get("party")
    targets = [str(one) for one in wanted] if isinstance(wanted, list | tuple) else [str(wanted)]
    found = sorted(
        (chain for target in targets for chain in _chains(target, steps, members)),
        key=lambda chain: (len(chain), _reversed(min(step.day for step in chain)), [step.fact for step in chain]),
    )
    rows = tuple(_row(chain) for chain in found[:_SHOWN])
    return cite(reader, Table(_COLUMNS, rows, ties.sparql), proofs=LONGEST)


def _steps(ties: Table, last: str) -> tuple[dict[str, list[_Step]], set[str]]:
    """The latest tie between any two, from either side, and who attends meetings."""
    latest: dict[tuple[str, str], _Step] = {}
    members: set[str] = set()
    for row in ties.rows:
        one, other, how, day, member = row.cells
        if not (row.links[0] and row.links[1]) or day[: len(last)] > last[: len(day)]:
            continue
        first, second = row.links[0][0], row.links[1][0]
        if member == "true":
            members.add(first)
        latest[second, first] = _Step(first, one, how, day, row.facts[0])
        latest[first, second] = _Step(second, other, how, day, row.facts[0])
    steps: dict[str, list[_Step]] = defaultdict(list)
    for (origin, _), step in latest.items():
        steps[origin].append(step)
    return steps, members


def _chains(target: str, steps: dict[str, list[_Step]], members: set[str]) -> Iterator[tuple[_Step, ...]]:
    """Chains from `target` to members of the committee; none goes through a member."""
    waiting: list[tuple[_Step, ...]] = [(step,) for step in steps.get(target, ())]
    seen = {target}
    for _ in range(LONGEST):
        longer: list[tuple[_Step, ...]] = []
        reached = {chain[-1].to for chain in waiting}
        for chain in waiting:
            if chain[-1].to in members:
                yield chain
            else:
                longer += [(*chain, step) for step in steps.get(chain[-1].to, ()) if step.to not in seen | reached]
        seen |= reached
        waiting = longer


def _row(chain: tuple[_Step, ...]) -> Row:
    return Row(
        (
            " → ".join(step.name for step in reversed(chain)),
            " → ".join(step.how for step in reversed(chain)),
            min(step.day for step in chain),
        ),
        (tuple(step.to for step in reversed(chain)), (), ()),
        tuple(step.fact for step in reversed(chain)),
    )


def _reversed(day: str) -> tuple[int, ...]:
    """Sorts later days first."""
    return tuple(-int(part) for part in day.split("-") if part.isdigit())
