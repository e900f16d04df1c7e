"""Signing in and out, and a password of one's own."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers.response import Response as AnyResponse
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, Optional

from kg.errors import ConfigurationError
from webapp.accounts import LONGEST
from webapp.application import parts, visitor
from webapp.contexts.accounts import DoorPage, PasswordPage
from webapp.errors import NoSuchPage
from webapp.security import local_target

door = Blueprint("door", __name__)
_TOO_MANY = "There were too many wrong passwords. Wait five minutes."


class SignIn(FlaskForm):  # type: ignore[misc]
    """The form that asks who somebody is."""

    account = StringField("Name", [Optional(), Length(max=64)])
    password = PasswordField("Password", [InputRequired(), Length(max=LONGEST)])
    next = HiddenField()


class NewPassword(FlaskForm):  # type: ignore[misc]
    """The form for another password."""

    old = PasswordField("Password until now", [InputRequired(), Length(max=LONGEST)])
    new = PasswordField("New password", [InputRequired()])


@door.get("/login")
def login() -> Response:
    """The form."""
    _need_a_lock()
    return _form(SignIn(data={"next": request.args.get("next", "")}))


@door.post("/login")
def enter() -> AnyResponse:
    """Lets in whoever knows a password, and sends them on to the page they asked for."""
    _need_a_lock()
    form, throttle, address = SignIn(), parts().throttle, request.remote_addr or ""
    name = (form.account.data or "").strip()
    if not throttle.begin(name, address):
        return _form(form, _TOO_MANY, 429)
    if form.validate_on_submit() and parts().door.sign_in(name, form.password.data):
        throttle.succeeded(name, address)
        return redirect(local_target(form.next.data), 303)
    return _form(form, "That is not the password of such an account." if parts().door.asks_for_name else _WRONG, 401)


@door.post("/logout")
def leave() -> AnyResponse:
    """Ends the session."""
    parts().door.sign_out()
    return redirect("/", 303)


@door.get("/password")
def password() -> Response:
    """The form for another password."""
    _need_an_account()
    return _password_form(NewPassword())


@door.post("/password")
def change_password() -> AnyResponse:
    """Changes the visitor's own password; their sessions elsewhere end."""
    _need_an_account()
    form, name, address = NewPassword(), visitor().name, request.remote_addr or ""
    if not parts().throttle.begin(name, address):
        return _password_form(form, _TOO_MANY, 429)
    if not form.validate_on_submit() or not parts().door.sign_in(name, form.old.data):
        return _password_form(form, _WRONG, 401)
    parts().throttle.succeeded(name, address)
    try:
        parts().door.accounts.change(name, password=form.new.data)
    except ConfigurationError as problem:
        return _password_form(form, f"Nothing was changed: {problem}.", 400)
    parts().door.sign_in(name, form.new.data)
    flash("Your password was changed; wherever else you were signed in, you are no more.")
    return redirect("/", 303)


_WRONG = "That is not the password."


def _need_a_lock() -> None:
    if not parts().door.is_locked:
        raise NoSuchPage("Nobody signs in to this library.")


def _need_an_account() -> None:
    if not visitor().name:
        raise NoSuchPage("You have no account here whose password could be changed.")


def _form(form: SignIn, problem: str = "", status: int = 200) -> Response:
    page = DoorPage(asks_for_name=parts().door.asks_for_name, problem=problem)
    return make_response(render_template("login.html", page=page, form=form, formats=()), status)


def _password_form(form: NewPassword, problem: str = "", status: int = 200) -> Response:
    page = PasswordPage(visitor().name, problem)
    return make_response(render_template("password.html", page=page, form=form, formats=()), status)
