"""Which library a command works on."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.library import Library


@dataclass(frozen=True, slots=True)
class Place:
    """What `--library` or `MINUTEBOOK_LIBRARY` named, or nothing; and whose groups' view of it, None for all of it."""

    given: Path | None
    groups: frozenset[str] | None = None

    def library(self) -> "Library":
        """The library given, else the nearest at or above the working folder. LibraryError where there is none."""
        from kg.library import Library

        whole = Library.find(Path.cwd()) if self.given is None else Library.open(self.given)
        return whole if self.groups is None else whole.seen_by(self.groups)


pass_place = click.make_pass_decorator(Place)
