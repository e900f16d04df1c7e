"""The entries of a library as all documents together tell them, for `kg.review`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.entity_names import DocumentNames, EntityNames, View
from kg.identifiers import name_key


@dataclass(slots=True)
class Profile:
    """An entry of the library as all documents together tell it."""

    iri: str
    name: str = ""
    confidence: float = 1.0
    named: list[tuple[DocumentNames, Any]] = field(default_factory=list)
    committees: set[str] = field(default_factory=set)
    attended: set[str] = field(default_factory=set)
    organisations: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Documents that say that the person is of an organisation, by its IRI."""

    @property
    def partial(self) -> bool:
        return all(named.partial for _, named in self.named)

    @property
    def words(self) -> list[str]:
        return name_key(self.name).split()

    @property
    def weight(self) -> tuple[bool, int, int, str]:
        """What decides which of two entries keeps its name: full, in more documents, longer."""
        return not self.partial, len(self.named), len(self.name), self.iri


def profiles_of(documents: Iterable[DocumentNames], views: Mapping[str, View]) -> dict[str, Profile]:
    found: dict[str, Profile] = {}
    for document in documents:
        view = views[document.id]
        renamed, called = dict(view.renamed), {entity.iri: entity for entity in view.entities}
        for named in (*document.people, *document.organisations):
            name = renamed.get(named.iri, named.iri)
            if name not in view.rejected:
                _add(found.setdefault(name, Profile(name)), called[name], document, named, renamed)
    return found


def _add(
    profile: Profile, called: EntityNames, document: DocumentNames, named: Any, renamed: Mapping[str, str]
) -> None:
    profile.name, profile.confidence = called.name, called.confidence
    profile.named.append((document, named))
    if document.committee:
        profile.committees.add(renamed.get(document.committee, document.committee))
    if named.attends:
        profile.attended.add(document.id)
    for organisation in named.organisations:
        profile.organisations[renamed.get(organisation, organisation)].add(document.id)
