"""Who asks: what a visitor may do and see, and their session.

A session is Flask's signed cookie. It names the account, is tied to the password's hash and has a
number of its own, so that a new password, a lower role, signing out and the end of the server each end it
at once.
"""

import hmac
import time
from dataclasses import dataclass
from secrets import token_hex
from threading import Lock

from flask import session

from webapp.accounts import ROLES, Account, Accounts, Role, is_password
from webapp.settings import Settings

SECONDS = 12 * 3600
"""How long a session lasts that is not used to change anything."""
SHARED = ""
"""Name of whoever signs in with the one password for all."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """What somebody may do (None: only sign in), and what they may see: what these groups may, None for everything."""

    name: str = ""
    role: Role | None = None
    groups: frozenset[str] | None = frozenset()
    signed_in: bool = False

    def may(self, role: Role) -> bool:
        """Does their own role reach as far as this one?"""
        return self.role is not None and ROLES.index(self.role) >= ROLES.index(role)


class Door:
    """Decides who a visitor is. May be shared by threads."""

    def __init__(self, settings: Settings, accounts: Accounts) -> None:
        self.accounts = accounts
        self._settings = settings
        self._guard = Lock()
        self._ended: dict[str, float] = {}

    @property
    def is_locked(self) -> bool:
        """Can somebody sign in, or must they?"""
        return self._settings.login or bool(self._settings.password_hash or self.accounts.all())

    @property
    def asks_for_name(self) -> bool:
        """Are there accounts, rather than one password for all?"""
        return not self._settings.password_hash

    def visitor(self) -> Visitor:
        """Who sent this request."""
        if not self.is_locked:
            return self._narrowed(self._anybody())
        account = self._account()
        if account is None:
            return self._narrowed(Visitor("", "reader") if self._settings.public_read_only else Visitor())
        everything = account.role == "administrator" and account.name != SHARED
        groups = None if everything else frozenset(account.groups)
        return self._narrowed(Visitor(account.name, account.role, groups, signed_in=True))

    def _anybody(self) -> Visitor:
        public = self._settings.public_read_only
        return Visitor("", "reader") if public else Visitor("", "administrator", None)

    def _narrowed(self, visitor: Visitor) -> Visitor:
        """The visitor of a server that shows what certain groups see: nobody adds documents to that."""
        seen = self._settings.groups
        if seen is None:
            return visitor
        groups = seen if visitor.groups is None else visitor.groups & seen
        role: Role | None = "curator" if visitor.role == "administrator" else visitor.role
        return Visitor(visitor.name, role, groups, visitor.signed_in)

    def sign_in(self, name: str, password: str) -> bool:
        """Begins a session where the password is right. Takes as long where there is no such account."""
        account = self._named(name if self.asks_for_name else SHARED)
        if not is_password(account.password_hash if account else "", password):
            return False
        assert account
        session.clear()
        session["account"], session["number"] = account.name, token_hex(16)
        session["mark"] = self._mark(account)
        return True

    def sign_out(self) -> None:
        """Ends the session, on whatever machine its cookie was copied to."""
        now = time.monotonic()
        with self._guard:
            self._ended = {number: at for number, at in self._ended.items() if at > now - SECONDS}
            self._ended[str(session.get("number", ""))] = now
        session.clear()

    def _account(self) -> Account | None:
        """The account whose session this is, while it lasts."""
        name, number = session.get("account"), session.get("number", "")
        if not isinstance(name, str) or number in self._ended:
            return None
        account = self._named(name)
        if account is None or not hmac.compare_digest(str(session.get("mark", "")), self._mark(account)):
            return None
        return account

    def _named(self, name: str) -> Account | None:
        if self._settings.password_hash:
            return Account(SHARED, "administrator", (), self._settings.password_hash) if name == SHARED else None
        return self.accounts.get(name)

    def _mark(self, account: Account) -> str:
        said = f"{account.name}\n{account.password_hash}"
        return hmac.new(self._settings.secret_key, said.encode(), "sha256").hexdigest()
