"""The app factory's inside: settings, protection, the snapshot of each request, and the blueprints."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app, g, request, session
from flask_wtf import CSRFProtect

from webapp.accounts import Accounts
from webapp.assets import assets
from webapp.contexts.home import holdings
from webapp.errors import handle_errors
from webapp.formats import SuffixMiddleware
from webapp.holder import Holder, Shelf
from webapp.parts import in_capitals
from webapp.record import Snapshot
from webapp.security import protect
from webapp.settings import Settings
from webapp.site import Site, contents, navigation
from webapp.throttle import Throttle
from webapp.visitors import SECONDS, Door, Visitor

LARGEST_REQUEST = 64 * 1024 * 1024


def build(library_folder: Path, settings: Settings | None = None) -> Flask:
    """The app; see `webapp.create_app`."""
    from webapp.views import blueprints
    from webapp.views.linked import add_entities

    settings = settings or Settings()
    app = Flask("webapp")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        TRUSTED_HOSTS=None if settings.answers_to_any_host else list(settings.local_hosts),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.behind_tls,
        SESSION_COOKIE_NAME="minutebook",
        PERMANENT_SESSION_LIFETIME=SECONDS,
        WTF_CSRF_TIME_LIMIT=None,  # a form is good as long as the session that it is tied to
        SEND_FILE_MAX_AGE_DEFAULT=31536000,
    )
    shelf, accounts = Shelf(library_folder), Accounts(library_folder)
    app.extensions["minutebook"] = Parts(shelf, settings, Door(settings, accounts), Throttle())
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.autoescape = True
    app.jinja_env.tests["in_capitals"] = in_capitals
    app.wsgi_app = SuffixMiddleware(app.wsgi_app)  # type: ignore[method-assign]
    csrf = CSRFProtect(app)
    protect(app, settings)
    handle_errors(app)
    for blueprint in blueprints():
        app.register_blueprint(blueprint)
        if blueprint.name == "sparql":  # the protocol's own POST: it reads, and changes nothing
            csrf.exempt(blueprint)
    add_entities(app, shelf.whole.configuration.base)
    files = assets()
    app.context_processor(lambda: {"site": _site(files)})
    return app


@dataclass(frozen=True, slots=True)
class Parts:
    """What an app is made of."""

    shelf: Shelf
    settings: Settings
    door: Door
    throttle: Throttle


def parts() -> Parts:
    """Those of the current app."""
    return current_app.extensions["minutebook"]  # type: ignore[no-any-return]


def settings() -> Settings:
    """The current app's settings."""
    return parts().settings


def visitor() -> Visitor:
    """Who sent this request: decided when first asked, and not changed by signing in or out meanwhile."""
    if "visitor" not in g:
        g.visitor = Visitor()  # nobody, where that cannot be told
        g.visitor = parts().door.visitor()
    return g.visitor  # type: ignore[no-any-return]


def holder() -> Holder:
    """The library as the visitor may see it."""
    if "holder" not in g:
        g.holder = parts().shelf.seen_by(visitor().groups)
    return g.holder  # type: ignore[no-any-return]


def may_add() -> bool:
    """May the visitor add and forget documents? That takes an administrator who sees all there are."""
    return visitor().may("administrator") and holder().library.sees_everything


def snapshot() -> Snapshot:
    """The state of the library that this request reads: the newest when it was first asked for."""
    if "snapshot" not in g:
        g.snapshot = holder().snapshot()
    return g.snapshot  # type: ignore[no-any-return]


def rdf_formats(iri: str) -> dict[str, Callable[[], bytes]]:
    """What the record says of a thing, by the suffix of each format for triples."""
    return {"ttl": lambda: holder().rdf(iri), "jsonld": lambda: holder().rdf(iri, "jsonld")}


def _site(files: Mapping[str, str]) -> Site:
    """What every page shows around its content; to those outside, and of a library that cannot be read, nothing."""
    from kg.errors import MinutebookError

    name, held, who = "Minutebook", "", visitor()
    inside, adds = who.role is not None, False
    try:
        if inside:
            adds = may_add()
            name, held = snapshot().name, snapshot().kept("holdings", lambda: holdings(snapshot()))
    except MinutebookError:
        pass
    return Site(
        name=name,
        holdings=held,
        nav=navigation(request.path) if inside else (),
        contents=contents(may_add=adds, has_accounts=adds and parts().door.asks_for_name) if inside else (),
        files=files,
        may_write=who.may("curator"),
        who=who.name or str(session.get("who", "")),
        account=who.name,
        signed_in=who.signed_in,
        may_sign_in=inside and not who.signed_in and parts().door.is_locked,
    )
