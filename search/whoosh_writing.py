"""Writing a change into a Whoosh index, in one commit."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from search.documents import IndexedDocument
from search.engine import Change
from search.entries import STATE, entries, state_after

VectorsOf = Callable[[IndexedDocument], Mapping[int, bytes]]
"""The vectors of a document's passages, by their starts; not every passage has one."""

MEMORY_MB = 256
"""Postings held in memory before they are sorted onto the disk."""


def write(
    index: Any, change: Change, state: dict[str, Any], meaning: str = "", vectors_of: VectorsOf | None = None
) -> None:
    """Apply a change. `state` is what the index held as its state; the new one is written beside.

    For an index with vectors, `meaning` names their model and `vectors_of` makes them. The caller holds the engine's
    lock. A failure leaves the index as it was.
    """
    writer = index.writer(timeout=1.0, limitmb=MEMORY_MB)
    try:
        for unit in change.removed:
            writer.delete_by_term("unit", unit.encode())
        for document, stamp in change.documents:
            writer.delete_by_term("unit", document.id.encode())
            vectors = vectors_of(document) if vectors_of else {}
            starts: list[int | None] = [None, *(passage.start for passage in document.passages), None]
            for start, fields in zip(starts, entries(document, stamp), strict=True):
                vector = {"vector": vectors[start]} if start is not None and start in vectors else {}
                writer.add_document(**fields, **vector)
        writer.delete_by_term("type", STATE.encode())
        writer.add_document(type=[STATE], stored=json.dumps(state_after(state, change, meaning)))
        live = writer.doc_count() + index.doc_count()
    except BaseException:
        writer.cancel()
        raise
    writer.commit(optimize=change.clean or index.doc_count_all() - index.doc_count() > live)
