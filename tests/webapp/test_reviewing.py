"""The queue of doubtful pairs: asked, answered, taken back."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg.library import Library
from kg.records import record
from tests.kg.extractions import everything
from tests.webapp.conftest import settings
from webapp import create_app

FORM = {"who": "Ada"}


def small(folder: Path) -> Library:
    """A library of one document with a name read with little confidence."""
    library = Library.create(folder / "library", name="Trees")
    library.store({"2023-03-14": record(everything(), "2023-03-14", library.base, "0" * 64)})
    return library


@pytest.fixture
def reviewed(own: Path) -> FlaskClient:
    app = create_app(own, settings())
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


def questions(client: FlaskClient) -> list[dict[str, str]]:
    return client.get("/review.json").get_json()["questions"]  # type: ignore[no-any-return]


def test_a_reply_is_asked_no_more_and_comes_back_when_it_is_taken_back(reviewed: FlaskClient) -> None:
    before = questions(reviewed)
    assert before
    first = {name: before[0][name] for name in ("kind", "target", "other")}
    assert reviewed.post("/review", data={**FORM, **first, "reply": "unsure"}).status_code == 303
    assert questions(reviewed) == before[1:]
    assert "can say" in reviewed.get("/changes").get_data(as_text=True)
    reviewed.post("/review", data={**FORM, "reply": "undo"})
    assert questions(reviewed) == before


def test_a_question_shows_where_each_side_is_named(reviewed: FlaskClient) -> None:
    text = reviewed.get("/review").get_data(as_text=True)
    assert re.search(r'href="/docs/[^"]+#at"', text)
    assert all(f'data-key="{key}"' in text for key in "ynu") and 'data-key="z"' not in text


def test_what_is_decided_already_changes_nothing(reviewed: FlaskClient) -> None:
    form = {**FORM, "kind": "same", "target": "person/nobody", "other": "person/else", "reply": "yes"}
    reviewed.post("/review", data=form)
    assert "decided that already" in reviewed.get("/review").get_data(as_text=True)
    assert reviewed.get("/changes.json").get_json()["changes"] == []


def test_an_unknown_reply_is_refused(reviewed: FlaskClient) -> None:
    assert reviewed.post("/review", data={**FORM, "reply": "perhaps"}).status_code == 400


def test_nobody_replies_on_a_public_site(tmp_path: Path) -> None:
    app = create_app(small(tmp_path).folder, settings(public_read_only=True))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    assert client.post("/review", data={**FORM, "reply": "yes"}).status_code == 403
    assert 'name="reply"' not in client.get("/review").get_data(as_text=True)


def test_a_library_without_doubts_says_so(tmp_path: Path) -> None:
    client = create_app(Library.create(tmp_path / "empty", name="Empty").folder, settings()).test_client()
    assert "Nothing is in doubt" in client.get("/review").get_data(as_text=True)
