"""The statements of a record: what each kind says, and the evidence that every one of them carries."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from kg.extraction import (
    Attendance,
    Commitment,
    Decision,
    Engagement,
    Event,
    FocusArea,
    Note,
    Outcome,
    Person,
    Provenance,
    Role,
    Span,
)
from kg.identifiers import line_id, name_key
from kg.nquads import literal, node
from kg.record_writer import RecordWriter


@dataclass
class StatementWriter(RecordWriter):
    """Writes statements; those alike are told apart by their order."""

    _seen: Counter[str] = field(default_factory=Counter)

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
        self.parties(name, "mb:names", self.named_in(given.evidence))
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
