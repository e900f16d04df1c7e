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

    `hosts` are the names under which a browser may ask for it; with none given, those of
    this machine. `password_hash` is one made by `werkzeug.security.generate_password_hash`.
    Pages of `allowed_origins` may query it from a browser; `*` stands for any.
    """

    today: Callable[[], date] = date.today
    now: Callable[[], datetime] = lambda: datetime.now().astimezone()
    page_size: int = 50
    secret_key: bytes = field(default_factory=lambda: token_bytes(32), repr=False)
    password_hash: str | None = field(default=None, repr=False)
    public_read_only: bool = False
    hosts: tuple[str, ...] = ()
    behind_tls: bool = False
    allowed_origins: tuple[str, ...] = ()

    @property
    def local_hosts(self) -> tuple[str, ...]:
        """Names that may stand in a request's Host header: a page elsewhere cannot borrow another (DNS rebinding)."""
        return self.hosts or ("localhost", "127.0.0.1", "[::1]")

    @property
    def answers_to_any_host(self) -> bool:
        """With a password or leave to be public, and no host named, any name will do."""
        return not self.hosts and bool(self.password_hash or self.public_read_only)

    @property
    def may_write(self) -> bool:
        """May a reader who is let in correct and upload? Not on a public site."""
        return not self.public_read_only


def is_loopback(host: str) -> bool:
    """Does `host` name this machine only?"""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_address(host: str, settings: Settings) -> None:
    """Raises ConfigurationError where `host` is reachable from outside and nobody has said who may read."""
    if is_loopback(host) or settings.password_hash or settings.public_read_only:
        return
    raise ConfigurationError(
        f"{host} can be reached from other machines, and this library has no password. "
        "Set one with --password-file FILE, say --public-read-only, or serve on 127.0.0.1."
    )
