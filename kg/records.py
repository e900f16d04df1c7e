"""The record of a document: its extraction as canonical N-Quads, one file, no blank nodes.

Canonical means: UTF-8, one quad a line as RDF 1.1 N-Quads writes it in canonical form, lines
sorted by their bytes and unique, literals in the form the graph engine keeps. Equal extractions
give equal bytes. `docs/architecture.md` shows a whole record.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from kg import edtf
from kg.extraction import (
    Attendance,
    Commitment,
    Decision,
    Engagement,
    Event,
    Extraction,
    FocusArea,
    Meeting,
    Note,
    Organisation,
    Outcome,
    Person,
    Provenance,
    Role,
    Span,
    When,
)
from kg.identifiers import document_iri, line_id, name_key
from kg.namespaces import concept, iri

ORGANISATION_CLASSES = {
    "company": "mb:Company",
    "public body": "mb:PublicBody",
    "committee": "mb:Committee",
    "working group": "mb:WorkingGroup",
    "programme": "mb:Programme",
}
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


def record(extraction: Extraction, document_id: str, base: str, content_hash: str) -> bytes:
    """The record of one document, ending in a newline.

    `base` is the library's base IRI and ends in `/`; `content_hash` is that of the file as read.
    Raises ValueError where the extraction names an entity that it does not list, or holds an
    id that makes no IRI or a date that is not EDTF.
    """
    writer = _Writer(extraction, document_id, base)
    writer.document(content_hash)
    for meeting in writer.meetings:
        writer.meeting(*meeting)
    for person in extraction.people:
        writer.person(person)
    for organisation in extraction.organisations:
        writer.organisation(organisation)
    writer.statements()
    try:
        return canonical("".join(writer.lines).encode())
    except SyntaxError as problem:
        raise ValueError(f"document {document_id}: an id makes no IRI: {problem.msg}") from None


def canonical(quads: bytes) -> bytes:
    """N-Quads in canonical form: one spelling, sorted, unique. Raises SyntaxError where they are none."""
    from pyoxigraph import RdfFormat, parse, serialize

    lines = serialize(parse(quads, format=RdfFormat.N_QUADS), format=RdfFormat.N_QUADS) or b""
    return b"".join(line + b"\n" for line in sorted(set(lines.split(b"\n"))) if line)


def literal(value: str | float) -> str:
    """`value` as an N-Quads literal; a float becomes a decimal of at most four places."""
    if isinstance(value, bool):
        return f'"{str(value).lower()}"^^<{iri("xsd:boolean")}>'
    if isinstance(value, int):
        return f'"{value}"^^<{iri("xsd:integer")}>'
    if isinstance(value, float):
        return f'"{f"{value:.4f}".rstrip("0").rstrip(".")}"^^<{iri("xsd:decimal")}>'
    return f'"{value.translate(_ESCAPES)}"'


def node(name: str) -> str:
    """A full IRI, or a prefixed name of one of our prefixes, as an N-Quads term."""
    return f"<{name}>" if "://" in name else f"<{iri(name)}>"


def date_id(date: str) -> str:
    """Local id of an EDTF date: `date/2022-07_2022-12`."""
    return f"date/{quote(date.replace('/', '_'), safe='~')}"


@dataclass
class _Writer:
    """The lines of one record as they are made."""

    extraction: Extraction
    document_id: str
    base: str
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.iri = document_iri(self.base, self.document_id)
        self.text = self.extraction.document.text
        self.committee = self.extraction.document.committee
        self.meetings = self._meetings()
        self._mentions = self._named()
        self._seen: Counter[str] = Counter()
        self._entities = {
            **{p.id: self.base + p.id + (f"~{self.document_id}" if p.partial else "") for p in self.extraction.people},
            **{o.id: self.base + o.id for o in self.extraction.organisations},
            **{f.id: self.base + f.id for f in self.extraction.focus_areas},
        }

    def add(self, subject: str, predicate: str, *objects: str) -> None:
        """One quad an object; `objects` are N-Quads terms."""
        start = f"<{subject}> {node(predicate)} "
        self.lines += [f"{start}{term} <{self.iri}> .\n" for term in objects]

    def types(self, subject: str, *classes: str) -> None:
        self.add(subject, "rdf:type", *map(node, classes))

    def word(self, subject: str, predicate: str, scheme: str, word: str) -> None:
        self.add(subject, predicate, node(concept(scheme, word)))

    def entity(self, local: str) -> str:
        if local not in self._entities:
            raise ValueError(f"document {self.document_id}: {local!r} is named but not listed")
        return self._entities[local]

    def parties(self, subject: str, predicate: str, local: Iterable[str | None]) -> None:
        self.add(subject, predicate, *(node(self.entity(party)) for party in local if party is not None))

    def date(self, subject: str, predicate: str, date: str | None) -> None:
        """Link to the node of an EDTF date, and describe it."""
        if date is None:
            return
        days, name = edtf.parse(date), self.base + date_id(date)
        self.add(subject, predicate, node(name))
        self.types(name, "mb:DateInterval")
        self.add(name, "mb:edtf", literal(date))
        for bound, day in (("mb:earliest", days.earliest), ("mb:latest", days.latest)):
            if day is not None:
                self.add(name, bound, f'"{day.isoformat()}"^^{node("xsd:date")}')

    def when(self, subject: str, predicate: str, when: When | None) -> None:
        if when is None:
            return
        self.date(subject, predicate, when.edtf)
        self.word(subject, "mb:dateBasis", "basis", "stated" if when.stated else "resolved")
        if when.words:
            self.add(subject, "mb:dateWords", literal(when.words))

    def span(self, span: Span) -> str:
        """Describe a stretch of the text; its IRI."""
        name = f"{self.iri}#char={span.start},{span.end}"
        self.types(name, "mb:Span")
        self.add(name, "oa:hasSource", node(self.iri))
        self.add(name, "oa:exact", literal(self.text[span.start : span.end]))
        self.offsets(name, span)
        return name

    def offsets(self, subject: str, span: Span) -> None:
        self.add(subject, "oa:start", literal(span.start))
        self.add(subject, "oa:end", literal(span.end))

    def _named(self) -> list[tuple[Span, str]]:
        """Every place that names somebody, in text order, with the local id."""
        entities: list[Person | Organisation] = [*self.extraction.people, *self.extraction.organisations]
        return sorted((span, entity.id) for entity in entities for span in entity.mentions)

    def _named_in(self, spans: Iterable[Span]) -> list[str]:
        """Local ids of those named inside the spans, in the order of their ids."""
        names: set[str] = set()
        for span in spans:
            for mention, name in self._mentions[bisect_left(self._mentions, (span, "")) :]:
                if mention.start >= span.end:
                    break
                names.add(name)
        return sorted(names)

    def _meetings(self) -> list[tuple[str, Meeting]]:
        """Meetings with their IRIs: named as the document where it holds one, else by their dates too."""
        found: list[tuple[str, Meeting]] = []
        names: Counter[str] = Counter()
        for meeting in self.extraction.meetings:
            name = f"{self.base}meeting/{self.document_id}"
            if len(self.extraction.meetings) > 1:
                name += f"~{date_id(meeting.when.edtf).removeprefix('date/') if meeting.when else 'undated'}"
            names[name] += 1
            found.append((name if names[name] == 1 else f"{name}~{names[name]}", meeting))
        return found

    def document(self, content_hash: str) -> None:
        document, run = self.extraction.document, f"{self.iri}#run"
        self.types(self.iri, "mb:Document", "schema:DigitalDocument")
        if document.kind == "blog":
            self.types(self.iri, "schema:BlogPosting")
        self.word(self.iri, "mb:kind", "document", document.kind)
        self.add(self.iri, "dcterms:title", literal(document.title))
        self.add(self.iri, "dcterms:source", literal(document.source))
        if document.date:
            edtf.parse(document.date)
            self.add(self.iri, "dcterms:issued", literal(document.date))
        self.parties(self.iri, "dcterms:creator", document.authors)
        self.parties(self.iri, "mb:ofCommittee", [self.committee])
        self.add(self.iri, "mb:contentHash", literal(content_hash))
        self.add(self.iri, "mb:text", literal(self.text))
        self.add(self.iri, "prov:wasGeneratedBy", node(run))
        self.types(run, "mb:Run")
        self.add(run, "mb:pipelineVersion", literal(self.extraction.pipeline))
        for ordinal, passage in enumerate(self.extraction.passages):
            name = f"{self.iri}#p{ordinal}"
            self.types(name, "mb:Passage")
            self.add(name, "mb:inDocument", node(self.iri))
            self.add(name, "mb:ordinal", literal(ordinal))
            self.add(name, "mb:heading", literal(passage.heading))
            self.add(name, "mb:level", literal(passage.level))
            self.word(name, "mb:passageKind", "passage", passage.kind)
            self.offsets(name, passage.span)

    def meeting(self, name: str, meeting: Meeting) -> None:
        self.types(name, "mb:Meeting")
        self.add(name, "dcterms:title", literal(meeting.title))
        self.add(name, "mb:inDocument", node(self.iri))
        self.parties(name, "mb:heldBy", [self.committee])
        self.date(name, "mb:when", meeting.when.edtf if meeting.when else None)
        self.offsets(name, meeting.span)

    def person(self, person: Person) -> None:
        name = self.entity(person.id)
        self.types(name, "foaf:Person")
        self.names(name, person.name, person.aliases, person.confidence, person.mentions)
        self.add(name, "mb:nameKey", *(literal(word) for word in name_key(person.name).split()))
        if person.prefix:
            self.add(name, "schema:honorificPrefix", literal(person.prefix))
        if person.handle:
            self.add(name, "mb:handle", literal(person.handle))
        if person.partial:
            self.add(name, "mb:partialName", literal(True))

    def organisation(self, organisation: Organisation) -> None:
        name, short = self.entity(organisation.id), organisation.acronym
        self.types(name, "org:Organization", *filter(None, [ORGANISATION_CLASSES.get(organisation.kind)]))
        aliases = (*organisation.aliases, *filter(None, [short]))
        self.names(name, organisation.name, aliases, organisation.confidence, organisation.mentions)
        if short:
            self.add(name, "mb:acronym", literal(short))

    def names(self, name: str, label: str, aliases: Sequence[str], confidence: float, mentions: Sequence[Span]) -> None:
        """What a person and an organisation have alike."""
        self.add(name, "foaf:name", literal(label))
        self.add(name, "skos:prefLabel", literal(label))
        self.add(name, "skos:altLabel", *(literal(alias) for alias in aliases if alias != label))
        self.add(name, "mb:nameKey", *(literal(key) for key in map(name_key, (label, *aliases)) if key))
        self.add(name, "mb:confidence", literal(float(confidence)))
        for mention in mentions:
            self.add(self.span(mention), "mb:mentions", node(name))

    def statement(self, kind: str, given: Provenance, *parties: str) -> str:
        """What every statement has; its IRI, a hash of document, kind, first quote and `parties`.

        Statements alike in all of these are told apart by their order.
        """
        first = given.evidence[0]
        key = "\n".join([self.document_id, kind, self.text[first.start : first.end], *parties])
        self._seen[key] += 1
        digest = sha256(f"{key}\n{self._seen[key]}".encode()).hexdigest()
        name = f"{self.base}fact/{digest[:16]}"
        self.types(name, "mb:Statement", f"mb:{kind}")
        self.add(name, "mb:inDocument", node(self.iri))
        recorded_on = self.extraction.document.date
        if given.meeting is not None:
            meeting_iri, meeting = self.meetings[given.meeting]
            self.add(name, "mb:inMeeting", node(meeting_iri))
            recorded_on = meeting.when.edtf if meeting.when else recorded_on
        if recorded_on:
            self.add(name, "mb:recordedOn", literal(recorded_on))
        self.add(name, "mb:confidence", literal(float(given.confidence)))
        self.parties(name, "mb:names", self._named_in(given.evidence))
        for number, span in enumerate(given.evidence, 1):
            self.evidence(name, f"{name}-e{number}", given, span)
        return name

    def evidence(self, statement: str, name: str, given: Provenance, span: Span) -> None:
        target = self.span(span)
        self.types(target, "oa:SpecificResource", "oa:TextQuoteSelector", "oa:TextPositionSelector")
        self.add(statement, "mb:evidence", node(name))
        self.types(name, "mb:Evidence", "oa:Annotation")
        self.add(name, "oa:hasBody", node(statement))
        self.add(name, "oa:hasTarget", node(target))
        self.add(name, "mb:rule", literal(given.rule))
        self.add(name, "mb:confidence", literal(float(given.confidence)))
        self.word(name, "mb:basis", "basis", given.basis)
        self.add(name, "prov:wasGeneratedBy", node(f"{self.iri}#run"))

    def statements(self) -> None:
        found = self.extraction
        for person in found.people:
            for role in person.roles:
                self.role(person, role)
        kinds: list[tuple[Callable[[Any], None], Sequence[Provenance]]] = [
            (self.attendance, found.attendance),
            (self.focus_area, found.focus_areas),
            (self.engagement, found.engagements),
            (self.commitment, found.commitments),
            (self.decision, found.decisions),
            (self.outcome, found.outcomes),
            (self.event, found.events),
            (self.note, found.notes),
        ]
        for write, statements in kinds:
            for statement in statements:
                write(statement)

    def role(self, person: Person, role: Role) -> None:
        name = self.statement("RoleHeld", role, person.id, role.title)
        self.parties(name, "org:member", [person.id])
        self.parties(name, "org:organization", [role.organisation])
        self.add(name, "mb:roleTitle", literal(role.title))
        if role.from_on or role.to_on:
            first, last = role.from_on or "", role.to_on or ""
            self.date(name, "org:memberDuring", first if first == last else f"{first}/{last}")

    def attendance(self, attendance: Attendance) -> None:
        meeting = "" if attendance.meeting is None else self.meetings[attendance.meeting][0]
        name = self.statement("Attendance", attendance, attendance.person, meeting)
        self.parties(name, "mb:attendee", [attendance.person])
        self.word(name, "mb:attendanceStatus", "attendance", attendance.status)
        if meeting:
            self.add(name, "mb:meeting", node(meeting))

    def focus_area(self, area: FocusArea) -> None:
        name, focus, line = self.statement("FocusAreaStatus", area, area.id), self.entity(area.id), line_id(area.label)
        self.parties(name, "mb:focusArea", [area.id])
        self.word(name, "mb:focusStatus", "focus", area.status)
        self.parties(name, "mb:ledBy", area.led_by)
        self.parties(name, "mb:derivedFrom", area.derived_from)
        if area.description:
            self.add(name, "dcterms:description", literal(area.description))
        self.types(focus, "mb:FocusArea", "skos:Concept")
        self.add(focus, "mb:line", node(self.base + line))
        if area.term:
            self.add(focus, "mb:term", literal(area.term))
        self.types(self.base + line, "mb:FocusLine", "skos:Concept")
        for subject in (focus, self.base + line):
            self.add(subject, "skos:prefLabel", literal(area.label))
            self.add(subject, "mb:nameKey", literal(name_key(area.label)))

    def engagement(self, engagement: Engagement) -> None:
        name = self.statement("Engagement", engagement)
        self.parties(name, "mb:engagedBy", engagement.by)
        self.parties(name, "mb:engaged", engagement.with_)
        self.when(name, "mb:when", engagement.when)
        self.word(name, "mb:channel", "channel", engagement.channel)
        self.word(name, "mb:engagementStatus", "engagement", engagement.status)
        self.parties(name, "mb:onFocusArea", [engagement.focus])

    def commitment(self, commitment: Commitment) -> None:
        name = self.statement("Commitment", commitment)
        self.parties(name, "mb:owner", commitment.owner)
        self.add(name, "mb:what", literal(commitment.what))
        self.when(name, "mb:due", commitment.due)
        self.word(name, "mb:commitmentKind", "commitment-kind", commitment.kind)
        self.word(name, "mb:commitmentStatus", "commitment", commitment.status)

    def decision(self, decision: Decision) -> None:
        name = self.statement("Decision", decision)
        self.parties(name, "mb:decidedBy", decision.by)
        self.add(name, "mb:what", literal(decision.what))
        self.when(name, "mb:when", decision.when)

    def outcome(self, outcome: Outcome) -> None:
        name = self.statement("Outcome", outcome)
        self.parties(name, "mb:about", [outcome.about])
        self.word(name, "mb:polarity", "polarity", outcome.polarity)
        self.add(name, "mb:what", literal(outcome.what))

    def event(self, event: Event) -> None:
        name = self.statement("Happening", event)
        self.add(name, "mb:what", literal(event.what))
        self.when(name, "mb:when", event.when)

    def note(self, note: Note) -> None:
        name = self.statement("Note", note)
        self.word(name, "mb:noteKind", "note", note.kind)
        self.add(name, "mb:what", literal(note.what))
