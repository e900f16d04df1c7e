"""What the library holds, what it could not read, and which months it lacks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webapp.contexts.coverage import Coverage, coverage
from webapp.contexts.ledger import value
from webapp.parts import Detail, Row, Table, cell
from webapp.record import Snapshot

_COUNTED = {
    "Documents": "documents",
    "Meetings": "meetings",
    "People": "people-index",
    "Organisations": "organisations-index",
    "Engagements": "engagements",
    "Decisions": "decisions",
}


@dataclass(frozen=True, slots=True)
class StatusPage:
    """The whole page."""

    title: str
    details: tuple[Detail, ...]
    coverage: Coverage
    failures: Table

    def as_json(self) -> dict[str, Any]:
        """Counts, coverage and failures."""
        return {
            "format": "minutebook-page/1",
            "title": self.title,
            "holds": {detail.label: detail.value.text for detail in self.details},
            "coverage": self.coverage.as_json(),
            "failures": self.failures.as_json(),
        }

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """Counts as rows."""
        return ["what", "number"], [[detail.label, detail.value.text] for detail in self.details]


def status_page(snapshot: Snapshot, failures: Mapping[str, str]) -> StatusPage:
    """The state of the library; `failures` gives the reason by source."""
    documents = snapshot.table("documents")
    counts = tuple(
        Detail(label, cell(f"{len(snapshot.table(question).rows):,}")) for label, question in _COUNTED.items()
    )
    rows = tuple(Row((cell(source), cell(reason))) for source, reason in sorted(failures.items()))
    return StatusPage(
        title="Status and coverage",
        details=counts,
        coverage=coverage(value(row, documents, "issued") for row in documents.rows),
        failures=Table("Files that were refused, and why", ("File", "Reason"), rows, "Every document was read."),
    )
