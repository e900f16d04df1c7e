"""`minutebook init`: make a library folder."""

from pathlib import Path

import click

from cli.output import note


@click.command
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", help="What to call the library. The folder's name unless given.")
@click.option("--committee", help="The committee whose documents these are, where they do not name their own.")
@click.option("--base", metavar="IRI", help="Base IRI of everything in it, ending in /. It cannot be changed later.")
def init(folder: Path, name: str | None, committee: str | None, base: str | None) -> None:
    """Make a library in FOLDER, which is made where it is missing."""
    from kg.library import Library

    library = Library.create(folder, name=name, committee=committee, base=base)
    note(f"Made the library “{library.configuration.name}” in {folder}.")
    note(f"Next: minutebook --library {folder} ingest PATH…")
