"""Who held a role at a time, who came before and who after: worked out from when each is recorded with it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg import edtf
from kg.identifiers import name_key
from kg.tables import Row, Table
from search.understanding import Understanding
from search.understanding_dates import Calendar

_DAY = timedelta(days=1)
_SHORT = timedelta(days=31)
"""A time in which one record tells who held a role better than what is said of longer times."""


@dataclass(frozen=True, slots=True)
class _Spell:
    """Somebody's time in a role: the days on record, and the last day it can reach, None where open."""

    row: Row
    holder: str
    title: str
    days: tuple[edtf.Interval, ...]
    """When the record shows them with it: the days of its documents, or the one day that it was for."""
    is_stated: bool
    """Does the record say from when, or until when?"""
    first: date
    last: date
    """The last day on which the record shows them with it."""
    until: date | None = None
    lasts: bool = True
    """Is it more than a day in the chair of one meeting?"""

    def is_recorded(self, first: date, last: date) -> bool:
        return any(day.overlaps(edtf.Interval(first, last)) for day in self.days)

    def overlaps(self, first: date, last: date) -> bool:
        return self.first <= last and (self.until is None or self.until >= first)


def holders(table: Table, reading: Understanding, calendar: Calendar) -> Table:
    """The rows of those who held the role in the time asked for; of today's, where the question is in the present.

    Who is recorded with a role holds it until the first record of a successor; a day in the chair succeeds nobody.
    Who took the chair on a day is whoever is recorded in it for that day, if somebody is.
    In a time after the end of the record nobody is known to hold it, unless the question is about the present.
    Without a time, all rows.
    """
    period = reading.period
    if period and period.earliest == period.latest == calendar.today:
        period = None
    elif period is None and "current" not in reading.concepts:
        return table
    if period and period.earliest and calendar.last and period.earliest > calendar.last:
        return replace(table, rows=())
    first = (period.earliest if period else calendar.today) or date.min
    last = (period.latest if period else calendar.today) or date.max
    spells = [spell for each in _spells(table).values() for spell in each]
    recorded = [spell for spell in spells if spell.is_recorded(first, last)]
    stated = [spell for spell in spells if spell.is_stated and spell.overlaps(first, last)]
    carried = [spell for spell in spells if spell.overlaps(first, last)]
    presided = [spell for spell in recorded if not spell.lasts]
    if presided and first == last and "preside" in reading.concepts:
        found = presided
    elif last - first <= _SHORT:
        found = recorded if any(spell.lasts for spell in recorded) else [*recorded, *(stated or carried)]
    else:
        found = _exact([*recorded, *stated], reading)
    rows = [spell.row for spell in found or carried]
    return replace(table, rows=tuple(row for row in table.rows if any(row is one for one in rows)))


def _exact(spells: list[_Spell], reading: Understanding) -> list[_Spell]:
    """Those whose role is called just as the question does, where there are any: `Chair`, not `in the chair`."""
    asked = reading.values.get("title", "")
    titles = {name_key(one) for one in ([asked] if isinstance(asked, str) else asked)}
    return [spell for spell in spells if spell.title in titles] or spells


def began(table: Table, reading: Understanding, _calendar: Calendar) -> Table:
    """The rows of those who came to the role in the time asked for."""
    period = reading.period
    if period is None:
        return table
    asked = edtf.Interval(period.earliest, period.latest)
    when = table.index("when")
    starts = ((row, [day for day in _intervals(row.cells[when]) if day.earliest]) for row in table.rows)
    return replace(
        table,
        rows=tuple(
            row
            for row, days in starts
            if any(edtf.Interval(day.earliest, day.earliest).overlaps(asked) for day in days)
        ),
    )


def successors(table: Table, reading: Understanding, _calendar: Calendar) -> Table:
    """The rows of whoever is first recorded with a role after the person asked about."""
    return _beside(table, reading, 1)


def predecessors(table: Table, reading: Understanding, _calendar: Calendar) -> Table:
    """The rows of whoever was last recorded with a role before the person asked about."""
    return _beside(table, reading, -1)


def told_of(table: Table, reading: Understanding, _calendar: Calendar) -> Table:
    """The rows of terms within the time asked for, or recorded in it."""
    period = reading.period
    if period is None:
        return table
    asked = edtf.Interval(period.earliest, period.latest)
    columns = [table.index(name) for name in ("term", "recorded") if name in {one.name for one in table.columns}]
    return replace(
        table,
        rows=tuple(
            row
            for row in table.rows
            if any(day.overlaps(asked) for column in columns for day in _intervals(row.cells[column]))
        ),
    )


def led(table: Table, _reading: Understanding, _calendar: Calendar) -> Table:
    """The rows that say who leads."""
    position = table.index("led_by")
    return replace(table, rows=tuple(row for row in table.rows if row.cells[position]))


def first_within(table: Table, reading: Understanding, _calendar: Calendar) -> Table:
    """The rows of those whose first meeting is in the time asked for."""
    if reading.period is None:
        return table
    position = table.index("first")
    first, last = ((day.isoformat() if day else "") for day in (reading.period.earliest, reading.period.latest))
    return replace(
        table,
        rows=tuple(row for row in table.rows if first <= row.cells[position] <= (last or "9999")),
    )


def _beside(table: Table, reading: Understanding, step: int) -> Table:
    """The neighbours, in the order of their first record, of the people that fill the slot `person`."""
    asked = {one.iri for one in reading.names.get("person", ())}
    found: list[Row] = []
    for spells in _spells(table).values():
        lasting = [spell for spell in spells if spell.lasts]
        order = list(dict.fromkeys(spell.holder for spell in lasting))
        for place, holder in enumerate(order):
            if holder in asked and 0 <= place + step < len(order):
                found += [spell.row for spell in lasting if spell.holder == order[place + step]]
    return replace(table, rows=tuple(row for row in table.rows if any(row is one for one in found)))


def _spells(table: Table) -> dict[tuple[str, str], list[_Spell]]:
    """Everybody's time in each role of each organisation, in order, each ended by the next holder's first record."""
    who, role, where = (table.index(name) for name in ("who", "role", "organisation"))
    when, recorded = table.index("when"), table.index("recorded")
    grouped: dict[tuple[str, str], list[_Spell]] = defaultdict(list)
    for row in table.rows:
        held = _intervals(row.cells[when])
        known = _intervals(row.cells[recorded])
        days = [*held, *known]
        firsts = [day.earliest for day in held if day.earliest] or [day.earliest for day in days if day.earliest]
        lasts = [day.latest or day.earliest for day in days if day.latest or day.earliest]
        if firsts and lasts:
            holder = row.links[who][0] if row.links[who] else row.cells[who]
            ended = next((day.latest for day in held), None)
            title, last = name_key(row.cells[role]), max(filter(None, lasts))
            lasting = not held or any(day.earliest != day.latest for day in held)
            stated = bool(held) and lasting
            shown = tuple(known if lasting else held)
            spell = _Spell(row, holder, title, shown, stated, min(firsts), last, ended, lasting)
            grouped[" ".join(sorted(row.links[where])), title].append(spell)
    return {key: list(_ended(sorted(spells, key=lambda one: one.first))) for key, spells in grouped.items()}


def _ended(spells: Sequence[_Spell]) -> Iterator[_Spell]:
    for place, spell in enumerate(spells):
        later = (
            one.first
            for one in spells[place + 1 :]
            if one.lasts and one.holder != spell.holder and one.first > spell.first
        )
        following = next(later, None)
        ends = [spell.until] if spell.until else [max(spell.last, following - _DAY)] if following else []
        yield replace(spell, until=ends[0] if ends else None)


def _intervals(cell: str) -> list[edtf.Interval]:
    found = []
    for text in filter(None, cell.split(", ")):
        try:
            found.append(edtf.parse(text))
        except ValueError:
            continue
    return found
