"""What holds for every page, in a real browser. Skipped where chromium is absent."""

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 360, "height": 740}
PAGES = (
    "/",
    "/ask?q=What+did+Hana+Kobayashi+promise%3F",
    "/ask?q=gibberish+about+zeppelins",
    "/search",
    "/search?q=quay",
    "/search?q=-",
    "/saved",
    "/commitments",
    "/commitments?in_state=open&due_from=2024-01-01",
    "/engagements",
    "/engagements/matrix",
    "/decisions",
    "/timeline?entity=person/hana-kobayashi",
    "/upload",
    "/people",
    "/people?named=zz",
    "/people/hana-kobayashi",
    "/orgs",
    "/orgs/department-for-coastal-affairs",
    "/focus",
    "/focus/shore-power-2024",
    "/lines/shore-power",
    "/meetings",
    "/meetings/2024-03-13",
    "/docs",
    "/docs/2024-03-13",
    "/docs/2024-09-18?at=20-60",
    "/docs/2023-12-08-a-year-on-the-water",
    "/docs/nowhere",
    "/status",
    "/terms",
    "/handover/2024",
    "/compare/2023/2024",
    "/network",
    "/review",
    "/changes",
    "/questions",
    "/questions/roles",
    "/guide",
    "/guide/handover",
    "/ontology",
    "/sparql",
    "/sparql?query=SELECT+%3Fc+(COUNT(%3Fp)+AS+%3Fn)+WHERE+%7B+%3Fp+a+%3Fc+%7D+GROUP+BY+%3Fc",
    "/sparql?query=SELECT+nothing",
)


@pytest.fixture
def quiet(chromium: Any, site: str) -> Any:
    """A page whose console takes note of whatever breaks the security policy; a status of 4xx is no fault."""
    context = chromium.new_context(base_url=site, viewport={"width": 1280, "height": 900}, color_scheme="light")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.violatedDirective))"
    )
    yield page
    context.close()
    assert [each for each in said if "status of 4" not in each] == []


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_in_light_or_dark_and_a_phone_never_scrolls_sideways(quiet: Any, path: str) -> None:
    quiet.goto(path)
    quiet.wait_for_load_state("networkidle")
    if AXE.exists():
        quiet.evaluate(AXE.read_text(encoding="utf-8"))
        assert _violations(quiet, RULES) == []
        quiet.emulate_media(color_scheme="dark")
        assert _violations(quiet, ["color-contrast"]) == []
    quiet.set_viewport_size(PHONE)
    assert quiet.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def _violations(page: Any, rules: list[str]) -> list[tuple[str, list[str]]]:
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", rules)
    assert found["passes"]
    return [(each["id"], [node["html"] for node in each["nodes"][:3]]) for each in found["violations"]]


def test_a_whole_visit_needs_no_mouse(page: Any) -> None:
    page.goto("/people")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("What did Hana Kobayashi promise?")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask?**")
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0


def test_style_and_script_of_the_first_page_weigh_little(page: Any) -> None:
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(len(answer.body())) if "/static/" in answer.url else None)
    page.goto("/")
    page.wait_for_load_state("networkidle")
    assert 0 < sum(sizes) < 100 * 1024
