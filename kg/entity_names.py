"""Names as records give them and as the library shows them: what identity works on, and what it makes."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from kg import edtf
from kg.affiliations import affiliations
from kg.identifiers import name_key
from kg.judgements import Judgement
from kg.name_variants import is_initial_form
from kg.stored import StoredDocument

NEAR = timedelta(days=183)
"""How far from a document its committee's attendance lists may be to explain a partial name in it."""
SURE = 0.5
"""An entity below this confidence is a candidate for review and explains nobody else's name."""

AMENDING = ("close-action", "set", "confirm")
"""Judgements that change what a statement says, or how sure it is."""

_ACRONYM = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[A-Z][A-Za-z0-9&/-]{1,9}")
_INITIALS = re.compile(r"[A-Z]{2,4}")


@dataclass(frozen=True, slots=True)
class Named:
    """A person or an organisation as one record names it; `short` is a handle or an acronym."""

    iri: str
    name: str
    aliases: tuple[str, ...] = ()
    short: str | None = None
    partial: bool = False
    confidence: float = 1.0
    attends: bool = False
    organisations: tuple[str, ...] = ()
    """Where the record says that a person holds a role or comes from."""


@dataclass(frozen=True, slots=True)
class DocumentNames:
    """All that identity needs of one record. `first` and `last` bound its meetings' days, None where unknown."""

    id: str
    committee: str | None
    first: date | None
    last: date | None
    people: tuple[Named, ...]
    organisations: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class EntityNames:
    """What a library calls an entity: its preferred name, names added by hand, the highest confidence."""

    iri: str
    name: str
    added: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class View:
    """How one document's record is read into the library. Tuples are sorted.

    `renamed` maps the record's IRIs to the library's where they differ; `rejected` are
    entities and statements left out; `amended` are judgements that confirm or change statements.
    """

    renamed: tuple[tuple[str, str], ...] = ()
    entities: tuple[EntityNames, ...] = ()
    rejected: tuple[str, ...] = ()
    amended: tuple[Judgement, ...] = ()


def plain(value: Any) -> Any:
    """Names and views (dataclasses with slots) as JSON has them, for `json.dumps`: many times as fast as `asdict`."""
    return value.isoformat() if isinstance(value, date) else {name: getattr(value, name) for name in value.__slots__}


def names_of(document: StoredDocument) -> DocumentNames:
    """The names of one record."""
    attendance = (found for found in document.statements if found.kind == "Attendance")
    attending = {party for found in attendance for role, party in found.parties if role == "attendee"}
    belongs = affiliations(document)
    dates = [meeting.date for meeting in document.meetings if meeting.date] or [*filter(None, [document.date])]
    days = [edtf.parse(found) for found in dates]
    first = min((day.earliest for day in days if day.earliest), default=None)
    last = max((day.latest for day in days if day.latest), default=None)
    named = {
        kind: tuple(
            Named(
                entity.iri,
                entity.name,
                entity.aliases,
                entity.handle or entity.acronym,
                entity.partial,
                entity.confidence,
                entity.iri in attending,
                tuple(sorted(belongs.get(entity.iri, ()))),
            )
            for entity in document.entities
            if entity.kind == kind
        )
        for kind in ("person", "organisation")
    }
    return DocumentNames(document.id, document.committee, first, last, named["person"], named["organisation"])


def is_acronym(named: Named) -> bool:
    """Is the organisation named by an acronym alone?"""
    if named.short and name_key(named.short) == name_key(named.name):
        return True
    return named.short is None and _ACRONYM.fullmatch(named.name) is not None


def is_near(document: DocumentNames, sitting: DocumentNames) -> bool:
    """Could somebody who sat there be meant here? A document without a date is near to all."""
    if document.first is None or document.last is None:
        return True
    if sitting.first is None or sitting.last is None:
        return False
    return sitting.first - NEAR <= document.last and document.first <= sitting.last + NEAR


def fits(partial: Named, full: str) -> bool:
    """Can a partial name mean the person of this full name (or alias)?"""
    return _fits((partial.name, *partial.aliases), partial.short, full)


@lru_cache(maxsize=1 << 16)  # the same pairs come up with every judgement
def _fits(names: tuple[str, ...], handle: str | None, full: str) -> bool:
    words = name_key(full).split()
    for name in names:
        if handle and name_key(name) == name_key(handle):
            continue  # a handle is made up: that it looks like a surname proves nothing
        short = name_key(name).split()
        letters = re.sub(r"[.\s-]", "", name)
        if not words or not short:
            continue
        if _INITIALS.fullmatch(letters):
            initials = "".join(word[0] for word in words).upper()
            if letters in (initials, initials[0] + initials[-1]) and len(words) > 1:
                return True
        elif len(short) == 1:
            if short[0] in (words[0], words[-1]):
                return True
        elif is_initial_form(" ".join(short), " ".join(words)) or (
            short[0] == words[0] and len(short[-1]) == 1 and words[-1].startswith(short[-1])
        ):
            return True
    return False
