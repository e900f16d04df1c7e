"""`minutebook load`: what another library exported, or triples of others' making."""

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.output import note
from cli.place import Place, pass_place

if TYPE_CHECKING:
    from kg.exported import Given
    from kg.load import Loaded

FORMATS = ("nquads", "trig", "jsonld", "turtle", "ntriples")


@click.command
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True), metavar="FILE…")
@click.option("--as", "name", metavar="NAME", help="Keep triples of others' making as the graph of this name.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="The syntax, where a file's name does not tell it.")
@click.option("--replace", is_flag=True, help="Put what is loaded in the place of what is here and differs.")
@click.option("--by", "who", help="Who keeps the graph. Your user name unless given.")
@pass_place
def load(
    place: Place, files: tuple[Path, ...], name: str | None, form: str | None, replace: bool, who: str | None
) -> None:
    """Take in what `minutebook export` wrote, or with --as NAME triples of others' making.

    Records come back as they were stored, under this library's own names; with a whole library come its corrections,
    its roster and its saved searches. Where something here would be changed or cannot be used, nothing is taken in.
    FILE is N-Quads, TriG, JSON-LD, Turtle or N-Triples; - is standard input.

    Triples of others are kept in the folder `graphs`, stand in a graph of their own and are asked by it:
    GRAPH <graph/NAME> { … }. `minutebook remove graph/NAME` withdraws them.
    """
    from kg.load import keep_graph
    from kg.load import load as take_in
    from search.catch_up import open_all

    library, given = place.library(), list(_given(files, form))
    if name is None:
        done = take_in(library, given, replace=replace)
        open_all(library)
        note(_told(done))
        return
    from getpass import getuser

    kept = keep_graph(library, name, given, who=who or getuser(), at=datetime.now().astimezone(), replace=replace)
    library.catch_up()
    triples = f"{kept:,} triple{'s' * (kept != 1)}"
    note(f"Kept {triples} as <{library.base}graph/{name}>; `minutebook remove graph/{name}` withdraws them.")


def _given(files: tuple[Path, ...], form: str | None) -> "Iterator[Given]":
    from kg.exported import SUFFIXES, Given

    for path in files:
        is_stdin = str(path) == "-"
        syntax = form or ("nquads" if is_stdin else SUFFIXES.get(path.suffix.lower()))
        if syntax is None:
            raise click.UsageError(f"{path}: its name does not tell its syntax; name it with --format.")
        try:
            content = sys.stdin.buffer.read() if is_stdin else path.read_bytes()
        except OSError as problem:
            raise click.UsageError(f"{path}: cannot be read: {problem.strerror}") from None
        yield Given("standard input" if is_stdin else path.name, content, syntax)


def _told(done: "Loaded") -> str:
    counts = ((len(done.added), "added"), (len(done.changed), "changed"), (len(done.unchanged), "here already"))
    parts = [", ".join(f"{count} {what}" for count, what in counts if count) or "none"]
    parts += [f"with {', '.join(done.texts)}"] if done.texts else []
    parts += [f"with the graphs {', '.join(done.graphs)}"] if done.graphs else []
    return f"Documents: {'; '.join(parts)}."
