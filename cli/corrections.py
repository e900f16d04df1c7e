"""Commands that add to the log of judgements, and show it. None of them changes a record."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import click

from cli.output import formats, note, print_rows
from cli.place import Place, pass_place
from cli.reading import EdtfDate

ENTRY = "An entry is a name, an id such as person/ada-byrne, or an IRI."


def signed(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds who takes the judgement and why."""
    function = click.option("--why", default="", help="The reason, for those who come after you.")(function)
    return click.option("--by", "who", help="Who says so. Your user name unless given.")(function)


def judge(place: Place, action: Any, who: str | None, why: str, **about: Any) -> None:
    """Add a judgement, bring the graph up to date, and say how to take it back."""
    from getpass import getuser

    library = place.library()
    made = library.judge(action, who=who or getuser(), at=datetime.now().astimezone(), why=why, **about)
    library.catch_up()
    note(f"Noted as number {made.number}; `minutebook undo {made.number}` takes it back.")


def meant_by(place: Place, words: str) -> str:
    """IRI of the one entry that the words name. JudgementError where they name none or several."""
    from kg.errors import JudgementError
    from search.named import meant

    library = place.library()
    found = meant(library.snapshot(), library.base, words)
    if len(found) > 1:
        ids = ", ".join(one.iri.removeprefix(library.base) for one in found)
        raise JudgementError(f"“{words}” is several entries; name one of {ids}")
    return found[0].iri


@click.command(epilog=ENTRY)
@click.argument("kept")
@click.argument("other")
@signed
@pass_place
def same(place: Place, kept: str, other: str, who: str | None, why: str) -> None:
    """Say that KEPT and OTHER are one person or thing. KEPT keeps its name; the other name becomes one more."""
    judge(place, "same", who, why, target=meant_by(place, kept), other=meant_by(place, other))


merge = click.Command("merge", params=same.params, callback=same.callback, help=same.help, epilog=ENTRY)


@click.command(epilog=ENTRY)
@click.argument("one")
@click.argument("other")
@signed
@pass_place
def not_same(place: Place, one: str, other: str, who: str | None, why: str) -> None:
    """Say that ONE and OTHER are not one, so that no rule ever takes them for one."""
    judge(place, "not-same", who, why, target=meant_by(place, one), other=meant_by(place, other))


@click.command(epilog=ENTRY)
@click.argument("entry")
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT…")
@signed
@pass_place
def split(place: Place, entry: str, documents: tuple[str, ...], who: str | None, why: str) -> None:
    """Say that in these documents the name of ENTRY means somebody else: a namesake with an entry of their own."""
    judge(place, "split", who, why, target=meant_by(place, entry), documents=documents)


@click.command(epilog=ENTRY)
@click.argument("entry")
@click.argument("name")
@signed
@pass_place
def rename(place: Place, entry: str, name: str, who: str | None, why: str) -> None:
    """Give ENTRY the preferred NAME; the names it had stay its other names."""
    judge(place, "rename", who, why, target=meant_by(place, entry), text=name)


@click.command(epilog=ENTRY)
@click.argument("entry")
@click.argument("name")
@signed
@pass_place
def add_alias(place: Place, entry: str, name: str, who: str | None, why: str) -> None:
    """Give ENTRY one more NAME, by which questions find it."""
    judge(place, "add-alias", who, why, target=meant_by(place, entry), text=name)


@click.command(epilog=ENTRY)
@click.argument("statement")
@signed
@pass_place
def reject(place: Place, statement: str, who: str | None, why: str) -> None:
    """Say that STATEMENT (fact/…, as shown under an answer) is wrong, or that an entry is nobody and nothing."""
    judge(place, "reject", who, why, target=meant_by(place, statement))


@click.command(epilog=ENTRY)
@click.argument("statement")
@signed
@pass_place
def confirm(place: Place, statement: str, who: str | None, why: str) -> None:
    """Say that STATEMENT (fact/…) is right, or that a doubted entry is what it seems: it is sure from then on."""
    judge(place, "confirm", who, why, target=meant_by(place, statement))


@click.command("set")
@click.argument("statement")
@click.option("--status", help="How it stands: open, done, dropped, unknown for a commitment; planned, failed, …")
@click.option("--due", type=EdtfDate(), metavar="DATE", help="When a commitment is due.")
@click.option("--owner", "owners", multiple=True, metavar="NAME", help="Who owes it; may be repeated.")
@signed
@pass_place
def set_(
    place: Place,
    statement: str,
    status: str | None,
    due: str | None,
    owners: tuple[str, ...],
    who: str | None,
    why: str,
) -> None:
    """Change what STATEMENT (fact/…, as shown under an answer) says of how it stands, when it is due, who owes it."""
    owed = tuple(meant_by(place, owner) for owner in owners)
    judge(place, "set", who, why, target=meant_by(place, statement), status=status, due=due, owners=owed)


@click.command
@click.argument("commitment")
@click.option("--dropped", is_flag=True, help="It was dropped. Without this it was done.")
@signed
@pass_place
def close_action(place: Place, commitment: str, dropped: bool, who: str | None, why: str) -> None:
    """Say that COMMITMENT (fact/…, as shown under an answer) was done, or dropped."""
    status = "dropped" if dropped else "done"
    judge(place, "close-action", who, why, target=meant_by(place, commitment), status=status)


@click.command
@click.argument("number", type=int)
@signed
@pass_place
def undo(place: Place, number: int, who: str | None, why: str) -> None:
    """Take back the correction of that NUMBER, as `minutebook log` lists them. An undo can be undone."""
    judge(place, "undo", who, why, undoes=number)


@click.command
@formats
@pass_place
def log(place: Place, form: str) -> None:
    """List the corrections made, the oldest first, with those that were taken back."""
    from kg.by_hand import parties
    from kg.judgements import in_force

    library = place.library()
    made = library.judgements.read()
    holding = {judgement.number for judgement in in_force(made)}
    rows = []
    for one in made:
        about = [
            one.target,
            one.other,
            one.text,
            one.status,
            one.due,
            *one.owners,
            *(parties(one.fact) if one.fact else ()),
            f"number {one.undoes}" if one.undoes else None,
            *one.documents,
        ]
        shown = ", ".join(part.removeprefix(library.base) for part in about if part)
        holds = "" if one.action in ("undo", "forgotten") else "yes" if one.number in holding else "taken back"
        rows.append((str(one.number), one.at, one.who, one.action, shown, holds, one.why))
    print_rows(form, ("Number", "At", "Who", "Says", "About", "Holds", "Why"), rows)
