"""What one document says: the domain types behind the public extraction format.

An `Extraction` is the whole of what the pipeline reads out of one document. It is a value:
equal input gives an equal extraction, and nothing in it depends on other documents. Ids
(`person/…`, `org/…`, `focus/…`) are local to the document; a library maps them to its own
entities. Spans are half-open counts of Unicode code points in `DocumentInfo.text`.
Dates are EDTF level 1 strings (Library of Congress, 2019); an unknown date is None.
"""

from dataclasses import dataclass, field
from typing import Literal

from kg.spans import Span as Span  # noqa: PLC0414  a type of extractions as well

DocumentKind = Literal["minutes", "blog", "report", "email", "notes"]
OrganisationKind = Literal["company", "public body", "committee", "working group", "programme", "other"]
AttendanceStatus = Literal["present", "apologies", "absent", "guest"]
FocusStatus = Literal["active", "dropped", "business-as-usual", "merged", "not-established", "unknown"]
Channel = Literal["meeting", "workshop", "talk", "event", "dialogue", "correspondence", "membership", "other"]
EngagementStatus = Literal["done", "planned", "ongoing", "attempted", "failed"]
CommitmentKind = Literal["action", "plan", "intention", "proposal", "goal"]
CommitmentStatus = Literal["open", "done", "dropped", "unknown"]
Polarity = Literal["positive", "negative", "mixed"]
NoteKind = Literal["contradiction", "repeated passage", "unresolved name", "unresolved date", "low confidence"]
Basis = Literal["stated", "resolved", "inferred", "human"]
PassageKind = Literal["heading", "paragraph", "item", "row", "turn"]


@dataclass(frozen=True, slots=True)
class When:
    """A date as an EDTF string, whether it was written there, and the words it was read from.

    `stated` is False where the date was resolved against another (the document's or the
    meeting's). `words` is the text as written, None where the date comes from elsewhere.
    """

    edtf: str
    stated: bool = True
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Why a statement is believed: spans, the rule that read them, and how surely (0 to 1)."""

    evidence: tuple[Span, ...]
    rule: str
    confidence: float = 1.0
    basis: Basis = "stated"
    meeting: int | None = None
    """Index into `Extraction.meetings` of the meeting the statement belongs to."""


@dataclass(frozen=True, slots=True)
class Role(Provenance):
    """A role held by a person, in an organisation where one is named."""

    title: str
    organisation: str | None = None
    from_on: str | None = None
    to_on: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A person as this document names them, with every place that names them.

    `partial` marks a person known here by a first name, initials or a handle only;
    a library may resolve such a person against other meetings of the same committee.
    `confidence` below 0.5 makes a candidate for review, never shown as fact.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    prefix: str | None = None
    handle: str | None = None
    roles: tuple[Role, ...] = ()
    mentions: tuple[Span, ...] = ()
    partial: bool = False
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation as this document names it, with every place that names it."""

    id: str
    name: str
    acronym: str | None = None
    aliases: tuple[str, ...] = ()
    kind: OrganisationKind = "other"
    mentions: tuple[Span, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting recorded in the document; `span` covers all that is said of it."""

    title: str
    when: When | None
    span: Span


@dataclass(frozen=True, slots=True)
class Attendance(Provenance):
    """A person's attendance of a meeting."""

    person: str
    status: AttendanceStatus


@dataclass(frozen=True, slots=True)
class FocusArea(Provenance):
    """An area of work in one term; `derived_from` names the earlier areas it continues."""

    id: str
    label: str
    term: str | None = None
    status: FocusStatus = "unknown"
    derived_from: tuple[str, ...] = ()
    led_by: tuple[str, ...] = ()
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Engagement(Provenance):
    """Who engaged whom, when, through what, and on which focus area."""

    by: tuple[str, ...]
    with_: tuple[str, ...]
    when: When | None
    channel: Channel
    status: EngagementStatus
    focus: str | None = None


@dataclass(frozen=True, slots=True)
class Commitment(Provenance):
    """Something owed: by whom (none where nobody is named), what, and by when."""

    owner: tuple[str, ...]
    what: str
    due: When | None = None
    kind: CommitmentKind = "action"
    status: CommitmentStatus = "open"


@dataclass(frozen=True, slots=True)
class Decision(Provenance):
    """Something decided, by whom, and when."""

    by: tuple[str, ...]
    what: str
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Outcome(Provenance):
    """A judgement in the text on how something went."""

    about: str | None
    polarity: Polarity
    what: str


@dataclass(frozen=True, slots=True)
class Event(Provenance):
    """Something that happened or will happen, with its date."""

    what: str
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Note(Provenance):
    """Something a reader should know: a contradiction, a repetition, an unresolved name."""

    kind: NoteKind
    what: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of the text: a heading, paragraph, list item, table row or speaker's turn.

    `heading` is the path of headings above it, outermost first, joined by " › ".
    """

    span: Span
    kind: PassageKind
    heading: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """The document itself. `text` is what all offsets count in."""

    kind: DocumentKind
    title: str
    text: str
    source: str
    date: str | None = None
    committee: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that the pipeline reads out of one document; lists are in the order of the text."""

    document: DocumentInfo
    meetings: tuple[Meeting, ...] = ()
    passages: tuple[Passage, ...] = ()
    people: tuple[Person, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    focus_areas: tuple[FocusArea, ...] = ()
    engagements: tuple[Engagement, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    decisions: tuple[Decision, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    events: tuple[Event, ...] = ()
    notes: tuple[Note, ...] = ()
    pipeline: str = field(default="")
    """Version of the pipeline that read it: part of what decides whether to read again."""
