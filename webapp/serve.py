"""The server behind `minutebook serve`."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.library import Library
from webapp.accounts import Account, Accounts
from webapp.settings import Settings, check_address

THREADS = 8


def prepare(library: Library, accounts: Iterable[Account], settings: Settings) -> None:
    """Graph and index of every audience that will come: here, rather than while somebody waits."""
    from search.catch_up import open_index

    groups: set[frozenset[str]] = {frozenset(account.groups) for account in accounts} | {frozenset()}
    seen = [library.seen_by(each if settings.groups is None else each & settings.groups) for each in groups]
    if settings.groups is None:
        seen.append(library)
    else:
        seen.append(library.seen_by(settings.groups))
    for each in seen:
        each.snapshot()
        open_index(each).close()


def serve(folder: Path, host: str = "127.0.0.1", port: int = 8080, settings: Settings | None = None) -> None:
    """Serves the library until stopped; an address that others reach needs accounts, a password or leave to be public.

    Raises ConfigurationError otherwise, before anything listens, and LibraryError where
    `folder` is none.
    """
    from waitress import serve as listen

    from webapp import create_app

    settings = settings or Settings()
    accounts = bool(Accounts(folder).all())
    check_address(host, settings, accounts=accounts)
    settings = replace(settings, login=settings.login or accounts)  # also when the last of them is removed
    proxy: dict[str, Any] = {}
    if settings.behind_tls:  # the visitor's address and scheme are what the one proxy in front says
        headers = {"x-forwarded-for", "x-forwarded-proto"}
        proxy = {"trusted_proxy": "*", "trusted_proxy_count": 1, "trusted_proxy_headers": headers}
    listen(create_app(folder, settings), host=host, port=port, threads=THREADS, ident="Minutebook", **proxy)
