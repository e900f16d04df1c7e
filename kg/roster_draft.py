"""A roster drafted from the record, for people to correct and keep as `roster.ttl`.

A person is drafted who came to two meetings or was excused from or missed them, other than as a guest, or who
holds a role in a committee whose record this is. Being a member lasts from the first such meeting to the last;
it is open where that is one of the last three. A role lasts as the record says, else from where it is
first recorded to where it is last. An organisation is drafted that two documents name. What the roster there is
already says is left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.graph import Reader
from kg.identifiers import name_key
from kg.namespaces import compact, iri
from kg.nquads import literal
from kg.questions import bind, load_question
from kg.records import ORGANISATION_CLASSES
from kg.roster import Roster, RosterEntity, RosterRole

MEMBER = "Member"
_ENOUGH, _LAST = 2, 3


@dataclass(slots=True)
class NamedEntity:
    """A person or organisation of the record; `values` are its properties by prefixed name."""

    iri: str
    documents: int
    values: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class Came:
    """That a person came to a meeting on `day` (ISO 8601), or was expected there; `status` is the concept's name."""

    person: str
    status: str
    day: str


@dataclass(frozen=True, slots=True)
class Held:
    """A role as one document records it; `during` is EDTF, None where the document does not say."""

    person: str
    title: str
    organisation: str
    during: str | None
    recorded: str | None


def draft_from(reader: Reader, known: Roster) -> Roster:
    """What `draft` makes of a graph."""
    named: dict[str, NamedEntity] = {}
    for row in _rows(reader, "_roster_names"):
        entity = named.setdefault(row["entity"], NamedEntity(row["entity"], int(row["documents"])))
        entity.values[compact(row["property"])].append(row["value"])
    came = [
        Came(row["person"], row["status"].rpartition("#")[2], row["day"]) for row in _rows(reader, "_roster_attendance")
    ]
    held = [
        Held(row["person"], row["title"], row["organisation"], row.get("during"), row.get("recorded"))
        for row in _rows(reader, "_roster_roles")
    ]
    return draft(list(named.values()), came, held, known)


def _rows(reader: Reader, name: str) -> list[dict[str, str]]:
    solutions = reader.query(bind(load_question(name), {}))
    names = [variable.value for variable in solutions.variables]
    return [{one: term.value for one in names if (term := row[one]) is not None} for row in solutions]


def draft(named: Sequence[NamedEntity], came: Sequence[Came], held: Sequence[Held], known: Roster) -> Roster:
    """The roster that the record suggests beyond the one that is `known`, in the order of its IRIs."""
    there = {entity.iri for entity in (*known.people, *known.organisations)}
    told = {(role.person, name_key(role.title)) for role in known.roles}
    by_iri = {entity.iri: entity for entity in named}
    terms = _terms(came)
    roles = [*_memberships(terms, held), *_roles(held, terms)]
    roles = [role for role in roles if role.person in by_iri and (role.person, name_key(role.title)) not in told]
    wanted = {role.person for role in roles}
    people = [_person(by_iri[one]) for one in sorted(wanted - there)]
    committees = {role.organisation for role in held}
    bodies = [
        _organisation(entity)
        for entity in named
        if iri("org:Organization") in entity.values["rdf:type"]
        and entity.iri not in there
        and (entity.documents >= _ENOUGH or entity.iri in committees)
    ]
    return Roster(tuple(people), tuple(sorted(bodies, key=lambda body: body.iri)), tuple(sorted(roles, key=str)))


def _terms(came: Iterable[Came]) -> dict[str, str]:
    """EDTF of the time in which each person belonged to the committee, as attendance shows it."""
    days: dict[str, set[str]] = defaultdict(set)
    held_on = sorted({each.day for each in came})
    for each in came:
        if each.status != "attendance-guest":
            days[each.person].add(each.day)
    late = held_on[-_LAST:][:1]
    return {
        person: f"{min(on)}/{'..' if late and max(on) >= late[0] else max(on)}"
        for person, on in days.items()
        if len(on) >= min(_ENOUGH, len(held_on))
    }


def _memberships(terms: Mapping[str, str], held: Sequence[Held]) -> Iterable[RosterRole]:
    """A plain membership for whoever has a term; its organisation is the committee in which most roles are held."""
    counted = [role.organisation for role in held]
    committee = max(sorted(set(counted)), key=counted.count, default=None)
    return (RosterRole(person, MEMBER, committee, during) for person, during in terms.items())


def _roles(held: Sequence[Held], terms: Mapping[str, str]) -> Iterable[RosterRole]:
    """Each role once a person and organisation, over the time in which the record shows it."""
    records: dict[tuple[str, str, str], list[Held]] = defaultdict(list)
    for role in held:
        if name_key(role.title) != name_key(MEMBER):
            records[role.person, name_key(role.title), role.organisation].append(role)
    latest: dict[tuple[str, str], tuple[str, str]] = {}
    for (person, title, organisation), told in records.items():
        last = max((role.recorded or "" for role in told), default="")
        if last >= latest.get((title, organisation), ("", ""))[0]:
            latest[title, organisation] = (last, person)
    for (person, title, organisation), told in records.items():
        stated = next((role.during for role in told if role.during), None)
        on = sorted(role.recorded for role in told if role.recorded)
        lasts = latest[title, organisation][1] == person and terms.get(person, "").endswith("/..")
        shown = f"{on[0]}/{'..' if lasts else on[-1]}" if on else None
        yield RosterRole(person, told[0].title, organisation, stated or shown)


def _person(entity: NamedEntity) -> RosterEntity:
    return _entity(entity, "mb:handle", "foaf:Person")


def _organisation(entity: NamedEntity) -> RosterEntity:
    classes = [compact(name) for name in entity.values["rdf:type"]]
    known = next((name for name in classes if name in ORGANISATION_CLASSES.values()), "org:Organization")
    return _entity(entity, "mb:acronym", known)


def _entity(entity: NamedEntity, short: str, class_: str) -> RosterEntity:
    values = entity.values
    name = values["skos:prefLabel"][0]
    code = next(iter(values[short]), None)
    words = set(name_key(f"{name} {code or ''}").split())
    aliases = [
        alias for alias in values["skos:altLabel"] if alias != code and not set(name_key(alias).split()) <= words
    ]
    prefix = next(iter(values["schema:honorificPrefix"]), None)
    return RosterEntity(entity.iri, name, tuple(aliases), code, prefix, class_)


def turtle(roster: Roster, base: str) -> str:
    """The roster as Turtle with comments, its IRIs relative to `base`; '' where it says nothing."""
    if roster == Roster():
        return ""
    parts = [f"@base <{base}> ."]
    for heading, entities, short in (
        ("People", roster.people, "mb:handle"),
        ("Organisations", roster.organisations, "mb:acronym"),
    ):
        parts += [f"# {heading}"] if entities else []
        parts += [_entity_turtle(entity, short, base) for entity in entities]
    parts += ["# Roles. `during` is an EDTF interval; `..` says that it lasts."] if roster.roles else []
    parts += [_role_turtle(role, base) for role in roster.roles]
    return "\n\n".join(parts) + "\n"


def _entity_turtle(entity: RosterEntity, short: str, base: str) -> str:
    lines = [f"{_node(entity.iri, base)} a {entity.class_}", f"foaf:name {literal(entity.name)}"]
    lines += [f"skos:altLabel {', '.join(map(literal, entity.aliases))}"] if entity.aliases else []
    lines += [f"{short} {literal(entity.short)}"] if entity.short else []
    lines += [f"schema:honorificPrefix {literal(entity.prefix)}"] if entity.prefix else []
    return " ;\n    ".join(lines) + " ."


def _role_turtle(role: RosterRole, base: str) -> str:
    lines = [f"[] a org:Membership ;\n    org:member {_node(role.person, base)}", f"mb:roleTitle {literal(role.title)}"]
    lines += [f"org:organization {_node(role.organisation, base)}"] if role.organisation else []
    lines += [f"org:memberDuring {literal(role.during)}"] if role.during else []
    return " ;\n    ".join(lines) + " ."


def _node(name: str, base: str) -> str:
    return f"<{name.removeprefix(base)}>"
