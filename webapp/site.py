"""What stands around every page: the library's name, the way to the other pages, what it holds."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.parts import Choice, Link

_PAGES = (
    ("/search", "Search"),
    ("/people", "People"),
    ("/orgs", "Organisations"),
    ("/focus", "Focus areas"),
    ("/engagements", "Engagements"),
    ("/commitments", "Commitments"),
    ("/decisions", "Decisions"),
    ("/meetings", "Meetings"),
    ("/docs", "Documents"),
    ("/terms", "Handover"),
)
_REPORTS = ("/handover/", "/compare/")
_CONTENTS = (
    (
        "The record",
        (("/docs", "Documents"), ("/meetings", "Meetings"), ("/timeline", "Timeline"), ("/search", "Search")),
    ),
    ("Who", (("/people", "People"), ("/orgs", "Organisations"), ("/network", "Network"))),
    (
        "What",
        (
            ("/focus", "Focus areas"),
            ("/engagements", "Engagements"),
            ("/engagements/matrix", "By quarter"),
            ("/commitments", "Commitments"),
            ("/decisions", "Decisions"),
        ),
    ),
    ("For you", (("/terms", "Handover"), ("/saved", "Saved searches"), ("/guide", "Guide"))),
    ("Keeping it right", (("/review", "Review"), ("/changes", "Changes"), ("/status", "Status"))),
    (
        "For programs",
        (
            ("/questions", "Questions by name"),
            ("/sparql", "SPARQL"),
            ("/ontology", "Ontology"),
            ("/openapi.json", "API"),
        ),
    ),
)
_KEEPING = (Link("Add documents", "/upload"), Link("Forget", "/forget"))
_ACCOUNTS = Link("Accounts", "/accounts")


@dataclass(frozen=True, slots=True)
class Chapter:
    """Pages that belong together, under their title in the contents."""

    title: str
    pages: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """The frame of a page. `files` are the addresses of what it loads; libraries may be absent."""

    name: str
    holdings: str
    nav: tuple[Choice, ...]
    contents: tuple[Chapter, ...]
    files: Mapping[str, str]
    may_write: bool
    who: str
    account: str
    signed_in: bool
    may_sign_in: bool


def navigation(path: str) -> tuple[Choice, ...]:
    """The links at the head of each page; the one that holds `path` is chosen."""
    path = "/terms" if path.startswith(_REPORTS) else path
    return tuple(
        Choice(address, label, chosen=path == address or path.startswith(f"{address}/"), href=address)
        for address, label in _PAGES
    )


def contents(*, may_add: bool, has_accounts: bool) -> tuple[Chapter, ...]:
    """Every page of the site by chapter, as the foot of each page lists them; some for those who may alone."""
    more = {"Keeping it right": (*_KEEPING, *[_ACCOUNTS] * has_accounts)} if may_add else {}
    return tuple(
        Chapter(title, (*(Link(label, address) for address, label in pages), *more.get(title, ())))
        for title, pages in _CONTENTS
    )
