"""Errors as pages: what is wrong, and where to go from here."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, Response
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from kg.errors import MinutebookError, QueryError, QueryTimeout


class NoSuchPage(MinutebookError):
    """Nothing in the library stands at this address."""


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as a page."""

    status: int
    title: str
    message: str

    @property
    def kicker(self) -> str:
        """The line above the title."""
        return f"Error {self.status}"

    def as_json(self) -> dict[str, Any]:
        """The error as JSON."""
        return {"error": self.title, "message": self.message, "status": self.status}

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """The error as one row."""
        return ["status", "error", "message"], [[str(self.status), self.title, self.message]]


_TITLES = {
    400: "That cannot be read",
    401: "A password is needed",
    404: "Not in this library",
    405: "Not done that way",
    406: "Not to be had in that form",
    413: "Too large",
    415: "Not taken in that form",
    429: "Too many tries",
    500: "Something broke",
    503: "It took too long",
}
_MESSAGES = {
    404: "Nothing stands at this address. It may have been withdrawn or given another name: ask or search below.",
    500: "This is a fault in Minutebook, not in what you did. The details are in the server's log.",
}


def handle_errors(app: Flask) -> None:
    """Shows every error in the site's own clothes and in the format asked for."""

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        code = error.code or 500
        if code < 400:
            return Response(error.get_response().get_data(), code)
        response = _show(code, _MESSAGES.get(code) or error.description or "")
        if isinstance(error, MethodNotAllowed):
            response.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
        return response

    @app.errorhandler(MinutebookError)
    def known(error: MinutebookError) -> Response:
        if isinstance(error, NoSuchPage):
            return _show(404, str(error))
        if isinstance(error, QueryTimeout):
            return _show(503, str(error))
        return _show(400 if isinstance(error, QueryError) else 503, str(error))


def _show(status: int, message: str) -> Response:
    from webapp.formats import TYPES, as_json, respond, wanted

    problem = Problem(status, _TITLES.get(status, "That did not work"), message)
    chosen = wanted(TYPES)
    if chosen not in {"html", "json", "csv"}:
        response = as_json(problem.as_json())
        response.status_code = status
        return response
    return respond("error.html", problem, status=status)
