"""Reports over terms and maps of the record: handover, comparison, network, and the description of the JSON API."""

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers.response import Response as AnyResponse

from webapp.application import snapshot
from webapp.contexts.network import network_page
from webapp.contexts.openapi import description
from webapp.contexts.report import ReportPage, compare_page, handover_page, term, terms_page
from webapp.formats import as_json, respond

reporting = Blueprint("reporting", __name__)


@reporting.get("/terms")
def terms() -> Response:
    """The terms that the record covers."""
    return respond("terms.html", terms_page(snapshot(), request.args.to_dict()))


@reporting.get("/handover")
def choose() -> AnyResponse:
    """Goes to the handover of the term from `from` to `to`, or to the terms where none is given."""
    first, last = request.args.get("from", ""), request.args.get("to", "")
    if not first or not last:
        return redirect("/terms")
    wanted = term(f"{first}..{last}")
    return redirect(f"/handover/{wanted.first}..{wanted.last}")


@reporting.get("/handover/<name>")
def handover(name: str) -> Response:
    """The handover of one term, such as `2023` or `2022-07-01..2023-06-30`."""
    return _report(handover_page(snapshot(), term(name)))


@reporting.get("/compare/<earlier>/<later>")
def compare(earlier: str, later: str) -> Response:
    """Two terms side by side."""
    return _report(compare_page(snapshot(), term(earlier), term(later)))


@reporting.get("/network")
def network() -> Response:
    """People and organisations, and what joins them."""
    return respond("network.html", network_page(snapshot(), request.args.to_dict()))


@reporting.get("/openapi")
def openapi() -> Response:
    """The JSON API in OpenAPI, at `/openapi.json`."""
    from importlib.metadata import version

    return as_json(description(version("minutebook")))


def _report(page: ReportPage) -> Response:
    return respond("report.html", page, others={"md": page.as_markdown, "pdf": page.as_pdf})
