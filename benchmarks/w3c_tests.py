"""The W3C's SPARQL tests as they stand in its manifests, and when two answers are the same."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SUITES = ("sparql10", "sparql11", "sparql12")
LEFT_OUT = ("entailment", "service", "syntax-fed", "protocol", "graph-store-protocol", "service-description")
KINDS = {
    "QueryEvaluationTest": "evaluation",
    "CSVResultFormatTest": "evaluation",
    "PositiveSyntaxTest": "syntax",
    "PositiveSyntaxTest11": "syntax",
    "NegativeSyntaxTest": "syntax",
    "NegativeSyntaxTest11": "syntax",
}
RDF_FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".rdf": RdfFormat.RDF_XML,
    ".nt": RdfFormat.N_TRIPLES,
    ".trig": RdfFormat.TRIG,
    ".nq": RdfFormat.N_QUADS,
}
RESULT_FORMATS = {".srx": QueryResultsFormat.XML, ".srj": QueryResultsFormat.JSON, ".tsv": QueryResultsFormat.TSV}


@dataclass(frozen=True, slots=True)
class Test:
    """One entry of a manifest; `data` are files of the default graph, `graphs` of named ones with their names."""

    suite: str
    name: str
    kind: str
    negative: bool
    query: Path
    data: tuple[Path, ...] = ()
    graphs: tuple[tuple[str, Path], ...] = ()
    result: Path | None = None
    lax: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A truth, rows of bound variables, or triples; what a CSV holds is text."""

    truth: bool | None = None
    rows: tuple[dict[str, Any], ...] = ()
    triples: tuple[Any, ...] = ()


def manifest(path: Path, suite: str) -> Iterator[Test]:
    """The tests of a manifest and of those it includes, in order."""
    store = Store()
    store.load(path=str(path), format=RdfFormat.TURTLE, base_iri=path.as_uri())

    def objects(subject: Any, predicate: str) -> list[Any]:
        return [quad.object for quad in store.quads_for_pattern(subject, NamedNode(predicate), None)]

    def items(node: Any) -> Iterator[Any]:
        while node.value != f"{RDF}nil":
            yield objects(node, f"{RDF}first")[0]
            node = objects(node, f"{RDF}rest")[0]

    for quad in list(store.quads_for_pattern(None, NamedNode(f"{MF}include"), None)):
        for included in items(quad.object):
            if Path(included.value).parent.name not in LEFT_OUT:
                yield from manifest(_file(included.value), suite)
    for quad in list(store.quads_for_pattern(None, NamedNode(f"{MF}entries"), None)):
        for entry in items(quad.object):
            kinds = [kind.value.removeprefix(MF) for kind in objects(entry, f"{RDF}type")]
            kind = next((kind for kind in kinds if kind in KINDS), None)
            if kind:
                yield _test(suite, kind, entry, objects)


def _test(suite: str, kind: str, entry: Any, objects: Callable[[Any, str], list[Any]]) -> Test:
    action = objects(entry, f"{MF}action")[0]
    names = objects(entry, f"{MF}name")
    graphs = []
    for graph in objects(action, f"{QT}graphData"):
        inner = objects(graph, f"{QT}graph")
        label = objects(graph, "http://www.w3.org/2000/01/rdf-schema#label")
        file = (inner or [graph])[0].value
        graphs.append((label[0].value if label else file, _file(file)))
    results = objects(entry, f"{MF}result")
    return Test(
        suite,
        names[0].value if names else str(entry),
        KINDS[kind],
        kind.startswith("Negative"),
        _file((objects(action, f"{QT}query") or [action])[0].value),
        tuple(_file(each.value) for each in objects(action, f"{QT}data")),
        tuple(graphs),
        _file(results[0].value) if results else None,
        bool(objects(entry, f"{MF}resultCardinality")),
    )


def _file(address: str) -> Path:
    return Path(unquote(urlsplit(address).path))


def expected(test: Test) -> Answer:
    """The answer that the test's file of results states."""
    assert test.result is not None
    path = test.result
    if path.suffix in RESULT_FORMATS:
        return of_oxigraph(parse_query_results(path.read_bytes(), RESULT_FORMATS[path.suffix]))
    if path.suffix == ".csv":
        return of_csv(path.read_bytes())
    triples = [quad.triple for quad in parse(path=str(path), format=RDF_FORMATS[path.suffix], base_iri=path.as_uri())]
    held: dict[Any, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        held[triple.subject][triple.predicate.value].append(triple.object)
    for found in held.values():
        if f"{RS}boolean" in found:
            return Answer(truth=found[f"{RS}boolean"][0].value == "true")
        if NamedNode(f"{RS}ResultSet") in found[f"{RDF}type"]:
            solutions = sorted(found[f"{RS}solution"], key=lambda node: _index(held[node]))
            return Answer(rows=tuple(_rows(solutions, held)))
    return Answer(triples=tuple(triples))


def _rows(solutions: Iterable[Any], held: Any) -> Iterator[dict[str, Any]]:
    for solution in solutions:
        row = {
            held[binding][f"{RS}variable"][0].value: held[binding][f"{RS}value"][0]
            for binding in held[solution][f"{RS}binding"]
        }
        yield row


def _index(solution: Any) -> int:
    return int(solution[f"{RS}index"][0].value) if f"{RS}index" in solution else 0


def of_oxigraph(found: Any) -> Answer:
    if isinstance(found, QuerySolutions):
        names = [variable.value for variable in found.variables]
        rows = [{name: term for name, term in zip(names, row, strict=True) if term is not None} for row in found]
        return Answer(rows=tuple(rows))
    if isinstance(found, QueryTriples):
        return Answer(triples=tuple(found))
    return Answer(truth=bool(found))


def of_csv(content: bytes) -> Answer:
    import csv

    header, *lines = csv.reader(content.decode().splitlines())

    def cell(text: str) -> Any:
        return BlankNode(text[2:]) if text.startswith("_:") else Literal(text)

    return Answer(rows=tuple({n: cell(t) for n, t in zip(header, line, strict=True) if t} for line in lines))


def shape(answer: Answer, test: Test) -> object:
    """What two answers that are the same have in common, whatever their blank nodes are called."""
    if answer.truth is not None:
        return answer.truth
    held = Dataset()
    if answer.triples:
        for triple in answer.triples:
            held.add(Quad(triple.subject, triple.predicate, by_value(triple.object)))
    counts: Counter[Any] = Counter()
    for number, row in enumerate(answer.rows):
        ordered = expected_in_order(test)
        bound = {name: by_value(term) for name, term in row.items()}
        key = frozenset(bound.items())
        counts[key] += 1
        node = BlankNode(f"row{number}")
        held.add(Quad(node, NamedNode("x:row"), Literal(number if ordered else 0)))
        if not (test.lax and counts[key] > 1):
            held.add(Quad(node, NamedNode("x:copy"), Literal(counts[key])))
        for name, term in bound.items():
            held.add(Quad(node, NamedNode(f"x:{name}"), term))
        if test.lax and counts[key] > 1:
            for quad in list(held.quads_for_subject(node)):
                held.discard(quad)
    held.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in held}


def expected_in_order(test: Test) -> bool:
    """Does the test's file number its rows?"""
    assert test.result is not None
    return test.result.suffix in (".ttl", ".rdf") and re.search(r"rs:index", test.result.read_text()) is not None


def by_value(term: Any) -> Any:
    """The term; a number, a truth or a time in one way of writing it."""
    if isinstance(term, Triple):
        return Triple(term.subject, term.predicate, by_value(term.object))
    if not isinstance(term, Literal) or not term.datatype.value.startswith(XSD):
        return term
    name = term.datatype.value.removeprefix(XSD)
    try:
        text = next(
            (write(term.value) for pattern, write in ONE_WAY.items() if re.fullmatch(pattern, name)), term.value
        )
    except (ArithmeticError, ValueError):  # an ill-typed literal, such as "x"^^xsd:integer
        return term
    return Literal(text, datatype=term.datatype)


ONE_WAY: dict[str, Callable[[str], str]] = {
    "decimal": lambda text: f"{Decimal(text).normalize():f}",
    "double|float": lambda text: repr(float(text)),
    ".*[iI]nteger|int|long|short|byte": lambda text: str(int(text)),
    "boolean": lambda text: {"1": "true", "0": "false"}.get(text, text),
    "date.*": lambda text: text.replace("+00:00", "Z").removesuffix(".0"),
}
"""Types of XSD by pattern, and how a value of each is written."""
