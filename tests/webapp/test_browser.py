"""What people do, in a real browser. Skipped where chromium is absent."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.webapp.conftest import settings
from webapp import create_app

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    "/",
    "/ask?q=What+did+Hana+Kobayashi+promise%3F",
    "/ask?q=gibberish+about+zeppelins",
    "/search",
    "/search?q=quay",
    "/search?q=-",
    "/commitments",
    "/engagements",
    "/engagements/matrix",
    "/timeline?entity=person/hana-kobayashi",
    "/upload",
    "/people",
    "/people/hana-kobayashi",
    "/orgs",
    "/focus",
    "/meetings",
    "/docs/2024-03-13",
    "/docs/2024-09-18?at=20-60",
    "/docs/2023-12-08-a-year-on-the-water",
    "/status",
    "/terms",
    "/handover/2024",
    "/compare/2023/2024",
    "/network",
    "/review",
    "/focus/shore-power-2024",
    "/changes",
    "/questions",
    "/questions/roles",
    "/sparql?query=SELECT+%3Fp+WHERE+%7B+%3Fp+a+foaf%3APerson+%7D",
)
PHONE = {"width": 360, "height": 740}


def test_first_visit_ask_believe_and_send_a_link(page: Any) -> None:
    page.goto("/")
    page.get_by_label("Ask the record, or search it").fill("What did Hana Kobayashi promise?")
    page.get_by_role("button", name="Ask").click()
    assert page.get_by_role("heading", level=1).inner_text() == "What did Hana Kobayashi promise?"
    quote = page.locator(".quotes blockquote").first
    words = quote.locator("mark").inner_text()
    quote.get_by_role("link").first.click()
    assert re.search(r"/docs/.+\?at=\d+-\d+#at$", page.url)
    shown = "".join(page.locator(".words").all_inner_texts())
    assert shown.split()[:4] == words.split()[:4]
    assert page.locator("#at").evaluate(
        "node => { const box = node.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; }"
    )


def test_an_example_of_the_front_page_is_answered(page: Any) -> None:
    page.goto("/")
    page.locator(".examples a").first.click()
    assert page.locator(".quotes blockquote").count() > 0


def test_search_and_filter(page: Any) -> None:
    page.goto("/search")
    page.get_by_label("Words to find").fill("quay")
    page.get_by_role("button", name="Search").click()
    before = page.locator(".hit").count()
    page.locator(".facets").get_by_role("link", name=re.compile("^blog")).click()
    assert 0 < page.locator(".hit").count() <= before
    assert page.locator(".hit mark").first.inner_text().lower() == "quay"
    page.locator(".facets").get_by_role("link", name=re.compile("^blog")).click()
    assert "kind=" not in page.url


def test_a_list_is_narrowed_with_the_form(page: Any) -> None:
    page.goto("/commitments")
    page.get_by_label("Owner").fill("Hana Kobayashi")
    page.get_by_role("button", name="Narrow").click()
    owners = page.locator(".ledger tbody tr td:first-child").all_inner_texts()
    assert owners and all("Hana Kobayashi" in owner for owner in owners)


def test_a_sentence_has_an_address_and_a_citation(page: Any) -> None:
    page.goto("/docs/2024-09-18")
    page.get_by_role("link", name="Sentence 16", exact=True).click()
    assert page.url.endswith("/docs/2024-09-18#s16")
    sentence = page.locator("#s16").get_attribute("data-words")
    assert sentence in page.get_by_label(re.compile("sentence", re.I)).last.input_value()


def test_the_slash_goes_to_the_search_field_and_the_question_mark_lists_the_keys(page: Any) -> None:
    page.goto("/people")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0


def test_names_are_offered_while_one_writes(page: Any) -> None:
    page.goto("/")
    page.get_by_label("Ask the record, or search it").type("han")
    page.wait_for_selector("#names option", state="attached")


def test_the_first_tab_skips_to_the_content(page: Any) -> None:
    page.goto("/people")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_never_scrolls_sideways(chromium: Any, site: str, path: str) -> None:
    context = chromium.new_context(base_url=site, viewport=PHONE)
    phone = context.new_page()
    phone.goto(path)
    width = phone.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert width <= PHONE["width"]


def test_everything_works_without_javascript(chromium: Any, site: str) -> None:
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Ask the record, or search it").fill("What did Hana Kobayashi promise?")
    page.get_by_role("button", name="Ask").click()
    page.locator(".quotes blockquote a").first.click()
    assert page.locator("#at").count() == 1
    page.goto("/")
    page.get_by_label("Ask the record, or search it").fill("quay")
    page.get_by_role("button", name="Search").click()
    assert page.locator(".hit").count() > 0
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_no_page_breaks_the_content_security_policy(page: Any, path: str) -> None:
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.violatedDirective))"
    )
    page.goto(path)
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_in_light_or_dark(chromium: Any, site: str, path: str) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed; run `npm ci` in tests/webapp")
    context = chromium.new_context(base_url=site, color_scheme="light")
    page = context.new_page()
    page.goto(path)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    rules = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"
    light = page.evaluate(f"axe.run(document, {{runOnly: {rules}}})")
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate("axe.run(document, {runOnly: ['color-contrast']})")
    context.close()
    assert light["passes"] and dark["passes"]
    found = [*light["violations"], *dark["violations"]]
    assert [(each["id"], [node["html"] for node in each["nodes"][:3]]) for each in found] == []


def test_what_is_printed_has_no_navigation_and_keeps_the_proofs(page: Any) -> None:
    page.goto("/people/hana-kobayashi")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="Main").is_visible()
    assert page.locator("blockquote").first.is_visible()


def test_style_and_script_weigh_little(page: Any) -> None:
    sizes: list[int] = []
    page.on(
        "response",
        lambda response: sizes.append(len(response.body())) if "/static/minutebook" in response.url else None,
    )
    page.goto("/")
    page.wait_for_load_state("networkidle")
    assert 0 < sum(sizes) < 100 * 1024


def test_close_an_action_and_undo_it(chromium: Any, own: Path, running: Callable[[Any], str]) -> None:
    context = chromium.new_context(base_url=running(create_app(own, settings())))
    page = context.new_page()
    page.goto("/commitments?in_state=open")
    before = page.locator(".ledger tbody tr").count()
    page.get_by_role("link", name="why").first.click()
    page.get_by_label("Your name").fill("A new member")
    page.get_by_role("button", name="It was done").click()
    assert "this is change 1" in page.get_by_role("status").inner_text()
    page.goto("/commitments?in_state=open")
    assert page.locator(".ledger tbody tr").count() == before - 1
    page.goto("/changes")
    page.get_by_role("button", name="Undo").click()
    page.goto("/commitments?in_state=open")
    assert page.locator(".ledger tbody tr").count() == before
    context.close()


def test_merge_two_people_and_undo_it(chromium: Any, own: Path, running: Callable[[Any], str]) -> None:
    context = chromium.new_context(base_url=running(create_app(own, settings())))
    page = context.new_page()
    page.goto("/people/hana-kobayashi")
    page.get_by_text("Merge it with another entry").click()
    page.get_by_label("Your name").fill("A new member")
    page.get_by_label("Another name or entry of the same").fill("Amara Diallo")
    page.get_by_role("button", name="They are the same", exact=True).click()
    assert "this is change 1" in page.get_by_role("status").inner_text()
    assert "Amara Diallo" in page.locator("dl.details").inner_text()
    page.goto("/changes")
    page.get_by_role("button", name="Undo").click()
    page.goto("/people/hana-kobayashi")
    assert "Amara Diallo" not in page.locator("dl.details").inner_text()
    context.close()
