"""Named questions: one `.rq` file each, run with typed parameters, answered with evidence.

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
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import islice, product
from pathlib import Path
from typing import Any, Literal, Protocol, cast

from kg.errors import QueryError
from kg.namespaces import PREFIXES, concept

FOLDER = Path(__file__).with_name("questions")
EVIDENCE = "_evidence"
PLACES = "_places"
LABELS = "_labels"

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


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim stretch of a document that proves a row; offsets are half-open code points."""

    document: str
    """IRI of the document."""
    title: str
    date: str
    start: int
    end: int
    quote: str
    confidence: float = 1.0
    basis: str = "stated"
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the text of each cell, the IRIs behind each cell, what proves it, and the proof.

    `links[n]` holds the IRIs of the things that cell n names, in the order of the text.
    """

    cells: tuple[str, ...]
    links: tuple[tuple[str, ...], ...] = ()
    facts: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns, in the query's order, with the SPARQL that made them."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    sparql: str

    def index(self, column: str) -> int:
        """Position of a column by its name; KeyError where there is none."""
        for position, known in enumerate(self.columns):
            if known.name == column:
                return position
        raise KeyError(column)

    def column(self, name: str) -> list[str]:
        """The cells of one column, top to bottom."""
        position = self.index(name)
        return [row.cells[position] for row in self.rows]


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


def run(reader: Reader, question: Question, values: Values, *, proofs: int = 3) -> Table:
    """The question's table for the values given, each row with up to `proofs` pieces of evidence."""
    return cite(reader, tabulate(reader, question, values), proofs=proofs)


def tabulate(reader: Reader, question: Question, values: Values) -> Table:
    """The question's table without evidence: rows keep in `facts` what would prove them."""
    sparql = bind(question, values)
    try:
        solutions = reader.query(sparql)
    except SyntaxError as error:
        raise QueryError(f"question {question.name!r} is not valid SPARQL: {error}") from error
    names = {variable.value for variable in solutions.variables}
    shown = [column.name if column.name in names else None for column in question.columns]
    merged = _merge(question.columns, _solutions(solutions, shown, names))
    labels = _labels(reader, (term for cells, _ in merged for cell in cells for term in cell))
    rows = tuple(
        Row(
            tuple(_text(cell, labels) for cell in cells),
            tuple(tuple(term.value for term in cell if _is_iri(term)) for cell in cells),
            tuple(facts),
        )
        for cells, facts in merged
    )
    return Table(question.columns, rows, sparql)


def cite(reader: Reader, table: Table, *, proofs: int = 3) -> Table:
    """The table with evidence for each row, best first: at most `proofs` pieces a row. Rows that have some keep it."""
    wanted = [() if row.evidence else row.facts[: proofs * 4] for row in table.rows]
    found = evidence(reader, {fact for facts in wanted for fact in facts})
    rows = []
    for row, facts in zip(table.rows, wanted, strict=True):
        pieces = dict.fromkeys(piece for fact in facts for piece in found.get(fact, ()))
        rows.append(row if row.evidence else replace(row, evidence=tuple(islice(pieces, proofs))))
    return replace(table, rows=tuple(rows))


def evidence(reader: Reader, facts: Iterable[str]) -> dict[str, list[Evidence]]:
    """The evidence of each statement, span, passage, meeting or document that has any, the surest first."""
    found: dict[str, list[Evidence]] = {}
    wanted = set(facts)
    for name in (EVIDENCE, PLACES):
        question = load_question(name)
        for batch in _batches(sorted(wanted - found.keys()), 200):
            for row in reader.query(bind(question, {"fact": batch})):
                found.setdefault(row["fact"].value, []).append(_proof(row, proved=name == EVIDENCE))
    for pieces in found.values():
        pieces.sort(key=lambda piece: (-piece.confidence, piece.document, piece.start))
    return found


def _proof(row: Any, *, proved: bool) -> Evidence:
    """One piece of evidence; a place as such proves that it is there, no more, so it is sure and stated."""
    where = Evidence(
        document=row["document"].value,
        title=_value(row["title"]),
        date=_value(row["date"]),
        start=int(row["start"].value),
        end=int(row["end"].value),
        quote=_value(row["quote"]),
    )
    if not proved or row["confidence"] is None:
        return where
    basis = _value(row["basis"]).rpartition("basis-")[2] or "stated"
    return replace(where, confidence=float(row["confidence"].value), basis=basis, rule=_value(row["rule"]))


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


Cells = tuple[tuple[Any, ...], ...]


def _solutions(
    solutions: Iterable[Any], shown: Sequence[str | None], names: set[str]
) -> Iterator[tuple[list[Any], Any, Any]]:
    for solution in solutions:
        row, fact = (solution[name] if name in names else None for name in ("row", "fact"))
        yield [solution[name] if name else None for name in shown], row, fact


def _merge(columns: Sequence[Column], solutions: Iterable[tuple[list[Any], Any, Any]]) -> list[tuple[Cells, list[str]]]:
    """Solutions that agree in `?row` and in all columns but the `many` ones become one row, where they first stand."""
    groups: dict[tuple[Any, ...], tuple[list[dict[Any, None]], dict[str, None]]] = {}
    several = [column.many for column in columns]
    for terms, row, fact in solutions:
        key = (row, *(term for term, many in zip(terms, several, strict=True) if not many))
        gathered, facts = groups.setdefault(key, ([{} for _ in columns], {}))
        for cell, term in zip(gathered, terms, strict=True):
            if term is not None:
                cell[term] = None
        if fact is not None:
            facts[fact.value] = None
    return [(tuple(tuple(cell) for cell in gathered), list(facts)) for gathered, facts in groups.values()]


def _labels(reader: Reader, terms: Iterable[Any]) -> dict[str, str]:
    iris = sorted({term.value for term in terms if _is_iri(term)})
    question = load_question(LABELS)
    found: dict[str, str] = {}
    for batch in _batches(iris, 500):
        for row in reader.query(bind(question, {"thing": batch})):
            thing, label = row["thing"].value, row["label"].value
            found[thing] = min(found.get(thing, label), label)
    return found


def _text(cell: tuple[Any, ...], labels: Mapping[str, str]) -> str:
    words = (labels.get(term.value) or _word(term.value) if _is_iri(term) else term.value for term in cell)
    return ", ".join(dict.fromkeys(words))


def _word(iri: str) -> str:
    """What to call a thing without a label: a controlled word's own word, else the end of its IRI."""
    tail = re.split(r"[#/]", iri)[-1]
    return re.sub(r"^(?:commitment-kind|[a-z]+)-", "", tail) if "ontology#" in iri else tail


def _is_iri(term: Any) -> bool:
    return term is not None and not hasattr(term, "datatype")


def _value(term: Any) -> str:
    return "" if term is None else str(term.value)


def _batches(items: Sequence[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(items), size):
        yield list(items[start : start + size])
