"""From a question in plain English to a named question with values: every way to read it, best first.

A reading explains the words of the question: by concepts of the vocabulary, names that are on
record, and dates. What no reading explains is left over, and counts against it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kg.identifiers import name_key
from search.understanding_dates import Period
from search.understanding_grammar import Kind, Pattern, Token, kinds, vocabulary
from search.understanding_names import Candidate, Name
from search.understanding_values import bind_period, bind_text, is_deadline
from search.understanding_words import Words

_SLOT_TYPES = {
    "person": ("person",),
    "organisation": ("organisation",),
    "focus": ("focus",),
    "party": ("person", "organisation"),
    "any": ("person", "organisation", "focus"),
}
_ALWAYS = ("who", "when", "committee", "current")
"""Concepts that no pattern needs to name. Where and why are asked only of kinds that can tell."""
_LEAST = 0.75
"""Score under which a reading without any concept of its own counts as not understood."""
_MOST_PERIODS = 2
_PRESENT = frozenset(("now", "today"))
"""Times that say of a question what it says without them."""
_TURNS = 3
"""Names of a question that are tried in a slot."""
_MOST_LEFT_OVER = 4
"""Words that narrow the rows: a question with more of them says something that no reading explains."""


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
    said: tuple[str, ...]
    """All words of the question that say something."""
    missing: str
    """Words that stand where a name should, and name nobody on record."""
    score: float
    concepts: frozenset[str] = frozenset()
    """What the words of the whole question stand for."""
    notes: tuple[str, ...] = field(default=())

    @property
    def is_understood(self) -> bool:
        """Does the question ask for what this reading answers, up to words that rows must hold?"""
        if len(self.leftover) > _MOST_LEFT_OVER:
            return bool(self.pattern.text)
        return bool(self.pattern.needs) or (self.score >= _LEAST and not self.leftover)

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


def understand(words: Words, as_of: date) -> list[Understanding]:
    """Every reading that explains at least part of the question, best first: of each kind the best, and its likes.

    A kind has several that score alike where names can change places.
    """
    best: dict[str, list[Understanding]] = {}
    for kind in kinds():
        for pattern in kind.patterns if len(words.periods) <= _MOST_PERIODS else ():
            for filled in _fillings(words, pattern) if _concepts_fit(words, pattern) else ():
                reading = _read(words, kind, pattern, filled, as_of)
                known = best.get(kind.name, [])
                if reading and (not known or reading.score > known[0].score):
                    best[kind.name] = [reading]
                elif reading and reading.score == known[0].score and reading.values != known[0].values:
                    best[kind.name].append(reading)
    every = [reading for alike in best.values() for reading in alike]
    return sorted(every, key=lambda one: (-one.score, one.kind.name))


def _read(words: Words, kind: Kind, pattern: Pattern, filled: "_Filled", as_of: date) -> Understanding | None:
    """One pattern laid over the question with names in its slots; None where it does not fit."""
    shape = _shape(words, kind, pattern)
    leftover = _leftover(words, kind, pattern, filled, shape)
    if any(vocabulary().negates(token.key) for token in leftover):
        return None
    values: dict[str, Any] = {
        **pattern.set,
        **{name: [one.iri for one in found] for name, found in filled.slots.items()},
    }
    bind_text(words, pattern, leftover, values)
    if (pattern.text and pattern.text not in values) or (leftover and not kind.narrow):
        return None
    period = _period(words, kind, as_of)
    if len(words.periods) > 1 and period is None:
        return None
    bind_period(kind, pattern, period, values, as_of)
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
        telling=tuple(_telling(words)),
        said=tuple(token.text for token in words.tokens if not vocabulary().explains(token.key)),
        missing=filled.missing,
        score=_score(words, pattern, filled, len(leftover), shape),
        concepts=words.concepts,
        notes=filled.notes,
    )


def _telling(words: Words) -> Iterator[str]:
    """Words that say more than their concept, outside longer phrases."""
    for place, token in enumerate(words.tokens):
        inside = any(
            start <= place < end and end - start > 1 for start, end, concept in words.tags if concept == "engage"
        )
        if vocabulary().tells(token.key) and not inside:
            yield token.text


def _period(words: Words, kind: Kind, as_of: date) -> Period | None:
    """The time that the question is about; two of them only for a kind that compares them."""
    if not words.periods or kind.dates == "none":
        return None
    if kind.dates != "two" or len(words.periods) == 1:
        only = words.periods[0] if len(words.periods) == 1 else None
        if only and only.words.lower() in _PRESENT and kind.dates != "due":
            return None
        if only and only.meeting and kind.question == "commitments":
            only = only.meeting
        is_due = kind.dates == "due" or (kind.question == "commitments" and only is not None and is_deadline(only))
        return only.ahead_of(as_of) if only and is_due else only
    one, other = sorted(words.periods, key=lambda period: period.earliest or date.min)
    text = words.question[words.periods[0].start : words.periods[-1].end]
    return Period(one.earliest, other.latest, words.periods[0].start, words.periods[-1].end, text, (one, other))


def _concepts_fit(words: Words, pattern: Pattern) -> bool:
    """Does every need of the pattern stand in the question, and nothing that it excludes?"""
    concepts = words.concepts
    if pattern.dated and not words.periods:
        return False
    return all(not concepts.isdisjoint(need.split("|")) for need in pattern.needs) and concepts.isdisjoint(
        pattern.without
    )


def _leftover(words: Words, kind: Kind, pattern: Pattern, filled: "_Filled", shape: str) -> list[Token]:
    """The words that neither the pattern's concepts nor its names nor the dates explain."""
    accepted = {*pattern.allows, *_ALWAYS, shape, *(one for need in pattern.needs for one in need.split("|"))}
    explained = [
        needless and not (kind.dates == "none" and words.in_period(token))
        for token, needless in zip(words.tokens, words.explained(), strict=True)
    ]
    for start, end in [(start, end) for start, end, concept in words.tags if concept in accepted] + [
        (name.start, name.end) for name in filled.used
    ]:
        explained[start:end] = [True] * (end - start)
    return [
        token
        for token, is_explained in zip(words.tokens, explained, strict=True)
        if not is_explained and token.text not in filled.missing.split()
    ]


def _score(words: Words, pattern: Pattern, filled: "_Filled", leftover: int, shape: str) -> float:
    """How much of the question is explained, less twice what is not, and a little for how special the pattern is."""
    return (
        sum(not vocabulary().explains(token.key) for token in words.tokens)
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


def _fillings(words: Words, pattern: Pattern) -> list[_Filled]:
    """The ways to put names into the pattern's slots, those in the order of the question first.

    None where a required slot stays empty. The committee whose record this is fills a required slot only where no
    other name does.
    """
    own = [name for name in words.names if any(one.iri in words.committees for one in name.candidates)]
    others = [name for name in words.names if name not in own]
    turns = [others[place:] + others[:place] for place in range(min(len(others), _TURNS) if pattern.slots else 1)]
    filled = filter(None, (_fill(words, pattern, turn, own) for turn in turns or [[]]))
    return [one for one in filled if _stands_right(words, pattern, one)]


def _stands_right(words: Words, pattern: Pattern, filled: _Filled) -> bool:
    """Do the concepts that must stand before or behind the name do so? `X replaced` is not `replaced X`."""
    if not filled.used:
        return not (pattern.ahead or pattern.behind)
    name = filled.used[0]
    ahead = any(concept == pattern.ahead and end <= name.start for _, end, concept in words.tags)
    behind = any(concept == pattern.behind and start >= name.end for start, _, concept in words.tags)
    return (ahead or not pattern.ahead) and (behind or not pattern.behind)


def _fill(words: Words, pattern: Pattern, others: Sequence[Name], own: Sequence[Name]) -> _Filled | None:
    slots: dict[str, tuple[Candidate, ...]] = {}
    spoken: dict[str, str] = {}
    used: list[Name] = []
    for parameter, wanted in (*pattern.slots.items(), *pattern.maybe.items()):
        required = parameter in pattern.slots
        pool = [name for name in ([*others, *own] if required and pattern.own else others) if name not in used]
        name = next((name for name in pool if name.of_type(*_SLOT_TYPES[wanted])), None)
        if name:
            slots[parameter], spoken[parameter] = name.of_type(*_SLOT_TYPES[wanted]), name.words
            used.append(name)
        elif required:
            missing = "" if slots or not words.unknown else words.unknown[0]
            return _Filled({}, {}, tuple(own), (), missing) if missing else None
    notes = tuple(note for name, found in zip(used, slots.values(), strict=True) for note in _doubts(name, found))
    return _Filled(slots, spoken, (*used, *own), notes, own=any(name in own for name in used))


def _doubts(name: Name, fitting: Sequence[Candidate]) -> list[str]:
    labels = list(dict.fromkeys(candidate.label for candidate in fitting))
    if len(labels) > 1:
        return [f"“{name.words}” can mean {', '.join(labels)}; all were looked up."]
    if name.found == "like" or (name.found == "part" and name_key(name.words) != name_key(labels[0])):
        return [f"“{name.words}” was read as {labels[0]}."]
    return []


def _shape(words: Words, kind: Kind, pattern: Pattern) -> str:
    concepts = words.concepts
    for shape in ("how_many", "most", "least"):
        if shape in concepts and not pattern.steps and (kind.counts if shape == "how_many" else kind.groups):
            return shape
    needed = {one for need in pattern.needs for one in need.split("|")}
    if "next" in needed:
        return "first"
    for shape in ("first", "last"):
        if shape in concepts and (shape in needed or shape not in pattern.allows):
            return shape
    if re.match(r"(?:did|has|have|had|is|was|were|are|does|do)\b", words.question.strip(), re.IGNORECASE):
        return "whether"
    return "list"


def _listed(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        yield name, ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _days(period: Period) -> str:
    first, last = period.earliest, period.latest
    if first == last:
        return f" ({first})"
    return f" ({first or 'any day'} to {last or 'any day'})"
