"""An answer: what was understood, the rows, the evidence for each row, and the query that made them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from kg.tables import Evidence, Row, Table

FORMAT = "minutebook-answer/1"
Status = Literal["answered", "not-in-record", "not-understood"]
EXIT_STATUS: Mapping[Status, int] = {"answered": 0, "not-in-record": 1, "not-understood": 2}
_SEASONS = ("spring", "summer", "autumn", "winter")
_SHOWN = 12
"""Values of a column that a sentence lists before it says how many more there are."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that may help where the graph has no answer; never itself an answer."""

    document: str
    title: str
    date: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question. `rows` is empty unless the status is `answered`."""

    question: str
    understood: str
    status: Status
    answer: str
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    sparql: str = ""
    alternatives: tuple[str, ...] = ()
    """Other ways to read the question, or questions like it that can be answered."""
    passages: tuple[Passage, ...] = field(default=())

    @property
    def exit_status(self) -> int:
        """0 answered, 1 not in the record, 2 not understood."""
        return EXIT_STATUS[self.status]

    def to_json(self) -> dict[str, Any]:
        """The answer in the public format `minutebook-answer/1`, as JSON values."""
        return {
            "format": FORMAT,
            "question": self.question,
            "understood": self.understood,
            "status": self.status,
            "answer": self.answer,
            "columns": list(self.columns),
            "rows": [list(row.cells) for row in self.rows],
            "evidence": [_evidence(number, piece) for number, row in enumerate(self.rows) for piece in row.evidence],
            "notes": list(self.notes),
            "sparql": self.sparql,
            "alternatives": list(self.alternatives),
            "passages": [_passage(passage) for passage in self.passages],
        }


def document_id(iri: str) -> str:
    """The id of a document inside its library: what follows `/doc/` in its IRI."""
    return iri.rpartition("/doc/")[2] or iri


def of_table(table: Table, *, question: str = "", understood: str = "", notes: Sequence[str] = ()) -> Answer:
    """The answer that a named question's table makes: its rows, or `not-in-record` where it has none."""
    return Answer(
        question=question,
        understood=understood,
        status="answered" if table.rows else "not-in-record",
        answer=f"{len(table.rows)} rows." if table.rows else f"The record holds nothing for: {understood or question}.",
        columns=tuple(column.heading for column in table.columns),
        rows=table.rows,
        notes=tuple(notes),
        sparql=table.sparql,
    )


def sentence(template: str, fields: Mapping[str, str]) -> str:
    """A template filled in: pieces parted by `|`, without those that name an empty field."""
    pieces = []
    for piece in template.split("|"):
        names = re.findall(r"\{(\w+)\}", piece)
        if all(fields.get(name) for name in names):
            pieces.append(piece.format_map({name: fields[name] for name in names}))
    text = re.sub(r"(?<=[.!?…])\.(?=\s|$)", "", "".join(pieces).strip())
    return text[:1].upper() + text[1:] if text[:1].islower() and text[1:2].islower() and " " in text else text


def fields_of(table: Table) -> dict[str, str]:
    """For each column its distinct values in order, as a list in words; dates as people say them."""
    return {column.name: listing(map(spoken_date, table.column(column.name))) for column in table.columns}


def spoken_date(text: str) -> str:
    """An EDTF date as people say it: `since 2022-01`, `2022-07 to 2023`, `summer 2024`; other text unchanged."""
    if season := re.fullmatch(r"(\d{4})-(2[1-4])([~?%]?)", text):
        return f"{_SEASONS[int(season[2]) - 21]} {season[1]}"
    match = re.fullmatch(r"([\d-]*[~?%]?|\.\.)/([\d-]*[~?%]?|\.\.)", text)
    if not match:
        return f"about {text[:-1]}" if re.fullmatch(r"\d{4}(-\d\d){0,2}~", text) else text
    first, last = (end.strip(".") for end in match.groups())
    return f"{first} to {last}" if first and last else f"since {first}" if first else f"until {last}"


def listing(values: Iterable[str], shown: int = _SHOWN) -> str:
    """Distinct values that are not empty, joined by commas, cut after `shown` of them."""
    known = list(dict.fromkeys(value for value in values if value))
    more = len(known) - shown
    text = (", " if not any(", " in value for value in known) else "; ").join(known[:shown])
    return f"{text} and {more} more" if more > 0 else text


def counted(number: int, noun: str) -> str:
    """`3 contacts`, `1 person`: a number with its noun; the plural stands after a slash where it is irregular."""
    one, _, many = noun.partition("/")
    return f"{number} {one if number == 1 else many or one + 's'}"


def _evidence(row: int, piece: Evidence) -> dict[str, Any]:
    return {
        "row": row,
        "document": document_id(piece.document),
        "title": piece.title,
        "date": piece.date,
        "start": piece.start,
        "end": piece.end,
        "quote": piece.quote,
        "confidence": piece.confidence,
        "basis": piece.basis,
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "document": document_id(passage.document),
        "title": passage.title,
        "date": passage.date,
        "start": passage.start,
        "end": passage.end,
        "quote": passage.quote,
    }
