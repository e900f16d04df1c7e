"""Signing in, one's password, and the accounts of a library."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from webapp.accounts import ROLES, SHORTEST, Account
from webapp.parts import Choice

_ROLES = {
    "reader": "reads",
    "curator": "reads and corrects",
    "administrator": "sees everything, adds and forgets, keeps the accounts",
}


@dataclass(frozen=True, slots=True)
class DoorPage:
    """The page that asks who somebody is; `problem` says why the last try failed."""

    asks_for_name: bool
    problem: str = ""
    title: str = "Sign in"

    @property
    def kicker(self) -> str:
        """The line above the title."""
        return "For those who have an account" if self.asks_for_name else "A password is needed"


@dataclass(frozen=True, slots=True)
class PasswordPage:
    """The page that asks for another password."""

    name: str
    problem: str = ""
    title: str = "Your password"
    kicker: str = "Account"

    @property
    def lede(self) -> str:
        """Whose it is, and what becomes of sessions."""
        return f"Of the account {self.name}. A new password ends your sessions everywhere else."

    @property
    def shortest(self) -> int:
        """Characters that a password needs."""
        return SHORTEST


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account; `own` for the visitor's, which they can neither remove nor demote."""

    name: str
    role: str
    may: str
    groups: str
    roles: tuple[Choice, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """All accounts. `made` is a password that was just made for one, to be told its owner once."""

    accounts: tuple[AccountLine, ...]
    told: str = ""
    problem: str = ""
    made: str = ""
    title: str = "Accounts"
    kicker: str = "The library"
    lede: str = "Who may sign in, what they may do, and the groups whose documents they see."

    @property
    def roles(self) -> tuple[Choice, ...]:
        """The roles that a new account can have."""
        return _choices("reader")

    @property
    def shortest(self) -> int:
        """Characters that a password needs."""
        return SHORTEST

    def as_json(self) -> dict[str, Any]:
        """Accounts, without passwords."""
        return {
            "format": "minutebook-page/1",
            "title": self.title,
            "accounts": [
                {"name": each.name, "role": each.role, "groups": each.groups.split()} for each in self.accounts
            ],
        }

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """The same as rows."""
        return ["name", "role", "groups"], [[each.name, each.role, each.groups] for each in self.accounts]


def accounts_page(
    accounts: Iterable[Account], own: str, *, told: str = "", problem: str = "", made: str = ""
) -> AccountsPage:
    """The page for who has the account `own`."""
    lines = tuple(
        AccountLine(
            each.name, each.role, _ROLES[each.role], " ".join(each.groups), _choices(each.role), each.name == own
        )
        for each in accounts
    )
    return AccountsPage(lines, told, problem, made)


def _choices(chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(role, f"{role}: {_ROLES[role]}", chosen=role == chosen) for role in ROLES)


@dataclass(frozen=True, slots=True)
class ForgetPage:
    """The page for forgetting. `asked` is what was asked for, `thing` what it is, once it is clear what that is."""

    asked: str = ""
    thing: str = ""
    problem: str = ""
    title: str = "Forget a person or a document"
    kicker: str = "The library"
    lede: str = (
        "For good, out of every file of the library. A person's names are blacked out in the texts, and what the "
        "record said of them alone goes; a document goes whole. Reading the files again does not bring either back."
    )

    def as_json(self) -> dict[str, Any]:
        """What is asked, and what stands in the way."""
        return {"format": "minutebook-page/1", "title": self.title, "name": self.asked, "problem": self.problem}

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """The same as a row."""
        return ["name", "problem"], [[self.asked, self.problem]]
