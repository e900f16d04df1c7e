"""One statement as a page: what it says, every sentence that proves it, the rule that read it."""

import re
from dataclasses import dataclass
from typing import Any

from kg.namespaces import MB, compact
from kg.tables import evidence
from webapp.contexts.document import KINDS
from webapp.contexts.ledger import EDTF, quote
from webapp.errors import NoSuchPage
from webapp.links import path_of
from webapp.parts import Cell, Detail, Link, Quote, dated
from webapp.record import Snapshot

_LEFT_OUT = {"rdf:type", "mb:evidence", "mb:confidence", "mb:what", "mb:dateBasis"}


@dataclass(frozen=True, slots=True)
class FactPage:
    """A statement; `id` is the last part of its IRI, `what` its words where it has any."""

    id: str
    iri: str
    kind: str
    title: str
    details: tuple[Detail, ...]
    quotes: tuple[Quote, ...]

    @property
    def is_commitment(self) -> bool:
        """Can it be done or dropped?"""
        return self.kind == "Commitment"

    @property
    def rules(self) -> tuple[str, ...]:
        """For each quotation: the rule, its basis and its confidence."""
        return tuple(
            f"{q.rule or 'unknown rule'} · {q.basis} · {q.confidence if q.confidence is not None else 1:.2f}"
            for q in self.quotes
        )

    def as_json(self) -> dict[str, Any]:
        """Details and evidence."""
        return {
            "format": "minutebook-page/1",
            "iri": self.iri,
            "kind": self.kind,
            "details": {
                detail.label: [item.plain or item.text for item in detail.value.items] for detail in self.details
            },
            "evidence": [{**each.as_json(), "rule": each.rule} for each in self.quotes],
        }

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """Details as rows."""
        return ["what", "value"], [[detail.label, detail.value.text] for detail in self.details]


def fact_page(snapshot: Snapshot, name: str) -> FactPage:
    """The page of `fact/<name>`. Raises NoSuchPage where the record holds no such statement."""
    iri = f"{snapshot.base}fact/{name}"
    if not snapshot.exists(iri, "mb:Statement"):
        raise NoSuchPage(
            "The record holds no such statement; its document may have been read anew. Search for its words."
        )
    described = snapshot.describe(iri)
    labels = snapshot.labels(value for _, value in described if "://" in value)
    types = [
        value.removeprefix(MB) for prop, value in described if compact(prop) == "rdf:type" and value != f"{MB}Statement"
    ]
    kind = next((KINDS[each] for each in types if each in KINDS), "Statement")
    quotes = tuple(quote(snapshot, piece) for piece in evidence(snapshot.reader, [iri]).get(iri, ()))
    what = next((value for prop, value in described if compact(prop) in {"mb:what", "mb:roleTitle"}), "")
    return FactPage(
        id=name,
        iri=iri,
        kind=kind,
        title=_capital(what or (quotes[0].text if quotes else kind)),
        details=_details(snapshot, described, labels),
        quotes=quotes,
    )


def _details(snapshot: Snapshot, described: list[tuple[str, str]], labels: dict[str, str]) -> tuple[Detail, ...]:
    found: dict[str, list[Link]] = {}
    for prop, value in sorted(described):
        if compact(prop) not in _LEFT_OUT:
            found.setdefault(_words(prop), []).append(_value(snapshot, value, labels))
    return tuple(Detail(label, Cell(tuple(items))) for label, items in found.items())


def _value(snapshot: Snapshot, value: str, labels: dict[str, str]) -> Link:
    if value.startswith(f"{snapshot.base}date/") and value in labels:
        return dated(labels[value]).items[0]
    if value.startswith(MB):
        return Link(value.removeprefix(MB).partition("-")[2].replace("-", " ").removeprefix("kind "))
    if EDTF.fullmatch(value):
        return dated(value).items[0]
    return Link(labels.get(value, value.removeprefix(snapshot.base)), path_of(value, snapshot.base))


def _words(prop: str) -> str:
    """`mb:commitmentStatus` is “Status”, `mb:recordedOn` is “Recorded on”."""
    local = re.split(r"[#/]", prop)[-1]
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local)
    return _capital(re.sub(r"^(?:commitment|engagement|focus|attendance|in) (?=[A-Z])", "", words, flags=re.I).lower())


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
