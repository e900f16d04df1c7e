"""`minutebook shell`: SPARQL at a prompt."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.output import note
from cli.place import Place, pass_place
from cli.sparql import FORMATS, run
from kg.errors import MinutebookError

if TYPE_CHECKING:
    from kg.library import Library

HELP = """A query ends where its brackets close, or at an empty line. Tab completes prefixes, classes and properties.
  .format NAME   how to print answers: {formats}
  .limit NUMBER  print no more rows; 0 is no limit
  .schema        the classes and properties in use
  .help .quit"""
HISTORY, KEPT = "shell-history", 1000


@click.command
@pass_place
def shell(place: Place) -> None:
    """Ask SPARQL queries one after another, with history and completion; .help says how, Ctrl-D ends it."""
    library = place.library()
    library.snapshot()
    is_person = sys.stdin.isatty()
    if is_person:
        note(f"{library.configuration.name}: .help says how, Ctrl-D ends it.")
        _edit_lines(library)
    Session(library).read(lambda prompt: input(prompt if is_person else ""))


class Session:
    """A conversation: its settings, and the lines of a query that has begun."""

    def __init__(self, library: "Library") -> None:
        self.library = library
        self.form: str | None = None
        self.limit: int | None = 100
        self._lines: list[str] = []

    def read(self, line_after: Callable[[str], str]) -> None:
        """Answer line after line until there are no more; errors are told, and end nothing."""
        while True:
            try:
                line = line_after("  " if self._lines else "> ")
            except EOFError:
                break
            except KeyboardInterrupt:
                self._lines.clear()
                print()
                continue
            if line.strip() in (".quit", ".exit") and not self._lines:
                return
            self.take(line)
        if self._lines:
            self._answer()

    def take(self, line: str) -> None:
        """Take in one line; where it ends a query or is a command, print what it asks for."""
        if not self._lines and line.lstrip().startswith("."):
            self._obey(line.split())
            return
        if line.strip():
            self._lines.append(line)
        if self._lines and (not line.strip() or is_whole("\n".join(self._lines))):
            self._answer()

    def _answer(self) -> None:
        query = "\n".join(self._lines)
        self._lines.clear()
        try:
            run(self.library, query, self.form, time_limit=None, limit_rows=self.limit)
        except MinutebookError as error:
            note(str(error))
        sys.stdout.flush()

    def _obey(self, words: Sequence[str]) -> None:
        command, *values = words
        if command == ".format" and values and values[0] in FORMATS:
            self.form = values[0]
        elif command == ".limit" and values and values[0].isdecimal():
            self.limit = int(values[0]) or None
        elif command == ".schema":
            from cli.output import print_table
            from kg.vocabulary import uses

            print_table(
                ("Kind", "Name", "Uses"), [(u.kind, u.name, str(u.uses)) for u in uses(self.library.snapshot())]
            )
        else:
            note(HELP.format(formats=", ".join(FORMATS)))


def is_whole(text: str) -> bool:
    """Have all brackets of a query closed, of which it had one?"""
    from kg.query_check import depth

    return "{" in text and depth(text) <= 0


def keywords() -> frozenset[str]:
    """The words of SPARQL that ask and change nothing."""
    from kg.query_check import UPDATES
    from kg.query_errors import words

    return words() - UPDATES


def completions(names: Sequence[str], start: str) -> list[str]:
    """What a word that begins so may become, sorted: keywords, prefixes, then names behind a prefix."""
    if ":" in start:
        return sorted(name for name in names if name.startswith(start))
    prefixes = {name.partition(":")[0] + ":" for name in names}
    words = [word for word in sorted(keywords()) if word.startswith(start.upper())] if start else []
    return sorted(prefix for prefix in prefixes if prefix.startswith(start)) + words


def _edit_lines(library: "Library") -> None:
    """Give the prompt history, kept in the library's cache, and completion; without readline it has neither."""
    try:
        import readline
    except ImportError:
        return
    import atexit
    from functools import cache

    from kg.vocabulary import names

    @cache
    def known() -> tuple[str, ...]:
        return names(library.snapshot())

    @cache
    def offered(start: str) -> list[str]:
        return completions(known(), start)

    history: Path = library.cache / HISTORY
    if history.is_file():
        readline.read_history_file(history)
    readline.set_history_length(KEPT)
    atexit.register(readline.write_history_file, history)
    readline.set_completer_delims(" \t\n{}()[];,.|/^!<>=?*+")
    readline.set_completer(lambda start, state: [*offered(start), None][min(state, len(offered(start)))])
    readline.parse_and_bind("tab: complete")
