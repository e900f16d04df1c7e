"""How results are printed: tables for people, JSON and CSV for programs."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from kg.tables import Row
    from search.answers import Answer

Function = TypeVar("Function", bound=Callable[..., Any])

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula (OWASP, CSV injection)."""


def formats(function: Function) -> Function:
    """Adds `--json` and `--csv`, which arrive as one argument `form`: "table", "json" or "csv"."""
    for form, text in (("csv", "Print the rows as CSV."), ("json", "Print JSON.")):
        function = click.option(f"--{form}", "form", flag_value=form, help=text)(function)
    return click.option("--table", "form", flag_value="table", default="table", hidden=True)(function)


def print_json(value: Any) -> None:
    """One JSON document on stdout, indented, in UTF-8; dates as ISO 8601 writes them."""
    import json

    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def print_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """CSV with a header on stdout; a cell that a spreadsheet would run is prefixed with an apostrophe."""
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)


def harmless(cell: str) -> str:
    """The cell, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on stdout, fitted to the terminal; where stdout is none, columns are aligned and nothing is cut."""
    if not sys.stdout.isatty():
        for line in aligned(columns, rows):
            print(line)
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    Console(highlight=False).print(table)


def aligned(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The table as lines, each cell padded to its column's widest."""
    lines = [list(columns), *([printable(cell) for cell in row] for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(columns))]
    for line in lines:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()


def printable(text: str) -> str:
    """The text on one line, without characters that would steer a terminal."""
    return "".join(mark if mark.isprintable() else " " for mark in text)


def print_rows(form: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Rows in the form asked for; JSON is a list of objects."""
    if form == "json":
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
    elif form == "csv":
        print_csv(columns, rows)
    else:
        print_table(columns, rows)


def note(text: str) -> None:
    """A line about the work, on stderr."""
    print(text, file=sys.stderr)


def silence_stdout() -> None:
    """Sends what is left of stdout nowhere, after its reader has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_answer(form: str, given: "Answer") -> int:
    """An answer for people, or as JSON or CSV; what comes back is the exit status it asks for.

    CSV has the answer's columns, then document, date and words of the row's best evidence.
    """
    answer = given.to_json()
    if form == "json":
        print_json(answer)
    elif form == "csv":
        print_csv(*_with_evidence(answer))
    else:
        _print_for_people(given, answer)
    return given.exit_status


def _print_for_people(given: "Answer", answer: Mapping[str, Any]) -> None:
    _print_lines(wrapped(given.answer))
    if given.rows:
        print()
        print_table(("#", *given.columns), [(str(number), *row.cells) for number, row in enumerate(given.rows, 1)])
        print()
        _print_lines(proofs(given.rows, answer["evidence"]))
    for text in given.notes:
        _print_lines(wrapped(text, "Note: "))
    if given.alternatives and not given.rows:
        print("\nPerhaps you mean:")
        _print_lines(line for text in given.alternatives for line in wrapped(text, "  - "))
    if answer["passages"]:
        print("\nPassages that may help:")
        for passage in answer["passages"]:
            _print_lines(wrapped(f"“{passage['quote']}”", "  - "))
            _print_lines(wrapped(_source(passage), "    — "))


def _with_evidence(answer: Mapping[str, Any]) -> tuple[list[str], list[list[str]]]:
    best: dict[int, Mapping[str, Any]] = {}
    for piece in answer["evidence"]:
        best.setdefault(piece["row"], piece)
    rows = [
        [*row, *((best[number][key] or "") if number in best else "" for key in ("document", "date", "quote"))]
        for number, row in enumerate(answer["rows"])
    ]
    return [*answer["columns"], "document", "date", "words"], rows


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def proofs(rows: "Sequence[Row]", evidence: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The words that best prove each row, under its number, with where they stand and the id of the statement."""
    pieces: dict[int, list[Mapping[str, Any]]] = {}
    for piece in evidence:
        pieces.setdefault(piece["row"], []).append(piece)
    for number, (best, *others) in pieces.items():
        yield from wrapped(f"“{best['quote']}”", f"{number + 1:>3}. ")
        facts = [f"fact/{fact.rpartition('/')[2]}" for fact in rows[number].facts if "/fact/" in fact]
        more = [f"and {len(others)} more"] if others else []
        yield from wrapped(", ".join([_source(best), *facts[:1], *more]), "     — ")


def _source(piece: Mapping[str, Any]) -> str:
    """Where a quote stands, and how far to trust it where that is less than plainly."""
    doubt = [] if piece.get("basis", "stated") == "stated" else [piece["basis"]]
    doubt += [] if piece.get("confidence", 1) >= 0.8 else [f"confidence {piece['confidence']:.1f}"]
    return ", ".join([piece["title"] or piece["document"], piece["date"] or "undated", *doubt])


def wrapped(text: str, first: str = "") -> list[str]:
    """The text in lines that fit the terminal, the first one after `first`, the others as far in."""
    import textwrap

    width = max(40, min(os.get_terminal_size().columns if sys.stdout.isatty() else 100, 110))
    lines = textwrap.wrap(printable(text), width, initial_indent=first, subsequent_indent=" " * len(first))
    return lines or [first.rstrip()]
