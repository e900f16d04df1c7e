"""A stored document as search, identity and the web pages need it, read from its quads.

The quads are those of a record (`from_record`), or of the document's graph in the engine, where
entities carry the library's IRIs (`from_quads`).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from kg.extraction import Basis, DocumentKind, OrganisationKind, PassageKind, Span
from kg.namespaces import MB, iri
from kg.records import ORGANISATION_CLASSES

if TYPE_CHECKING:
    from pyoxigraph import Quad, Triple

_KINDS = {iri(name): cast(OrganisationKind, kind) for kind, name in ORGANISATION_CLASSES.items()}
_PARTIES = {
    iri(name): name.removeprefix("mb:").removeprefix("org:")
    for name in (
        "mb:attendee org:member org:organization mb:focusArea mb:ledBy mb:derivedFrom mb:engagedBy mb:engaged "
        "mb:onFocusArea mb:owner mb:decidedBy mb:about"
    ).split()
}


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage; `ordinal` counts from 0 in the order of the text."""

    iri: str
    ordinal: int
    span: Span
    kind: PassageKind
    heading: str
    level: int


@dataclass(frozen=True, slots=True)
class StoredMention:
    """A place that names a person or an organisation."""

    span: Span
    entity: str


@dataclass(frozen=True, slots=True)
class StoredEntity:
    """A person or an organisation as the document names it. `keys` are name keys, sorted."""

    iri: str
    kind: Literal["person", "organisation"]
    name: str
    aliases: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    acronym: str | None = None
    handle: str | None = None
    prefix: str | None = None
    partial: bool = False
    confidence: float = 1.0
    organisation_kind: OrganisationKind = "other"


@dataclass(frozen=True, slots=True)
class StoredMeeting:
    """A meeting; `date` is EDTF, None where unknown."""

    iri: str
    title: str
    date: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class StoredEvidence:
    """Where a statement is proved: `quote` is the text of `span`, verbatim."""

    iri: str
    span: Span
    quote: str
    rule: str
    confidence: float
    basis: Basis


@dataclass(frozen=True, slots=True)
class StoredStatement:
    """A statement: its class (`Commitment`, …), the entities in it as (role, IRI), its evidence in text order.

    `what` is what it says in words; of a role, its title. `dates` (EDTF) say when it was, or is due.
    """

    iri: str
    kind: str
    what: str | None
    meeting: str | None
    recorded_on: str | None
    parties: tuple[tuple[str, str], ...]
    evidence: tuple[StoredEvidence, ...]
    dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """One document of the library. Passages, mentions and meetings are in text order, the rest by IRI."""

    id: str
    iri: str
    kind: DocumentKind
    title: str
    date: str | None
    committee: str | None
    authors: tuple[str, ...]
    source: str
    text: str
    content_hash: str
    pipeline: str
    meetings: tuple[StoredMeeting, ...]
    passages: tuple[StoredPassage, ...]
    entities: tuple[StoredEntity, ...]
    mentions: tuple[StoredMention, ...]
    statements: tuple[StoredStatement, ...]


def from_record(record: bytes) -> StoredDocument:
    """The document of a record, with the IRIs of the record. Raises ValueError where it is none."""
    from pyoxigraph import RdfFormat, parse

    return from_quads(parse(record, format=RdfFormat.N_QUADS))


def from_quads(quads: "Iterable[Quad | Triple]") -> StoredDocument:
    """The document that these quads describe. Raises ValueError where they describe none, or more than one."""
    return _Reader(quads).document()


class _Reader:
    """Quads by subject and predicate, both as full IRIs."""

    def __init__(self, quads: "Iterable[Quad | Triple]") -> None:
        self.values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.by_type: dict[str, list[str]] = defaultdict(list)
        is_a = iri("rdf:type")
        for quad in quads:
            subject, predicate, value = quad.subject.value, quad.predicate.value, quad.object.value  # type: ignore[union-attr]
            self.values[subject][predicate].append(value)
            if predicate == is_a:
                self.by_type[value].append(subject)

    def all(self, subject: str, name: str) -> list[str]:
        return sorted(self.values[subject].get(iri(name), ()))

    def one(self, subject: str, name: str) -> str | None:
        found = self.values[subject].get(iri(name))
        return min(found) if found else None

    def need(self, subject: str, name: str) -> str:
        value = self.one(subject, name)
        if value is None:
            raise ValueError(f"{subject} has no {name}")
        return value

    def word(self, subject: str, name: str) -> str:
        """The controlled word of a concept: its name without vocabulary and scheme."""
        return self.need(subject, name).removeprefix(MB).partition("-")[2]

    def span(self, subject: str) -> Span:
        return Span(int(self.need(subject, "oa:start")), int(self.need(subject, "oa:end")))

    def instances(self, name: str) -> list[str]:
        return sorted(self.by_type.get(iri(name), ()))

    def document(self) -> StoredDocument:
        found = self.instances("mb:Document")
        if len(found) != 1:
            raise ValueError(f"a record describes one document, this one describes {len(found)}")
        name = found[0]
        return StoredDocument(
            id=name.rpartition("doc/")[2],
            iri=name,
            kind=cast(DocumentKind, self.word(name, "mb:kind")),
            title=self.need(name, "dcterms:title"),
            date=self.one(name, "dcterms:issued"),
            committee=self.one(name, "mb:ofCommittee"),
            authors=tuple(self.all(name, "dcterms:creator")),
            source=self.need(name, "dcterms:source"),
            text=self.need(name, "mb:text"),
            content_hash=self.need(name, "mb:contentHash"),
            pipeline=self.need(self.need(name, "prov:wasGeneratedBy"), "mb:pipelineVersion"),
            meetings=tuple(sorted(map(self.meeting, self.instances("mb:Meeting")), key=lambda meeting: meeting.span)),
            passages=tuple(sorted(map(self.passage, self.instances("mb:Passage")), key=lambda p: p.ordinal)),
            entities=tuple(
                [self.person(person) for person in self.instances("foaf:Person")]
                + [self.organisation(organisation) for organisation in self.instances("org:Organization")]
            ),
            mentions=tuple(
                StoredMention(span, entity)
                for span, subject in sorted((self.span(subject), subject) for subject in self.instances("mb:Span"))
                for entity in self.all(subject, "mb:mentions")
            ),
            statements=tuple(map(self.statement, self.instances("mb:Statement"))),
        )

    def meeting(self, name: str) -> StoredMeeting:
        when = self.one(name, "mb:when")
        date = self.need(when, "mb:edtf") if when else None
        return StoredMeeting(name, self.need(name, "dcterms:title"), date, self.span(name))

    def passage(self, name: str) -> StoredPassage:
        return StoredPassage(
            name,
            int(self.need(name, "mb:ordinal")),
            self.span(name),
            cast(PassageKind, self.word(name, "mb:passageKind")),
            self.need(name, "mb:heading"),
            int(self.need(name, "mb:level")),
        )

    def person(self, name: str) -> StoredEntity:
        return StoredEntity(
            name,
            "person",
            self.need(name, "skos:prefLabel"),
            tuple(self.all(name, "skos:altLabel")),
            tuple(self.all(name, "mb:nameKey")),
            handle=self.one(name, "mb:handle"),
            prefix=self.one(name, "schema:honorificPrefix"),
            partial=self.one(name, "mb:partialName") == "true",
            confidence=float(self.need(name, "mb:confidence")),
        )

    def organisation(self, name: str) -> StoredEntity:
        classes = self.all(name, "rdf:type")
        return StoredEntity(
            name,
            "organisation",
            self.need(name, "skos:prefLabel"),
            tuple(self.all(name, "skos:altLabel")),
            tuple(self.all(name, "mb:nameKey")),
            acronym=self.one(name, "mb:acronym"),
            confidence=float(self.need(name, "mb:confidence")),
            organisation_kind=next((_KINDS[found] for found in classes if found in _KINDS), "other"),
        )

    def statement(self, name: str) -> StoredStatement:
        kinds = [found for found in self.all(name, "rdf:type") if found != iri("mb:Statement")]
        roles = self.values[name]
        parties = ((role, party) for predicate, role in _PARTIES.items() for party in sorted(roles.get(predicate, ())))
        return StoredStatement(
            name,
            kinds[0].removeprefix(MB),
            self.one(name, "mb:what") or self.one(name, "mb:roleTitle"),
            self.one(name, "mb:inMeeting"),
            self.one(name, "mb:recordedOn"),
            tuple(parties),
            tuple(sorted(map(self.evidence, self.all(name, "mb:evidence")), key=lambda proof: proof.span)),
            tuple(sorted(self.need(day, "mb:edtf") for of in ("mb:when", "mb:due") for day in self.all(name, of))),
        )

    def evidence(self, name: str) -> StoredEvidence:
        target = self.need(name, "oa:hasTarget")
        return StoredEvidence(
            name,
            self.span(target),
            self.need(target, "oa:exact"),
            self.need(name, "mb:rule"),
            float(self.need(name, "mb:confidence")),
            cast(Basis, self.word(name, "mb:basis")),
        )
