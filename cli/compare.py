"""`minutebook compare`: what changed between two terms."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from cli.audience import for_others
from cli.handover import print_report, report_format, term_of
from cli.output import print_csv, print_json
from cli.place import Place, pass_place
from cli.question import DAY
from cli.reading import EdtfDate

if TYPE_CHECKING:
    from search.handover_report import Report


@click.command
@click.argument("earlier", type=EdtfDate())
@click.argument("later", type=EdtfDate())
@report_format
@click.option("--json", "listed", flag_value="json", help="Print the changes as JSON, with their evidence.")
@click.option("--csv", "listed", flag_value="csv", help="Print the changes as CSV.")
@click.option("--as-of", type=DAY, metavar="DATE", help="The day that counts as today; later days are left out.")
@pass_place
@for_others
def compare(place: Place, earlier: str, later: str, form: str, listed: str | None, as_of: datetime | None) -> None:
    """Print what changed between two terms, such as 2022 and 2023: people, focus areas, relationships."""
    from dataclasses import replace

    from search.handover_compare import compare as report

    terms = [term_of(earlier), term_of(later)]
    if as_of:
        terms = [replace(term, last=min(term.last, as_of.date())) for term in terms]
    found = report(place.library().snapshot(), terms[0], terms[1])
    if listed == "json":
        print_json({"title": found.title, "changes": _changes(found)})
    elif listed == "csv":
        print_csv(("Part", "Change"), [(one["part"], one["change"]) for one in _changes(found)])
    else:
        print_report(found, form)


def _changes(report: "Report") -> list[dict[str, Any]]:
    """Every line of the report under its part, with what proves it."""
    from search.answers import document_id

    return [
        {
            "part": section.title,
            "change": line.text,
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
