"""One document, read: from the bytes of a file to all that it says.

`extract` is a pure function of text, file name, what the user states, roster, and model: the
same input gives the same extraction, whatever other documents there are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from ingest.blocks import Structure
from ingest.committee import mentions_of, settle_committee
from ingest.dates import uncounted
from ingest.lines import visible
from ingest.meeting_dates import dates_of, day_of
from ingest.metadata import Description, Stated, describe
from ingest.organisations import body_spans, find_organisations, spot_all
from ingest.organisations_places import KnownOrganisation
from ingest.people import KnownPerson, Register, read_people
from ingest.readers.source import SourceText
from ingest.reading import Mention, Reading
from ingest.repetition import without_repetition
from ingest.sittings import sittings
from ingest.structure import read_structure
from ingest.version import pipeline_version
from kg.extraction import (
    DocumentInfo,
    Extraction,
    Meeting,
    Note,
    Organisation,
    Passage,
    Person,
    Provenance,
    Role,
    Span,
    When,
)
from kg.identifiers import name_key
from kg.roster import Roster

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Statement = TypeVar("Statement", bound=Provenance)


@dataclass(frozen=True, slots=True)
class Options:
    """How to read: what the user states of the documents, and the committee of those that name none."""

    stated: Stated = field(default_factory=Stated)
    committee: str | None = None


PLAIN = Options()
NOBODY = Roster()


def extract(
    source: SourceText,
    name: str,
    *,
    options: Options = PLAIN,
    roster: Roster = NOBODY,
    nlp: "Language | None" = None,
) -> Extraction:
    """All that the document read from the file `name` says. Without `nlp` structure and rules alone decide."""
    structure, description = read(source, name, options)
    doc = None
    if nlp is not None:
        from ingest.language import analyse

        doc = analyse(nlp, structure)
    return understand(structure, description, name, options=options, roster=roster, doc=doc)


def read(source: SourceText, name: str, options: Options) -> tuple[Structure, Description]:
    """The document's structure with its meetings settled, and what it is: all that needs no model."""
    structure = read_structure(source.text)
    description = describe(structure, name, source.properties, options.stated)
    held = (
        sittings(structure, description.date, title=description.title, day_first=description.day_first)
        if description.kind == "minutes"
        else ()
    )
    return replace(structure, sittings=held), description


def understand(
    structure: Structure,
    description: Description,
    name: str,
    *,
    options: Options,
    roster: Roster,
    doc: "Doc | None",
) -> Extraction:
    """What a document says whose structure, description and analysis are known."""
    reading = _reading(structure, description, name, options, roster, doc)
    return _extraction(reading, description)


def _reading(
    structure: Structure,
    description: Description,
    name: str,
    options: Options,
    roster: Roster,
    doc: "Doc | None",
) -> Reading:
    pieces = spot_all(structure)
    register = read_people(
        structure,
        proposed=_proposed(doc, "PERSON"),
        places=_proposed(doc, "GPE", "LOC", "FAC") if doc is not None else None,
        known=[KnownPerson(person.name, person.aliases, person.short, person.prefix) for person in roster.people],
        authors=description.authors,
        bodies=body_spans(structure, pieces),
    )
    told = [KnownOrganisation(body.name, body.aliases, body.short) for body in roster.organisations]
    organisations, named = find_organisations(structure, register.mentions, doc, pieces=pieces, known=told)
    mentions = _in_order([*register.mentions, *named])
    committee, organisations = settle_committee(
        description.committee or options.committee, organisations, structure, mentions, description.title
    )
    document = DocumentInfo(
        kind=description.kind,
        title=description.title,
        text=structure.written,
        source=name,
        date=description.date,
        committee=committee,
        authors=_authors(description.authors, register),
    )
    return Reading(
        document=document,
        structure=structure,
        people=register.people,
        organisations=organisations,
        mentions=_in_order([*mentions, *mentions_of(committee, organisations)]),
        dates=tuple(dates_of(structure, description)),
        committee=committee,
        resolve=register.resolve,
        doc=doc,
        listed=register.listed,
    )


def _proposed(doc: "Doc | None", *labels: str) -> list[Span]:
    """The model's entities of some kinds."""
    entities = doc.ents if doc is not None else ()
    return [Span(entity.start_char, entity.end_char) for entity in entities if entity.label_ in labels]


def _in_order(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Mentions in text order; of two that overlap the one that begins first, or is longer, stays."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda each: (each.span.start, -each.span.end, each.entity)):
        if not kept or mention.span.start >= kept[-1].span.end:
            kept.append(mention)
    return tuple(kept)


def _authors(names: Iterable[str], register: Register) -> tuple[str, ...]:
    by_key = {name_key(form): person.id for person in register.people for form in (*person.aliases, person.name)}
    found = (by_key.get(name_key(name)) or register.resolve(name, 0) for name in names)
    return tuple(dict.fromkeys(person for person in found if person))


def _extraction(reading: Reading, description: Description) -> Extraction:
    from ingest.actions import read_commitments
    from ingest.attendance import read_attendance
    from ingest.decisions import read_decisions
    from ingest.prose import read_prose

    structure = reading.structure
    attendance = _in_text_order(read_attendance(reading))
    commitments = tuple(read_commitments(reading))
    decisions = tuple(read_decisions(reading))
    prose = read_prose(
        reading,
        present=[each.person for each in attendance if each.status != "guest"],
        taken=commitments,
        decided=decisions,
    )
    return Extraction(
        document=reading.document,
        meetings=tuple(_meetings(structure)),
        passages=tuple(_passages(structure)),
        people=_by_mention(_with_roles(reading.people, prose.roles)),
        organisations=_by_mention(reading.organisations),
        attendance=attendance,
        focus_areas=_in_text_order(prose.focus),
        engagements=without_repetition(_in_text_order(prose.engagements)),
        commitments=without_repetition(_in_text_order((*commitments, *prose.promises))),
        decisions=without_repetition(_in_text_order((*decisions, *prose.decisions))),
        outcomes=_in_text_order(prose.outcomes),
        events=_in_text_order(prose.events),
        notes=_in_text_order((*_notes(structure, description), *prose.notes)),
        pipeline=pipeline_version(),
    )


def _meetings(structure: Structure) -> Iterator[Meeting]:
    for sitting in structure.sittings:
        first, last = structure.blocks[sitting.first], structure.blocks[sitting.last - 1]
        when = When(sitting.date) if sitting.date else None
        yield Meeting(sitting.title, when, Span(first.span.start, last.span.end))


def _passages(structure: Structure) -> Iterator[Passage]:
    for block in structure.blocks:
        yield Passage(block.span, block.kind, " › ".join(block.section), block.level)


def _with_roles(people: Iterable[Person], roles: Iterable[tuple[str, Role]]) -> Iterator[Person]:
    held: dict[str, list[Role]] = {}
    for person, role in roles:
        held.setdefault(person, []).append(role)
    for each in people:
        yield replace(each, roles=(*each.roles, *held.get(each.id, ())))


Named = TypeVar("Named", Person, Organisation)


def _by_mention(entities: Iterable[Named]) -> tuple[Named, ...]:
    """Entities by their first mention; those without one, known from elsewhere, come last by id."""
    return tuple(sorted(entities, key=lambda each: (not each.mentions, each.mentions[:1], each.id)))


def _in_text_order(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    return tuple(sorted(statements, key=lambda statement: statement.evidence[:1]))


def _notes(structure: Structure, description: Description) -> Iterator[Note]:
    """What a reader should know of the document's date: that minutes have none, or that its sources disagree."""
    if not structure.blocks:
        return
    opening = structure.blocks[0].span
    if description.kind == "minutes" and description.date is None:
        yield Note(
            kind="unresolved date",
            what="These minutes state no date, and neither does their file's name.",
            evidence=(opening,),
            rule="metadata/undated",
        )
    if description.date is None and not any(sitting.date for sitting in structure.sittings):
        relative = uncounted(visible(structure.text))
        if relative:
            first = structure.text[relative[0].start : relative[0].end]
            yield Note(
                kind="unresolved date",
                what=f"Dates such as “{first}” count from a day that the document does not state.",
                evidence=tuple(relative[:4]),
                rule="dates/no-day-to-count-from",
            )
    days = dict(reversed([(edtf_date, source) for source, edtf_date in description.dates if day_of(edtf_date)]))
    if len(days) > 1:
        told = "; ".join(sorted(f"{source}: {edtf_date}" for edtf_date, source in days.items()))
        yield Note(
            kind="contradiction",
            what=f"The document is dated in more than one way ({told}).",
            evidence=(opening,),
            rule="metadata/dates-differ",
        )
