"""What the parts of a record are written with: triples, dates and spans under the names of one document."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg import edtf
from kg.extraction import Extraction, Meeting, Organisation, Person, Span, When
from kg.identifiers import document_iri
from kg.namespaces import concept
from kg.nquads import date_id, literal, node


@dataclass
class RecordWriter:
    """The lines of one record as they are made. Raises ValueError for an entity that the extraction does not list."""

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

    def named_in(self, spans: Iterable[Span]) -> list[str]:
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
