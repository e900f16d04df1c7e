"""Searches that a visitor keeps: the words and filters of each, where it leads, and the feed that follows it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from webapp.parts import Link
from webapp.record import Snapshot

MOST, LONGEST = 20, 300
"""Searches kept, and code points of one: all of them must fit into a cookie."""
ROOM = 3500
"""Bytes that browsers are sure to keep in a cookie, with room for its name and settings."""
_ENTITIES = ("committee", "organisation", "person", "focus")
_FILTERS = ("q", "kind", *_ENTITIES, "date", "from", "to", "sort")


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """One search; `search` is the query of its address, `words` what it asks for."""

    search: str
    words: str

    @property
    def link(self) -> Link:
        """Its results as they are now."""
        return Link(self.words, f"/search?{self.search}")

    @property
    def feed(self) -> str:
        """Its Atom feed."""
        return f"/search.atom?{self.search}"


@dataclass(frozen=True, slots=True)
class SavedPage:
    """The searches kept, the newest first."""

    searches: tuple[SavedSearch, ...]
    shared: tuple[SavedSearch, ...] = ()
    """Those that the library keeps by name, on the command line."""
    title: str = "Saved searches"
    kicker: str = "For you"
    lede: str = (
        "Searches that this browser keeps for you. Each has a feed: give its address to a feed reader, and it tells "
        "you when something new is found."
    )

    def as_json(self) -> dict[str, Any]:
        """The searches with their addresses."""
        rows = [{"words": each.words, "search": each.link.href, "feed": each.feed} for each in self._all]
        return {"format": "minutebook-page/1", "title": self.title, "rows": rows}

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """The same as rows."""
        return ["words", "search", "feed"], [[each.words, str(each.link.href), each.feed] for each in self._all]

    @property
    def _all(self) -> tuple[SavedSearch, ...]:
        return (*self.searches, *self.shared)


def canonical(search: str) -> str:
    """The query of a search's address with its known filters alone, in one order; '' where nothing is asked for."""
    given = dict(parse_qsl(search[: 4 * LONGEST]))
    kept = {name: given[name].strip() for name in _FILTERS if given.get(name, "").strip()}
    if not kept.keys() - {"sort"} or sum(map(len, kept.values())) > LONGEST:
        return ""
    return urlencode(kept)


def read(cookie: str) -> list[str]:
    """The searches that a cookie holds; whatever else stands in it is left out."""
    try:
        found = json.loads(cookie or "[]")
    except ValueError:
        return []
    kept = [canonical(each) for each in found if isinstance(each, str)] if isinstance(found, list) else []
    return list(dict.fromkeys(each for each in kept if each))[:MOST]


def written(searches: Iterable[str]) -> str:
    """The cookie for these searches: the first of them, as many as it has room for."""
    kept = list(dict.fromkeys(searches))[:MOST]
    while len(json.dumps(kept)) > ROOM:
        kept.pop()
    return json.dumps(kept)


def saved_page(snapshot: Snapshot, searches: Sequence[str], shared: Mapping[str, str]) -> SavedPage:
    """The page of a visitor's searches, and of the library's own by name."""
    given = [dict(parse_qsl(each)) for each in searches]
    labels = snapshot.labels(snapshot.base + one[name] for one in given for name in _ENTITIES if name in one)
    return SavedPage(
        tuple(SavedSearch(each, _words(one, labels, snapshot.base)) for each, one in zip(searches, given, strict=True)),
        tuple(SavedSearch(search, name) for name, search in shared.items()),
    )


def _words(given: dict[str, str], labels: dict[str, str], base: str) -> str:
    said = [f"“{given['q']}”"] if "q" in given else []
    said += [labels.get(base + given[name], given[name]) for name in _ENTITIES if name in given]
    said += [given[name] for name in ("kind", "date") if name in given]
    said += [f"{name} {given[name]}" for name in ("from", "to") if name in given]
    return ", ".join(said)
