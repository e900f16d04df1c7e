"""The W3C's SPARQL query tests: Minutebook's engine beside bare pyoxigraph and rdflib, in one run.

    python benchmarks/conformance.py FOLDER [ENGINE]

FOLDER is `sparql` of https://github.com/w3c/rdf-tests. Evaluation and syntax tests of queries are
run; updates, other servers and entailment are not what a library answers. An answer is right where it
is the expected one up to the names of blank nodes, numbers, truths and dates compared by value. Minutebook's answers go
through its own checks and writers and are read back. With ENGINE, its failures are listed.
"""

import re
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)
from w3c_tests import RDF_FORMATS, SUITES, Answer, Test, expected, manifest, of_csv, of_oxigraph, shape

from kg.errors import QueryError

SECONDS = 10


def main() -> int:
    if len(sys.argv) not in (2, 3) or not Path(sys.argv[1]).is_dir():
        print(__doc__, file=sys.stderr)
        return 2
    signal.signal(signal.SIGALRM, _too_long)
    tests = [test for suite in SUITES for test in manifest(Path(sys.argv[1], suite, "manifest.ttl").resolve(), suite)]
    passed: dict[str, Counter[tuple[str, str]]] = {name: Counter() for name in ENGINES}
    for test in tests:
        for name, run in ENGINES.items():
            problem = verdict(test, run)
            passed[name][test.suite, test.kind] += not problem
            if problem and sys.argv[2:] == [name]:
                print(f"{test.suite} {test.query.parent.name}/{test.query.name} ({test.name}): {problem}")
    totals = Counter((test.suite, test.kind) for test in tests)
    print(f"| suite | tests | {' | '.join(ENGINES)} |\n|---|---|{'---|' * len(ENGINES)}")
    for key, total in totals.items():
        print(f"| {' '.join(key)} | {total} | {' | '.join(str(passed[name][key]) for name in ENGINES)} |")
    sums = [str(sum(counts.values())) for counts in (totals, *passed.values())]
    print(f"| all | {' | '.join(sums)} |")
    return 0


def _too_long(*_: object) -> None:
    raise TimeoutError(f"more than {SECONDS} s")


def verdict(test: Test, run: Callable[[Test], Answer | None]) -> str:
    """What is wrong with an engine's answer; '' where nothing is."""
    signal.alarm(SECONDS)
    try:
        answer = run(test)
    except Exception as problem:  # noqa: BLE001 - whatever an engine raises is its answer
        if test.kind == "syntax" and "unction <" in str(problem):  # it was read, and names a function of nobody's
            return ""
        return "" if test.negative else f"{type(problem).__name__}: {str(problem).splitlines()[0][:200]}"
    finally:
        signal.alarm(0)
    if test.negative:
        return "accepted, and should not be"
    if test.kind == "syntax" or answer is None:
        return ""
    return "" if shape(answer, test) == shape(expected(test), test) else "another answer"


FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^>]*)>", re.IGNORECASE)


def loaded(test: Test) -> Store:
    """The test's data, and the files that its query names by FROM, each a graph."""
    store = Store()
    for path in test.data:
        store.load(path=str(path), format=RDF_FORMATS[path.suffix], base_iri=path.as_uri())
    named = list(test.graphs)
    if not test.data:
        paths = [test.query.parent / name for name in FROM.findall(test.query.read_text())]
        named += [(path.as_uri(), path) for path in paths if path.is_file()]
    for name, path in named:
        graph = NamedNode(name)
        store.load(path=str(path), format=RDF_FORMATS[path.suffix], base_iri=path.as_uri(), to_graph=graph)
        store.add_graph(graph)
    return store


class EveryGraph:
    """A reader of nothing in which every graph that a query names is there: for tests of syntax."""

    def query(self, query: str, **options: Any) -> Any:
        return Store().query(query, **options)

    def quads_for_pattern(self, *_: Any) -> Iterator[Any]:
        return iter([Quad(NamedNode("x:s"), NamedNode("x:p"), NamedNode("x:o"), DefaultGraph())])


def minutebook(test: Test) -> Answer | None:
    from kg.results import serialise
    from kg.sparql import execute

    query, base = _text(test), test.query.as_uri()
    if test.kind == "syntax":
        execute(EveryGraph(), query, base=base)
        return None
    found = execute(loaded(test), query, base=base)
    if isinstance(found, QueryTriples):
        return Answer(triples=tuple(q.triple for q in parse(serialise(found, "nquads"), RdfFormat.N_QUADS)))
    suffix = test.result.suffix if test.result else ""
    if suffix == ".csv":
        return of_csv(serialise(found, "csv"))
    name = {".tsv": "tsv", ".srx": "xml"}.get(suffix, "json")
    return of_oxigraph(parse_query_results(serialise(found, name), getattr(QueryResultsFormat, name.upper())))


def pyoxigraph(test: Test) -> Answer | None:
    query, base = _text(test), test.query.as_uri()
    if test.kind == "syntax":
        Store().query(query, base_iri=base)
        return None
    found = loaded(test).query(query, base_iri=base)
    return of_csv(found.serialize(None, QueryResultsFormat.CSV)) if _is_csv(test) else of_oxigraph(found)


def rdflib(test: Test) -> Answer | None:
    import logging

    from rdflib import Dataset as Graphs
    from rdflib.plugins.sparql import prepareQuery

    logging.disable()
    query, base = _text(test), test.query.as_uri()
    if test.kind == "syntax":
        prepareQuery(query, base=base)
        return None
    graphs = Graphs()
    for path in test.data:
        graphs.default_graph.parse(path, publicID=path.as_uri())
    for name, path in test.graphs:
        graphs.graph(name).parse(path, publicID=name)
    found = graphs.query(query, base=base)
    if found.type == "ASK":
        return Answer(truth=bool(found.askAnswer))
    if found.type != "SELECT":
        return Answer(triples=tuple(Triple(*map(_term, triple)) for triple in found.graph))  # type: ignore[misc]
    if _is_csv(test):
        return of_csv(found.serialize(format="csv"))
    return Answer(rows=tuple({str(k): _term(v) for k, v in row.items()} for row in found.bindings))


def _term(term: Any) -> Any:
    from rdflib import BNode, URIRef

    if isinstance(term, BNode):
        return BlankNode(str(term))
    if isinstance(term, URIRef):
        return NamedNode(str(term))
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=NamedNode(str(term.datatype))) if term.datatype else Literal(str(term))


def _text(test: Test) -> str:
    try:
        return test.query.read_bytes().decode()
    except UnicodeDecodeError as problem:
        raise QueryError(str(problem)) from None


def _is_csv(test: Test) -> bool:
    return test.result is not None and test.result.suffix == ".csv"


ENGINES: dict[str, Callable[[Test], Answer | None]] = {
    "minutebook": minutebook,
    "pyoxigraph": pyoxigraph,
    "rdflib": rdflib,
}

if __name__ == "__main__":
    sys.exit(main())
