"""What stands between the app and a hostile page, document or visitor."""

import hmac
import time
from collections import deque
from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Flask, Response, abort, redirect, request, session
from werkzeug.wrappers.response import Response as AnyResponse

from webapp.links import with_query
from webapp.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
ATTEMPTS, WINDOW = 5, 300.0
"""A visitor may give a wrong password this often in this many seconds."""


def protect(app: Flask, settings: Settings) -> None:
    """Adds headers to every response and, where a password is set, asks for it first."""

    @app.after_request
    def headers(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.behind_tls:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store" if settings.password_hash else "no-cache")
        return response

    @app.before_request
    def let_in() -> AnyResponse | None:
        if not settings.password_hash or request.path.startswith("/static/") or request.path == "/login":
            return None
        if signed_in(settings):
            return None
        if request.method != "GET" or request.environ.get("minutebook.format", "html") != "html":
            abort(401)
        query = request.query_string.decode("ascii", "replace")
        return redirect(with_query("/login", next=f"{request.path}?{query}" if query else request.path))


def signed_in(settings: Settings) -> bool:
    """Has this visitor given the password that is in force now?"""
    mark = session.get("password", "")
    return bool(settings.password_hash) and hmac.compare_digest(str(mark), _mark(settings))


def sign_in(settings: Settings) -> None:
    """Marks the session as let in. A new password ends every earlier session."""
    session.clear()
    session["password"] = _mark(settings)


def _mark(settings: Settings) -> str:
    return hmac.new(settings.secret_key, str(settings.password_hash).encode(), "sha256").hexdigest()


def local_target(address: str | None) -> str:
    """A path on this site to go to next; the front page where `address` leads elsewhere."""
    parts = urlsplit(address or "")
    safe = not parts.scheme and not parts.netloc and parts.path.startswith("/") and "\\" not in (address or "")
    return str(address) if safe and not str(address).startswith("//") else "/"


class Throttle:
    """Counts wrong passwords by visitor, and says when there were too many."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._failures: dict[str, deque[float]] = {}

    def allows(self, visitor: str) -> bool:
        """May this visitor try again now?"""
        failures = self._failures.get(visitor, deque())
        while failures and failures[0] < self._now() - WINDOW:
            failures.popleft()
        return len(failures) < ATTEMPTS

    def failed(self, visitor: str) -> None:
        """Remembers one wrong password."""
        if len(self._failures) > 10_000:
            self._failures.clear()
        self._failures.setdefault(visitor, deque()).append(self._now())
