"""Rows that tell the same thing put together: one row, with the evidence of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from kg import edtf
from kg.identifiers import name_key
from kg.tables import Row, Table

_ARTICLES = frozenset(("a", "an", "the"))
_LONGEST = timedelta(days=92)
"""A contact dated no better than this is the one of a day within; a longer time may hold several."""


@dataclass(frozen=True, slots=True)
class _Sameness:
    """When rows tell the same: `equal` columns agree, `loose` ones agree as far as both are given."""

    equal: tuple[str, ...]
    loose: tuple[str, ...]
    lasting: bool
    """Is it a state, which goes on from one record to the next, or does it happen on a day?"""


_ROLES = _Sameness(("who", "role"), ("organisation",), lasting=True)
_CONTACTS = _Sameness(("stakeholder", "channel", "channel_of", "status", "status_of"), ("who", "area"), lasting=False)


def gathered(table: Table) -> Table:
    """The table with the roles, or the contacts, that are told more than once as one row where the first stands.

    Titles of roles may differ in case and articles. Dates must not contradict each other; contacts without a date
    are one only where they were recorded together. Other tables are left as they are.
    """
    places = {column.name: place for place, column in enumerate(table.columns)}
    if not {"when", "recorded"} <= places.keys() or not {"role", "stakeholder"} & places.keys():
        return table
    same = _ROLES if "role" in places and "who" in places else _CONTACTS if "stakeholder" in places else None
    if same is None:
        return table
    groups: dict[tuple[object, ...], list[Row]] = {}
    told: dict[int, Row] = {}
    for row in table.rows:
        alike = groups.setdefault(tuple(_told(row, places[name]) for name in same.equal if name in places), [])
        number = next((n for n, one in enumerate(alike) if _agree(one, row, same, places)), None)
        if number is None:
            alike.append(row)
            told[id(row)] = row
        else:
            first = next(key for key, one in told.items() if one is alike[number])
            told[first] = alike[number] = _one(alike[number], row, places)
    rows = tuple(told.values())
    return replace(table, rows=rows if "channel_of" not in places else tuple(_without_occasions(rows, places)))


def _without_occasions(rows: Sequence[Row], places: Mapping[str, int]) -> list[Row]:
    """The rows without events that are the occasion of a contact: of its day, and told in one of its documents."""
    contacts = [row for row in rows if row.cells[places["channel_of"]]]
    found = {id(row): row for row in rows}
    for event in (row for row in rows if not row.cells[places["channel_of"]]):
        one = next((row for row in contacts if _is_occasion(event, row, places)), None)
        if one is not None:
            facts = tuple(dict.fromkeys((*found[id(one)].facts, *event.facts)))
            found[id(one)] = replace(found[id(one)], facts=facts)
            del found[id(event)]
    return list(found.values())


def _is_occasion(event: Row, contact: Row, places: Mapping[str, int]) -> bool:
    when, recorded = places["when"], places["recorded"]
    together = set(event.cells[recorded].split(", ")) & set(contact.cells[recorded].split(", "))
    return bool(event.cells[when] and together) and _within(event.cells[when], contact.cells[when])


def _told(row: Row, place: int) -> object:
    """What a cell tells: whom it names, else its words."""
    return frozenset(row.links[place]) or tuple(
        word for word in name_key(row.cells[place]).split() if word not in _ARTICLES
    )


def _agree(one: Row, other: Row, same: _Sameness, places: Mapping[str, int]) -> bool:
    when, recorded = places["when"], places["recorded"]
    if same.lasting:
        at_one_time = not one.cells[when] or not other.cells[when] or _overlap(one.cells[when], other.cells[when])
    elif not one.cells[when] and not other.cells[when]:
        at_one_time = one.cells[recorded] == other.cells[recorded]
    else:
        at_one_time = _within(one.cells[when], other.cells[when])
    return at_one_time and all(_compatible(one, other, places[name]) for name in same.loose if name in places)


def _compatible(one: Row, other: Row, place: int) -> bool:
    """Do both name somebody in common, or one nobody, or an organisation that its people may stand for?"""
    first, second = set(one.links[place]), set(other.links[place])
    return bool(not first or not second or first & second) or any(
        all("/org/" in iri for iri in named) for named in (first, second)
    )


def _overlap(one: str, other: str) -> bool:
    try:
        return edtf.parse(one).overlaps(edtf.parse(other))
    except ValueError:
        return one == other


def _within(one: str, other: str) -> bool:
    """Is one of two dates within the other, which is not long?"""
    if one == other:
        return True
    try:
        first, second = edtf.parse(one), edtf.parse(other)
    except ValueError:
        return False
    for inner, outer in ((first, second), (second, first)):
        if inner.earliest and inner.latest and outer.earliest and outer.latest:
            holds = outer.earliest <= inner.earliest and inner.latest <= outer.latest
            if holds and outer.latest - outer.earliest <= _LONGEST:
                return True
    return False


def _one(row: Row, other: Row, places: Mapping[str, int]) -> Row:
    """Both rows as one: the more exact date, all whom they name, and the facts of both."""
    cells, links = list(row.cells), list(row.links)
    for name, place in places.items():
        if name == "when":
            cells[place] = max(row.cells[place], other.cells[place], key=_exactness)
        elif name != "role":
            cells[place] = _both(row.cells[place], other.cells[place])
            links[place] = tuple(dict.fromkeys((*row.links[place], *other.links[place])))
    return replace(row, cells=tuple(cells), links=tuple(links), facts=tuple(dict.fromkeys((*row.facts, *other.facts))))


def _both(one: str, other: str) -> str:
    """Two lists in words as one."""
    parts: Sequence[str] = [*one.split(", "), *other.split(", ")] if one != other else [one]
    return ", ".join(dict.fromkeys(filter(None, parts)))


def _exactness(date: str) -> tuple[bool, bool, int]:
    return bool(date), "/" not in date, len(date)
