"""`minutebook schema`: what the library is described in, or the ontology or its shapes as Turtle."""

import click

from cli.output import formats, print_rows
from cli.place import Place, pass_place
from ontology import ONTOLOGY, SHAPES


@click.command
@click.option("--ontology", "file", flag_value="ontology", help="Print the ontology (RDF Schema and SKOS, in Turtle).")
@click.option("--shapes", "file", flag_value="shapes", help="Print the SHACL shapes that a record conforms to.")
@formats
@pass_place
def schema(place: Place, file: str | None, form: str) -> None:
    """List the classes and properties in use, each with the number of things or triples, the most used first."""
    if file is not None:
        print((SHAPES if file == "shapes" else ONTOLOGY).read_text(encoding="utf-8"), end="")
        return
    from kg.vocabulary import uses

    rows = [(use.kind, use.name, str(use.uses), use.meaning) for use in uses(place.library().snapshot())]
    print_rows(form, ("Kind", "Name", "Uses", "Meaning"), rows)
