"""`minutebook handover`: what somebody who takes over should know of a term."""

from typing import TYPE_CHECKING

import click

from cli.audience import for_others
from cli.place import Place, pass_place
from cli.reading import EdtfDate

if TYPE_CHECKING:
    from search.handover_report import Report
    from search.handover_terms import Term


report_format = click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "html", "pdf"]),
    default="markdown",
    show_default=True,
    help="How to print it; HTML is one page to keep, PDF is to be sent to a file or a printer.",
)


@click.command
@click.argument("term", type=EdtfDate())
@report_format
@pass_place
@for_others
def handover(place: Place, term: str, form: str) -> None:
    """Print what somebody who takes over should know of a TERM such as 2023 or 2022-07..2023-06.

    Offices, people, focus areas, what is owed, relationships and decisions, each line with the words that prove it.
    """
    from search.handover import handover as report

    print_report(report(place.library().snapshot(), term_of(term)), form)


def print_report(report: "Report", form: str) -> None:
    """A report on stdout, as "markdown", "html" or "pdf". A usage error where a terminal would get the PDF."""
    if form == "pdf":
        import sys

        from search.handover_pdf import to_pdf

        if sys.stdout.isatty():
            raise click.UsageError("A PDF is nothing for a terminal; send it to a file: … --format pdf > handover.pdf")
        sys.stdout.buffer.write(to_pdf(report))
    elif form == "html":
        from search.handover_html import to_html

        print(to_html(report), end="")
    else:
        from search.handover_report import to_markdown

        print(to_markdown(report), end="")


def term_of(text: str) -> "Term":
    """The days that an EDTF date means. Raises a usage error where it has no first or last day."""
    from kg import edtf
    from search.handover_terms import Term

    days = edtf.parse(text)
    if days.earliest is None or days.latest is None:
        raise click.UsageError(f"{text!r} has no end; give the first and the last day, such as 2022-07..2023-06")
    return Term(days.earliest, days.latest)
