"""Facts that somebody tells by hand: each is a note of theirs, read into a record like any other document's.

The note's text is the words of the judgement, its author whoever says so, its day that of the
judgement. It stands in the graph as the document `judgement~7`, 7 being the judgement's number,
as long as the judgement holds; no file of a record is written.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any, cast

from kg.entity_names import AMENDING, EntityNames, View
from kg.errors import JudgementError
from kg.extraction import (
    Channel,
    Commitment,
    CommitmentStatus,
    DocumentInfo,
    Engagement,
    EngagementStatus,
    Extraction,
    Organisation,
    Passage,
    Person,
    Role,
    Span,
    When,
)
from kg.judgements import Fact, Judgement
from kg.nquads import node
from kg.records import record

RULE = "by hand"


def document_of(judgement: Judgement) -> str:
    """Id of the document that a fact told by hand makes."""
    return document_id(judgement.number)


def document_id(number: int) -> str:
    """Id of the document that judgement `number` makes. No file's name gives such an id."""
    return f"judgement~{number}"


def records(judgements: Iterable[Judgement], entities: Mapping[str, EntityNames], base: str) -> dict[str, bytes]:
    """The record of every fact told by hand, by document id. `judgements` are those in force, in order.

    Entities that were merged since are those that they were merged into.
    """
    judgements = tuple(judgements)
    merged = {one.other: one.target for one in judgements if one.action == "same"}
    found = {}
    for one in judgements:
        if one.fact:
            fact = _merged(one.fact, merged)
            content = one.text or ""
            hash_ = sha256(content.encode()).hexdigest()
            found[document_of(one)] = record(_extraction(one, fact, entities, base), document_of(one), base, hash_)
    return found


def views(judgements: Iterable[Judgement], document_ids: Iterable[str]) -> dict[str, View]:
    """How these records are read: without what is rejected, and as amended."""
    judgements = tuple(judgements)
    rejected = tuple(sorted(one.target for one in judgements if one.action == "reject" and one.target))
    return {
        name: View(
            rejected=rejected,
            amended=tuple(one for one in judgements if one.action in AMENDING and name in one.documents),
        )
        for name in document_ids
    }


def parties(fact: Fact) -> tuple[str, ...]:
    """IRIs of all whom a fact names, each once."""
    return tuple(dict.fromkeys((*fact.by, *fact.engaged, *filter(None, [fact.organisation]))))


def statement_of(record: bytes) -> str:
    """IRI of the one statement in the record of a fact told by hand."""
    mark = f" {node('rdf:type')} {node('mb:Statement')} "
    line = next(line for line in record.decode().split("\n") if mark in line)
    return line.partition(" ")[0][1:-1]


def _merged(fact: Fact, merged: Mapping[str | None, str | None]) -> Fact:
    def now(iri: str) -> str:
        seen = {iri}
        while (ahead := merged.get(iri)) and ahead not in seen:
            iri = ahead
            seen.add(iri)
        return iri

    return replace(
        fact,
        by=tuple(map(now, fact.by)),
        engaged=tuple(map(now, fact.engaged)),
        organisation=now(fact.organisation) if fact.organisation else None,
    )


def _extraction(judgement: Judgement, fact: Fact, entities: Mapping[str, EntityNames], base: str) -> Extraction:
    text = judgement.text or ""
    whole = Span(0, len(text))
    given: Any = {"evidence": (whole,), "rule": RULE, "basis": "human"}
    by, engaged = (tuple(iri.removeprefix(base) for iri in group) for group in (fact.by, fact.engaged))
    when = When(fact.when) if fact.when else None
    roles: tuple[Role, ...] = ()
    if fact.kind == "role":
        first, _, last = (fact.when or "").partition("/")
        organisation = fact.organisation.removeprefix(base) if fact.organisation else None
        roles = (
            Role(title=fact.what or "", organisation=organisation, from_on=first or None, to_on=last or None, **given),
        )
    people, organisations = _entities(fact, entities, base, roles)
    return Extraction(
        DocumentInfo("notes", f"Said by {judgement.who}", text, "judgements.jsonl", judgement.at[:10]),
        passages=(Passage(whole, "paragraph"),),
        people=people,
        organisations=organisations,
        engagements=(
            Engagement(
                by=by,
                with_=engaged,
                when=when,
                channel=cast(Channel, fact.channel or "other"),
                status=cast(EngagementStatus, fact.status or "done"),
                **given,
            ),
        )
        * (fact.kind == "engagement"),
        commitments=(
            Commitment(
                owner=by,
                what=fact.what or text,
                due=when,
                status=cast(CommitmentStatus, fact.status or "open"),
                **given,
            ),
        )
        * (fact.kind == "commitment"),
        pipeline=RULE,
    )


def _entities(
    fact: Fact, entities: Mapping[str, EntityNames], base: str, roles: tuple[Role, ...]
) -> tuple[tuple[Person, ...], tuple[Organisation, ...]]:
    """Those named, called as the library calls them."""
    people, organisations, new = [], [], dict(fact.new)
    for iri in parties(fact):
        known = entities.get(iri)
        name, confidence = (known.name, known.confidence) if known else (new.get(iri) or iri.rpartition("/")[2], 1.0)
        local = iri.removeprefix(base)
        if local.startswith("person/"):
            people.append(Person(local, name, roles=roles if iri in fact.by else (), confidence=confidence))
        elif local.startswith("org/"):
            organisations.append(Organisation(local, name, confidence=confidence))
        else:
            raise JudgementError(f"{iri} is neither a person nor an organisation")
    return tuple(people), tuple(organisations)
