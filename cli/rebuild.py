"""`minutebook rebuild`: graph and index from nothing."""

import click

from cli.output import note
from cli.place import Place, pass_place


@click.command
@pass_place
def rebuild(place: Place) -> int:
    """Make the graph and the search index anew from the records. Nothing else is touched."""
    from search.catch_up import catch_up, open_index

    library = place.library()
    report = library.catch_up(from_nothing=True)
    catch_up(library, open_index(library), from_nothing=True)
    note(f"Made the graph and the index of {len(report.replaced)} documents.")
    for name, reason in (report.damaged or {}).items():
        note(f"The record {name} cannot be used: {reason}")
    return 1 if report.damaged else 0
