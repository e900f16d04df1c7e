"""The ontology as a page, made from what its own Turtle says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kg.namespaces import MB, compact
from kg.tables import Row as Answered
from kg.tables import Table as Answers
from webapp.parts import Cell, Link, Row, Table, cell
from webapp.record import Snapshot

_PARTS = (
    ("class", "classes", "Classes", ("Name", "Meaning", "Is a")),
    ("property", "properties", "Properties", ("Name", "Meaning", "Of", "To", "Is a")),
    ("word", "words", "Controlled words", ("Name", "Meaning", "One of")),
)
_COLUMNS = {"Meaning": ("meaning", "label"), "Of": ("of",), "To": ("to",), "Is a": ("above",), "One of": ("above",)}


@dataclass(frozen=True, slots=True)
class OntologyPage:
    """The whole page: for each kind of term its id, its heading and its table."""

    sections: tuple[tuple[str, str, Table], ...]
    title: str = "The ontology"
    namespace: str = MB

    def as_json(self) -> dict[str, Any]:
        """The terms by kind."""
        return {
            "format": "minutebook-page/1",
            "title": self.title,
            "namespace": self.namespace,
            **{identifier: table.as_json() for identifier, _, table in self.sections},
        }

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """Name and meaning of every term."""
        rows = [
            [heading, *(field.text for field in row.cells[:2])]
            for _, heading, table in self.sections
            for row in table.rows
        ]
        return ["kind", "name", "meaning"], rows


def ontology_page(snapshot: Snapshot) -> OntologyPage:
    """What the ontology says of its terms, kind by kind, by name."""
    found = snapshot.table("ontology-terms")
    sections = []
    for kind, identifier, heading, columns in _PARTS:
        rows = tuple(_row(found, row, columns) for row in found.rows if row.cells[found.index("kind")] == kind)
        sections.append((identifier, heading, Table(f"{len(rows)} {heading.lower()}", columns, rows)))
    return OntologyPage(tuple(sections))


def _row(found: Answers, row: Answered, columns: Sequence[str]) -> Row:
    term = row.links[found.index("term")][0]
    name = cell(compact(term))
    return Row((name, *(_field(found, row, _COLUMNS[column]) for column in columns[1:])), id=_anchor(term) or "")


def _field(found: Answers, row: Answered, names: Sequence[str]) -> Cell:
    """The first of these columns that holds something: terms as links, the rest as text."""
    for name in names:
        at = found.index(name)
        if row.links[at]:
            return Cell(tuple(_link(iri) for iri in row.links[at]))
        if row.cells[at]:
            return cell(row.cells[at])
    return Cell()


def _link(iri: str) -> Link:
    anchor = _anchor(iri)
    return Link(compact(iri), f"#{anchor}" if anchor and not anchor.endswith("-scheme") else None)


def _anchor(iri: str) -> str | None:
    return iri.removeprefix(MB) if iri.startswith(MB) else None
