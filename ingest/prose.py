"""All that running text says, read in the order in which the extractors need each other."""

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.engagements import find_engagements
from ingest.focus import find_focus_areas
from ingest.parties import read_parties
from ingest.reading import Reading
from ingest.roles import find_roles
from kg.extraction import Engagement, FocusArea, Role


@dataclass(frozen=True, slots=True)
class Prose:
    """The statements of one document's running text, each list in text order."""

    roles: tuple[tuple[str, Role], ...] = ()
    focus: tuple[FocusArea, ...] = ()
    engagements: tuple[Engagement, ...] = ()


def read_prose(reading: Reading, present: Iterable[str] = ()) -> Prose:
    """What the running text of `reading` states; `present` are the ids of those who attended its meetings."""
    roles = tuple(find_roles(reading))
    parties = read_parties(reading, roles, present)
    focus = find_focus_areas(reading)
    return Prose(roles, focus, tuple(find_engagements(reading, parties, focus)))
