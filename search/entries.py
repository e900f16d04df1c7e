"""What search engines are given to index: the fields of passages and titles, and the state of an index."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from kg import edtf
from search.analysis import is_stop_word, terms
from search.documents import Annotations, IndexedDocument, IndexedEntity, IndexedPassage
from search.engine import Change

FORMAT = "6"
"""Raise it when fields, analysis, stored values or `search.indexing` change: older indexes are made anew."""
STATE = "state"
ANNOTATIONS = "annotations"


def state_after(old: dict[str, Any], change: Change, meaning: str = "") -> dict[str, Any]:
    """What an index says of itself after a change; `meaning` names the model that its vectors are of."""
    new = {**old, "format": FORMAT, "meaning": meaning, "fingerprint": change.fingerprint}
    if change.entities is not None:
        entities, stamp = change.entities
        new |= {"entities": [_entity(entity) for entity in entities], "entity_stamp": stamp}
    return new


def _entity(entity: IndexedEntity) -> list[Any]:
    return [entity.iri, entity.kind, entity.label, entity.aliases, entity.acronyms]


def entities(state: dict[str, Any]) -> list[IndexedEntity]:
    """The entities of such a state."""
    return [
        IndexedEntity(iri, kind, label, tuple(aliases), tuple(acronyms))
        for iri, kind, label, aliases, acronyms in state.get("entities", ())
    ]


def annotations(stored: dict[str, Any]) -> Annotations:
    """The annotations that an entry for them stores."""
    return Annotations(**stored)


def entries(document: IndexedDocument, stamp: str) -> Iterator[dict[str, Any]]:
    """What an index holds of a document, field by field: entries for its title, each passage, and its annotations.

    `text` is the terms of the text and of the heading, apart; the other fields are values, `stored` is what hits show.
    """
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
    yield {
        "unit": [document.id, annotations_of(document.id)],
        "type": [ANNOTATIONS],
        "stored": json.dumps({one.name: getattr(document.annotations, one.name) for one in fields(Annotations)}),
    }


def annotations_of(document: str) -> str:
    """The unit, beside its document, of the annotations of this document alone."""
    return f"{document}#{ANNOTATIONS}"


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
