"""A library in a standard syntax: its records as they are stored, or the graph as it answers from it."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from kg import configuration
from kg.errors import LibraryError
from kg.identifiers import document_iri
from kg.library_folder import SEARCHES
from kg.namespaces import PREFIXES, iri
from kg.nquads import literal, node
from kg.results import GRAPH_FORMATS

if TYPE_CHECKING:
    from kg.graph import Reader
    from kg.library import Library

KEPT_TEXTS = ("restricted.json", "forgotten.json", "judgements.jsonl", "roster.ttl", "stated.json", SEARCHES)
"""What people said, beside the records, in the order in which `kg.load` writes it: whom to keep it from first."""
URI_SPACE, DATASET = "http://rdfs.org/ns/void#uriSpace", "http://rdfs.org/ns/void#Dataset"


def export(
    library: "Library", output: BinaryIO, format_: str, document_id: str | None = None, *, resolved: bool = False
) -> None:
    """Write the library, or one document, in a format of `kg.results.GRAPH_FORMATS`.

    A document, and all of them where the format has named graphs, are the records as they are stored, each in the
    graph of its name; with all of them go the graphs kept of others' making and, in the graph `<base>library`, what
    people decided: `kg.load` makes the same library of it. `resolved` gives the graphs that the library answers
    from; without named graphs all documents are those, merged. Raises LibraryError where there is no such document.
    """
    from pyoxigraph import RdfFormat, parse, serialize

    rdf_format: RdfFormat = getattr(RdfFormat, GRAPH_FORMATS[format_])
    if document_id is not None and document_id not in library.state().sound():
        raise LibraryError(f"there is no document {document_id!r}; `minutebook status` lists them")
    parts: Any
    if resolved or (document_id is None and not rdf_format.supports_datasets):
        parts = _resolved(library.snapshot(), library.base, rdf_format, document_id)
    elif rdf_format == RdfFormat.N_QUADS:
        output.writelines(_stored(library, document_id))
        return
    else:
        stored = _stored(library, document_id)
        parsed: Iterable[Any] = (quad for part in stored for quad in parse(part, format=RdfFormat.N_QUADS))
        parts = parsed if rdf_format.supports_datasets else (quad.triple for quad in parsed)
    serialize(parts, output, rdf_format, prefixes=PREFIXES)


def _stored(library: "Library", document_id: str | None) -> Iterator[bytes]:
    """Every part of the library as N-Quads."""
    if document_id is not None:
        yield library.records.read(document_id)
        return
    yield "".join(_described(library)).encode()
    for name in library.state().sound():
        yield library.records.read(name)
    for source in library.outside_graphs().values():
        yield source.content


def _described(library: "Library") -> Iterator[str]:
    """What the library is called, where its names stand, and what people said, as lines of N-Quads."""
    graph = f"{library.base}library"
    said = [
        (node(graph), iri("rdf:type"), node(DATASET)),
        (node(graph), iri("dcterms:title"), literal(library.configuration.name)),
        (node(graph), URI_SPACE, literal(library.base)),
    ]
    said += [(node(f"{graph}#{name}"), iri("rdf:value"), literal(text)) for name, text in _texts(library)]
    return (f"{subject} <{predicate}> {value} <{graph}> .\n" for subject, predicate, value in said)


def _texts(library: "Library") -> Iterable[tuple[str, str]]:
    """The texts that go with the records; of those, for who does not see everything, what they see."""
    from kg import roster
    from kg.judgements import line_of

    if library.sees_everything:
        names = (*KEPT_TEXTS, *([configuration.FILE] if library.configuration.restricted else []))
        paths = [library.folder / name for name in names]
    else:
        log = b"".join(line_of(one) + b"\n" for one in library.judgements.read())
        yield from [("judgements.jsonl", log.decode())] if log else []
        paths = [library.folder / roster.FILE]
    yield from ((path.name, path.read_bytes().decode()) for path in paths if path.exists())


def _resolved(reader: "Reader", base: str, rdf_format: Any, document_id: str | None) -> Iterator[Any]:
    from pyoxigraph import DefaultGraph, NamedNode

    named: bool = rdf_format.supports_datasets
    graphs: list[Any]
    if document_id is not None:
        graphs = [NamedNode(document_iri(base, document_id))]
    else:
        graphs = [*map(NamedNode, reader.stamps())] if named else [DefaultGraph()]
    quads = (quad for graph in graphs for quad in reader.quads_for_pattern(None, None, None, graph))
    return quads if named else (quad.triple for quad in quads)
