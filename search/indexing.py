"""Documents and entities of a library as the search index is given them."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from kg.extraction import Span
from kg.library import Library
from kg.stored import StoredDocument, StoredPassage
from search.documents import Annotations, IndexedDocument, IndexedEntity, IndexedPassage

_DEEDS = frozenset({"Engagement", "Commitment", "Decision", "Happening"})
_DOERS = frozenset({"engagedBy", "owner", "decidedBy"})
_FOCUS_ROLES = frozenset({"focusArea", "onFocusArea", "derivedFrom", "about"})


def indexed(document: StoredDocument) -> IndexedDocument:
    """A stored document cut into passages, each with the date of its meeting and what it names.

    A heading with text below it is no passage of its own: the passages below carry it.
    """
    named = _named(document)
    below = zip(document.passages, document.passages[1:], strict=False)
    carried = {one.ordinal: two.ordinal for one, two in below if one.kind == "heading" != two.kind}
    for heading, passage in carried.items():
        for kind, found in named.pop(heading, {}).items():
            named[passage][kind] |= found
    return IndexedDocument(
        id=document.id,
        title=document.title,
        kind=document.kind,
        date=document.date,
        committee=document.committee,
        passages=tuple(
            _passage(document, passage, named.get(passage.ordinal, {}))
            for passage in document.passages
            if passage.ordinal not in carried
        ),
        annotations=_annotations(document),
    )


def _annotations(document: StoredDocument) -> Annotations:
    names = {entity.iri: entity.name for entity in document.entities}
    deeds = [
        (
            evidence.span.start,
            evidence.span.end,
            statement.dates,
            tuple(iri for role, iri in statement.parties if role in _DOERS and iri in names),
        )
        for statement in document.statements
        if statement.kind in _DEEDS
        for evidence in statement.evidence
    ]
    offices = {
        (statement.what, iri)
        for statement in document.statements
        if statement.kind == "RoleHeld" and statement.what
        for role, iri in statement.parties
        if role == "member" and iri in names
    }
    mentions = [(one.span.start, one.span.end, one.entity) for one in document.mentions if one.entity in names]
    return Annotations(
        passages=tuple(
            (one.span.start, one.span.end, -1 if one.kind == "heading" else one.level) for one in document.passages
        ),
        mentions=tuple(mentions),
        statements=tuple(sorted(deeds)),
        offices=tuple(sorted(offices)),
        names=names,
    )


def _passage(document: StoredDocument, passage: StoredPassage, named: dict[str, set[str]]) -> IndexedPassage:
    start, end = passage.span.start, passage.span.end
    dates = [meeting.date for meeting in document.meetings if meeting.span.start <= start < meeting.span.end]
    return IndexedPassage(
        start=start,
        text=document.text[start:end],
        heading=passage.heading,
        date=next(filter(None, dates), document.date),
        people=tuple(sorted(named.get("person", ()))),
        organisations=tuple(sorted(named.get("organisation", ()))),
        focus=tuple(sorted(named.get("focus", ()))),
        owners=tuple(sorted(named.get("owner", ()))),
    )


def _named(document: StoredDocument) -> dict[int, dict[str, set[str]]]:
    """What each passage names, by ordinal and kind: its mentions, and the parties of statements it proves."""
    kinds = {entity.iri: entity.kind for entity in document.entities}
    found: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    starts = [passage.span.start for passage in document.passages]

    def note(span: Span, kind: str | None, iri: str) -> None:
        place = bisect_right(starts, span.start) - 1
        if kind and place >= 0:
            found[document.passages[place].ordinal][kind].add(iri)

    for mention in document.mentions:
        note(mention.span, kinds.get(mention.entity), mention.entity)
    for statement in document.statements:
        for evidence in statement.evidence:
            for role, iri in statement.parties:
                note(evidence.span, kinds.get(iri) or ("focus" if role in _FOCUS_ROLES else None), iri)
                if role == "owner":
                    note(evidence.span, "owner", iri)
    return found


def entities(library: Library) -> tuple[IndexedEntity, ...]:
    """All people, organisations and focus areas of a library with their names, by IRI."""
    query = Path(__file__).with_name("entities.rq").read_text(encoding="utf-8")
    rows = library.select(query)
    return tuple(_entities((str(entity), str(kind), str(prop), str(name)) for entity, kind, prop, name in rows))


def _entities(rows: Iterator[tuple[str, str, str, str]]) -> Iterator[IndexedEntity]:
    kinds: dict[str, str] = {}
    names: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for entity, kind, prop, name in rows:
        kinds[entity] = kind
        names[entity][prop].add(name)
    for entity in sorted(kinds):
        found = names[entity]
        labels = sorted(found["label"])
        if labels:
            aliases = (found["alias"] | set(labels[1:])) - {labels[0]} - found["acronym"]
            acronyms = tuple(sorted(found["acronym"] - {labels[0]}))
            yield IndexedEntity(entity, kinds[entity], labels[0], tuple(sorted(aliases)), acronyms)  # type: ignore[arg-type]
