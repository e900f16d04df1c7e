"""People of the same name told apart by where they belong."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.questions import Reader, load_question
from kg.tables import Row, Table, tabulate
from search.understanding import Understanding


def asks_which(question: str, reading: Understanding) -> bool:
    """Is it asked which of several people of a name is meant: `Which Jo Bell was there?`"""
    people = [name for name, found in reading.names.items() if any(one.type == "person" for one in found)]
    return any(re.search(rf"\b(?:which|what) {re.escape(reading.spoken[name])}\b", question, re.I) for name in people)


def are_told_apart(table: Table) -> bool:
    """Does every row say of somebody where they belong?"""
    return all(any(re.search(r"\w \(", cell) for cell in row.cells) for row in table.rows)


def told_apart(reader: Reader, table: Table) -> Table:
    """The table with the organisation of each behind the names of people who share theirs with another in it."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for row in table.rows:
        for cell, links in zip(row.cells, row.links, strict=False):
            for label, iri in _named(cell, links):
                bearers[label].add(iri)
    shared = {iri: label for label, iris in bearers.items() if len(iris) > 1 for iri in iris}
    if not shared:
        return table
    belonging = {iri: f"{label} ({where})" for iri, label in shared.items() if (where := _where(reader, iri))}
    return replace(table, rows=tuple(_with_names(row, belonging) for row in table.rows))


def _named(cell: str, links: Sequence[str]) -> list[tuple[str, str]]:
    """The names in a cell with whom they name, where each is somebody."""
    names = cell.split(", ")
    if len(names) != len(links) or not all("/person/" in iri for iri in links):
        return []
    return list(zip(names, links, strict=True))


def _where(reader: Reader, person: str) -> str:
    """The organisations where somebody works, as the record has them."""
    table = tabulate(reader, load_question("employers"), {"person": [person]})
    return ", ".join(dict.fromkeys(table.column("organisation")))


def _with_names(row: Row, belonging: Mapping[str, str]) -> Row:
    cells = tuple(
        ", ".join(belonging.get(iri, name) for name, iri in named) if (named := _named(cell, links)) else cell
        for cell, links in zip(row.cells, row.links, strict=False)
    )
    return replace(row, cells=(*cells, *row.cells[len(cells) :]))
