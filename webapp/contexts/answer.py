"""An answer as a page: the words that prove it, the rows, how it was understood, the query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from search.answers import Answer, document_id
from webapp.contexts.ledger import laid_out, quote
from webapp.links import evidence_path, with_query
from webapp.parts import Link, Quote, Table
from webapp.quoting import in_context
from webapp.record import Snapshot

FIRST = 3
"""Quotations at the head of the page; the others stand beside their rows."""
SHOWN = 100
"""Rows that a page shows; it says so where there are more, and the other formats hold all."""
_SAID_BY_EVIDENCE = ("Recorded", "In the words of the record")
_KICKERS = {
    "answered": "From the record",
    "not-in-record": "Not in the record",
    "not-understood": "Not understood",
}


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """The whole page; `given` is the answer as `search.ask` gave it."""

    given: Answer
    title: str
    kicker: str
    table: Table
    first_quotes: tuple[Quote, ...]
    more_quotes: str
    passages: tuple[Quote, ...]
    examples: tuple[Link, ...]

    @property
    def shown(self) -> Table:
        """The rows without what their evidence says already."""
        return self.table.without(*_SAID_BY_EVIDENCE) if self.table.has_evidence else self.table

    @property
    def question(self) -> str:
        """As it was asked."""
        return self.given.question

    @property
    def answer(self) -> str:
        """One or two sentences."""
        return self.given.answer

    @property
    def understood(self) -> str:
        """How the question was read."""
        return self.given.understood

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should know."""
        return self.given.notes

    @property
    def sparql(self) -> str:
        """The query that made the rows."""
        return self.given.sparql

    def as_json(self) -> dict[str, Any]:
        """The public answer format."""
        return self.given.to_json()

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """The rows."""
        return self.table.as_table()


def answer_page(
    snapshot: Snapshot, answer: Answer, examples: Sequence[str] = (), *, shown: int | None = SHOWN
) -> AnswerPage:
    """The page of an answer with `shown` of its rows, or all; `examples` are offered where it holds none."""
    part = answer.rows[:shown]
    every = _one_a_sentence(quote(snapshot, piece) for row in part for piece in row.evidence)
    others = [*answer.alternatives, *(() if answer.rows else examples)]
    more = len(every) - FIRST
    rows = "row" if len(answer.rows) == 1 else "rows"
    total = (
        f"{len(answer.rows):,}" if len(part) == len(answer.rows) else f"The first {len(part):,} of {len(answer.rows):,}"
    )
    rest = "" if len(part) == len(answer.rows) else "; JSON and CSV hold all"
    return AnswerPage(
        given=answer,
        title=answer.question,
        kicker=_KICKERS[answer.status],
        table=laid_out(snapshot, answer.columns, part, caption=f"{total} {rows}, each with its proof{rest}"),
        first_quotes=tuple(every[:FIRST]),
        more_quotes=f"{more:,} more {'stands' if more == 1 else 'stand'} beside the rows below." if more > 0 else "",
        passages=tuple(_passage(snapshot, each) for each in answer.passages),
        examples=tuple(Link(text, with_query("/ask", q=text)) for text in dict.fromkeys(others)),
    )


def _one_a_sentence(quotes: Iterable[Quote]) -> list[Quote]:
    """The quotations without those whose whole sentence is shown already."""
    seen: dict[tuple[str, str], Quote] = {}
    for each in quotes:
        seen.setdefault((each.document, "".join(each.shown)), each)
    return list(seen.values())


def _passage(snapshot: Snapshot, passage: Any) -> Quote:
    document = document_id(passage.document)
    text = snapshot.text(f"{snapshot.base}doc/{document}")
    return Quote(
        text=passage.quote,
        document=document,
        title=passage.title,
        href=evidence_path(document, passage.start, passage.end),
        date=passage.date or None,
        start=passage.start,
        end=passage.end,
        context=in_context(text, passage.start, passage.end) if text else None,
    )
