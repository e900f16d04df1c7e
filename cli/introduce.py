"""`minutebook introduce`: who can introduce you to somebody."""

from functools import partial
from typing import Any

import click

from cli.output import formats, print_answer
from cli.place import Place, pass_place
from cli.question import TODAY, asked, given_values, with_period
from kg.questions import Question, Reader, Values
from kg.tables import Table


@click.command
@click.argument("to_whom", metavar="TO")
@partial(with_period, ())
@formats
@pass_place
def introduce(place: Place, /, to_whom: str, form: str, **values: Any) -> int:
    """Find chains of contacts and roles from the committee's people to the person or organisation TO, the best first.

    Shorter chains come first, then those whose oldest contact is the latest. Every step has its own evidence. A time
    is that of a chain's oldest contact.
    """
    from dataclasses import replace

    from kg.questions import load_question
    from search.introductions import introductions

    question = load_question("introductions")
    today = values[TODAY]
    given = {**given_values(question, values), "party": to_whom}

    def chains(reader: Reader, question: Question, found: Values) -> Table:
        return introductions(reader, question, {**found, TODAY: today.date()} if today else found)

    found = asked(place.library(), question, given, chains)
    return print_answer(form, replace(found, question=f"Who can introduce me to {to_whom}?"))
