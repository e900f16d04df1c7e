"""A server that an engine runs on: requests to its URLs, and its troubles told as ours.

URLs come from `minutebook.toml` alone and are not followed elsewhere: redirects are troubles. What a
server is told of the library's reader, user and password or a token, is read from an environment
variable, sent in one header, and told nowhere else.
"""

import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from kg.errors import ConfigurationError, LibraryError, QueryTimeout

PATIENCE_SECONDS = 300.0
"""How long a request may take that has no time limit of its own."""
CONNECT_SECONDS = 10.0
TOLD = 300
"""Characters of a server's own words that are shown."""
_URL = re.compile(r"https?://[^\s/?#@<>\"{}|\\^`]+(/[^\s<>\"{}|\\^`#]*)?")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    body: bytes


class Service:
    """Requests to one server. May be shared by threads."""

    def __init__(self, name: str, credentials: str | None = None, seconds: float = PATIENCE_SECONDS) -> None:
        """`name` is what messages call the server; `credentials` the environment variable that holds them.

        Raises ConfigurationError where that variable is not set, or holds what no header can.
        """
        from urllib3 import PoolManager, Retry, Timeout

        self.name = name
        self._credentials = credentials
        self._seconds = seconds
        self._pool = PoolManager(
            maxsize=8,
            headers=_authorization(credentials),
            timeout=Timeout(connect=CONNECT_SECONDS, read=seconds),
            # All requests may be sent twice: a server that closed a connection meanwhile is asked again.
            retries=Retry(total=2, connect=0, redirect=0, status=0, allowed_methods=None, raise_on_redirect=False),
        )

    def send(
        self,
        method: str,
        url: str,
        *,
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        fields: Collection[tuple[str, str]] = (),
        accepted: Collection[int] = (),
    ) -> Answer:
        """The answer to one request; `fields` go behind the URL, or into the body as a form does with POST.

        Statuses below 300 and those `accepted` are answers; others raise LibraryError with what the
        server says. So does a server that is not there; one that is too slow raises QueryTimeout.
        """
        from urllib.parse import urlencode

        from urllib3.exceptions import HTTPError, MaxRetryError, ReadTimeoutError

        given: dict[str, Any] = {**self._pool.headers, **(headers or {})}
        if fields and method == "POST" and body is None:
            given["Content-Type"], body = "application/x-www-form-urlencoded", urlencode(list(fields))
        elif fields:
            url = f"{url}?{urlencode(list(fields))}"
        try:
            found = self._pool.request(method, url, body=body, headers=given, redirect=False)
        except HTTPError as problem:
            reason = problem.reason if isinstance(problem, MaxRetryError) and problem.reason else problem
            if isinstance(reason, ReadTimeoutError):
                raise QueryTimeout(f"{self.name} did not answer within {self._seconds:g} s") from None
            raise LibraryError(f"{self.name} is not there: {_told(str(reason))}; records are safe") from None
        if found.status < 300 or found.status in accepted:
            return Answer(found.status, found.data)
        raise LibraryError(self._refusal(found.status, found.data))

    def _refusal(self, status: int, body: bytes) -> str:
        if status in (401, 403):
            variable = self._credentials
            hint = f"look at the environment variable {variable}" if variable else "minutebook.toml names none"
            return f"{self.name} wants other credentials ({status}): {hint}"
        if status < 400:
            return f"{self.name} points elsewhere ({status}); write the address it leads to into minutebook.toml"
        return f"{self.name} answers {status}: {_told(body.decode('utf-8', 'replace'))}"


def checked_url(url: str) -> str:
    """The URL. Raises ValueError where it is none of http or https, or holds a user and a password."""
    if re.match(r"https?://[^/?#]*@", url):
        raise ValueError("must not hold user and password; put them into an environment variable and name it")
    if not _URL.fullmatch(url):
        raise ValueError("must be a whole http or https address, without ? and #")
    return url.rstrip("/")


def _authorization(variable: str | None) -> dict[str, str]:
    """The header for `user:password`, or for a token, that an environment variable holds."""
    if variable is None:
        return {}
    value = os.environ.get(variable, "").strip()
    if not value or not value.isprintable():
        raise ConfigurationError(
            f"the environment variable {variable} must hold the credentials: user:password, or a token"
        )
    if ":" not in value:
        return {"Authorization": f"Bearer {value}"}
    from base64 import b64encode

    return {"Authorization": f"Basic {b64encode(value.encode()).decode()}"}


def _told(text: str) -> str:
    """The beginning of a server's words, on one line and fit for a terminal."""
    words = " ".join(text.split())
    return "".join(mark if mark.isprintable() else "�" for mark in words[:TOLD]) or "nothing"
