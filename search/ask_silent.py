"""What is said where the record holds no answer, or the question is not understood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from kg.identifiers import name_key
from kg.questions import Parameter, Reader, load_question
from kg.tables import Table, tabulate
from search.answers import Answer, counted, listing
from search.ask_absences import never_there
from search.ask_passages import Finder
from search.ask_steps import held_words
from search.understanding import Understanding
from search.understanding_dates import Calendar
from search.understanding_grammar import kinds, stem
from search.understanding_names import nearest
from search.understanding_words import Words

_TELLING = ("what", "area", "role", "stakeholder", "who", "when", "document", "month")
"""Columns that tell most, in order."""
_PASSAGES = 5
_RECORDED = frozenset(("committee", "body", "meeting", "minutes", "attend", "decide", "commit"))
"""Concepts of which one makes a question one of what the record is about."""
_LATE = "in the last year on record"


@dataclass(frozen=True, slots=True)
class Looked:
    """A reading that found nothing; `wider` are its rows before words of the question narrowed them to none."""

    reading: Understanding
    wider: Table | None = None
    wanted: tuple[str, ...] = ()
    """These words."""
    sparql: str = ""


def not_in_record(
    reader: Reader,
    question: str,
    words: Words,
    looked: Sequence[Looked],
    readings: Sequence[Understanding],
    calendar: Calendar,
    finder: Finder | None,
) -> Answer:
    """Says what was looked for, which part of it the record does not know, and what it does hold."""
    first = looked[0]
    reading = first.reading
    unknown = [name for name in words.unknown if reading.missing or set(name.split()) & set(reading.leftover)]
    if "missing-months" in reading.pattern.steps and not _outside(reading, calendar):
        when = f" {reading.period.words}" if reading.period else ""
        text = f"None: there are minutes or meetings of every month{when} that the record covers."
    elif unknown:
        text = " ".join(_unknown_name(reader, name) for name in unknown)
    elif outside := _outside(reading, calendar):
        text = f"{outside} {_held(reader, reading, calendar)}"
    elif nowhere := never_there(reader, reading):
        text = nowhere
    elif first.wider:
        text = _without_words(reading, first.wider, first.wanted)
    else:
        text = f"The record does not say. Looked for: {reading.words()}. {_held(reader, reading, calendar)}"
    return Answer(
        question=question,
        understood=reading.words(),
        status="not-in-record",
        answer=text,
        notes=reading.notes,
        sparql=first.sparql,
        alternatives=alternatives(readings, reading.score - 1.5, reading.words()),
        passages=tuple(finder.sentences(question)[:_PASSAGES]) if finder else (),
    )


def ambiguous(question: str, reading: Understanding, several: Sequence[str]) -> Answer:
    """Says whom a name can mean, for a question about one person or thing."""
    spoken = next(iter(reading.spoken.values()))
    return Answer(
        question=question,
        understood="",
        status="not-understood",
        answer=f"“{spoken}” can mean {listing(several)}; ask with the full name.",
        alternatives=tuple(question.replace(spoken, name) for name in several[:3]),
    )


def not_understood(
    reader: Reader, question: str, words: Words, readings: Sequence[Understanding], finder: Finder | None
) -> Answer:
    """Says which words were not understood and which were, and offers questions that can be answered."""
    spoken = [
        f"{name.words} ({', '.join(dict.fromkeys(one.label for one in name.candidates))})" for name in words.names
    ]
    known = f" Names found in it: {'; '.join(spoken)}." if spoken else ""
    left = readings[0].leftover if readings else _unexplained(words)
    odd = f" Not understood: {listing(f'“{word}”' for word in left)}." if left else ""
    near = alternatives(readings, 0.0) or tuple(kind.example for kind in kinds() if kind.example)[:5]
    unknown = "".join(f" {_unknown_name(reader, name)}" for name in words.unknown)
    return Answer(
        question=question,
        understood="",
        status="not-in-record" if _is_absent(question, words, left, finder) else "not-understood",
        answer=f"The question was not understood.{odd}{known}{unknown}",
        alternatives=near,
        passages=tuple(finder.sentences(question)[:_PASSAGES]) if finder else (),
    )


def _is_absent(question: str, words: Words, left: Sequence[str], finder: Finder | None) -> bool:
    """Is the question of somebody the record knows or does not, and of something that no sentence found says?"""
    if not (words.names or _RECORDED & words.concepts):
        return bool(words.unknown)
    said = {
        stem(word) for one in (finder.sentences(question) if finder else ()) for word in name_key(one.quote).split()
    }
    held = [stem(word) in said for word in left]
    return bool(left) and (not any(held) if words.names else 2 * sum(held) <= len(held))


def alternatives(readings: Sequence[Understanding], least: float, taken: str = "") -> tuple[str, ...]:
    """Up to three other ways to read the question that score at least `least`."""
    every = dict.fromkeys(reading.words() for reading in readings if reading.score >= least)
    return tuple(one for one in every if one != taken)[:3]


def _unexplained(words: Words) -> list[str]:
    named = [(name.start, name.end) for name in words.names] + [(start, end) for start, end, _ in words.tags]
    return [
        token.text
        for place, (token, explained) in enumerate(zip(words.tokens, words.explained(), strict=True))
        if not explained and not any(start <= place < end for start, end in named)
    ]


def _unknown_name(reader: Reader, name: str) -> str:
    near = nearest(reader, name)
    return f"No person, organisation or focus area called “{name}” is on record." + (
        f" Nearest names: {', '.join(near)}." if near else ""
    )


def _outside(reading: Understanding, calendar: Calendar) -> str:
    """Says that the period asked for lies outside what the record covers; '' where it does not."""
    period = reading.period
    if not (period and calendar.first and calendar.last):
        return ""
    before = period.latest is not None and period.latest < calendar.first
    after = period.earliest is not None and period.earliest > calendar.last
    covered = f"The record covers {calendar.first} to {calendar.last}"
    return f"{covered} and holds nothing of that time ({period.words})." if before or after else ""


def _without_words(reading: Understanding, wider: Table, wanted: Sequence[str]) -> str:
    """Says which words no row holds, and shows the rows that hold most of them."""
    held = [held_words(row, wanted) for row in wider.rows]
    never = [word for word in wanted if not any(word in found for found in held)]
    most = max(map(len, held))
    near = [row for row, found in zip(wider.rows, held, strict=True) if most and len(found) == most]
    shown = next((name for name in _TELLING if name in {column.name for column in wider.columns}), "")
    lacking = never or [word for word in wanted if not all(word in found for found in held)]
    text = f"The record does not say. Looked for: {replace(reading, leftover=()).words()}. "
    entries = counted(len(wider.rows), "such entry/such entries")
    text += f"None of {entries} says {listing(f'“{word}”' for word in lacking)}."
    if near and shown:
        text += f" Nearest: {listing((row.cells[wider.index(shown)] for row in near), 3)}."
    return text


def _held(reader: Reader, reading: Understanding, calendar: Calendar) -> str:
    """What the record does hold: the same without its date and state, the kind for the names, the kind of late.

    What is of nobody in particular is bounded by the last year on record, or it could be all there is.
    """
    values, names = reading.values, reading.names
    kept = {name: value for name, value in values.items() if name in names or name == "as_of"}
    day = {name: value for name, value in values.items() if name == "as_of"}
    late = {**day, "from": calendar.last - timedelta(days=366)} if calendar.last else day
    for question, given, scope in (
        (reading.kind.question, kept if names else late, "without its limits" if names else _LATE),
        (reading.kind.holds, kept if names else late, "for the same names" if names else _LATE),
        (reading.kind.holds, late, _LATE),
    ):
        same = question == reading.kind.question and given == values
        text = _summary(reader, question, given, scope) if question and not same else ""
        if text:
            return text
    return "It holds nothing of the kind."


def _summary(reader: Reader, name: str, values: Mapping[str, Any], scope: str) -> str:
    """How many rows a question has, and the first of them; '' where it has none or lacks a value."""
    question = load_question(name)
    known = {parameter.name: parameter for parameter in question.parameters}
    given = {name: value for name, value in values.items() if name in known and _fits(known[name], value)}
    if any(parameter.required and name not in given for name, parameter in known.items()):
        return ""
    if values.keys() - {"as_of", "from"} and not given.keys() - {"as_of"}:
        return ""
    if scope == _LATE and "from" not in given:
        scope = "in all"
    table = tabulate(reader, question, given)
    if not table.rows:
        return ""
    fixed = {iri for value in given.values() if isinstance(value, list) for iri in value}
    shown = next((name for name in _TELLING if _differs(table, name, fixed)), table.columns[0].name)
    held = counted(len(table.rows), "entry/entries")
    return f"It does hold {held} under “{question.title}” {scope}: {listing(table.column(shown), 8)}."


def _fits(parameter: Parameter, value: Any) -> bool:
    """Is a value that another question took of this parameter's type?"""
    return isinstance(value, date) == (parameter.type == "date")


def _differs(table: Table, column: str, fixed: set[str]) -> bool:
    """Has the table such a column, with something in it beside what was asked for?"""
    if column not in {known.name for known in table.columns}:
        return False
    position = table.index(column)
    return any(row.cells[position] and not fixed & set(row.links[position]) for row in table.rows)
