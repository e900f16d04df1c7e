"""Which given names may stand for one another: `nicknames.toml`."""

import tomllib
from functools import cache
from pathlib import Path


@cache
def short_forms() -> dict[str, frozenset[str]]:
    """For a given name or short form, in lower case, all names that may stand for it, itself included."""
    groups = tomllib.loads(Path(__file__).with_name("nicknames.toml").read_text("utf-8"))["nicknames"]
    table: dict[str, set[str]] = {}
    for group in groups:
        for name in group:
            table.setdefault(name, {name}).add(group[0])
        table[group[0]].update(group)
    return {name: frozenset(others) for name, others in table.items()}
