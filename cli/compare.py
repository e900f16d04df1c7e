"""`minutebook compare`: what changed between two terms."""

import click

from cli.handover import term_of
from cli.place import Place, pass_place
from cli.reading import EdtfDate


@click.command
@click.argument("earlier", type=EdtfDate())
@click.argument("later", type=EdtfDate())
@pass_place
def compare(place: Place, earlier: str, later: str) -> None:
    """Print what changed between two terms, such as 2022 and 2023, in Markdown: people, focus areas, relationships."""
    from search.handover_compare import compare as report
    from search.handover_report import to_markdown

    print(to_markdown(report(place.library().snapshot(), term_of(earlier), term_of(later))), end="")
