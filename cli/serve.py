"""`minutebook serve`: the library in a web browser."""

from dataclasses import replace
from pathlib import Path

import click

from cli.audience import for_others
from cli.output import note
from cli.place import Place, pass_place


@click.command
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option(
    "--password-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Ask visitors for the password in this file.",
)
@click.option("--public-read-only", is_flag=True, help="Let anybody read who can reach it, and nobody correct.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="A name it is asked for by; may be repeated.")
@click.option("--behind-tls", is_flag=True, help="A proxy in front of it speaks HTTPS to browsers.")
@click.option(
    "--allow-origin",
    "allowed_origins",
    multiple=True,
    metavar="ORIGIN",
    help="Let pages of this origin query /sparql from a browser (CORS); * is any; may be repeated.",
)
@pass_place
@for_others
def serve(
    place: Place,
    host: str,
    port: int,
    password_file: Path | None,
    public_read_only: bool,
    names: tuple[str, ...],
    behind_tls: bool,
    allowed_origins: tuple[str, ...],
) -> None:
    """Show the library in a web browser until you stop it with Ctrl-C.

    It answers to this machine only unless --host says otherwise; then the library needs accounts (`minutebook account
    add`), or a password for all, or leave to be public. Where there are accounts nobody is let in without one, but
    everybody to read where it is --public-read-only.
    """
    from webapp.accounts import Accounts
    from webapp.serve import prepare
    from webapp.serve import serve as listen
    from webapp.settings import Settings, check_address

    groups, place = place.groups, replace(place, groups=None)
    library = place.library()
    accounts = list(Accounts(library.folder).all().values())
    if accounts and password_file:
        raise click.UsageError("The library has accounts; leave out --password-file.")
    settings = Settings(
        password_hash=_hashed(password_file) if password_file else None,
        public_read_only=public_read_only,
        groups=groups,
        hosts=names,
        behind_tls=behind_tls,
        allowed_origins=allowed_origins,
    )
    check_address(host, settings)
    prepare(library, accounts, settings)
    note(f"Open http://{host}:{port}/ in a browser; Ctrl-C stops it.")
    listen(library.folder, host=host, port=port, settings=settings)


def _hashed(path: Path) -> str:
    from kg.errors import ConfigurationError
    from webapp.accounts import hashed

    try:
        password = path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as problem:
        raise ConfigurationError(f"{path}: the password cannot be read: {problem}") from None
    if not password:
        raise ConfigurationError(f"{path}: is empty; write the password into it")
    return hashed(password)
