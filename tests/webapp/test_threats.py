"""Attacks on the running app, by the pages that people use. Skipped where chromium is absent."""

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.library import Library
from tests.webapp.conftest import settings
from webapp import create_app

pytestmark = pytest.mark.browser

REFUSED = {
    "a service elsewhere": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "a service inside others": "SELECT * { { OPTIONAL { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } } } }",
    "a file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "a named file": "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
    "an update": "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "all dropped": "DROP ALL",
    "a file loaded": "LOAD <file:///etc/passwd>",
    "groups without end": "SELECT * { " + "{ " * 3000 + "?s ?p ?o" + " }" * 3000 + " }",
    "a product of everything": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "a product in order": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
}
PAGES = (
    *(
        "/",
        "/docs/page",
        "/docs/page?at=0-40",
        "/people",
        "/orgs",
        "/focus",
        "/engagements",
        "/commitments",
        "/changes",
    ),
    *("/engagements/matrix", "/meetings", "/timeline", "/network", "/terms", "/handover/2024", "/review", "/status"),
    *("/search?q=alert", "/ask?q=What+did+Ada+promise%3F", "/saved", "/questions/roles"),
)
PAGE = """<html><head><title>Minutes &lt;script&gt;alert(1)&lt;/script&gt;</title><base href="https://evil.example/">
<meta http-equiv="refresh" content="0;url=https://evil.example/"><link rel="stylesheet" href="//evil.example/a.css">
<script>alert(2)</script></head><body onload="alert(3)"><h1>Tree Committee, 2 January 2024</h1>
<p>Present: Ada "&gt;&lt;img src=x onerror=alert(4)&gt; Byrne (Chair), Tom &lt;svg onload=alert(5)&gt; Reed</p>
<p>Ada &lt;b onclick=alert(6)&gt; Byrne met the Forestry &lt;iframe src="javascript:alert(7)"&gt; Agency.</p>
<ul><li>Action: Ada Byrne to <a href="javascript:alert(8)">click</a> <img src="https://evil.example/p.png"
onerror="alert(9)"><svg><script>alert(10)</script></svg> by Friday.</li></ul><form action="https://evil.example/"><input></form></body></html>
"""


def zipped(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


TYPES = b"""<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>"""
RELATIONS = b"""<?xml version="1.0"?><Relationships
 xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="document.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""
ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY f SYSTEM "file:///etc/passwd">]><w:document
 xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&b;&f;</w:t></w:r></w:p>
</w:body></w:document>"""
HOSTILE = {
    "bomb.docx": zipped({"[Content_Types].xml": TYPES, "word/document.xml": b" " * 300_000_000}),
    "parts.odt": zipped({f"content{n}.xml": b"" for n in range(6_000)}),
    "entities.docx": zipped({"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "document.xml": ENTITIES}),
    "outside.docx": zipped({"../../outside.txt": b"x", "[Content_Types].xml": TYPES}),
    "nul.md": b"# Minutes\x00 of 2 January 2024\n",
    "turned.md": "# Minutes of 2 January 2024\n\nPresent: Ada \u202egnp.exe\n".encode(),
    "endless.txt": b"word " * 400_000,
    "picture.pdf": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "words.pdf": b"Minutes of 2 January 2024\n",
    "program.md": b"\x7fELF" + bytes(range(256)) * 4,
}


class Watched:
    """A browser on a library of its own, and what no attack may bring about: dialogs, and requests to elsewhere."""

    def __init__(self, context: Any, address: str, folder: Path) -> None:
        self.page = context.new_page()
        self.folder = folder
        self.alarms: list[str] = []
        self.page.on("dialog", lambda dialog: (self.alarms.append(dialog.message), dialog.dismiss()))
        self.page.on("request", lambda request: self._note(request.url, address))
        self.page.on("pageerror", lambda error: self.alarms.append(str(error)))

    def _note(self, url: str, address: str) -> None:
        if not url.startswith(address):
            self.alarms.append(url)


@pytest.fixture(scope="module")
def watched(
    chromium: Any, running: Callable[[Any], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Watched]:
    folder = tmp_path_factory.mktemp("watched") / "library"
    library = Library.create(folder, name="Trees <script>alert(0)</script>")
    configuration = folder / "minutebook.toml"
    configuration.write_text(configuration.read_text() + "query_seconds = 2\nquery_memory_mb = 200\n")
    address = running(create_app(library.folder, settings()))
    context = chromium.new_context(base_url=address)
    found = Watched(context, address, folder)
    sent(found, {"page.html": PAGE.encode(), "good.md": b"# Tree Committee, 9 January 2024\n\nPresent: Ada Byrne\n"})
    yield found
    context.close()
    assert found.alarms == []


def sent(watched: Watched, files: dict[str, bytes]) -> str:
    """Files sent with the form; the page that tells what became of them."""
    watched.page.goto("/upload")
    given = [{"name": name, "mimeType": "text/plain", "buffer": content} for name, content in files.items()]
    watched.page.get_by_label("Files").set_input_files(given)
    watched.page.get_by_role("button", name="Read them").click()
    return str(watched.page.get_by_role("table").inner_text())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason_and_the_app_lives(watched: Watched, name: str) -> None:
    before = sorted(path for path in watched.folder.parent.rglob("*") if "cache" not in path.parts)
    told = sent(watched, {name: HOSTILE[name]})
    assert "refused" in told and name in told
    after = sorted(path for path in watched.folder.parent.rglob("*") if "cache" not in path.parts)
    assert {path.name for path in after} - {path.name for path in before} <= {"failures.json"}
    watched.page.goto("/status")
    assert name in watched.page.get_by_role("main").inner_text()
    watched.page.goto("/docs/good")
    assert "Ada Byrne" in watched.page.get_by_role("main").inner_text()
    assert watched.alarms == []


@pytest.mark.parametrize("path", PAGES)
def test_nothing_of_a_hostile_page_runs_or_is_fetched(watched: Watched, path: str) -> None:
    watched.page.goto(path)
    watched.page.wait_for_load_state("networkidle")
    assert watched.alarms == []
    assert (
        watched.page.evaluate(
            "document.querySelectorAll('main iframe, main img, main base, main form[action^=http]').length"
        )
        == 0
    )
    assert "evil" not in watched.page.url


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_query_is_refused_or_stopped_and_the_app_lives(watched: Watched, name: str) -> None:
    response = watched.page.request.post("/sparql", form={"query": REFUSED[name]}, headers={"Accept": "text/html"})
    assert response.status in (400, 503)
    if len(REFUSED[name]) < 2000:
        watched.page.goto("/sparql")
        with watched.page.expect_navigation():
            watched.page.locator("textarea[name=query]").evaluate(
                "(node, query) => { node.value = query; node.form.submit() }", REFUSED[name]
            )
        assert watched.page.locator(".warning, [role=alert]").count() > 0
        assert "root:" not in watched.page.content()
    assert watched.page.goto("/people").status == 200


def test_a_search_for_everything_is_bounded_and_says_so(watched: Watched) -> None:
    for query in ("a*", "*", "*e*", "/(a+)+$/", '"' * 400, "(" * 400, "a~9", "x" * 5000):
        response = watched.page.request.get("/search", params={"q": query}, headers={"Accept": "text/html"})
        assert response.status in (200, 400), query
    assert watched.alarms == []
