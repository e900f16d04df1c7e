"""Corrections: judgements made and undone from the pages, and the statements they are about."""

from typing import Any, cast

from flask import Blueprint, Response, abort, flash, redirect, request, session
from werkzeug.wrappers.response import Response as AnyResponse

from kg.errors import JudgementError, LibraryError
from kg.judgements import Action
from webapp.application import holder, rdf_formats, settings, snapshot, visitor
from webapp.contexts.changes import changes_page
from webapp.contexts.facts import fact_page
from webapp.contexts.lists import find
from webapp.formats import respond
from webapp.security import local_target

correcting = Blueprint("correcting", __name__)
LONGEST = 500
_FIELDS = {
    "same": ("target", "other"),
    "not-same": ("target", "other"),
    "reject": ("target",),
    "confirm": ("target",),
    "close-action": ("target", "status"),
    "add-alias": ("target", "text"),
    "rename": ("target", "text"),
    "undo": ("undoes",),
}


@correcting.get("/facts/<name>")
def fact(name: str) -> Response:
    """A statement with its evidence and what can be done about it."""
    page = fact_page(snapshot(), name)
    return respond("fact.html", page, others=rdf_formats(page.iri))


@correcting.get("/changes")
def changes() -> Response:
    """The log of judgements."""
    return respond("changes.html", changes_page(snapshot(), holder().library.judgements.read()))


@correcting.post("/judge")
def judge() -> AnyResponse:
    """Takes one judgement and goes back to the page it came from, which says what was done or why not."""
    back = local_target(request.form.get("back"))
    chosen, _, status = request.form.get("action", "").partition(" ")
    action = cast(Action, chosen)
    if action not in _FIELDS:
        abort(400, f"There is no correction named “{action}”.")
    by, why = signed()
    try:
        if action == "undo" and request.form.get("at"):
            check_undone(request.form.get("undoes", ""), request.form["at"])
        made = holder().library.judge(action, who=by, at=settings().now(), why=why, **_about(action, status))
        flash(f"Done: this is change {made.number}. It can be undone under “Changes”.")
    except (JudgementError, LibraryError) as problem:
        flash(f"Nothing was changed: {problem}")
    return redirect(back, 303)


def check_undone(number: int | str, at: str) -> None:
    """Raises JudgementError where the correction of this number, as it is seen now, was made at another time.

    Corrections are numbered anew for those from whom one is kept from now on.
    """
    made = {str(one.number): one.at for one in holder().library.judgements.read()}
    if made.get(str(number)) != at:
        raise JudgementError("the corrections have other numbers by now; look at “Changes” again.")


def signed() -> tuple[str, str]:
    """Who decides, by their account, else by the form or as remembered, and why."""
    why = request.form.get("why", "").strip()[:LONGEST]
    if visitor().name:
        return visitor().name, why
    who = request.form.get("who", "").strip()[:LONGEST]
    if who:
        session["who"] = who
    return who or str(session.get("who", "")), why


def _about(action: Action, status: str) -> dict[str, Any]:
    """What the judgement is about, from the form. Raises JudgementError where a name fits nobody or several."""
    about: dict[str, Any] = {}
    for name in _FIELDS[action]:
        text = status if name == "status" else request.form.get(name, "").strip()[:LONGEST]
        if not text:
            raise JudgementError(f"The field “{name}” is empty.")
        about[name] = int(text) if name == "undoes" and text.isdecimal() else text
    if "other" in about:
        about["other"] = _one(about["other"], about["target"])
    return about


def _one(name: str, target: str) -> str:
    """The IRI of the one thing of the target's kind that bears this name, the target itself left out."""
    kind = target.removeprefix(snapshot().base).partition("/")[0]
    whole = snapshot().base + target if "://" not in target else target
    fitting = [iri for iri in find(snapshot(), name) if iri != whole and iri.startswith(f"{snapshot().base}{kind}/")]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise JudgementError(f"Nobody else in the record is called “{name}”.")
    choices = ", ".join(iri.removeprefix(snapshot().base) for iri in fitting)
    raise JudgementError(f"“{name}” can mean several: write one of {choices}.")
