"""`minutebook export`: the library, to keep or to load elsewhere."""

import sys
from pathlib import Path
from typing import BinaryIO, cast

import click

from cli.audience import for_others
from cli.place import Place, pass_place

FORMATS = ("nquads", "trig", "jsonld", "turtle", "ntriples")


@click.command
@click.option("--format", "form", type=click.Choice(FORMATS), default="nquads", show_default=True, help="The syntax.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write to a file instead."
)
@click.option("--resolved", is_flag=True, help="The graphs that are asked: names resolved, corrections applied.")
@click.argument("document", required=False)
@pass_place
@for_others
def export(place: Place, document: str | None, form: str, output: Path | None, resolved: bool) -> None:
    """Print the library, or what one DOCUMENT says, as Turtle, N-Quads, TriG or JSON-LD.

    N-Quads, TriG and JSON-LD hold each document as it was read, with corrections, roster and saved searches:
    `minutebook load` makes the same library of them. With --resolved they hold the graphs that are asked, the roster's
    and the ontology's among them. Turtle and N-Triples hold these merged, without texts. Nothing is written where it
    fails.
    """
    from kg.export import export as write

    library = place.library()
    if output is None:
        sys.stdout.flush()
        write(library, sys.stdout.buffer, form, document, resolved=resolved)
        return
    from tempfile import TemporaryFile

    from kg.durable import replace_files

    with TemporaryFile() as made:
        write(library, cast(BinaryIO, made), form, document, resolved=resolved)
        made.seek(0)
        replace_files(output.parent, [(output.name, made.read())])
