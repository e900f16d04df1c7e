"""All that running text says, read in the order in which the extractors need each other."""

from dataclasses import dataclass

from ingest.reading import Reading
from ingest.roles import find_roles
from kg.extraction import Role


@dataclass(frozen=True, slots=True)
class Prose:
    """The statements of one document's running text, each list in text order."""

    roles: tuple[tuple[str, Role], ...] = ()


def read_prose(reading: Reading) -> Prose:
    """What the running text of `reading` states."""
    return Prose(tuple(find_roles(reading)))
