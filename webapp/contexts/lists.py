"""Long lists as pages: engagements, commitments, decisions, meetings, people and the rest.

A list is one named question with the filters of its form. `LISTS` says what each page asks
and shows; `list_page` turns it into a page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg import questions
from kg.errors import QueryError
from kg.identifiers import name_key
from webapp.contexts.ledger import ledger
from webapp.contexts.owed import commitments
from webapp.links import with_query
from webapp.parts import Cell, Choice, Filter, Link, Paging, Row, Table, cell, paging
from webapp.record import Snapshot

Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """A filter of a list: the question's parameter it fills, its label, and how it is written.

    A `party` is a name or an id that is looked up; a `choice` takes the question's own choices.
    """

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """What one list page asks and shows. `when_party` is the question, with its columns, where a party is given."""

    title: str
    noun: str
    question: str
    shown: tuple[str, ...]
    lede: str = ""
    fields: tuple[Field, ...] = ()
    newest_first: bool = False
    sorted_by: str | None = None
    """A column of dates by which the rows are sorted anew, as text, before the newest come first."""
    proofs: int = 1
    when_party: tuple[str, tuple[str, ...]] | None = None
    empty: str = "The record holds none that fit."
    also: Link | None = None
    fixed: Callable[[Any], dict[str, Any]] = field(default=lambda _today: {})
    asks: Callable[[Snapshot, Mapping[str, Any]], questions.Table] | None = None
    """How the question is answered where that is more than the query."""


_DATES = (Field("from", "From", "date"), Field("to", "To", "date"))

LISTS: Mapping[str, Kind] = {
    "engagements": Kind(
        title="Engagements",
        noun="engagements",
        lede="Who met, wrote to, or spoke with whom outside, each with the sentence that says so.",
        question="engagements",
        when_party=("who-engaged", ("when", "who", "stakeholder", "channel_of", "area", "status_of")),
        shown=("when", "who", "stakeholder", "channel", "area", "status"),
        fields=(
            Field("party", "With or by", "party", "a person or organisation"),
            Field("channel", "Channel", "choice"),
            Field("status", "Status", "choice"),
            *_DATES,
        ),
        newest_first=True,
        also=Link("By stakeholder and quarter", "/engagements/matrix"),
    ),
    "commitments": Kind(
        title="Commitments",
        noun="commitments",
        lede="What was promised, by whom and by when, and what the record says became of it.",
        question="commitments",
        shown=("owner", "what", "due", "state"),
        fields=(
            Field("by", "Owner", "party", "a person or group"),
            Field("in_state", "State", "choice"),
            Field("due_from", "Due from", "date"),
            Field("due_to", "Due to", "date"),
            Field("as_of", "As of", "date"),
        ),
        newest_first=True,
        sorted_by="recorded",
        fixed=lambda today: {"as_of": today},
        asks=commitments,
    ),
    "decisions": Kind(
        title="Decisions",
        noun="decisions",
        lede="What was decided, by whom and when.",
        question="decisions",
        shown=("when", "who", "what"),
        fields=(Field("by", "Decided by", "party", "a person or group"), *_DATES),
        newest_first=True,
    ),
    "timeline": Kind(
        title="Timeline",
        noun="entries",
        lede="Everything the record says of a person, an organisation or a focus area, in the order of its dates.",
        question="timeline",
        shown=("when", "kind", "what", "with"),
        fields=(Field("entity", "Of", "party", "a name", required=True), *_DATES),
    ),
    "meetings": Kind(
        title="Meetings",
        noun="meetings",
        question="meetings",
        shown=("when", "meeting", "held_by"),
        fields=(Field("by", "Held by", "party", "a committee"), *_DATES),
        newest_first=True,
        proofs=0,
    ),
    "docs": Kind(
        title="Documents",
        noun="documents",
        question="documents",
        shown=("issued", "document", "kind"),
        fields=(
            Field("naming", "Naming", "party", "a person or organisation"),
            Field("kind", "Kind", "choice"),
            *_DATES,
        ),
        newest_first=True,
        proofs=0,
    ),
    "people": Kind(
        title="People",
        noun="people",
        lede="Everybody whom the record names in full.",
        question="people-index",
        shown=("person", "meetings", "last"),
        proofs=0,
    ),
    "orgs": Kind(
        title="Organisations",
        noun="organisations",
        lede="Every organisation, committee and group that the record names.",
        question="organisations-index",
        shown=("organisation", "acronym", "engagements", "last"),
        proofs=0,
    ),
    "focus": Kind(
        title="Focus areas",
        noun="statements on focus areas",
        lede="Areas of work by term, who led them, and what became of each.",
        question="focus-areas",
        shown=("term", "area", "led_by", "derived_from", "status"),
        fields=(Field("in_term", "Term", "text", "2023"), Field("status", "Status", "choice")),
    ),
}


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


def question_kind(question: questions.Question) -> Kind:
    """A named question of the library as a list of its own, with a field for each of its parameters."""
    kinds = {"entity": "party", "date": "date", "choice": "choice"}
    return Kind(
        title=question.title,
        noun="rows",
        lede=question.help,
        question=question.name,
        shown=tuple(column.name for column in question.columns),
        fields=tuple(
            Field(
                each.name,
                each.name.replace("_", " ").capitalize(),
                kinds.get(each.type, "text"),
                each.help,
                each.required,
            )
            for each in question.parameters
        ),
        fixed=lambda today: {each.name: today for each in question.parameters if each.name == "as_of"},
    )


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
        table = questions.Table(snapshot.question(question).columns, (), "")
    elif kind.asks:
        table = kind.asks(snapshot, values)
    else:
        table = snapshot.table(question, **values)
    rows = table.rows
    if kind.sorted_by and rows:
        place = table.index(kind.sorted_by)
        rows = tuple(sorted(rows, key=lambda row: row.cells[place]))
    rows = rows[::-1] if kind.newest_first else rows
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
    return ListPage(
        path=path,
        title=kind.title,
        noun=kind.noun,
        lede=kind.lede,
        table=ledger(
            snapshot, table, part, caption=_caption(kind, given), shown=shown, empty=empty, proofs=kind.proofs
        ),
        paging=paging(len(rows), number, size, lambda n: with_query(path, **kept, page=n if n > 1 else None)),
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
        elif text:
            values[each.name] = text
    return values, missing


def _filter(snapshot: Snapshot, kind: Kind, each: Field, given: Given) -> Filter:
    text = given.get(each.name, "").strip()
    if each.kind != "choice":
        return Filter(each.name, each.label, text, kind="date" if each.kind == "date" else "text", hint=each.hint)
    words = snapshot.question(kind.question).parameter(each.name).choices
    choices = (
        Choice("", "Any", chosen=not text),
        *(Choice(word, word.replace("-", " "), chosen=word == text) for word in words),
    )
    return Filter(each.name, each.label, text, choices)


def _caption(kind: Kind, given: Given) -> str:
    chosen = [f"{each.label.lower()} {given[each.name]}" for each in kind.fields if given.get(each.name)]
    order = ", newest first" if kind.newest_first else ""
    return f"{kind.title}{': ' if chosen else ''}{', '.join(chosen)}{order}"
