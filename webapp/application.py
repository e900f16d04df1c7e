"""The app factory's inside: settings, protection, the snapshot of each request, and the blueprints."""

from collections.abc import Callable, Mapping
from pathlib import Path

from flask import Flask, current_app, g, request, session
from flask_wtf import CSRFProtect

from webapp.assets import assets
from webapp.contexts.home import holdings
from webapp.errors import handle_errors
from webapp.formats import SuffixMiddleware
from webapp.holder import Holder
from webapp.parts import in_capitals
from webapp.record import Snapshot
from webapp.security import Throttle, protect, signed_in
from webapp.settings import Settings
from webapp.site import Site, contents, navigation

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
        SEND_FILE_MAX_AGE_DEFAULT=31536000,
    )
    library = Holder(library_folder)
    app.extensions["minutebook"] = (library, settings, Throttle())
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
    add_entities(app, library.configuration.base)
    files = assets()
    app.context_processor(lambda: {"site": _site(files)})
    return app


def holder() -> Holder:
    """The current app's library."""
    return current_app.extensions["minutebook"][0]  # type: ignore[no-any-return]


def settings() -> Settings:
    """The current app's settings."""
    return current_app.extensions["minutebook"][1]  # type: ignore[no-any-return]


def throttle() -> Throttle:
    """The current app's count of wrong passwords."""
    return current_app.extensions["minutebook"][2]  # type: ignore[no-any-return]


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

    name, held = "Minutebook", ""
    inside = not settings().password_hash or signed_in(settings())
    try:
        if inside:
            name, held = snapshot().name, snapshot().kept("holdings", lambda: holdings(snapshot()))
    except MinutebookError:
        pass
    return Site(
        name=name,
        holdings=held,
        nav=navigation(request.path) if inside else (),
        contents=contents(may_write=settings().may_write) if inside else (),
        files=files,
        may_write=settings().may_write,
        who=str(session.get("who", "")),
        signed_in=bool(settings().password_hash) and signed_in(settings()),
    )
