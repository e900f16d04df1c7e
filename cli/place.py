"""Which library a command works on."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.library import Library


@dataclass(frozen=True, slots=True)
class Place:
    """What `--library` or `MINUTEBOOK_LIBRARY` named, or nothing."""

    given: Path | None

    def library(self) -> "Library":
        """The library given, else the nearest at or above the working folder. LibraryError where there is none."""
        from kg.library import Library

        return Library.find(Path.cwd()) if self.given is None else Library.open(self.given)


pass_place = click.make_pass_decorator(Place)
