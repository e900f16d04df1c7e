"""`minutebook status`: what the library holds, what failed, and what is missing."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from cli.output import formats, print_json, print_rows
from cli.place import Place, pass_place

if TYPE_CHECKING:
    from kg.status import Status


@click.command
@formats
@pass_place
def status(place: Place, form: str) -> int:
    """Say what the library holds, which documents could not be read and why, and which months have no documents.

    The exit status is 1 where a document could not be read or a record cannot be used.
    """
    found = place.library().status()
    if form == "json":
        print_json(asdict(found))
    else:
        print_rows(form, ("What", "Which", ""), list(_rows(found)))
    return 1 if found.failures or found.damaged else 0


def _rows(found: "Status") -> Iterator[tuple[str, str, str]]:
    yield "library", "", found.name
    for kind, count in found.documents.items():
        yield "documents", kind, str(count)
    if found.first_on and found.last_on:
        yield "from", "", found.first_on.isoformat()
        yield "to", "", found.last_on.isoformat()
    for what in ("people", "organisations", "partial", "candidates", "statements", "judgements"):
        yield WORDS.get(what, what), "", str(getattr(found, what))
    for name, triples in found.graphs.items():
        yield "triples kept of others", name, str(triples)
    for coverage in found.coverage:
        for month in coverage.missing:
            yield "no documents in", coverage.committee or "", month
    for source, reason in found.failures.items():
        yield "not read", source, reason
    for name, reason in found.damaged.items():
        yield "damaged record", name, reason


WORDS = {"partial": "people named in part only", "candidates": "names to be checked", "judgements": "corrections"}
