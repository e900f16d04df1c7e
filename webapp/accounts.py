"""Who may sign in to a library: accounts with a role and groups, kept in its folder.

    accounts.json    readable by its owner only; passwords as scrypt hashes (RFC 7914, by Werkzeug)

Reading costs a look at the file, so that a change holds from the next request on.
"""

import json
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Literal, get_args

from kg.durable import sync_folder
from kg.errors import ConfigurationError
from kg.restrictions import checked

FILE = "accounts.json"
FORMAT = "accounts/1"
Role = Literal["reader", "curator", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
"""Each may what those before it may: read; correct; add and forget documents, and keep the accounts."""
SHORTEST, LONGEST = 10, 1000
"""Characters of a password."""
_NAME = re.compile(r"\w[\w.@-]{0,63}")


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in. Administrators see everything, others what their groups may."""

    name: str
    role: Role = "reader"
    groups: tuple[str, ...] = ()
    password_hash: str = field(default="", repr=False)


def hashed(password: str, name: str = "") -> str:
    """A hash to keep of a password. Raises ConfigurationError for one that is too short, too long or the name."""
    from werkzeug.security import generate_password_hash

    if not SHORTEST <= len(password) <= LONGEST:
        raise ConfigurationError(f"a password has {SHORTEST} to {LONGEST} characters; a few words make a good one")
    if name and password.casefold() == name.casefold():
        raise ConfigurationError("the password is the name of the account; choose another")
    return generate_password_hash(password)


def is_password(kept: str, password: str) -> bool:
    """Is this the password of which `kept` is the hash? Takes as long where there is none ('')."""
    from werkzeug.security import check_password_hash

    fits = check_password_hash(kept or _NOBODY, password[:LONGEST])
    return bool(kept) and fits


_NOBODY = f"scrypt:32768:8:1${'0' * 16}${'0' * 128}"
"""A hash of no password: checking it takes the time that one of an account takes."""


class Accounts:
    """The accounts of the library in a folder. May be shared by threads and processes."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._guard = Lock()
        self._read: tuple[tuple[int, int, int], dict[str, Account]] | None = None

    def all(self) -> dict[str, Account]:
        """Accounts by name, sorted; none where there is no file. Raises ConfigurationError where it cannot be read."""
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return {}
        version = (status.st_ino, status.st_size, status.st_mtime_ns)
        with self._guard:
            if self._read is None or self._read[0] != version:
                self._read = (version, _load(self._path))
            return self._read[1]

    def get(self, name: str) -> Account | None:
        """The account of this name, whatever case its letters have."""
        return self.all().get(name.strip().casefold())

    def add(self, name: str, password: str, role: Role = "reader", groups: Iterable[str] = ()) -> Account:
        """A new account. Raises ConfigurationError where there is one already or something is not as it must be."""
        name = name.strip().casefold()
        if not _NAME.fullmatch(name):
            raise ConfigurationError(f"{name!r} cannot be the name of an account; use letters, digits and . @ - _")
        account = Account(name, _role(role), tuple(sorted(checked(groups))), hashed(password, name))
        with self._writing() as accounts:
            if name in accounts:
                raise ConfigurationError(f"there is an account {name} already; `minutebook account set` changes it")
            accounts[name] = account
        return account

    def change(
        self, name: str, *, role: Role | None = None, groups: Iterable[str] | None = None, password: str | None = None
    ) -> Account:
        """The account with what is given changed. A new password ends its sessions. ConfigurationError as `add`."""
        account = self._known(name)
        if role is not None:
            account = replace(account, role=_role(role))
        if groups is not None:
            account = replace(account, groups=tuple(sorted(checked(groups))))
        if password is not None:
            account = replace(account, password_hash=hashed(password, account.name))
        with self._writing() as accounts:
            accounts[account.name] = account
        return account

    def remove(self, name: str) -> None:
        """Raises ConfigurationError where there is no such account."""
        account = self._known(name)
        with self._writing() as accounts:
            accounts.pop(account.name, None)

    def _known(self, name: str) -> Account:
        account = self.get(name)
        if account is None:
            raise ConfigurationError(f"there is no account {name}; `minutebook account list` names them")
        return account

    @contextmanager
    def _writing(self) -> Iterator[dict[str, Account]]:
        from filelock import FileLock, Timeout

        try:
            with FileLock(self._path.with_name(f".{FILE}.lock"), timeout=10):
                accounts = _load(self._path) if self._path.exists() else {}
                yield accounts
                _save(self._path, accounts)
        except Timeout:
            raise ConfigurationError(f"{self._path} is being written by another process; try again") from None
        except OSError as problem:
            raise ConfigurationError(f"{self._path}: cannot be written: {problem.strerror}") from None


def generated() -> str:
    """A password that nobody guesses: 96 bits."""
    return secrets.token_urlsafe(12)


def _role(role: str) -> Role:
    if role not in ROLES:
        raise ConfigurationError(f"there is no role {role!r}; known are: {', '.join(ROLES)}")
    return role


def _load(path: Path) -> dict[str, Account]:
    try:
        content = json.loads(path.read_bytes())
        found = [Account(**{**values, "groups": tuple(values.get("groups", ()))}) for values in content["accounts"]]
        for account in found:
            _role(account.role)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise ConfigurationError(f"{path}: cannot be read ({problem}); restore it from a copy") from problem
    if content.get("format") != FORMAT:
        raise ConfigurationError(f"{path}: was written by another version of Minutebook")
    return {account.name: account for account in sorted(found, key=lambda account: account.name)}


def _save(path: Path, accounts: dict[str, Account]) -> None:
    """Written whole or not at all, and never readable by others."""
    values = [asdict(account) for _, account in sorted(accounts.items())]
    content = json.dumps({"format": FORMAT, "accounts": values}, ensure_ascii=False, indent=1) + "\n"
    temporary = path.with_name(f"{path.name}.tmp")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content.encode())
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)
