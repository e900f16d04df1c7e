"""`minutebook questions`: the named questions and what they take."""

import click

from cli.output import formats, print_rows
from cli.question import asked_by_name, option_name


@click.command
@formats
def questions(form: str) -> None:
    """List the named questions with the options they take."""
    rows = []
    for question in asked_by_name().values():
        rows.append((question.name, question.title, " ".join(map(option_name, question.parameters))))
    print_rows(form, ("Question", "Answers", "Takes"), rows)
