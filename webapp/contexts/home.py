"""The front page: what this is, what is due, what is new, and three questions that get an answer."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kg import tables
from kg.dates_in_words import words
from webapp.contexts.coverage import Coverage, coverage
from webapp.contexts.ledger import names, value
from webapp.contexts.owed import commitments
from webapp.links import evidence_path, path_of, with_query
from webapp.parts import Link
from webapp.record import Snapshot

SHOWN = 6
_UNSETTLED = {"open", "outcome unknown"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the front page."""

    link: Link
    meta: str


@dataclass(frozen=True, slots=True)
class Column:
    """Entries under a title; `empty` says why there may be none."""

    id: str
    title: str
    entries: tuple[Entry, ...]
    empty: str
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class HomePage:
    """The whole page."""

    title: str
    span: str
    lede: str
    examples: tuple[Link, ...]
    columns: tuple[Column, ...]
    coverage: Coverage
    is_empty: bool = False

    def as_json(self) -> dict[str, Any]:
        """Entries by column, examples and coverage."""
        return {
            "format": "minutebook-page/1",
            "title": self.title,
            "span": self.span,
            "examples": [example.text for example in self.examples],
            **{
                each.id: [{"text": e.link.text, "href": e.link.href, "meta": e.meta} for e in each.entries]
                for each in self.columns
            },
            "coverage": self.coverage.as_json(),
        }

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """Entries as rows."""
        return ["list", "entry", "about"], [[c.title, e.link.text, e.meta] for c in self.columns for e in c.entries]


def home_page(snapshot: Snapshot, today: date, examples: Sequence[str]) -> HomePage:
    """The front page as of `today`, with questions known to be answered."""
    documents = snapshot.table("documents")
    dates = [value(row, documents, "issued") for row in documents.rows]
    known = sorted(day for day in dates if day)
    return HomePage(
        title=snapshot.name,
        span=" to ".join(dict.fromkeys((known[0][:4], known[-1][:4]))) if known else "An empty book",
        lede="Ask what was said, promised or decided. Each answer shows the sentence and the date that prove it, "
        "and says so where the record holds none."
        if documents.rows
        else "Nothing has been read into this library yet. Add your minutes here, or run “minutebook ingest FOLDER”.",
        examples=tuple(Link(example, with_query("/ask", q=example)) for example in examples),
        columns=(_due(snapshot, today), _newest(snapshot, documents)),
        coverage=coverage(dates),
        is_empty=not documents.rows,
    )


def holdings(snapshot: Snapshot) -> str:
    """What the library holds, in a line."""
    documents = _count(len(snapshot.table("documents").rows), "document")
    people = _count(len(snapshot.table("people-index").rows), "person", "people")
    return f"{documents}, {people}, {_count(len(snapshot.table('organisations-index').rows), 'organisation')}."


def candidates(snapshot: Snapshot) -> list[str]:
    """Questions that this record should be able to answer, the likeliest first."""
    found = []
    engaged = snapshot.table("engagements")
    ours = {link for links in names(engaged, "who") for link in links}
    partners = Counter(link for links in names(engaged, "stakeholder") for link in links if link not in ours)
    owed = snapshot.table("commitments", as_of=date.max)
    owners = Counter(link for links in names(owed, "owner") for link in links)
    roles = snapshot.table("roles")
    titles = Counter(value(row, roles, "role").strip(" .,;:") for row in roles.rows)
    top = [iri for iri, _ in partners.most_common(3)] + [iri for iri, _ in owners.most_common(3)]
    labels = snapshot.labels(top)
    found += [f"Who engaged {labels[iri]}, and when?" for iri, _ in partners.most_common(3) if iri in labels]
    found += [f"What did {labels[iri]} promise?" for iri, _ in owners.most_common(3) if iri in labels]
    found += [f"Who was {title}?" for title, _ in titles.most_common(3)]
    found += ["What was decided?", "What is still open?", "Which months have no record?", "Which documents are there?"]
    return found


def _due(snapshot: Snapshot, today: date) -> Column:
    table = commitments(snapshot, {"as_of": today, "in_state": "open", "due_from": today})
    if table.rows:
        title, rows = "What is due", table.rows[:SHOWN]
        more = with_query("/commitments", due_from=today.isoformat(), in_state="open")
    else:
        table = commitments(snapshot, {"as_of": today})
        rows = tuple(row for row in table.rows[::-1] if value(row, table, "state") in _UNSETTLED)[:SHOWN]
        title, more = "Promised, outcome unknown", "/commitments"
    entries = tuple(_owed(snapshot, table, row) for row in snapshot.cited(table, rows))
    return Column(
        "due", title, entries, "Nothing that the record promised is still open.", Link("All commitments", more)
    )


def _owed(snapshot: Snapshot, table: tables.Table, row: tables.Row) -> Entry:
    proof = row.evidence[0] if row.evidence else None
    document = proof.document.removeprefix(f"{snapshot.base}doc/") if proof else ""
    href = evidence_path(document, proof.start, proof.end) if proof else None
    due = value(row, table, "due")
    meta = (
        value(row, table, "owner") or "nobody named",
        f"due {words(due)}" if due else f"recorded {words(value(row, table, 'recorded'))}",
    )
    return Entry(Link(value(row, table, "what") or (proof.quote if proof else "something"), href), " · ".join(meta))


def _newest(snapshot: Snapshot, table: tables.Table) -> Column:
    rows = table.rows[: -SHOWN - 1 : -1]
    entries = tuple(
        Entry(
            Link(value(row, table, "document"), path_of(row.links[table.index("document")][0], snapshot.base)),
            " · ".join(filter(None, (words(value(row, table, "issued")) or "undated", value(row, table, "kind")))),
        )
        for row in rows
    )
    return Column("newest", "Newest records", entries, "There are none yet.", Link("All documents", "/docs"))


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
