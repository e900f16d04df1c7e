"""What people do, in a real browser. Skipped where chromium is absent."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.webapp.conftest import settings
from webapp import create_app
from webapp.assets import STATIC

pytestmark = pytest.mark.browser
libraries = pytest.mark.skipif(
    not (STATIC / "vendor").is_dir(), reason="the libraries of the pages are not built; run `make frontend`"
)
ASK = "Ask the record, or search it"
MINUTES = """# Harbour Environment and Access Management Committee

Minutes of 8 January 2025

Present: Hana Kobayashi (Chair), Leilani Kealoha

## Ferry

- Action: Leilani Kealoha to measure the ferry ramp by 1 March 2025.
"""


@pytest.fixture
def own_page(chromium: Any, own: Path, running: Callable[[Any], str]) -> Any:
    """A page on a library of the samples that the test may change."""
    context = chromium.new_context(base_url=running(create_app(own, settings())))
    yield context.new_page()
    context.close()


def test_first_visit_ask_believe_and_send_a_link(page: Any) -> None:
    page.goto("/")
    page.get_by_label(ASK).fill("What did Hana Kobayashi promise?")
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


def test_every_example_of_the_front_page_is_answered(page: Any) -> None:
    page.goto("/")
    for address in [link.get_attribute("href") for link in page.locator(".examples a").all()]:
        page.goto(address)
        assert page.locator(".quotes blockquote").count() > 0


def test_search_and_filter(page: Any) -> None:
    page.goto("/search")
    page.get_by_label("Words to find").fill("quay")
    page.get_by_role("button", name="Search").click()
    before = page.locator(".hit").count()
    page.locator(".facets").get_by_role("link", name=re.compile("^blog")).click()
    page.wait_for_url("**kind=blog**")
    page.locator(".facets a[aria-current]").wait_for()
    assert 0 < page.locator(".hit").count() <= before
    assert page.locator(".hit mark").first.inner_text().lower() == "quay"
    page.locator(".facets").get_by_role("link", name=re.compile("^blog")).click()
    page.wait_for_url(lambda address: "kind=" not in address)


def test_keep_a_search_and_follow_it(page: Any) -> None:
    page.goto("/search?q=quay&kind=blog&page=1")
    page.get_by_role("button", name="Keep this search").click()
    assert page.url.endswith("/saved")
    assert "“quay”, blog" in page.get_by_role("main").inner_text()
    feed = page.get_by_role("link", name="Feed of “quay”, blog").get_attribute("href")
    assert "<entry>" in page.request.get(feed).text()
    page.get_by_role("button", name="Remove").click()
    assert "None is kept yet" in page.get_by_role("main").inner_text()


@libraries
def test_a_list_is_narrowed_while_one_writes(page: Any) -> None:
    page.goto("/people")
    page.get_by_label("Name").press_sequentially("hana")
    page.wait_for_url("**/people?named=hana")
    page.wait_for_function("document.querySelectorAll('.ledger tbody tr').length === 1")
    assert page.locator("#said").inner_text() == "1 of 1 people"
    assert page.locator("#formats a").first.get_attribute("href") == "/people.json?named=hana"
    assert page.evaluate("document.activeElement.name") == "named"


@libraries
def test_what_cannot_be_narrowed_by_is_told_on_a_page_of_its_own(own_page: Any) -> None:
    own_page.goto("/commitments")
    own_page.evaluate("document.querySelector('[name=in_state]').append(new Option('lost', 'lost'))")
    own_page.get_by_label("State").select_option("lost")
    own_page.get_by_text("“lost” is no state of a commitment.").wait_for()


def test_a_list_is_narrowed_with_the_form(page: Any) -> None:
    page.goto("/commitments")
    page.get_by_label("Owner").fill("Hana Kobayashi")
    page.get_by_role("button", name="Narrow").click()
    page.wait_for_url("**by=Hana**")
    page.wait_for_load_state("networkidle")
    owners = page.locator(".ledger tbody tr td:first-child").all_inner_texts()
    assert owners and all("Hana Kobayashi" in owner for owner in owners)


def test_a_sentence_has_an_address_and_a_citation(page: Any) -> None:
    page.goto("/docs/2024-09-18")
    page.get_by_role("link", name="Sentence 16", exact=True).click()
    assert page.url.endswith("/docs/2024-09-18#s16")
    sentence = page.locator("#s16").get_attribute("data-words")
    assert sentence in page.get_by_label(re.compile("sentence", re.I)).last.input_value()
    assert page.get_by_role("button", name="Copy").is_visible()


def test_a_fact_in_the_margin_leads_to_its_rule(page: Any) -> None:
    page.goto("/docs/2024-09-18")
    page.locator(".margin-notes a").first.click()
    assert "/facts/" in page.url
    assert "Read by" in page.get_by_role("main").inner_text()


def test_names_are_offered_while_one_writes(page: Any) -> None:
    page.goto("/")
    page.get_by_label(ASK).type("han")
    page.wait_for_selector("#names option", state="attached")


def test_everything_works_without_javascript(chromium: Any, site: str) -> None:
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_label(ASK).fill("What did Hana Kobayashi promise?")
    page.get_by_role("button", name="Ask").click()
    page.locator(".quotes blockquote a").first.click()
    assert page.locator("#at").count() == 1
    page.goto("/")
    page.get_by_label(ASK).fill("quay")
    page.get_by_role("button", name="Search").click()
    assert page.locator(".hit").count() > 0
    page.get_by_role("button", name="Keep this search").click()
    assert "“quay”" in page.get_by_role("main").inner_text()
    page.goto("/people")
    page.get_by_label("Name").fill("hana")
    page.get_by_role("button", name="Narrow").click()
    assert page.locator(".ledger tbody tr").count() == 1
    page.goto("/network")
    assert page.locator(".drawing svg").is_visible()
    assert page.get_by_role("button", name="Explore it as a net").count() == 0
    page.goto("/sparql")
    page.get_by_label("A SPARQL query on everything the record says").fill("SELECT ?p WHERE { ?p a foaf:Person }")
    page.get_by_role("button", name="Run").click()
    assert page.locator(".ledger tbody tr").count() > 1
    context.close()


@libraries
def test_the_network_is_explored(page: Any) -> None:
    page.goto("/network")
    page.get_by_role("button", name="Explore it as a net").click()
    page.get_by_label("Show the ties of").select_option(label="Marine Safety Agency")
    told = page.locator("[data-told]")
    assert told.get_by_role("link").get_attribute("href") == "/orgs/marine-safety-agency"
    assert "Amara Diallo" in told.inner_text()


@libraries
def test_a_query_is_written_with_the_words_of_the_graph(page: Any) -> None:
    page.goto("/sparql")
    page.locator(".editor").click()
    page.keyboard.type("SELECT ?kind (COUNT(?c) AS ?n) WHERE { ?c mb:commitmentK")
    page.locator(".cm-tooltip-autocomplete").get_by_text("mb:commitmentKind", exact=True).click()
    page.keyboard.type(" ?kind } GROUP BY ?kind")
    page.keyboard.press("Control+Enter")
    page.get_by_role("img", name="n by kind").wait_for()
    assert "commitmentKind" in page.get_by_label("A link to this query and its answer").input_value()
    assert page.locator(".ledger tbody tr").count() > 0


def test_a_handover_is_printed_with_its_proofs_and_without_the_rest(page: Any) -> None:
    page.goto("/terms")
    page.get_by_role("link", name="Handover of 2024").click()
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation").first.is_visible()
    assert page.locator(".sources blockquote").first.is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_close_an_action_and_undo_it(own_page: Any) -> None:
    own_page.goto("/commitments?in_state=open")
    before = own_page.locator(".ledger tbody tr").count()
    own_page.get_by_role("link", name="why").first.click()
    own_page.get_by_label("Your name").fill("A new member")
    own_page.get_by_role("button", name="It was done").click()
    assert "this is change 1" in own_page.get_by_role("status").inner_text()
    own_page.goto("/commitments?in_state=open")
    assert own_page.locator(".ledger tbody tr").count() == before - 1
    own_page.goto("/changes")
    own_page.get_by_role("button", name="Undo").click()
    own_page.goto("/commitments?in_state=open")
    assert own_page.locator(".ledger tbody tr").count() == before


def test_merge_two_people_and_undo_it(own_page: Any) -> None:
    own_page.goto("/people/hana-kobayashi")
    own_page.get_by_text("Merge it with another entry").click()
    own_page.get_by_label("Your name").fill("A new member")
    own_page.get_by_label("Another name or entry of the same").fill("Amara Diallo")
    own_page.get_by_role("button", name="They are the same", exact=True).click()
    assert "this is change 1" in own_page.get_by_role("status").inner_text()
    assert "Amara Diallo" in own_page.locator("dl.details").inner_text()
    own_page.goto("/changes")
    own_page.get_by_role("button", name="Undo").click()
    own_page.goto("/people/hana-kobayashi")
    assert "Amara Diallo" not in own_page.locator("dl.details").inner_text()


def test_doubts_are_decided_and_taken_back_by_key(own_page: Any) -> None:
    own_page.goto("/review")
    asked = own_page.get_by_role("heading", level=1).inner_text()
    assert not re.search(r"\d{4}-\d{2}", asked)
    own_page.get_by_label("Your name").fill("A new member")
    own_page.evaluate("document.activeElement.blur()")
    with own_page.expect_navigation():
        own_page.keyboard.press("n")
    assert own_page.get_by_role("heading", level=1).inner_text() != asked
    with own_page.expect_navigation():
        own_page.keyboard.press("z")
    assert own_page.get_by_role("heading", level=1).inner_text() == asked


def test_upload_minutes_and_see_them(own_page: Any) -> None:
    own_page.goto("/upload")
    sent = {"name": "2025-01-08.md", "mimeType": "text/markdown", "buffer": MINUTES.encode()}
    own_page.get_by_label("Files").set_input_files(sent)
    own_page.get_by_role("button", name="Read them").click()
    own_page.get_by_role("link", name="2025-01-08").click()
    assert "measure the ferry ramp" in own_page.locator(".record").inner_text()
    own_page.goto("/")
    assert "measure the ferry ramp" in own_page.locator("section[aria-labelledby=due]").inner_text()
