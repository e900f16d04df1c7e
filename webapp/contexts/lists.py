"""Long lists as pages: engagements, commitments, decisions, meetings, people and the rest.

A list is one named question with the filters of its form. `webapp.contexts.kinds` says what each page asks
and shows; `list_page` turns it into a page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg import questions, tables
from kg.errors import QueryError
from kg.identifiers import name_key
from webapp.contexts import narrowing
from webapp.contexts.kinds import Field, Kind
from webapp.contexts.ledger import ledger
from webapp.links import with_query
from webapp.parts import Cell, Choice, Filter, Link, Paging, Row, Table, cell, paging
from webapp.record import Snapshot

Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list, the form that narrows it, and which part of it is shown."""

    path: str
    title: str
    noun: str
    lede: str
    table: Table
    paging: Paging
    filters: tuple[Filter, ...] = ()
    kicker: str = ""
    also: Link | None = None
    """The same in another shape."""

    def as_json(self) -> dict[str, Any]:
        """Rows by column, with the total and the filters in force."""
        return {
            "format": "minutebook-page/1",
            "title": self.title,
            "total": self.paging.total,
            "first": self.paging.first,
            "last": self.paging.last,
            "filters": {each.name: each.value for each in self.filters if each.value},
            "rows": self.table.as_json(),
        }

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """The rows."""
        return self.table.as_table()


def list_page(
    snapshot: Snapshot, kind: Kind, path: str, given: Given, today: Any, *, number: int = 1, size: int | None = 50
) -> ListPage:
    """Page `number` of a list, narrowed by `given`; all of it where `size` is None.

    A filter that cannot be read raises QueryError; a name that nobody bears, or a field left
    empty that must be filled, gives an empty list that says so.
    """
    values, missing = _values(snapshot, kind, given)
    question, shown = kind.when_party if kind.when_party and values.get("party") else (kind.question, kind.shown)
    values = {**kind.fixed(today), **values}
    needed = [each.label for each in kind.fields if each.required and each.name not in values]
    if needed or missing:
        table = tables.Table(snapshot.question(question).columns, (), "")
    elif kind.asks:
        table = kind.asks(snapshot, values)
    else:
        table = snapshot.table(question, **values)
    rows = _arranged(kind, table, given, values)
    kept = {each.name: given.get(each.name) for each in kind.fields}
    size = size or max(len(rows), 1)
    pages = max(1, -(-len(rows) // size))
    if number > pages:
        raise QueryError(f"This list has {pages} {'page' if pages == 1 else 'pages'}, not {number}.")
    part = rows[(number - 1) * size : number * size]
    empty = kind.empty
    if missing:
        empty = f"Nobody and nothing in the record is called “{missing}”."
    elif needed:
        empty = f"Fill in: {', '.join(needed)}."
    where = paging(len(rows), number, size, lambda n: with_query(path, **kept, page=n if n > 1 else None))
    return ListPage(
        path=path,
        title=kind.title,
        noun=kind.noun,
        lede=kind.lede,
        table=ledger(
            snapshot,
            table,
            part,
            caption=_caption(snapshot, kind, given, where),
            shown=shown,
            empty=empty,
            proofs=kind.proofs,
        ),
        paging=where,
        filters=tuple(_filter(snapshot, kind, each, given) for each in kind.fields),
        also=kind.also,
    )


def questions_page(known: Mapping[str, questions.Question]) -> ListPage:
    """All named questions, each leading to its own page."""
    rows = tuple(
        Row((Cell((Link(each.title, f"/questions/{each.name}"),)), cell(each.help), cell(each.name)))
        for each in known.values()
    )
    table = Table("Questions that the library can be asked by name", ("Question", "What it answers", "Name"), rows)
    return ListPage("/questions", "Questions", "questions", "", table, paging(len(rows), 1, max(len(rows), 1), str))


def find(snapshot: Snapshot, name: str) -> list[str]:
    """IRIs of whatever bears this name, or has this id (`org/…`)."""
    if name.partition("/")[0] in {"person", "org", "focus", "line"} and snapshot.exists(
        snapshot.base + name, "foaf:Person", "org:Organization", "mb:FocusArea", "mb:FocusLine"
    ):
        return [snapshot.base + name]
    key = name_key(name)
    return [row.links[0][0] for row in snapshot.table("by-name", key=key).rows] if key else []


def _arranged(kind: Kind, table: tables.Table, given: Given, values: Mapping[str, Any]) -> narrowing.Rows:
    """The rows in the order and with the words that were asked for."""
    rows: narrowing.Rows = narrowing.with_words(table.rows, given.get("named", "") if _has(kind, "words") else "")
    chosen = given.get("order", "") if kind.orders else ""
    if kind.about and rows and values.get(kind.about[0]):
        rows = narrowing.without(rows, table.index(kind.about[1]), values[kind.about[0]])
    if chosen and rows:
        return narrowing.by(rows, table.index(narrowing.column_of(dict(kind.orders), chosen)))
    if kind.sorted_by and rows:
        place = table.index(kind.sorted_by)
        rows = sorted(rows, key=lambda row: row.cells[place])
    return rows[::-1] if kind.newest_first else rows


def _has(kind: Kind, written: str) -> bool:
    return any(each.kind == written for each in kind.fields)


def _values(snapshot: Snapshot, kind: Kind, given: Given) -> tuple[dict[str, Any], str]:
    """The question's values, and the name that was looked up in vain, if any."""
    values: dict[str, Any] = {}
    missing = ""
    for each in kind.fields:
        text = given.get(each.name, "").strip()
        if text and each.kind == "party":
            found = find(snapshot, text)
            values[each.name] = found
            missing = missing or ("" if found else text)
        elif text and each.kind not in {"words", "order"}:
            values[each.name] = text
    return values, missing


def _filter(snapshot: Snapshot, kind: Kind, each: Field, given: Given) -> Filter:
    text = given.get(each.name, "").strip()
    if each.kind not in {"choice", "order"}:
        shown = _named(snapshot, text) if each.kind == "party" else text
        return Filter(each.name, each.label, shown, kind="date" if each.kind == "date" else "text", hint=each.hint)
    orders = each.kind == "order"
    words = tuple(kind.orders) if orders else snapshot.question(kind.question).parameter(each.name).choices
    choices = (
        Choice("", "by name" if orders else "Any", chosen=not text),
        *(Choice(word, word.replace("-", " "), chosen=word == text) for word in words),
    )
    return Filter(each.name, each.label, text, choices)


def _named(snapshot: Snapshot, text: str) -> str:
    """What an id is called, where nobody else is called so; else the text as it was given."""
    iri = snapshot.base + text
    label = snapshot.labels([iri]).get(iri) if "/" in text and find(snapshot, text) == [iri] else None
    return label if label and find(snapshot, label) == [iri] else text


def _caption(snapshot: Snapshot, kind: Kind, given: Given, where: Paging) -> str:
    """How much is shown of what, with which filters and in which order."""
    chosen = [
        f"{each.label[0].lower()}{each.label[1:]} {_named(snapshot, given[each.name])}"
        for each in kind.fields
        if given.get(each.name)
    ]
    order = ", newest first" if kind.newest_first else ""
    return f"{where.words(kind.noun)}{': ' if chosen else ''}{', '.join(chosen)}{order}"
