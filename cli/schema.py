"""`minutebook schema`: the ontology or its shapes, as Turtle."""

import click

from ontology import ONTOLOGY, SHAPES


@click.command
@click.option("--shapes", is_flag=True, help="Print the SHACL shapes instead.")
def schema(shapes: bool) -> None:
    """Print the ontology (RDF Schema and SKOS, in Turtle), or the shapes that a record conforms to."""
    print((SHAPES if shapes else ONTOLOGY).read_text(encoding="utf-8"), end="")
