"""`minutebook handover`: what somebody who takes over should know of a term."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from cli.audience import for_others
from cli.output import print_csv, print_json
from cli.place import Place, pass_place
from cli.question import DAY
from cli.reading import EdtfDate

if TYPE_CHECKING:
    from search.handover_report import Report
    from search.handover_terms import Term


def report_format(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with `--format`, `--json`, `--csv` and `--as-of`, given to it as `form` and `as_of`."""
    for option in (
        click.option("--as-of", type=DAY, metavar="DATE", help="The day that counts as today: the end, at latest."),
        click.option("--csv", "form", flag_value="csv", help="Print its lines as CSV."),
        click.option("--json", "form", flag_value="json", help="Print its lines as JSON, with their evidence."),
        click.option(
            "--format",
            "form",
            type=click.Choice(["markdown", "html", "pdf", "json", "csv"]),
            default="markdown",
            show_default=True,
            help="How to print it; HTML is one page to keep, PDF is to be sent to a file or a printer.",
        ),
    ):
        command = option(command)
    return command


@click.command
@click.argument("term", type=EdtfDate())
@report_format
@pass_place
@for_others
def handover(place: Place, /, term: str, form: str, as_of: datetime | None) -> None:
    """Print what somebody who takes over should know of a TERM such as 2023 or 2022-07..2023-06.

    Offices, people, focus areas, what is owed, relationships and decisions, each line with the words that prove it.
    The term is its time; there is no --from, --to or --term.
    """
    from search.handover import handover as report

    print_report(report(place.library().snapshot(), term_of(term, as_of)), form)


def print_report(report: "Report", form: str) -> None:
    """A report on stdout, in one of the forms of `report_format`. A usage error where a terminal would get the PDF."""
    if form == "pdf":
        import sys

        from search.handover_pdf import to_pdf

        if sys.stdout.isatty():
            raise click.UsageError("A PDF is nothing for a terminal; send it to a file: … --format pdf > handover.pdf")
        sys.stdout.buffer.write(to_pdf(report))
    elif form == "json":
        print_json({"title": report.title, "lines": _lines(report)})
    elif form == "csv":
        print_csv(("Part", "Line"), [(one["part"], one["line"]) for one in _lines(report)])
    elif form == "html":
        from search.handover_html import to_html

        print(to_html(report), end="")
    else:
        from search.handover_report import to_markdown

        print(to_markdown(report), end="")


def _lines(report: "Report") -> list[dict[str, Any]]:
    """Every line of the report under its part, with what proves it."""
    from search.answers import document_id

    return [
        {
            "part": section.title,
            "line": line.text,
            "evidence": [
                {
                    "document": document_id(piece.document),
                    "title": piece.title,
                    "date": piece.date,
                    "start": piece.start,
                    "end": piece.end,
                    "quote": piece.quote,
                }
                for piece in line.evidence
            ],
        }
        for section in report.sections
        for line in section.lines
    ]


def term_of(text: str, as_of: datetime | None = None) -> "Term":
    """The days that an EDTF date means, up to a day. Raises a usage error where it has no first or last day."""
    from kg import edtf
    from search.handover_terms import Term

    days, today = edtf.parse(text), as_of.date() if as_of else None
    if days.earliest is None or days.latest is None:
        raise click.UsageError(f"{text!r} has no end; give the first and the last day, such as 2022-07..2023-06")
    if today and today < days.earliest:
        raise click.UsageError(f"{text!r} begins after {today}, which --as-of takes for today")
    return Term(days.earliest, min(days.latest, today or days.latest))
