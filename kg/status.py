"""What a library holds, what could not be read, and what is missing."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kg import edtf, outside_graphs
from kg.entity_names import SURE

if TYPE_CHECKING:
    from kg.catch_up import State
    from kg.library import Library
    from kg.summaries import Summary


@dataclass(frozen=True, slots=True)
class Coverage:
    """The months that a committee's documents cover: first and last (`2022-03`), and those between without any."""

    committee: str | None
    """Name of the committee, None for documents of none."""
    documents: int
    first_month: str | None
    last_month: str | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """Facts of a library. Documents are counted by kind; days bound all dated documents and their meetings.

    People are those known by a full name; `candidates` are people and organisations too
    doubtful to be shown as fact; `partial` are people known by part of a name only.
    """

    name: str
    documents: dict[str, int]
    first_on: date | None
    last_on: date | None
    people: int
    organisations: int
    partial: int
    candidates: int
    statements: int
    judgements: int
    graphs: dict[str, int]
    """Triples of the graphs of others' making, by name."""
    coverage: tuple[Coverage, ...]
    failures: dict[str, str]
    damaged: dict[str, str]


def status(library: "Library") -> Status:
    """The facts of a library as its records stand."""
    from kg.judgements import in_force

    with library.lock():
        state, judgements = library.state(), in_force(library.judgements.read())
    found = state.sound()
    days = [edtf.parse(day) for summary in found.values() for day in summary.dates]
    entities = {entity.iri: entity for view in state.views.values() for entity in view.entities}
    sure = [name for name, entity in entities.items() if entity.confidence >= SURE]
    people = [name for name in sure if name.startswith(f"{library.base}person/")]
    full = _full_people(state)
    return Status(
        name=library.configuration.name,
        documents=dict(sorted(Counter(summary.kind for summary in found.values()).items())),
        first_on=min((day.earliest for day in days if day.earliest), default=None),
        last_on=max((day.latest for day in days if day.latest), default=None),
        people=len(full.intersection(people)),
        organisations=len(sure) - len(people),
        partial=len(set(people) - full),
        candidates=len(entities) - len(sure),
        statements=sum(summary.statements for summary in found.values()),
        judgements=len(judgements),
        graphs=outside_graphs.sizes(state.outside),
        coverage=_coverage(state),
        failures=library.failures(),
        damaged=state.damaged(),
    )


def months_between(first: str, last: str) -> list[str]:
    """Every month from `2022-11` to `2023-02`, both included."""
    (year, month), (last_year, last_month) = (map(int, text.split("-")) for text in (first, last))
    count = (last_year - year) * 12 + last_month - month + 1
    return [f"{year + (month - 1 + n) // 12:04}-{(month - 1 + n) % 12 + 1:02}" for n in range(count)]


def _full_people(state: "State") -> set[str]:
    """IRIs of people whom at least one document names in full."""
    found: set[str] = set()
    for document_id, summary in state.sound().items():
        renamed = dict(state.views[document_id].renamed)
        found.update(renamed.get(named.iri, named.iri) for named in summary.names.people if not named.partial)
    return found


def _coverage(state: "State") -> tuple[Coverage, ...]:
    groups: dict[str | None, list[Summary]] = defaultdict(list)
    for document_id, summary in state.sound().items():
        groups[_committee(state, document_id, summary)].append(summary)
    return tuple(
        _months(committee, groups[committee])
        for committee in sorted(groups, key=lambda name: (name is None, name or ""))
    )


def _committee(state: "State", document_id: str, summary: "Summary") -> str | None:
    view, committee = state.views[document_id], summary.names.committee
    named = {entity.iri: entity.name for entity in view.entities}
    return named.get(dict(view.renamed).get(committee, committee)) if committee else None


def _months(committee: str | None, summaries: "Iterable[Summary]") -> Coverage:
    summaries = list(summaries)
    months = {month for summary in summaries for day in summary.dates if (month := _month(day))}
    if not months:
        return Coverage(committee, len(summaries), None, None, ())
    first, last = min(months), max(months)
    missing = tuple(month for month in months_between(first, last) if month not in months)
    return Coverage(committee, len(summaries), first, last, missing)


def _month(day: str) -> str | None:
    """The month that a date falls in; None where it may be several."""
    days = edtf.parse(day)
    if days.earliest is None or days.latest is None:
        return None
    first, last = f"{days.earliest:%Y-%m}", f"{days.latest:%Y-%m}"
    return first if first == last else None
