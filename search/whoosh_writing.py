"""Writing a change into a Whoosh index, in one commit."""

import json
from typing import Any

from search.engine import Change
from search.entries import STATE, entries, state_after

MEMORY_MB = 256
"""Postings held in memory before they are sorted onto the disk."""


def write(index: Any, change: Change, state: dict[str, Any]) -> None:
    """Apply a change. `state` is what the index held as its state; the new one is written beside.

    The caller holds the engine's lock. A failure leaves the index as it was.
    """
    writer = index.writer(timeout=1.0, limitmb=MEMORY_MB)
    try:
        for unit in change.removed:
            writer.delete_by_term("unit", unit.encode())
        for document, stamp in change.documents:
            writer.delete_by_term("unit", document.id.encode())
            for fields in entries(document, stamp):
                writer.add_document(**fields)
        writer.delete_by_term("type", STATE.encode())
        writer.add_document(type=[STATE], stored=json.dumps(state_after(state, change)))
        live = writer.doc_count() + index.doc_count()
    except BaseException:
        writer.cancel()
        raise
    writer.commit(optimize=change.clean or index.doc_count_all() - index.doc_count() > live)
