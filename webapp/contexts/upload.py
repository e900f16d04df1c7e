"""Adding documents from a page, and what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from webapp.parts import Cell, Link, Row, Table, cell

_RESULTS = {
    "added": "added",
    "changed": "replaced",
    "unchanged": "was there already",
    "copy": "was there already",
    "failed": "refused",
}


@dataclass(frozen=True, slots=True)
class Tried:
    """One file that was sent: what became of it, the document it is now, or why it was refused."""

    name: str
    result: str
    document: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class UploadPage:
    """The form, and what became of the files just sent."""

    tried: tuple[Tried, ...] = ()
    title: str = "Add documents"
    kicker: str = "The library"
    lede: str = "Minutes, blogs, reports and notes, as Markdown, text, HTML, Word, OpenDocument, PDF or e-mail."

    @property
    def table(self) -> Table:
        """What became of each file."""
        rows = tuple(
            Row((cell(each.name), cell(_RESULTS[each.result]), _document(each.document), cell(each.reason)))
            for each in self.tried
        )
        return Table("What became of each file", ("File", "Result", "Document", "Reason"), rows)

    def as_json(self) -> dict[str, Any]:
        """What became of each file."""
        return {"format": "minutebook-page/1", "title": self.title, "files": self.table.as_json()}

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """What became of each file."""
        return self.table.as_table()


def upload_page(tried: Sequence[Tried]) -> UploadPage:
    """The page after these files were sent."""
    return UploadPage(tuple(tried))


def _document(identifier: str | None) -> Cell:
    return Cell((Link(identifier, f"/docs/{identifier}"),)) if identifier else Cell()
