"""What stands between the app and a hostile page, document or visitor."""

from functools import partial
from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, redirect, request
from werkzeug.wrappers.response import Response as AnyResponse

from webapp.accounts import Role
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
_ADMINISTRATORS = frozenset({"adding", "administering"})
"""Blueprints that only administrators use."""
_READERS = frozenset({"door", "saving", "sparql"})
"""Blueprints whose forms change nothing of the library."""


def needed(method: str, blueprint: str | None) -> Role:
    """The role that a request needs: a form that is not known to be harmless needs a curator."""
    if blueprint in _ADMINISTRATORS:
        return "administrator"
    return "reader" if method in ("GET", "HEAD", "OPTIONS") or blueprint in _READERS else "curator"


def protect(app: Flask, settings: Settings) -> None:
    """Lets in whom the door knows, lets them do what their role may, and adds headers to every answer."""
    app.before_request(_let_in)
    app.after_request(partial(_with_headers, settings))
    app.after_request(_kept_secret)  # of two, Flask runs the later first


def _let_in() -> AnyResponse | None:
    """Nobody further than they may: to the door, or away."""
    from webapp.application import parts, visitor

    g.restrictions = parts().shelf.stamp()
    if request.endpoint in ("static", "door.login", "door.enter", "door.leave"):
        return None
    who, role = visitor(), needed(request.method, request.blueprint)
    if who.role is None:
        if request.method != "GET" or request.environ.get("minutebook.format", "html") != "html":
            abort(401)
        query = request.query_string.decode("ascii", "replace")
        return redirect(with_query("/login", next=f"{request.path}?{query}" if query else request.path))
    if not who.may(role) and request.routing_exception is None:  # else it is told that there is no such thing
        abort(403, _REFUSED[role])
    return None


def _kept_secret(response: Response) -> Response:
    """An answer begun before documents were kept from the visitor does not go out after."""
    from webapp.application import parts, visitor

    if visitor().groups is not None and "restrictions" in g and g.restrictions != parts().shelf.stamp():
        response.close()
        return Response("The library has just changed. Ask again.\n", 503, {"Retry-After": "1"}, "text/plain")
    return response


def _with_headers(settings: Settings, response: Response) -> Response:
    from webapp.application import visitor

    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if settings.behind_tls:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "static":
        kept = visitor().signed_in or visitor().role is None
        response.headers.setdefault("Cache-Control", "no-store" if kept else "no-cache")
    return response


_REFUSED = {
    "reader": "This library is not for you to read.",
    "curator": "Only curators may correct this library; you may read it.",
    "administrator": "Only administrators may do that.",
}


def local_target(address: str | None) -> str:
    """A path on this site to go to next; the front page where `address` leads elsewhere."""
    parts = urlsplit(address or "")
    safe = not parts.scheme and not parts.netloc and parts.path.startswith("/") and "\\" not in (address or "")
    return str(address) if safe and not str(address).startswith("//") else "/"
