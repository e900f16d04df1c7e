"""The log of judgements as an audience sees it: as if those about what is kept from it had never been made.

A judgement's number stands in names too: `person/ada~7` is the namesake that judgement 7 split
off, `judgement~7` the document of the fact told in it. They are numbered anew like the judgements.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from kg import by_hand
from kg.errors import JudgementError
from kg.identifiers import organisation_id, person_id
from kg.judgements import Action, Judgement, JudgementLog, check, in_force
from kg.roster import Roster
from kg.summaries import Summary


@dataclass(frozen=True, slots=True)
class Known:
    """Names that an audience knows: ids of documents, and IRIs of people and organisations."""

    documents: frozenset[str]
    entities: frozenset[str]


def known_names(summaries: Iterable[Summary], roster: Roster, base: str) -> Known:
    """All that may be called something by these records and the roster, whatever people judged."""
    summaries = list(summaries)
    entities = {entity.iri for entity in (*roster.people, *roster.organisations)}
    for summary in summaries:
        for group, make_id in ((summary.names.people, person_id), (summary.names.organisations, organisation_id)):
            entities.update(named.iri for named in group)
            entities.update(base + make_id(named.name) for named in group if not named.partial)
    return Known(frozenset(summary.names.id for summary in summaries), frozenset(entities))


_Names = dict[str, str]


class SeenLog(JudgementLog):
    """Judgements that somebody sees, and what they are called in the log itself."""

    def __init__(self, log: JudgementLog, run: "_Seen", names: _Names) -> None:
        """Use `seen`. `names` are those shown, by those of the log, where they differ."""
        super().__init__(log.path)
        self._run = run
        self._shown = tuple(replace(one, target=_renamed(one.target, names)) for one in run.shown)
        self._numbers = {shown: number for number, shown in run.numbers.items()}
        self._names = {shown: name for name, shown in names.items()}

    def read(self) -> tuple[Judgement, ...]:
        return self._shown

    def for_the_log(self, action: Action, *, who: str, at: datetime, why: str, **about: Any) -> dict[str, Any]:
        """What a judgement is about, by the names that the log has for it.

        Raises JudgementError where it lacks something, contradicts one that is seen, or would not be seen itself.
        """
        common: dict[str, Any] = {"action": action, "who": who, "at": at.isoformat(), "why": why}
        check(Judgement(number=len(self._shown) + 1, **common, **about), self._shown)
        given = {name: _renamed(value, self._names) for name, value in about.items()}
        if about.get("undoes"):
            given["undoes"] = self._numbers[about["undoes"]]
        if about.get("fact") or not self._run.is_visible(Judgement(number=0, **common, **given)):
            raise JudgementError("only who sees the whole library can say this, on the command line")
        return given


def seen(log: JudgementLog, known: Known, base: str, is_kept: Callable[[str], bool]) -> SeenLog:
    """The log for who knows these names; `is_kept` tells by its document whether a fact told by hand is kept from them.

    What is about something else, or undoes what is, is not in it.
    """
    whole = log.read()
    run = _Seen(known, base, is_kept)
    for one in whole:
        if run.is_visible(one):
            run.show(one)
    return SeenLog(log, run, run.names | _told(whole, run.shown, run.numbers, base))


@dataclass(slots=True)
class _Seen:
    known: Known
    base: str
    is_kept: Callable[[str], bool]
    shown: list[Judgement] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)
    """Numbers shown, by those of the log."""
    names: _Names = field(default_factory=dict)
    """Names shown, by those of the log, where they differ."""
    added: set[str] = field(default_factory=set)
    """Entities and documents that judgements made."""

    def is_visible(self, one: Judgement) -> bool:
        if one.action == "undo":
            return one.undoes in self.numbers
        if one.action == "forgotten":
            return False
        if one.fact:
            new = {iri for iri, _ in one.fact.new}
            told_of = set(by_hand.parties(one.fact)) - new
            return not self.is_kept(by_hand.document_of(one)) and all(map(self.is_known, told_of))
        documents = [name for name in one.documents if name in self.known.documents or name in self.added]
        about_statement = (one.target or "").startswith(f"{self.base}fact/")
        if about_statement:
            return bool(documents) and len(documents) == len(one.documents) and all(map(self.is_known, one.owners))
        if one.documents and not documents:
            return False
        return all(self.is_known(name) for name in (one.target, one.other, *one.owners) if name)

    def is_known(self, name: str) -> bool:
        return name in self.known.entities or name in self.added

    def show(self, one: Judgement) -> None:
        number = len(self.shown) + 1
        self.numbers[one.number] = number
        documents = tuple(name for name in one.documents if name in self.known.documents or name in self.added)
        new = replace(
            one,
            number=number,
            target=_renamed(one.target, self.names),
            other=_renamed(one.other, self.names),
            owners=_renamed(one.owners, self.names),
            documents=_renamed(documents, self.names),
            undoes=self.numbers[one.undoes] if one.undoes else None,
            fact=one.fact and _renamed_fact(one.fact, self.names),
        )
        self.shown.append(new)
        if one.action == "split":
            self._made(f"{one.target}~{one.number}", f"{new.target}~{number}")
        if one.fact:
            self.added.update(iri for iri, _ in one.fact.new)
            self._made(by_hand.document_of(one), by_hand.document_of(new))

    def _made(self, name: str, shown: str) -> None:
        self.added.add(name)
        if name != shown:
            self.names[name] = shown


def _told(whole: Iterable[Judgement], shown: Iterable[Judgement], numbers: Mapping[int, int], base: str) -> _Names:
    """Statements of facts told by hand: their IRIs hold the number of the judgement too."""
    logged = {number: one for number, one in _statements(whole, base).items() if number in numbers}
    seen_ones = _statements(shown, base)
    pairs = ((iri, seen_ones.get(numbers[number])) for number, iri in logged.items())
    return {iri: other for iri, other in pairs if other and other != iri}


def _statements(judgements: Iterable[Judgement], base: str) -> dict[int, str]:
    """The IRI of the statement of each fact told by hand that holds, by the judgement's number."""
    holding = in_force(judgements)
    records = by_hand.records(holding, {}, base)
    numbers = {by_hand.document_of(one): one.number for one in holding if one.fact}
    return {numbers[name]: by_hand.statement_of(record) for name, record in records.items()}


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """A name, or each of several, as `names` has it."""
    if isinstance(value, tuple):
        return tuple(_renamed(one, names) for one in value)
    return names.get(value, value) if isinstance(value, str) else value


def _renamed_fact(fact: Any, names: Mapping[str, str]) -> Any:
    return replace(
        fact,
        by=_renamed(fact.by, names),
        engaged=_renamed(fact.engaged, names),
        organisation=_renamed(fact.organisation, names),
    )
