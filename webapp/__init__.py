"""The web app: `create_app(library_folder, settings)` gives a Flask app that reads one library."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from webapp.settings import Settings


def create_app(library_folder: Path, settings: "Settings | None" = None) -> "Flask":
    """The app for the library in `library_folder`.

    Raises LibraryError where that is no library. Without settings it answers only to the
    names of this machine.
    """
    from webapp.application import build

    return build(library_folder, settings)


__all__ = ["create_app"]
