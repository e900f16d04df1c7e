"""A question taken apart: its words, and the dates, names and concepts found among them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kg import edtf
from kg.identifiers import name_key
from kg.questions import Reader, bind, load_question
from search.understanding_dates import Calendar, Period, periods_in
from search.understanding_grammar import Token, tokens, vocabulary
from search.understanding_names import Name, names_in, partial_names_in, runs_of_capitals
from search.understanding_offices import offices_in

_BODIES = frozenset(("body", "own_body"))
"""Words for bodies, which may mean the one whose record this is."""
_SHAPES = frozenset(("most", "least", "first", "last"))
"""Concepts that a longer phrase takes in: `most recent` does not ask for the most."""


@dataclass(frozen=True, slots=True)
class Words:
    """A question taken apart: its words, the dates, names and concepts found among them."""

    question: str
    tokens: tuple[Token, ...]
    periods: tuple[Period, ...]
    names: tuple[Name, ...]
    tags: tuple[tuple[int, int, str], ...]
    """(first word, word after the last, concept)."""
    committees: frozenset[str] = frozenset()
    """IRIs, among the names, of the committees whose record this is."""
    own: frozenset[str] = frozenset()
    """Words for a body that stand in the names of these committees: `the council`."""
    unknown: tuple[str, ...] = ()
    """Words written as a name is, which name nobody on record."""

    @property
    def concepts(self) -> frozenset[str]:
        """The concepts that stand in the question."""
        return frozenset(concept for _, _, concept in self.tags)

    def explained(self) -> list[bool]:
        """Which words need no explaining: function words, and those of dates."""
        known, opening = vocabulary(), True
        explained = []
        for token in self.tokens:
            opening = opening and token.key in known.openers
            needless = known.explains(token.key) or token.key in self.own or self.in_period(token)
            explained.append(opening or needless)
        return explained

    def in_period(self, token: Token) -> bool:
        """Is this word part of a date?"""
        return any(period.start <= token.start < period.end for period in self.periods)


def take_apart(reader: Reader, question: str, calendar: Calendar) -> Words:
    """The words of a question with the dates, names and concepts in them."""
    words = tokens(question)
    periods = tuple(periods_in(question, calendar))
    taken = [any(period.start <= word.start < period.end for period in periods) for word in words]
    names = names_in(reader, words, taken)
    tags = tuple(_tags(words, taken, names))
    explained = [in_period or vocabulary().explains(word.key) for in_period, word in zip(taken, words, strict=True)]
    runs = runs_of_capitals(words, taken)
    _cover(explained, names, [tag for tag in tags if not _is_part_of_name(tag, runs)])
    names += partial_names_in(reader, words, [not is_explained for is_explained in explained], taken)
    if not any(name.of_type("person") for name in names):
        names += offices_in(reader, words, tags)
    names.sort(key=lambda name: name.start)
    _cover(explained, names, ())
    unknown = tuple(
        question[words[start].start : words[end - 1].end]
        for start, end in runs
        if any(words[place].capital and not explained[place] for place in range(start, end))
    )
    bodies = frozenset(words[start].key for start, _, concept in tags if concept in _BODIES)
    own = bodies & _own_words(reader) if bodies else bodies
    return Words(question, words, periods, tuple(names), tags, _committees(reader, names), own, unknown)


def _is_part_of_name(tag: tuple[int, int, str], runs: Sequence[tuple[int, int]]) -> bool:
    """Does a word for a body stand in a longer name, as capitals say: `Environment Agency`?"""
    return tag[2] in _BODIES and any(start <= tag[0] < end and end - start > 1 for start, end in runs)


def calendar_of(reader: Reader, today: date) -> Calendar:
    """What relative dates in questions count from, read from the record."""
    for row in reader.query(bind(load_question("_span"), {})):
        first, last = (_day(row[name].value, name) if row[name] is not None else None for name in ("first", "last"))
        return Calendar(today, first, last)
    return Calendar(today)


def _cover(explained: list[bool], names: Sequence[Name], tags: Sequence[tuple[int, int, str]]) -> None:
    for start, end in [(name.start, name.end) for name in names] + [(start, end) for start, end, _ in tags]:
        explained[start:end] = [True] * (end - start)


def _day(text: str, end: str) -> date | None:
    try:
        interval = edtf.parse(text)
    except ValueError:
        return None
    return interval.earliest if end == "first" else interval.latest


def _tags(words: Sequence[Token], taken: Sequence[bool], names: Sequence[Name]) -> Iterator[tuple[int, int, str]]:
    """Concepts of the words outside dates and outside names of several words."""
    closed = list(taken)
    for name in names:
        if name.end - name.start > 1:
            closed[name.start : name.end] = [True] * (name.end - name.start)
    keys = tuple(word.key for word in words)
    shouted = all(word.capital for word in words)
    for start in range(len(words)):
        if closed[start]:
            continue
        here = vocabulary().at(keys, start)
        longest = max(here.values(), default=0)
        named = start > 0 and words[start].capital and not shouted
        for concept, length in here.items():
            if concept in _SHAPES and length < longest:
                continue
            if not any(closed[start : start + length]) and not (named and concept in vocabulary().uncapitalised):
                yield start, start + length, concept


def _own_words(reader: Reader) -> frozenset[str]:
    """The words of the names of the committees whose record this is."""
    rows = reader.query(bind(load_question("_own_names"), {}))
    return frozenset(word for row in rows for word in name_key(row["label"].value).split())


def _committees(reader: Reader, names: Sequence[Name]) -> frozenset[str]:
    """Which of the names are committees whose record this is."""
    iris = sorted({candidate.iri for name in names for candidate in name.of_type("organisation")})
    if not iris:
        return frozenset()
    rows = (row for iri in iris for row in reader.query(bind(load_question("_committees"), {"organisation": iri})))
    return frozenset(row["organisation"].value for row in rows)
