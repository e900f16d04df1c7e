"""What the pages read: one snapshot of the graph, asked by named questions.

A `Snapshot` never changes, so what it has answered once it keeps. The pages' own questions
stand in `webapp/queries/`, in the form of `kg.questions`.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import Lock
from typing import Any

from kg.errors import QueryError
from kg.namespaces import compact, iri
from kg.questions import Values, load_question
from kg.sparql import Iri, term
from kg.stored import StoredDocument, from_quads
from kg.tables import LABELS, Row, Table, cite, tabulate

QUERIES = Path(__file__).with_name("queries")
KEPT, RECENT = 256, 16
"""Answers and whole pages kept a snapshot; the least lately used goes first."""


class Snapshot:
    """One state of the library, for reading. Safe to share between threads."""

    def __init__(self, reader: Any, base: str, name: str) -> None:
        """`reader` is a pyoxigraph store or answers as one; `base` ends in `/`; `name` is the library's."""
        self.reader = reader
        self.base = base
        self.name = name
        self._kept: OrderedDict[Any, Any] = OrderedDict()
        self._recent: OrderedDict[Any, Any] = OrderedDict()
        self._lock = Lock()

    def table(self, question: str, **values: Any) -> Table:
        """All rows of a named question, in its order, without evidence."""
        given = {name: value for name, value in values.items() if value not in (None, "", (), [])}
        key = (question, tuple(sorted((name, _hashable(value)) for name, value in given.items())))
        return self._keep(key, lambda: tabulate(self.reader, self.question(question), given))  # type: ignore[no-any-return]

    def question(self, name: str) -> Any:
        """A named question of the pages or of the library."""
        own = (QUERIES / f"{name}.rq").is_file()
        return load_question(name, QUERIES) if own else load_question(name)

    def cited(self, table: Table, rows: Iterable[Row], proofs: int = 1) -> tuple[Row, ...]:
        """These rows of `table` with up to `proofs` pieces of evidence each, best first."""
        return cite(self.reader, Table(table.columns, tuple(rows), table.sparql), proofs=proofs).rows

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """What things are called, by IRI; those without a label are left out."""
        wanted = sorted(set(iris))
        found: dict[str, str] = {}
        for start in range(0, len(wanted), 500):
            values: Values = {"thing": wanted[start : start + 500]}
            for row in tabulate(self.reader, load_question(LABELS), values).rows:
                found.setdefault(row.links[0][0], row.cells[1])
        return found

    def document(self, name: str) -> StoredDocument | None:
        """A document by its id, with the library's own IRIs; None where there is none."""
        return self._keep(("document", name), lambda: self._document(name))  # type: ignore[no-any-return]

    def _document(self, name: str) -> StoredDocument | None:
        try:
            graph = term(Iri(f"{self.base}doc/{name}"))
        except QueryError:
            return None
        quads = list(self.reader.quads_for_pattern(None, None, None, graph))
        return from_quads(quads) if quads else None

    def text(self, document: str) -> str:
        """The whole text of a document by its IRI; '' where there is none."""
        return self._keep(("text", document), lambda: self._text(document))  # type: ignore[no-any-return]

    def _text(self, document: str) -> str:
        node = term(Iri(document))
        quads = self.reader.quads_for_pattern(node, term(Iri(iri("mb:text"))), None, node)
        return next((quad.object.value for quad in quads), "")

    def describe(self, thing: str) -> list[tuple[str, str]]:
        """Everything that the merged graph says of a thing, as (property IRI, value), in order."""
        rows = self.table("_properties", thing=thing).rows
        return [(row.links[0][0], row.links[1][0] if row.links[1] else row.cells[1]) for row in rows]

    def exists(self, thing: str, *classes: str) -> bool:
        """Is there such a thing, of one of these classes (prefixed names)?"""
        wanted = {iri(name) for name in classes}
        try:
            return any(prop == iri("rdf:type") and value in wanted for prop, value in self.describe(thing))
        except QueryError:
            return False

    def kept(self, key: Any, make: Any) -> Any:
        """What `make()` gives, made once a snapshot."""
        return self._keep(("kept", key), make)

    def recent(self, key: Any, make: Any) -> Any:
        """What `make()` gives, made once while it is asked for often: for what is large."""
        return self._keep(key, make, self._recent, RECENT)

    def _keep(self, key: Any, make: Any, kept: OrderedDict[Any, Any] | None = None, most: int = KEPT) -> Any:
        kept = self._kept if kept is None else kept
        with self._lock:
            if key in kept:
                kept.move_to_end(key)
                return kept[key]
        value = make()
        with self._lock:
            kept[key] = value
            while len(kept) > most:
                kept.popitem(last=False)
        return value


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def properties(described: Iterable[tuple[str, str]]) -> Mapping[str, list[str]]:
    """Values by prefixed property name, sorted."""
    found: dict[str, list[str]] = {}
    for name, value in described:
        found.setdefault(compact(name), []).append(value)
    return {name: sorted(values) for name, values in found.items()}
