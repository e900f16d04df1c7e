"""The whole graph in a standard syntax, for other tools."""

from typing import TYPE_CHECKING, BinaryIO

from kg.errors import LibraryError
from kg.identifiers import document_iri
from kg.namespaces import PREFIXES
from kg.results import GRAPH_FORMATS

if TYPE_CHECKING:
    from kg.library import Library


def export(library: "Library", output: BinaryIO, format_: str, document_id: str | None = None) -> None:
    """Write the graph, or one document's, in a format of `kg.results.GRAPH_FORMATS`.

    A format with named graphs holds the graph of each document, the roster's and the ontology's; one
    without holds the merged graph, or all that one document says. Raises LibraryError where there is
    no such document.
    """
    from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, serialize

    rdf_format: RdfFormat = getattr(RdfFormat, GRAPH_FORMATS[format_])
    store = library.snapshot().store
    if document_id is not None:
        if not library.holds(document_id):
            raise LibraryError(f"there is no document {document_id!r}; `minutebook status` lists them")
        graph = NamedNode(document_iri(library.base, document_id))
        quads = store.quads_for_pattern(None, None, None, graph)
        parts = quads if rdf_format.supports_datasets else (quad.triple for quad in quads)
    elif rdf_format.supports_datasets:
        parts = (quad for quad in store if not isinstance(quad.graph_name, DefaultGraph))
    else:
        parts = (quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph()))
    serialize(parts, output, rdf_format, prefixes=PREFIXES)
