"""Relationships with those outside: when the last contact was, and who made it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta

from kg.dates_in_words import words
from kg.questions import Reader
from kg.tables import Evidence, Row, Table
from search.answers import counted, listing
from search.handover_report import Line, Section, section
from search.handover_terms import Term, asked, own, regulars

_WARM = timedelta(days=183)
"""A relationship with a contact within half a year of the end of the term is warm."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """An outside party: the last day of contact, how many contacts, who made them, and the proof of the last."""

    stakeholder: str
    last: str
    contacts: int
    who: str
    evidence: tuple[Evidence, ...]


def warm_and_cooling(reader: Reader, term: Term) -> Iterator[Section]:
    """Two sections: outside parties met in the last half year of the term, and those met only before."""
    contacts = asked(reader, "engagements", term.values)
    found = relationships(contacts, regulars(reader, term), own(reader))
    since = (term.last - _WARM).isoformat()
    for title, group in (
        ("Relationships that are warm", [one for one in found if one.last >= since[: len(one.last)]]),
        ("Relationships that are cooling", [one for one in found if one.last < since[: len(one.last)]]),
    ):
        yield section(
            title,
            (
                Line(
                    f"{one.stakeholder}: last contact {words(one.last)}, {counted(one.contacts, 'contact')}"
                    + (f"; {one.who} can introduce you" if one.who else ""),
                    one.evidence,
                )
                for one in group
            ),
        )


def relationships(contacts: Table, inside: Collection[str] = (), own: Collection[str] = ()) -> list[Relationship]:
    """The outside parties of some contacts, those met last first; who is `inside` is none.

    The committee's `own` name is nobody who could introduce.
    """
    groups: dict[str, list[Row]] = {}
    for row in contacts.rows:
        for party in row.cells[contacts.index("stakeholder")].split(", "):
            if party and party not in inside:
                groups.setdefault(party, []).append(row)
    found = []
    for party, rows in groups.items():
        rows.sort(key=lambda row: _day_of(contacts, row), reverse=True)
        names = (name for row in rows for name in row.cells[contacts.index("who")].split(", "))
        who = listing(name for name in names if name != party and name not in own)
        found.append(Relationship(party, _day_of(contacts, rows[0]), len(rows), who, rows[0].evidence))
    return sorted(found, key=lambda one: (one.last, one.contacts), reverse=True)


def _day_of(contacts: Table, row: Row) -> str:
    """The last day of a contact as far as it is known, never later than its record."""
    when, recorded = row.cells[contacts.index("when")], row.cells[contacts.index("recorded")]
    end = when.rpartition("/")[2].rstrip("~?%.") or recorded
    return min(end, recorded) if recorded else end
