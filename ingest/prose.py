"""All that running text says, read in the order in which the extractors need each other."""

from dataclasses import dataclass

from ingest.focus import find_focus_areas
from ingest.reading import Reading
from ingest.roles import find_roles
from kg.extraction import FocusArea, Role


@dataclass(frozen=True, slots=True)
class Prose:
    """The statements of one document's running text, each list in text order."""

    roles: tuple[tuple[str, Role], ...] = ()
    focus: tuple[FocusArea, ...] = ()


def read_prose(reading: Reading) -> Prose:
    """What the running text of `reading` states."""
    return Prose(tuple(find_roles(reading)), find_focus_areas(reading))
