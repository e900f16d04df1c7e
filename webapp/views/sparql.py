"""The query endpoint of the SPARQL 1.1 Protocol, the reading half of the Graph Store Protocol, and a console."""

from flask import Blueprint, Response, render_template, request
from werkzeug.wrappers.response import Response as AnyResponse

from kg.errors import MinutebookError, QueryError, QueryTimeout, QueryTooBig
from kg.sparql import Graphs, Iri
from webapp.application import holder, settings, snapshot
from webapp.contexts.console import SHOWN, ConsolePage, form_of, result_table, words_of
from webapp.errors import NoSuchPage
from webapp.formats import TYPES, alternates, as_json, respond
from webapp.protocol import GRAPH_TYPES, ROW_TYPES, Asked, answer, asked, limits_in_words, limits_told, negotiated
from webapp.record import QUERIES

sparql = Blueprint("sparql", __name__)

_SUFFIXES = {name: TYPES[name] for name in ("csv", "ttl", "jsonld")} | {"json": "application/sparql-results+json"}
HTML = TYPES["html"]


@sparql.route("/sparql", methods=["GET", "POST"])
def endpoint() -> Response:
    """The answer to a query in the form asked for; without one the console or the service's description."""
    given = asked()
    suffix = request.environ.get("minutebook.format")
    if not given.query:
        if suffix not in (None, "html"):
            raise QueryError("The parameter “query” is missing.")
        is_page = suffix or not request.accept_mimetypes.provided
        kind = HTML if is_page else negotiated(GRAPH_TYPES, HTML)  # programs that take anything get the description
        return respond("sparql.html", ConsolePage("", limits=limits_in_words())) if kind == HTML else _described(kind)
    types = GRAPH_TYPES if form_of(given.query) == "triples" else ROW_TYPES
    if suffix is None:
        kind = negotiated(types, HTML)
    else:
        kind = HTML if suffix == "html" else _SUFFIXES.get(suffix, "")
        if kind not in {HTML, *types}:
            raise QueryError(f"The answer to this query cannot be had as .{suffix}.")
    return _page(given) if kind == HTML else answer(given.query, types[kind], kind, given.graphs)


@sparql.get("/graphs")
def graph() -> Response:
    """One graph, whole: `?graph=IRI` a document's, the roster's or the ontology's; `?default` the merged one."""
    names = request.args.getlist("graph")
    if len(names) + ("default" in request.args) != 1:
        raise QueryError("Name one graph: ?graph=IRI, or ?default for the merged one.")
    kind = negotiated(GRAPH_TYPES)
    graphs = Graphs(default=(names[0],)) if names else None
    try:
        return answer((QUERIES / "_graph.rq").read_text("utf-8"), GRAPH_TYPES[kind], kind, graphs, whole=True)
    except QueryError as problem:
        if "there is no graph" in str(problem):
            raise NoSuchPage(str(problem)) from None
        raise


@sparql.get("/vocabulary")
def vocabulary() -> Response:
    """The words that a query can be written with: classes, properties and controlled words, and all in use."""
    return as_json({"words": snapshot().kept("vocabulary", lambda: words_of(snapshot().reader))})


@sparql.errorhandler(MinutebookError)
def failed(problem: MinutebookError) -> Response:
    """Plain words for programs; people see the page of errors or the console."""
    status = 404 if isinstance(problem, NoSuchPage) else 400 if _is_the_query_s(problem) else 503
    response = Response(f"{problem}\n", status, mimetype="text/plain")
    response.headers["Minutebook-Limits"] = limits_told()
    if isinstance(problem, QueryTimeout):
        response.headers["Retry-After"] = "5"
    return response


@sparql.after_request
def shared(response: Response) -> Response:
    """Lets pages of the origins that the settings name read the answer; others cannot."""
    origin = request.headers.get("Origin", "")
    allowed = settings().allowed_origins
    if origin and ("*" in allowed or origin in allowed):
        response.headers["Access-Control-Allow-Origin"] = "*" if "*" in allowed else origin
        response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type"
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
        response.headers["Access-Control-Expose-Headers"] = "Minutebook-Limits, Minutebook-Truncated"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if allowed:
        response.headers.add("Vary", "Origin")
    return response


def _is_the_query_s(problem: MinutebookError) -> bool:
    return isinstance(problem, QueryError) and not isinstance(problem, QueryTooBig)


def _described(kind: str) -> Response:
    """The service's description, https://www.w3.org/TR/sparql11-service-description/."""
    content = holder().constructed("_service", GRAPH_TYPES[kind], endpoint=Iri(request.base_url))
    return Response(content, mimetype=kind, headers={"Vary": "Accept"})


def _page(given: Asked) -> Response:
    query, limits = given.query, limits_in_words()
    try:
        if form_of(query) == "triples":
            with answer(query, "turtle", TYPES["ttl"], given.graphs) as found:
                page = ConsolePage(
                    query, turtle=found.get_data(as_text=True), cut=_cut_triples(found), limits=limits, link=request.url
                )
            offered: tuple[str, ...] = ("html", "ttl", "jsonld")
        else:
            with answer(query, "json", "application/json", given.graphs) as found:
                table, total = result_table(found.get_data(), snapshot().base)
                page = ConsolePage(query, table, cut=_cut(total, _is_truncated(found)), limits=limits, link=request.url)
            offered = ("html", "json", "csv")
        content = render_template("sparql.html", page=page, formats=alternates(offered))
        return Response(content, mimetype="text/html", headers={"Vary": "Accept"})
    except MinutebookError as problem:
        status = 400 if _is_the_query_s(problem) else 503
        return respond("sparql.html", ConsolePage(query, problem=str(problem), limits=limits), status=status)


def _is_truncated(found: AnyResponse) -> bool:
    return found.headers["Minutebook-Truncated"] != "no"


def _cut_triples(found: AnyResponse) -> str:
    return "The limit of triples was reached; there are more." if _is_truncated(found) else ""


def _cut(total: int, truncated: bool) -> str:
    """What the page leaves out, and what the formats below it do."""
    more = f"more than {total:,}" if truncated else f"{total:,}"
    held = f"hold the first {total:,}: a query may have no more rows" if truncated else "hold all"
    return f"The first {SHOWN} of {more} rows are shown; the formats at the foot of the page {held}." * (total > SHOWN)
