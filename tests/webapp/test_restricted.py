"""Documents that only a group may see: whatever others ask, the answer is that of a library that never held them."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kg.extraction import DocumentInfo, Organisation, Person
from kg.judgements import Fact
from kg.library import Library
from kg.records import record
from tests.kg.extractions import minutes
from tests.webapp.conftest import settings
from webapp import create_app
from webapp.accounts import Accounts
from webapp.formats import TYPES

NOON = datetime(2024, 12, 31, 12, tzinfo=UTC)
CANARY = re.compile(r"xylo|quarrel|zanzi|2024-06-31", re.I)
"""Words that stand nowhere but in the closed document, and its name."""
SECRET = "2024-06-31"
BASE = "https://minutebook.example/skerrow-harbour/"
PASSWORD = "violet tram 1"
FILLED = {
    "name": {
        "people": ("hana-kobayashi", "xylophia-quarrel", "nobody"),
        "orgs": ("harbour-office", "zanzibar-trust", "nothing"),
        "docs": ("2024-09-18", SECRET, "2024-06-30"),
        "meetings": ("2024-09-18", SECRET, "2024-06-30"),
        "questions": ("people-index", "meetings", "commitments", "engagements", "none"),
        "handover": ("2024", "2024-06"),
        "": ("first", "none"),
    },
    "earlier": ("2023",),
    "later": ("2024",),
}
QUERIES = {
    "/search": (
        "",
        "q=harbour",
        "q=xylophia",
        "q=xylophja",
        "q=zanzibar+trust",
        "person=person/xylophia-quarrel",
        "q=x*",
    ),
    "/ask": (
        "q=What+is+open%3F",
        "q=Who+is+Xylophia+Quarrel%3F",
        "q=Who+engaged+the+Zanzibar+Trust%3F",
        "q=When+did+Hana+Kobayashi+last+meet%3F",
    ),
    "/complete": ("q=xyl", "q=zan", "q=ha", "q=h"),
    "/commitments": ("", "owner=person/xylophia-quarrel", "owner=Xylophia+Quarrel", "from=2024-06-01"),
    "/people": ("", "page=2", "name=xylo"),
    "/network": ("", "centre=person/hana-kobayashi", "centre=person/xylophia-quarrel"),
    "/graphs": ("default", "graph=BASEdoc/2024-06-31", "graph=BASEdoc/2024-06-30", "graph=BASEroster"),
    "/docs": ("", "at=0-40"),
    "/sparql": (
        "",
        "query=SELECT+*+{+?s+?p+?o+}+LIMIT+100000",
        "query=SELECT+(COUNT(*)+AS+?n)+{+GRAPH+?g+{+?s+?p+?o+}+}",
        "query=SELECT+DISTINCT+?g+{+GRAPH+?g+{+?s+?p+?o+}+}",
        "query=SELECT+*+FROM+<BASEdoc/2024-06-31>+{+?s+?p+?o+}",
        "query=ASK+{+<BASEperson/xylophia-quarrel>+?p+?o+}",
        "query=DESCRIBE+<BASEperson/xylophia-quarrel>",
        "query=CONSTRUCT+WHERE+{+?s+?p+?o+}&default-graph-uri=BASEdoc/2024-06-31",
    ),
    "/saved": ("",),
}
FORMATS = ("", *(f".{suffix}" for suffix in TYPES if suffix != "html"))
RESULTS = {"/sparql": ("", ".json", ".ttl"), "/graphs": ("",)}
"""Formats in which queries are asked for, where each takes a process of its own."""


def closed(base: str) -> bytes:
    """Minutes of a meeting that only the board may know of; some of those whom they name are known to others too."""
    made = minutes(
        "2024-06-30",
        (
            "Hana Kobayashi",
            "Xylophia Quarrel",
            Person("person/hana", "Hana", partial=True),
        ),
        (Organisation("org/zanzibar-trust", "Zanzibar Trust", "ZT"), Organisation("org/zt", "ZT")),
        committee="Skerrow Harbour Committee",
        action="Hana Kobayashi to xylograph the quarrelsome slipway by 1 July 2024",
    )
    document = made.document
    named = DocumentInfo(
        "minutes", "Closed quarrel", document.text, f"board/{SECRET}.md", "2024-06-30", document.committee
    )
    return record(replace(made, document=named), SECRET, base, "f" * 64)


def judge(library: Library) -> None:
    """What people decided: of what everybody sees, of what the board sees, and of both."""
    hana, quarrel = (f"{library.base}person/{name}" for name in ("hana-kobayashi", "xylophia-quarrel"))
    log = library.judgements
    held = SECRET in library.records

    def say(action: Any, **about: Any) -> None:
        log.append(action, who="ida", at=NOON, **about)

    if held:
        say("rename", target=quarrel, text="Xylophia the Quarrelsome", why="quarrel")
    say("add-alias", target=hana, text="The Harbour Master's Friend")
    if held:
        say("same", target=hana, other=quarrel)
        say("undo", undoes=3)
        say("add", text="They quarrel.", fact=Fact(kind="engagement", by=(hana,), engaged=(quarrel,)))
        say("split", target=hana, documents=(SECRET,))
    say("add", text="Hana mends nets.", fact=Fact(kind="commitment", by=(hana,), what="mend nets"))
    say("split", target=hana, documents=("2024-09-18",))


@pytest.fixture(scope="module")
def apps(skerrow: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Flask]:
    """An app on a library with the closed document, and one on a library that never held it."""
    found = {}
    for name in ("holds", "never"):
        folder = tmp_path_factory.mktemp(name) / "library"
        shutil.copytree(skerrow, folder, ignore=shutil.ignore_patterns("cache", ".lock*"))
        library = Library.open(folder)
        if name == "holds":
            library.restrict({f"board/{SECRET}.md": ["board"]})
            library.store({SECRET: closed(library.base)})
            library.note_failures({"board/quarrel.pdf": "zanzibar"})
            library.restrict({"board/quarrel.pdf": ["board"]})
        judge(library)
        book = Accounts(folder)
        book.add("reader", PASSWORD, "reader", ["press"])
        book.add("curator", PASSWORD, "curator")
        book.add("member", PASSWORD, "curator", ["board"])
        book.add("administrator", PASSWORD, "administrator")
        app = create_app(folder, settings(public_read_only=True, hosts=("localhost",), secret_key=b"0" * 32))
        app.config["WTF_CSRF_ENABLED"] = False
        found[name] = app
    return found


def client_of(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    if name:
        assert client.post("/login", data={"account": name, "password": PASSWORD}).status_code == 303
    return client


def addresses(app: Flask, formats: tuple[str, ...]) -> Iterator[str]:
    """Every address of the app that can be read, in these formats, with values for its names and parameters."""
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static" or rule.endpoint.startswith("entity-"):
            continue
        for path in filled(rule.rule):
            some = tuple(each for each in formats if each in RESULTS.get(path, formats))
            for query, suffix in product(QUERIES.get(path, ("",)), some):
                stem = "/index" if path == "/" and suffix else path
                yield f"{stem}{suffix}{'?' if query else ''}{query.replace('BASE', BASE)}"


def filled(rule: str) -> Iterator[str]:
    """The paths that a rule stands for, with each of the values that its parts may have here."""
    stem = rule.partition("/<")[0].strip("/")
    choices: list[tuple[str, ...]] = []
    for words, name in re.findall(r"<(?:any\(([^)]*)\):|\w+:)?(\w+)>", rule):
        values = FILLED.get(name, ("none",))
        choices.append(
            tuple(words.split(",")) if words else values.get(stem, values[""]) if isinstance(values, dict) else values
        )
    for chosen in product(*choices):
        yield re.sub(r"<[^>]*>", "{}", rule).format(*chosen)


def answered(client: FlaskClient, address: str, **given: Any) -> tuple[int, list[tuple[str, str]], bytes]:
    """Status, headers and body, without what differs from one request to the next."""
    with client.open(address, **given) as response:
        headers = [(k, v) for k, v in response.headers if k not in ("Date", "Set-Cookie")]
        body = re.sub(rb'name="csrf_token"[^>]*value="[^"]*"', b"", response.get_data())
        if response.mimetype == "application/pdf" and response.status_code == 200:  # it says when it was made
            body = b"%d" % len(body)
    return response.status_code, headers, body


@pytest.mark.parametrize(("who", "formats"), [("reader", FORMATS), ("", (".json",)), ("curator", ("",))])
def test_no_answer_to_others_tells_of_it(apps: dict[str, Flask], who: str, formats: tuple[str, ...]) -> None:
    holds, never = (client_of(apps[name], who) for name in ("holds", "never"))
    asked = list(addresses(apps["holds"], formats))
    assert len(asked) > 50 * len(formats)
    for address in asked:
        got = answered(holds, address)
        assert got == answered(never, address), address
        assert CANARY.search(address) or not CANARY.search(got[2].decode("utf-8", "replace")), address


def test_the_group_and_administrators_see_it(apps: dict[str, Flask]) -> None:
    for who in ("member", "administrator"):
        client = client_of(apps["holds"], who)
        assert "Xylophia the Quarrelsome" in client.get("/people").text
        assert "quarrelsome slipway" in client.get(f"/docs/{SECRET}").text
        assert "quarrelsome slipway" in client.get("/search.json?q=slipway").text.lower()
        assert "Xylophia" in client.get("/complete.json?q=xyl").text
        assert "xylograph" in client.get("/commitments.ics").text
    assert client.get("/upload").status_code == 200 and "zanzibar" in client.get("/status").text


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/judge", {"action": "rename", "target": "person/xylophia-quarrel", "text": "X"}),
        ("/judge", {"action": "rename", "target": "person/nobody", "text": "X"}),
        ("/judge", {"action": "same", "target": "person/hana-kobayashi", "other": "Xylophia Quarrel"}),
        ("/judge", {"action": "undo", "undoes": "4"}),
        ("/judge", {"action": "undo", "undoes": "3"}),
        (
            "/review",
            {"reply": "yes", "kind": "same", "target": "person/hana-kobayashi", "other": "person/xylophia-quarrel"},
        ),
        ("/sparql", {"query": "SELECT * { ?s ?p 'Xylophia Quarrel' }"}),
        ("/upload", {}),
        ("/forget", {"name": f"doc/{SECRET}"}),
        ("/accounts", {}),
    ],
)
def test_no_form_tells_of_it(apps: dict[str, Flask], path: str, form: dict[str, str]) -> None:
    given = {"method": "POST", "data": {**form, "who": "ida", "back": "/changes"}}
    holds, never = (client_of(apps[name], "curator") for name in ("holds", "never"))
    assert answered(holds, path, **given) == answered(never, path, **given)
    assert answered(holds, "/changes") == answered(never, "/changes")
    assert answered(holds, "/people.json") == answered(never, "/people.json")


def test_a_correction_is_undone_by_its_number_only_while_it_has_that_number(own: Path) -> None:
    library = Library.open(own)
    library.store({SECRET: closed(library.base)})
    judge(library)
    Accounts(own).add("curator", PASSWORD, "curator")
    app = create_app(own, settings(login=True))
    app.config["WTF_CSRF_ENABLED"] = False
    client = client_of(app, "curator")
    seen = re.search(
        r'name="undoes" value="(7)"><input type="hidden" name="at" value="([^"]+)"', client.get("/changes").text
    )
    assert seen
    library.restrict({f"board/{SECRET}.md": ["board"]})
    form = {"action": "undo", "undoes": "1", "at": "2024-12-31T13:00:00+00:00", "back": "/changes"}
    client.post("/judge", data=form)
    assert "other numbers by now" in client.get("/changes").text
    assert len(library.judgements.read()) == 8


def test_an_answer_begun_before_a_document_was_closed_does_not_go_out(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from webapp.views import reading

    client = create_app(own, settings(public_read_only=True, hosts=("localhost",))).test_client()
    library, page = Library.open(own), reading.document_page

    def closing(*args: Any) -> Any:
        library.restrict({next(iter(library.state().sound().values())).source: ["board"]})
        return page(*args)

    monkeypatch.setattr(reading, "document_page", closing)
    response = client.get("/docs/2024-09-18")
    assert response.status_code == 503 and "Hana" not in response.text
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_a_server_for_others_shows_the_owner_what_they_see(apps: dict[str, Flask], own: Path) -> None:
    folder = own
    Library.open(folder).restrict({f"board/{SECRET}.md": ["board"]})
    Library.open(folder).store({SECRET: closed(Library.open(folder).base)})
    public = create_app(folder, settings(groups=frozenset())).test_client()
    assert "Xylophia" not in public.get("/people").text and public.get("/upload").status_code == 403
    board = create_app(folder, settings(groups=frozenset({"board"}))).test_client()
    assert "Xylophia" in board.get("/people").text
