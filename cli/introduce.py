"""`minutebook introduce`: who can introduce you to somebody."""

from datetime import datetime

import click

from cli.output import formats, print_answer
from cli.place import Place, pass_place
from cli.question import DAY


@click.command
@click.argument("to")
@click.option("--as-of", type=DAY, metavar="DATE", help="The day that counts as today; later contacts are left out.")
@formats
@pass_place
def introduce(place: Place, to: str, as_of: datetime | None, form: str) -> int:
    """Find chains of contacts and roles from the committee's people to the person or organisation TO, the best first.

    Shorter chains come first, then those whose oldest contact is the latest. Every step has its own evidence.
    """
    from dataclasses import replace

    from kg.questions import load_question
    from search.introductions import introductions
    from search.named import answer

    library = place.library()
    days = {"as_of": as_of.date()} if as_of else {}
    found = answer(
        library.snapshot(),
        library.base,
        load_question("introductions"),
        {"party": to},
        lambda reader, question, given: introductions(reader, question, {**given, **days}),
    )
    return print_answer(form, replace(found, question=f"Who can introduce me to {to}?"))
