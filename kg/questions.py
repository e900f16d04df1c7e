"""Named questions: one `.rq` file each, with typed parameters; `kg.tables` runs them.

A question file is a SPARQL SELECT under a header in comments:

    # title: Who engaged whom
    # help: What the question answers, in a sentence.
    # param party entity: The person or organisation on either side.
    # param from date: First day.
    # param status choice(commitment: open, done): Status.
    # column who many: Who

Parameters are SPARQL variables of the same name. The line `# values` marks where the values
given are bound, as a VALUES block made of serialised RDF terms. A line that ends in
`# given NAME` is left out where that parameter has no value; so are the lines from `# if NAME`
to `# end`, where `a|b` means either and `-c` that c has none. Prefixes are those of
`kg/prefixes.ttl`; the ones used are declared when the file is read.

A column marked `many` gathers its values where the other columns agree. `?fact`, selected but
not a column, names what proves the row: a statement, a span, a passage, a meeting or a
document; `?row` keeps rows apart that would otherwise be gathered into one.
"""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, Literal, Protocol, cast

from kg.errors import QueryError
from kg.namespaces import PREFIXES, concept

FOLDER = Path(__file__).with_name("questions")

ParameterType = Literal["entity", "date", "text", "integer", "choice"]
Value = str | int | date
Values = Mapping[str, Value | Sequence[Value] | None]

_HEADER = re.compile(r"#\s*(title|help|param|column)\b:?\s*(.*)")
_PARAMETER = re.compile(r"(\w+)\s+(entity|date|text|integer|choice)(?:\(([^)]*)\))?(\s+required)?\s*(?::\s*(.*))?$")
_COLUMN = re.compile(r"(\w+)(\s+many)?\s*(?::\s*(.*))?$")
_VALUES = re.compile(r"^([ \t]*)# values[ \t]*$", re.MULTILINE)
_GIVEN = re.compile(r"^(.*?)[ \t]*# given ([\w| -]+)\n", re.MULTILINE)
_IF = re.compile(r"^[ \t]*# if ([\w| -]+)\n(.*?)^[ \t]*# end\n", re.MULTILINE | re.DOTALL)


class Reader(Protocol):
    """What a question is run on: a pyoxigraph store, or anything that answers SPARQL as one does."""

    def query(self, query: str) -> Any: ...


@dataclass(frozen=True, slots=True)
class Parameter:
    """A typed parameter of a question; a `choice` is one of `choices`, bound as a concept of `scheme` if it has one."""

    name: str
    type: ParameterType
    help: str = ""
    scheme: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer: the SPARQL variable, its heading, and whether it gathers values."""

    name: str
    heading: str
    many: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question as its file states it; `query` is the SPARQL without the header."""

    name: str
    title: str
    help: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    query: str

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name; QueryError where there is none."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        known = ", ".join(parameter.name for parameter in self.parameters) or "none"
        raise QueryError(f"question {self.name!r} has no parameter {name!r}; it takes: {known}")


@cache
def load_questions(folder: Path = FOLDER) -> Mapping[str, Question]:
    """Every question of the folder by name, in alphabetical order, without those for our own use (`_…`)."""
    return {path.stem: _read(path) for path in sorted(folder.glob("[!_]*.rq"))}


@cache
def load_question(name: str, folder: Path = FOLDER) -> Question:
    """One question by name, without reading the others; QueryError where there is none."""
    path = folder / f"{name}.rq"
    if not re.fullmatch(r"[\w-]+", name) or not path.is_file():
        from difflib import get_close_matches

        near = get_close_matches(name, [one.stem for one in folder.glob("[!_.]*.rq")], 1)
        hint = f"did you mean {near[0]}?" if near else "`minutebook questions` lists them"
        raise QueryError(f"there is no question {name!r}; {hint}")
    return _read(path)


def bind(question: Question, values: Values) -> str:
    """The question's SPARQL with the given values bound; several values of a parameter are alternatives.

    Runs as it stands in any SPARQL 1.1 engine. QueryError for an unknown parameter, a value
    that is not of its type, or a required parameter without one.
    """
    given = {
        name: _terms(question.parameter(name), value) for name, value in values.items() if value not in (None, [], ())
    }
    for parameter in question.parameters:
        if parameter.required and parameter.name not in given:
            raise QueryError(f"question {question.name!r} needs a value for {parameter.name!r}: {parameter.help}")
    query = _IF.sub(lambda block: block[2] if _holds(block[1], given) else "", question.query)
    query = _GIVEN.sub(lambda line: f"{line[1]}\n" if _holds(line[2], given) else "", query)
    if not given:
        return _VALUES.sub("", query)
    rows = " ".join(f"({' '.join(row)})" for row in product(*given.values()))
    block = f"VALUES ({' '.join('?' + name for name in given)}) {{ {rows} }}"
    return _VALUES.sub(lambda mark: mark[1] + block, query)


def _holds(condition: str, given: Container[str]) -> bool:
    """Is a condition such as `from|to -person` true of the parameters that have values?"""
    return all(
        part[1:] not in given if part.startswith("-") else any(name in given for name in part.split("|"))
        for part in condition.split()
    )


def _read(path: Path) -> Question:
    header: dict[str, list[str]] = {"title": [], "help": [], "param": [], "column": []}
    lines = path.read_text("utf-8").splitlines()
    body = next((number for number, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    for match in filter(None, map(_HEADER.match, lines[:body])):
        header[match[1]].append(match[2].strip())
    if not header["title"] or not header["column"]:
        raise QueryError(f"{path.name}: the header needs a title and at least one column")
    parameters = tuple(_parameter(path, text) for text in header["param"])
    columns = tuple(_column(path, text) for text in header["column"])
    query = "\n".join(lines[body:]).strip()
    declared = (
        f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items() if re.search(rf"(?<![\w:]){name}:", query)
    )
    return Question(
        path.stem, header["title"][0], " ".join(header["help"]), parameters, columns, "".join(declared) + query
    )


def _parameter(path: Path, text: str) -> Parameter:
    match = _PARAMETER.match(text)
    if not match:
        raise QueryError(f"{path.name}: cannot read the parameter {text!r}; write `# param NAME TYPE: help`")
    scheme, _, words = (match[3] or "").rpartition(":")
    choices = tuple(word.strip() for word in words.split(",") if word.strip())
    return Parameter(match[1], cast(ParameterType, match[2]), match[5] or "", scheme.strip(), choices, bool(match[4]))


def _column(path: Path, text: str) -> Column:
    match = _COLUMN.match(text)
    if not match:
        raise QueryError(f"{path.name}: cannot read the column {text!r}; write `# column NAME: heading`")
    return Column(match[1], match[3] or match[1].replace("_", " ").capitalize(), bool(match[2]))


def _terms(parameter: Parameter, value: Value | Sequence[Value] | None) -> list[str]:
    single = isinstance(value, str | int | date)
    return [str(_term(parameter, one)) for one in ([value] if single else cast(Sequence[Value], value))]


def _term(parameter: Parameter, value: Any) -> Any:
    from pyoxigraph import Literal as RdfLiteral
    from pyoxigraph import NamedNode

    try:
        if parameter.type == "entity":
            return NamedNode(value)
        if parameter.type == "integer":
            return RdfLiteral(int(value))
        if parameter.type == "date":
            day = value if isinstance(value, date) else date.fromisoformat(value)
            return RdfLiteral(day.isoformat(), datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date"))
    except (ValueError, TypeError) as error:
        raise QueryError(
            f"{value!r} is not a value for {parameter.name!r}, which takes {_described(parameter)}"
        ) from error
    if parameter.type == "choice" and value not in parameter.choices:
        raise QueryError(f"{value!r} is not a value for {parameter.name!r}, which takes {_described(parameter)}")
    if parameter.scheme:
        return NamedNode(concept(parameter.scheme, value))
    return RdfLiteral(str(value))


def _described(parameter: Parameter) -> str:
    if parameter.type == "choice":
        return "one of: " + ", ".join(parameter.choices)
    return {
        "entity": "the IRI of an entity",
        "date": "a date such as 2023-05-23",
        "integer": "a whole number",
        "text": "text",
    }[parameter.type]
