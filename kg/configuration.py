"""`minutebook.toml`: what a library is called, where its IRIs stand, and its settings."""

import re
import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from kg.endpoints import GraphEndpoint, SearchEndpoint, endpoint
from kg.errors import ConfigurationError

FILE = "minutebook.toml"
_BASE = re.compile(r"https?://[^\s/<>\"{}|\\^`#?]+/([^\s<>\"{}|\\^`#?]*/)?")


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings of a library; every field is a key of `minutebook.toml`."""

    name: str
    """What people call the library."""
    base: str
    """Base IRI of everything in it; http or https, ends in `/`. Fixed once documents are stored."""
    committee: str | None = None
    """Name of the committee whose documents these are, where a document does not name its own."""
    query_seconds: float = 10.0
    """How long a query from outside may run."""
    query_memory_mb: int = 1024
    """How much memory a query from outside may take."""
    query_rows: int = 100_000
    """How many rows or triples the answer to a query from outside may have."""
    lock_seconds: float = 30.0
    """How long a writer waits for another to finish."""
    meaning: bool = False
    """Whether search ranks by meaning too, where the extra of that name is installed."""
    graph: GraphEndpoint | None = None
    """The server that keeps the graph, where it is not embedded."""
    search: SearchEndpoint | None = None
    """The cluster that keeps the search index, where it is not embedded."""
    restricted: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Which groups may see the documents whose files' paths fit a pattern; see `kg.restrictions`."""


_TYPES: dict[str, tuple[type, ...]] = {
    "name": (str,),
    "base": (str,),
    "committee": (str,),
    "query_seconds": (int, float),
    "query_memory_mb": (int,),
    "query_rows": (int,),
    "lock_seconds": (int, float),
    "meaning": (bool,),
    "graph": (dict,),
    "search": (dict,),
    "restricted": (dict,),
}
_WORDS: dict[type, str] = {
    dict: "a table",
    str: "text in quotes",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
}


def read(path: Path) -> Configuration:
    """The configuration in a file. Raises ConfigurationError naming the file, the key and what to write."""
    try:
        text = path.read_text(encoding="utf-8")
        values = tomllib.loads(text)
    except OSError as problem:
        raise ConfigurationError(f"{path}: cannot be read: {problem.strerror}") from None
    except ValueError as problem:
        raise ConfigurationError(f"{path}: is not TOML: {problem}") from None
    for key, value in values.items():
        _check(path, key, value)
    for key in ("name", "base"):
        if key not in values:
            raise ConfigurationError(f"{path}: has no {key!r}; add a line such as {_EXAMPLES[key]}")
    rules = values.pop("restricted", {})
    for key, kind in _ENDPOINTS.items():
        if key in values:
            try:
                values[key] = endpoint(kind, values[key])
            except ValueError as problem:
                raise ConfigurationError(f"{path}: [{key}] {problem}") from None
    return Configuration(**values, restricted=tuple((pattern, _groups(path, rules, pattern)) for pattern in rules))


_ENDPOINTS: dict[str, type[GraphEndpoint | SearchEndpoint]] = {"graph": GraphEndpoint, "search": SearchEndpoint}
_EXAMPLES = {"name": 'name = "Tree Committee"', "base": 'base = "https://example.org/trees/"'}


def _check(path: Path, key: str, value: object) -> None:
    if key not in _TYPES:
        from difflib import get_close_matches

        near = get_close_matches(key, _TYPES, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"known are: {', '.join(_TYPES)}"
        raise ConfigurationError(f"{path}: unknown key {key!r}; {hint}")
    if not isinstance(value, _TYPES[key]) or isinstance(value, bool) != (bool in _TYPES[key]):
        raise ConfigurationError(f"{path}: {key!r} must be {_WORDS[_TYPES[key][-1]]}, not {value!r}")
    if isinstance(value, int | float) and not isinstance(value, bool) and not 0 < value < 1e9:
        raise ConfigurationError(f"{path}: {key!r} must be greater than 0, not {value!r}")
    if isinstance(value, str) and not value.strip():
        raise ConfigurationError(f"{path}: {key!r} is empty")
    if key == "base" and not (_BASE.fullmatch(str(value)) and str(value).isprintable()):
        raise ConfigurationError(f"{path}: 'base' must be an http or https IRI that ends in '/', not {value!r}")


def _groups(path: Path, rules: dict[str, object], pattern: str) -> tuple[str, ...]:
    """The groups of one rule: a text, or a list of texts, none of them empty."""
    given = rules[pattern]
    groups = given if isinstance(given, list) else [given]
    if not groups or not all(isinstance(group, str) and group.strip() for group in groups):
        raise ConfigurationError(f"{path}: 'restricted' {pattern!r} must name a group, or a list of groups in quotes")
    return tuple(map(str, groups))


def default_base(name: str) -> str:
    """The base IRI of a library that is given none: under a host that is reserved for examples."""
    from kg.identifiers import slug

    return f"https://minutebook.example/{slug(name)}/"


def text_of(configuration: Configuration) -> str:
    """A `minutebook.toml` with this configuration; settings left as they come are not written."""
    import json

    lines = ["# What this library is called and where its names stand. Change 'base' only while it is empty.\n"]
    for field in fields(Configuration):
        value = getattr(configuration, field.name)
        if value != field.default and field.name not in (*_ENDPOINTS, "restricted"):
            lines.append(f"{field.name} = {json.dumps(value, ensure_ascii=False)}\n")
    for name in _ENDPOINTS:
        found = getattr(configuration, name)
        if found is not None:
            lines.append(f"\n[{name}]\n")
            lines += [f"{key} = {json.dumps(value)}\n" for key, value in asdict(found).items() if value is not None]
    if configuration.restricted:
        lines.append("\n[restricted]\n")
        for pattern, groups in configuration.restricted:
            lines.append(f"{json.dumps(pattern, ensure_ascii=False)} = {json.dumps(groups, ensure_ascii=False)}\n")
    return "".join(lines)
