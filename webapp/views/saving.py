"""Searches that a visitor keeps, in a cookie of their browser; and those that the library keeps, to be read only."""

from flask import Blueprint, Response, flash, redirect, request
from werkzeug.wrappers.response import Response as AnyResponse

from search.saved import saved as searches_of
from webapp.application import holder, settings, snapshot
from webapp.contexts.saved import canonical, read, saved_page, written
from webapp.formats import respond

saving = Blueprint("saving", __name__)
COOKIE = "minutebook-saved"
_YEAR = 365 * 24 * 3600


@saving.get("/saved")
def saved() -> Response:
    """The searches kept; the library's own are shown to those from whom nothing is kept."""
    library = holder().library
    shared = {name: one.address for name, one in searches_of(library).items()} if library.sees_everything else {}
    return respond("saved.html", saved_page(snapshot(), read(request.cookies.get(COOKIE, "")), shared))


@saving.post("/saved")
def keep() -> AnyResponse:
    """Keeps a search, or lets one go, and shows those that are kept."""
    search = canonical(request.form.get("search", ""))
    kept = [each for each in read(request.cookies.get(COOKIE, "")) if each != search]
    if request.form.get("action") != "remove":
        kept = [search, *kept] if search else kept
        flash("The search is kept in this browser." if search else "There is nothing to keep: the search is empty.")
    response = redirect("/saved", 303)
    response.set_cookie(
        COOKIE, written(kept), max_age=_YEAR, httponly=True, samesite="Lax", secure=settings().behind_tls
    )
    return response
