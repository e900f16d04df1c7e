"""`minutebook compare`: what changed between two terms."""

from datetime import datetime

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
def compare(place: Place, /, earlier: str, later: str, form: str, as_of: datetime | None) -> None:
    """Print what changed between two terms, such as 2022 and 2023: people, focus areas, relationships.

    The terms are the times; there is no --from, --to or --term.
    """
    from search.handover_compare import compare as report

    before, after = term_of(earlier, as_of), term_of(later, as_of)
    print_report(report(place.library().snapshot(), before, after), form)
