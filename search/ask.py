"""Ask a question in plain English and get an answer with its evidence, or word that there is none."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from kg.questions import Reader, load_question
from kg.tables import Table, cite, tabulate
from search.answers import Answer, counted, fields_of, listing, sentence, spoken_date
from search.ask_compared import compared
from search.ask_context import narrow_by_context
from search.ask_introducers import introducers
from search.ask_made import tabulated
from search.ask_namesakes import are_told_apart, asks_which, told_apart
from search.ask_parts import in_two, of_parts, says_something
from search.ask_passages import Finder, finder_of
from search.ask_periods import told_closely
from search.ask_silent import Looked, alternatives, ambiguous, not_in_record, not_understood
from search.ask_steps import STEPS, edge, narrow, number_of, ranked
from search.understanding import Understanding, understand
from search.understanding_dates import Calendar, seen_from
from search.understanding_words import Words, calendar_of, take_apart

if TYPE_CHECKING:
    from kg.library import Library

_CLOSE = 0.5
"""Readings within this of the best are tried where the best finds nothing."""
_CLOSE_TO_UNKNOWN = 2.5
"""The same where the best names somebody who is not on record: rows of the others hold those words."""
_TRIED = 5
_ROWS = 500
_QUOTED = 4
"""Rows whose sentences an answer shows."""
_PEOPLE = "person/people"
"""A noun that counts people, not rows."""
_CITED_FOR_NARROWING = 2000
_ABOVE = "What it is about stands above it; read both."


def ask(library: "Library", question: str, *, as_of: date | None = None) -> Answer:
    """The answer of a library to a question in plain English, as of a day (today where none is given).

    Raises LibraryError where the library cannot be read.
    """
    today = as_of or date.today()  # noqa: DTZ011 the user's own day
    with finder_of(library) as finder:
        return answer(library.snapshot(), question, as_of=today, finder=finder)


def answer(reader: Reader, question: str, *, as_of: date, finder: Finder | None = None) -> Answer:
    """The answer to `question` from the record as read by `reader`, as of a day.

    The status is `answered` only where every word of the question is accounted for and the graph holds rows, each
    with evidence. A word that is no name, date or word of the vocabulary is accounted for by rows that hold it.
    Otherwise the answer says what was looked for and what there is; `finder`, a full-text search, is then asked
    for the best passages, which are never rows of an answer.
    """
    calendar = calendar_of(reader, as_of)
    if seen := seen_from(question, calendar):
        then = answer(reader, seen[0], as_of=seen[1], finder=finder)
        return replace(then, question=question, understood=f"{then.understood}, as of {seen[1]}".lstrip(", "))
    words = take_apart(reader, question, calendar)
    readings = understand(words, as_of)
    understood = [reading for reading in readings if reading.is_understood]
    if understood and understood[0].kind.single and (several := _meant(understood[0])):
        return ambiguous(question, understood[0], several)
    halves = _in_parts(reader, words, calendar, finder, twice=True)
    looked: list[Looked] = []
    found = (
        compared(words, lambda one: _number(reader, one, calendar))
        or (halves if halves and halves.status == "answered" else None)
        or _by_kind(reader, question, readings, calendar, looked)
        or _told(reader, question, words, finder, as_of)
        or halves
        or _in_parts(reader, words, calendar, finder)
    )
    if found:
        return found
    if not understood:
        return not_understood(reader, question, words, readings, finder)
    return not_in_record(reader, question, words, looked or [Looked(understood[0])], readings, calendar, finder)


def _by_kind(
    reader: Reader, question: str, readings: Sequence[Understanding], calendar: Calendar, looked: list[Looked]
) -> Answer | None:
    """The answer of the first reading that finds rows which tell what is asked; those that do not go to `looked`."""
    for reading in _tried([one for one in readings if one.is_understood]):
        found = _answered(reader, reading, calendar)
        if found.table.rows and asks_which(question, reading) and not are_told_apart(found.table):
            continue
        if found.table.rows and _tells(found.table, reading):
            return _answer(question, reading, found, readings)
        looked.append(Looked(reading, found.wider, found.wanted, found.table.sparql))
    return None


def _number(reader: Reader, question: str, calendar: Calendar) -> tuple[int, Answer] | None:
    """How many the best reading of a question counts, with its answer; None where no reading counts anything."""
    readings = [one for one in understand(take_apart(reader, question, calendar), calendar.today) if one.is_understood]
    reading = next((one for one in readings if one.shape == "how_many" and not one.leftover), None)
    if reading is None:
        return None
    found = _answered(reader, reading, calendar)
    if not found.table.rows:
        return 0, Answer(question=question, understood=reading.words(), status="not-in-record", answer="")
    return number_of(found.table, reading.kind.counts), _answer(question, reading, found, readings)


def _in_parts(
    reader: Reader, words: Words, calendar: Calendar, finder: Finder | None, *, twice: bool = False
) -> Answer | None:
    """The answer to a question that asks two things, from those to each; None where it asks one, or neither has one.

    With `twice`, only where each part says something of its own.
    """
    if (split := in_two(words.question)) is None:
        return None
    one, other = (take_apart(reader, part, calendar) for part in split)
    if twice and not (says_something(one) and says_something(other)):
        return None
    found = of_parts(one, other, lambda part: answer(reader, part, as_of=calendar.today, finder=finder))
    return replace(found, question=words.question) if found else None


def _tried(understood: Sequence[Understanding]) -> list[Understanding]:
    """The readings that may be meant: the best, and those close to it; none that names somebody not on record."""
    if not understood:
        return []
    least = understood[0].score - (_CLOSE_TO_UNKNOWN if understood[0].missing else _CLOSE)
    return [one for one in understood[:_TRIED] if one.score >= least and not one.missing]


def _tells(table: Table, reading: Understanding) -> bool:
    """Does it tell who and when, where that is asked? A time of which the end is asked must have one.

    What is counted must be what the rows are, and not those of them that hold a word.
    """
    names = {column.name for column in table.columns}
    if "who_asked" in reading.concepts and not _names_somebody(table, reading):
        return False
    if reading.shape == "how_many" and reading.leftover:
        return False
    if "until" in reading.concepts and "when" in names:
        return any(re.search(r"/.*\d", cell) for cell in table.column("when"))
    if "when" not in reading.concepts:
        return True
    dues = table.column("due") if "due" in names else [""]
    return not reading.kind.undated and (reading.kind.question != "commitments" or any(dues))


def _names_somebody(table: Table, reading: Understanding) -> bool:
    """Does a row name somebody whom the question does not?"""
    known = {one.iri for found in reading.names.values() for one in found}
    named = {iri for row in table.rows for links in row.links for iri in links}
    return any(re.search("/(?:person|org)/", iri) for iri in named - known)


def _told(reader: Reader, question: str, words: Words, finder: Finder | None, as_of: date) -> Answer | None:
    """The answer that a sentence gives which accounts for every word of the question; None where none does."""
    from search.ask_told import in_words, told
    from search.told_asked import words_asked

    table = told(reader, finder, words, as_of) if finder else None
    if table is None:
        return None
    return Answer(
        question=question,
        understood="sentences that say it: " + ", ".join(words_asked(words)),
        status="answered",
        answer=in_words(table),
        columns=tuple(column.heading for column in table.columns),
        rows=table.rows,
        notes=("A sentence that accounts for each word of the question; read it for what it says.",),
        sparql=table.sparql,
    )


def _meant(reading: Understanding) -> Sequence[str]:
    """Whom a name of the question can mean, where that is more than one."""
    for found in reading.names.values():
        labels = list(dict.fromkeys(one.label for one in found))
        if len(labels) > 1:
            return labels
    return ()


@dataclass(frozen=True, slots=True)
class _Found:
    """The rows of a reading, narrowed, counted and cited, and what must be said with them."""

    table: Table
    notes: tuple[str, ...] = ()
    wider: Table | None = None
    """The rows before words of the question narrowed them to none."""
    wanted: tuple[str, ...] = ()
    """These words."""


def _answered(reader: Reader, reading: Understanding, calendar: Calendar) -> _Found:
    """What a reading finds; for a name that could also just be words, where it finds nothing, rows that hold it."""
    found = _rows(reader, reading, reading.values, reading.leftover, calendar)
    optional = [name for name in reading.optional if all(one.type != "person" for one in reading.names[name])]
    if not found.table.rows and optional:
        values = {name: value for name, value in reading.values.items() if name not in optional}
        spoken = [word for name in optional for word in _words_of(reading, name)]
        found = _rows(reader, reading, values, (*reading.leftover, *spoken), calendar)
    if not found.table.rows and reading.kind.by_words:
        spoken_of = listing(f"“{words}”" for words in reading.spoken.values())
        note = f"Nothing is recorded under the name of {spoken_of}; the sentences shown hold those words."
        found = replace(found, table=_by_words(reader, reading), notes=(note,))
    return replace(found, table=cite(reader, _shaped(reading, told_apart(reader, found.table))))


def _rows(
    reader: Reader, reading: Understanding, values: Mapping[str, Any], leftover: Sequence[str], calendar: Calendar
) -> _Found:
    """The rows for some values, and of these the ones that hold the words left over."""
    notes: tuple[str, ...] = ()
    table = _at_the_edge(reader, reading, calendar) or tabulated(reader, reading, values)
    if not table.rows and reading.period and reading.kind.name == "commitments":
        table = tabulated(reader, reading, _as_due(values))
        notes = ("Nothing was recorded in that time; these were due in it.",) if table.rows else ()
    table = told_closely(reading, table)
    for step in reading.pattern.steps:
        table = STEPS[step](table, reading, calendar)
    wanted = (*leftover, *reading.telling)
    if wanted and table.rows:
        wider = cite(reader, replace(table, rows=table.rows[:_CITED_FOR_NARROWING]))
        narrowed = narrow(wider, wanted)
        if not narrowed.rows and leftover and reading.kind.dates != "none":
            narrowed = narrow_by_context(reader, wider, leftover, reading.telling)
            notes = (*notes, _ABOVE) if narrowed.rows else notes
        return _Found(narrowed, notes) if narrowed.rows else _Found(narrowed, notes, wider, wanted)
    return _Found(table, notes)


def _at_the_edge(reader: Reader, reading: Understanding, calendar: Calendar) -> Table | None:
    """The rows of the year in which the first or last of all must be; None where that is not asked or it holds none.

    Where nothing narrows the rows further, those of its outermost month do if there are any.
    """
    if reading.shape not in ("first", "last") or reading.names or reading.period or reading.kind.dates != "period":
        return None
    narrowed = reading.leftover or reading.telling or reading.pattern.steps
    for days in (366,) if narrowed else (31, 366):
        if reading.shape == "last" and calendar.last:
            bound: dict[str, Any] = {"from": calendar.last - timedelta(days)}
        elif reading.shape == "first" and calendar.first:
            bound = {"to": calendar.first + timedelta(days)}
        else:
            return None
        table = tabulated(reader, reading, {**reading.values, **bound})
        if table.rows:
            return table
    return None


def _as_due(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values with the period taken as that of the due date."""
    return {{"from": "due_from", "to": "due_to"}.get(name, name): value for name, value in values.items()}


def _by_words(reader: Reader, reading: Understanding) -> Table:
    """Rows of the kind at large whose cells or sentences hold the words of the names asked for, and all others."""
    question = load_question(reading.kind.by_words)
    known = {parameter.name for parameter in question.parameters}
    values = {name: value for name, value in reading.values.items() if name in known and name not in reading.names}
    spoken = [word for name in reading.names for word in _words_of(reading, name)]
    return narrow(cite(reader, tabulate(reader, question, values)), [*spoken, *reading.leftover, *reading.telling])


def _words_of(reading: Understanding, parameter: str) -> list[str]:
    return list(reading.spoken.get(parameter, "").split())


def _shaped(reading: Understanding, table: Table) -> Table:
    kind = reading.kind
    if reading.shape in ("first", "last"):
        return edge(table, last=reading.shape == "last")
    if reading.shape in ("most", "least"):
        return ranked(table, _counted_column(reading), kind.ranks or kind.noun, most=reading.shape == "most")
    return table


def _counted_column(reading: Understanding) -> str:
    """By what most and fewest are counted: the committee's people, or those outside where they are asked for."""
    outside = {"organisations", "whom", "which_outside"} & reading.concepts
    return reading.kind.groups_outside if outside and reading.kind.groups_outside else reading.kind.groups


def _answer(question: str, reading: Understanding, found: _Found, readings: Sequence[Understanding]) -> Answer:
    table, notes = found.table, [*reading.notes, *found.notes]
    fields = {
        **{name: listing(one.label for one in known) for name, known in reading.names.items()},
        **fields_of(table),
        **introducers(table, reading),
        "only": _only_sentence(table),
        "quoted": _quoted(table) if "why" in reading.concepts else "",
        "undated": _undated(table),
        "held": _held_roles(table),
    }
    if apart := _holders_apart(table):
        fields |= {"who": apart, "when": "", "undated": ""}
    counts_values = reading.kind.counts in {column.name for column in table.columns}
    by_value = counts_values and (reading.shape == "how_many" or reading.kind.noun == _PEOPLE)
    fields["n"] = counted(number_of(table, reading.kind.counts) if by_value else len(table.rows), reading.kind.noun)
    text = sentence(reading.pattern.answer or reading.kind.answer, fields)
    if reading.shape in ("most", "least"):
        number = counted(int(table.rows[0].cells[1]), reading.kind.ranks or reading.kind.noun)
        text = f"{fields[_counted_column(reading)]}: {number}."
    if len(table.rows) > _ROWS:
        notes.append(f"The first {_ROWS} of {len(table.rows)} rows are shown.")
    notes += _date_notes(table)
    return Answer(
        question=question,
        understood=reading.words(),
        status="answered",
        answer=("Yes. " if reading.shape == "whether" and reading.kind.affirms else "") + text,
        columns=tuple(column.heading for column in table.columns),
        rows=table.rows[:_ROWS],
        notes=tuple(dict.fromkeys(notes)),
        sparql=table.sparql,
        alternatives=alternatives(readings, reading.score - 1.0, reading.words()),
    )


def _only_sentence(table: Table) -> str:
    """What proves the only row, on one line; '' where there are more."""
    return " ".join(table.rows[0].evidence[0].quote.split()) if len(table.rows) == 1 and table.rows[0].evidence else ""


def _quoted(table: Table) -> str:
    """The longest sentence that proves each row, where they are few: it is the likeliest to give a reason."""
    quotes = [max((piece.quote for piece in row.evidence), key=len, default="") for row in table.rows[:_QUOTED]]
    return " ".join(f"“{' '.join(quote.split())}”" for quote in dict.fromkeys(quotes) if quote)


def _held_roles(table: Table) -> str:
    """Roles as people say them, the organisation first: `Harbour Trust Secretary`."""
    names = [column.name for column in table.columns]
    if "role" in names and "organisation" in names:
        pairs = [(row.cells[names.index("organisation")], row.cells[names.index("role")]) for row in table.rows]
    elif "aspect" in names:
        roles = [row for row in table.rows if row.cells[names.index("aspect")] == "role"]
        pairs = [(row.cells[names.index("where")], row.cells[names.index("what")]) for row in roles]
        pairs += [("", f"of {row.cells[names.index('what')]}") for row in table.rows if "of" in row.cells[:1]]
    else:
        return ""
    return listing(f"{organisation} {role}".strip() for organisation, role in pairs)


def _holders_apart(table: Table) -> str:
    """Several who held a role at times of their own, each with these; '' where it is one person, or one time."""
    if not {"who", "role", "when", "recorded"} <= {column.name for column in table.columns}:
        return ""
    who, when, recorded = (table.index(name) for name in ("who", "when", "recorded"))
    times: dict[str, list[str]] = {}
    for row in table.rows:
        written = row.cells[when] or row.cells[recorded].split(", ")[0]
        times.setdefault(row.cells[who], []).append(spoken_date(written))
    if len(times) == 1 or not any(table.column("when")):
        return ""
    return listing(f"{name} ({listing(days)})" for name, days in times.items())


def _undated(table: Table) -> str:
    """When the rows without a date of their own were recorded."""
    if not {"when", "recorded"} <= {column.name for column in table.columns}:
        return ""
    when, recorded = table.index("when"), table.index("recorded")
    return listing(row.cells[recorded] for row in table.rows if not row.cells[when])


def _date_notes(table: Table) -> list[str]:
    if any(piece.basis in ("resolved", "inferred") for row in table.rows for piece in row.evidence):
        return [
            "Some of this is resolved or inferred from the text around it; see the basis of each piece of evidence."
        ]
    return []
