"""A report whose every line is proved: its parts, and how it is written in Markdown."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.dates_in_words import words
from kg.tables import Evidence
from search.answers import document_id

NOT_ON_RECORD = "Not on record"
"""The heading over what has no lines."""
_QUOTED = 240
"""Characters of a quotation in the list of sources before it is cut."""


@dataclass(frozen=True, slots=True)
class Line:
    """One statement of the report and what proves it. A line without evidence says what the record lacks."""

    text: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its lines; `empty` is said where there are none, `more` counts those left out."""

    title: str
    lines: tuple[Line, ...]
    empty: str = "Nothing on record."
    more: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report: what it is about in a line, and its sections in order."""

    title: str
    introduction: str
    sections: tuple[Section, ...]

    @property
    def held(self) -> tuple[Section, ...]:
        """The sections that have lines."""
        return tuple(section for section in self.sections if section.lines)

    @property
    def bare(self) -> str:
        """What the sections without lines say, in a sentence; '' where all have some."""
        empty = [one for one in self.sections if not one.lines]
        return "; ".join(f"{one.title}: {one.empty[:1].lower()}{one.empty[1:].rstrip('.')}" for one in empty)

    def evidence(self) -> tuple[Evidence, ...]:
        """Every piece of evidence once, in the order in which the report cites it."""
        return tuple(
            dict.fromkeys(piece for section in self.sections for line in section.lines for piece in line.evidence)
        )


def section(title: str, lines: Iterable[Line], *, empty: str = "Nothing on record.", most: int = 30) -> Section:
    """A section of at most `most` lines that says how many it leaves out."""
    lines = tuple(lines)
    return Section(title, lines[:most], empty, max(0, len(lines) - most))


def to_markdown(report: Report) -> str:
    """The report in Markdown: each line ends in the numbers of its sources, which stand at the end with their words."""
    numbers = {piece: number for number, piece in enumerate(report.evidence(), 1)}
    parts = [f"# {escaped(report.title)}", escaped(report.introduction)]
    for one in report.held:
        parts += [f"## {escaped(one.title)}", _lines(one, numbers)]
    parts += [f"## {NOT_ON_RECORD}", f"{escaped(report.bare)}."] if report.bare else []
    parts += ["## Sources", "\n".join(_source(number, piece) for piece, number in numbers.items()) or "None."]
    return "\n\n".join(parts) + "\n"


def unmarked(text: str) -> str:
    """Words of a document on one line, without its marks of lists, links and emphasis."""
    flat = " ".join(text.split())
    flat = re.sub(r"\s*\|\s*", " · ", flat.strip("| ")) if flat.startswith("|") else flat
    flat = re.sub(r"^(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?|^#+\s+", "", flat)
    flat = re.sub(r"!?\[([^\[\]]*)\]\([^()\s]*\)", r"\1", flat)
    return re.sub(r"\*\*|__|~~|`|(?<!\w)[*_](?=\w)|(?<=[\w.:!?])[*_](?!\w)", "", flat).strip()


def escaped(text: str) -> str:
    """Text of a document as one line of Markdown: nothing in it makes a heading, link, image, mark or tag."""
    flat = re.sub(r"[\x00-\x1f\x7f\u2028\u2029\s]+", " ", text).strip()
    safe = re.sub(r"([\\`*_\[\]<>&#|~!])", r"\\\1", flat)
    return re.sub(r"^(\d+)([.)])(?=\s)|^([-+])(?=\s)", _escaped_marker, safe)


def _escaped_marker(match: re.Match[str]) -> str:
    return f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}"


def _lines(one: Section, numbers: dict[Evidence, int]) -> str:
    written = [f"- {escaped(line.text)}{_marks(line.evidence, numbers)}" for line in one.lines]
    return "\n".join([*written, *([f"- …and {one.more} more."] if one.more else [])])


def _marks(evidence: Sequence[Evidence], numbers: dict[Evidence, int]) -> str:
    return "".join(f" [{numbers[piece]}](#source-{numbers[piece]})" for piece in evidence)


def _source(number: int, piece: Evidence) -> str:
    anchor = f'<a id="source-{number}"></a>'
    return f"{number}. {anchor}{escaped(source_place(piece))}: “{escaped(quoted(piece))}”"


def quoted(piece: Evidence) -> str:
    """The words of a piece of evidence without marks of layout, cut where they are long."""
    words = unmarked(piece.quote)
    return words if len(words) <= _QUOTED else words[:_QUOTED].rsplit(" ", 1)[0] + " …"


def source_place(piece: Evidence) -> str:
    """Where a piece of evidence stands: title, day, document and characters, and its basis where that is not stated."""
    document = document_id(piece.document)
    how = "" if piece.basis == "stated" else f", {piece.basis}"
    day = words(piece.date)
    dated = f", {day}" if day and day not in piece.title and piece.date not in piece.title else ""
    return f"{piece.title}{dated} ({document}, characters {piece.start}–{piece.end}{how})"
