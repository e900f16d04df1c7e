"""`minutebook remove`: withdraw documents."""

import click

from cli.output import note
from cli.place import Place, pass_place


@click.command
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT…")
@pass_place
def remove(place: Place, documents: tuple[str, ...]) -> None:
    """Withdraw documents, given by their ids as `minutebook documents` lists them. All of them, or none.

    `graph/NAME` withdraws the triples that `minutebook load --as NAME` keeps.
    """
    from ingest.batch import remove as withdraw

    withdraw(place.library(), documents)
    note(f"Withdrew {len(documents)} document{'s' * (len(documents) != 1)}.")
