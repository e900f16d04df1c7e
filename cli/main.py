"""`minutebook`: the entry point, the lazy list of commands, and the one error boundary."""

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from cli.output import silence_stdout
from cli.place import Place
from kg.errors import MinutebookError

SECTIONS: dict[str, dict[str, str]] = {
    "Keep a library": {
        "init": "Make a library folder.",
        "ingest": "Read documents into the library.",
        "remove": "Withdraw documents from the library.",
        "restrict": "Let only members of a group see documents.",
        "unrestrict": "Let everybody see them again.",
        "restricted": "List the documents that only some may see.",
        "roster": "Draft what you tell the library of people and organisations.",
        "status": "Say what the library holds, what failed, and what is missing.",
        "verify": "Prove that records, graph and index agree.",
        "rebuild": "Make the graph and the index anew from the records.",
    },
    "Ask": {
        "ask": "Answer a question in plain words, with the sentences that prove it.",
        "commitments": "List what was promised, once each, and what became of it.",
        "introduce": "Find who can introduce you to somebody.",
        "explain": "Say why a fact is believed.",
        "search": "Find passages, people and organisations by words.",
        "sparql": "Run a SPARQL query on the graph.",
        "shell": "Ask SPARQL queries one after another, with completion.",
        "questions": "List the questions below with their options.",
    },
    "Hand over": {
        "handover": "Print what somebody who takes over should know of a term.",
        "compare": "Print what changed between two terms.",
    },
    "Correct": {
        "review": "Decide doubtful pairs and names, the best guesses first.",
        "same": "Say that two entries are one person or thing, and merge them.",
        "merge": "The same as `same`.",
        "not-same": "Say that two entries are not one, and keep them apart.",
        "split": "Say that some documents mean a namesake.",
        "rename": "Give an entry its preferred name.",
        "add-alias": "Give an entry one more name.",
        "confirm": "Say that a doubted statement or entry is right.",
        "reject": "Say that a statement is wrong, or that a name names nobody.",
        "close-action": "Say what became of a commitment.",
        "set": "Change the status, due date or owner of a statement.",
        "add": "Tell a fact that no document holds.",
        "undo": "Take back a correction.",
        "log": "List the corrections made.",
        "forget": "Remove a person or a document for good.",
    },
    "Other": {
        "extract": "Print what is read out of one file, as JSON.",
        "serve": "Show the library in a web browser.",
        "account": "Keep the accounts of those who sign in.",
        "schema": "List the classes and properties in use, or print the ontology.",
        "export": "Print the library as N-Quads, TriG, JSON-LD or Turtle.",
        "load": "Take in what another library exported, or triples of others.",
    },
}
CORRECTIONS = frozenset(SECTIONS["Correct"]) - {"review", "add", "forget"}
"""Commands that live together in `cli.corrections`."""
RESTRICTIONS = frozenset({"restrict", "unrestrict", "restricted"})
"""Commands that live together in `cli.restrict`."""
COMMANDS = [name for commands in SECTIONS.values() for name in commands]


class LazyGroup(click.Group):
    """A group that imports a command's module when the command runs, and makes one command a named question."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS, *_questions()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in COMMANDS:
            function = cmd_name.replace("-", "_")
            home = "corrections" if cmd_name in CORRECTIONS else "restrict" if cmd_name in RESTRICTIONS else function
            module = import_module(f"cli.{home}")
            command: click.Command = getattr(module, "set_" if function == "set" else function)
            return command
        from cli.question import question_command

        return question_command(cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Commands under their sections, with the short help kept here so that no module is imported."""
        for section, commands in {**SECTIONS, "Named questions": _questions()}.items():
            with formatter.section(section):
                formatter.write_dl(list(commands.items()))


def _questions() -> dict[str, str]:
    """Names and titles of the questions whose commands are made from their files alone."""
    from cli.question import titles

    return {name: title for name, title in titles().items() if name not in COMMANDS}


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--library",
    type=click.Path(path_type=Path),
    envvar="MINUTEBOOK_LIBRARY",
    metavar="FOLDER",
    help="The library folder. Without it: $MINUTEBOOK_LIBRARY, else the nearest library at or above this folder.",
)
@click.version_option(package_name="minutebook", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, library: Path | None) -> None:
    """Read a committee's minutes and blogs; answer questions with the sentence and the date that prove each answer."""
    ctx.obj = Place(library)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status.

    0 done, 1 partly done or no answer, 2 wrong usage, query or library, 3 time limit, 130 interrupted.
    An error that users can mend is one line on stderr; anything else is a bug and shows its traceback.
    """
    try:
        status = cli.main(args=arguments, prog_name="minutebook", standalone_mode=False) or 0
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        print("minutebook: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        silence_stdout()
        return 1
    except MinutebookError as error:
        print(f"minutebook: {error}", file=sys.stderr)
        return error.exit_code
    else:
        return int(status)
