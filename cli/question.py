"""Named questions as commands: one command each, made from the header of its `.rq` file."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import click

from cli.output import formats, print_answer
from cli.place import Place, pass_place
from cli.reading import EdtfDate
from kg.questions import FOLDER, Parameter, Question, load_question, load_questions

DAY = click.DateTime(["%Y-%m-%d"])
TODAY = "as_of"
"""The parameter that is today where it is not given."""


def asked_by_name() -> dict[str, Question]:
    """The questions people ask by name: all but those that only serve others, which begin with `_`."""
    return {name: question for name, question in load_questions().items() if not name.startswith("_")}


def titles() -> dict[str, str]:
    """Name and title of the same questions, from the first line of each file: what a list of commands needs."""
    found = {}
    for path in sorted(FOLDER.glob("[!_.]*.rq")):
        with path.open(encoding="utf-8") as file:
            found[path.stem] = file.readline().removeprefix("# title:").strip()
    return found


def is_asked_by_name(name: str) -> bool:
    """Is there a question of that name for people to ask?"""
    return not name.startswith(("_", ".")) and (FOLDER / f"{name}.rq").is_file()


def question_command(name: str) -> click.Command | None:
    """The command of one question, None where there is no such question."""
    if not is_asked_by_name(name):
        return None
    question = load_question(name)

    @pass_place
    def ask(place: Place, /, form: str, **values: Any) -> int:
        return _ask(place, question, form, values)

    command = with_options(question, ask)
    return click.command(name=name, help=question.help, short_help=question.title)(formats(command))


def values_of(question: Question, arguments: Sequence[str]) -> dict[str, Any]:
    """The values that arguments such as `--in-state open` give to the question's parameters, None where they do not."""

    def given(**values: Any) -> dict[str, Any]:
        return _dated(values)

    command: Callable[..., Any] = given
    for parameter in reversed(question.parameters):
        command = _parameter(parameter)(command)
    read = click.command(name=f"@{question.name}", add_help_option=False)(command)
    found: dict[str, Any] = read.main(list(arguments), prog_name=f"@{question.name}", standalone_mode=False)
    return found


def _dated(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with days as dates, and today where the question needs one."""
    given = {name: value.date() if hasattr(value, "date") else value for name, value in values.items()}
    if TODAY in given and given[TODAY] is None:
        given[TODAY] = date.today()
    return given


def with_options(question: Question, command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with an option for each parameter, and ways to say a period."""
    names = {parameter.name for parameter in question.parameters}
    if {"from", "to"} <= names:
        text = "A term such as 2023 or 2022-07/2023-06, in place of --from and --to."
        command = click.option("--term", type=EdtfDate(), metavar="TERM", help=text)(command)
    if "to" in names and TODAY not in names:
        text = "The day that counts as today; later days are left out."
        command = click.option("--as-of", TODAY, type=DAY, metavar="DATE", help=text)(command)
    for parameter in reversed(question.parameters):
        command = _parameter(parameter)(command)
    return command


def given_values(question: Question, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the question's parameters, dates as days, the term and the day that counts as today worked in."""
    given = {name: value.date() if hasattr(value, "date") else value for name, value in values.items()}
    if term := given.pop("term", None):
        if given["from"] or given["to"]:
            raise click.UsageError("Give a term, or --from and --to, not both.")
        from cli.handover import term_of

        days = term_of(term)
        given |= {"from": days.first, "to": days.last}
    if not any(parameter.name == TODAY for parameter in question.parameters):
        if last := given.pop(TODAY, None):
            given["to"] = min(last, given["to"] or last)
    elif given[TODAY] is None:
        given[TODAY] = date.today()
    return given


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
    today = parameter.name == TODAY
    return click.option(
        option_name(parameter),
        parameter.name,
        type=types.get(parameter.type),
        metavar=metavars.get(parameter.type),
        required=parameter.required and not today,
        help=parameter.help + " Today unless given." * today,
    )


def _ask(place: Place, question: Question, form: str, values: Mapping[str, Any]) -> int:
    from search.named import answer

    library = place.library()
    return print_answer(form, answer(library.snapshot(), library.base, question, given_values(question, values)))
