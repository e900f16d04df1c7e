"""What a sentence of the record tells where no kind of question knows it: one that accounts for every word asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.questions import Column, Reader, bind, load_question
from kg.tables import Evidence, Row, Table
from search.ask_passages import Block, Finder
from search.told_asked import Asked, asked_in
from search.told_matching import matched
from search.told_values import VALUES
from search.told_windows import Window, windows_of
from search.understanding_words import Words
from search.wording import Phrase, base_form, forms_of, thesaurus

_PASSAGES = 40
"""Passages in which sentences are looked for."""
_MOST_WORDS = 60
"""Words by which they are found."""
_NOBODY = 0.4
"""What it costs that nobody is named where it is asked whether anybody did, or no day where more is asked."""
_ALIKE_ENOUGH = 0.3
"""Sentences that cost as little as the best but for this are told beside it."""
_TOLD = 5
_CONFIDENCE = 0.7
"""That the words are there is sure, that they answer the question less so."""


@dataclass(frozen=True, slots=True)
class _Found:
    window: Window
    cost: float
    values: Mapping[str, str]
    is_whole: bool
    """Does it tell all that is asked?"""


def told(reader: Reader, finder: Finder, words: Words, today: date) -> Table | None:
    """The sentences that account for every word of a question and tell what is asked; None where none does.

    A word is held by itself, another form of it, or words that the data give as saying the same, in the sentence or
    above it; half of them in the sentence itself. What is denied, or only to be done, tells nothing of what was done.
    """
    asked = asked_in(words)
    if asked is None:
        return None
    blocks = _blocks(finder, asked, words)
    found = [
        one for window in windows_of(reader, finder, blocks, asked.may_be_in) if (one := _weighed(window, asked, words))
    ]
    if "next" in words.concepts:
        found = _latest([one for one in found if one.window.block.date <= today.isoformat()])
    found = [one for one in found if one.is_whole] or found
    if not found or (asked.is_scarce and len(_distinct(found)) > 1):
        return None
    least = min(one.cost for one in found)
    best = [one for one in found if one.cost <= least + _ALIKE_ENOUGH]
    if asked.is_current:
        best.sort(key=lambda one: one.window.block.date, reverse=True)
    else:
        best.sort(key=lambda one: (one.cost, one.window.block.date))
    return _table(_distinct(best)[:_TOLD], asked, sorted({block.document for block in blocks}))


def _blocks(finder: Finder, asked: Asked, words: Words) -> list[Block]:
    """Passages that hold words of a question: of the times that it names, and of any."""
    query = _query(asked)
    times = [one.meeting or one for one in words.periods]
    named = [f"{one.earliest or '..'}/{one.latest or '..'}" for one in times if one.earliest or one.latest]
    found = [block for dates in (*named, None) for block in finder.blocks(query, _PASSAGES, dates)]
    return list(dict.fromkeys(found))


def _latest(found: Sequence[_Found]) -> list[_Found]:
    """What the last of the documents says: what is next changes with each."""
    last = max((one.window.block.date for one in found), default="")
    return [one for one in found if one.window.block.date == last]


def _query(asked: Asked) -> str:
    """The words of the units in all their forms, and those that say the same; phrases by their words."""
    own = [word for unit in asked.units for word in unit.words]
    forms = [form for unit in asked.units for word in unit.phrase for form in forms_of(word)]
    alike = [word for unit in asked.units for phrase in sorted(unit.alike) for word in _as_written(phrase)]
    return " ".join(list(dict.fromkeys([*own, *forms, *alike]))[:_MOST_WORDS])


def _as_written(phrase: Phrase) -> list[str]:
    return [form for word in thesaurus().written.get(phrase, "").split() for form in (word, *forms_of(base_form(word)))]


def _weighed(window: Window, asked: Asked, words: Words) -> _Found | None:
    """A sentence with what it costs to take it for an answer; None where it is none, or does not tell what is asked."""
    match = matched(window, asked, words.periods)
    if match is None:
        return None
    told = {what: VALUES[what][1](window, asked, match.places) for what in asked.what if what in VALUES}
    values = {what: value for what, value in told.items() if value}
    missing = asked.what - {"whether"} - values.keys()
    allowed = {"who"} if "whether" in asked.what else {"when"} if len(asked.what) > 1 else set()
    if not missing <= allowed:
        return None
    return _Found(window, match.cost + _NOBODY * len(missing), values, not missing)


def _distinct(found: Sequence[_Found]) -> list[_Found]:
    """Those that say something else than a better one: one sentence within another, or the same words again, do not."""
    kept: list[_Found] = []
    for one in found:
        text = " ".join(one.window.text.split())
        if not any(text in " ".join(other.window.text.split()) for other in kept) and not any(
            other.window.block.document == one.window.block.document
            and one.window.start <= other.window.start
            and other.window.end <= one.window.end
            for other in kept
        ):
            kept.append(one)
    return kept


def _table(found: Sequence[_Found], asked: Asked, documents: Sequence[str]) -> Table:
    order = [what for what in VALUES if what in asked.what and what != "why"]
    columns = (*(Column(what, VALUES[what][0]) for what in order), Column("recorded", "Recorded"))
    if not order:
        columns = (Column("said", "In the words of the record"), *columns)
    rows = []
    for one in found:
        said = " ".join(one.window.text.split())
        cells = [one.values.get(what, "") for what in order] if order else [said]
        piece = Evidence(
            one.window.block.document,
            one.window.block.title,
            one.window.block.date,
            one.window.start,
            one.window.end,
            one.window.text,
            confidence=_CONFIDENCE,
            basis="inferred",
        )
        cells.append(one.window.block.date)
        rows.append(Row(tuple(cells), ((),) * len(cells), (), (piece,)))
    return Table(columns, tuple(rows), bind(load_question("_texts"), {"document": list(documents)}))


def in_words(table: Table) -> str:
    """What the sentences tell, each in its own words."""
    shown = [name for name in (column.name for column in table.columns) if name not in ("said", "recorded")]
    pieces = []
    for row in table.rows:
        values = ", ".join(filter(None, (row.cells[table.index(name)] for name in shown)))
        said = " ".join(row.evidence[0].quote.split())
        pieces.append(f"{values}: “{said}”" if values else f"“{said}”")
    return " · ".join(pieces)
