"""An organisation of a document while the register puts it together."""

from dataclasses import dataclass, field

from ingest.organisations_spotting import Candidate
from kg.extraction import Span

NOWHERE = Span(1 << 60, 1 << 60)
HEAD = 400
"""Code points at the top of a document among which the body is named whose record it is."""


@dataclass(eq=False, slots=True)
class Body:
    """An organisation being put together."""

    name: str
    kind: str
    acronym: str | None = None
    aliases: dict[str, None] = field(default_factory=dict)
    spans: dict[Span, Candidate] = field(default_factory=dict)
    sure: bool = False
    evidence: float = 0.0

    def is_doubtful(self) -> bool:
        """Do only shapes that tell nothing by themselves name it?"""
        return all(
            c.shape in ("named", "model", "addressed", "acting", "camel", "acronym") for c in self.spans.values()
        )

    def is_only_named(self) -> bool:
        """Is there nothing but capitals that speak for it?"""
        return all(candidate.shape == "named" for candidate in self.spans.values())
