"""Ask a question in plain English and get an answer with its evidence, or word that there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from kg.questions import Parameter, Reader, Table, cite, load_question, tabulate
from search.answers import Answer, counted, fields_of, listing, sentence
from search.ask_passages import Passages, passages_of
from search.ask_steps import STEPS, edge, narrow, number_of, numbers_in, prefer, ranked
from search.handover_ledger import ledger
from search.understanding import Understanding, Words, calendar_of, take_apart, understand
from search.understanding_dates import Calendar
from search.understanding_grammar import kinds
from search.understanding_names import nearest

if TYPE_CHECKING:
    from kg.library import Library

_LEAST = 0.75
"""Score under which a question counts as not understood."""
_CLOSE = 0.5
"""Readings of other kinds within this of the best are tried where the best finds nothing."""
_CLOSE_TO_UNKNOWN = 2.5
"""The same where the best names somebody who is not on record: rows of the others hold those words."""
_TELLING = ("what", "area", "role", "stakeholder", "who", "when", "document", "month")
"""Columns that tell most, in order."""
_ROWS = 500
_PASSAGES = 5
_CITED_FOR_NARROWING = 2000
_LATE = "in the last year on record"


def ask(library: "Library", question: str, *, as_of: date | None = None) -> Answer:
    """The answer of a library to a question in plain English, as of a day (today where none is given).

    Raises LibraryError where the library cannot be read.
    """
    today = as_of or date.today()  # noqa: DTZ011 the user's own day
    return answer(library.snapshot(), question, as_of=today, passages=passages_of(library))


def answer(reader: Reader, question: str, *, as_of: date, passages: Passages | None = None) -> Answer:
    """The answer to `question` from the record as read by `reader`, as of a day.

    The status is `answered` only where the graph holds rows, each with evidence. Where it holds
    none, the answer says what was looked for and what there is; `passages`, a full-text search,
    is then called with the question for the best passages, which are never rows of an answer.
    """
    calendar = calendar_of(reader, as_of)
    words = take_apart(reader, question, calendar)
    readings = understand(words, as_of)
    if not readings or readings[0].score < _LEAST or _vague(readings[0]):
        return _not_understood(reader, question, words, readings, passages)
    best = readings[0]
    least = best.score - (_CLOSE_TO_UNKNOWN if best.missing else _CLOSE)
    for reading in readings[:4]:
        if reading.score < least or reading.missing:
            continue
        table, notes = _answered(reader, reading, calendar)
        if not table.rows and "numbers" in reading.pattern.steps and passages:
            table = numbers_in(passages(question), reading, table.sparql)
        if table.rows:
            return _answer(question, reading, table, [*reading.notes, *notes], readings)
    return _not_in_record(reader, question, best, readings, calendar, passages)


def _vague(reading: Understanding) -> bool:
    """Is most of what the question says left unexplained?"""
    return not reading.pattern.text and len(reading.leftover) > 3


def _answered(reader: Reader, reading: Understanding, calendar: Calendar) -> tuple[Table, list[str]]:
    """The rows of a reading, narrowed, counted and cited, and what must be said with them."""
    notes: list[str] = []
    table = _at_the_edge(reader, reading, calendar) or _tabulated(reader, reading, reading.values)
    leftover = list(reading.leftover)
    if not table.rows and reading.period and reading.kind.name == "commitments":
        table = _tabulated(reader, reading, _as_due(reading.values))
        notes += ["Nothing was recorded in that time; these were due in it."] if table.rows else []
    droppable = [name for name in reading.optional if all(one.type != "person" for one in reading.names[name])]
    if not table.rows and droppable:
        values = {name: value for name, value in reading.values.items() if name not in droppable}
        table = _tabulated(reader, reading, values)
        leftover += [word for name in droppable for word in _words_of(reading, name)]
        if not table.rows or not leftover:
            return replace(table, rows=()), notes
    if reading.pattern.steps:
        for step in reading.pattern.steps:
            table = STEPS[step](cite(reader, table) if step == "numbers" else table, reading, calendar)
    elif leftover and reading.kind.narrow:
        table = narrow(cite(reader, replace(table, rows=table.rows[:_CITED_FOR_NARROWING])), leftover)
    if not table.rows and reading.kind.by_words:
        table = _by_words(reader, reading)
        spoken = listing(f"“{words}”" for words in reading.spoken.values())
        notes.append(f"Nothing is recorded under the name of {spoken}; the sentences shown hold those words.")
    return cite(
        reader, _shaped(reading, prefer(cite(reader, table), reading.telling) if reading.telling else table)
    ), notes


def _at_the_edge(reader: Reader, reading: Understanding, calendar: Calendar) -> Table | None:
    """The rows of the year in which the first or last of all must be; None where that is not asked or it holds none."""
    if reading.shape not in ("first", "last") or reading.names or reading.period or reading.kind.dates != "period":
        return None
    year = timedelta(days=366)
    if reading.shape == "last" and calendar.last:
        bound: dict[str, Any] = {"from": calendar.last - year}
    elif reading.shape == "first" and calendar.first:
        bound = {"to": calendar.first + year}
    else:
        return None
    table = _tabulated(reader, reading, {**reading.values, **bound})
    return table if table.rows else None


def _as_due(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values with the period taken as that of the due date."""
    return {{"from": "due_from", "to": "due_to"}.get(name, name): value for name, value in values.items()}


def _by_words(reader: Reader, reading: Understanding) -> Table:
    """Rows of the kind at large whose cells or sentences hold all the words of the names asked for, and most others."""
    question = load_question(reading.kind.by_words)
    known = {parameter.name for parameter in question.parameters}
    values = {name: value for name, value in reading.values.items() if name in known and name not in reading.names}
    table = cite(reader, tabulate(reader, question, values))
    for name in reading.names:
        table = narrow(table, _words_of(reading, name), all_of_them=True)
    return narrow(table, reading.leftover)


def _tabulated(reader: Reader, reading: Understanding, values: Mapping[str, Any]) -> Table:
    if reading.kind.question != "commitments":
        return tabulate(reader, load_question(reading.kind.question), values)
    every = {name: value for name, value in values.items() if name != "in_state"}
    return ledger(tabulate(reader, load_question("commitments"), every), values.get("in_state", ()))


def _words_of(reading: Understanding, parameter: str) -> list[str]:
    return list(reading.spoken.get(parameter, "").split())


def _shaped(reading: Understanding, table: Table) -> Table:
    if reading.shape in ("first", "last"):
        return edge(table, last=reading.shape == "last")
    if reading.shape in ("most", "least"):
        return ranked(table, reading.kind.groups, reading.kind.noun, most=reading.shape == "most")
    return table


def _answer(
    question: str, reading: Understanding, table: Table, notes: list[str], readings: Sequence[Understanding]
) -> Answer:
    fields = {
        **{name: listing(one.label for one in found) for name, found in reading.names.items()},
        **fields_of(table),
        "only": _only_sentence(table),
        "undated": _undated(table),
        "held": _held_roles(table),
    }
    fields["n"] = counted(
        number_of(table, reading.kind.counts) if reading.shape == "how_many" else len(table.rows), reading.kind.noun
    )
    text = sentence(reading.pattern.answer or reading.kind.answer, fields)
    if reading.shape in ("most", "least"):
        text = f"{fields[reading.kind.groups]}: {counted(int(table.rows[0].cells[1]), reading.kind.noun)}."
    if len(table.rows) > _ROWS:
        notes.append(f"The first {_ROWS} of {len(table.rows)} rows are shown.")
    notes += _date_notes(table)
    return Answer(
        question=question,
        understood=reading.words(),
        status="answered",
        answer=("Yes. " if reading.shape == "whether" else "") + text,
        columns=tuple(column.heading for column in table.columns),
        rows=table.rows[:_ROWS],
        notes=tuple(dict.fromkeys(notes)),
        sparql=table.sparql,
        alternatives=_alternatives(readings[1:], reading.score - 1.0),
    )


def _only_sentence(table: Table) -> str:
    """What proves the only row, on one line; '' where there are more."""
    return " ".join(table.rows[0].evidence[0].quote.split()) if len(table.rows) == 1 and table.rows[0].evidence else ""


def _held_roles(table: Table) -> str:
    """Roles as people say them, the organisation first: `Harbour Trust Secretary`."""
    names = [column.name for column in table.columns]
    if "role" in names and "organisation" in names:
        pairs = [(row.cells[names.index("organisation")], row.cells[names.index("role")]) for row in table.rows]
    elif "aspect" in names:
        roles = [row for row in table.rows if row.cells[names.index("aspect")] == "role"]
        pairs = [(row.cells[names.index("where")], row.cells[names.index("what")]) for row in roles]
    else:
        return ""
    return listing(f"{organisation} {role}".strip() for organisation, role in pairs)


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


def _alternatives(readings: Sequence[Understanding], least: float) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reading.words() for reading in readings if reading.score >= least))[:3]


def _not_in_record(
    reader: Reader,
    question: str,
    reading: Understanding,
    readings: Sequence[Understanding],
    calendar: Calendar,
    passages: Passages | None,
) -> Answer:
    if reading.missing:
        near = nearest(reader, reading.missing)
        text = f"No person, organisation or focus area called “{reading.missing}” is on record." + (
            f" Nearest names: {', '.join(near)}." if near else ""
        )
    else:
        held = _held(reader, reading, calendar)
        text = f"The record does not say. Looked for: {reading.words()}. {held}"
    return Answer(
        question=question,
        understood=reading.words(),
        status="not-in-record",
        answer=text,
        notes=reading.notes,
        sparql=_tabulated(reader, reading, reading.values).sparql if not reading.missing else "",
        alternatives=_alternatives(readings[1:], reading.score - 1.5),
        passages=tuple(passages(question)[:_PASSAGES]) if passages else (),
    )


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


def _not_understood(
    reader: Reader, question: str, words: Words, readings: Sequence[Understanding], passages: Passages | None
) -> Answer:
    spoken = [
        f"{name.words} ({', '.join(dict.fromkeys(one.label for one in name.candidates))})" for name in words.names
    ]
    known = f" Names found in it: {'; '.join(spoken)}." if spoken else ""
    near = _alternatives(readings, 0.0) or tuple(kind.example for kind in kinds() if kind.example)[:5]
    return Answer(
        question=question,
        understood="",
        status="not-understood",
        answer="The question was not understood." + known,
        alternatives=near,
        passages=tuple(passages(question)[:_PASSAGES]) if passages else (),
    )
