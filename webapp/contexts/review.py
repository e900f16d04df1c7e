"""Doubtful pairs and names, one at a time, the best guesses first, with the words in which each is named."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kg.review import Doubt
from kg.tables import Evidence
from webapp.contexts.ledger import quote
from webapp.links import path_of
from webapp.parts import Link, Quote
from webapp.record import Snapshot

_REPLIES = {
    "same": ("They are the same", "They are not the same"),
    "split": ("They are two", "It is one"),
    "real": ("It is what it seems", "It is a mistake"),
}
_PLACES = 2


@dataclass(frozen=True, slots=True)
class Side:
    """One of the entries in question, or one half of it, and where the record names it first and last."""

    link: Link
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A doubt in words. `yes` and `no` are what the two replies mean."""

    kind: str
    target: str
    other: str
    title: str
    reason: str
    yes: str
    no: str
    sides: tuple[Side, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The question without its places."""
        return {"kind": self.kind, "target": self.target, "other": self.other, "question": self.title,
                "reason": self.reason}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The first question that is open, and all of them for programs. `last` is the reply that can be taken back."""

    questions: tuple[Question, ...]
    first: Question | None
    last: int | None = None
    kicker: str = "Review"

    @property
    def title(self) -> str:
        """The question itself."""
        return self.first.title if self.first else "Nothing is in doubt"

    @property
    def lede(self) -> str:
        """Why it is asked, and how many there are."""
        if not self.first:
            return "Every pair that may be one, and every name that was read with little confidence, has been decided."
        left = len(self.questions)
        return f"Asked because: {self.first.reason}. {left:,} {'question is' if left == 1 else 'questions are'} open."

    def as_json(self) -> dict[str, Any]:
        """All open questions, the likeliest first."""
        return {"format": "minutebook-page/1", "questions": [each.as_json() for each in self.questions]}

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """The same as rows."""
        rows = [[each.kind, each.target, each.other, each.title, each.reason] for each in self.questions]
        return ["kind", "target", "other", "question", "reason"], rows


def pending(library: Any) -> list[Doubt]:
    """What is to be decided in a library now, the likeliest first."""
    from kg.judgements import in_force
    from kg.review import doubts

    state, judgements = library.state(), in_force(library.judgements.read())
    names = [summary.names for summary in state.sound().values()]
    return doubts(names, state.views, judgements, library.base)


def review_page(snapshot: Snapshot, open_: Sequence[Doubt], last: int | None) -> ReviewPage:
    """The page of the first of these doubts. `last` is the number of the reply before."""
    labels = snapshot.labels(iri for doubt in open_ for iri in (doubt.target, doubt.other) if iri)
    questions = tuple(_question(snapshot, doubt, labels) for doubt in open_)
    first = _question(snapshot, open_[0], labels, places=True) if open_ else None
    return ReviewPage(questions, first, last)


def _question(snapshot: Snapshot, doubt: Doubt, labels: dict[str, str], *, places: bool = False) -> Question:
    name, other = (labels.get(iri, iri.removeprefix(snapshot.base)) for iri in (doubt.target, doubt.other or ""))
    titles = {
        "same": f"Is “{other}” the same as “{name}”?",
        "split": f"Is “{name}” two people?"
        if doubt.target.startswith(f"{snapshot.base}person/")
        else f"Is “{name}” two?",
        "real": f"Is “{name}” really somebody or something?",
    }
    yes, no = _REPLIES[doubt.kind]
    return Question(
        kind=doubt.kind,
        target=doubt.target.removeprefix(snapshot.base),
        other=(doubt.other or "").removeprefix(snapshot.base),
        title=titles[doubt.kind],
        reason=doubt.reason,
        yes=yes,
        no=no,
        sides=tuple(_sides(snapshot, doubt, labels)) if places else (),
    )


def _sides(snapshot: Snapshot, doubt: Doubt, labels: dict[str, str]) -> Iterator[Side]:
    """The two entries in question; of one that may be two, the places of either."""
    for iri in (doubt.target, doubt.other):
        if iri:
            name = Link(labels.get(iri, iri.rpartition("/")[2]), path_of(iri, snapshot.base))
            pieces = _pieces(snapshot, iri, every=doubt.kind == "split")
            second = [
                piece for piece in pieces if piece.document.removeprefix(f"{snapshot.base}doc/") in doubt.documents
            ]
            yield Side(name, _ends(snapshot, [piece for piece in pieces if piece not in second]))
            if doubt.kind == "split":
                yield Side(Link("The second would be here"), _ends(snapshot, second))


def _pieces(snapshot: Snapshot, iri: str, *, every: bool) -> list[Evidence]:
    """Where an entry is named, in the order of time: everywhere, or first and last."""
    table = snapshot.table("_named", entry=iri)
    rows = table.rows if every or len(table.rows) <= _PLACES else (table.rows[0], table.rows[-1])
    return [row.evidence[0] for row in snapshot.cited(table, rows) if row.evidence]


def _ends(snapshot: Snapshot, pieces: Sequence[Evidence]) -> tuple[Quote, ...]:
    """The first and the last of these places."""
    shown = pieces if len(pieces) <= _PLACES else (pieces[0], pieces[-1])
    return tuple(quote(snapshot, piece) for piece in shown)
