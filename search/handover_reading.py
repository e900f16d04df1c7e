"""What the record of a term leaves open, and where to begin to read it."""

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from statistics import median

from kg.dates_in_words import words
from kg.questions import Reader, load_question
from kg.tables import Evidence, tabulate
from search.ask_steps import months
from search.handover_report import Line, Section, section, unmarked
from search.handover_terms import Term, asked, joined, text

_FIRST_TO_READ = 10
_A_DOCUMENT = 2
"""Passages of one document among those to read first, while others have some."""
_FULL = 12
"""Words of a sentence from which on it counts whole: shorter ones say little by themselves."""
_WEEK, _A_MONTH = 7, 5
"""Days of a week; weeks within which a meeting of every month comes."""
_WEIGHTS = {"outcomes": 3, "decisions": 2, "engagements": 2}


def unknown(reader: Reader, term: Term) -> Section:
    """Months without minutes, and names and dates that could not be resolved."""
    held = sorted(filter(None, tabulate(reader, load_question("coverage"), {}).column("month")))
    lines = []
    if held:
        low, high = max(held[0], term.first.isoformat()[:7]), min(held[-1], term.last.isoformat()[:7])
        missing = [words(month) for month in months(low, high) if month not in held] if low <= high else []
        rhythm = _rhythm(reader, term) if missing else ""
        lines += [Line(f"Months without minutes: {', '.join(missing)}{rhythm}.")] if missing else []
    notes = asked(reader, "notes", term.values)
    lines += [
        Line(joined(text(notes, row, "kind").replace("-", " "), text(notes, row, "what")), row.evidence)
        for row in notes.rows
        if text(notes, row, "kind") in ("unresolved-name", "unresolved-date")
    ]
    return section("What is unknown", lines, empty="Nothing that the record shows.", most=15)


def _rhythm(reader: Reader, term: Term) -> str:
    """How far apart meetings of the term are as a rule, where that is more than a month: then months are skipped."""
    days = sorted({one for cell in asked(reader, "meetings", term.values).column("when") for one in _day(cell)})
    apart = [(later - earlier).days for earlier, later in pairwise(days)]
    usual = round(median(apart) / _WEEK) if apart else 0
    return f"; meetings are about {usual} weeks apart" if usual > _A_MONTH and len(apart) > 1 else ""


def _day(cell: str) -> list[date]:
    """The day that a cell holds, where it is one."""
    return [date.fromisoformat(cell)] if len(cell) == len("2021-01-12") and cell[:4].isdigit() else []


def contradictions(reader: Reader, term: Term) -> Section:
    """Where the record says two things."""
    table = asked(reader, "notes", {"kind": "contradiction", **term.values})
    return section(
        "Contradictions", (Line(text(table, row, "what"), row.evidence) for row in table.rows), empty="None noted."
    )


def to_read(reader: Reader, term: Term) -> Section:
    """The sentences that say most about the term, best first: how things went, what was decided, who was met."""
    weights: dict[Evidence, float] = defaultdict(float)
    for name, weight in _WEIGHTS.items():
        for row in asked(reader, name, term.values).rows:
            for piece in row.evidence[:1]:
                weights[piece] += weight * min(1.0, len(piece.quote.split()) / _FULL)
    best = sorted(weights, key=lambda piece: (-weights[piece], -piece.confidence, piece.document, piece.start))
    said = {unmarked(piece.quote): piece for piece in reversed(best)}
    once = [piece for piece in best if said[unmarked(piece.quote)] == piece]
    seen: Counter[str] = Counter()
    spread: list[Evidence] = []
    rest: list[Evidence] = []
    for piece in once:
        seen[piece.document] += 1
        (spread if seen[piece.document] <= _A_DOCUMENT else rest).append(piece)
    chosen = (spread + rest)[:_FIRST_TO_READ]
    return Section(
        "Passages to read first", tuple(Line(f"“{unmarked(piece.quote)}”{_place(piece)}", (piece,)) for piece in chosen)
    )


def _place(piece: Evidence) -> str:
    day = f", {words(piece.date)}" if piece.date not in piece.title else ""
    return f" {piece.title}{day}"
