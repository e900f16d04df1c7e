"""Linked data: the ontology, the data set's description of itself, and IRIs that lead to pages."""

from collections.abc import Callable
from urllib.parse import quote, urlsplit

from flask import Blueprint, Flask, Response, redirect, request
from werkzeug.wrappers.response import Response as AnyResponse

from kg.sparql import Iri
from webapp.application import holder, snapshot
from webapp.contexts.ontology import ontology_page
from webapp.formats import respond, wanted
from webapp.links import PATHS
from webapp.protocol import GRAPH_TYPES, negotiated

linked = Blueprint("linked", __name__)


@linked.get("/ontology")
def ontology() -> Response:
    """The ontology, for people and for programs."""
    others = {
        "ttl": lambda: holder().constructed("_ontology", "turtle"),
        "jsonld": lambda: holder().constructed("_ontology", "jsonld"),
    }
    return respond("ontology.html", ontology_page(snapshot()), others=others)


@linked.get("/.well-known/void")
def void() -> Response:
    """What this data set holds and how to get at it, in VoID and DCAT (https://www.w3.org/TR/void/, vocab-dcat-3)."""
    kind = negotiated(GRAPH_TYPES)
    host = request.host_url
    content = snapshot().recent(
        ("void", host, kind),
        lambda: holder().constructed(
            "_void",
            GRAPH_TYPES[kind],
            dataset=Iri(f"{request.base_url}#dataset"),
            endpoint=Iri(f"{host}sparql"),
            dump=Iri(f"{host}graphs?default"),
            space=snapshot().base,
            name=snapshot().name,
        ),
    )
    return Response(content, mimetype=kind, headers={"Vary": "Accept"})


def add_entities(app: Flask, base: str) -> None:
    """Make the IRIs of a library's things lead to their pages, where the library's base is this site.

    As https://www.w3.org/TR/cooluris/ has it: 303 See Other, to the page or to the data about it by what
    the client accepts.
    """
    root = urlsplit(base).path
    for kind, folder in PATHS.items():
        if f"{root}{kind}" != f"/{folder}":
            app.add_url_rule(f"{root}{kind}/<path:name>", f"entity-{kind}", _see_other(folder))


def _see_other(folder: str) -> Callable[[str], AnyResponse]:
    def view(name: str) -> AnyResponse:
        chosen = wanted(("html", "json", "csv", "ttl", "jsonld"))
        path = f"/{folder}/{quote(name, safe='~/')}"
        response = redirect(path if chosen == "html" else f"{path}.{chosen}", 303)
        response.headers["Vary"] = "Accept"
        return response

    return view
