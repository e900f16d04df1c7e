"""SPARQL on a snapshot: typed parameters in, Python values out (`kg.results` writes the standard formats).

Our prefixes need no declaration. Parameters are variables of the query that are given a value: RDF
terms, serialised by pyoxigraph, in a VALUES block at the start of the WHERE. (Its substitutions
take variables of the projection only.)
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kg.errors import QueryError
from kg.graph import Reader
from kg.namespaces import PREFIXES, iri
from kg.query_check import check, where_start
from kg.query_errors import syntax_error


class Iri(str):
    """An IRI as a Python value; a plain `str` is a string literal."""

    __slots__ = ()


Value = Iri | str | bool | int | float | date | datetime
Parameters = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Graphs:
    """The graphs that a query sees in place of those it names: merged as its default graph, and by name."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows(Sequence[tuple[Value | None, ...]]):
    """The solutions of a SELECT query in its order: one tuple a row, one value a column, None where unbound."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value | None, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: Any) -> Any:
        return self.rows[index]

    def __iter__(self) -> Iterator[tuple[Value | None, ...]]:
        return iter(self.rows)

    def dicts(self) -> list[dict[str, Value]]:
        """The rows as dicts by column, without unbound columns."""
        return [
            {name: value for name, value in zip(self.columns, row, strict=True) if value is not None}
            for row in self.rows
        ]


def execute(
    reader: Reader,
    query: str,
    parameters: Parameters | None = None,
    *,
    graphs: Graphs | None = None,
    base: str | None = None,
) -> Any:
    """What pyoxigraph answers: solutions, a boolean, or triples, of which rows are made as they are read.

    Without `graphs` the query sees the whole library, or what its own FROM clauses name. Relative IRIs
    are under `base`. Raises QueryError for a query that is refused, QuerySyntaxError for one that is
    not SPARQL.
    """
    checked(reader, query, base)
    options = {"prefixes": PREFIXES, **_dataset(reader, graphs), **({} if base is None else {"base_iri": base})}
    given = {name: str(term(value)) for name, value in (parameters or {}).items()}
    start, values = _values(query, given)
    try:
        return reader.query(query[:start] + values + query[start:], **options)
    except SyntaxError as problem:
        raise syntax_error(query, problem, start, len(values)) from None
    except UnicodeEncodeError:
        raise QueryError("the query holds half a character (a lone surrogate), which is no text") from None
    except RuntimeError as problem:
        if "custom function" not in str(problem):
            raise
        raise QueryError(f"the query cannot be run: {str(problem).replace('custom function', 'function')}") from None


def checked(reader: Reader, query: str, base: str | None = None) -> None:
    """Raise QueryError for a query that is refused on this reader, without running it."""
    check(query, lambda name: _has_graph(reader, name), base)


def _has_graph(reader: Reader, name: str) -> bool:
    from pyoxigraph import NamedNode

    try:
        return any(True for _ in reader.quads_for_pattern(None, None, None, NamedNode(name)))
    except ValueError:
        return False


def _dataset(reader: Reader, graphs: Graphs | None) -> dict[str, Any]:
    """The options that make the engine see these graphs only. Raises QueryError for one that is not there."""
    from pyoxigraph import NamedNode

    if graphs is None:
        return {}
    for name in (*graphs.default, *graphs.named):
        if not _has_graph(reader, name):
            raise QueryError(f"there is no graph <{name}> in this library")
    return {
        "default_graph": [NamedNode(name) for name in graphs.default],
        "named_graphs": [NamedNode(name) for name in graphs.named],
    }


def _values(query: str, given: Mapping[str, str]) -> tuple[int, str]:
    """Where a VALUES block goes, and the block; nothing where no parameter is given."""
    if not given:
        return 0, ""
    start = where_start(query)
    if start is None or not all(re.fullmatch(r"\w+", name) for name in given):
        raise QueryError("parameters need names of letters and a query with a WHERE of its own to stand in")
    names, terms = " ".join(f"?{name}" for name in given), " ".join(given.values())
    return start, f" VALUES ({names}) {{ ({terms}) }} "


def select(reader: Reader, query: str, parameters: Parameters | None = None, *, base: str | None = None) -> Rows:
    """All rows of a SELECT query. Raises QueryError where it is of another form, or as `execute` does."""
    from pyoxigraph import QuerySolutions

    found = execute(reader, query, parameters, base=base)
    if not isinstance(found, QuerySolutions):
        raise QueryError("this is not a SELECT query; use ask() or query()")
    columns = tuple(variable.value for variable in found.variables)
    return Rows(columns, tuple(tuple(map(value, row)) for row in found))


def ask(reader: Reader, query: str, parameters: Parameters | None = None, *, base: str | None = None) -> bool:
    """The answer to an ASK query. Raises QueryError where it is of another form, or as `execute` does."""
    from pyoxigraph import QueryBoolean

    found = execute(reader, query, parameters, base=base)
    if not isinstance(found, QueryBoolean):
        raise QueryError("this is not an ASK query; use select() or query()")
    return bool(found)


def term(value: Any) -> Any:
    """A Python value as an RDF term; an RDF term as it is. Raises QueryError for an IRI that is none."""
    from pyoxigraph import Literal, NamedNode

    if isinstance(value, Iri):
        try:
            return NamedNode(value)
        except ValueError as problem:
            raise QueryError(f"{str(value)!r} is not an IRI: {problem}") from None
    if isinstance(value, str):
        return Literal(value)
    for type_, datatype, text in _WRITERS:
        if isinstance(value, type_):
            return Literal(text(value), datatype=NamedNode(iri(datatype)))
    return value


_WRITERS: tuple[tuple[type, str, Callable[[Any], str]], ...] = (
    (bool, "xsd:boolean", lambda value: str(value).lower()),
    (int, "xsd:integer", str),
    (float, "xsd:decimal", "{:f}".format),
    (datetime, "xsd:dateTime", datetime.isoformat),
    (date, "xsd:date", date.isoformat),
)


def value(found: Any) -> Value | None:
    """An RDF term as a Python value: numbers, dates and booleans as such, other literals as their text."""
    from pyoxigraph import Literal, NamedNode

    if found is None:
        return None
    if isinstance(found, NamedNode):
        return Iri(found.value)
    if not isinstance(found, Literal):
        return str(found)
    read = _READERS.get(found.datatype.value)
    try:
        return read(found.value) if read else found.value
    except ValueError:  # a literal that is ill-typed, such as "x"^^xsd:integer
        return found.value


_READERS: dict[str, Any] = {
    iri("xsd:integer"): int,
    iri("xsd:decimal"): float,
    iri("xsd:double"): float,
    iri("xsd:float"): float,
    iri("xsd:boolean"): lambda text: text == "true",
    iri("xsd:date"): date.fromisoformat,
    iri("xsd:dateTime"): datetime.fromisoformat,
}
