"""Handover reports and comparisons of terms as pages: every line with the numbers of the words that prove it."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from kg import edtf
from search.handover import handover
from search.handover_compare import compare
from search.handover_pdf import to_pdf
from search.handover_report import Report, to_markdown
from search.handover_terms import Term
from webapp.contexts.ledger import quote, value
from webapp.errors import NoSuchPage
from webapp.parts import Cell, Filter, Link, Quote, Row, Table, cell
from webapp.record import Snapshot


@dataclass(frozen=True, slots=True)
class Statement:
    """One line and the numbers of its sources, from 1."""

    text: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A titled part of a report; `note` says that there is nothing, or how many lines are left out."""

    id: str
    title: str
    lines: tuple[Statement, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report laid out for reading and printing."""

    kicker: str
    title: str
    lede: str
    parts: tuple[Part, ...]
    sources: tuple[Quote, ...]
    report: Report

    def as_markdown(self) -> bytes:
        """The same as text in Markdown, UTF-8."""
        return to_markdown(self.report).encode()

    def as_pdf(self) -> bytes:
        """The same as PDF."""
        return to_pdf(self.report)

    @property
    def held(self) -> tuple[Part, ...]:
        """The parts that have lines."""
        return tuple(part for part in self.parts if part.lines)

    @property
    def bare(self) -> str:
        """The parts that have none, in a sentence."""
        return "; ".join(
            f"{part.title}: {part.note[:1].lower()}{part.note[1:]}" for part in self.parts if not part.lines
        )

    def as_json(self) -> dict[str, Any]:
        """Parts with their lines, each with its evidence."""
        return {
            "format": "minutebook-page/1",
            "title": self.title,
            "sections": [
                {
                    "title": part.title,
                    "note": part.note,
                    "lines": [
                        {"text": line.text, "evidence": [self.sources[n - 1].as_json() for n in line.sources]}
                        for line in part.lines
                    ],
                }
                for part in self.parts
            ],
        }

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """Lines as rows, each with its first proof."""
        rows = []
        for part in self.parts:
            for line in part.lines:
                first = self.sources[line.sources[0] - 1] if line.sources else None
                proof = [first.text, first.document, first.date or ""] if first else ["", "", ""]
                rows.append([part.title, line.text, *proof])
        return ["section", "line", "evidence", "document", "recorded on"], rows


@dataclass(frozen=True, slots=True)
class TermsPage:
    """The terms that the record covers, with forms for any other."""

    table: Table
    fields: tuple[Filter, ...]
    title: str = "Terms"
    kicker: str = "Handing over"
    lede: str = (
        "What somebody who takes over should know: offices, people, focus areas, what is owed, relationships, "
        "decisions. Each line leads to the words that prove it."
    )

    def as_json(self) -> dict[str, Any]:
        """Terms with the number of their documents."""
        return {"format": "minutebook-page/1", "title": self.title, "rows": self.table.as_json()}

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """The same as rows."""
        return self.table.as_table()


def term(text: str) -> Term:
    """The term that an address names: `2023`, or `2022-07..2023-06`. Raises NoSuchPage where it names none."""
    first, between, last = text.partition("..")
    try:
        start, end = edtf.parse(first).earliest, edtf.parse(last if between else first).latest
    except ValueError:
        start = end = None
    if start is None or end is None or start > end:
        raise NoSuchPage(f"“{text}” is no term. Write the first and the last day, such as 2022-07-01..2023-06-30.")
    return Term(start, end)


def handover_page(snapshot: Snapshot, wanted: Term) -> ReportPage:
    """What somebody who takes over after a term should know of it."""
    key = ("handover", wanted.first, wanted.last)
    report = snapshot.kept(key, lambda: handover(snapshot.reader, wanted))
    return _page(snapshot, report, "Handover", wanted.name)


def compare_page(snapshot: Snapshot, earlier: Term, later: Term) -> ReportPage:
    """What changed between two terms."""
    key = ("compare", earlier.first, earlier.last, later.first, later.last)
    report = snapshot.kept(key, lambda: compare(snapshot.reader, earlier, later))
    return _page(snapshot, report, "Two terms compared", f"{earlier.name} and {later.name}")


def terms_page(snapshot: Snapshot, given: dict[str, str]) -> TermsPage:
    """The years of the record, newest first."""
    documents = snapshot.table("documents")
    years = Counter(value(row, documents, "issued")[:4] for row in documents.rows)
    known = sorted((year for year in years if re.fullmatch(r"\d{4}", year)), reverse=True)
    rows = tuple(
        Row(
            (
                cell(year),
                cell(f"{years[year]:,}"),
                Cell((Link(f"Handover of {year}", f"/handover/{year}"),)),
                Cell((Link(f"{before} and {year}", f"/compare/{before}/{year}"),)) if before else cell(),
            )
        )
        for year, before in zip_longest(known, known[1:], fillvalue="")
    )
    columns = ("Year", "Documents", "Report", "Compared")
    table = Table("Years of the record, newest first", columns, rows, "No document has a date.")
    fields = tuple(Filter(name, label, given.get(name, ""), kind="date") for name, label in _ENDS)
    return TermsPage(table, fields)


_ENDS = (("from", "First day"), ("to", "Last day"))


def _page(snapshot: Snapshot, report: Report, kicker: str, title: str) -> ReportPage:
    evidence = report.evidence()
    numbers = {piece: number for number, piece in enumerate(evidence, 1)}
    parts = tuple(
        Part(
            f"part-{place}",
            section.title,
            tuple(Statement(line.text, tuple(numbers[piece] for piece in line.evidence)) for line in section.lines),
            section.empty if not section.lines else f"And {section.more:,} more." if section.more else "",
        )
        for place, section in enumerate(report.sections, 1)
    )
    sources = tuple(quote(snapshot, piece) for piece in evidence)
    return ReportPage(kicker, title, report.introduction, parts, sources, report)
