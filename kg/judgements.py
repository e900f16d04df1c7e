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

Action = Literal["same", "not-same", "split", "reject", "close-action", "add-alias", "rename", "undo"]

_NEEDS: dict[str, tuple[str, ...]] = {
    "same": ("target", "other"),
    "not-same": ("target", "other"),
    "split": ("target", "documents"),
    "reject": ("target",),
    "close-action": ("target", "documents", "status"),
    "add-alias": ("target", "text"),
    "rename": ("target", "text"),
    "undo": ("undoes",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One decision: who took it, when (ISO 8601 with offset), why, and what about.

    `same`: `other` is the same thing as `target`, which keeps its IRI. `not-same`: they are
    never merged by rule. `split`: in these `documents` (ids) the name `target` means somebody
    else. `reject`: `target` is no entity, or the statement is wrong. `close-action`: the
    commitment `target` of the document in `documents` is `done` or `dropped`. `add-alias`
    and `rename`: `text` is a name of `target`, or its preferred one. `undo`: the judgement
    numbered `undoes` no longer holds.
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
    status: Literal["done", "dropped"] | None = None
    undoes: int | None = None


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
        _check(judgement, earlier)
        values = {key: value for key, value in asdict(judgement).items() if value not in (None, "", ())}
        line = json.dumps(values, ensure_ascii=False, separators=(", ", ": "))
        try:
            append_line(self.path, line.encode(), _is_whole, self._step)
        except OSError as problem:
            raise LibraryError(f"{self.path}: cannot be written: {problem.strerror}; nothing was lost") from problem
        return judgement

    def _judgement(self, number: int, line: bytes) -> Judgement:
        try:
            values = json.loads(line)
            judgement = Judgement(**{**values, "documents": tuple(values.get("documents", ()))})
            _check_shape(judgement, number)
        except (ValueError, TypeError, AttributeError, JudgementError) as problem:
            raise LibraryError(
                f"{self.path}, line {number}: is not a judgement: {problem}; restore the line from a copy"
            ) from None
        return judgement


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
    allowed = {*_NEEDS[judgement.action], "number", "action", "who", "at", "why", "documents"}
    extra = [field.name for field in fields(Judgement) if field.name not in allowed and getattr(judgement, field.name)]
    if extra:
        raise JudgementError(f"the judgement {judgement.action!r} takes no {extra[0]!r}")
    if not judgement.who:
        raise JudgementError("a judgement needs to say who takes it")


def _check(judgement: Judgement, earlier: tuple[Judgement, ...]) -> None:
    _check_shape(judgement, len(earlier) + 1)
    if judgement.action == "undo":
        known = {one.number for one in earlier}
        if judgement.undoes not in known:
            raise JudgementError(f"there is no judgement number {judgement.undoes}; `minutebook log` lists them")
        if _is_undone(earlier, judgement.undoes or 0):
            raise JudgementError(f"judgement {judgement.undoes} is already undone")
    if judgement.action in ("same", "not-same"):
        _check_pair(judgement, earlier)


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
