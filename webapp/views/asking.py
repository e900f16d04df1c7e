"""The front page."""

from flask import Blueprint, Response

from webapp.application import settings, snapshot
from webapp.contexts.home import candidates, home_page
from webapp.formats import respond

asking = Blueprint("asking", __name__)


@asking.get("/")
def home() -> Response:
    """The front page."""
    found = snapshot()
    examples = found.kept("examples", lambda: candidates(found)[:3])
    return respond("home.html", home_page(found, settings().today(), examples))
