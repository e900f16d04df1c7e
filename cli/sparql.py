"""`minutebook sparql`: any query on the graph."""

import json
import signal
import sys
from typing import IO, Any

import click

from cli.output import print_table
from cli.place import Place, pass_place

FORMATS = ["table", "csv", "tsv", "json", "xml", "turtle", "ntriples"]


@click.command
@click.argument("query", required=False)
@click.option(
    "-f", "--file", type=click.File(encoding="utf-8"), help="Read the query from a file; - is standard input."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="How to print the answer: a table unless given, or Turtle where the query makes triples.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Stop the query after this long, with exit status 3.",
)
@pass_place
def sparql(place: Place, query: str | None, file: IO[str] | None, form: str | None, time_limit: float | None) -> int:
    """Run a SPARQL 1.1 query, given as an argument, in a file, or on standard input.

    The usual prefixes need no declaration. The default graph holds everything once; each document also has a graph of
    its own. The exit status of an ASK query is 0 for true and 1 for false.
    """
    from kg.query_check import form as form_of

    text = _text(query, file)
    kind = form_of(text)
    shown = form or ("turtle" if kind in ("CONSTRUCT", "DESCRIBE") else "table")
    library = place.library()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # Python would wait for the query to end
    found = library.query(text, "json" if shown == "table" else shown, seconds=time_limit)
    if shown == "table":
        _print_table(json.loads(found))
    else:
        sys.stdout.buffer.write(found if found.endswith(b"\n") else found + b"\n")
    return 1 if kind == "ASK" and b"true" not in found else 0


def _text(query: str | None, file: IO[str] | None) -> str:
    if query is not None and file is not None:
        raise click.UsageError("Give the query as an argument or in a file, not both.")
    if query is not None:
        return query
    if file is None and sys.stdin.isatty():
        raise click.UsageError("Give a query, or a file with -f.")
    return (file or sys.stdin).read()


def _print_table(found: dict[str, Any]) -> None:
    """The SPARQL 1.1 JSON results as a table, IRIs shortened by their prefixes."""
    from kg.namespaces import compact

    if "boolean" in found:
        print("yes" if found["boolean"] else "no")
        return
    columns: list[str] = list(found["head"]["vars"])

    def cell(term: dict[str, str]) -> str:
        return compact(term["value"]) if term.get("type") == "uri" else term.get("value", "")

    rows = [[cell(row.get(name, {})) for name in columns] for row in found["results"]["bindings"]]
    print_table(columns, rows)
