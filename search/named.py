"""A named question asked with names: "Ngozi Adeyemi" in place of an IRI."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kg.errors import QueryError
from kg.identifiers import name_key
from kg.questions import Question, Reader
from kg.tables import Table, run
from search.answers import Answer, of_table
from search.understanding_names import Candidate, candidates, nearest


class UnknownName(QueryError):
    """A name that is nobody's on record."""


def answer(
    reader: Reader, base: str, question: Question, values: Mapping[str, Any], make: Callable[..., Table] = run
) -> Answer:
    """The answer to a named question; `values` of entities are names, ids under `base`, or IRIs.

    A name that several full names match means all of them, and a note says so. Raises
    QueryError for a part of a name that can mean several, or a value of the wrong type. A name
    that nobody has makes the answer `not-in-record`. `make` turns the question with its values into
    the table.
    """
    given, spoken, notes = dict(values), [], []
    try:
        for parameter in question.parameters:
            value = values.get(parameter.name)
            if value in (None, "", (), []):
                continue
            spoken.append(f"{parameter.name.replace('_', ' ')} {value}")
            if parameter.type == "entity":
                found = meant(reader, base, str(value))
                given[parameter.name] = [one.iri for one in found]
                if len(found) > 1:
                    notes.append(f"“{value}” is {len(found)} entries: {_listed(found)}.")
    except UnknownName as unknown:
        return Answer(
            question=question.title,
            understood=_understood(question, spoken),
            status="not-in-record",
            answer=str(unknown),
        )
    table = make(reader, question, given)
    return of_table(table, question=question.title, understood=_understood(question, spoken), notes=notes)


def meant(reader: Reader, base: str, words: str) -> Sequence[Candidate]:
    """The entities that a name, an id such as `person/ada-byrne`, or an IRI means; never empty."""
    if "://" in words:
        return (Candidate(words, "", words, exact=True),)
    if words.partition("/")[0] in ("person", "org", "focus", "doc", "meeting", "fact"):
        return (Candidate(base + words, "", words, exact=True),)
    found = candidates(reader, name_key(words))
    exact = [one for one in found if one.exact]
    if exact or len(found) == 1:
        return exact or found
    if found:
        raise QueryError(f"“{words}” can be {_listed(found)}; give the full name")
    near = nearest(reader, words)
    raise UnknownName(
        f"Nobody and nothing called “{words}” is on record." + (f" Nearest names: {', '.join(near)}." if near else "")
    )


def _listed(found: Sequence[Candidate]) -> str:
    return ", ".join(
        f"{one.label} ({one.iri.rpartition('/')[0].rpartition('/')[2]}/{one.iri.rpartition('/')[2]})" for one in found
    )


def _understood(question: Question, spoken: Sequence[str]) -> str:
    return f"{question.title.lower()}{': ' * bool(spoken)}{', '.join(spoken)}"
