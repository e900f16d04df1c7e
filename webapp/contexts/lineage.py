"""What a focus area came from and what came of it, as a diagram through the terms."""

from collections.abc import Iterable, Mapping

from kg import tables
from webapp.contexts.ledger import names, value
from webapp.drawing import Box, Curve, Drawing, columns, curve, cut
from webapp.links import path_of
from webapp.record import Snapshot

Ties = Mapping[tuple[str, str], str]
"""Earlier and later area, and how the later one follows: `continues`, or `same line`."""


def lineage(snapshot: Snapshot, start: Iterable[str]) -> Drawing | None:
    """The areas that `start` descend from or led to, by term; None where there are none but themselves."""
    table = snapshot.table("lineage")
    areas = {links[0]: row for links, row in zip(names(table, "area"), table.rows, strict=True)}
    ties = snapshot.kept("lineage", lambda: _ties(table))
    chosen = set(start) & areas.keys()
    found = _connected(chosen, ties)
    if len(found) < 2:
        return None
    terms = sorted({value(areas[iri], table, "term") for iri in found})
    order = [iri for iri in areas if iri in found]
    places = columns([[iri for iri in order if value(areas[iri], table, "term") == term] for term in terms])
    labels = snapshot.labels(found)
    boxes = {
        iri: Box(
            *places.at[iri],
            label=cut(_named(labels, table, areas[iri], iri)),
            full=_named(labels, table, areas[iri], iri),
            href=path_of(iri, snapshot.base),
            note=value(areas[iri], table, "status"),
            chosen=iri in chosen,
        )
        for iri in order
    }
    held = {pair: how for pair, how in ties.items() if pair[0] in boxes and pair[1] in boxes}
    said = {pair: f"{boxes[pair[1]].full} {_SAID[how]} {boxes[pair[0]].full}" for pair, how in held.items()}
    curves = tuple(
        Curve(curve(boxes[first], boxes[second]), said[first, second], look=how.replace(" ", "-"))
        for (first, second), how in held.items()
    )
    return Drawing(places.width, places.height, tuple(boxes.values()), curves, "; ".join(said.values()) + ".")


_SAID = {"continues": "continues", "same line": "is of the same line as"}


def _ties(table: tables.Table) -> Ties:
    """Which area follows which: by what the record says, or as the next of its line."""
    ties: dict[tuple[str, str], str] = {}
    last: dict[str, str] = {}
    rows = zip(names(table, "area"), names(table, "line"), names(table, "before"), strict=True)
    for (area, *_), lines, before in rows:
        ties |= {(one, area): "continues" for one in before if one != area}
        for line in lines:
            if line in last:
                ties.setdefault((last[line], area), "same line")
            last[line] = area
    return ties


def _connected(start: set[str], ties: Ties) -> set[str]:
    found, fresh = set(start), set(start)
    while fresh:
        near = {second for first, second in ties if first in fresh} | {
            first for first, second in ties if second in fresh
        }
        fresh = near - found
        found |= fresh
    return found


def _named(labels: Mapping[str, str], table: tables.Table, row: tables.Row, iri: str) -> str:
    label = labels.get(iri, iri.rpartition("/")[2])
    term = value(row, table, "term")
    return f"{label}, {term}" if term and term not in label else label
