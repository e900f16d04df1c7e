"""`minutebook review`: doubtful pairs and names, decided one by one."""

import sys
from collections.abc import Iterator
from datetime import datetime
from getpass import getuser
from typing import TYPE_CHECKING, Any

import click

from cli.corrections import signed
from cli.output import note, print_json, wrapped
from cli.place import Place, pass_place

if TYPE_CHECKING:
    from kg.library import Library
    from kg.review import Doubt
    from kg.tables import Evidence

REPLIES = {"y": "yes", "n": "no", "u": "unsure"}
KEYS = "y yes, n no, u unsure, z take back the last, q stop"

DONE = ("", "That was the last. z takes it back, any other key ends.")


@click.command
@click.option("--json", "as_json", is_flag=True, help="Print all questions as JSON, and ask nothing.")
@click.option("--limit", type=click.IntRange(1), default=None, help="At most this many questions.")
@signed
@pass_place
def review(place: Place, as_json: bool, limit: int | None, who: str | None, why: str) -> None:
    """Decide doubtful pairs and names, the best guesses first, with one key each: yes, no, unsure, undo, quit.

    Each comes with the words in which both are named, and says which of them keeps its entry. A reply is a correction
    like any other (`minutebook log`, `minutebook undo`). What was answered is not asked again. Where the input is no
    terminal, the questions are listed as with --json.
    """
    library = place.library()
    questions = pending(library)[:limit]
    if as_json or not sys.stdin.isatty():
        print_json([shown(library, doubt) for doubt in questions])
        return
    if _decide(library, questions, who or getuser(), why):
        library.catch_up()


def pending(library: "Library") -> "list[Doubt]":
    """Everything that is to be decided now, the likeliest first."""
    from kg.judgements import in_force
    from kg.review import doubts

    with library.lock():
        state, judgements = library.state(), in_force(library.judgements.read())
    names = [summary.names for summary in state.sound().values()]
    return doubts(names, state.views, judgements, library.base)


def shown(library: "Library", doubt: "Doubt") -> dict[str, Any]:
    """A question as JSON values: what is asked, why, and up to two places that name each side."""
    from kg.questions import bind, load_question
    from kg.tables import LABELS

    sides = [doubt.target, *filter(None, [doubt.other])]
    rows = library.snapshot().query(bind(load_question(LABELS), {"thing": sides}))
    labels = {row["thing"].value: row["label"].value for row in rows}
    return {
        "kind": doubt.kind,
        "question": _question(doubt, labels),
        "reason": doubt.reason,
        "likely": round(doubt.likely, 2),
        "keeps": doubt.target.removeprefix(library.base),
        "loses": doubt.other.removeprefix(library.base) if doubt.other else None,
        "documents": list(doubt.documents),
        "evidence": [
            {"entry": side.removeprefix(library.base), "words": piece.quote, "title": piece.title, "date": piece.date}
            for side in sides
            for piece in _places(library, side)
        ],
    }


def _question(doubt: "Doubt", labels: dict[str, str]) -> str:
    name, other = labels.get(doubt.target, doubt.target), labels.get(doubt.other or "", doubt.other)
    if doubt.kind == "same":
        return f"Is “{other}” the same as “{name}”? The entry kept is “{name}”."
    if doubt.kind == "split":
        return f"Is “{name}” two people, the second one in {', '.join(doubt.documents)}?"
    return f"Is “{name}” really somebody or something?"


def _places(library: "Library", entry: str) -> "list[Evidence]":
    """Up to two passages that name an entry, the first and the last by date."""
    from kg.questions import load_question
    from kg.tables import run

    found = run(library.snapshot(), load_question("_named"), {"entry": entry}, proofs=1)
    pieces = [row.evidence[0] for row in found.rows if row.evidence]
    return pieces[:1] + pieces[1:][-1:]


def _decide(library: "Library", questions: "list[Doubt]", who: str, why: str) -> int:
    """Ask one by one until all are answered or somebody stops; how many replies stand."""
    from typing import cast

    from kg.review import Reply, judgement

    made: list[int] = []
    at = 0
    while at < len(questions) or made:
        for line in _lines(shown(library, questions[at]), at + 1, len(questions)) if at < len(questions) else DONE:
            print(line)
        key = click.getchar()
        if at < len(questions) and key in REPLIES:
            action, about = judgement(questions[at], cast(Reply, REPLIES[key]))
            made.append(_judge(library, action, who, why, **about))
            at += 1
        elif key == "z" and made:
            _judge(library, "undo", who, why, undoes=made.pop())
            at -= 1
        elif at == len(questions) or key in ("q", "\x03", "\x04", "\x1b"):
            break
    note(f"{len(made)} decided, {len(questions) - at} left.")
    return len(made)


def _judge(library: "Library", action: Any, who: str, why: str, **about: Any) -> int:
    return library.judge(action, who=who, at=datetime.now().astimezone(), why=why, **about).number


def _lines(question: dict[str, Any], number: int, of: int) -> Iterator[str]:
    yield ""
    yield from wrapped(f"{number} of {of}: {question['question']}")
    yield from wrapped(f"Asked because: {question['reason']}.")
    for piece in question["evidence"]:
        yield from wrapped(f"“{piece['words']}”", "  ")
        yield from wrapped(f"— {piece['title']}, {piece['date'] or 'undated'} ({piece['entry']})", "    ")
    yield f"[{KEYS}]"
