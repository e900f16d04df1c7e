"""Signing in, and documents that only a group may see, in a real browser. Skipped where chromium is absent."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.library import Library
from tests.webapp.conftest import settings
from tests.webapp.test_every_page import AXE, PHONE, RULES
from tests.webapp.test_every_page import _violations as violations
from tests.webapp.test_restricted import SECRET, closed
from webapp import create_app
from webapp.accounts import Accounts

pytestmark = pytest.mark.browser
PASSWORD = "violet tram 1"


@pytest.fixture
def browsers(chromium: Any, own: Path, running: Callable[[Any], str]) -> Iterator[Callable[[], Any]]:
    """Gives browsers on a library with accounts and a closed document; nothing may be written to their consoles."""
    library = Library.open(own)
    library.restrict({f"board/{SECRET}.md": ["board"]})
    library.store({SECRET: closed(library.base)})
    book = Accounts(own)
    book.add("clerk", PASSWORD, "administrator")
    book.add("ida", PASSWORD, "curator", ["board"])
    book.add("tom", PASSWORD)
    address = running(create_app(own, settings(login=True, hosts=("127.0.0.1",))))
    contexts, said = [], []

    def note(message: Any) -> None:
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            said.append(message.text)

    def browser() -> Any:
        context = chromium.new_context(base_url=address)
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    yield browser
    for context in contexts:
        context.close()
    assert said == []


def sign_in(page: Any, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_sign_in_read_what_is_yours_and_sign_out(browsers: Callable[[], Any]) -> None:
    member, other = browsers(), browsers()
    member.goto("/search?q=slipway")
    assert member.get_by_role("heading", level=1).inner_text() == "Sign in"
    sign_in(member, "ida", "wrong")
    assert "not the password" in member.get_by_role("alert").inner_text()
    sign_in(member, "ida")
    assert member.url.endswith("/search?q=slipway")
    member.get_by_role("link", name="Closed quarrel").first.click()
    assert "quarrelsome slipway" in member.get_by_role("main").inner_text()
    closed_page = member.url

    other.goto(closed_page)
    sign_in(other, "tom")
    assert "Not in this library" in other.get_by_role("main").inner_text()
    other.goto("/search?q=quarrelsome")
    assert "quarrelsome slipway" not in other.content()

    member.get_by_role("button", name="Sign out").click()
    member.go_back()
    assert "quarrelsome slipway" not in member.get_by_role("main").inner_text()
    member.goto(closed_page)
    assert member.get_by_role("heading", level=1).inner_text() == "Sign in"


def test_a_correction_bears_the_name_of_the_account(browsers: Callable[[], Any]) -> None:
    page = browsers()
    page.goto("/people/hana-kobayashi")
    sign_in(page, "ida")
    section = page.locator("section", has=page.get_by_role("heading", name="Correct it"))
    section.locator("summary").click()
    assert "Signed as ida" in section.inner_text()
    section.get_by_label("A name", exact=True).fill("The Harbour Chair")
    section.get_by_role("button", name="It is also called so").click()
    page.goto("/changes")
    assert "ida, 2025-01-10" in page.get_by_role("main").inner_text()


def test_an_administrator_adds_an_account_and_its_owner_changes_the_password(browsers: Callable[[], Any]) -> None:
    clerk, zora = browsers(), browsers()
    clerk.goto("/accounts")
    sign_in(clerk, "clerk")
    add = clerk.locator("section", has=clerk.get_by_role("heading", name="Add an account"))
    add.get_by_label("Name").fill("zora")
    add.get_by_label("Groups, with blanks between").fill("board")
    add.get_by_role("button", name="Add").click()
    made = clerk.get_by_role("status").locator("code").inner_text()
    zora.goto("/password")
    sign_in(zora, "zora", made)
    zora.get_by_label("Password until now").fill(made)
    zora.get_by_label("New password").fill("another violet tram")
    zora.get_by_role("button", name="Change it").click()
    assert "was changed" in zora.get_by_role("main").inner_text()
    clerk.get_by_text("Change or remove zora").click()
    clerk.get_by_role("button", name="Remove zora").click()
    zora.goto("/people")
    assert zora.get_by_role("heading", level=1).inner_text() == "Sign in"


def test_forgetting_is_asked_twice(browsers: Callable[[], Any]) -> None:
    page = browsers()
    page.goto("/forget")
    sign_in(page, "clerk")
    page.get_by_label("A person's name").fill("Xylophia Quarrel")
    page.get_by_role("button", name="Go on").click()
    assert "cannot be undone" in page.get_by_role("main").inner_text()
    page.get_by_role("button", name="Forget it for good").click()
    page.goto("/people")
    assert "Xylophia" not in page.content() and "Hana Kobayashi" in page.content()


@pytest.mark.parametrize("path", ["/login", "/password", "/accounts", "/forget", "/people/hana-kobayashi"])
def test_axe_finds_nothing(browsers: Callable[[], Any], path: str) -> None:
    page = browsers()
    page.goto("/login")
    if path != "/login":
        sign_in(page, "clerk")
        page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    if AXE.exists():
        page.evaluate(AXE.read_text(encoding="utf-8"))
        assert violations(page, RULES) == []
        page.emulate_media(color_scheme="dark")
        assert violations(page, ["color-contrast"]) == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
