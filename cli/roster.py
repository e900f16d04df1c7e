"""`minutebook roster`: what you tell the library of people and organisations."""

from typing import TYPE_CHECKING

import click

from cli.output import note
from cli.place import Place, pass_place

if TYPE_CHECKING:
    from kg.library import Library


@click.group
def roster() -> None:
    """Draft `roster.ttl`, in which you tell the library of people, organisations and roles."""


@roster.command
@click.option("--write", is_flag=True, help="Add the draft to the end of the library's roster.ttl.")
@pass_place
def suggest(place: Place, write: bool) -> int:
    """Draft what the record suggests for `roster.ttl`: members, their terms by attendance, roles, organisations.

    Prints Turtle. Read it and correct it before you keep it: the roster outweighs what documents say. What the
    roster says already is left out. The exit status is 1 where there is nothing to suggest.
    """
    from kg.roster_draft import draft_from, turtle

    library = place.library()
    found = draft_from(library.snapshot(), library.roster())
    text = turtle(found, library.base)
    if not text:
        note("The record suggests nothing that the roster does not say already.")
        return 1
    counted = f"{len(found.people)} people, {len(found.organisations)} organisations, {len(found.roles)} roles"
    if write:
        _append(library, text)
        note(
            f"Added {counted} to {library.folder / 'roster.ttl'}. Check them: the roster outweighs what documents say."
        )
    else:
        click.echo(text, nl=False)
        note(f"{counted}. Check them, then put them in {library.folder / 'roster.ttl'} or run again with --write.")
    return 0


def _append(library: "Library", text: str) -> None:
    """Puts text behind what the roster holds, which stays as it is."""
    from kg.durable import replace_files
    from kg.roster import FILE

    with library.lock():
        path = library.folder / FILE
        there = path.read_bytes() if path.exists() else b""
        gap = b"\n" if there else b""
        replace_files(library.folder, [(FILE, there + gap + text.encode())])
