"""`minutebook ingest`: read documents into the library."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.output import note, printable
from cli.place import Place, pass_place
from cli.reading import stating
from cli.restrict import in_group

if TYPE_CHECKING:
    from ingest.batch import Ingested, Progress
    from ingest.metadata import Stated

LISTED = 20
"""Failures that are listed one by one."""


def _scheduler(_context: click.Context, _option: click.Parameter, given: str | None) -> str | None:
    if given is not None and not re.fullmatch(r"(tcp|tls)://[^\s/]+:\d+", given):
        raise click.BadParameter("write it as tcp://HOST:PORT or tls://HOST:PORT")
    return given


@click.command
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@click.option(
    "--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes that read side by side."
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    callback=_scheduler,
    help="Address of a Dask scheduler, such as tcp://10.0.0.7:8786, whose workers read in their place.",
)
@in_group
@stating
@pass_place
def ingest(
    place: Place,
    paths: tuple[Path, ...],
    workers: int,
    scheduler: str | None,
    stated: "Stated",
    groups: tuple[str, ...],
) -> int:
    """Read files and folders into the library: Markdown, plain text, HTML, DOCX, PDF and others.

    What is unchanged is skipped, what is changed replaced. Kind, title, date, committee and author are found in the
    documents; what is given here counts instead, for all of them. A file that cannot be read is reported, what is
    stored of it stays, and the exit status is 1.
    """
    from ingest.batch import ingest as read
    from ingest.pipeline import Options
    from search.catch_up import open_all

    library = place.library()
    with progress_bar() as report:
        done = read(
            library,
            paths,
            options=Options(stated),
            workers=min(workers, 4 * (os.cpu_count() or 1)),
            scheduler=scheduler,
            report=report,
            groups=groups,
        )
    open_all(library)  # here, rather than when somebody first searches
    for line in summary(done):
        note(line)
    return 1 if done.count("failed") else 0


def summary(done: "Ingested") -> Iterator[str]:
    """What became of the files, in words."""
    counts = [f"{done.count(result)} {result}" for result in ("added", "changed", "unchanged", "failed")]
    copies = done.having("copy")
    if copies:
        counts.append(f"{len(copies)} {'copy' if len(copies) == 1 else 'copies'} of others")
    if forgotten := done.count("forgotten"):
        counts.append(f"{forgotten} to be forgotten")
    skipped = f"; {done.skipped} files of other kinds passed over" if done.skipped else ""
    yield f"{len(done.outcomes)} documents: {', '.join(counts)}{skipped}."
    for outcome in copies[:LISTED]:
        yield f"  not read again: {printable(outcome.reason)}"
    failed = done.having("failed")
    for outcome in failed[:LISTED]:
        yield f"  not read: {printable(outcome.reason)}"
    if len(failed) > LISTED:
        yield f"  and {len(failed) - LISTED} more; `minutebook status` lists them all."


@contextmanager
def progress_bar() -> Iterator[Callable[["Progress"], None]]:
    """A bar with documents a second and time left on a terminal; nothing elsewhere."""
    from ingest.batch import silent

    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Speed(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f} documents/s" if task.speed else "")

    columns = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), Speed(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=None)
        yield lambda at: bar.update(task, completed=at.done, total=at.total)
