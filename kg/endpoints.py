"""Where engines run that are not in this process, as `minutebook.toml` says it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class GraphEndpoint:
    """The three addresses of a SPARQL 1.1 server's dataset; they may be the same.

    `credentials` names the environment variable that holds `user:password` or a token.
    """

    query: str
    update: str
    store: str
    credentials: str | None = None


@dataclass(frozen=True, slots=True)
class SearchEndpoint:
    """The address of an OpenSearch cluster, and which of its indexes is the library's."""

    url: str
    index: str
    credentials: str | None = None


Endpoint = GraphEndpoint | SearchEndpoint
_URLS = ("query", "update", "store", "url")
_INDEX = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")


def endpoint(kind: type[Endpoint], values: Any) -> Any:
    """The endpoint that a table of `minutebook.toml` describes. Raises ValueError saying what is wrong with it."""
    from kg.service import checked_url

    if not isinstance(values, Mapping):
        raise ValueError(f"must be a table with the lines {_known(kind)}")  # noqa: TRY004 - told as a mistake of writing
    for key, value in values.items():
        if key not in {field.name for field in fields(kind)}:
            raise ValueError(f"has an unknown key {key!r}; known are {_known(kind)}")
        if not isinstance(value, str) or not value.strip():
            raise ValueError(f"{key!r} must be text in quotes")
        if key in _URLS:
            try:
                checked_url(value)
            except ValueError as problem:
                raise ValueError(f"{key!r} {problem}") from None
    if not _INDEX.fullmatch(values.get("index", "trees")):
        raise ValueError("'index' must be a name of small letters, digits, - and _")
    missing = [field.name for field in fields(kind) if field.name not in values and field.name != "credentials"]
    if missing:
        raise ValueError(f"lacks {', '.join(map(repr, missing))}")
    return kind(**{key: checked_url(value) if key in _URLS else value for key, value in values.items()})


def _known(kind: type[Endpoint]) -> str:
    return ", ".join(field.name for field in fields(kind))
