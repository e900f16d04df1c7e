"""The queue of doubtful pairs and names."""

from typing import cast

from flask import Blueprint, Response, abort, flash, redirect, request, session
from werkzeug.wrappers.response import Response as AnyResponse

from kg.errors import JudgementError, LibraryError
from kg.review import Doubt, Reply, judgement
from webapp.application import holder, settings, snapshot
from webapp.contexts.review import pending, review_page
from webapp.formats import respond
from webapp.views.correcting import check_undone, signed

reviewing = Blueprint("reviewing", __name__)
_REMEMBERED = 20
"""Replies of a session that can be taken back one after the other."""


@reviewing.get("/review")
def queue() -> Response:
    """The question that is likeliest to be worth asking."""
    made = session.get("reviewed", [])
    return respond("review.html", review_page(snapshot(), _open(), made[-1][0] if made else None))


@reviewing.post("/review")
def reply() -> AnyResponse:
    """Takes a reply, or takes the last one back, and goes on to the next question."""
    chosen = request.form.get("reply", "")
    who, why = signed()
    made = list(session.get("reviewed", []))
    library, now = holder().library, settings().now()
    try:
        if chosen == "undo" and made:
            number, at = made.pop()
            check_undone(number, at)
            library.judge("undo", who=who, at=now, why=why, undoes=number)
        elif chosen in ("yes", "no", "unsure"):
            action, about = judgement(_asked(), cast(Reply, chosen))
            done = library.judge(action, who=who, at=now, why=why, **about)  # type: ignore[arg-type]
            made.append((done.number, done.at))
        else:
            abort(400, "There is no such reply.")
    except (JudgementError, LibraryError) as problem:
        flash(f"Nothing was changed: {problem}")
    session["reviewed"] = made[-_REMEMBERED:]
    return redirect("/review", 303)


def _open() -> list[Doubt]:
    """The doubts of this state of the library and its log, found once."""
    found = snapshot()
    key = ("doubts", len(holder().library.judgements.read()))
    return found.kept(key, lambda: pending(holder().library))  # type: ignore[no-any-return]


def _asked() -> Doubt:
    """The doubt that the form is about. Raises JudgementError where it is open no more."""
    wanted = [request.form.get(name, "") for name in ("kind", "target", "other")]
    base = snapshot().base
    for doubt in _open():
        if [doubt.kind, doubt.target.removeprefix(base), (doubt.other or "").removeprefix(base)] == wanted:
            return doubt
    raise JudgementError("somebody has decided that already.")
