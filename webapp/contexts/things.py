"""A person, organisation, focus area or meeting as a page: what the record says of it, section by section."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kg import tables
from kg.namespaces import compact
from webapp.contexts.ledger import ledger, names, value
from webapp.contexts.lineage import lineage
from webapp.contexts.owed import commitments
from webapp.drawing import Drawing
from webapp.errors import NoSuchPage
from webapp.links import path_of, with_query
from webapp.parts import Cell, Detail, Link, Section, cell, dated
from webapp.record import Snapshot, properties

SHOWN = 25
"""Rows of a section; the rest is a link away, and the section says so."""


@dataclass(frozen=True, slots=True)
class ThingPage:
    """A thing with short details at the head and its record in sections."""

    id: str
    iri: str
    kicker: str
    title: str
    details: tuple[Detail, ...]
    sections: tuple[Section, ...]
    lede: str = ""
    lineage: Drawing | None = None

    @property
    def path(self) -> str:
        """Its address."""
        return path_of(self.iri, self.iri.removesuffix(self.id)) or "/"

    @property
    def timeline(self) -> str | None:
        """The address of everything said of it in order; meetings have none."""
        return None if self.id.startswith("meeting/") else with_query("/timeline", entity=self.id)

    @property
    def correctable(self) -> bool:
        """Can people say that it is another, or give it a name?"""
        return self.id.startswith(("person/", "org/"))

    def as_json(self) -> dict[str, Any]:
        """Details and sections by name."""
        return {
            "format": "minutebook-page/1",
            "id": self.id,
            "iri": self.iri,
            "title": self.title,
            "details": {
                detail.label: [item.plain or item.text for item in detail.value.items] for detail in self.details
            },
            "sections": {section.id: section.table.as_json() for section in self.sections},
        }

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """All sections one below the other, the section's name before each row's fields."""
        rows = [[section.title, *each] for section in self.sections for each in section.table.as_table()[1]]
        width = max((len(row) for row in rows), default=1)
        columns = ["section", *(f"field {number}" for number in range(1, width))]
        return columns, [row + [""] * (width - len(row)) for row in rows]


def person_page(snapshot: Snapshot, name: str, today: date, *, shown: int = SHOWN) -> ThingPage:
    """The page of `person/<name>`. Raises NoSuchPage where the record names no such person."""
    iri = _known(snapshot, f"person/{name}", "foaf:Person")
    found = properties(snapshot.describe(iri))
    attended = snapshot.table("attendance", person=iri)
    engaged = snapshot.table("who-engaged", party=iri)
    introduced = snapshot.table("introductions", party=iri)
    if attended.rows:  # one of the committee needs no introduction to it
        introduced = replace(introduced, rows=())
    sections = (
        _section(
            snapshot,
            "roles",
            "Roles",
            snapshot.table("roles", person=iri),
            ("role", "organisation", "when", "recorded"),
        ),
        _engagements(snapshot, iri, engaged, shown),
        _commitments(snapshot, iri, today, shown),
        _section(
            snapshot, "meetings", "Meetings", attended, ("when", "meeting", "status"), shown, reverse=True, proofs=0
        ),
        _introductions(snapshot, introduced, shown),
        _appearances(snapshot, iri, shown),
    )
    present = sum(value(row, attended, "status") == "present" for row in attended.rows)
    details = (
        Detail("Also called", _others(found)),
        Detail("Account", cell(*found.get("mb:handle", ()))),
        Detail("Present at", cell(f"{present:,} {'meeting' if present == 1 else 'meetings'}" if present else None)),
        _last_contact(engaged),
        Detail("Can introduce", _introducers(snapshot, introduced)),
    )
    return _page(iri, snapshot, "Person", found, details, sections)


def organisation_page(snapshot: Snapshot, name: str, today: date, *, shown: int = SHOWN) -> ThingPage:
    """The page of `org/<name>`. Raises NoSuchPage where the record names no such organisation."""
    iri = _known(snapshot, f"org/{name}", "org:Organization")
    found = properties(snapshot.describe(iri))
    engaged = snapshot.table("who-engaged", party=iri)
    introduced = snapshot.table("introductions", party=iri)
    sections = (
        _engagements(snapshot, iri, engaged, shown),
        _section(snapshot, "people", "People", snapshot.table("members", at=iri), ("who", "role", "when"), shown),
        _introductions(snapshot, introduced, shown),
        _commitments(snapshot, iri, today, shown),
        _appearances(snapshot, iri, shown),
    )
    details = (
        Detail("Also called", _others(found)),
        Detail("Kind", cell(_kind(found))),
        _last_contact(engaged),
        Detail("Can introduce", _introducers(snapshot, introduced)),
    )
    return _page(iri, snapshot, "Organisation", found, details, sections)


def focus_page(snapshot: Snapshot, name: str, *, shown: int = SHOWN) -> ThingPage:
    """The page of `focus/<name>`: a focus area in one term, and what its line of work was in the others."""
    iri = _known(snapshot, f"focus/{name}", "mb:FocusArea")
    found = properties(snapshot.describe(iri))
    line = found.get("mb:line", [])
    through = snapshot.table("focus-area", area=iri)
    engaged = snapshot.table("engagements", on_area=iri)
    sections = (
        _section(snapshot, "terms", "What became of it", through, ("term", "shown", "what", "led_by", "recorded")),
        _section(snapshot, "engagements", "Engagements", engaged, _SERVED, shown, reverse=True),
        _section(
            snapshot,
            "outcomes",
            "Outcomes",
            snapshot.table("outcomes", about=iri),
            ("recorded", "polarity", "what"),
            shown,
        ),
    )
    details = (
        Detail("Term", cell(*found.get("mb:term", ()))),
        Detail("Line of work", _links(snapshot, line)),
        _last_contact(engaged, "status"),
    )
    page = _page(iri, snapshot, "Focus area", found, details, sections)
    return replace(page, lineage=lineage(snapshot, [iri]))


def line_page(snapshot: Snapshot, name: str, *, shown: int = SHOWN) -> ThingPage:
    """The page of `line/<name>`: a lasting line of work through the terms."""
    iri = _known(snapshot, f"line/{name}", "mb:FocusLine")
    through = snapshot.table("focus-of-line", line=iri)
    areas = list(dict.fromkeys(link for links in names(through, "area") for link in links))
    engaged = snapshot.table("engagements", on_area=areas)
    sections = (
        _section(snapshot, "terms", "Through the terms", through, ("term", "area", "led_by", "derived_from", "status")),
        _section(snapshot, "engagements", "Engagements", engaged, _SERVED, shown, reverse=True),
    )
    found, details = properties(snapshot.describe(iri)), (_last_contact(engaged, "status"),)
    return replace(_page(iri, snapshot, "Line of work", found, details, sections), lineage=lineage(snapshot, areas))


def meeting_page(snapshot: Snapshot, name: str) -> ThingPage:
    """The page of `meeting/<name>`: who was there and what was said."""
    iri = _known(snapshot, f"meeting/{name}", "mb:Meeting")
    found = properties(snapshot.describe(iri))
    there = snapshot.table("attendance", meeting=iri)
    sections = (
        _section(
            snapshot,
            "said",
            "Decided, promised and reported",
            snapshot.table("said-at", meeting=iri),
            ("kind", "who", "what", "when"),
        ),
        _section(snapshot, "attendance", "Attendance", there, ("who", "status"), proofs=0),
    )
    when = snapshot.labels(found.get("mb:when", ()))
    present = sum(value(row, there, "status") == "present" for row in there.rows)
    details = (
        Detail("Date", dated(next(iter(when.values()), None))),
        Detail("Held by", _links(snapshot, found.get("mb:heldBy", ()))),
        Detail("Present", cell(f"{present:,}" if present else None)),
        Detail("Record", _links(snapshot, found.get("mb:inDocument", ()))),
    )
    return _page(iri, snapshot, "Meeting", found, details, sections)


_ENGAGED = ("when", "who", "stakeholder", "channel_of", "area", "status_of")
_SERVED = ("when", "who", "stakeholder", "channel", "area", "status")
_OWED = ("owner", "what", "due", "state")


def _known(snapshot: Snapshot, identifier: str, *classes: str) -> str:
    iri = snapshot.base + identifier
    if not snapshot.exists(iri, *classes):
        raise NoSuchPage(f"The record names nothing under “{identifier}”. It may have another name now: search for it.")
    return iri


def _page(
    iri: str, snapshot: Snapshot, kicker: str, found: Any, details: Sequence[Detail], sections: Sequence[Section]
) -> ThingPage:
    title = (found.get("skos:prefLabel") or found.get("dcterms:title") or [iri.rpartition("/")[2]])[0]
    held = tuple(section for section in sections if section.table.rows)
    return ThingPage(
        id=iri.removeprefix(snapshot.base),
        iri=iri,
        kicker=kicker,
        title=title,
        details=tuple(detail for detail in details if detail.value.items),
        sections=held,
        lede="" if held else "The record names it and says nothing more.",
    )


def _section(
    snapshot: Snapshot,
    identifier: str,
    title: str,
    table: tables.Table,
    columns: tuple[str, ...],
    shown: int | None = None,
    more: str | None = None,
    *,
    reverse: bool = False,
    proofs: int = 1,
) -> Section:
    rows = table.rows[::-1] if reverse else table.rows
    total = len(rows)
    part = rows[:shown] if shown else rows
    cut = len(part) < total
    count = f"{len(part):,} of {total:,}" if cut else f"{total:,}"
    order = ", newest first" if reverse else ""
    link = Link(f"All {total:,}", more) if cut and more else None
    return Section(
        identifier,
        title,
        ledger(
            snapshot,
            table,
            part,
            caption=f"{count} in all{order}" if not cut else f"{count}{order}",
            shown=columns,
            proofs=proofs,
        ),
        link,
    )


def _engagements(snapshot: Snapshot, iri: str, engaged: tables.Table, shown: int) -> Section:
    more = _more("engagements", "party", iri, snapshot)
    return _section(snapshot, "engagements", "Engagements", engaged, _ENGAGED, shown, more, reverse=True)


def _commitments(snapshot: Snapshot, iri: str, today: date, shown: int) -> Section:
    table = commitments(snapshot, {"by": iri, "as_of": today})
    more = _more("commitments", "by", iri, snapshot)
    alone = all(owners == (iri,) for owners in names(table, "owner"))
    columns = _OWED[1:] if alone else _OWED
    return _section(snapshot, "commitments", "Commitments", table, columns, shown, more, reverse=True)


def _appearances(snapshot: Snapshot, iri: str, shown: int) -> Section:
    table = snapshot.table("appearances", entity=iri)
    return _section(snapshot, "appearances", "Where it is named", table, ("date", "document", "times"), shown)


def _more(listing: str, parameter: str, iri: str, snapshot: Snapshot) -> str:
    return with_query(f"/{listing}", **{parameter: iri.removeprefix(snapshot.base)})


def _others(found: Any) -> Cell:
    label = found.get("skos:prefLabel", [""])[0]
    return cell(
        *dict.fromkeys(
            name for name in (*found.get("mb:acronym", ()), *found.get("skos:altLabel", ())) if name != label
        )
    )


def _kind(found: Any) -> str | None:
    words = {"mb:Company": "company", "mb:PublicBody": "public body", "mb:Committee": "committee",
             "mb:WorkingGroup": "working group", "mb:Programme": "programme"}  # fmt: skip
    return next((words[each] for each in map(compact, found.get("rdf:type", ())) if each in words), None)


def _links(snapshot: Snapshot, iris: Sequence[str]) -> Cell:
    labels = snapshot.labels(iris)
    return Cell(tuple(Link(labels.get(iri, iri.rpartition("/")[2]), path_of(iri, snapshot.base)) for iri in iris))


def _last_contact(engaged: tables.Table, status: str = "status_of") -> Detail:
    """The latest engagement that has a date and took place."""
    for row in reversed(engaged.rows):
        when = value(row, engaged, "when") or value(row, engaged, "recorded")
        if when and value(row, engaged, status) in {"done", "ongoing"}:
            return Detail("Last contact", dated(when))
    return Detail("Last contact")


def _introductions(snapshot: Snapshot, introduced: tables.Table, shown: int) -> Section:
    columns = ("who", "via", "how", "when")
    return _section(snapshot, "introductions", "Who can introduce", introduced, columns, shown)


def _introducers(snapshot: Snapshot, introduced: tables.Table) -> Cell:
    """Those who have a tie to it, the latest contact first; all of them stand in a section of their own."""
    who = [link for links in names(introduced, "who") for link in links]
    return _links(snapshot, list(dict.fromkeys(who))[:5])
