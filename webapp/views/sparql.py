"""The query endpoint of the SPARQL 1.1 Protocol, and a console for people at the same address."""

from flask import Blueprint, Response, request

from kg.errors import MinutebookError, QueryError, QueryTimeout
from webapp.application import holder, snapshot
from webapp.contexts.console import SHOWN, ConsolePage, form_of, result_table
from webapp.formats import TYPES, alternates, respond

sparql = Blueprint("sparql", __name__)

ROW_TYPES = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
GRAPH_TYPES = {"text/turtle": "turtle", "application/n-triples": "ntriples"}
_SUFFIXES = {"json": "application/sparql-results+json", "csv": "text/csv", "ttl": "text/turtle"}
_DATASET = ("default-graph-uri", "named-graph-uri", "using-graph-uri", "using-named-graph-uri")


@sparql.route("/sparql", methods=["GET", "POST"])
def endpoint() -> Response:
    """The answer to a query in the form asked for; for a browser, the console."""
    query = _query()
    suffix = request.environ.get("minutebook.format")
    wants_page = suffix == "html" or (suffix is None and TYPES["html"] in request.accept_mimetypes.values())
    if not query and (wants_page or (request.method == "GET" and suffix is None)):
        return respond("sparql.html", ConsolePage(""))
    if wants_page:
        return _page(query)
    if not query:
        raise QueryError("The parameter “query” is missing.")
    types = GRAPH_TYPES if form_of(query) == "triples" else ROW_TYPES
    if suffix:
        mimetype = _SUFFIXES.get(suffix, "")
        if mimetype not in types:
            raise QueryError(f"The answer to this query cannot be had as .{suffix}.")
    else:
        accepted = request.accept_mimetypes
        mimetype = (accepted.best_match(list(types)) if accepted.provided else next(iter(types))) or ""
        if not mimetype:
            return Response(f"This answer can be had as: {', '.join(types)}\n", 406, mimetype="text/plain")
    return Response(holder().query(query, types[mimetype]), mimetype=mimetype, headers={"Vary": "Accept"})


def _query() -> str:
    """The query of the request, in any of the protocol's three ways. Raises QueryError where it is given wrongly."""
    if request.mimetype == "application/sparql-update" or "update" in request.values:
        raise QueryError("This endpoint answers queries only; it changes nothing.")
    for name in _DATASET:
        if name in request.values:
            raise QueryError(f"“{name}” is not taken here; name graphs in the query with FROM.")
    if request.method == "POST" and request.mimetype == "application/sparql-query":
        try:
            return request.get_data().decode("utf-8")
        except UnicodeDecodeError:
            raise QueryError("The query is not UTF-8.") from None
    found = request.values.getlist("query")
    if len(found) > 1:
        raise QueryError("Give one query, not more.")
    return found[0].strip() if found else ""


def _page(query: str) -> Response:
    from flask import render_template

    try:
        if form_of(query) == "triples":
            page = ConsolePage(query, turtle=holder().query(query, "turtle").decode("utf-8"))
            offered: tuple[str, ...] = ("html", "ttl")
        else:
            table, total = result_table(holder().query(query, "json"), snapshot().base)
            cut = (
                f"The first {SHOWN} of {total:,} rows are shown; the formats at the foot of the page hold all."
                if total > SHOWN
                else ""
            )
            page = ConsolePage(query, table, cut=cut)
            offered = ("html", "json", "csv")
        return Response(render_template("sparql.html", page=page, formats=alternates(offered)), mimetype="text/html")
    except MinutebookError as problem:
        status = 503 if isinstance(problem, QueryTimeout) else 400
        return respond("sparql.html", ConsolePage(query, problem=str(problem)), status=status)
