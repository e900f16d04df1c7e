"""Who is in touch with whom: the committee's people on the left, those outside and the organisations on the right."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from kg.dates_in_words import words
from webapp.contexts.ledger import names, value
from webapp.drawing import Box, Curve, Drawing, beside, columns, curve, cut
from webapp.links import path_of, with_query
from webapp.parts import Cell, Filter, Link, Row, Table, cell
from webapp.record import Snapshot

DRAWN = 24
"""Names in the left column of the drawing, and at most so many in the right; the table holds all."""
_ROOM = 260
"""Pixels between the two columns."""
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Tie:
    """What joins two: how many contacts, the roles held, the last date."""

    contacts: int = 0
    roles: tuple[str, ...] = ()
    last: str = ""

    @property
    def weight(self) -> int:
        """How much there is of it."""
        return self.contacts + len(self.roles)

    @property
    def words(self) -> str:
        """The same in words."""
        contacts = f"{self.contacts} contact{'s' if self.contacts != 1 else ''}" if self.contacts else ""
        return ", ".join(filter(None, (contacts, *self.roles)))


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """The drawing of the strongest ties and a table of all."""

    table: Table
    drawing: Drawing | None
    lede: str
    filters: tuple[Filter, ...] = ()
    title: str = "Network"
    kicker: str = "People and organisations"
    path: str = "/network"
    noted: str = ""
    source: str = "/network.json"
    nodes: tuple[dict[str, Any], ...] = ()
    edges: tuple[dict[str, Any], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """All ties, as rows and as a net of nodes and edges."""
        return {
            "format": "minutebook-page/1",
            "title": self.title,
            "rows": self.table.as_json(),
            "nodes": list(self.nodes),
            "edges": list(self.edges),
        }

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """All ties as rows."""
        return self.table.as_table()


def network_page(snapshot: Snapshot, given: dict[str, str]) -> NetworkPage:
    """Contacts and roles between `from` and `to`. Raises QueryError for a date that is none."""
    ties = _ties(snapshot, {name: given.get(name) for name in ("from", "to")})
    order = sorted(ties, key=lambda pair: (-ties[pair].weight, pair))
    labels = snapshot.labels(iri for pair in ties for iri in pair)
    rows = tuple(
        Row(
            (
                _link(snapshot, labels, pair[0]),
                _link(snapshot, labels, pair[1]),
                _contacts(snapshot, pair, ties[pair]),
                cell(*ties[pair].roles),
                Cell((Link(words(ties[pair].last), plain=ties[pair].last),)) if ties[pair].last else cell(),
            )
        )
        for pair in order
    )
    drawing, left_out = _drawn(snapshot, ties, labels)
    return NetworkPage(
        Table("All ties, the strongest first", ("Who", "With", "Contacts", "Role", "Last contact"), rows),
        drawing,
        "Who made contact with whom, and who holds a role where, as far as the record says.",
        tuple(
            Filter(name, label, given.get(name, ""), kind="date") for name, label in (("from", "From"), ("to", "To"))
        ),
        noted=f"The {len(drawing.curves):,} strongest of {len(ties):,} ties are drawn; the table holds all."
        if drawing and left_out
        else "",
        source=with_query("/network.json", **{name: given.get(name) for name in ("from", "to")}),
        nodes=tuple(_nodes(snapshot, ties, labels)),
        edges=tuple(
            {"source": one, "target": other, "weight": tie.weight, "contacts": tie.contacts, "label": tie.words}
            for (one, other), tie in ties.items()
        ),
    )


def _nodes(snapshot: Snapshot, ties: dict[Pair, Tie], labels: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Everybody who has a tie: its IRI, name and page, whether it is a person, and the weight of all its ties."""
    weights = Counter[str]()
    for pair, tie in ties.items():
        for one in pair:
            weights[one] += tie.weight
    for one, weight in weights.items():
        kind = one.removeprefix(snapshot.base).partition("/")[0]
        label = labels.get(one, one.rpartition("/")[2])
        yield {"id": one, "label": label, "href": path_of(one, snapshot.base), "kind": kind, "weight": weight}


def _ties(snapshot: Snapshot, period: dict[str, Any]) -> dict[Pair, Tie]:
    ties: dict[Pair, Tie] = {}
    contacts = snapshot.table("engagements", **period)
    for row, who, whom in zip(contacts.rows, names(contacts, "who"), names(contacts, "stakeholder"), strict=True):
        when = value(row, contacts, "when") or value(row, contacts, "recorded")
        for pair in ((one, other) for one in who for other in whom if one != other):
            tie = ties.get(pair, Tie())
            ties[pair] = replace(tie, contacts=tie.contacts + 1, last=max(tie.last, when))
    roles = snapshot.table("roles", **period)
    for row, who, where in zip(roles.rows, names(roles, "who"), names(roles, "organisation"), strict=True):
        for pair in ((one, other) for one in who for other in where if one != other):
            tie = ties.setdefault(pair, Tie())
            title = value(row, roles, "role")
            if title.casefold() not in map(str.casefold, tie.roles):
                ties[pair] = replace(tie, roles=(*tie.roles, title))
    return ties


def _drawn(snapshot: Snapshot, ties: dict[Pair, Tie], labels: dict[str, str]) -> tuple[Drawing | None, bool]:
    """The drawing, and whether something is left out of it."""
    weights = {pair: tie.weight for pair, tie in ties.items()}
    left = _strongest(Counter({one: 0 for one, _ in ties}), weights, 0)
    held = {pair: weight for pair, weight in weights.items() if pair[0] in left}
    right = set(_strongest(Counter({other: 0 for _, other in held}), held, 1))
    held = {pair: weight for pair, weight in held.items() if pair[1] in right}
    if not held:
        return None, False
    order = [one for one in left if any(pair[0] == one for pair in held)]
    places = columns([[("left", one) for one in order], [("right", one) for one in beside(order, held)]], _ROOM)
    boxes = {
        node: Box(
            *at,
            label=cut(labels.get(node[1], node[1])),
            full=labels.get(node[1], node[1]),
            href=path_of(node[1], snapshot.base),
        )
        for node, at in places.at.items()
    }
    curves = tuple(
        Curve(
            curve(boxes["left", one], boxes["right", other]),
            f"{labels.get(one, one)} and {labels.get(other, other)}: {ties[one, other].words}",
            weight=min(1.0 + weight**0.5, 6.0),
            look="contact" if ties[one, other].contacts else "role",
        )
        for (one, other), weight in held.items()
    )
    words = f"{len(order)} names on the left, {len(right)} on the right, {len(curves)} ties; the table says the same."
    return Drawing(places.width, places.height, tuple(boxes.values()), curves, words), len(held) < len(ties)


def _strongest(sums: Counter[str], weights: dict[Pair, int], side: int) -> list[str]:
    for pair, weight in weights.items():
        sums[pair[side]] += weight
    return sorted(sums, key=lambda iri: (-sums[iri], iri))[:DRAWN]


def _link(snapshot: Snapshot, labels: dict[str, str], iri: str) -> Cell:
    return Cell((Link(labels.get(iri, iri.rpartition("/")[2]), path_of(iri, snapshot.base)),))


def _contacts(snapshot: Snapshot, pair: Pair, tie: Tie) -> Cell:
    if not tie.contacts:
        return cell()
    party = pair[1].removeprefix(snapshot.base)
    return Cell((Link(f"{tie.contacts:,}", with_query("/engagements", party=party)),))
