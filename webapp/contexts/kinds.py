"""Which lists there are: the question behind each, the columns it shows, the filters of its form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg import questions, tables
from webapp.contexts.owed import commitments
from webapp.parts import Link
from webapp.record import Snapshot


@dataclass(frozen=True, slots=True)
class Field:
    """A filter of a list: the question's parameter it fills, its label, and how it is written.

    A `party` is a name or an id that is looked up; a `choice` takes the question's own choices. `words` and `order`
    are no parameters: they choose among the rows that it gave.
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
    orders: Mapping[str, str] = field(default_factory=dict)
    """Other orders that can be chosen, each with its column: the most or the latest first."""
    about: tuple[str, str] | None = None
    """A field and a column: who is given in the one need not stand in the other."""
    proofs: int = 1
    when_party: tuple[str, tuple[str, ...]] | None = None
    empty: str = "The record holds none that fit."
    also: Link | None = None
    fixed: Callable[[Any], dict[str, Any]] = field(default=lambda _today: {})
    asks: Callable[[Snapshot, Mapping[str, Any]], tables.Table] | None = None
    """How the question is answered where that is more than the query."""


_NAMED = (Field("named", "Name", "words", "part of a name"), Field("order", "Order", "order"))
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
        about=("entity", "with"),
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
        fields=_NAMED,
        orders={"last in the record": "last", "most meetings": "meetings"},
        proofs=0,
    ),
    "orgs": Kind(
        title="Organisations",
        noun="organisations",
        lede="Every organisation, committee and group that the record names.",
        question="organisations-index",
        shown=("organisation", "acronym", "engagements", "last"),
        fields=_NAMED,
        orders={"last in the record": "last", "most engagements": "engagements"},
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
