"""`minutebook account`: who may sign in to the library in a browser."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.output import formats, note, print_rows
from cli.place import Place, pass_place

if TYPE_CHECKING:
    from webapp.accounts import Accounts

ROLES = ("reader", "curator", "administrator")
_role = click.option(
    "--role", type=click.Choice(ROLES), help="What they may do: read; correct; add documents and keep accounts."
)
_groups = click.option(
    "--group", "groups", multiple=True, metavar="GROUP", help="A group they are in; may be repeated."
)
_password = click.option(
    "--password-file",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Read the password from this file, - for standard input. Without it you are asked.",
)
_generate = click.option("--generate", is_flag=True, help="Make a password and print it.")


@click.group
def account() -> None:
    """Keep the accounts of those who sign in to the library in a browser.

    Where a library has accounts, `minutebook serve` lets nobody in without one. Readers read, curators correct too,
    administrators add and forget documents too, keep the accounts, and see everything. Documents that are restricted
    (`minutebook restrict`) are seen by accounts in their groups.
    """


@account.command
@click.argument("name")
@_role
@_groups
@_password
@_generate
@pass_place
def add(
    place: Place, name: str, role: str | None, groups: tuple[str, ...], password_file: Path | None, generate: bool
) -> None:
    """Add an account called NAME: a reader, unless --role says otherwise."""
    book = _accounts(place)
    made = book.add(name, _asked(password_file, generate=generate), role or "reader", groups)  # type: ignore[arg-type]
    _prepare(place, made.groups)
    note(f"Added {made.name}, {made.role}{_in(made.groups)}.")


@account.command("set")
@click.argument("name")
@_role
@_groups
@click.option("--no-groups", is_flag=True, help="Take them out of all groups.")
@pass_place
def set_(place: Place, name: str, role: str | None, groups: tuple[str, ...], no_groups: bool) -> None:
    """Change the role of account NAME, or the groups it is in: those given are all it is in from now on."""
    if no_groups and groups:
        raise click.UsageError("--no-groups takes them out of all groups; leave out --group.")
    given = groups or (() if no_groups else None)
    made = _accounts(place).change(name, role=role, groups=given)  # type: ignore[arg-type]
    _prepare(place, made.groups)
    note(f"{made.name} is {made.role}{_in(made.groups)}.")


@account.command
@click.argument("name")
@_password
@_generate
@pass_place
def password(place: Place, name: str, password_file: Path | None, generate: bool) -> None:
    """Give account NAME another password, and end its sessions."""
    made = _accounts(place).change(name, password=_asked(password_file, generate=generate))
    note(f"{made.name} has a new password; its sessions have ended.")


@account.command
@click.argument("name")
@pass_place
def remove(place: Place, name: str) -> None:
    """Remove account NAME, and end its sessions."""
    _accounts(place).remove(name)
    note(f"Removed {name}.")


@account.command("list")
@formats
@pass_place
def list_(place: Place, form: str) -> None:
    """List the accounts, with role and groups."""
    rows = [(one.name, one.role, " ".join(one.groups)) for one in _accounts(place).all().values()]
    print_rows(form, ("Name", "Role", "Groups"), rows)


def _accounts(place: Place) -> "Accounts":
    from webapp.accounts import Accounts

    return Accounts(place.library().folder)


def _prepare(place: Place, groups: tuple[str, ...]) -> None:
    """Graph and index of what they see: here, rather than while they wait for their first page."""
    from search.catch_up import open_index

    open_index(place.library().seen_by(groups)).close()


def _in(groups: tuple[str, ...]) -> str:
    return f", in {', '.join(groups)}" if groups else ""


def _asked(path: Path | None, *, generate: bool) -> str:
    """The password: made, from a file, or typed twice. A made one goes to standard output."""
    from kg.errors import ConfigurationError
    from webapp.accounts import generated

    if generate:
        made = generated()
        print(made)
        return made
    if path is None:
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
    except (OSError, ValueError) as problem:
        raise ConfigurationError(f"{path}: the password cannot be read: {problem}") from None
    return text.strip("\r\n")
