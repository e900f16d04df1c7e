"""SPARQL for people: a field for the query, and its rows as a table."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from kg.namespaces import PREFIXES, compact
from kg.vocabulary import names, uses
from webapp.drawing import Chart, chart
from webapp.links import path_of, with_query
from webapp.parts import Cell, Link, Row, Table

Form = Literal["rows", "truth", "triples"]
SHOWN = 200
"""Rows that the page shows; the formats below it hold them all."""
BARS = 40
"""Rows that a chart shows."""
_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,15})?")
_NOT_CODE = re.compile(r"<[^<>\"{}|^`\\\s]*>|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|#[^\n]*")
_FORM = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.I)
_FORMS: Mapping[str, Form] = {"SELECT": "rows", "ASK": "truth", "CONSTRUCT": "triples", "DESCRIBE": "triples"}
EXAMPLES = (
    (
        "Who engaged whom",
        """SELECT ?who ?whom WHERE {
  ?e mb:engagedBy/skos:prefLabel ?who ; mb:engaged/skos:prefLabel ?whom .
}""",
    ),
    (
        "Open commitments",
        """SELECT ?owner ?what WHERE {
  ?c mb:commitmentStatus mb:commitment-open ; mb:what ?what .
  OPTIONAL { ?c mb:owner/skos:prefLabel ?owner }
}""",
    ),
    (
        "What kinds of thing there are",
        """SELECT ?class (COUNT(?thing) AS ?number) WHERE { ?thing a ?class }
GROUP BY ?class ORDER BY DESC(?number)""",
    ),
)


@dataclass(frozen=True, slots=True)
class ConsolePage:
    """The whole page; `turtle` holds the answer of a query for triples, `limits` what one may take."""

    query: str
    table: Table | None = None
    turtle: str = ""
    problem: str = ""
    cut: str = ""
    limits: str = ""
    link: str = ""
    """The address of this query, to be sent on."""
    title: str = "SPARQL"

    @property
    def prefixes(self) -> str:
        """The prefixes that need no declaration."""
        return "\n".join(f"PREFIX {name}: <{iri}>" for name, iri in sorted(PREFIXES.items()))

    @property
    def chart(self) -> Chart | None:
        """The rows as bars, where they are names with numbers."""
        return _chart(self.table) if self.table else None

    @property
    def examples(self) -> tuple[Link, ...]:
        """Queries to begin with."""
        return tuple(Link(title, with_query("/sparql", query=query)) for title, query in EXAMPLES)

    def as_json(self) -> dict[str, Any]:
        """What went wrong."""
        return {"error": self.problem, "query": self.query}

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """What went wrong, or the rows."""
        return self.table.as_table() if self.table else (["error"], [[self.problem]])


def form_of(query: str) -> Form:
    """What a query asks for, by its first word that says so."""
    found = _FORM.search(_NOT_CODE.sub(" ", query))
    return _FORMS[found[1].upper()] if found else "rows"


def result_table(results: bytes, base: str) -> tuple[Table, int]:
    """The first rows of SPARQL JSON results as a table, and how many there are in all."""
    found = json.loads(results)
    if "boolean" in found:
        return Table("The answer", ("answer",), (Row((Cell((Link("yes" if found["boolean"] else "no"),)),)),)), 1
    names = tuple(found["head"]["vars"])
    bindings = found["results"]["bindings"]
    rows = tuple(Row(tuple(_cell(each.get(name), base) for name in names)) for each in bindings[:SHOWN])
    number = f"{len(bindings):,} {'row' if len(bindings) == 1 else 'rows'}"
    return Table(number, names, rows, "No row fits."), len(bindings)


def words_of(reader: Any) -> list[dict[str, str]]:
    """Prefixed names to write a query with, each with what it means, as an editor offers them."""
    used = {use.name: use for use in uses(reader)}
    kinds = {"class": "class", "property": "property"}
    return [
        {
            "label": name,
            "detail": used[name].meaning if name in used else "",
            "type": kinds.get(used[name].kind, "constant") if name in used else "constant",
        }
        for name in names(reader)
    ]


def _chart(table: Table) -> Chart | None:
    """Bars of the first rows, where a column of numbers, none below 0, follows one of names; else None."""
    rows = [["; ".join(item.text for item in each.items) for each in row.cells] for row in table.rows[:BARS]]
    if len(rows) < 2 or len(table.columns) < 2:
        return None
    numbers = next((at for at in range(1, len(table.columns)) if all(_NUMBER.fullmatch(row[at]) for row in rows)), 0)
    bars = [(row[numbers - 1], float(row[numbers])) for row in rows] if numbers else []
    if not any(number for _, number in bars):
        return None
    title = f"{table.columns[numbers]} by {table.columns[numbers - 1]}"
    words = f"A bar for each of the first {len(bars)} rows of the table." if len(table.rows) > BARS else ""
    return chart(title, bars, words or "A bar for each row of the table.")


def _cell(term: Mapping[str, str] | None, base: str) -> Cell:
    if term is None:
        return Cell()
    value = term["value"]
    if term["type"] == "uri":
        return Cell(
            (Link(value.removeprefix(base) if value.startswith(base) else compact(value), path_of(value, base), value),)
        )
    return Cell((Link(value),))
