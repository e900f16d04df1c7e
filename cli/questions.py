"""`minutebook questions`: the named questions and what they take."""

import click

from cli.output import formats, print_rows
from cli.question import asked_by_name, option_name


@click.command
@formats
def questions(form: str) -> None:
    """List the named questions with the options they take."""
    rows = [(name, one.title, " ".join(map(option_name, one.parameters))) for name, one in asked_by_name().items()]
    print_rows(form, ("Question", "Answers", "Takes"), rows)
