"""Named questions as commands: one command each, made from the header of its `.rq` file."""

from collections.abc import Callable, Container, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from cli.output import formats, print_answer
from cli.place import Place, pass_place
from cli.reading import EdtfDate
from kg.questions import FOLDER, Parameter, Question, Reader, Values, load_question, load_questions
from kg.tables import Table

if TYPE_CHECKING:
    from kg.library import Library
    from search.answers import Answer

Make = Callable[[Reader, Question, Values], Table]
"""Makes the table of a question from its values."""
SHORT = {"who": "engagements", "focus": "focus-areas"}
"""Names under which questions are known besides their own."""
DAY = click.DateTime(["%Y-%m-%d"])
TODAY = "as_of"
"""The parameter that is today where it is not given."""
SINCE = "before"
"""The parameter that is a year before today where it is not given."""


def asked_by_name() -> dict[str, Question]:
    """The questions people ask by name, also under their short names; those that begin with `_` only serve others."""
    known = {name: question for name, question in load_questions().items() if not name.startswith("_")}
    return dict(sorted((known | {short: known[name] for short, name in SHORT.items()}).items()))


def titles() -> dict[str, str]:
    """Name and title of the same questions, by the first line of each file: what a list of commands needs."""
    found = {}
    for path in sorted(FOLDER.glob("[!_.]*.rq")):
        with path.open(encoding="utf-8") as file:
            found[path.stem] = file.readline().removeprefix("# title:").strip()
    return dict(sorted((found | {short: found[name] for short, name in SHORT.items()}).items()))


def is_asked_by_name(name: str) -> bool:
    """Is there a question of that name for people to ask?"""
    return not name.startswith(("_", ".")) and (FOLDER / f"{name}.rq").is_file()


def question_command(name: str) -> click.Command | None:
    """The command of one question, None where there is no such question."""
    if not is_asked_by_name(SHORT.get(name, name)):
        return None
    question = load_question(SHORT.get(name, name))

    @pass_place
    def ask(place: Place, /, form: str, **values: Any) -> int:
        return _ask(place, question, form, values)

    command = with_options(question, ask)
    return click.command(name=name, help=question.help, short_help=question.title)(formats(command))


def values_of(question: Question, arguments: Sequence[str]) -> dict[str, Any]:
    """The values that arguments such as `--in-state open` give to the question's parameters, None where they do not.

    A term is one more way to say `--from` and `--to`; a question without these takes no time.
    """
    known = {parameter.name for parameter in question.parameters}

    def given(**values: Any) -> dict[str, Any]:
        first, last = bounds_of(values)
        values.pop("term", None)
        return _dated(values | ({"from": first, "to": last} if "from" in known else {}))

    command = _with_parameters(question, given)
    if {"from", "to"} <= known:
        command = with_period({*known, TODAY}, command)
    read = click.command(name=f"@{question.name}", add_help_option=False)(command)
    found: dict[str, Any] = read.main(list(arguments), prog_name=f"@{question.name}", standalone_mode=False)
    return found


def _dated(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with days as dates, and today where the question needs one."""
    given = {name: _day(value) for name, value in values.items()}
    if TODAY in given and given[TODAY] is None:
        given[TODAY] = date.today()
    return given


def with_options(question: Question, command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with an option for each parameter, and ways to say a period."""
    return with_period({parameter.name for parameter in question.parameters}, _with_parameters(question, command))


def _with_parameters(question: Question, command: Callable[..., Any]) -> Callable[..., Any]:
    for parameter in reversed(question.parameters):
        command = _parameter(parameter)(command)
    return command


def with_period(taken: Container[str], command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with `--from`, `--to`, `--term` and `--as-of`, but for those that it has."""
    for option, name, kind, metavar, text in (
        ("--as-of", TODAY, DAY, "DATE", "The day that counts as today; later days are left out."),
        ("--term", "term", EdtfDate(), "TERM", "A term such as 2023 or 2022-07/2023-06, in place of --from and --to."),
        ("--to", "to", DAY, "DATE", "Last day."),
        ("--from", "from", DAY, "DATE", "First day."),
    ):
        if name not in taken:
            command = click.option(option, name, type=kind, metavar=metavar, help=text)(command)
    return command


def given_values(question: Question, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the question's parameters, dates as days, the term and the day that counts as today worked in.

    Bounds that the question does not take come under `from` and `to` as well, for `asked` to apply.
    """
    given = {name: _day(value) for name, value in values.items()}
    given["from"], given["to"] = bounds_of(given)
    given.pop("term", None)
    known = {parameter.name for parameter in question.parameters}
    if TODAY not in known:
        if last := given.pop(TODAY, None):
            given["to"] = min(last, given["to"] or last)
    elif given[TODAY] is None:
        given[TODAY] = date.today()
    if SINCE in known and given[SINCE] is None:
        given[SINCE] = _a_year_before(given["to"] or date.today())
    return given


def bounds_of(values: Mapping[str, Any]) -> tuple[date | None, date | None]:
    """First and last day as `--from` and `--to` give them, or `--term`. Raises a usage error where both are given."""
    first, last = (_day(values.get(name)) for name in ("from", "to"))
    if not (term := values.get("term")):
        return first, last
    if first or last:
        raise click.UsageError("Give a term, or --from and --to, not both.")
    from cli.handover import term_of

    days = term_of(term)
    return days.first, days.last


def _day(given: Any) -> date | None:
    """A day as click reads it, without its time."""
    return given.date() if isinstance(given, datetime) else given


def _a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28))


def asked(library: "Library", question: Question, given: Mapping[str, Any], make: Make | None = None) -> "Answer":
    """The answer to a question, within the days given even where its query does not take them.

    What is told more than once is one row, unless `make` makes the table.
    """
    from kg.tables import cite, tabulate
    from search.duplicates import gathered
    from search.named import answer
    from search.periods import within

    known = {parameter.name for parameter in question.parameters}
    first, last = (given.get(name) if name not in known else None for name in ("from", "to"))
    values = {name: value for name, value in given.items() if name in known}

    def bounded(reader: Reader, question: Question, values: Values) -> Table:
        table = make(reader, question, values) if make else gathered(tabulate(reader, question, values))
        return within(cite(reader, table), first, last)

    return answer(library.snapshot(), library.base, question, values, bounded)


def option_name(parameter: Parameter) -> str:
    """How a parameter is given: `--in-state`, or `PERSON` for what the question is about."""
    return parameter.name.upper() if is_subject(parameter) else f"--{parameter.name.replace('_', '-')}"


def is_subject(parameter: Parameter) -> bool:
    """Is it what the question is about, and given without an option's name?"""
    return parameter.required and parameter.type in ("entity", "text")


def _parameter(parameter: Parameter) -> Callable[[Any], Any]:
    if is_subject(parameter):
        return click.argument(parameter.name)
    types: Mapping[str, Any] = {"integer": int, "date": DAY, "choice": click.Choice(parameter.choices)}
    metavars = {"entity": "NAME", "date": "DATE", "text": "WORDS"}
    default = {TODAY: " Today unless given.", SINCE: " A year before today unless given."}.get(parameter.name, "")
    return click.option(
        option_name(parameter),
        parameter.name,
        type=types.get(parameter.type),
        metavar=metavars.get(parameter.type),
        required=parameter.required and not default,
        help=parameter.help + default,
    )


def _ask(place: Place, question: Question, form: str, values: Mapping[str, Any]) -> int:
    return print_answer(form, asked(place.library(), question, given_values(question, values)))
