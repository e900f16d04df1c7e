"""The record of a document: its extraction as canonical N-Quads, one file, no blank nodes.

Equal extractions give equal bytes. `docs/architecture.md` shows a whole record.
"""

from collections.abc import Sequence

from kg import edtf
from kg.extraction import Extraction, Meeting, Organisation, Person, Span
from kg.identifiers import name_key
from kg.nquads import canonical, literal, node
from kg.record_statements import StatementWriter
from kg.record_writer import RecordWriter

ORGANISATION_CLASSES = {
    "company": "mb:Company",
    "public body": "mb:PublicBody",
    "committee": "mb:Committee",
    "working group": "mb:WorkingGroup",
    "programme": "mb:Programme",
}


def record(extraction: Extraction, document_id: str, base: str, content_hash: str) -> bytes:
    """The record of one document, ending in a newline.

    `base` is the library's base IRI and ends in `/`; `content_hash` is that of the file as read.
    Raises ValueError where the extraction names an entity that it does not list, or holds an
    id that makes no IRI or a date that is not EDTF.
    """
    writer = StatementWriter(extraction, document_id, base)
    _document(writer, content_hash)
    for name, meeting in writer.meetings:
        _meeting(writer, name, meeting)
    for person in extraction.people:
        _person(writer, person)
    for organisation in extraction.organisations:
        _organisation(writer, organisation)
    writer.statements()
    try:
        return canonical("".join(writer.lines).encode())
    except SyntaxError as problem:
        raise ValueError(f"document {document_id}: an id makes no IRI: {problem.msg}") from None


def _document(to: RecordWriter, content_hash: str) -> None:
    document, run = to.extraction.document, f"{to.iri}#run"
    to.types(to.iri, "mb:Document", "schema:DigitalDocument")
    if document.kind == "blog":
        to.types(to.iri, "schema:BlogPosting")
    to.word(to.iri, "mb:kind", "document", document.kind)
    to.add(to.iri, "dcterms:title", literal(document.title))
    to.add(to.iri, "dcterms:source", literal(document.source))
    if document.date:
        edtf.parse(document.date)
        to.add(to.iri, "dcterms:issued", literal(document.date))
    to.parties(to.iri, "dcterms:creator", document.authors)
    to.parties(to.iri, "mb:ofCommittee", [to.committee])
    to.add(to.iri, "mb:contentHash", literal(content_hash))
    to.add(to.iri, "mb:text", literal(to.text))
    to.add(to.iri, "prov:wasGeneratedBy", node(run))
    to.types(run, "mb:Run")
    to.add(run, "mb:pipelineVersion", literal(to.extraction.pipeline))
    for ordinal, passage in enumerate(to.extraction.passages):
        name = f"{to.iri}#p{ordinal}"
        to.types(name, "mb:Passage")
        to.add(name, "mb:inDocument", node(to.iri))
        to.add(name, "mb:ordinal", literal(ordinal))
        to.add(name, "mb:heading", literal(passage.heading))
        to.add(name, "mb:level", literal(passage.level))
        to.word(name, "mb:passageKind", "passage", passage.kind)
        to.offsets(name, passage.span)


def _meeting(to: RecordWriter, name: str, meeting: Meeting) -> None:
    to.types(name, "mb:Meeting")
    to.add(name, "dcterms:title", literal(meeting.title))
    to.add(name, "mb:inDocument", node(to.iri))
    to.parties(name, "mb:heldBy", [to.committee])
    to.date(name, "mb:when", meeting.when.edtf if meeting.when else None)
    to.offsets(name, meeting.span)


def _person(to: RecordWriter, person: Person) -> None:
    name = to.entity(person.id)
    to.types(name, "foaf:Person")
    _names(to, name, person.name, person.aliases, person.confidence, person.mentions)
    to.add(name, "mb:nameKey", *(literal(word) for word in name_key(person.name).split()))
    if person.prefix:
        to.add(name, "schema:honorificPrefix", literal(person.prefix))
    if person.handle:
        to.add(name, "mb:handle", literal(person.handle))
    if person.partial:
        to.add(name, "mb:partialName", literal(True))


def _organisation(to: RecordWriter, organisation: Organisation) -> None:
    name, short = to.entity(organisation.id), organisation.acronym
    to.types(name, "org:Organization", *filter(None, [ORGANISATION_CLASSES.get(organisation.kind)]))
    aliases = (*organisation.aliases, *filter(None, [short]))
    _names(to, name, organisation.name, aliases, organisation.confidence, organisation.mentions)
    if short:
        to.add(name, "mb:acronym", literal(short))


def _names(
    to: RecordWriter, name: str, label: str, aliases: Sequence[str], confidence: float, mentions: Sequence[Span]
) -> None:
    """What a person and an organisation have alike."""
    to.add(name, "foaf:name", literal(label))
    to.add(name, "skos:prefLabel", literal(label))
    to.add(name, "skos:altLabel", *(literal(alias) for alias in aliases if alias != label))
    to.add(name, "mb:nameKey", *(literal(key) for key in map(name_key, (label, *aliases)) if key))
    to.add(name, "mb:confidence", literal(float(confidence)))
    for mention in mentions:
        to.add(to.span(mention), "mb:mentions", node(name))
