"""`roster.ttl`: what people told us of the people and organisations of the record. Optional.

    @base <https://example.org/trees/> .
    <person/ada-byrne> a foaf:Person ; foaf:name "Ada Byrne" ; skos:altLabel "Ada Lowe" ; mb:handle "abyrne" .
    <org/forestry-agency> a org:Organization ; foaf:name "Forestry Agency" ; mb:acronym "FA" .
    [] a org:Membership ; org:member <person/ada-byrne> ; org:organization <org/trees> ;
        mb:roleTitle "Chair" ; org:memberDuring "2022-01/2023-12" .

Our prefixes need no declaration.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path

from kg import edtf
from kg.errors import ConfigurationError
from kg.identifiers import name_key
from kg.namespaces import PREFIXES, compact
from kg.nquads import date_id, literal, node
from kg.records import ORGANISATION_CLASSES

FILE = "roster.ttl"
_PERSON = ("rdf:type", "foaf:name", "skos:altLabel", "mb:handle", "schema:honorificPrefix")
_ORGANISATION = ("rdf:type", "foaf:name", "skos:altLabel", "mb:acronym")
_MEMBERSHIP = ("rdf:type", "org:member", "org:organization", "mb:roleTitle", "org:memberDuring")
_CLASSES = {"foaf:Person": _PERSON, "org:Organization": _ORGANISATION, "org:Membership": _MEMBERSHIP} | dict.fromkeys(
    ORGANISATION_CLASSES.values(), _ORGANISATION
)


@dataclass(frozen=True, slots=True)
class RosterEntity:
    """A person or an organisation of the roster; `short` is a person's handle, an organisation's acronym."""

    iri: str
    name: str
    aliases: tuple[str, ...] = ()
    short: str | None = None
    prefix: str | None = None
    class_: str = "foaf:Person"


@dataclass(frozen=True, slots=True)
class RosterRole:
    """A role that a person holds; `during` is EDTF, None where unknown. IRIs name person and organisation."""

    person: str
    title: str
    organisation: str | None = None
    during: str | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """The roster, in the order of its IRIs. Empty where there is no file."""

    people: tuple[RosterEntity, ...] = ()
    organisations: tuple[RosterEntity, ...] = ()
    roles: tuple[RosterRole, ...] = ()

    def holders(self, title: str, day: date) -> tuple[RosterEntity, ...]:
        """Who held a role of this title on that day, titles compared by their name keys."""
        held = {
            role.person
            for role in self.roles
            if name_key(role.title) == name_key(title) and (role.during is None or edtf.parse(role.during).covers(day))
        }
        return tuple(person for person in self.people if person.iri in held)

    def triples(self, base: str) -> tuple[str, ...]:
        """The roster as N-Triples without the closing dot, sorted, in the shape that records have."""
        return tuple(sorted(set(_triples(self, base))))


def read(path: Path, base: str) -> Roster:
    """The roster in a file; an empty one where there is no file. Relative IRIs stand under `base`.

    Raises ConfigurationError naming what cannot be used, and where.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Roster()
    except (OSError, UnicodeDecodeError) as problem:
        raise ConfigurationError(f"{path}: cannot be read: {problem}") from None
    return _Reader(path, _properties(path, text, base)).roster()


Properties = dict[str, dict[str, list[str]]]


def _properties(path: Path, text: str, base: str) -> Properties:
    """Values by subject and prefixed property name."""
    from pyoxigraph import RdfFormat, parse

    # All on one line with the text, so that the line numbers in messages are those of the file.
    declared = " ".join(f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in PREFIXES.items())
    found: Properties = defaultdict(lambda: defaultdict(list))
    try:
        for triple in parse(f"{declared} {text}", format=RdfFormat.TURTLE, base_iri=base):
            found[str(triple.subject)][compact(triple.predicate.value)].append(triple.object.value)
    except SyntaxError as problem:
        raise ConfigurationError(f"{path}: is not Turtle: {problem.msg}") from None
    return found


class _Reader:
    def __init__(self, path: Path, properties: Properties) -> None:
        self.path = path
        self.properties = properties

    def roster(self) -> Roster:
        people, organisations, roles = [], [], []
        for subject in sorted(self.properties):
            class_ = self.class_of(subject)
            self.check(subject, _CLASSES[class_])
            if class_ == "foaf:Person":
                people.append(self.entity(subject, class_, "mb:handle"))
            elif class_ == "org:Membership":
                roles.append(self.role(subject))
            else:
                organisations.append(self.entity(subject, class_, "mb:acronym"))
        return Roster(tuple(people), tuple(organisations), tuple(sorted(roles, key=str)))

    def fail(self, subject: str, problem: str) -> ConfigurationError:
        return ConfigurationError(f"{self.path}: {subject}: {problem}")

    def class_of(self, subject: str) -> str:
        classes = [compact(name) for name in self.properties[subject].get("rdf:type", [])]
        known = sorted((name for name in classes if name in _CLASSES), key=lambda name: name == "org:Organization")
        if not known:
            raise self.fail(subject, f"needs a class; write `a` and one of {', '.join(_CLASSES)}")
        return known[0]

    def check(self, subject: str, known: tuple[str, ...]) -> None:
        for name in self.properties[subject]:
            if name not in known:
                near = get_close_matches(name, known, 1)
                hint = f"did you mean {near[0]}?" if near else f"known are: {', '.join(known)}"
                raise self.fail(subject, f"unknown property {name}; {hint}")

    def one(self, subject: str, name: str) -> str | None:
        values = self.properties[subject].get(name, [])
        if len(values) > 1:
            raise self.fail(subject, f"has {len(values)} values of {name}; keep one")
        return values[0] if values else None

    def need(self, subject: str, name: str) -> str:
        value = self.one(subject, name)
        if not value:
            raise self.fail(subject, f"needs {name}")
        return value

    def entity(self, subject: str, class_: str, short: str) -> RosterEntity:
        if not subject.startswith("<"):
            raise self.fail(subject, "needs an IRI, such as <person/ada-byrne>")
        return RosterEntity(
            subject[1:-1],
            self.need(subject, "foaf:name"),
            tuple(sorted(self.properties[subject].get("skos:altLabel", []))),
            self.one(subject, short),
            self.one(subject, "schema:honorificPrefix"),
            class_,
        )

    def role(self, subject: str) -> RosterRole:
        during = self.one(subject, "org:memberDuring")
        try:
            if during is not None:
                edtf.parse(during)
        except ValueError as problem:
            raise self.fail(subject, f"org:memberDuring: {problem}") from None
        person, title = self.need(subject, "org:member"), self.need(subject, "mb:roleTitle")
        return RosterRole(person, title, self.one(subject, "org:organization"), during)


def _triples(roster: Roster, base: str) -> Iterator[str]:
    for entity in (*roster.people, *roster.organisations):
        is_person = entity.class_ == "foaf:Person"
        yield f"<{entity.iri}> {node('rdf:type')} {node(entity.class_)}"
        if not is_person:
            yield f"<{entity.iri}> {node('rdf:type')} {node('org:Organization')}"
        yield f"<{entity.iri}> {node('foaf:name')} {literal(entity.name)}"
        yield f"<{entity.iri}> {node('skos:prefLabel')} {literal(entity.name)}"
        for alias in entity.aliases:
            yield f"<{entity.iri}> {node('skos:altLabel')} {literal(alias)}"
        for name in (entity.name, *entity.aliases, *filter(None, [entity.short])):
            yield f"<{entity.iri}> {node('mb:nameKey')} {literal(name_key(name))}"
        if entity.short:
            yield f"<{entity.iri}> {node('mb:handle' if is_person else 'mb:acronym')} {literal(entity.short)}"
        if entity.prefix:
            yield f"<{entity.iri}> {node('schema:honorificPrefix')} {literal(entity.prefix)}"
    for role in roster.roles:
        yield from _role_triples(role, base)


def _role_triples(role: RosterRole, base: str) -> Iterator[str]:
    name = f"{base}roster/{sha256(str(role).encode()).hexdigest()[:16]}"
    yield f"<{name}> {node('rdf:type')} {node('org:Membership')}"
    yield f"<{name}> {node('org:member')} <{role.person}>"
    yield f"<{name}> {node('mb:roleTitle')} {literal(role.title)}"
    if role.organisation:
        yield f"<{name}> {node('org:organization')} <{role.organisation}>"
    if role.during:
        date_iri, days = base + date_id(role.during), edtf.parse(role.during)
        yield f"<{name}> {node('org:memberDuring')} <{date_iri}>"
        yield f"<{date_iri}> {node('rdf:type')} {node('mb:DateInterval')}"
        yield f"<{date_iri}> {node('mb:edtf')} {literal(role.during)}"
        for bound, day in (("mb:earliest", days.earliest), ("mb:latest", days.latest)):
            if day is not None:
                yield f'<{date_iri}> {node(bound)} "{day.isoformat()}"^^{node("xsd:date")}'
