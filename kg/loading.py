"""A record as the graph holds it: with the library's IRIs and names, and people's judgements applied.

Works on the lines of a canonical record, which is several times faster than on parsed terms.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from hashlib import sha256

from kg.identifiers import name_key
from kg.identity import EntityNames, View
from kg.judgements import Judgement
from kg.namespaces import concept
from kg.records import literal, node

FORMAT = "1"
"""Version of what the graph holds of a record: part of every stamp, so that a change rebuilds."""

TEXT = node("mb:text")
"""The one property that stays in a document's own graph."""

_PREF, _ALT, _CONFIDENCE = node("skos:prefLabel"), node("skos:altLabel"), node("mb:confidence")
_PARTIAL, _STATUS, _KEY = node("mb:partialName"), node("mb:commitmentStatus"), node("mb:nameKey")
_NEEDED = {node("mb:attendee"), node("org:member"), node("mb:engaged")}
"""A statement that loses its last value of one of these to a rejection says nothing any more."""

Triple = tuple[str, str, str]
"""Subject, predicate and object as N-Triples terms."""


def stamp(record_hash: str, view: View) -> str:
    """What decides whether the graph holds a record as it should: a hash of record, view and format."""
    content = json.dumps([FORMAT, record_hash, asdict(view)], ensure_ascii=False)
    return sha256(content.encode()).hexdigest()[:32]


def triples(record: bytes, view: View) -> set[str]:
    """The triples of a record's graph as N-Triples without the closing dot."""
    found = _parse(record)
    renamed = {f"<{old}>": f"<{new}>" for old, new in view.renamed}
    if renamed:
        found = ((renamed.get(s, s), p, renamed.get(o, o)) for s, p, o in found)
    entities = {f"<{entity.iri}>": entity for entity in view.entities}
    found = _named(found, entities, frozenset(renamed.values()))
    if view.rejected:
        found = _without(list(found), {f"<{rejected}>" for rejected in view.rejected})
    if view.closed:
        found = _closed(found, {f"<{one.target}>": one for one in view.closed})
    return {f"{s} {p} {o}" for s, p, o in found}


def _parse(record: bytes) -> Iterator[Triple]:
    lines = record.decode().split("\n")
    lines.pop()
    graph = len(lines[0].rpartition(" <")[2]) + 2
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        yield subject, predicate, rest[:-graph]


def _named(found: Iterable[Triple], entities: dict[str, EntityNames], resolved: frozenset[str]) -> Iterator[Triple]:
    """One preferred label an entity, the others alternative; what is said of a partial name goes with it."""
    preferred = {subject: literal(entity.name) for subject, entity in entities.items()}
    for triple in found:
        subject, predicate, value = triple
        if subject not in preferred:
            yield triple
        elif predicate in (_PREF, _ALT):
            if value != preferred[subject]:
                yield subject, _ALT, value
        elif predicate != _CONFIDENCE and not (predicate == _PARTIAL and subject in resolved):
            yield triple
    for subject, entity in entities.items():
        yield subject, _PREF, preferred[subject]
        yield subject, _KEY, literal(name_key(entity.name))
        yield subject, _CONFIDENCE, literal(float(entity.confidence))
        for name in entity.added:
            yield subject, _KEY, literal(name_key(name))
            if name != entity.name:
                yield subject, _ALT, literal(name)


def _without(found: list[Triple], rejected: set[str]) -> Iterator[Triple]:
    """Leave out entities, statements, and what would be left of statements without them."""
    parties = Counter((s, p) for s, p, o in found if p in _NEEDED)
    lost = Counter((s, p) for s, p, o in found if p in _NEEDED and o in rejected)
    gone = rejected | {subject for (subject, predicate), count in lost.items() if count == parties[subject, predicate]}
    body = node("oa:hasBody")
    gone |= {s for s, p, o in found if p == body and o in gone}
    return ((s, p, o) for s, p, o in found if s not in gone and o not in gone)


def _closed(found: Iterable[Triple], closed: dict[str, Judgement]) -> Iterator[Triple]:
    """Give commitments the status that somebody decided, and say who and when; the last judgement counts."""
    for triple in found:
        subject, predicate, _ = triple
        judgement = closed.get(subject) if predicate == _STATUS else None
        if judgement is None:
            yield triple
            continue
        yield subject, _STATUS, node(concept("commitment", judgement.status or "done"))
        yield subject, node("mb:judgedBy"), literal(judgement.who)
        yield subject, node("mb:judgedOn"), literal(judgement.at[:10])
