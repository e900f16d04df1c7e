"""Where things stand on this site, and which outside addresses may be live links."""

import re
from urllib.parse import quote, urlencode, urlsplit

PATHS = {
    "doc": "docs",
    "person": "people",
    "org": "orgs",
    "focus": "focus",
    "line": "lines",
    "meeting": "meetings",
    "fact": "facts",
}
"""Where the pages of things stand, by the first part of their ids."""
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def path_of(iri: str, base: str) -> str | None:
    """The page of a thing by its IRI: `<base>person/ada` has `/people/ada`; None for what has no page."""
    if not iri.startswith(base):
        return None
    kind, _, name = iri[len(base) :].partition("/")
    folder = PATHS.get(kind)
    return f"/{folder}/{quote(name, safe='~/')}" if folder and name and "#" not in name else None


def evidence_path(document: str, start: int, end: int) -> str:
    """The address that shows a document with the words from `start` to `end` marked."""
    return f"/docs/{quote(document, safe='~/')}?at={start}-{end}#at"


def with_query(path: str, **parameters: str | int | None) -> str:
    """`path` with those parameters that have a value, in the order given."""
    given = {name: value for name, value in parameters.items() if value not in (None, "")}
    return f"{path}?{urlencode(given)}" if given else path


def safe_url(url: str) -> str | None:
    """`url` where it may be a live link: http, https or mailto, without control or direction marks; else None."""
    if _CONTROL.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme in {"http", "https"}:
        return url if parts.netloc else None
    return url if parts.scheme == "mailto" and parts.path else None
