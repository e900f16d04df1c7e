"""A record as the graph holds it: with the library's IRIs and names, and people's judgements applied.

Works on the lines of a canonical record, which is several times faster than on parsed terms.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256

from kg import edtf
from kg.entity_names import EntityNames, View, plain
from kg.identifiers import name_key
from kg.judgements import Judgement
from kg.judging import SCHEMES
from kg.months import in_months
from kg.namespaces import concept
from kg.nquads import date_id, literal, node

FORMAT = "3"
"""Version of what the graph holds of a record: part of every stamp, so that a change rebuilds."""

TEXT = node("mb:text")
"""The one property that stays in a document's own graph."""

_PREF, _ALT, _CONFIDENCE = node("skos:prefLabel"), node("skos:altLabel"), node("mb:confidence")
_PARTIAL, _STATUS, _KEY = node("mb:partialName"), node("mb:commitmentStatus"), node("mb:nameKey")
_OWNER, _DUE = node("mb:owner"), node("mb:due")
_DATE_WORDS, _DATE_BASIS = node("mb:dateWords"), node("mb:dateBasis")
_JUDGED_BY, _JUDGED_ON = node("mb:judgedBy"), node("mb:judgedOn")
STATUSES = {f"<{name}>": scheme for name, scheme in SCHEMES.items()}
"""Properties that say how something stands, and the schemes of their words."""
_NEEDED = {node("mb:attendee"), node("org:member"), node("mb:engaged")}
"""A statement that loses its last value of one of these to a rejection says nothing any more."""

Triple = tuple[str, str, str]
"""Subject, predicate and object as N-Triples terms."""


@lru_cache(maxsize=1 << 12)  # a judgement changes few views
def stamp(record_hash: str, view: View) -> str:
    """What decides whether the graph holds a record as it should: a hash of record, view and format."""
    content = json.dumps([FORMAT, record_hash, view], ensure_ascii=False, default=plain)
    return sha256(content.encode()).hexdigest()[:32]


def triples(record: bytes, view: View) -> set[str]:
    """The triples of a record's graph as N-Triples without the closing dot."""
    found: Iterable[Triple] = _parse(record)
    renamed = {f"<{old}>": f"<{new}>" for old, new in view.renamed}
    if renamed:
        found = ((renamed.get(s, s), p, renamed.get(o, o)) for s, p, o in found)
    entities = {f"<{entity.iri}>": entity for entity in view.entities}
    found = _named(found, entities, frozenset(renamed.values()))
    if view.rejected:
        found = _without(list(found), {f"<{rejected}>" for rejected in view.rejected})
    if view.amended:
        found = _amended(list(found), view.amended)
    said = list(found)
    return {f"{s} {p} {o}" for s, p, o in (*said, *in_months(said, _base(said)))}


def _base(found: Iterable[Triple]) -> str:
    """The base IRI under which the record's document stands."""
    return next(s for s, p, _ in found if p == TEXT)[1:].rpartition("doc/")[0]


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


def without(record: bytes, rejected: Iterable[str]) -> bytes:
    """The record without entities of these IRIs, and without what would say nothing without them."""
    triples = list(_parse(record))
    kept = set(_without(triples, {f"<{name}>" for name in rejected}))
    lines = record.splitlines(keepends=True)
    return b"".join(line for line, triple in zip(lines, triples, strict=True) if triple in kept)


def _without(found: list[Triple], rejected: set[str]) -> Iterator[Triple]:
    """Leave out entities, statements, and what would be left of statements without them."""
    parties = Counter((s, p) for s, p, o in found if p in _NEEDED)
    lost = Counter((s, p) for s, p, o in found if p in _NEEDED and o in rejected)
    gone = rejected | {subject for (subject, predicate), count in lost.items() if count == parties[subject, predicate]}
    body = node("oa:hasBody")
    gone |= {s for s, p, o in found if p == body and o in gone}
    return ((s, p, o) for s, p, o in found if s not in gone and o not in gone)


def _amended(found: list[Triple], amended: Sequence[Judgement]) -> list[Triple]:
    """Confirm statements and change what they say, in the order of the log, and say who and when."""
    for one in amended:
        subject = f"<{one.target}>"
        new: list[tuple[str, str]] = [(_JUDGED_BY, literal(one.who)), (_JUDGED_ON, literal(one.at[:10]))]
        if one.action == "confirm":
            new.append((_CONFIDENCE, literal(1.0)))
        if one.status:
            status = next((p for s, p, _ in found if s == subject and p in STATUSES), _STATUS)
            new.append((status, node(concept(STATUSES[status], one.status))))
        new += [(_OWNER, node(owner)) for owner in one.owners]
        if one.due:
            date = _date(found, one.due)
            new.append((_DUE, date[0][0]))
            found = found + date
        changed = {predicate for predicate, _ in new} | ({_DATE_WORDS, _DATE_BASIS} if one.due else set())
        kept = [triple for triple in found if triple[0] != subject or triple[1] not in changed]
        is_there = any(triple[0] == subject for triple in kept)
        found = kept + [(subject, predicate, value) for predicate, value in new if is_there]
    return found


def _date(found: Iterable[Triple], date: str) -> list[Triple]:
    """The description of an EDTF date, under the base IRI that the record's document has."""
    days, name = edtf.parse(date), f"<{_base(found)}{date_id(date)}>"
    bounds = (("mb:earliest", days.earliest), ("mb:latest", days.latest))
    return [
        (name, node("rdf:type"), node("mb:DateInterval")),
        (name, node("mb:edtf"), literal(date)),
        *((name, node(bound), f'"{day.isoformat()}"^^{node("xsd:date")}') for bound, day in bounds if day),
    ]
