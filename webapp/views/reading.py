"""Pages that are read: lists, things, documents, status."""

import re
from collections.abc import Callable

from flask import Blueprint, Response, request

from kg.errors import QueryError
from kg.extraction import Span
from kg.questions import load_question, load_questions
from webapp.application import holder, rdf_formats, settings, snapshot
from webapp.contexts.document import document_page
from webapp.contexts.kinds import LISTS, Kind, question_kind
from webapp.contexts.lists import ListPage, list_page, questions_page
from webapp.contexts.matrix import matrix_page
from webapp.contexts.status import status_page
from webapp.contexts.things import SHOWN, ThingPage, focus_page, line_page, meeting_page, organisation_page, person_page
from webapp.errors import NoSuchPage
from webapp.feeds import calendar, table_feed
from webapp.formats import respond, wanted

reading = Blueprint("reading", __name__)
_AT = re.compile(r"(\d{1,9})-(\d{1,9})")
EVERYTHING = 1_000_000


@reading.get(f"/<any({','.join(LISTS)}):name>")
def listing(name: str) -> Response:
    """A list, narrowed and in pages; whole as JSON, CSV or feed unless a page is asked for."""
    page = _list(LISTS[name], f"/{name}")
    return respond("list.html", page, others=_feeds(name, page))


@reading.get("/engagements/matrix")
def matrix() -> Response:
    """Engagements by stakeholder and quarter."""
    return respond("matrix.html", matrix_page(snapshot()))


@reading.get("/questions")
def named_questions() -> Response:
    """Every named question of the library."""
    return respond("list.html", questions_page(load_questions()))


@reading.get("/questions/<name>")
def named_question(name: str) -> Response:
    """One named question with a field for each parameter."""
    if name not in load_questions():
        raise NoSuchPage(f"There is no question named “{name}”. The page “Questions” lists them.")
    return respond("list.html", _list(question_kind(load_question(name)), f"/questions/{name}"))


@reading.get("/people/<path:name>")
def person(name: str) -> Response:
    """A person."""
    return _thing(person_page(snapshot(), name, settings().today(), shown=_shown()))


@reading.get("/orgs/<path:name>")
def organisation(name: str) -> Response:
    """An organisation."""
    return _thing(organisation_page(snapshot(), name, settings().today(), shown=_shown()))


@reading.get("/focus/<path:name>")
def focus(name: str) -> Response:
    """A focus area or line of work."""
    return _thing(focus_page(snapshot(), name, shown=_shown()))


@reading.get("/lines/<path:name>")
def line(name: str) -> Response:
    """A line of work."""
    return _thing(line_page(snapshot(), name, shown=_shown()))


@reading.get("/meetings/<path:name>")
def meeting(name: str) -> Response:
    """A meeting."""
    return _thing(meeting_page(snapshot(), name))


@reading.get("/docs/<path:name>")
def document(name: str) -> Response:
    """A document; `?at=START-END` marks those words."""
    found = snapshot().document(name)
    if found is None:
        raise NoSuchPage(f"The library has no document “{name}”. It may have been withdrawn: search for its words.")
    match = _AT.fullmatch(request.args.get("at", ""))
    at = Span(int(match[1]), int(match[2])) if match else None
    entities = [entity for s in found.statements for _, entity in s.parties] + list(found.authors)
    labels = snapshot().labels([*entities, *([found.committee] if found.committee else [])])
    page = document_page(found, labels, snapshot().base, f"{request.host_url}docs/{name}", at)
    return respond("document.html", page, others=rdf_formats(found.iri))


@reading.get("/status")
def status() -> Response:
    """What the library holds and what it lacks."""
    return respond("status.html", status_page(snapshot(), holder().failures()))


def _list(kind: Kind, path: str) -> ListPage:
    given = {name: value for name, value in request.args.to_dict().items() if name != "page"}
    whole = wanted(("html", "json", "csv", "ics", "atom")) != "html" and "page" not in request.args
    found, day, number = snapshot(), settings().today(), page_number()
    if not whole:
        return list_page(found, kind, path, given, day, number=number, size=settings().page_size)
    key = ("list", path, tuple(sorted(given.items())), day)
    page: ListPage = found.recent(key, lambda: list_page(found, kind, path, given, day, number=1, size=None))
    return page


def page_number() -> int:
    """The page asked for, from 1. Raises QueryError where it is no number."""
    text = request.args.get("page") or "1"
    if not text.isdecimal() or not 0 < int(text) < EVERYTHING:
        raise QueryError(f"page={text} is no page number.")
    return int(text)


def _thing(page: ThingPage) -> Response:
    return respond("thing.html", page, others=rdf_formats(page.iri))


def _feeds(name: str, page: ListPage) -> dict[str, Callable[[], bytes]]:
    host = request.host_url.rstrip("/")
    if name == "commitments":
        return {
            "ics": lambda: calendar(page.table, host, settings().today(), snapshot().name),
            "atom": lambda: table_feed(page.title, page.table, host, request.full_path),
        }
    if name in {"engagements", "decisions"}:
        return {"atom": lambda: table_feed(page.title, page.table, host, request.full_path)}
    return {}


def _shown() -> int:
    return SHOWN if wanted(("html", "json", "csv", "ttl", "jsonld")) == "html" else EVERYTHING
