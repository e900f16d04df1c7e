"""The W3C's protocol tests of queries, spoken to a running server; skipped where the suite is absent."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from flask import Flask
from pyoxigraph import RdfFormat, Store

from kg.library import Library
from kg.records import record
from tests.conftest import REPOSITORY
from tests.kg.extractions import minutes
from tests.webapp.conftest import settings
from webapp import create_app
from webapp.protocol import GRAPH_TYPES, ROW_TYPES

SUITE = REPOSITORY.parent / "shared/yardsticks/w3c-rdf-tests/sparql/sparql11/protocol/manifest.ttl"
THEIRS = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
DAYS = ("2023-01-10", "2023-02-10", "2023-03-10", "2023-04-10")
REQUESTS = """
PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> PREFIX ht: <http://www.w3.org/2011/http#>
PREFIX cnt: <http://www.w3.org/2011/content#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?test ?path ?method ?chars ?encoding ?type ?status ?truth ?format WHERE {
  ?test mf:action/ht:requests/rdf:rest*/rdf:first ?request .
  ?request ht:absolutePath ?path ; ht:methodName ?method ; ht:resp ?response .
  OPTIONAL { ?request ht:body ?body . ?body cnt:chars ?chars ; cnt:characterEncoding ?encoding }
  OPTIONAL { ?request ht:headers/rdf:rest*/rdf:first ?h . ?h ht:fieldName ?name ; ht:fieldValue ?type
    FILTER(LCASE(?name) = "content-type") }
  { SELECT ?response (SAMPLE(?code) AS ?status) { ?response mf:expectedStatus ?code } GROUP BY ?response }
  OPTIONAL { ?response mf:expectedBoolean ?truth }
  OPTIONAL { ?response mf:expectedFormat ?format }
  FILTER(CONTAINS(STR(?test), "quer"))
} ORDER BY ?test ?path"""


@dataclass(frozen=True)
class Case:
    """A request of the suite, and what must come back."""

    name: str
    path: str
    method: str
    body: bytes | None
    type: str | None
    refused: bool
    truth: str | None
    format: str | None


def cases() -> Iterator[Case]:
    """Every request of the suite's tests of queries; none where the suite is absent."""
    if not SUITE.is_file():
        return
    store = Store()
    store.load(path=str(SUITE), format=RdfFormat.TURTLE, base_iri="http://example.org/")
    for row in store.query(REQUESTS):  # type: ignore[union-attr]
        said = {name: row[name] and row[name].value for name in ("chars", "encoding", "type", "truth", "format")}
        body = said["chars"].encode(said["encoding"]) if said["chars"] is not None else None
        yield Case(
            row["test"].value.rpartition("#")[2],
            row["path"].value.replace("/sparql/", "/sparql"),
            row["method"].value,
            body,
            said["type"],
            "4xx" in row["status"].value,
            said["truth"],
            said["format"],
        )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, running: Callable[[Flask], str]) -> tuple[str, str]:
    """Address and base of a library whose documents stand for the suite's graphs."""
    library = Library.create(tmp_path_factory.mktemp("suite") / "trees", name="Trees")
    library.store({day: record(minutes(day, ("Ada Byrne",)), day, library.base, day) for day in DAYS})
    return running(create_app(library.folder, settings())), library.base


@pytest.mark.corpus
@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.name)
def test_a_request_of_the_suite_is_answered_as_it_says(server: tuple[str, str], case: Case) -> None:
    address, base = server

    def ours(text: str) -> str:
        for number, day in enumerate(DAYS):
            name = THEIRS.format(number)
            text = text.replace(quote(name, safe=""), quote(f"{base}doc/{day}", safe="")).replace(
                name, f"{base}doc/{day}"
            )
        return text

    body = (
        ours(case.body.decode("utf-8")).encode()
        if case.body and "utf-16" not in (case.type or "").lower()
        else case.body
    )
    request = Request(address + ours(case.path), body, method=case.method)
    request.add_header("Content-Type", case.type or "")
    if case.refused:
        with pytest.raises(HTTPError) as caught:
            urlopen(request)
        caught.value.close()
        assert 400 <= caught.value.code < 500
        return
    with urlopen(request) as response:
        content, kind = response.read(), response.headers.get_content_type()
    assert kind in (GRAPH_TYPES if case.format == "RDF" else ROW_TYPES)
    assert case.truth is None or case.truth.encode() in content
