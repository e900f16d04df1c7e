"""What people decided about the record, newest first, each with a way back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kg.judgements import Judgement, in_force
from webapp.links import path_of
from webapp.parts import Link
from webapp.record import Snapshot

_WORDS = {
    "same": "{target} and {other} are the same",
    "not-same": "{target} and {other} are not the same",
    "split": "in some documents {target} is somebody else",
    "reject": "{target} is wrong",
    "close-action": "{target} is {status}",
    "add-alias": "{target} is also called “{text}”",
    "rename": "{target} is called “{text}”",
    "undo": "change {undoes} does not hold",
    "unsure": "nobody can say about {target}",
    "confirm": "{target} is right",
    "set": "{target} stands anew: {anew}",
    "add": "told by hand: {text}",
    "forgotten": "what stood here was about somebody or something to be forgotten",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One judgement in words; `undoable` while it holds."""

    number: int
    words: str
    by: str
    at: str
    why: str
    holds: bool
    things: tuple[Link, ...]

    @property
    def meta(self) -> str:
        """Who, when, and whether it still holds."""
        return " · ".join(
            filter(None, (f"{self.by}, {self.at[:16].replace('T', ' ')}", "" if self.holds else "undone"))
        )


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """The log."""

    changes: tuple[Change, ...]
    title: str = "Changes"
    kicker: str = "Corrections by people"
    lede: str = "What people decided about the record. Nothing here rewrites a document, and each change can be undone."

    def as_json(self) -> dict[str, Any]:
        """Changes, newest first."""
        return {
            "format": "minutebook-page/1",
            "changes": [
                {"number": c.number, "what": c.words, "who": c.by, "at": c.at, "why": c.why, "holds": c.holds}
                for c in self.changes
            ],
        }

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """Changes as rows."""
        rows = [[str(c.number), c.words, c.by, c.at, c.why, "yes" if c.holds else "no"] for c in self.changes]
        return ["number", "what", "who", "at", "why", "holds"], rows


def changes_page(snapshot: Snapshot, judgements: Sequence[Judgement]) -> ChangesPage:
    """All judgements of the log, newest first."""
    holding = {each.number for each in in_force(judgements)}
    undone = {each.undoes for each in judgements if each.undoes is not None}
    holding |= {each.number for each in judgements if each.action == "undo" and each.number not in undone}
    named = snapshot.labels(iri for each in judgements for iri in (each.target, each.other) if iri)
    return ChangesPage(tuple(_change(snapshot, each, each.number in holding, named) for each in reversed(judgements)))


def _change(snapshot: Snapshot, judgement: Judgement, holds: bool, named: dict[str, str]) -> Change:
    parts = {
        "target": _name(snapshot, judgement.target, named),
        "other": _name(snapshot, judgement.other, named),
        "text": judgement.text,
        "status": judgement.status,
        "undoes": judgement.undoes,
        "anew": ", ".join(filter(None, (judgement.status, judgement.due, *judgement.owners))),
    }
    things = tuple(
        Link(_name(snapshot, iri, named), path_of(iri, snapshot.base))
        for iri in (judgement.target, judgement.other)
        if iri
    )
    return Change(
        number=judgement.number,
        words=_WORDS[judgement.action].format(**parts),
        by=judgement.who,
        at=judgement.at,
        why=judgement.why,
        holds=holds,
        things=tuple(link for link in things if link.href),
    )


def _name(snapshot: Snapshot, iri: str | None, named: dict[str, str]) -> str:
    if not iri:
        return ""
    local = iri.removeprefix(snapshot.base)
    return named.get(iri) or (f"statement {local[5:13]}" if local.startswith("fact/") else local)
