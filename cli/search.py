"""`minutebook search`: passages, people and organisations by words."""

import shlex
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from cli.output import formats, note, print_csv, print_json, print_rows, wrapped
from cli.place import Place, pass_place
from cli.reading import EdtfDate

if TYPE_CHECKING:
    from kg.library import Library
    from search.engine import Hit, SearchResult
    from search.saved import Saved


@click.command
@click.argument("words", nargs=-1)
@click.option("--date", "dates", type=EdtfDate(), metavar="DATE", help="Only what is dated so: 2023, 2022-07/2022-12.")
@click.option("--sort", type=click.Choice(["relevance", "newest", "oldest"]), default="relevance", show_default=True)
@click.option("--limit", type=click.IntRange(1, 200), default=10, show_default=True, help="At most this many hits.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Leave out so many of the first.")
@click.option("--facets", is_flag=True, help="Count what is found by kind, year, month, and whom and what it names.")
@click.option("--like", type=click.IntRange(1), metavar="NUMBER", help="Show the passages most like that hit instead.")
@click.option("--save", "name", metavar="NAME", help="Keep this search in the library under a name.")
@click.option("--again", metavar="NAME", help="Search for what was saved under this name.")
@click.option("--saved", "listing", is_flag=True, help="List the searches saved, with the addresses of their feeds.")
@click.option("--drop", metavar="NAME", help="Keep the search of this name no more.")
@formats
@pass_place
def search(
    place: Place,
    words: tuple[str, ...],
    dates: str | None,
    sort: Any,
    limit: int,
    offset: int,
    name: str | None,
    again: str | None,
    listing: bool,
    drop: str | None,
    facets: bool,
    like: int | None,
    form: str,
) -> int:
    """Find passages that hold WORDS; those that hold more of them come first.

    "away day" is a phrase; +word must be there and -word must not; procur* is any word that begins so; OR and brackets
    join alternatives. person:"Ann Lee", org:, focus:, committee:, owner:, kind:, date:2022, date:2021-03..2022,
    before:2022 and after:2021 narrow it. Put -- before words that begin with a dash. Where nothing is found, what is
    nearest is shown, and the exit status is 1. With `meaning = true` in the library and the extra of that name,
    plain words also find passages that hold none of them and say something alike; these say so.

    A search that is saved can be asked again; `minutebook serve` shows it on the page “Saved” with an Atom feed that
    tells what is new.
    """
    from search import saved as kept

    library = place.library()
    if sum((bool(words), again is not None, listing, drop is not None)) != 1:
        raise click.UsageError("Give words to search for, or one of --again, --saved and --drop.")
    if listing:
        rows = [
            [each, one.query, one.dates or "", f"/search.atom?{one.address}"]
            for each, one in kept.saved(library).items()
        ]
        print_rows(form, ("Name", "Words", "Dates", "Feed"), rows)
        return 0
    if drop is not None:
        kept.drop(library, drop)
        note(f"{drop!r} is saved no more.")
        return 0
    asked = kept.named(library, again) if again is not None else kept.Saved(" ".join(words), dates, sort)
    found = _like(library, asked, like, limit) if like else _found(library, asked, limit, offset, facets=facets)
    if name is not None:
        kept.save(library, name, asked)
        note(f"Saved as {name!r}: `minutebook search --again {shlex.quote(name)}` asks it again.")
    if form == "json":
        print_json(as_json(found))
    elif form == "csv":
        columns = ("document", "title", "date", "words")
        print_csv(columns, [[hit[column] or "" for column in columns] for hit in as_json(found)["hits"]])
    else:
        for line in told(found):
            print(line)
    return 0 if found.total else 1


def _found(library: "Library", asked: "Saved", limit: int, offset: int, *, facets: bool = False) -> "SearchResult":
    from search.catch_up import open_index
    from search.engine import FACETS, SearchRequest

    counted = FACETS if facets else ()
    request = SearchRequest(
        asked.query, dates=asked.dates, sort=asked.sort, limit=limit, offset=offset, facets=counted, by_meaning=True
    )
    return open_index(library).search(request)


def _like(library: "Library", asked: "Saved", number: int, limit: int) -> "SearchResult":
    """The passages most like hit `number` of a search. Raises QueryError where that is no passage."""
    from kg.errors import QueryError
    from search.catch_up import open_index
    from search.engine import SearchResult

    one = next(iter(_found(library, asked, 1, number - 1).hits), None)
    if one is None or one.span is None:
        raise QueryError(f"hit {number} of this search is no passage; choose another")
    hits = open_index(library).like(one.document, one.span.start, limit)
    return SearchResult(asked.query, len(hits), hits, notes=(f"The most like {one.title} › {one.heading}.",))


def as_json(found: "SearchResult") -> dict[str, Any]:
    """The result as JSON values; `start` and `end` are those of the passage, null where a title was found."""
    return {
        "format": "minutebook-search/1",
        "query": found.query,
        "total": found.total,
        "entities": [{"id": one.iri, "kind": one.kind, "label": one.label} for one in found.entities],
        "hits": [_hit(hit) for hit in found.hits],
        "facets": {
            name: [{"value": one.value, "label": one.label, "count": one.count} for one in facet.values]
            for name, facet in found.facets.items()
        },
        "notes": list(found.notes),
        "did_you_mean": found.did_you_mean,
        "nearby": as_json(found.nearby) if found.nearby else None,
    }


def _hit(hit: "Hit") -> dict[str, Any]:
    return {
        "document": hit.document,
        "title": hit.title,
        "kind": hit.kind,
        "date": hit.date,
        "heading": hit.heading,
        "start": hit.span.start if hit.span else None,
        "end": hit.span.end if hit.span else None,
        "words": _words(hit),
        "score": hit.score,
        "by_meaning": hit.by_meaning,
    }


def _words(hit: "Hit") -> str:
    return " … ".join(sentence.text for sentence in hit.snippet)


def told(found: "SearchResult") -> Iterator[str]:
    """The result as lines for people; where nothing is found, what the nearest query finds."""
    yield from _listed(found)
    for name, facet in found.facets.items():
        counts = ", ".join(f"{one.label} {one.count}" for one in facet.values)
        if counts:
            yield from wrapped(counts + f" and {facet.more} more" * bool(facet.more), f"{name}: ")
    shown = found.offset + len(found.hits)
    if found.hits and shown < found.total:
        yield f"{found.offset + 1} to {shown} of {found.total} passages; --offset {shown} shows the next."
    elif found.total and not found.hits:
        yield f"{found.total} passage{'s' * (found.total != 1)} found, none of them after --offset {found.offset}."
    else:
        yield f"{found.total} passage{'s' * (found.total != 1)} found."
    if found.nearby:
        yield ""
        yield from found.nearby.notes[:1]
        yield from _listed(replace(found.nearby, notes=found.nearby.notes[1:]))


def _listed(found: "SearchResult") -> Iterator[str]:
    """Entities, hits and remarks."""
    for entity in found.entities:
        yield from wrapped(f"{entity.label} ({entity.kind})", "→ ")
    for number, hit in enumerate(found.hits, found.offset + 1):
        place = f"{hit.title}, {hit.date or 'undated'}" + f" › {hit.heading}" * bool(hit.heading)
        place += " (found by meaning)" * hit.by_meaning
        yield from wrapped(place, f"{number:>3}. ")
        if hit.snippet:
            yield from wrapped(f"“{_words(hit)}”", "     ")
    for told_ in found.notes:
        yield from wrapped(told_, "Note: ")
    if found.did_you_mean:
        yield from wrapped(found.did_you_mean, "Did you mean: ")
