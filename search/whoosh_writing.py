"""Writing a change into a Whoosh index, in one commit."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from kg import edtf
from search.analysis import is_stop_word, terms
from search.documents import IndexedDocument, IndexedEntity, IndexedPassage
from search.engine import Change

MEMORY_MB = 256
"""Postings held in memory before they are sorted onto the disk."""
STATE = "state"


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
            for fields in _documents(document, stamp):
                writer.add_document(**fields)
        writer.delete_by_term("type", STATE.encode())
        writer.add_document(type=[STATE], stored=json.dumps(_state(state, change)))
        live = writer.doc_count() + index.doc_count()
    except BaseException:
        writer.cancel()
        raise
    writer.commit(optimize=change.clean or index.doc_count_all() - index.doc_count() > live)


def _state(old: dict[str, Any], change: Change) -> dict[str, Any]:
    from search.whoosh_schema import FORMAT

    new = {**old, "format": FORMAT, "fingerprint": change.fingerprint}
    if change.entities is not None:
        entities, stamp = change.entities
        new |= {"entities": [_entity(entity) for entity in entities], "entity_stamp": stamp}
    return new


def _entity(entity: IndexedEntity) -> list[Any]:
    return [entity.iri, entity.kind, entity.label, entity.aliases, entity.acronyms]


def entities(state: dict[str, Any]) -> list[IndexedEntity]:
    """The entities of a state that `write` wrote."""
    return [
        IndexedEntity(iri, kind, label, tuple(aliases), tuple(acronyms))
        for iri, kind, label, aliases, acronyms in state.get("entities", ())
    ]


def _documents(document: IndexedDocument, stamp: str) -> Iterator[dict[str, Any]]:
    """The index's own documents for one of ours: its title, and each passage."""
    common: dict[str, Any] = {"unit": [document.id], "kind": [document.kind]}
    if document.committee:
        common["committee"] = [document.committee]
    shown = {"document": document.id, "title": document.title, "kind": document.kind}
    yield {
        **common,
        **_text(document.title, ""),
        "type": ["document"],
        "when": _when(document.date),
        "stored": json.dumps({**shown, "date": document.date, "stamp": stamp, "text": document.title}),
    }
    for passage in document.passages:
        date = passage.date or document.date
        stored = {**shown, "date": date, "start": passage.start, "heading": passage.heading, "text": passage.text}
        yield {
            **common,
            **_text(passage.text, passage.heading),
            **_names(passage),
            "type": ["passage"],
            "when": _when(date),
            "stored": json.dumps(stored),
        }


def _text(text: str, heading: str) -> dict[str, Any]:
    words, above = terms(text), terms(heading)
    return {
        "text": ([term for _word, term in words], [term for _word, term in above]),
        "word": [word for word, _term in (*words, *above)],
        "pair": [*_pairs([word for word, _term in words]), *_pairs([word for word, _term in above])],
    }


def _pairs(words: Sequence[str]) -> Iterator[str]:
    """Runs that may be phrases: two words, or three around a stop word, such as `code of conduct`."""
    for place in range(len(words) - 1):
        first, second = words[place : place + 2]
        if is_stop_word(first):
            continue
        if not is_stop_word(second):
            yield f"{first} {second}"
        elif place + 2 < len(words) and not is_stop_word(words[place + 2]):
            yield f"{first} {second} {words[place + 2]}"


def _names(passage: IndexedPassage) -> dict[str, tuple[str, ...]]:
    return {
        "person": passage.people,
        "organisation": passage.organisations,
        "focus": passage.focus,
        "owner": passage.owners,
    }


def _when(date: str | None) -> list[str]:
    if date is None:
        return []
    days = edtf.parse(date)
    return [f"{days.earliest or ''}/{days.latest or ''}"]
