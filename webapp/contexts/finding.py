"""Search results as a page: passages with their sentences, facets that narrow them, and what to try next."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from kg.dates_in_words import words
from search.engine import Facet, FacetName, FacetValue, Filter, Hit, SearchRequest, SearchResult
from webapp.contexts.saved import canonical
from webapp.links import evidence_path, path_of, with_query
from webapp.parts import Choice, Link, Paging, paging
from webapp.quoting import Piece, pieces

_LABELS: dict[FacetName, str] = {
    "kind": "Kind",
    "year": "Year",
    "month": "Month",
    "committee": "Committee",
    "organisation": "Organisation",
    "person": "Person",
    "focus": "Focus area",
}
"""The facets that the page shows, in its order. Year and month stand for the date, months within the year chosen."""
_YEAR_OR_MONTH = re.compile(r"\d{4}(-\d\d)?")
_FIELDS = ("kind", "committee", "organisation", "person", "focus")
SIZE = 20
NOTHING = Paging(0, 0, 0)


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """One hit as the page shows it."""

    title: str
    href: str
    meta: str
    snippet: tuple[Piece, ...]
    document: str
    date: str | None
    like: str = ""
    """Where passages like it are."""
    by_meaning: bool = False
    """It holds none of the words."""

    def as_json(self) -> dict[str, Any]:
        """The hit as plain text."""
        return {
            "document": self.document,
            "title": self.title,
            "date": self.date,
            "where": self.meta,
            "snippet": "".join(piece.text for piece in self.snippet),
            "href": self.href,
            "like": self.like,
            "by_meaning": self.by_meaning,
        }


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """Values of one facet; the chosen one leads back to all."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The whole page. `ran` is False before anything is searched for."""

    query: str
    title: str = "Search"
    kicker: str = ""
    ran: bool = False
    problem: str = ""
    summary: str = ""
    hits: tuple[FoundPassage, ...] = ()
    things: tuple[Link, ...] = ()
    facets: tuple[FacetGroup, ...] = ()
    sorts: tuple[Choice, ...] = ()
    suggestions: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()
    paging: Paging = NOTHING
    noun: str = "passages"
    keep: str = ""
    """What a visitor can keep of it: the search without the number of the page."""

    def as_json(self) -> dict[str, Any]:
        """Hits, facets and what was said of the query."""
        return {
            "format": "minutebook-search/1",
            "query": self.query,
            "total": self.paging.total,
            "first": self.paging.first,
            "last": self.paging.last,
            "problem": self.problem,
            "notes": list(self.notes),
            "hits": [hit.as_json() for hit in self.hits],
            "names": [{"name": link.text, "href": link.href} for link in self.things],
            "facets": {
                f.name: [{"value": c.value, "label": c.label, "count": c.count} for c in f.choices] for f in self.facets
            },
            "did_you_mean": [link.text for link in self.suggestions],
        }

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """The hits as rows."""
        rows = [["".join(p.text for p in h.snippet), h.title, h.date or "", h.document, h.href] for h in self.hits]
        return ["snippet", "title", "date", "document", "address"], rows


def request_of(given: Mapping[str, str], base: str, number: int, size: int = SIZE) -> SearchRequest:
    """What the parameters of an address ask for. Entities are given by id (`org/…`)."""
    filters = tuple(
        Filter(name, (given[name] if name == "kind" else base + given[name],))  # type: ignore[arg-type]
        for name in _FIELDS
        if given.get(name)
    )
    sort = given.get("sort", "relevance")
    return SearchRequest(
        query=given.get("q", "").strip(),
        filters=filters,
        dates=_dates(given),
        sort=sort if sort in {"newest", "oldest"} else "relevance",  # type: ignore[arg-type]
        offset=(number - 1) * size,
        limit=size,
        facets=tuple(_LABELS),
        facet_values=6,
        by_meaning=True,
    )


def search_page(result: SearchResult, given: Mapping[str, str], base: str, number: int, size: int = SIZE) -> SearchPage:
    """The page of a result; `given` are the parameters of the address."""
    shown = result.nearby if not result.total and result.nearby else result
    kept = {name: value for name, value in given.items() if name != "page" and value}
    notes = result.notes
    if shown is not result:
        notes = (*notes, f"Nothing fits “{result.query}”. These fit “{shown.query}”.")
    return SearchPage(
        query=given.get("q", ""),
        ran=True,
        summary=_summary(result),
        hits=tuple(_hit(hit) for hit in shown.hits),
        things=tuple(Link(each.label, path_of(each.iri, base)) for each in result.entities),
        facets=tuple(
            _facet(name, shown.facets.get(name), kept, base) for name in _LABELS if _is_shown(shown, name, kept)
        ),
        sorts=tuple(
            Choice(
                sort,
                label,
                chosen=kept.get("sort", "relevance") == sort,
                href=with_query("/search", **{**kept, "sort": sort}),
            )
            for sort, label in (("relevance", "best match"), ("newest", "newest"), ("oldest", "oldest"))
        ),
        suggestions=(Link(result.did_you_mean, with_query("/search", **{**kept, "q": result.did_you_mean})),)
        if result.did_you_mean
        else (),
        notes=notes,
        paging=replace(
            paging(shown.total, number, size, lambda n: with_query("/search", **kept, page=n if n > 1 else None)),
            last=(number - 1) * size + len(shown.hits),
        ),
        keep=canonical(urlencode(kept)),
    )


def _dates(given: Mapping[str, str]) -> str | None:
    if given.get("date"):
        return given["date"]
    start, end = given.get("from", ""), given.get("to", "")
    return f"{start or '..'}/{end or '..'}" if start or end else None


def _summary(result: SearchResult) -> str:
    passages = f"{result.total:,} {'passage' if result.total == 1 else 'passages'}"
    if result.of_all_words and result.of_all_words < result.total:
        return f"{passages}, {result.of_all_words:,} of them with every word."
    return f"{passages}." if result.total else "No passage fits."


def _hit(hit: Hit) -> FoundPassage:
    first = next((sentence.span for sentence in hit.snippet), hit.span)
    marked = next((s.span for s in hit.snippet if s.highlights), first)
    when = words(hit.date) if hit.date else "undated"
    return FoundPassage(
        title=hit.title,
        href=evidence_path(hit.document, marked.start, marked.end) if marked else f"/docs/{hit.document}",
        meta=" · ".join(filter(None, (when, hit.kind, hit.heading, "found by meaning" * hit.by_meaning))),
        snippet=tuple(_snippet(hit)),
        document=hit.document,
        date=hit.date,
        like=with_query("/search", like=f"{hit.document}@{hit.span.start}") if hit.span else "",
        by_meaning=hit.by_meaning,
    )


def like_page(hits: Sequence[Hit], place: str) -> SearchPage:
    """The page of passages that are like the one at a place, most like first."""
    return SearchPage(
        "",
        title="More like this",
        ran=True,
        summary=f"{len(hits)} passages, the most alike first." if hits else f"There is no passage at {place}.",
        hits=tuple(map(_hit, hits)),
        paging=paging(len(hits), 1, max(1, len(hits)), lambda _: ""),
    )


def _snippet(hit: Hit) -> list[Piece]:
    found: list[Piece] = [Piece("… ")] if hit.cut_before else []
    for number, sentence in enumerate(hit.snippet):
        base = sentence.span.start
        found += pieces(sentence.text, [(h.start - base, h.end - base) for h in sentence.highlights])
        found.append(Piece(" … " if number in hit.gaps else " "))
    return [*found, Piece("…")] if hit.cut_after else found


def _is_shown(result: SearchResult, name: FacetName, kept: Mapping[str, str]) -> bool:
    facet = result.facets.get(name)
    if name == "month" and not _YEAR_OR_MONTH.fullmatch(kept.get("date", "")):
        return False
    return bool(kept.get(_key(name)) or (facet and facet.values))


def _key(name: FacetName) -> str:
    return "date" if name in ("year", "month") else name


def _facet(name: FacetName, facet: Facet | None, kept: Mapping[str, str], base: str) -> FacetGroup:
    key = _key(name)
    chosen = kept.get(key, "")
    values = facet.values if facet else ()
    if name == "year":
        values = values[::-1]
        chosen = chosen[:4] if _YEAR_OR_MONTH.fullmatch(chosen) else chosen
    if name == "month":
        values = tuple(replace(value, label=words(value.value)) for value in values if value.value[:4] == chosen[:4])
        chosen = chosen if len(chosen) > 4 else ""
    if chosen and chosen not in {value.value.removeprefix(base) for value in values}:
        values = (FacetValue(chosen, chosen.rpartition("/")[2], 0), *values)
    choices = tuple(_choice(key, value, chosen, kept, base) for value in values)
    return FacetGroup(name, _LABELS[name], choices, f"and {facet.more:,} more" if facet and facet.more else "")


def _choice(key: str, value: FacetValue, chosen: str, kept: Mapping[str, str], base: str) -> Choice:
    short = value.value.removeprefix(base)
    mine = short == chosen
    wider = short[:4] if key == "date" and len(short) > 4 else None
    href = with_query("/search", **{**kept, key: wider if mine else short})
    return Choice(short, value.label, value.count or None, mine, href)
