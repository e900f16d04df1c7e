"""`minutebook handover`: what somebody who takes over should know of a term."""

from typing import TYPE_CHECKING

import click

from cli.place import Place, pass_place
from cli.reading import EdtfDate

if TYPE_CHECKING:
    from search.handover import Term
    from search.handover_report import Report


report_format = click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "html"]),
    default="markdown",
    show_default=True,
    help="How to print it; HTML is one page to print or to keep.",
)


@click.command
@click.argument("term", type=EdtfDate())
@report_format
@pass_place
def handover(place: Place, term: str, form: str) -> None:
    """Print what somebody who takes over should know of a TERM such as 2023 or 2022-07/2023-06.

    Offices, people, focus areas, what is owed, relationships and decisions, each line with the words that prove it.
    """
    from search.handover import handover as report

    days = term_of(term)
    print_report(report(place.library().snapshot(), days.first, days.last), form)


def print_report(report: "Report", form: str) -> None:
    """A report on stdout, as "markdown" or "html"."""
    if form == "html":
        from search.handover_html import to_html

        print(to_html(report), end="")
    else:
        from search.handover_report import to_markdown

        print(to_markdown(report), end="")


def term_of(text: str) -> "Term":
    """The days that an EDTF date means. Raises a usage error where it has no first or last day."""
    from kg import edtf
    from search.handover import Term

    days = edtf.parse(text)
    if days.earliest is None or days.latest is None:
        raise click.UsageError(f"{text!r} has no end; give the first and the last day, such as 2022-07/2023-06")
    return Term(days.earliest, days.latest)
