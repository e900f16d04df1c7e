"""What the web app needs to be told, and whom it may be shown to."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from secrets import token_bytes

from kg.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Settings:
    """How one app behaves. Every default is the safe one: this machine only, no password.

    `login` lets nobody in who has not signed in (accounts in the library's folder do so too), but to
    read where it is `public_read_only`. With `groups` whoever is let in sees what these may. `hosts`
    are the names under which a browser may ask for it; with none given, those of this machine.
    `password_hash` is one made by `werkzeug.security.generate_password_hash`.
    Pages of `allowed_origins` may query it from a browser; `*` stands for any.
    """

    today: Callable[[], date] = date.today
    now: Callable[[], datetime] = lambda: datetime.now().astimezone()
    page_size: int = 50
    secret_key: bytes = field(default_factory=lambda: token_bytes(32), repr=False)
    password_hash: str | None = field(default=None, repr=False)
    public_read_only: bool = False
    login: bool = False
    groups: frozenset[str] | None = None
    hosts: tuple[str, ...] = ()
    behind_tls: bool = False
    allowed_origins: tuple[str, ...] = ()

    @property
    def local_hosts(self) -> tuple[str, ...]:
        """Names that may stand in a request's Host header: a page elsewhere cannot borrow another (DNS rebinding)."""
        return self.hosts or ("localhost", "127.0.0.1", "[::1]")

    @property
    def answers_to_any_host(self) -> bool:
        """With accounts, a password or leave to be public, and no host named, any name will do."""
        return not self.hosts and bool(self.login or self.password_hash or self.public_read_only)


def is_loopback(host: str) -> bool:
    """Does `host` name this machine only?"""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_address(host: str, settings: Settings, *, accounts: bool = False) -> None:
    """Raises ConfigurationError where other machines reach the server and nobody has said who may read.

    They do at an address that is not this machine's alone, and through a proxy: one that speaks HTTPS, or one
    for which the server answers to a name. `accounts` says whether the library has any.
    """
    here = is_loopback(host) and not settings.behind_tls and all(map(is_loopback, settings.hosts))
    if here or accounts or settings.password_hash or settings.public_read_only:
        return
    raise ConfigurationError(
        f"{host} can be reached from other machines, and this library has no accounts. Add one with `minutebook "
        "account add NAME`, set a password for all with --password-file FILE, say --public-read-only, or serve on "
        "127.0.0.1 without --behind-tls and --name."
    )
