"""`minutebook sparql`: any query on the graph."""

import json
import signal
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any, BinaryIO

import click

from cli.output import note, print_table, printable
from cli.place import Place, pass_place

if TYPE_CHECKING:
    from kg.library import Library
    from kg.questions import Question

PEOPLE = ("table", "markdown")
"""Formats that are laid out here, from the rows as JSON."""
MOST_LAID_OUT = 10_000
"""Rows of these where no other number is asked for: all must be held to be laid out."""
FORMATS = [*PEOPLE, "csv", "tsv", "json", "xml", "turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml"]


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("query", required=False)
@click.argument("values", nargs=-1, type=click.UNPROCESSED, metavar="[OPTIONS OF @QUESTION]...")
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
@click.option("--limit-rows", type=click.IntRange(min=1), metavar="NUMBER", help="Print no more rows or triples.")
@click.option("--explain", is_flag=True, help="Print the query as it would run and how often its terms are used.")
@pass_place
def sparql(
    place: Place,
    query: str | None,
    values: Sequence[str],
    file: IO[str] | None,
    form: str | None,
    time_limit: float | None,
    limit_rows: int | None,
    explain: bool,
) -> int:
    """Run a SPARQL 1.1 query, given as an argument, in a file, or on standard input.

    QUERY may name a question: `@who-engaged "Forestry Agency" --from 2023-01-01`; `minutebook questions` lists them.

    The usual prefixes need no declaration. The default graph holds everything once; each document also has a graph
    of its own. Names that the library does not know are noted, with the nearest that it does. The exit status of an
    ASK query is 0 for true and 1 for false.
    """
    library = place.library()
    if query is not None and query.startswith("@"):
        query, values = _of_question(library, query[1:], values), ()
    if values:
        raise click.UsageError(f"Nothing is known of {' '.join(values)}; only a @QUESTION takes options of its own.")
    text = _text(query, file)
    if explain:
        _explain(library, text)
        return 0
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # Python would wait for the query to end
    return run(library, text, form, time_limit=time_limit, limit_rows=limit_rows)


def run(
    library: "Library", text: str, form: str | None, *, time_limit: float | None = None, limit_rows: int | None = None
) -> int:
    """Print the answer to a query; the exit status that it asks for.

    Names in the query that stand for nothing, and rows left out, are noted on stderr.
    """
    from kg.query_check import form as form_of

    kind = form_of(text)
    if kind in ("CONSTRUCT", "DESCRIBE") and form in PEOPLE:
        raise click.UsageError(f"A query for triples has no rows to show as a {form}; try --format turtle.")
    shown = form or ("turtle" if kind in ("CONSTRUCT", "DESCRIBE") else "table")
    written = "json" if shown in PEOPLE else shown
    most = limit_rows or (MOST_LAID_OUT if shown in PEOPLE else None)
    status = 0
    if time_limit is None and kind != "ASK" and shown not in PEOPLE:
        sys.stdout.flush()
        truncated = library.write_answer(sys.stdout.buffer, text, written, limit_rows=most)
    else:
        with BytesIO() if time_limit is None else _file() as output:
            truncated = library.write_answer(output, text, written, seconds=time_limit, limit_rows=most)
            output.seek(0)
            status = _print(output, shown, kind)
    if truncated:
        all_of_them = "" if limit_rows else "; --format csv prints all, --limit-rows as many as you like"
        note(f"These are the first {most:,}; there are more{all_of_them}.")
    _note_unknown(library, text)
    return status


def _file() -> BinaryIO:
    """A file of the system, as a process of its own needs for its answer."""
    from tempfile import TemporaryFile

    return TemporaryFile()


def _print(found: IO[bytes], shown: str, kind: str) -> int:
    """Print what was found; 1 where it is a no."""
    if shown in PEOPLE:
        answer = json.load(found)
        _print_rows(answer, shown)
        return int(kind == "ASK" and not answer["boolean"])
    if kind != "ASK":
        import shutil

        shutil.copyfileobj(found, sys.stdout.buffer)
        return 0
    content = found.read()
    sys.stdout.buffer.write(content if content.endswith(b"\n") else content + b"\n")
    return int(b"true" not in content)


def _of_question(library: "Library", name: str, values: Sequence[str]) -> str:
    """A named question as SPARQL, the values given bound; names of things become their IRIs."""
    from cli.question import values_of
    from kg.questions import bind, load_question
    from search.named import meant

    question = load_question(name)
    given: dict[str, Any] = {}
    for parameter, value in values_of(question, list(_unnamed(question, values))).items():
        is_name = question.parameter(parameter).type == "entity" and value is not None
        given[parameter] = [one.iri for one in meant(library.snapshot(), library.base, value)] if is_name else value
    return bind(question, given)


def _unnamed(question: "Question", values: Sequence[str]) -> Iterator[str]:
    """The options with what the question is about as they have it, alone, where it stands behind a name.

    The name may be its own or a column's: `--party FA`, `--stakeholder FA`.
    """
    from cli.question import is_subject

    about = {parameter.name for parameter in question.parameters if is_subject(parameter)}
    taken = {parameter.name for parameter in question.parameters} - about
    names = {*about, *(column.name for column in question.columns)} - taken if about else set()
    for value in values:
        option, equals, rest = value.partition("=")
        if not (option.startswith("--") and option[2:].replace("-", "_") in names):
            yield value
        elif equals:
            yield rest


def _text(query: str | None, file: IO[str] | None) -> str:
    if query is not None and file is not None:
        raise click.UsageError("Give the query as an argument or in a file, not both.")
    if query is not None:
        return query
    if file is None and sys.stdin.isatty():
        raise click.UsageError("Give a query, or a file with -f.")
    return (file or sys.stdin).read()


def _note_unknown(library: "Library", text: str) -> None:
    from kg.vocabulary import unknown_terms

    for unknown in unknown_terms(library.snapshot(), text):
        note(f"Note: {unknown}")


def _explain(library: "Library", text: str) -> None:
    """The query with its prefixes declared, then its terms with the number of triples that hold each."""
    from kg.namespaces import PREFIXES
    from kg.query_check import named_terms
    from kg.sparql import Iri, checked

    reader = library.snapshot()
    checked(reader, text, library.base)
    terms = list(named_terms(text))
    used = {term.name.partition(":")[0] for term in terms}
    for prefix in sorted(used & PREFIXES.keys()):
        if f"PREFIX {prefix}:" not in text:
            print(f"PREFIX {prefix}: <{PREFIXES[prefix]}>")
    print(text.strip(), end="\n\n")
    as_property = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?term ?o }"
    as_value = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?term }"
    rows = [
        [term.name, *(str(library.select(query, {"term": Iri(term.iri)})[0][0]) for query in (as_property, as_value))]
        for term in terms
    ]
    print_table(("Term", "Triples with it as property", "as value"), rows)
    _note_unknown(library, text)


def _print_rows(found: dict[str, Any], shown: str) -> None:
    """The SPARQL 1.1 JSON results as a table, IRIs shortened by their prefixes."""
    if "boolean" in found:
        print("yes" if found["boolean"] else "no")
        return
    columns: list[str] = list(found["head"]["vars"])
    rows = [[_cell(row.get(name, {})) for name in columns] for row in found["results"]["bindings"]]
    if shown == "table":
        print_table(columns, rows)
        return
    for line in markdown(columns, rows):
        print(line)


def _cell(term: dict[str, Any]) -> str:
    from kg.namespaces import compact

    value = term.get("value", "")
    return compact(value) if term.get("type") == "uri" else value if isinstance(value, str) else json.dumps(value)


def markdown(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table in Markdown, a line a row; what a cell holds is text and stays in its cell."""
    yield _markdown_row(columns)
    yield f"|{'---|' * len(columns)}"
    yield from map(_markdown_row, rows)


def _markdown_row(cells: Sequence[str]) -> str:
    escaped = ("".join(f"\\{mark}" if mark in "\\|<>[]`*_" else mark for mark in printable(cell)) for cell in cells)
    return f"| {' | '.join(escaped)} |"
