"""What identity, ingest and status need of every record, kept so that unchanged records are not read again.

The cache is derived: a missing or unreadable one costs a reading of all records.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from kg.durable import Step, replace_files
from kg.entity_names import DocumentNames, Named, names_of, plain
from kg.nquads import canonical
from kg.record_store import RecordStore, Version
from kg.stored import from_record

FORMAT = "summaries/2"


@dataclass(frozen=True, slots=True)
class Summary:
    """One readable record: its document, and `record_hash`, the SHA-256 of its bytes.

    `dates` are the EDTF dates of its meetings, or its own where it has none, in the order of the text.
    """

    version: Version
    record_hash: str
    iri: str
    kind: str
    title: str
    date: str | None
    dates: tuple[str, ...]
    source: str
    content_hash: str
    pipeline: str
    statements: int
    names: DocumentNames


@dataclass(frozen=True, slots=True)
class Damage:
    """A record that cannot be used, and why. It is left as it is and out of the engines."""

    version: Version
    reason: str


def summarise(record: bytes, document_id: str, version: Version) -> Summary | Damage:
    """What a record says, or what is wrong with it."""
    try:
        if canonical(record) != record:
            return Damage(version, "it is not canonical N-Quads")
        document = from_record(record)
    except (SyntaxError, ValueError) as problem:
        return Damage(version, str(problem))
    if document.id != document_id:
        return Damage(version, f"it describes document {document.id!r}")
    return Summary(
        version,
        sha256(record).hexdigest(),
        document.iri,
        document.kind,
        document.title,
        document.date,
        tuple(meeting.date for meeting in document.meetings if meeting.date) or tuple(filter(None, [document.date])),
        document.source,
        document.content_hash,
        document.pipeline,
        len(document.statements),
        names_of(document),
    )


def current(store: RecordStore, known: Mapping[str, Summary | Damage]) -> dict[str, Summary | Damage]:
    """The summary of every record by id, sorted; those in `known` are taken where their version still holds."""
    found: dict[str, Summary | Damage] = {}
    for document_id, version in store.versions().items():
        before = known.get(document_id)
        if before is None or before.version != version:
            before = summarise(store.read(document_id), document_id, version)
        found[document_id] = before
    return found


def load(path: Path) -> dict[str, Summary | Damage]:
    """The summaries in a cache file; none where it is missing, of another format or unreadable."""
    try:
        content = json.loads(path.read_bytes())
        if content["format"] != FORMAT:
            return {}
        return {document_id: _from_json(values) for document_id, values in content["documents"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def save(path: Path, summaries: Mapping[str, Summary | Damage], step: Step) -> None:
    """Write the cache file."""
    content = json.dumps({"format": FORMAT, "documents": summaries}, ensure_ascii=False, default=plain)
    replace_files(path.parent, [(path.name, content.encode())], step)


def _from_json(values: dict[str, Any]) -> Summary | Damage:
    version = tuple(values.pop("version"))
    if "reason" in values:
        return Damage(version, values["reason"])
    names = values.pop("names")
    first, last = (date.fromisoformat(day) if day else None for day in (names["first"], names["last"]))
    people, organisations = (tuple(map(_named, names[kind])) for kind in ("people", "organisations"))
    return Summary(
        version=version,
        dates=tuple(values.pop("dates")),
        names=DocumentNames(names["id"], names["committee"], first, last, people, organisations),
        **values,
    )


def _named(values: dict[str, Any]) -> Named:
    return Named(**{**values, "aliases": tuple(values["aliases"]), "organisations": tuple(values["organisations"])})
