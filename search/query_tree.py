"""What a query asks for, as a tree: words, phrases, filters, and how they go together."""

from dataclasses import dataclass
from typing import Literal

from kg import edtf

FieldName = Literal["person", "organisation", "focus", "committee", "owner", "kind"]


@dataclass(frozen=True, slots=True)
class Word:
    """One word as written; `prefix` where a star follows it."""

    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words beside each other, as written."""

    text: str


@dataclass(frozen=True, slots=True)
class FieldValue:
    """`field:value`: passages that name the entity, or documents of the kind."""

    field: FieldName
    value: str


@dataclass(frozen=True, slots=True)
class Dates:
    """Passages whose date may lie in the interval; `text` as typed."""

    interval: edtf.Interval
    text: str


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of the parts."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Group:
    """What passages must hold, may hold (ranking them higher) and must not hold."""

    must: tuple["Node", ...] = ()
    may: tuple["Node", ...] = ()
    without: tuple["Node", ...] = ()


Node = Word | Phrase | FieldValue | Dates | Either | Group


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query; `notes` tell what was read otherwise than it may have been meant."""

    root: Group
    notes: tuple[str, ...] = ()
