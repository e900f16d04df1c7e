"""`minutebook export`: the whole graph, to keep or to load elsewhere."""

import sys
from pathlib import Path
from typing import BinaryIO, cast

import click

from cli.place import Place, pass_place

FORMATS = ("nquads", "trig", "jsonld", "turtle", "ntriples")


@click.command
@click.option("--format", "form", type=click.Choice(FORMATS), default="nquads", show_default=True, help="The syntax.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write to a file instead."
)
@click.argument("document", required=False)
@pass_place
def export(place: Place, document: str | None, form: str, output: Path | None) -> None:
    """Print the graph, or what one DOCUMENT says.

    N-Quads, TriG and JSON-LD hold the graph of each document, the roster's and the ontology's under their names;
    Turtle and N-Triples hold all documents merged, without their texts. Nothing is written where it fails.
    """
    from kg.export import export as write

    library = place.library()
    if output is None:
        sys.stdout.flush()
        write(library, sys.stdout.buffer, form, document)
        return
    from tempfile import TemporaryFile

    from kg.durable import replace_files

    with TemporaryFile() as made:
        write(library, cast(BinaryIO, made), form, document)
        made.seek(0)
        replace_files(output.parent, [(output.name, made.read())])
