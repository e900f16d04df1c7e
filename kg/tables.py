"""Named questions run: tables of rows, each with the IRIs behind its cells and the words that prove it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from kg.errors import QueryError
from kg.questions import Column, Question, Reader, Values, bind, load_question

EVIDENCE = "_evidence"
PLACES = "_places"
LABELS = "_labels"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim stretch of a document that proves a row; offsets are half-open code points."""

    document: str
    """IRI of the document."""
    title: str
    date: str
    start: int
    end: int
    quote: str
    confidence: float = 1.0
    basis: str = "stated"
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the text of each cell, the IRIs behind each cell, what proves it, and the proof.

    `links[n]` holds the IRIs of the things that cell n names, in the order of the text.
    """

    cells: tuple[str, ...]
    links: tuple[tuple[str, ...], ...] = ()
    facts: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns, in the query's order, with the SPARQL that made them."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    sparql: str

    def index(self, column: str) -> int:
        """Position of a column by its name; KeyError where there is none."""
        for position, known in enumerate(self.columns):
            if known.name == column:
                return position
        raise KeyError(column)

    def column(self, name: str) -> list[str]:
        """The cells of one column, top to bottom."""
        position = self.index(name)
        return [row.cells[position] for row in self.rows]


def run(reader: Reader, question: Question, values: Values, *, proofs: int = 3) -> Table:
    """The question's table for the values given, each row with up to `proofs` pieces of evidence."""
    return cite(reader, tabulate(reader, question, values), proofs=proofs)


def tabulate(reader: Reader, question: Question, values: Values) -> Table:
    """The question's table without evidence: rows keep in `facts` what would prove them."""
    sparql = bind(question, values)
    try:
        solutions = reader.query(sparql)
    except SyntaxError as error:
        raise QueryError(f"question {question.name!r} is not valid SPARQL: {error}") from error
    names = {variable.value for variable in solutions.variables}
    shown = [column.name if column.name in names else None for column in question.columns]
    merged = _merge(question.columns, _solutions(solutions, shown, names))
    labels = _labels(reader, (term for cells, _ in merged for cell in cells for term in cell))
    rows = tuple(
        Row(
            tuple(_text(cell, labels) for cell in cells),
            tuple(tuple(term.value for term in cell if _is_iri(term)) for cell in cells),
            tuple(facts),
        )
        for cells, facts in merged
    )
    return Table(question.columns, rows, sparql)


def cite(reader: Reader, table: Table, *, proofs: int = 3) -> Table:
    """The table with evidence for each row, best first: at most `proofs` pieces a row. Rows that have some keep it."""
    wanted = [() if row.evidence else row.facts[: proofs * 4] for row in table.rows]
    found = evidence(reader, {fact for facts in wanted for fact in facts})
    rows = []
    for row, facts in zip(table.rows, wanted, strict=True):
        pieces = dict.fromkeys(piece for fact in facts for piece in found.get(fact, ()))
        rows.append(row if row.evidence else replace(row, evidence=tuple(islice(pieces, proofs))))
    return replace(table, rows=tuple(rows))


def evidence(reader: Reader, facts: Iterable[str]) -> dict[str, list[Evidence]]:
    """The evidence of each statement, span, passage, meeting or document that has any, the surest first."""
    found: dict[str, list[Evidence]] = {}
    wanted = set(facts)
    for name in (EVIDENCE, PLACES):
        question = load_question(name)
        for batch in _batches(sorted(wanted - found.keys()), 200):
            for row in reader.query(bind(question, {"fact": batch})):
                found.setdefault(row["fact"].value, []).append(_proof(row, proved=name == EVIDENCE))
    for pieces in found.values():
        pieces.sort(key=lambda piece: (-piece.confidence, piece.document, piece.start))
    return found


def _proof(row: Any, *, proved: bool) -> Evidence:
    """One piece of evidence; a place as such proves that it is there, no more, so it is sure and stated."""
    where = Evidence(
        document=row["document"].value,
        title=_value(row["title"]),
        date=_value(row["date"]),
        start=int(row["start"].value),
        end=int(row["end"].value),
        quote=_value(row["quote"]),
    )
    if not proved or row["confidence"] is None:
        return where
    basis = _value(row["basis"]).rpartition("basis-")[2] or "stated"
    return replace(where, confidence=float(row["confidence"].value), basis=basis, rule=_value(row["rule"]))


Cells = tuple[tuple[Any, ...], ...]


def _solutions(
    solutions: Iterable[Any], shown: Sequence[str | None], names: set[str]
) -> Iterator[tuple[list[Any], Any, Any]]:
    for solution in solutions:
        row, fact = (solution[name] if name in names else None for name in ("row", "fact"))
        yield [solution[name] if name else None for name in shown], row, fact


def _merge(columns: Sequence[Column], solutions: Iterable[tuple[list[Any], Any, Any]]) -> list[tuple[Cells, list[str]]]:
    """Solutions that agree in `?row` and in all columns but the `many` ones become one row, where they first stand."""
    groups: dict[tuple[Any, ...], tuple[list[dict[Any, None]], dict[str, None]]] = {}
    several = [column.many for column in columns]
    for terms, row, fact in solutions:
        key = (row, *(term for term, many in zip(terms, several, strict=True) if not many))
        gathered, facts = groups.setdefault(key, ([{} for _ in columns], {}))
        for cell, term in zip(gathered, terms, strict=True):
            if term is not None:
                cell[term] = None
        if fact is not None:
            facts[fact.value] = None
    return [(tuple(tuple(cell) for cell in gathered), list(facts)) for gathered, facts in groups.values()]


def _labels(reader: Reader, terms: Iterable[Any]) -> dict[str, str]:
    iris = sorted({term.value for term in terms if _is_iri(term)})
    question = load_question(LABELS)
    found: dict[str, str] = {}
    for batch in _batches(iris, 500):
        for row in reader.query(bind(question, {"thing": batch})):
            thing, label = row["thing"].value, row["label"].value
            found[thing] = min(found.get(thing, label), label)
    return found


def _text(cell: tuple[Any, ...], labels: Mapping[str, str]) -> str:
    words = (labels.get(term.value) or _word(term.value) if _is_iri(term) else term.value for term in cell)
    return ", ".join(dict.fromkeys(words))


def _word(iri: str) -> str:
    """What to call a thing without a label: a controlled word's own word, else the end of its IRI."""
    tail = re.split(r"[#/]", iri)[-1]
    return re.sub(r"^(?:commitment-kind|[a-z]+)-", "", tail) if "ontology#" in iri else tail


def _is_iri(term: Any) -> bool:
    return term is not None and not hasattr(term, "datatype")


def _value(term: Any) -> str:
    return "" if term is None else str(term.value)


def _batches(items: Sequence[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(items), size):
        yield list(items[start : start + size])
