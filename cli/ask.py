"""`minutebook ask`: a question in plain words."""

from functools import partial
from typing import Any

import click

from cli.output import formats, print_answer
from cli.place import Place, pass_place
from cli.question import DAY, TODAY, bounds_of, with_period


@click.command
@click.argument("question", nargs=-1, required=True)
@click.option("--as-of", TODAY, type=DAY, metavar="DATE", help="The day that counts as today; later records count.")
@partial(with_period, (TODAY,))
@formats
@pass_place
def ask(place: Place, /, question: tuple[str, ...], form: str, **values: Any) -> int:
    """Answer a QUESTION in plain English from the record, with the sentences that prove each row.

    A time given as an option is asked for as if the question ended with it: `since 2023-01-01`. The exit status is 0
    where it is answered, 1 where the record does not say, 2 where it is not understood.
    """
    from dataclasses import replace

    from search.ask import ask as answer
    from search.ask_periods import asked_within, names_a_time

    asked, today = " ".join(question), values[TODAY].date() if values[TODAY] else None
    first, last = bounds_of(values)
    if (first or last) and names_a_time(asked):
        raise click.UsageError("The question names a time already; leave out --from, --to and --term.")
    found = answer(place.library(), asked_within(asked, first, last), as_of=today)
    return print_answer(form, replace(found, question=asked))
