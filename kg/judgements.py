"""What people decided: an append-only log of judgements, one JSON object a line.

A judgement never rewrites evidence; it is applied when records are loaded. Undoing one is a line
too. Entities and statements are named by their IRIs as the library shows them.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, get_args

from kg.durable import Step, append_line, no_step
from kg.errors import JudgementError, LibraryError

Action = Literal[
    "same",
    "not-same",
    "unsure",
    "split",
    "reject",
    "confirm",
    "close-action",
    "set",
    "add-alias",
    "rename",
    "add",
    "undo",
    "forgotten",
]
FactKind = Literal["engagement", "commitment", "role"]

_NEEDS: dict[str, tuple[str, ...]] = {
    "same": ("target", "other"),
    "not-same": ("target", "other"),
    "split": ("target", "documents"),
    "unsure": ("target",),
    "reject": ("target",),
    "confirm": ("target",),
    "set": ("target", "documents"),
    "add": ("text", "fact"),
    "forgotten": (),
    "close-action": ("target", "documents", "status"),
    "add-alias": ("target", "text"),
    "rename": ("target", "text"),
    "undo": ("undoes",),
}
_MAY_HAVE: dict[str, tuple[str, ...]] = {"unsure": ("other",), "set": ("status", "due", "owners")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact told by hand: whom it is of, and what. `by`, `engaged` and `organisation` are IRIs.

    `by` engaged, owe or hold the role; `what` is what is owed or the title of the role; `when` is
    the date (EDTF) of the engagement, when the commitment is due, or the time of the role.
    `new` names people and organisations, by IRI, that were not on record.
    """

    kind: FactKind
    by: tuple[str, ...]
    engaged: tuple[str, ...] = ()
    organisation: str | None = None
    what: str | None = None
    when: str | None = None
    channel: str | None = None
    status: str | None = None
    new: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One decision: who took it, when (ISO 8601 with offset), why, and what about.

    `same`: `other` is the same thing as `target`, which keeps its IRI. `not-same`: they are
    never merged by rule. `unsure`: nobody knows whether they are one, or `target` what it seems;
    it is not asked again. `split`: in these `documents` (ids) the name `target` means somebody
    else. `reject`: `target` is no entity, or the statement is wrong; `confirm`: it is, or it is
    right. `close-action`: the commitment `target` of the document in `documents` is `done` or `dropped`. `add-alias`
    and `rename`: `text` is a name of `target`, or its preferred one. `undo`: the judgement
    numbered `undoes` no longer holds. `set`: the statement `target` has this `status`, is `due` on
    that date (EDTF), or has these `owners`. `add`: `who` says, in the words `text`, that the `fact`
    holds. `forgotten`: what stood here was about somebody or something to be forgotten.
    """

    number: int
    action: Action
    who: str
    at: str
    why: str = ""
    target: str | None = None
    other: str | None = None
    documents: tuple[str, ...] = ()
    text: str | None = None
    status: str | None = None
    undoes: int | None = None
    due: str | None = None
    owners: tuple[str, ...] = ()
    fact: Fact | None = None


class JudgementLog:
    """The log file. Writers hold the library's lock; a last line torn by a crash is ignored and cut off."""

    def __init__(self, path: Path, step: Step = no_step) -> None:
        self.path = path
        self._step = step

    def read(self) -> tuple[Judgement, ...]:
        """All judgements in order, undone ones too. Raises LibraryError naming a line that is none."""
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return ()
        *lines, last = content.split(b"\n")
        if _is_whole(last):
            lines.append(last)
        return tuple(self._judgement(number, line) for number, line in enumerate(lines, 1))

    def append(self, action: Action, *, who: str, at: datetime, why: str = "", **about: Any) -> Judgement:
        """Write one judgement; what comes back carries its number.

        Raises JudgementError where it lacks something, names a judgement that does not exist,
        or contradicts one that holds; LibraryError where the disk takes no more.
        """
        earlier = self.read()
        judgement = Judgement(
            number=len(earlier) + 1, action=action, who=who, at=at.isoformat(timespec="seconds"), why=why, **about
        )
        check(judgement, earlier)
        try:
            append_line(self.path, line_of(judgement), _is_whole, self._step)
        except OSError as problem:
            raise LibraryError(f"{self.path}: cannot be written: {problem.strerror}; nothing was lost") from problem
        return judgement

    def _judgement(self, number: int, line: bytes) -> Judgement:
        try:
            values = json.loads(line)
            judgement = _judgement(values)
            _check_shape(judgement, number)
        except (ValueError, TypeError, AttributeError, JudgementError) as problem:
            raise LibraryError(
                f"{self.path}, line {number}: is not a judgement: {problem}; restore the line from a copy"
            ) from None
        return judgement


def line_of(judgement: Judgement) -> bytes:
    """A judgement as a line of the log, without its newline."""
    values = _stated(asdict(judgement))
    if judgement.fact:
        values["fact"] = _stated(values["fact"])
    return json.dumps(values, ensure_ascii=False, separators=(", ", ": ")).encode()


def _stated(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "", ())}


def _judgement(values: dict[str, Any]) -> Judgement:
    """The judgement that a line's JSON says, lists made tuples. Raises TypeError where it says something else."""
    given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    if fact := given.get("fact"):
        fact = {key: tuple(value) if isinstance(value, list) else value for key, value in fact.items()}
        given["fact"] = Fact(**{**fact, "new": tuple((iri, name) for iri, name in fact.get("new", ()))})
    return Judgement(**given)


def in_force(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The judgements that hold, in order: neither undone nor an undo. An undo can be undone itself."""
    undone: set[int] = set()
    kept: list[Judgement] = []
    for judgement in reversed(tuple(judgements)):
        if judgement.number in undone:
            continue
        if judgement.undoes is not None:
            undone.add(judgement.undoes)
        else:
            kept.append(judgement)
    return tuple(reversed(kept))


def _is_whole(last: bytes) -> bool:
    """Is a last line without a newline nevertheless a whole judgement, as editors leave it?"""
    try:
        return isinstance(json.loads(last), dict)
    except ValueError:
        return False


def _check_shape(judgement: Judgement, number: int) -> None:
    if judgement.number != number:
        raise JudgementError(f"it is numbered {judgement.number}")
    if judgement.action not in get_args(Action):
        raise JudgementError(f"there is no judgement {judgement.action!r}; known are: {', '.join(get_args(Action))}")
    for name in _NEEDS[judgement.action]:
        if not getattr(judgement, name):
            raise JudgementError(f"the judgement {judgement.action!r} needs {name!r}")
    needs, may_have = _NEEDS[judgement.action], _MAY_HAVE.get(judgement.action, ())
    allowed = {*needs, *may_have, "number", "action", "who", "at", "why", "documents"}
    extra = [field.name for field in fields(Judgement) if field.name not in allowed and getattr(judgement, field.name)]
    if extra:
        raise JudgementError(f"the judgement {judgement.action!r} takes no {extra[0]!r}")
    if judgement.action == "set" and not (judgement.status or judgement.due or judgement.owners):
        raise JudgementError("the judgement 'set' needs a status, a due date or owners")
    if judgement.action == "close-action" and judgement.status not in ("done", "dropped"):
        raise JudgementError("a commitment is closed as done or dropped; `minutebook set` knows other states")
    if not judgement.who:
        raise JudgementError("a judgement needs to say who takes it")


def check(judgement: Judgement, earlier: tuple[Judgement, ...]) -> None:
    """Raises JudgementError where a judgement lacks something or contradicts an earlier one that holds."""
    _check_shape(judgement, len(earlier) + 1)
    if judgement.action == "undo":
        known = {one.number for one in earlier}
        if judgement.undoes not in known:
            raise JudgementError(f"there is no judgement number {judgement.undoes}; `minutebook log` lists them")
        if _is_undone(earlier, judgement.undoes or 0):
            raise JudgementError(f"judgement {judgement.undoes} is already undone")
    if judgement.action in ("same", "not-same"):
        _check_pair(judgement, earlier)
    if judgement.action in ("reject", "confirm"):
        _check_existence(judgement, earlier)


def _is_undone(judgements: tuple[Judgement, ...], number: int) -> bool:
    undone: set[int] = set()
    for judgement in reversed(judgements):
        if judgement.undoes is not None and judgement.number not in undone:
            undone.add(judgement.undoes)
    return number in undone


def _check_pair(judgement: Judgement, earlier: tuple[Judgement, ...]) -> None:
    if judgement.target == judgement.other:
        raise JudgementError(f"{judgement.target} is given twice; name two different things")
    pair = {judgement.target, judgement.other}
    for one in in_force(earlier):
        if one.action in ("same", "not-same") and {one.target, one.other} == pair:
            said = "already says so" if one.action == judgement.action else "says the opposite"
            raise JudgementError(f"judgement {one.number} {said}; undo it first if it is wrong")


def _check_existence(judgement: Judgement, earlier: tuple[Judgement, ...]) -> None:
    for one in in_force(earlier):
        if one.action in ("reject", "confirm") and one.target == judgement.target:
            said = "already says so" if one.action == judgement.action else "says the opposite"
            raise JudgementError(f"judgement {one.number} {said}; undo it first if it is wrong")
