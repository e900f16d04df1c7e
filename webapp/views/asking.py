"""Asking and searching: the front page, answers, search results, and completion while one writes."""

from dataclasses import replace

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers.response import Response as AnyResponse

from kg.errors import QueryError
from search.ask import answer as answer_to
from search.ask_passages import Finder
from webapp.application import holder, settings, snapshot
from webapp.contexts.answer import SHOWN, AnswerPage, answer_page
from webapp.contexts.finding import SearchPage, like_page, request_of, search_page
from webapp.contexts.home import candidates, home_page
from webapp.feeds import Entry, atom
from webapp.formats import as_json, respond, wanted
from webapp.record import Snapshot
from webapp.views.reading import page_number

asking = Blueprint("asking", __name__)
LONGEST_QUESTION = 500
EXAMPLES = 3


@asking.get("/")
def home() -> Response:
    """The front page."""
    return respond("home.html", home_page(snapshot(), settings().today(), _examples()))


@asking.get("/ask")
def answer() -> AnyResponse:
    """The answer to `q`, in the public answer format as JSON. `as_of` is the day to judge by."""
    question = request.args.get("q", "").strip()
    if not question and wanted() == "html":
        return redirect("/")
    if not question:
        raise QueryError("The question “q” is empty.")
    if len(question) > LONGEST_QUESTION:
        raise QueryError(f"The question has {len(question)} characters; at most {LONGEST_QUESTION} are read.")
    state, day, shown = snapshot(), settings().today(), SHOWN if wanted() == "html" else None

    def made() -> AnswerPage:
        found = answer_to(state.reader, question, as_of=day, finder=Finder(state.base, holder().engine))
        return answer_page(state, found, () if found.rows else _examples(), shown=shown)

    page: AnswerPage = state.recent(("answer", question, day, shown, holder().engine().fingerprint()), made)
    return respond("answer.html", page)


@asking.get("/search")
def search() -> Response:
    """Passages that fit `q` and the facets chosen, or those like the one at `like`, such as `2023-05-23@120`."""
    given = request.args.to_dict()
    if place := given.get("like"):
        document, _, start = place.rpartition("@")
        found = holder().engine().like(document, int(start)) if start.isdecimal() and len(start) < 10 else ()
        return respond("search.html", like_page(found, place))
    if not any(
        given.get(name) for name in ("q", "kind", "committee", "organisation", "person", "focus", "date", "from", "to")
    ):
        return respond("search.html", SearchPage(""))
    number = page_number()
    try:
        wish = request_of(given, snapshot().base, number)
        if wanted(("html", "json", "csv", "atom")) == "atom":
            wish = replace(wish, by_meaning=False)  # a feed tells of what holds the words, or it would never rest
        page = search_page(holder().engine().search(wish), given, snapshot().base, number)
    except QueryError as problem:
        if wanted(("html", "json", "csv", "atom")) != "html":
            raise
        return respond("search.html", SearchPage(given.get("q", ""), problem=str(problem)))
    return respond("search.html", page, others={"atom": lambda: _feed(page)})


@asking.get("/complete")
def complete() -> Response:
    """Names and phrases that begin with `q`, best first."""
    start = request.args.get("q", "").strip()[:100]
    found = holder().engine().complete(start, 8) if start else ()
    return as_json({"names": [each.query for each in found]})


def _feed(page: SearchPage) -> bytes:
    host = request.host_url.rstrip("/")
    entries = [
        Entry(f"{host}{hit.href}", hit.title, host + hit.href, hit.date or "", "".join(p.text for p in hit.snippet))
        for hit in page.hits
    ]
    return atom(f"Search: {page.query}", host + request.full_path.rstrip("?"), entries)


def _examples() -> list[str]:
    """Questions that this record answers: the first candidates for which it does."""
    found = snapshot()
    return found.kept("examples", lambda: _answered(found))  # type: ignore[no-any-return]


def _answered(found: Snapshot) -> list[str]:
    shown: list[str] = []
    shapes: set[str] = set()
    for question in candidates(found):
        shape = question[:8]
        if shape not in shapes and answer_to(found.reader, question, as_of=settings().today()).rows:
            shown.append(question)
            shapes.add(shape)
        if len(shown) == EXAMPLES:
            break
    return shown
