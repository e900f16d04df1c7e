"""Commands whose output goes to others can be shown only what these may see: `--public`, `--as-group`."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import click

from cli.place import Place


def for_others(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--public` and `--as-group` to a command that takes a place, which then leads to what these may see."""

    def narrowed(place: Place, *args: Any, public: bool, as_groups: tuple[str, ...], **values: Any) -> Any:
        if public and as_groups:
            raise click.UsageError("--public is for everybody; leave out --as-group.")
        seen = frozenset(as_groups) if public or as_groups else None
        return function(replace(place, groups=seen), *args, **values)

    narrowed.__doc__ = function.__doc__
    narrowed.__click_params__ = getattr(function, "__click_params__", [])  # type: ignore[attr-defined]
    narrowed.__name__ = function.__name__
    for option in (
        click.option(
            "--as-group", "as_groups", multiple=True, metavar="GROUP", help="Only what members of GROUP may see."
        ),
        click.option("--public", is_flag=True, help="Only what everybody may see: no restricted documents."),
    ):
        narrowed = option(narrowed)
    return narrowed
