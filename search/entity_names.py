"""The names of a library's people, organisations and focus areas: looked up, completed, expanded."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.errors import QueryError
from kg.identifiers import name_key
from search.documents import EntityKind, IndexedEntity
from search.query_tree import FieldName
from search.spelling import nearest

_KINDS: Mapping[FieldName, tuple[EntityKind, ...]] = {
    "person": ("person",),
    "organisation": ("organisation",),
    "committee": ("organisation",),
    "focus": ("focus",),
    "owner": ("person", "organisation"),
}
_LONGEST = 8
"""Words of the longest name that is looked for in a query."""
_LISTED = 6
"""Entities named in a note."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The entities that a filter's value means; `notes` where it had to be guessed."""

    entities: tuple[IndexedEntity, ...]
    notes: tuple[str, ...] = ()


class EntityNames:
    """Look-ups over all names of all entities by `kg.identifiers.name_key`."""

    def __init__(self, entities: Iterable[IndexedEntity]) -> None:
        self.by_iri = {entity.iri: entity for entity in entities}
        self._by_key: dict[str, list[IndexedEntity]] = defaultdict(list)
        self._by_word: dict[str, dict[str, IndexedEntity]] = defaultdict(dict)
        for entity in self.by_iri.values():
            for key in dict.fromkeys(map(name_key, entity.names())):
                if key:
                    self._by_key[key].append(entity)
                    for word in key.split():
                        self._by_word[word][entity.iri] = entity

    def label(self, iri: str) -> str:
        """What people call it; the last part of its IRI where the index does not know it."""
        entity = self.by_iri.get(iri)
        return entity.label if entity else iri.rstrip("/").rpartition("/")[2]

    def named(self, name: str) -> tuple[IndexedEntity, ...]:
        """The entities with exactly this name."""
        return tuple(self._by_key.get(name_key(name), ()))

    def resolve(self, field: FieldName, value: str) -> Resolution:
        """The entities of a field's kind with this name, IRI or acronym, else those whose names hold all its words.

        Raises QueryError, with the nearest names, where there is none.
        """
        kinds = _KINDS[field]
        if value in self.by_iri:
            return Resolution((self.by_iri[value],))
        exact = tuple(entity for entity in self.named(value) if entity.kind in kinds)
        if exact:
            note = (f"{value!r} names {_list(exact)}.",) if len(exact) > 1 else ()
            return Resolution(exact, note)
        words = name_key(value).split()
        holding = [self._by_word.get(word, {}) for word in words]
        common = set(holding[0]).intersection(*holding[1:]) if holding else set()
        found = tuple(self.by_iri[iri] for iri in sorted(common) if self.by_iri[iri].kind in kinds)
        if found:
            return Resolution(found, (f"{value!r} was read as {_list(found)}.",))
        near = self._near(value, kinds)
        hint = (
            f"did you mean {' or '.join(repr(name) for name in near)}?" if near else "look for the name without filter."
        )
        raise QueryError(f"No {field} is called {value!r}: {hint}")

    def _near(self, value: str, kinds: Sequence[EntityKind]) -> list[str]:
        known = {
            name_key(name): name for entity in self.by_iri.values() if entity.kind in kinds for name in entity.names()
        }
        words = {word: 1 for key in known for word in key.split()}
        near = [known[key] for key in nearest(name_key(value), dict.fromkeys(known, 1))]
        return near or nearest(name_key(value), words)

    def runs(self, words: Sequence[str]) -> Iterator[tuple[int, int, tuple[IndexedEntity, ...]]]:
        """The names in a row of words, longest first and without overlaps, as (first, end, entities)."""
        place = 0
        while place < len(words):
            for end in range(min(len(words), place + _LONGEST), place, -1):
                found = self.named(" ".join(words[place:end]))
                if found:
                    yield place, end, found
                    place = end - 1
                    break
            place += 1

    def expansions(self, entity: IndexedEntity) -> tuple[str, ...]:
        """Other names to look for where an acronym or a name with an acronym is asked: () where it has none."""
        return tuple(dict.fromkeys((entity.label, *entity.aliases, *entity.acronyms))) if entity.acronyms else ()

    @cached_property
    def _beginnings(self) -> list[tuple[str, str]]:
        """(a name's words from any word on, IRI), sorted."""
        found = set()
        for entity in self.by_iri.values():
            for name in entity.names():
                words = name_key(name).split()
                found |= {(" ".join(words[place:]), entity.iri) for place in range(len(words))}
        return sorted(found)

    def beginning(self, text: str, most: int) -> list[IndexedEntity]:
        """Entities with a name, or words inside a name, that begin so; names that begin so first."""
        key = name_key(text)
        if not key:
            return []
        place = bisect_left(self._beginnings, (key, ""))
        found: dict[str, IndexedEntity] = {}
        while place < len(self._beginnings) and len(found) < most and self._beginnings[place][0].startswith(key):
            iri = self._beginnings[place][1]
            found[iri] = self.by_iri[iri]
            place += 1
        return sorted(found.values(), key=lambda entity: not name_key(entity.label).startswith(key))


def _list(entities: Sequence[IndexedEntity]) -> str:
    labels = [entity.label for entity in entities]
    more = f" and {len(labels) - _LISTED} more" if len(labels) > _LISTED else ""
    return ", ".join(labels[:_LISTED]) + more
