"""From a question in plain English to a named question with values: every way to read it, best first.

A reading explains the words of the question: by concepts of the vocabulary, names that are on
record, and dates. What no reading explains is left over, and counts against it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kg import edtf
from kg.questions import Reader, bind, load_question
from search.understanding_dates import Calendar, Period, periods_in
from search.understanding_grammar import Kind, Pattern, Token, kinds, stem, tokens, vocabulary
from search.understanding_names import Candidate, Name, names_in, partial_names_in

_SLOT_TYPES = {
    "person": ("person",),
    "organisation": ("organisation",),
    "focus": ("focus",),
    "party": ("person", "organisation"),
    "any": ("person", "organisation", "focus"),
}
_ALWAYS = ("who", "where", "why", "when", "committee")
_SHAPES = ("how_many", "most", "least", "first", "last")
_LEAST_SCORE = 0.5
_CLOSE = 0.75
"""Readings of other kinds whose score is within this of the best make the question ambiguous."""


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

    @property
    def concepts(self) -> frozenset[str]:
        """The concepts that stand in the question."""
        return frozenset(concept for _, _, concept in self.tags)

    def content(self) -> list[bool]:
        """Which words have to be explained: all but function words."""
        return [token.key not in vocabulary().filler for token in self.tokens]


@dataclass(frozen=True, slots=True)
class Understanding:
    """One reading of a question: the kind, the values it binds, and how well it explains the words."""

    kind: Kind
    pattern: Pattern
    values: Mapping[str, Any]
    names: Mapping[str, tuple[Candidate, ...]]
    """Who fills each parameter, for showing."""
    spoken: Mapping[str, str]
    """The words of the question that fill each parameter."""
    optional: tuple[str, ...]
    """Parameters that were taken from words that could also just narrow the rows."""
    period: Period | None
    shape: str
    """`list`, `how_many`, `most`, `least`, `first`, `last` or `whether`."""
    leftover: tuple[str, ...]
    """Words that nothing explains, as written."""
    telling: tuple[str, ...]
    """Words of the question that say more than their concept."""
    missing: str
    """Words that stand where a name should, and name nobody on record."""
    score: float
    notes: tuple[str, ...] = field(default=())

    def words(self) -> str:
        """How the question was understood, in a line."""
        shown = {name: ", ".join(one.label for one in found) for name, found in self.names.items()}
        shown.update({name: text for name, text in _listed(self.values) if name not in shown})
        fill = {name: shown.get(name, "") for name in re.findall(r"\{(\w+)\}", self.kind.understood)}
        text = re.sub(
            r"(?<=\w)\{(\w+)\}", lambda slot: f" of {fill[slot[1]]}" if fill[slot[1]] else "", self.kind.understood
        )
        text = text.format_map({name: value or self.missing or "anybody" for name, value in fill.items()})
        prefix = {
            "how_many": "how many: ",
            "most": "the most of: ",
            "least": "the fewest of: ",
            "first": "the first of: ",
            "last": "the last of: ",
        }
        extra = [
            f"{name.replace('_', ' ')} {shown[name]}" for name in shown if name not in fill and name not in _HIDDEN
        ]
        when = f"{self.period.words}" + _days(self.period) if self.period else ""
        about = f"about “{' '.join(self.leftover)}”" if self.leftover else ""
        return prefix.get(self.shape, "") + ", ".join(filter(None, [text, *extra, when, about]))


_HIDDEN = frozenset({"from", "to", "due_from", "due_to", "as_of", "in_term"})


def take_apart(reader: Reader, question: str, calendar: Calendar) -> Words:
    """The words of a question with the dates, names and concepts in them."""
    words = tokens(question)
    periods = tuple(periods_in(question, calendar))
    taken = [any(period.start <= word.start < period.end for period in periods) for word in words]
    names = names_in(reader, words, taken)
    tags = tuple(_tags(words, taken, names))
    explained = [in_period or word.key in vocabulary().filler for in_period, word in zip(taken, words, strict=True)]
    for start, end in [(name.start, name.end) for name in names] + [(start, end) for start, end, _ in tags]:
        explained[start:end] = [True] * (end - start)
    names += partial_names_in(reader, words, [not is_explained for is_explained in explained])
    names.sort(key=lambda name: name.start)
    return Words(question, words, periods, tuple(names), tags, _committees(reader, names))


def understand(words: Words, as_of: date) -> list[Understanding]:
    """Every reading that explains at least part of the question, best first, one of each kind."""
    best: dict[str, Understanding] = {}
    for kind in kinds():
        for pattern in kind.patterns:
            reading = _read(words, kind, pattern, as_of)
            if reading and (kind.name not in best or reading.score > best[kind.name].score):
                best[kind.name] = reading
    return sorted(best.values(), key=lambda one: (-one.score, one.kind.name))


def calendar_of(reader: Reader, today: date) -> Calendar:
    """What relative dates in questions count from, read from the record."""
    for row in reader.query(bind(load_question("_span"), {})):
        first, last = (_day(row[name].value, name) if row[name] is not None else None for name in ("first", "last"))
        return Calendar(today, first, last)
    return Calendar(today)


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
    for start in range(len(words)):
        if closed[start]:
            continue
        for concept, length in vocabulary().at(keys, start).items():
            if not any(closed[start : start + length]):
                yield start, start + length, concept


def _committees(reader: Reader, names: Sequence[Name]) -> frozenset[str]:
    iris = sorted({candidate.iri for name in names for candidate in name.of_type("organisation")})
    if not iris:
        return frozenset()
    found = set()
    for iri in iris:
        found |= {
            row["organisation"].value for row in reader.query(bind(load_question("_committees"), {"organisation": iri}))
        }
    return frozenset(found)


def _read(words: Words, kind: Kind, pattern: Pattern, as_of: date) -> Understanding | None:
    """One pattern laid over the question; None where it does not fit."""
    if not _concepts_fit(words, pattern):
        return None
    filled = _fill(words, pattern)
    if filled is None:
        return None
    shape = _shape(words, kind, pattern)
    leftover = _leftover(words, kind, pattern, filled, shape)
    values: dict[str, Any] = {
        **pattern.set,
        **{name: [one.iri for one in found] for name, found in filled.slots.items()},
    }
    _bind_text(words, pattern, leftover, values)
    if (pattern.text and pattern.text not in values) or (leftover and not kind.narrow):
        return None
    period = words.periods[0] if words.periods and kind.dates != "none" else None
    _bind_period(kind, period, values, as_of)
    return Understanding(
        kind=kind,
        pattern=pattern,
        values=values,
        names=filled.slots,
        spoken=filled.spoken,
        optional=tuple(parameter for parameter in filled.slots if parameter in pattern.maybe),
        period=period,
        shape=shape,
        leftover=tuple(token.text for token in leftover),
        telling=tuple(token.text for token in words.tokens if vocabulary().tells(token.key)),
        missing=filled.missing,
        score=_score(words, pattern, filled, len(leftover), shape),
        notes=filled.notes,
    )


def _concepts_fit(words: Words, pattern: Pattern) -> bool:
    """Does every need of the pattern stand in the question, and nothing that it excludes?"""
    concepts = words.concepts
    return all(not concepts.isdisjoint(need.split("|")) for need in pattern.needs) and concepts.isdisjoint(
        pattern.without
    )


def _leftover(words: Words, kind: Kind, pattern: Pattern, filled: "_Filled", shape: str) -> list[Token]:
    """The words that neither the pattern's concepts nor its names nor the dates explain."""
    accepted = {*pattern.allows, *_ALWAYS, shape, *(one for need in pattern.needs for one in need.split("|"))}
    explained = [not needed for needed in words.content()]
    for start, end in [(start, end) for start, end, concept in words.tags if concept in accepted] + [
        (name.start, name.end) for name in filled.used
    ]:
        explained[start:end] = [True] * (end - start)
    periods = words.periods if kind.dates != "none" else ()
    return [
        token
        for token, is_explained in zip(words.tokens, explained, strict=True)
        if not is_explained
        and not any(period.start <= token.start < period.end for period in periods)
        and token.text not in filled.missing.split()
    ]


def _score(words: Words, pattern: Pattern, filled: "_Filled", leftover: int, shape: str) -> float:
    """How much of the question is explained, less twice what is not, and a little for how special the pattern is."""
    return (
        sum(words.content())
        - 2 * leftover * (0.35 if pattern.text else 1.0)
        + pattern.weight
        + 0.3 * len(pattern.needs)
        + 0.4 * len(filled.slots)
        - 1.0 * bool(filled.missing)
        - 0.6 * filled.own
        - 0.5 * ("how_many" in words.concepts and shape != "how_many" and not pattern.text)
    )


@dataclass(frozen=True, slots=True)
class _Filled:
    slots: Mapping[str, tuple[Candidate, ...]]
    spoken: Mapping[str, str]
    used: tuple[Name, ...]
    notes: tuple[str, ...]
    missing: str = ""
    own: bool = False
    """Does the committee whose record this is fill a slot?"""


def _fill(words: Words, pattern: Pattern) -> _Filled | None:
    """Names put into the pattern's slots, in the order of the question; None where a required slot stays empty.

    The committee whose record this is fills a required slot only where no other name does.
    """
    own = [name for name in words.names if any(one.iri in words.committees for one in name.candidates)]
    others = [name for name in words.names if name not in own]
    slots: dict[str, tuple[Candidate, ...]] = {}
    spoken: dict[str, str] = {}
    used: list[Name] = []
    for parameter, wanted in (*pattern.slots.items(), *pattern.maybe.items()):
        required = parameter in pattern.slots
        pool = [name for name in (others + own if required else others) if name not in used]
        name = next((name for name in pool if name.of_type(*_SLOT_TYPES[wanted])), None)
        if name:
            slots[parameter], spoken[parameter] = name.of_type(*_SLOT_TYPES[wanted]), name.words
            used.append(name)
        elif required:
            missing = "" if slots else _unknown_name(words)
            return _Filled({}, {}, tuple(own), (), missing) if missing else None
    notes = tuple(note for name, found in zip(used, slots.values(), strict=True) for note in _doubts(name, found))
    return _Filled(slots, spoken, (*used, *own), notes, own=any(name in own for name in used))


def _doubts(name: Name, fitting: Sequence[Candidate]) -> list[str]:
    labels = list(dict.fromkeys(candidate.label for candidate in fitting))
    if len(labels) > 1:
        return [f"“{name.words}” can mean {', '.join(labels)}; all were looked up."]
    if name.found == "like":
        return [f"“{name.words}” was read as {labels[0]}."]
    return []


def _unknown_name(words: Words) -> str:
    """Words with capitals inside the sentence that nothing on record explains: a name that is not on record."""
    covered = [token.key in vocabulary().filler for token in words.tokens]
    for start, end in [(name.start, name.end) for name in words.names] + [
        (start, end) for start, end, _ in words.tags if end > 0
    ]:
        covered[start:end] = [True] * (end - start)
    covered = [
        was or any(one.start <= token.start < one.end for one in words.periods)
        for was, token in zip(covered, words.tokens, strict=True)
    ]
    places = [place for place, token in enumerate(words.tokens) if place and token.capital and not covered[place]]
    if not places:
        return ""
    first = last = places[0]
    for place in range(first + 1, len(words.tokens)):
        token = words.tokens[place]
        if token.capital:
            last = place
        elif token.key not in ("of", "the", "and", "for"):
            break
    return words.question[words.tokens[first].start : words.tokens[last].end]


def _shape(words: Words, kind: Kind, pattern: Pattern) -> str:
    concepts = words.concepts
    for shape in ("how_many", "most", "least"):
        if shape in concepts and not pattern.steps and (kind.counts if shape == "how_many" else kind.groups):
            return shape
    needed = {one for need in pattern.needs for one in need.split("|")}
    for shape in ("first", "last"):
        if shape in concepts and (shape in needed or shape not in pattern.allows):
            return shape
    if re.match(r"(?:did|has|have|had|is|was|were|are|does|do)\b", words.question.strip(), re.IGNORECASE):
        return "whether"
    return "list"


def _bind_text(words: Words, pattern: Pattern, leftover: list[Token], values: dict[str, Any]) -> None:
    """Words for the pattern's text parameter: those of its needed concepts that are titles, else what is left over."""
    if not pattern.text:
        return
    titles = [(start, end) for start, end, concept in words.tags if concept == "title_word"]
    if "title_word" in pattern.needs and titles:
        start, end = max(titles, key=lambda span: span[1] - span[0])
        values[pattern.text] = " ".join(token.text for token in words.tokens[start:end]).lower()
    elif leftover:
        values[pattern.text] = stem(leftover.pop(0).text)


def _bind_period(kind: Kind, period: Period | None, values: dict[str, Any], as_of: date) -> None:
    if kind.question == "commitments":
        values["as_of"] = as_of
    if kind.question == "stale":
        values["before"] = date(as_of.year - 1, as_of.month, min(as_of.day, 28))
    if period is None:
        return
    names = {"period": ("from", "to"), "due": ("due_from", "due_to")}.get(kind.dates)
    if names:
        values.update({name: day for name, day in zip(names, (period.earliest, period.latest), strict=True) if day})
    elif kind.dates == "term" and (day := period.earliest or period.latest):
        values["in_term"] = str(day.year)


def _listed(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        yield name, ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _days(period: Period) -> str:
    first, last = period.earliest, period.latest
    if first == last:
        return f" ({first})"
    return f" ({first or 'any day'} to {last or 'any day'})"
