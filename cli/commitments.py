"""`minutebook commitments`: the ledger of what was promised."""

import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import click

from cli.output import formats, print_answer
from cli.place import Place, pass_place
from cli.question import asked, given_values, with_options
from kg.questions import Question, Reader, Values, load_question
from kg.tables import Table


@click.command(
    help=f"""{load_question("commitments").help}

What minutes repeat until it is done is one line, with how often it was recorded."""
)
@partial(with_options, load_question("commitments"))
@click.option("--ics", is_flag=True, help="Print to-dos for a calendar (iCalendar, VTODO).")
@formats
@pass_place
def commitments(place: Place, /, form: str, ics: bool, **values: Any) -> int:
    from search.calendar import to_icalendar, todos

    library, question = place.library(), load_question("commitments")
    given = given_values(question, values)
    found = asked(library, question, given, _gathered(given.pop("in_state", None)))
    if not ics:
        return print_answer(form, found)
    sys.stdout.write(to_icalendar(todos(found), given["as_of"], library.configuration.name).decode())
    return found.exit_status


def _gathered(state: str | None) -> Callable[[Reader, Question, Values], Table]:
    """Makes the table with the records of one commitment gathered, only those in `state` where one is given."""

    def make(reader: Reader, question: Question, given: Values) -> Table:
        from kg.tables import cite, tabulate
        from search.handover_ledger import ledger

        return cite(reader, ledger(tabulate(reader, question, given), (state,) if state else ()))

    return make
