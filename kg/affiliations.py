"""Of which organisations a document says that people are: by their roles, and by what stands behind their names."""

import re
from collections import defaultdict

from kg.stored import StoredDocument

_BETWEEN = re.compile(r"\s*(?:[,(|–—/-]|\b(?:of|from|at|for|representing)\b)\s*(?:the\s+)?", re.IGNORECASE)
"""What parts a name from its organisation: `Ada Byrne (Forestry Agency)`, `Ada Byrne of the …`, a row's next cell."""


def affiliations(document: StoredDocument) -> dict[str, frozenset[str]]:
    """Organisations of each person, other than the committee itself, by the IRIs of the record."""
    found: dict[str, set[str]] = defaultdict(set)
    for statement in document.statements:
        if statement.kind == "RoleHeld":
            for person in (party for role, party in statement.parties if role == "member"):
                found[person].update(party for role, party in statement.parties if role == "organization")
    people = {entity.iri for entity in document.entities if entity.kind == "person"}
    for one, other in zip(document.mentions, document.mentions[1:], strict=False):
        between = document.text[one.span.end : other.span.start]
        if one.entity in people and other.entity not in people and _BETWEEN.fullmatch(between):
            found[one.entity].add(other.entity)
    return {person: frozenset(where - {document.committee}) for person, where in found.items()}
