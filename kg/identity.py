"""Who is who across documents: a pure function of the records' names, the judgements and the roster.

The rules, in the order in which they apply:

1. The same full name (by `name_key`) is the same person or organisation, except where one
   document lists two of that name. Names and aliases of the roster lead to its IRIs.
2. Where a document says that a full name is an alias of another, both are one.
3. An organisation named by an acronym alone, or with its last words as one, is the one organisation of
   that acronym or name, where there is exactly one.
4. A full name in attendance lists with initials or a short form for the first name, or (where it is rare) with
   one letter wrong, is the person who attends the same committee at about the same time, and never beside it
   (`kg.name_variants`).
5. A person known in a document by a handle, first name, surname or initials alone is the one
   full person of that handle, or the one who fits and attends meetings of the same
   committee within `NEAR` of the document: the only one, or the one who is there many times as often as
   the others together. Where none or several fit, they stay who they are in their document.
6. Judgements: `not-same` forbids a merge by these rules; `same` and `split` apply in the
   order of the log.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from kg.entity_names import AMENDING, SURE, DocumentNames, EntityNames, Named, View, fits, is_acronym, is_near
from kg.identifiers import name_key, organisation_id, person_id
from kg.judgements import Judgement
from kg.name_variants import RARE, has_initials, spelt_short, variants
from kg.roster import Roster


def resolve(
    documents: Iterable[DocumentNames], judgements: Sequence[Judgement], roster: Roster, base: str
) -> dict[str, View]:
    """The view of every document, by id. `judgements` are those in force, in the order of the log."""
    resolver = _Resolver(sorted(documents, key=lambda document: document.id), judgements, roster, base)
    resolver.full_names()
    resolver.aliases()
    resolver.acronyms()
    resolver.written_otherwise()
    resolver.partial_names()
    resolver.decisions()
    return resolver.views()


Place = tuple[str, str]
"""Document id and IRI in its record: one entity as one document names it."""


class _Resolver:
    def __init__(
        self, documents: list[DocumentNames], judgements: Sequence[Judgement], roster: Roster, base: str
    ) -> None:
        self.documents = documents
        self.judgements = judgements
        self.base = base
        self.current: dict[Place, str] = {}
        self.apart = {frozenset((one.target, one.other)) for one in judgements if one.action == "not-same"}
        self.roster_names = {entity.iri: entity.name for entity in (*roster.people, *roster.organisations)}
        self.roster_people = _by_key(
            (name, person.iri) for person in roster.people for name in (person.name, *person.aliases)
        )
        self.roster_handles = _by_key((person.short, person.iri) for person in roster.people if person.short)
        self.roster_organisations = _by_key(
            (name, found.iri)
            for found in roster.organisations
            for name in (found.name, *found.aliases, found.short or "")
        )

    def full_names(self) -> None:
        """Rule 1; partial people keep the IRI of their document."""
        for document in self.documents:
            for group, make_id, known in (
                (document.people, person_id, self.roster_people),
                (document.organisations, organisation_id, self.roster_organisations),
            ):
                taken: set[str] = set()
                for named in group:
                    found = named.iri if named.partial else self.full_name(named, make_id, known)
                    if found in taken or self.are_apart(named.iri, found):
                        found = named.iri
                    taken.add(found)
                    self.current[document.id, named.iri] = found

    def full_name(self, named: Named, make_id: Callable[[str], str], known: dict[str, set[str]]) -> str:
        listed = known.get(name_key(named.name), set())
        return next(iter(listed)) if len(listed) == 1 else self.base + make_id(named.name)

    def places(self, kind: str) -> Iterator[tuple[DocumentNames, Named]]:
        for document in self.documents:
            for named in document.people if kind == "person" else document.organisations:
                yield document, named

    def aliases(self) -> None:
        """Rule 2: an alias of two words or more leads to the name that it is an alias of."""
        for kind in ("person", "organisation"):
            by_key: dict[str, set[str]] = defaultdict(set)
            for document, named in self.places(kind):
                if not named.partial:
                    by_key[name_key(named.name)].add(self.current[document.id, named.iri])
            leads: dict[str, str] = {}
            for document, named in self.places(kind):
                own = self.current[document.id, named.iri]
                for alias in named.aliases if not named.partial and named.confidence >= SURE else ():
                    others = by_key.get(name_key(alias), set()) if " " in name_key(alias) else set()
                    if len(others) == 1 and own not in others and not self.are_apart(own, *others):
                        leads.setdefault(next(iter(others)), own)
            self.follow(leads)

    def follow(self, leads: dict[str, str]) -> None:
        """Replace IRIs by what they lead to in the end; a circle ends at its least IRI."""
        for place, found in self.current.items():
            path = [found]
            while (ahead := leads.get(path[-1])) and ahead not in path:
                path.append(ahead)
            self.current[place] = min(path[path.index(ahead) :]) if ahead else path[-1]

    def acronyms(self) -> None:
        """Rule 3."""
        meanings: dict[str, set[str]] = defaultdict(set)
        full: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for document, named in self.places("organisation"):
            if is_acronym(named) or named.confidence < SURE:
                continue
            found = self.current[document.id, named.iri]
            full[name_key(named.name).partition(" ")[0]].add((named.name, found))
            if named.short:
                meanings[name_key(named.short)].add(found)
        for document, named in self.places("organisation"):
            key = name_key(named.name)
            if key in self.roster_organisations:
                continue
            if is_acronym(named):
                self.merge((document.id, named.iri), meanings.get(key, set()))
            elif " " in named.name:
                alike = full.get(key.partition(" ")[0], set())
                self.merge((document.id, named.iri), {one for name, one in alike if spelt_short(named.name, name)})

    def written_otherwise(self) -> None:
        """Rule 4. Who is in the roster is spelt as there."""
        sittings: dict[str | None, dict[str, dict[str, DocumentNames]]] = defaultdict(lambda: defaultdict(dict))
        names: dict[str, str] = {}
        for document, named in self.places("person"):
            person = self.current[document.id, named.iri]
            if named.attends and not named.partial and named.confidence >= SURE:
                sittings[self.committee(document)][person][document.id] = document
                names.setdefault(person, named.name)
        meant: dict[str, dict[str, int]] = defaultdict(dict)
        for committee, attended in sittings.items():
            for variant, name in variants(attended, names) if committee else ():
                near = all(
                    any(is_near(one, other) for other in attended[name].values()) for one in attended[variant].values()
                )
                if near and variant not in self.roster_names and not self.are_apart(variant, name):
                    meant[variant][name] = len(attended[name])
        likeliest = {variant: _likeliest(people) for variant, people in meant.items()}
        self.follow({variant: next(iter(found)) for variant, found in likeliest.items() if len(found) == 1})

    def partial_names(self) -> None:
        """Rule 5."""
        handles: dict[str, set[str]] = defaultdict(set)
        attendees: dict[str | None, dict[str, list[DocumentNames]]] = defaultdict(lambda: defaultdict(list))
        known_as: dict[str, set[str]] = defaultdict(set)
        for document, named in self.places("person"):
            if named.partial or named.confidence < SURE:
                continue
            person = self.current[document.id, named.iri]
            known_as[person].update((named.name, *named.aliases))
            if named.short:
                handles[name_key(named.short)].add(person)
            if named.attends:
                attendees[self.committee(document)][person].append(document)
        for document, named in self.places("person"):
            attends = self.current[document.id, named.iri] in attendees[self.committee(document)]
            if not named.partial and (attends or not has_initials(named.name)):
                continue
            found = self.by_handle(named, handles)
            if not found:
                near = {
                    person: sum(is_near(document, sitting) for sitting in sittings)
                    for person, sittings in attendees[self.committee(document)].items()
                    if any(fits(named, name) for name in known_as[person])
                }
                found = _likeliest({person: often for person, often in near.items() if often})
            self.merge((document.id, named.iri), found)

    def by_handle(self, named: Named, handles: dict[str, set[str]]) -> set[str]:
        key = name_key(named.short) if named.short else ""
        return self.roster_handles.get(key, set()) or handles.get(key, set()) if key else set()

    def committee(self, document: DocumentNames) -> str | None:
        return self.current.get((document.id, document.committee), document.committee) if document.committee else None

    def merge(self, place: Place, candidates: set[str]) -> None:
        """Give `place` the IRI of the only candidate that no judgement forbids."""
        own = self.current[place]
        allowed = {found for found in candidates if not self.are_apart(own, found)}
        if len(allowed) == 1:
            self.current[place] = allowed.pop()

    def are_apart(self, one: str, *others: str) -> bool:
        return any(frozenset((one, other)) in self.apart for other in others)

    def decisions(self) -> None:
        """Rule 6: `same` and `split` in the order of the log."""
        places: dict[str, set[Place]] = defaultdict(set)
        for place, found in self.current.items():
            places[found].add(place)
        for judgement in self.judgements:
            if judgement.action == "same":
                self.move(places, judgement.other or "", judgement.target or "", places[judgement.other or ""])
            elif judgement.action == "split":
                target = judgement.target or ""
                moved = {place for place in places[target] if place[0] in judgement.documents}
                self.move(places, target, f"{target}~{judgement.number}", moved)

    def move(self, places: dict[str, set[Place]], old: str, new: str, moved: set[Place]) -> None:
        moved = set(moved)
        places[old] -= moved
        places[new] |= moved
        for place in moved:
            self.current[place] = new

    def views(self) -> dict[str, View]:
        called = self.called()
        rejected = {one.target for one in self.judgements if one.action == "reject"}
        of_documents: dict[str, list[Judgement]] = defaultdict(list)
        for judgement in self.judgements:
            for document_id in judgement.documents:
                of_documents[document_id].append(judgement)
        return {one.id: self.view(one, called, rejected, of_documents[one.id]) for one in self.documents}

    def view(
        self,
        document: DocumentNames,
        called: dict[str, EntityNames],
        rejected: set[str | None],
        judgements: list[Judgement],
    ) -> View:
        group = (*document.people, *document.organisations)
        iris = {named.iri: self.current[document.id, named.iri] for named in group}
        entities = set(iris.values())
        out = {one.target for one in judgements if one.action == "reject"} | (rejected & entities)
        return View(
            tuple(sorted((old, new) for old, new in iris.items() if old != new)),
            tuple(called[entity] for entity in sorted(entities)),
            tuple(sorted(target for target in out if target)),
            tuple(one for one in judgements if one.action in AMENDING),
        )

    def called(self) -> dict[str, EntityNames]:
        """Names of every entity: renamed by hand, as in the roster, or as most documents write it.

        Full names come before partial ones, and names that the IRI is made of before others.
        """
        counts: dict[str, Counter[tuple[bool, bool, str]]] = defaultdict(Counter)
        confidence: dict[str, float] = defaultdict(float)
        for kind, make_id in (("person", person_id), ("organisation", organisation_id)):
            for document, named in self.places(kind):
                found = self.current[document.id, named.iri]
                own = found.partition("~")[0] == self.base + make_id(named.name)
                counts[found][(not named.partial, own, named.name)] += 1
                confidence[found] = max(confidence[found], named.confidence)
        confidence |= {one.target: 1.0 for one in self.judgements if one.action == "confirm" and one.target in counts}
        renamed = {one.target: one.text for one in self.judgements if one.action == "rename"}
        added: dict[str | None, set[str]] = defaultdict(set)
        for judgement in self.judgements:
            if judgement.action == "add-alias" and judgement.text:
                added[judgement.target].add(judgement.text)
        return {
            found: EntityNames(
                found,
                renamed.get(found) or self.roster_names.get(found) or _most_written(spellings),
                tuple(sorted(added[found])),
                confidence[found],
            )
            for found, spellings in counts.items()
        }


def _likeliest(near: dict[str, int]) -> set[str]:
    """Of people who fit a partial name, the one who attends many times as often as all others; else all."""
    most = max(near, key=lambda person: (near[person], person), default="")
    return {most} if most and near[most] >= RARE * (sum(near.values()) - near[most]) else set(near)


def _most_written(spellings: Counter[tuple[bool, bool, str]]) -> str:
    return max(spellings, key=lambda spelling: (spelling[:2], spellings[spelling], spelling[2]))[2]


def _by_key(names: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name, iri in names:
        if key := name_key(name):
            found[key].add(iri)
    return dict(found)
