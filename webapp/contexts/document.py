"""A document as a page: its text, and beside it each fact with the rule that read it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.extraction import Span
from kg.stored import StoredDocument, StoredStatement
from webapp.links import evidence_path, path_of, safe_url
from webapp.parts import Cell, Detail, Link, cell, dated
from webapp.reading import Block, Group, Highlight, lay_out, sentence_at

KINDS = {
    "Attendance": "Attendance",
    "RoleHeld": "Role",
    "FocusAreaStatus": "Focus area",
    "Engagement": "Engagement",
    "Commitment": "Commitment",
    "Decision": "Decision",
    "Outcome": "Outcome",
    "Happening": "Event",
    "Note": "Note",
}
LONGEST_SUMMARY = 80
"""Code points; the words themselves stand beside the note."""
WHOLE = "The whole document, or a sentence chosen by its number"


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement in the margin: what it says, who read it, how surely."""

    id: str
    kind: str
    summary: str
    href: str
    start: int
    end: int
    rule: str
    confidence: float
    basis: str
    sentence: int = 0
    repeats: bool = False
    """Does the summary say no more than the sentence itself does?"""

    @property
    def label(self) -> str:
        """What the margin says of it: the number of its sentence, where its words stand beside it already."""
        return f"sentence {self.sentence}" if self.repeats else self.summary

    @property
    def page(self) -> str:
        """The address of what is known of it, where it can be corrected."""
        return f"/facts/{self.id.removeprefix('f-')}"

    @property
    def meta(self) -> str:
        """Rule, confidence and basis in one line."""
        return f"{self.rule} · {self.basis} · {self.confidence:.2f}"


@dataclass(frozen=True, slots=True)
class Note:
    """Facts of one block that are of one kind and were read by one rule."""

    kind: str
    meta: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """The whole page. `facts` are in text order; `missed` warns that the words asked for are not there."""

    id: str
    kicker: str
    title: str
    details: tuple[Detail, ...]
    groups: tuple[Group, ...]
    facts: tuple[Fact, ...]
    notes: Mapping[Span, tuple[Note, ...]]
    citation: str
    cite_label: str
    missed: str = ""

    def notes_of(self, block: Block) -> tuple[Note, ...]:
        """The notes that stand beside this block."""
        return self.notes.get(block.span, ())

    def as_json(self) -> dict[str, Any]:
        """Details, numbered sentences with their spans, and facts."""
        return {
            "format": "minutebook-page/1",
            "id": self.id,
            "title": self.title,
            "details": {detail.label: [item.text for item in detail.value.items] for detail in self.details},
            "sentences": [
                {"number": s.number, "start": s.span.start, "end": s.span.end, "text": s.text}
                for group in self.groups
                for block in (*((group.header,) if group.header else ()), *group.blocks)
                for s in block.sentences
            ],
            "facts": [
                {"kind": f.kind, "summary": f.summary, "start": f.start, "end": f.end, "rule": f.rule,
                 "confidence": f.confidence, "basis": f.basis}
                for f in self.facts
            ],
        }  # fmt: skip

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """The facts as rows."""
        columns = ["kind", "fact", "start", "end", "rule", "confidence", "basis"]
        return columns, [
            [f.kind, f.summary, str(f.start), str(f.end), f.rule, f"{f.confidence:.2f}", f.basis] for f in self.facts
        ]


def document_page(
    document: StoredDocument, labels: Mapping[str, str], base: str, address: str, at: Span | None = None
) -> DocumentPage:
    """The page of `document`. `labels` names entities by IRI, `address` is the page's own, `at` the words to mark."""
    if at is not None and not (0 <= at.start < at.end <= len(document.text)):
        at, missed = None, "The words that this link points to are no longer in the document: it was read anew."
    else:
        missed = ""
    groups = lay_out(document.text, document.passages, _highlights(document, base), at)
    facts = tuple(_placed(fact, groups) for fact in _facts(document, labels))
    dated = f", {document.date}" if document.date and document.date not in document.title else ""
    source = f"{document.title}{dated} <{address}>"
    sentence = sentence_at(groups, at.start) if at else None
    cited = f"“{document.text[at.start : at.end]}” {document.title}{dated}, sentence " if at and sentence else ""
    return DocumentPage(
        id=document.id,
        kicker=document.kind,
        title=document.title,
        details=_details(document, labels, base),
        groups=groups,
        facts=facts,
        notes=_notes(groups, facts),
        citation=f"{cited}{sentence.number} <{address}#s{sentence.number}>" if cited and sentence else source,
        cite_label=f"Sentence {sentence.number}" if sentence else WHOLE,
        missed=missed,
    )


def _notes(groups: Sequence[Group], facts: Sequence[Fact]) -> dict[Span, tuple[Note, ...]]:
    """Notes by the block they stand beside; facts alike of a block, and attendance of blocks in a row, are one."""
    alike: dict[Span, dict[tuple[str, str], list[Fact]]] = {}
    run: tuple[Span, tuple[str, str]] | None = None
    for block in (block for group in groups for block in group.blocks):
        here = [fact for fact in facts if block.span.start <= fact.start < block.span.end]
        for fact in here:
            key = (fact.kind, fact.meta)
            place = run[0] if run and run[1] == key else block.span
            alike.setdefault(place, {}).setdefault(key, []).append(fact)
            if fact.kind == "Attendance":
                run = (place, key)
        if not any(fact.kind == "Attendance" for fact in here):
            run = None
    return {
        span: tuple(Note(kind, meta, tuple(each)) for (kind, meta), each in found.items())
        for span, found in alike.items()
    }


def _placed(fact: Fact, groups: Sequence[Group]) -> Fact:
    """The fact with the number of its sentence."""
    sentence = sentence_at(groups, fact.start)
    if sentence is None:
        return fact
    words = fact.summary.removesuffix(" …").casefold()
    repeats = fact.kind != "Attendance" and words in " ".join(sentence.text.split()).casefold()
    return replace(fact, sentence=sentence.number, repeats=repeats)


def _facts(document: StoredDocument, labels: Mapping[str, str]) -> tuple[Fact, ...]:
    found = [_fact(document, statement, labels) for statement in document.statements if statement.evidence]
    return tuple(sorted(found, key=lambda fact: (fact.start, fact.end, fact.id)))


def _fact(document: StoredDocument, statement: StoredStatement, labels: Mapping[str, str]) -> Fact:
    proof = statement.evidence[0]
    return Fact(
        id=f"f-{statement.iri.rpartition('/')[2]}",
        kind=KINDS.get(statement.kind, statement.kind),
        summary=_summary(statement, labels),
        href=evidence_path(document.id, proof.span.start, proof.span.end),
        start=proof.span.start,
        end=proof.span.end,
        rule=proof.rule,
        confidence=proof.confidence,
        basis=proof.basis,
    )


def _summary(statement: StoredStatement, labels: Mapping[str, str]) -> str:
    """The parties and what is said of them; cut at a word, with an ellipsis that says so."""
    roles: dict[str, list[str]] = defaultdict(list)
    for role, party in statement.parties:
        roles[role].append(labels.get(party, party.rpartition("/")[2]))
    if statement.kind == "Engagement":
        words = f"{_and(roles['engagedBy']) or 'somebody'} with {_and(roles['engaged'])}"
    elif statement.kind == "RoleHeld":
        words = ", ".join(filter(None, (_and(roles["member"]), statement.what, _and(roles["organization"]))))
    else:
        names = _and([name for each in roles.values() for name in each])
        words = ": ".join(filter(None, (names, statement.what)))
    return words if len(words) <= LONGEST_SUMMARY else words[:LONGEST_SUMMARY].rsplit(" ", 1)[0] + " …"


def _and(names: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def _highlights(document: StoredDocument, base: str) -> list[Highlight]:
    named = [Highlight(m.span.start, m.span.end, path_of(m.entity, base)) for m in document.mentions]
    proved = [
        Highlight(proof.span.start, proof.span.end, fact=True)
        for statement in document.statements
        if statement.kind != "Attendance"
        for proof in statement.evidence
    ]
    return named + proved


def _details(document: StoredDocument, labels: Mapping[str, str], base: str) -> tuple[Detail, ...]:
    source = Link(document.source, safe_url(document.source))
    pairs = (
        ("Date", dated(document.date) if document.date else cell("unknown")),
        ("Committee", _named([document.committee] if document.committee else [], labels, base)),
        ("Written by", _named(document.authors, labels, base)),
        ("Meetings", Cell(tuple(Link(m.title, path_of(m.iri, base)) for m in document.meetings))),
        ("Source", Cell((source,))),
    )
    return tuple(Detail(label, value) for label, value in pairs if value.items)


def _named(iris: Sequence[str], labels: Mapping[str, str], base: str) -> Cell:
    return Cell(tuple(Link(labels.get(iri, iri.rpartition("/")[2]), path_of(iri, base)) for iri in iris))
