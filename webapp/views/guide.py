"""The user's guide."""

from flask import Blueprint, Response

from webapp.contexts.guide import CHAPTERS, guide_page
from webapp.formats import respond

guide = Blueprint("guide", __name__, url_prefix="/guide")


@guide.get("")
def first() -> Response:
    """Its first chapter."""
    return chapter(next(iter(CHAPTERS)))


@guide.get("/<name>")
def chapter(name: str) -> Response:
    """One chapter."""
    page = guide_page(name)
    return respond("guide.html", page, others={"md": page.markdown.encode})
