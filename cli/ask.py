"""`minutebook ask`: a question in plain words."""

from datetime import datetime

import click

from cli.output import formats, print_answer
from cli.place import Place, pass_place
from cli.question import DAY


@click.command
@click.argument("question", nargs=-1, required=True)
@click.option("--as-of", type=DAY, metavar="DATE", help="The day that counts as today. Later records still count.")
@formats
@pass_place
def ask(place: Place, question: tuple[str, ...], as_of: datetime | None, form: str) -> int:
    """Answer a QUESTION in plain English from the record, with the sentences that prove each row.

    The exit status is 0 where it is answered, 1 where the record does not say, 2 where it is not understood.
    """
    from search.ask import ask as answer

    found = answer(place.library(), " ".join(question), as_of=as_of.date() if as_of else None)
    return print_answer(form, found)
