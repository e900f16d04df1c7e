"""The graph on a server: any that speaks SPARQL 1.1 query, update and the Graph Store Protocol.

The server holds what the embedded engine holds: a named graph per document and the merged graph as
its default graph. One more named graph, the ledger, keeps the stamp of every graph and the mark.
Each graph is written by itself:

1. its stamp becomes empty, so that whatever interrupts the rest, the next catch-up does it again;
2. what no other merged graph holds leaves the merged graph;
3. the graph is put in place whole (Graph Store Protocol), or deleted;
4. its triples are merged, and it gets its stamp.

Who asks meanwhile sees some documents as they were and others as they will be. The queries and
updates stand in `kg/remote/`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from kg.durable import Step, no_step
from kg.endpoints import GraphEndpoint
from kg.errors import LibraryError, QueryError
from kg.graph import GraphSource, by_value
from kg.service import Answer, Service

if TYPE_CHECKING:
    from pyoxigraph import Quad

_FOLDER = Path(__file__).with_name("remote")
_TOGETHER = 200
"""Graphs whose stamps are written in one request."""
_ROWS = "application/sparql-results+json"
_TRIPLES = "application/n-triples"


class RemoteReader:
    """The graph on a server as it is when asked; answers as a pyoxigraph `Store` does. May be shared by threads."""

    def __init__(self, endpoint: GraphEndpoint, ledger: str, service: Service | None = None) -> None:
        self._endpoint = endpoint
        self._ledger = ledger
        self._service = service or Service(f"the graph server {endpoint.query}", endpoint.credentials)

    @property
    def place(self) -> dict[str, Any]:
        """What another process needs to read the same, as JSON holds it."""
        return {"query": self._endpoint.query, "credentials": self._endpoint.credentials, "ledger": self._ledger}

    @classmethod
    def at(cls, place: Mapping[str, Any]) -> Self:
        """The reader of a place."""
        return cls(GraphEndpoint(place["query"], "", "", place["credentials"]), place["ledger"])

    def query(self, query: str, **options: Any) -> Any:
        """What the server answers, as `pyoxigraph.Store.query` with prefixes, base_iri, default_graph, named_graphs.

        A query that is not SPARQL never leaves the house: it raises SyntaxError as there. One that the
        server refuses raises QueryError.
        """
        from pyoxigraph import QueryResultsFormat, RdfFormat, Store, parse, parse_query_results

        from kg.query_check import form

        prologue = {name: options[name] for name in ("prefixes", "base_iri") if name in options}
        Store().query(query, **prologue)
        fields = [("query", _prologue(**prologue) + query)]
        fields += [("default-graph-uri", graph.value) for graph in options.get("default_graph", ())]
        fields += [("named-graph-uri", graph.value) for graph in options.get("named_graphs", ())]
        rows = form(query) in ("SELECT", "ASK")
        headers = {"Accept": _ROWS if rows else _TRIPLES}
        found = self._service.send("POST", self._endpoint.query, fields=fields, headers=headers, accepted=(400,))
        if found.status == 400:
            told = " ".join(found.body.decode("utf-8", "replace").split())[:300]
            raise QueryError(f"the graph server cannot run this query: {told}")
        if rows:
            return parse_query_results(found.body, QueryResultsFormat.JSON)
        return (quad.triple for quad in parse(found.body, RdfFormat.N_TRIPLES))

    def quads_for_pattern(self, subject: Any, predicate: Any, object: Any, graph_name: Any = None) -> "Iterator[Quad]":  # noqa: A002
        """Quads of a named graph or of the merged one that match; ValueError where all graphs are asked at once."""
        from pyoxigraph import DefaultGraph, Quad

        if graph_name is None:
            raise ValueError("a graph on a server is read graph by graph")
        given = {"subject": subject, "predicate": predicate, "object": object}
        bound = {name: term for name, term in given.items() if term is not None}
        merged = isinstance(graph_name, DefaultGraph)
        query = _bound("merged.rq" if merged else "quads.rq", [bound if merged else {**bound, "graph": graph_name}])
        for row in self.query(query):
            terms = (bound.get(name) or row[name] for name in given)
            yield Quad(*(*terms, graph_name))

    def lines(self, name: str | None) -> set[str]:
        """The triples of a graph, of the merged one for None, as N-Triples without the closing dot."""
        from pyoxigraph import DefaultGraph, NamedNode

        graph = DefaultGraph() if name is None else NamedNode(name)
        return {f"{q.subject} {q.predicate} {q.object}" for q in self.quads_for_pattern(None, None, None, graph)}

    def stamps(self) -> dict[str, str]:
        """Stamp of every graph, by its IRI; '' for one that is not written to the end."""
        from pyoxigraph import NamedNode

        rows = self.query(_bound("stamps.rq", [{"ledger": NamedNode(self._ledger)}]))
        return {row["name"].value: row["stamp"].value for row in rows}

    def mark(self) -> str | None:
        """The mark given with the last commit."""
        from pyoxigraph import NamedNode

        rows = self.query(_bound("mark.rq", [{"ledger": NamedNode(self._ledger)}]))
        return next((row["mark"].value for row in rows), None)


class RemoteEngine:
    """A `kg.graph.GraphEngine` on a server. Its dataset belongs to one library, and is told apart by the ledger."""

    folder: Path | None = None

    def __init__(self, endpoint: GraphEndpoint, base: str, step: Step = no_step) -> None:
        """`base` is the library's; the ledger stands under it. Raises ConfigurationError as `Service` does."""
        from pyoxigraph import NamedNode

        self.step = step
        self._endpoint = endpoint
        self._ledger = NamedNode(f"{base}ledger")
        self._service = Service(f"the graph server {endpoint.query}", endpoint.credentials)
        self._reader = RemoteReader(endpoint, self._ledger.value, self._service)
        self._mark: str | None = None

    def mark(self) -> str | None:
        mark = self._reader.mark()
        if mark != self._mark:
            self._mark, self._reader = mark, RemoteReader(self._endpoint, self._ledger.value, self._service)
        return mark

    def stamps(self) -> dict[str, str]:
        return self._reader.stamps()

    def reader(self) -> RemoteReader:
        """A reader, the same until the mark is another. What it answers is what the server holds when asked."""
        return self._reader

    def commit(self, replaced: Mapping[str, GraphSource], removed: Iterable[str], mark: str) -> None:
        removed = list(removed)
        if replaced or removed:
            self._own()
        self._begin([*replaced, *removed])
        for names in _batches(removed):
            for name in names:
                self.step(f"graph: remove {name}")
                self._part(name)
                self._store("DELETE", name, accepted=(404,))
            self._update("forget.ru", [self._row(name) for name in names])
        self._write(replaced, fresh=False)
        self._point(mark)

    def rebuild(self, sources: Mapping[str, GraphSource], mark: str) -> None:
        self._own()
        self.step("graph: empty")
        self._update("empty.ru", [])
        self._begin(list(sources))
        self._write(sources, fresh=True)
        self._point(mark)

    def discard(self) -> None:
        self._own()
        self.step("graph: discard")
        self._update("empty.ru", [])

    def _own(self) -> None:
        """Raise LibraryError where the dataset holds what this library did not write: it is not ours to change."""
        is_ours = self._reader.query(_bound("owned.rq", [{"ledger": self._ledger}]))
        if not is_ours and self._reader.query(_text("anything.rq")):
            raise LibraryError(
                f"{self._endpoint.query} holds what this library did not write; give the library a dataset of its own"
            )

    def _begin(self, names: Sequence[str]) -> None:
        for some in _batches(names):
            self.step("graph: begin")
            self._update("begin.ru", [self._row(name) for name in some])

    def _write(self, sources: Mapping[str, GraphSource], *, fresh: bool) -> None:
        from pyoxigraph import Literal, NamedNode

        for names in _batches(list(sources)):
            for name in names:
                source = sources[name]
                self.step(f"graph: write {name}")
                if not fresh:
                    self._part(name)
                # Jena's TDB2 does not find again, to delete it, a number that it was given in another spelling.
                body = "".join(f"{by_value(line)} .\n" for line in source.triples())
                self._store("PUT", name, body=body.encode(), headers={"Content-Type": _TRIPLES})
                if source.merged:
                    self._update("merge.ru", [{"name": NamedNode(name)}])
            self.step("graph: stamp")
            self._update("end.ru", [self._row(name, stamp=Literal(sources[name].stamp)) for name in names])
            alone = [self._row(name) for name in names if not sources[name].merged]
            if alone:
                self._update("alone.ru", alone)

    def _part(self, name: str) -> None:
        self._update("part.ru", [self._row(name)])

    def _point(self, mark: str) -> None:
        from pyoxigraph import Literal

        self.step("graph: point")
        self._update("point.ru", [{"ledger": self._ledger, "mark": Literal(mark)}])

    def _row(self, name: str, **more: Any) -> dict[str, Any]:
        from pyoxigraph import NamedNode

        return {"ledger": self._ledger, "name": NamedNode(name), **more}

    def _update(self, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        headers = {"Content-Type": "application/sparql-update"}
        self._service.send("POST", self._endpoint.update, body=_bound(name, rows).encode(), headers=headers)

    def _store(self, method: str, name: str, **options: Any) -> Answer:
        return self._service.send(method, f"{self._endpoint.store}?{_graph(name)}", **options)


def _batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    return (names[start : start + _TOGETHER] for start in range(0, len(names), _TOGETHER))


def _graph(name: str) -> str:
    from urllib.parse import urlencode

    return urlencode({"graph": name})


@cache
def _text(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _bound(name: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """A query or update with RDF terms bound where it says so, all rows to the same variables."""
    columns = list(rows[0]) if rows and rows[0] else []
    values = ""
    if columns:
        lines = "\n".join(f"({' '.join(str(row[column]) for column in columns)})" for row in rows)
        values = f"VALUES ({' '.join(f'?{column}' for column in columns)}) {{ {lines} }}"
    return _text(name).replace("# values", values, 1)


def _prologue(prefixes: Mapping[str, str] | None = None, base_iri: str | None = None) -> str:
    declared = "".join(f"PREFIX {name}: <{namespace}>\n" for name, namespace in (prefixes or {}).items())
    return (f"BASE <{base_iri}>\n" if base_iri else "") + declared
