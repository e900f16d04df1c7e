"""One page in several formats: by suffix (`/people/ada.json`) or by what the client accepts.

A page is a frozen dataclass. It says what it is as JSON (`as_json`) and as a table
(`as_table`); HTML is its template's business.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from flask import Response, render_template, request
from werkzeug.wsgi import get_path_info

TYPES = {
    "html": "text/html",
    "json": "application/json",
    "csv": "text/csv",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "atom": "application/atom+xml",
    "ics": "text/calendar",
    "md": "text/markdown",
    "pdf": "application/pdf",
}
LABELS = {
    "json": "JSON",
    "csv": "CSV",
    "ttl": "Turtle",
    "jsonld": "JSON-LD",
    "atom": "Atom feed",
    "ics": "calendar",
    "md": "Markdown",
    "pdf": "PDF",
}
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


class Page(Protocol):
    """What every page's context can do."""

    @property
    def title(self) -> str:
        """The page's name."""
        ...

    def as_json(self) -> dict[str, Any]:
        """The page's content as a JSON object."""
        ...

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """The page's content as column names and rows."""
        ...


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another format."""

    label: str
    href: str
    type: str

    @property
    def follows(self) -> bool:
        """Is it one that other programs subscribe to?"""
        return self.type in {TYPES["atom"], TYPES["ics"]}


class SuffixMiddleware:
    """Takes a known suffix off the path and notes it, so that routes need not know of formats."""

    def __init__(self, app: Any) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """The WSGI call."""
        path = get_path_info(environ)
        stem, dot, suffix = path.rpartition(".")
        if dot and suffix in TYPES and stem and not path.startswith("/static/"):
            environ["minutebook.format"] = suffix
            environ["PATH_INFO"] = environ["PATH_INFO"][: -len(suffix) - 1] or "/"
            if environ["PATH_INFO"] == "/index":
                environ["PATH_INFO"] = "/"
        return self._app(environ, start_response)  # type: ignore[no-any-return]


def wanted(offered: Iterable[str] = ("html", "json", "csv")) -> str:
    """The format this request asks for among those offered; HTML where it does not care.

    A suffix that is not offered is returned as it is, for the caller to refuse.
    """
    suffix = request.environ.get("minutebook.format")
    if suffix:
        return str(suffix)
    offers = list(offered)
    best = request.accept_mimetypes.best_match([TYPES[name] for name in offers], default="text/html")
    return next((name for name in offers if TYPES[name] == best), "html")


def alternates(offered: Iterable[str]) -> tuple[Alternate, ...]:
    """Addresses of this page in the other formats, its filters kept."""
    path = "/index" if request.path == "/" else request.path
    query = request.query_string.decode("ascii", "replace")
    tail = f"?{query}" if query else ""
    return tuple(Alternate(LABELS[name], f"{path}.{name}{tail}", TYPES[name]) for name in offered if name != "html")


def respond(
    template: str, page: Page, *, status: int = 200, others: Mapping[str, Callable[[], bytes]] | None = None
) -> Response:
    """`page` in the format asked for: HTML, JSON, CSV, or one of `others` by its suffix.

    A page with a status of 400 or more does not offer its other formats. Raises NoSuchPage
    where it has no such format.
    """
    others = others or {}
    offered = ("html", "json", "csv", *others)
    chosen = wanted(offered)
    if chosen == "json":
        response = as_json(page.as_json())
    elif chosen == "csv":
        response = Response(as_csv(*page.as_table()), mimetype="text/csv")
    elif chosen in others:
        response = Response(others[chosen](), mimetype=TYPES[chosen])
    elif chosen == "html":
        response = Response(
            render_template(template, page=page, formats=alternates(offered) if status < 400 else ()),
            mimetype="text/html",
        )
    else:
        from webapp.errors import NoSuchPage

        raise NoSuchPage(f"This page cannot be had as .{chosen}.")
    response.status_code = status
    response.headers["Vary"] = "Accept"
    return response


def as_json(value: Any) -> Response:
    """A JSON response, readable by people too. No cell is HTML-escaped: the type says it is data."""
    return Response(json.dumps(value, ensure_ascii=False, indent=2) + "\n", mimetype="application/json")


def as_csv(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """RFC 4180 text. A cell that a spreadsheet would take for a formula begins with an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([harmless(column) for column in columns])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def harmless(cell: str) -> str:
    """`cell` so that no spreadsheet runs it."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell
