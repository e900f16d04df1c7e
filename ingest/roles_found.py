"""A role as it is found, before those that say the same are joined."""

import re
from dataclasses import dataclass

from kg.extraction import Basis, Span


@dataclass(frozen=True, slots=True)
class Found:
    person: str
    title: str
    organisation: str | None
    evidence: Span
    rule: str
    confidence: float = 0.9
    from_on: str | None = None
    to_on: str | None = None
    basis: Basis = "stated"


def singular(title: str) -> str:
    """A title of several as one of them holds it."""
    return re.sub(r"\b(member|officer|director|trustee|governor|colleague)s\b", r"\1", title)
