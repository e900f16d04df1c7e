"""Writing a change into an OpenSearch index.

Readers see what was refreshed, and only a change's end refreshes. Titles carry their document's stamp and
are written after its passages, the state last: whatever interrupts a change, the next catch-up finds the
stamps that are missing and writes those documents again.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from kg.errors import LibraryError
from search.analysis import stop_words
from search.documents import IndexedDocument
from search.engine import Change
from search.entries import FORMAT, STATE, entries, state_after
from search.opensearch_index import SIMILARITY, TEXT_WEIGHT
from search.opensearch_server import Server
from search.whoosh_snapshot import ENOUGH

BATCH = 500
"""Passages in one request."""
DEEPEST = 100_000
"""Hits down to which pages can be turned."""
_KEYWORDS = ("unit", "type", "kind", "committee", "person", "organisation", "focus", "owner", "when", "word", "pair")
_WORDS = {"type": "text", "analyzer": "whitespace"}
MAPPING: Mapping[str, Any] = {
    "dynamic": False,
    "properties": {
        **{name: {"type": "keyword"} for name in _KEYWORDS},
        "place": {"type": "integer"},
        "says": {"type": "float"},
        "text": {**_WORDS, "index_options": "freqs", "similarity": "passages"},
        "order": {**_WORDS, "norms": False, "position_increment_gap": 16, "similarity": "boolean"},
        "spelling": {**_WORDS, "norms": False, "index_options": "docs"},
        "stored": {"type": "object", "enabled": False},
    },
}
"""`text` ranks, without stop words, and `says` is the share of its score that a passage of few telling words keeps;
`order` has every term in its place; `spelling` has the words as written."""


def prepare(server: Server, base: str) -> None:
    """Make the index of the library with this base IRI where there is none, and anew where it is of another format.

    Raises LibraryError where the index is not the library's.
    """
    ours = {"library": base, "format": FORMAT}
    found = server.send("GET", "/_mapping", accepted=(404,))
    if found.status != 404:
        meta = next(iter(json.loads(found.body).values()))["mappings"].get("_meta", {})
        if meta == ours:
            return
        if meta.get("library") != base:
            raise LibraryError(f"{server.name} has an index of this name that is not this library's; choose another")
        server.send("DELETE", "")
    settings = {
        "refresh_interval": "-1",
        "auto_expand_replicas": "0-1",
        "max_result_window": DEEPEST,
        "similarity": {"passages": SIMILARITY},
    }
    server.send("PUT", "", {"settings": {"index": settings}, "mappings": {**MAPPING, "_meta": ours}})


def write(server: Server, change: Change, state: Mapping[str, Any]) -> None:
    """Apply a change; `state` is what the index held as its state."""
    server.send("POST", "/_refresh")  # what a crash may have left
    _delete(server, list(change.removed))
    for documents in _together(change.documents):
        _delete(server, [document.id for document, _stamp in documents])
        made = [
            (document.id, place, entry) for document, stamp in documents for place, entry in _entries(document, stamp)
        ]
        for passages in (True, False):
            some = [
                line for unit, place, entry in made if (place > 0) is passages for line in _lines(unit, place, entry)
            ]
            for start in range(0, len(some), 2 * BATCH):
                server.bulk(some[start : start + 2 * BATCH])
    after = state_after(dict(state), change)
    server.bulk([{"index": {"_id": STATE}}, {"type": STATE, "stored": after}])
    server.send("POST", "/_refresh")
    if change.clean:
        server.send("POST", "/_forcemerge?only_expunge_deletes=true")


def _together(documents: Iterable[tuple[IndexedDocument, str]]) -> Iterator[list[tuple[IndexedDocument, str]]]:
    """Documents in batches of about as many passages as one request takes."""
    batch: list[tuple[IndexedDocument, str]] = []
    for document in documents:
        batch.append(document)
        if sum(len(one.passages) for one, _stamp in batch) >= BATCH:
            yield batch
            batch = []
    yield batch


def _delete(server: Server, units: list[str]) -> None:
    """Delete what is held of these documents."""
    for hits in server.pages({"terms": {"unit": units}}, source=False) if units else ():
        server.bulk({"delete": {"_id": one["_id"]}} for one in hits)


def _entries(document: IndexedDocument, stamp: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """(place, fields) of the title, which is 0, and of each passage."""
    for place, entry in enumerate(entries(document, stamp)):
        text, heading = entry.get("text", ([], []))
        ranking = [term for term in (*(text * TEXT_WEIGHT), *heading) if term not in stop_words()]
        stored = json.loads(entry["stored"])
        yield (
            place,
            {
                **{name: list(dict.fromkeys(entry.get(name, ()))) for name in _KEYWORDS},
                "place": place,
                "says": 1.0 if place == 0 else min(1.0, (_telling(text, heading) + 1) / (ENOUGH + 1)),
                "text": " ".join(ranking),
                "order": [" ".join(text), " ".join(heading)],
                "spelling": " ".join(dict.fromkeys(entry.get("word", ()))),
                "stored": stored,
            },
        )


def _telling(text: list[str], heading: list[str]) -> int:
    """How long a passage is, in telling words, its heading left out: as `search.whoosh_schema` counts."""
    weights = {term: float(count) for term, count in Counter(text).items()}
    for term in heading:
        weights[term] = weights.get(term, 0.0) + 1 / TEXT_WEIGHT
    return sum(round(weight) for term, weight in weights.items() if term not in stop_words())


def _lines(unit: str, place: int, entry: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    name = sha256(json.dumps([unit, place]).encode()).hexdigest()[:32]
    return {"index": {"_id": name}}, entry
