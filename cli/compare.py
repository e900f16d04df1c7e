"""`minutebook compare`: what changed between two terms."""

import click

from cli.audience import for_others
from cli.handover import print_report, report_format, term_of
from cli.place import Place, pass_place
from cli.reading import EdtfDate


@click.command
@click.argument("earlier", type=EdtfDate())
@click.argument("later", type=EdtfDate())
@report_format
@pass_place
@for_others
def compare(place: Place, earlier: str, later: str, form: str) -> None:
    """Print what changed between two terms, such as 2022 and 2023: people, focus areas, relationships."""
    from search.handover_compare import compare as report

    print_report(report(place.library().snapshot(), term_of(earlier), term_of(later)), form)
