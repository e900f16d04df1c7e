"""What the user states of documents: options that `ingest` and `extract` share."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, get_args

import click

_RANGE = re.compile(r"([^/.]+)\.\.([^/.]+)")


class EdtfDate(click.ParamType[str]):
    """A date as precise as it is known: 2023, 2023-05, 2023-05-17, 2022-07/2022-12, or 2022-07..2022-12."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from kg import edtf

        text = _RANGE.sub(r"\1/\2", str(value))
        try:
            edtf.parse(text)
        except ValueError:
            self.fail(f"{value!r} is not a date; write 2023, 2023-05 or {date.today().isoformat()}", param, ctx)
        return text


def stating(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--kind`, `--title`, `--date`, `--committee` and `--author`, which arrive as one argument `stated`."""
    from kg.extraction import DocumentKind

    def gathered(*args: Any, **values: Any) -> Any:
        from ingest.metadata import Stated

        names = ("kind", "title", "date", "committee", "authors")
        return function(*args, stated=Stated(**{name: values.pop(name) for name in names}), **values)

    for option in (
        click.option("--author", "authors", multiple=True, metavar="NAME", help="Who wrote them; may be repeated."),
        click.option("--committee", metavar="NAME", help="The committee whose record they are."),
        click.option("--date", type=EdtfDate(), metavar="DATE", help="Their date: 2023, 2023-05 or 2023-05-17."),
        click.option("--title", help="Their title."),
        click.option("--kind", type=click.Choice(get_args(DocumentKind)), help="What they are."),
    ):
        gathered = option(gathered)
    return gathered
