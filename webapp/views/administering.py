"""What administrators do beside adding documents: accounts, and forgetting."""

from flask import Blueprint, Response, flash, redirect, request
from werkzeug.wrappers.response import Response as AnyResponse

from kg.errors import ConfigurationError, JudgementError, MinutebookError
from webapp.accounts import Role, generated
from webapp.application import holder, parts, snapshot, visitor
from webapp.contexts.accounts import ForgetPage, accounts_page
from webapp.errors import NoSuchPage
from webapp.formats import respond
from webapp.views.adding import refuse_others

administering = Blueprint("administering", __name__)
LONGEST = 500


@administering.get("/accounts")
def accounts() -> Response:
    """All accounts."""
    return _accounts()


@administering.post("/accounts")
def change() -> Response:
    """Adds, changes or removes one account, as `action` says."""
    name, action = request.form.get("name", "").strip()[:LONGEST], request.form.get("action", "")
    password = request.form.get("password", "")
    made = "" if password or action not in ("add", "password") else generated()
    try:
        told = _changed(action, name, password or made)
    except ConfigurationError as problem:
        return _accounts(problem=f"Nothing was changed: {problem}.", status=400)
    return _accounts(told=told, made=made)


def _changed(action: str, name: str, password: str) -> str:
    """What was done, in words. Raises ConfigurationError where it cannot be."""
    book, own = parts().door.accounts, name.casefold() == visitor().name
    groups = request.form.get("groups", "").replace(",", " ").split()
    role: Role = request.form.get("role", "reader")  # type: ignore[assignment]
    if own and (action == "remove" or (action == "set" and role != "administrator")):
        raise ConfigurationError("another administrator must do that for you, so that one is left")
    if action == "add":
        return f"The account {book.add(name, password, role, groups).name} was added."
    if action == "set":
        return f"The account {book.change(name, role=role, groups=groups).name} was changed."
    if action == "password":
        return f"The account {book.change(name, password=password).name} has a new password; its sessions have ended."
    if action == "remove":
        book.remove(name)
        return f"The account {name} was removed; its sessions have ended."
    raise ConfigurationError(f"there is no action {action!r}")


def _accounts(*, told: str = "", problem: str = "", made: str = "", status: int = 200) -> Response:
    if not parts().door.asks_for_name:
        raise NoSuchPage("One password serves for everybody here. “minutebook account add NAME” begins accounts.")
    book = parts().door.accounts
    page = accounts_page(book.all().values(), visitor().name, told=told, problem=problem, made=made)
    return respond("accounts.html", page, status=status)


@administering.get("/forget")
def form() -> Response:
    """The form."""
    refuse_others()
    return respond("forget.html", ForgetPage(request.args.get("name", "").strip()[:LONGEST]))


@administering.post("/forget")
def forget() -> AnyResponse:
    """Says what would be forgotten; forgets it where the form says `sure`."""
    from kg.forgetting import forget_document, forget_person

    refuse_others()
    asked, library = request.form.get("name", "").strip()[:LONGEST], holder().library
    try:
        thing = _meant(asked)
        if request.form.get("sure") != thing:
            return respond("forget.html", ForgetPage(asked, thing))
        if thing.startswith("doc/"):
            left = forget_document(library, thing.removeprefix("doc/"))
        else:
            left = forget_person(library, library.base + thing)
    except MinutebookError as problem:
        return respond("forget.html", ForgetPage(asked, problem=f"Nothing was forgotten: {problem}"), status=400)
    still = f" The name is still found in: {', '.join(left)}." if left else ""
    flash(f"Forgotten. A copy of the library that you keep elsewhere still holds it.{still}")
    return redirect("/forget", 303)


def _meant(name: str) -> str:
    """The id of the one person or document that is meant. Raises JudgementError where there is none, or several."""
    from search.named import meant

    if name.startswith("doc/"):
        if not holder().library.holds(name.removeprefix("doc/")):
            raise JudgementError(f"there is no document {name.removeprefix('doc/')!r}")
        return name
    found = [one.iri.removeprefix(snapshot().base) for one in meant(snapshot().reader, snapshot().base, name)]
    if len(found) != 1 or not found[0].startswith("person/"):
        raise JudgementError(f"“{name}” is {', '.join(found) or 'nobody'}; name one person, or a document as doc/ID")
    return found[0]
