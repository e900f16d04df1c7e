"""Months of the calendar as nodes of the graph, so that what falls in a period is found without a look at every date.

They are derived from a record's dates where it is loaded; records do not hold them.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from kg import edtf
from kg.nquads import literal, node

_EDTF, _ISSUED, _MOST = node("mb:edtf"), node("dcterms:issued"), 600
"""Dates that reach over more months than this are found by no month: they tell next to nothing of when."""

Triple = tuple[str, str, str]


def in_months(found: Iterable[Triple], base: str) -> Iterator[Triple]:
    """The triples that put every date and document among `found` in its months, and describe those, under `base`.

    A date with an open end is in no month.
    """
    described: set[tuple[int, int]] = set()
    for subject, predicate, value in found:
        if predicate not in (_EDTF, _ISSUED):
            continue
        for year, month in _months(value.strip('"')):
            name = f"<{base}month/{year:04}-{month:02}>"
            yield subject, node("mb:inMonth"), name
            if (year, month) not in described:
                described.add((year, month))
                yield from _described(name, year, month)


def _months(text: str) -> list[tuple[int, int]]:
    try:
        days = edtf.parse(text)
    except ValueError:
        return []
    if days.earliest is None or days.latest is None:
        return []
    first, last = (day.year * 12 + day.month - 1 for day in (days.earliest, days.latest))
    return [(month // 12, month % 12 + 1) for month in range(first, last + 1)] if last - first < _MOST else []


def _described(name: str, year: int, month: int) -> Iterator[Triple]:
    earliest = date(year, month, 1)
    latest = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    yield name, node("rdf:type"), node("mb:Month")
    yield name, node("skos:notation"), literal(f"{year:04}-{month:02}")
    for bound, day in (("mb:earliest", earliest), ("mb:latest", latest)):
        yield name, node(bound), f'"{day.isoformat()}"^^{node("xsd:date")}'
