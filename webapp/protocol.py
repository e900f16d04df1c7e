"""The SPARQL 1.1 Protocol: what a request asks, and in what it may be answered.

Source: https://www.w3.org/TR/sparql11-protocol/, sections 2.1 (query) and 2.2 (update, which is refused).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any

from flask import Response, abort, request
from werkzeug.datastructures import MultiDict

from kg.errors import QueryError, QueryTimeout
from kg.sparql import Graphs
from webapp.application import holder

ROW_TYPES = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
GRAPH_TYPES = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "application/n-quads": "nquads",
    "application/trig": "trig",
}
FORM = "application/x-www-form-urlencoded"
LARGEST = 1024 * 1024
"""Bytes of a request."""
PATIENCE = 2.0
"""Seconds that a query waits for others to end."""
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, '' where there is none, and the graphs that it sees where the request names them."""

    query: str
    graphs: Graphs | None = None


def asked() -> Asked:
    """What the request asks, in any of the protocol's three ways.

    Raises QueryError (400) where parameters are missing, doubled or not for queries; aborts with 413
    for a request that is too large and 415 for a body of another type.
    """
    request.max_content_length = LARGEST
    if request.method in ("GET", "HEAD"):
        return _of(request.args)
    if request.mimetype == FORM:
        return _of(MultiDict([*request.args.items(multi=True), *request.form.items(multi=True)]))
    if request.mimetype != "application/sparql-query":
        abort(415, f"Post a query as application/sparql-query or {FORM}; updates are refused.")
    if "query" in request.args:
        raise QueryError("The query is given twice: in the address and in the body.")
    try:
        text = request.get_data().decode("utf-8")
    except UnicodeDecodeError:
        raise QueryError("The query is not UTF-8.") from None
    return Asked(text, _graphs(request.args))


def _of(given: MultiDict[str, str]) -> Asked:
    if "update" in given:
        raise QueryError("This endpoint answers queries only; it changes nothing.")
    found = given.getlist("query")
    if len(found) > 1:
        raise QueryError("Give one query, not more.")
    if request.method == "POST" and not found:
        raise QueryError("The parameter “query” is missing.")
    return Asked(found[0].strip() if found else "", _graphs(given))


def _graphs(given: MultiDict[str, str]) -> Graphs | None:
    for name in ("using-graph-uri", "using-named-graph-uri"):
        if name in given:
            raise QueryError(f"“{name}” is for updates; this endpoint answers queries only.")
    default, named = given.getlist("default-graph-uri"), given.getlist("named-graph-uri")
    return Graphs(tuple(default), tuple(named)) if default or named else None


def negotiated(types: Mapping[str, str], *others: str) -> str:
    """The type among these and `others` that the client wants most; the first where it does not care.

    One of `others` is taken only where the client names it. Aborts with 406 where none will do.
    """
    accepted = request.accept_mimetypes
    named = [each for each in others if each in accepted.values()]
    if not accepted.provided:
        return next(iter(types))
    best = accepted.best_match([*types, *named])
    if best is None:
        abort(406, f"This answer can be had as: {', '.join(types)}.")
    return str(best)


def answer(query: str, format_: str, mimetype: str, graphs: Graphs | None = None, *, whole: bool = False) -> Response:
    """The answer to a query, run in a process of its own within the library's limits, which headers name.

    `whole` answers have no limit of rows. Raises QueryError, QueryTimeout and LibraryError.
    """
    limits = holder().configuration
    rows = None if whole else limits.query_rows
    with holder().queries(PATIENCE) as free:
        if not free:
            raise QueryTimeout("too many queries run at this moment; try again in some seconds")
        output: Any = TemporaryFile()  # noqa: SIM115 - closed with the response
        try:
            truncated = holder().library.write_answer(
                output, query, format_, seconds=limits.query_seconds, limit_rows=rows, graphs=graphs
            )
        except BaseException:
            output.close()
            raise
    size = output.seek(0, 2)
    output.seek(0)
    response = Response(_pieces(output) if size > _PIECE else next(_pieces(output)), mimetype=mimetype)
    response.call_on_close(output.close)
    response.content_length = size
    response.headers["Minutebook-Limits"] = limits_told(whole=whole)
    response.headers["Minutebook-Truncated"] = f"rows={rows}" if truncated else "no"
    response.headers["Vary"] = "Accept"
    return response


def _pieces(output: Any) -> Iterator[bytes]:
    """What a file holds, piece by piece, of which the last may be empty; then it is closed."""
    more = True
    while more:
        piece = output.read(_PIECE)
        more = len(piece) == _PIECE
        if not more:
            output.close()
        yield piece


def limits_told(*, whole: bool = False) -> str:
    """What a query may take here, as a header says it."""
    limits = holder().configuration
    rows = [] if whole else [f"rows={limits.query_rows}"]
    return ", ".join([f"seconds={limits.query_seconds:g}", f"memory-mb={limits.query_memory_mb}", *rows])


def limits_in_words() -> str:
    """What a query may take here, for people."""
    limits = holder().configuration
    return f"{limits.query_seconds:g} seconds, {limits.query_memory_mb:,} MB of memory and {limits.query_rows:,} rows"
