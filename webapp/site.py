"""What stands around every page: the library's name, the way to the other pages, what it holds."""

from dataclasses import dataclass

from webapp.parts import Choice

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
    ("/status", "Status"),
)


@dataclass(frozen=True, slots=True)
class Site:
    """The frame of a page."""

    name: str
    holdings: str
    nav: tuple[Choice, ...]
    style: str
    script: str
    icon: str
    may_write: bool
    who: str
    signed_in: bool


def navigation(path: str) -> tuple[Choice, ...]:
    """The links at the head of each page; the one that holds `path` is chosen."""
    return tuple(
        Choice(address, label, chosen=path == address or path.startswith(f"{address}/"), href=address)
        for address, label in _PAGES
    )
