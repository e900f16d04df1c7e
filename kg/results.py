"""Answers of the engine in the standard formats, with a bound on their rows and a word where it cut them short.

SELECT and ASK as SPARQL 1.1 results in CSV, TSV, JSON and XML; CONSTRUCT and DESCRIBE as RDF in
Turtle, N-Triples, N-Quads, TriG, JSON-LD and RDF/XML. Rows are written as they come.
"""

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from itertools import islice
from typing import Any, BinaryIO

from kg.errors import QueryError
from kg.namespaces import PREFIXES

TABLE_FORMATS = {"csv": "CSV", "tsv": "TSV", "json": "JSON", "xml": "XML"}
GRAPH_FORMATS = {
    "turtle": "TURTLE",
    "ntriples": "N_TRIPLES",
    "nquads": "N_QUADS",
    "trig": "TRIG",
    "jsonld": "JSON_LD",
    "rdfxml": "RDF_XML",
}
"""Formats by name, as `pyoxigraph` calls them."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_XML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\t": "&#9;", "\n": "&#10;"}
_XML_UNSAFE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "�")
"""Characters that no XML 1.0 document can hold."""


def write(found: Any, format_: str, output: BinaryIO, limit_rows: int | None = None) -> bool:
    """Write an answer of `kg.sparql.execute`; True where it has more rows or triples than `limit_rows`, left out.

    Where the format has room for it the answer then says so itself: a member `truncated` in
    JSON, a comment in XML, Turtle, TriG, N-Triples and N-Quads. Raises QueryError where the
    format does not fit the form of the query.
    """
    from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions

    if not isinstance(found, QuerySolutions | QueryBoolean):
        return _write_triples(found, format_, output, limit_rows)
    if format_ not in TABLE_FORMATS:
        raise QueryError(f"a query for rows can be printed as {', '.join(TABLE_FORMATS)}, not as {format_}")
    if not isinstance(found, QuerySolutions):
        found.serialize(output, getattr(QueryResultsFormat, TABLE_FORMATS[format_]))
        return False
    columns = [variable.value for variable in found.variables]
    rows = _Bounded(found, limit_rows)
    output.writelines(piece.encode() for piece in _WRITERS[format_](columns, rows))
    return rows.truncated


def serialise(found: Any, format_: str) -> bytes:
    """The whole of such an answer."""
    output = BytesIO()
    write(found, format_, output)
    return output.getvalue()


class _Bounded:
    """The first `limit` of some things, and whether there were more."""

    def __init__(self, things: Iterable[Any], limit: int | None) -> None:
        self._things = iter(things)
        self.limit = limit
        self.truncated = False

    def __iter__(self) -> Iterator[Any]:
        yield from islice(self._things, self.limit)
        if self.limit is not None:
            self.truncated = next(self._things, None) is not None

    @property
    def told(self) -> str:
        return f"truncated: these are the first {self.limit}"


def _write_triples(found: Any, format_: str, output: BinaryIO, limit_rows: int | None) -> bool:
    from pyoxigraph import RdfFormat, serialize

    if format_ not in GRAPH_FORMATS:
        raise QueryError(f"a query for triples can be printed as {', '.join(GRAPH_FORMATS)}, not as {format_}")
    triples = _Bounded(found, limit_rows)
    try:
        serialize(triples, output, getattr(RdfFormat, GRAPH_FORMATS[format_]), prefixes=PREFIXES)
    except OSError as problem:
        if problem.errno is None:  # not of the file, but of a triple that the format cannot hold
            raise QueryError(f"this answer cannot be printed as {format_}: {problem}") from None
        raise
    if triples.truncated and format_ not in ("jsonld", "rdfxml"):
        output.write(f"# {triples.told} triples\n".encode())
    return triples.truncated


def _json(columns: list[str], rows: _Bounded) -> Iterator[str]:
    import json

    def term(value: Any) -> dict[str, Any]:
        return {key: term(part) if hasattr(part, "value") else _parts(part) for key, part in _described(value).items()}

    def _parts(part: Any) -> Any:
        return {key: term(one) for key, one in part.items()} if isinstance(part, dict) else part

    yield f'{{"head":{{"vars":{json.dumps(columns, ensure_ascii=False)}}},"results":{{"bindings":['
    for number, row in enumerate(rows):
        bound = {name: term(value) for name, value in zip(columns, row, strict=True) if value is not None}
        yield ",\n" * bool(number) + json.dumps(bound, ensure_ascii=False, separators=(",", ":"))
    yield f']}},"truncated":true,"limitRows":{rows.limit}}}\n' if rows.truncated else "]}}\n"


def _described(term: Any) -> dict[str, Any]:
    """A term as SPARQL 1.2 JSON results describe it; the parts of a triple are terms."""
    from pyoxigraph import BlankNode, NamedNode, Triple

    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": parts}
    described: dict[str, Any] = {"type": "literal", "value": term.value}
    if term.language:
        described["xml:lang"] = term.language
        if term.direction:
            described["its:dir"] = str(term.direction.value if hasattr(term.direction, "value") else term.direction)
    elif term.datatype.value != _STRING:
        described["datatype"] = term.datatype.value
    return described


_STRING = PREFIXES["xsd"] + "string"


def _xml(columns: list[str], rows: _Bounded) -> Iterator[str]:
    yield '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'
    yield "".join(f'<variable name="{_escaped(name)}"/>' for name in columns) + "</head><results>\n"
    for row in rows:
        cells = (
            f'<binding name="{_escaped(name)}">{_xml_term(value)}</binding>'
            for name, value in zip(columns, row, strict=True)
            if value is not None
        )
        yield f"<result>{''.join(cells)}</result>\n"
    yield "</results></sparql>\n" + (f"<!-- {rows.told} rows -->\n" if rows.truncated else "")


def _xml_term(term: Any) -> str:
    found = _described(term)
    if found["type"] == "triple":
        parts = "".join(f"<{name}>{_xml_term(part)}</{name}>" for name, part in found["value"].items())
        return f"<triple>{parts}</triple>"
    attributes = "".join(f' {name}="{_escaped(found[name])}"' for name in ("xml:lang", "datatype") if name in found)
    if "its:dir" in found:
        attributes += f' xmlns:its="http://www.w3.org/2005/11/its" its:version="2.0" its:dir="{found["its:dir"]}"'
    return f"<{found['type']}{attributes}>{_escaped(found['value'])}</{found['type']}>"


def _escaped(text: str) -> str:
    return "".join(_XML.get(mark, mark) for mark in text.translate(_XML_UNSAFE))


def _tsv(columns: list[str], rows: _Bounded) -> Iterator[str]:
    yield "\t".join(f"?{name}" for name in columns) + "\n"
    for row in rows:
        yield "\t".join("" if value is None else _turtle(value) for value in row) + "\n"


def _turtle(term: Any) -> str:
    """A term as Turtle writes it on one line; numbers without quotes where Turtle has them so."""
    import re

    if not hasattr(term, "value"):
        return f"<<( {' '.join(map(_turtle, term))} )>>"
    datatype = getattr(getattr(term, "datatype", None), "value", "")
    for name, pattern in _BARE.items():
        if datatype == PREFIXES["xsd"] + name and re.fullmatch(pattern, term.value):
            return str(term.value)
    return str(term).replace("\t", "\\t")


_BARE = {"integer": r"[+-]?\d+", "decimal": r"[+-]?\d*\.\d+", "double": r"[+-]?(\d+\.\d*|\.?\d+)[eE][+-]?\d+"}


def _csv(columns: list[str], rows: _Bounded) -> Iterator[str]:
    yield ",".join(map(_quoted, columns)) + "\r\n"
    for row in rows:
        yield ",".join("" if value is None else _quoted(_plain(value)) for value in row) + "\r\n"


def _plain(term: Any) -> str:
    """A term's text; a string that a spreadsheet would run as a formula has an apostrophe before it."""
    if not hasattr(term, "datatype"):
        return str(term.value) if hasattr(term, "value") and not str(term).startswith("_:") else str(term)
    is_text = term.language or term.datatype.value == _STRING
    return f"'{term.value}" if is_text and term.value.startswith(_FORMULA) else str(term.value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in '",\r\n') else text


_WRITERS: Mapping[str, Any] = {"json": _json, "xml": _xml, "tsv": _tsv, "csv": _csv}
