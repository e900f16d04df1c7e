"""Who missed what, worked out from who is recorded at meetings."""

from collections import defaultdict
from dataclasses import replace

from kg.questions import Reader, load_question
from kg.tables import Row, Table, tabulate
from search.answers import counted, listing
from search.understanding import Understanding
from search.understanding_dates import Calendar


def missed(table: Table, reading: Understanding, _calendar: Calendar) -> Table:
    """The meetings at which the person asked about is not recorded and others are, between their first and last.

    Those before and after are left out: who was not yet or no longer a member did not miss them. The evidence of a row
    is that of those who were there.
    """
    attended = _meetings(table, reading, present=True)
    if not attended:
        return replace(table, rows=())
    when = table.index("when")
    days = [row.cells[when] for row in attended]
    others = _meetings(table, reading, present=False)
    return replace(table, rows=tuple(row for row in others if min(days) < row.cells[when] < max(days)))


def never_there(reader: Reader, reading: Understanding) -> str:
    """Says that somebody is at none of the meetings of a time, where it is asked whether they were; '' otherwise."""
    people = reading.names.get("person", ())
    period = reading.period
    if reading.shape != "whether" or reading.kind.question != "attendance" or period is None or not people:
        return ""
    bounds = {name: day for name, day in (("from", period.earliest), ("to", period.latest)) if day}
    table = tabulate(reader, load_question("attendance"), {**bounds, "how": ["present", "guest"]})
    asked = {one.iri for one in people}
    if any(asked.intersection(links) for row in table.rows for links in row.links):
        return ""
    days = sorted(set(table.column("when")))
    held = f"{counted(len(days), 'meeting')}: {listing(days)}"
    return f"No: {people[0].label} is not among those recorded at {held}." if days else ""


def _meetings(table: Table, reading: Understanding, *, present: bool) -> list[Row]:
    """One row for each meeting at which the person asked about is recorded, or is not."""
    people = reading.names.get("person", ())
    asked, label = {one.iri for one in people}, ", ".join(dict.fromkeys(one.label for one in people))
    who, meeting = table.index("who"), table.index("meeting")
    held: dict[str, list[Row]] = defaultdict(list)
    for row in table.rows:
        held[" ".join(row.links[meeting]) or row.cells[meeting]].append(row)
    return [
        _row(table, rows, label)
        for rows in held.values()
        if any(asked.intersection(row.links[who]) for row in rows) == present
    ]


def _row(table: Table, rows: list[Row], label: str) -> Row:
    """A meeting as one row, proved by all that say who was there."""
    cells, links = list(rows[0].cells), list(rows[0].links)
    for column, text in (("who", label), ("status", "not recorded")):
        cells[table.index(column)], links[table.index(column)] = text, ()
    return Row(tuple(cells), tuple(links), tuple(dict.fromkeys(fact for row in rows for fact in row.facts)))
