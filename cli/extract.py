"""`minutebook extract`: what is read out of one file."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.output import print_json
from cli.reading import stating

if TYPE_CHECKING:
    from ingest.metadata import Stated


@click.command
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--text", is_flag=True, help="Include the text that the offsets count in.")
@stating
def extract(file: Path, text: bool, stated: "Stated") -> None:
    """Print what is read out of FILE as JSON (docs/extraction-format.md), without touching any library."""
    from ingest.language import load_model
    from ingest.pipeline import Options
    from ingest.pipeline import extract as read
    from ingest.readers import read_file
    from kg.extraction_json import to_json

    found = read(read_file(file, file.name), file.name, options=Options(stated), nlp=load_model())
    print_json(to_json(found, with_text=text))
