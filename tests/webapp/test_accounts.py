"""Signing in and out, what each role may, and sessions that end when they should."""

import json
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash

from kg.errors import ConfigurationError
from kg.library import Library
from kg.records import record
from tests.kg.extractions import everything
from tests.webapp.conftest import settings
from webapp import create_app
from webapp.accounts import Accounts
from webapp.throttle import ATTEMPTS, IN_ALL, WINDOW, Throttle

PASSWORDS = {"reader": "violet tram 1", "curator": "violet tram 2", "administrator": "violet tram 3"}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with an account of each role, called as the role."""
    library = Library.create(tmp_path_factory.mktemp("kept") / "library", name="Trees")
    library.store({"2023-03-14": record(everything(), "2023-03-14", library.base, "0" * 64)})
    for role, password in PASSWORDS.items():
        Accounts(library.folder).add(role, password, role)  # type: ignore[arg-type]
    return library.folder


@pytest.fixture
def site(kept: Path) -> Callable[[], FlaskClient]:
    """Gives clients of one app, each a browser of its own."""
    return create_app(kept, settings(login=True)).test_client


def token_of(client: FlaskClient, path: str = "/login") -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def sign_in(client: FlaskClient, name: str, password: str = "", **more: str) -> int:
    form = {"csrf_token": token_of(client), "account": name, "password": password or PASSWORDS[name], **more}
    return client.post("/login", data=form).status_code


def test_nothing_is_shown_before_somebody_signs_in(site: Callable[[], FlaskClient]) -> None:
    client = site()
    response = client.get("/people?page=1")
    assert response.status_code == 302 and response.headers["Location"] == "/login?next=%2Fpeople%3Fpage%3D1"
    for path in ("/people.json", "/docs/2023-03-14.ttl", "/complete.json?q=a", "/commitments.ics", "/nowhere.json"):
        refused = client.get(path)
        assert refused.status_code == 401 and "Ada" not in refused.text and "Trees" not in refused.text
    assert client.post("/sparql", data={"query": "ASK {}"}).status_code == 401
    assert "Trees" not in client.get("/login").text
    with client.get("/static/minutebook.css") as style:
        assert style.status_code == 200


def test_whoever_signs_in_is_led_on_and_can_leave(site: Callable[[], FlaskClient]) -> None:
    client = site()
    form = {"csrf_token": token_of(client), "account": " Reader ", "password": PASSWORDS["reader"], "next": "/people"}
    assert client.post("/login", data=form).headers["Location"] == "/people"
    assert "Ada Byrne" in client.get("/people").text
    assert client.get("/people").headers["Cache-Control"] == "no-store"
    client.post("/logout", data={"csrf_token": token_of(client, "/password")})
    assert client.get("/people").status_code == 302


def test_a_copied_session_ends_with_the_session(site: Callable[[], FlaskClient]) -> None:
    client, thief = site(), site()
    sign_in(client, "reader")
    cookie = client.get_cookie("minutebook")
    assert cookie
    thief.set_cookie("minutebook", cookie.value)
    assert thief.get("/people").status_code == 200
    client.post("/logout", data={"csrf_token": token_of(client, "/password")})
    assert thief.get("/people").status_code == 302


def test_a_session_cookie_is_kept_from_scripts_other_sites_and_plain_lines(kept: Path) -> None:
    client = create_app(kept, settings(login=True, behind_tls=True)).test_client()
    cookie = client.get("/login", base_url="https://localhost").headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Secure" in cookie


def test_what_each_role_may(site: Callable[[], FlaskClient]) -> None:
    for role, correct, add in (("reader", 403, 403), ("curator", 303, 403), ("administrator", 303, 200)):
        client = site()
        sign_in(client, role)
        form = {"csrf_token": token_of(client, "/password"), "action": "undo", "undoes": "99"}
        assert client.get("/people").status_code == 200
        assert client.post("/judge", data=form).status_code == correct
        for path in ("/upload", "/forget", "/accounts"):
            assert client.get(path).status_code == add
            if add == 403:
                assert client.post(path, data=form).status_code == 403
        assert ("/upload" in client.get("/").text) == (add == 200)
        assert ("Correct it" in client.get("/people/ada-byrne").text) == (correct == 303)


def test_what_there_is_not_is_not_forbidden(site: Callable[[], FlaskClient]) -> None:
    client = site()
    sign_in(client, "reader")
    assert client.open("/people", method="TRACE").status_code == 405
    assert client.open("/nowhere", method="DELETE").status_code == 404


def test_a_correction_is_signed_by_the_account_whatever_the_form_says(kept: Path) -> None:
    client = create_app(kept, settings(login=True)).test_client()
    sign_in(client, "curator")
    page = client.get("/people/ada-byrne")
    assert "Signed as curator" in page.text
    form = {"csrf_token": token_of(client, "/people/ada-byrne"), "action": "add-alias", "who": "somebody else"}
    client.post("/judge", data={**form, "target": "person/ada-byrne", "text": "The Chair"})
    assert Library.open(kept).judgements.read()[-1].who == "curator"


def test_a_new_password_or_role_and_removal_hold_at_once(kept: Path) -> None:
    client = create_app(kept, settings(login=True)).test_client()
    book = Accounts(kept)
    book.add("tom", "violet tram 4", "curator")
    sign_in(client, "tom", "violet tram 4")
    assert "Correct it" in client.get("/people/ada-byrne").text
    book.change("tom", role="reader")
    assert "Correct it" not in client.get("/people/ada-byrne").text
    book.change("tom", password="violet tram 5")
    assert client.get("/people").status_code == 302
    sign_in(client, "tom", "violet tram 5")
    assert client.get("/people").status_code == 200
    book.remove("tom")
    assert client.get("/people").status_code == 302


def test_people_change_their_own_password(kept: Path) -> None:
    app = create_app(kept, settings(login=True))
    client, elsewhere = app.test_client(), app.test_client()
    Accounts(kept).add("ada", "violet tram 6")
    for each in (client, elsewhere):
        sign_in(each, "ada", "violet tram 6")
    form = {"csrf_token": token_of(client, "/password"), "old": "wrong", "new": "violet tram 7"}
    assert client.post("/password", data=form).status_code == 401
    form |= {"old": "violet tram 6", "new": "short"}
    assert client.post("/password", data=form).status_code == 400
    form |= {"new": "violet tram 7", "csrf_token": token_of(client, "/password")}
    assert client.post("/password", data=form).status_code == 303
    assert client.get("/people").status_code == 200
    assert elsewhere.get("/people").status_code == 302


def test_wrong_passwords_are_counted_and_then_refused(site: Callable[[], FlaskClient]) -> None:
    client = site()
    for _ in range(ATTEMPTS):
        assert sign_in(client, "reader", "wrong") == 401
    assert sign_in(client, "reader") == 429
    assert sign_in(client, "curator") == 303


def test_a_name_that_has_no_account_is_answered_as_one_that_has(site: Callable[[], FlaskClient]) -> None:
    client = site()
    texts = []
    for name in ("reader", "nobody"):
        form = {"csrf_token": token_of(client), "account": name, "password": "wrong"}
        answered = client.post("/login", data=form).text.replace(f'value="{name}"', "")
        texts.append(re.sub(r'name="csrf_token"[^>]*>', "", answered))
    assert texts[0] == texts[1]


def test_tries_are_bounded_for_an_account_and_for_an_address() -> None:
    clock = [0.0]
    throttle = Throttle(lambda: clock[0])
    assert [throttle.begin("ada", "a") for _ in range(ATTEMPTS + 1)] == [True] * ATTEMPTS + [False]
    assert throttle.begin("ada", "b") and throttle.begin("tom", "a")
    clock[0] = WINDOW + 1
    assert sum(throttle.begin(f"name{n}", "a") for n in range(IN_ALL + 5)) == IN_ALL
    assert sum(throttle.begin("ada", f"address{n}") for n in range(IN_ALL + 5)) == IN_ALL
    clock[0] = 2 * WINDOW + 2
    assert throttle.begin("ada", "a")
    throttle.succeeded("ada", "a")
    assert [throttle.begin("ada", "a") for _ in range(ATTEMPTS)] == [True] * ATTEMPTS


def test_the_next_page_is_on_this_site(site: Callable[[], FlaskClient]) -> None:
    for away in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        client = site()
        form = {"csrf_token": token_of(client), "account": "reader", "password": PASSWORDS["reader"], "next": away}
        assert client.post("/login", data=form).headers["Location"] == "/"


def test_forms_need_their_token(site: Callable[[], FlaskClient]) -> None:
    client = site()
    assert client.post("/login", data={"account": "reader", "password": PASSWORDS["reader"]}).status_code == 400
    sign_in(client, "administrator")
    for path in ("/logout", "/password", "/accounts", "/forget", "/judge", "/review", "/upload"):
        assert client.post(path, data={"action": "remove", "name": "reader"}).status_code == 400, path


def test_administrators_keep_the_accounts(kept: Path) -> None:
    client = create_app(kept, settings(login=True)).test_client()
    sign_in(client, "administrator")

    def post(**form: str) -> str:
        return client.post("/accounts", data={"csrf_token": token_of(client, "/accounts"), **form}).text

    made = re.search(r"<code>([^<]+)</code>", post(action="add", name="Zora", role="curator", groups="board, press"))
    assert made and Accounts(kept).all()["zora"].groups == ("board", "press")
    assert sign_in(create_app(kept, settings(login=True)).test_client(), "zora", made[1]) == 303
    assert "already" in post(action="add", name="zora")
    post(action="set", name="zora", role="reader", groups="")
    assert Accounts(kept).all()["zora"].role == "reader" and Accounts(kept).all()["zora"].groups == ()
    assert "another administrator" in post(action="remove", name="administrator")
    post(action="remove", name="zora")
    assert "zora" not in Accounts(kept).all()
    assert "scrypt" not in client.get("/accounts").text + client.get("/accounts.json").text


def test_where_reading_is_public_those_with_accounts_may_do_more(kept: Path) -> None:
    client = create_app(kept, settings(login=True, public_read_only=True, hosts=("localhost",))).test_client()
    assert "Ada Byrne" in client.get("/people").text and "/login" in client.get("/people").text
    assert client.get("/people").headers["Cache-Control"] == "no-cache"
    assert client.get("/upload").status_code == 403
    sign_in(client, "curator")
    assert "Correct it" in client.get("/people/ada-byrne").text
    assert client.get("/people").headers["Cache-Control"] == "no-store"


def test_one_password_for_all(kept: Path, tmp_path: Path) -> None:
    library = Library.create(tmp_path / "library", name="Trees")
    library.store({"2023-03-14": record(everything(), "2023-03-14", library.base, "0" * 64)})
    given = settings(password_hash=generate_password_hash("open sesame", method="pbkdf2:sha256:1000"))
    client = create_app(library.folder, given).test_client()
    assert 'name="account"' not in client.get("/login").text
    assert sign_in(client, "", "wrong") == 401
    assert sign_in(client, "", "open sesame") == 303
    assert client.get("/upload").status_code == 200 and client.get("/accounts").status_code == 404
    library.restrict({"2023/2023-03-14.md": ["board"]})
    assert client.get("/upload").status_code == 403
    assert "Ada Byrne" not in client.get("/people").text


def test_nobody_signs_in_where_there_is_nothing_to_guard(trees: FlaskClient) -> None:
    assert trees.get("/login").status_code == 404 and trees.get("/password").status_code == 404


def test_accounts_are_for_their_owner_only_and_hold_no_password(kept: Path) -> None:
    path = kept / "accounts.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not any(password in path.read_text() for password in PASSWORDS.values())


@pytest.mark.parametrize(
    ("name", "password", "role", "groups"),
    [
        ("", "violet tram 1", "reader", ()),
        ("a b", "violet tram 1", "reader", ()),
        ("ida", "short", "reader", ()),
        ("ida-margarethe", "Ida-Margarethe", "reader", ()),
        ("ida", "violet tram 1", "king", ()),
        ("ida", "violet tram 1", "reader", ("no group",)),
        ("reader", "violet tram 1", "reader", ()),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    kept: Path, name: str, password: str, role: str, groups: tuple[str, ...]
) -> None:
    before = (kept / "accounts.json").read_bytes()
    with pytest.raises(ConfigurationError):
        Accounts(kept).add(name, password, role, groups)  # type: ignore[arg-type]
    assert (kept / "accounts.json").read_bytes() == before


def test_a_damaged_file_of_accounts_lets_nobody_in(kept: Path, tmp_path: Path) -> None:
    library = Library.create(tmp_path / "library", name="Trees")
    client = create_app(library.folder, settings()).test_client()
    assert client.get("/people").status_code == 200
    (library.folder / "accounts.json").write_text(json.dumps({"format": "accounts/1"}))
    response = client.get("/people")
    assert response.status_code == 503 and "accounts.json" in response.text and "Trees" not in response.text


def test_an_administrator_forgets_a_person_after_being_asked(tmp_path: Path) -> None:
    library = Library.create(tmp_path / "library", name="Forestry")
    library.store({"2023-03-14": record(everything(), "2023-03-14", library.base, "0" * 64)})
    client = create_app(library.folder, settings()).test_client()
    assert "oaks" in client.get("/search?q=oaks").text
    form = {"csrf_token": token_of(client, "/forget"), "name": "Ada Byrne"}
    asked = client.post("/forget", data=form)
    assert "person/ada-byrne" in asked.text and "Ada Byrne" in client.get("/people").text
    client.post("/forget", data={**form, "sure": "person/ada-byrne"})
    for path in ("/people", "/search?q=byrne", "/docs/2023-03-14", "/complete.json?q=ada"):
        assert "Ada Byrne" not in client.get(path).text.replace("“Ada Byrne”", "")
    assert client.post("/forget", data={**form, "name": "Nobody At All"}).status_code == 400
