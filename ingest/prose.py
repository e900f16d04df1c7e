"""All that running text says, read in the order in which the extractors need each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.engagements import find_engagements
from ingest.events import find_events
from ingest.focus import find_focus_areas
from ingest.focus_decisions import find_focus_decisions
from ingest.notes import find_notes
from ingest.outcomes import find_outcomes
from ingest.parties import read_parties
from ingest.promises import find_promises
from ingest.reading import Reading
from ingest.roles import find_roles
from kg.extraction import Commitment, Decision, Engagement, Event, FocusArea, Note, Outcome, Role


@dataclass(frozen=True, slots=True)
class Prose:
    """The statements of one document's running text, each list in text order."""

    roles: tuple[tuple[str, Role], ...] = ()
    focus: tuple[FocusArea, ...] = ()
    engagements: tuple[Engagement, ...] = ()
    promises: tuple[Commitment, ...] = ()
    decisions: tuple[Decision, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    events: tuple[Event, ...] = ()
    notes: tuple[Note, ...] = ()


def read_prose(
    reading: Reading, present: Iterable[str] = (), taken: Sequence[Commitment] = (), decided: Sequence[Decision] = ()
) -> Prose:
    """What the running text of `reading` states.

    `present` are the ids of those who attended its meetings or were missed there, `taken` and `decided` the commitments
    and decisions already read.
    """
    roles = tuple(find_roles(reading))
    parties = read_parties(reading, roles, present)
    focus = find_focus_areas(reading)
    return Prose(
        roles=roles,
        focus=focus,
        engagements=tuple(find_engagements(reading, parties, focus)),
        promises=tuple(find_promises(reading, parties, taken)),
        decisions=tuple(find_focus_decisions(reading, focus, decided)),
        outcomes=tuple(find_outcomes(reading, focus)),
        events=tuple(find_events(reading)),
        notes=tuple(find_notes(reading)),
    )
