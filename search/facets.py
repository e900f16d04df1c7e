"""Counting what is found by kind, committee, person, organisation, focus area, year and month."""

from collections import Counter
from collections.abc import Iterator, Mapping

from kg import edtf
from search.engine import Facet, FacetName, FacetValue
from search.entity_names import EntityNames

_MOST_MONTHS = 24
"""Months that one date may span and be counted in each; a longer one is counted in its years alone."""


def field_of(facet: FacetName) -> str:
    """The field whose values a facet counts."""
    return "when" if facet in ("year", "month") else facet


def facet_of(counts: Mapping[str, int], names: EntityNames, facet: FacetName, most: int) -> Facet:
    """A facet from the passages found for each value of its field. Years and months come whole, in order."""
    if facet in ("year", "month"):
        return _dates(counts, facet)
    counted = ((number, names.label(value), value) for value, number in counts.items())
    values = sorted((-number, label, value) for number, label, value in counted if number)
    return Facet(
        tuple(FacetValue(value, label, -number) for number, label, value in values[:most]), max(0, len(values) - most)
    )


def _dates(found: Mapping[str, int], facet: FacetName) -> Facet:
    counts: Counter[str] = Counter()
    for when, number in found.items():
        if number:
            for value in _years(when) if facet == "year" else _months(when):
                counts[value] += number
    return Facet(tuple(FacetValue(value, value, counts[value]) for value in sorted(counts)))


def _years(when: str) -> Iterator[str]:
    days = edtf.parse(when)
    if days.earliest and days.latest:
        yield from (f"{year:04}" for year in range(days.earliest.year, days.latest.year + 1))


def _months(when: str) -> Iterator[str]:
    days = edtf.parse(when)
    if days.earliest and days.latest:
        first = days.earliest.year * 12 + days.earliest.month - 1
        last = days.latest.year * 12 + days.latest.month - 1
        if last - first < _MOST_MONTHS:
            yield from (f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, last + 1))
