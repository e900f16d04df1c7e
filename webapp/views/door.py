"""Signing in and out, where the library has a password."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, session
from flask_wtf import FlaskForm
from werkzeug.security import check_password_hash
from werkzeug.wrappers.response import Response as AnyResponse
from wtforms import HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

from webapp.application import settings, throttle
from webapp.errors import NoSuchPage
from webapp.security import ATTEMPTS, local_target, sign_in

door = Blueprint("door", __name__)


class SignIn(FlaskForm):  # type: ignore[misc]
    """The form that asks for the password."""

    password = PasswordField("Password", [InputRequired(), Length(max=1000)])
    next = HiddenField()


@dataclass(frozen=True, slots=True)
class DoorPage:
    """The page that asks for the password; `problem` says why the last try failed."""

    title: str = "Sign in"
    problem: str = ""

    def as_json(self) -> dict[str, Any]:
        """Nothing but the problem."""
        return {"error": self.title, "message": self.problem}

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """Nothing but the problem."""
        return ["message"], [[self.problem]]


@door.get("/login")
def login() -> Response:
    """The form."""
    if not settings().password_hash:
        raise NoSuchPage("This library has no password.")
    return _form(SignIn(data={"next": request.args.get("next", "")}))


@door.post("/login")
def enter() -> AnyResponse:
    """Lets in whoever knows the password, and sends them on to the page they asked for."""
    expected = settings().password_hash
    if not expected:
        raise NoSuchPage("This library has no password.")
    visitor = request.remote_addr or ""
    if not throttle().allows(visitor):
        return _form(SignIn(), f"There were {ATTEMPTS} wrong passwords from your address. Wait five minutes.", 429)
    form = SignIn()
    if form.validate_on_submit() and check_password_hash(expected, form.password.data):
        sign_in(settings())
        return redirect(local_target(form.next.data))
    throttle().failed(visitor)
    return _form(form, "That is not the password.", 401)


@door.post("/logout")
def leave() -> AnyResponse:
    """Ends the session."""
    session.clear()
    return redirect("/")


def _form(form: SignIn, problem: str = "", status: int = 200) -> Response:
    page = DoorPage(problem=problem)
    return make_response(render_template("login.html", page=page, form=form, formats=()), status)
