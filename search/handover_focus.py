"""Focus areas of a term: new, continued, ended, each with what the record says became of it."""

from collections.abc import Iterator, Mapping

from kg.questions import Reader
from kg.tables import Evidence, Row, Table
from search.handover_report import Line, Section, section
from search.handover_terms import PROOFS, Term, asked, joined, own, text

_ENDED = frozenset(("dropped", "business-as-usual", "merged", "not-established"))
_WENT = {"positive": "went well", "negative": "did not go well", "mixed": "was mixed"}
_SAYINGS = 2
"""Sentences on how an area went that stand beside it."""

Sayings = Mapping[str, list[tuple[str, tuple[Evidence, ...]]]]
"""How things went, by what the sentence is about (empty where that is nothing of its own)."""


def focus_areas(reader: Reader, term: Term) -> Iterator[Section]:
    """Sections of areas that are new, continued or renamed, and ended; and how other things went."""
    table = asked(reader, "focus-areas", {})
    said = _sayings(reader, term)
    groups: dict[str, list[Row]] = {}
    for row in table.rows:
        groups.setdefault(row.links[table.index("area")][0], []).append(row)
    later = continued_as(table)
    new, went_on, ended = [], [], []
    told = set()
    for area, rows in groups.items():
        if not any(_in_term(table, row, term) for row in rows):
            continue
        name = text(table, rows[0], "area")
        told.add(name)
        line = _line(table, rows, later.get(area, ""), said.get(name, []))
        if _states(table, rows) & _ENDED:
            ended.append(line)
        elif (
            area in later
            or any(text(table, row, "derived_from") for row in rows)
            or not term.holds(text(table, rows[0], "term"))
        ):
            went_on.append(line)
        else:
            new.append(line)
    yield section("Focus areas that are new", new)
    yield section("Focus areas continued or renamed", went_on)
    yield section("Focus areas that ended or became business as usual", ended)
    others = [
        Line(f"{about}: {words}" if about else words, proof)
        for about, sayings in said.items()
        if about not in told
        for words, proof in sayings
    ]
    yield section("How it went, in the record's words", others)


def _in_term(table: Table, row: Row, term: Term) -> bool:
    label = text(table, row, "term")
    return term.holds(label) or any(map(term.holds, text(table, row, "recorded").split(", ")))


def _states(table: Table, rows: list[Row]) -> set[str]:
    return {state for row in rows for state in text(table, row, "status").split(", ")}


def told_state(states: set[str]) -> str:
    """The states that say what became of an area, in words: `dropped`; '' where it only went on."""
    return " and ".join(state.replace("-", " ") for state in sorted(states - {"active", "unknown", ""}))


def continued_as(table: Table) -> dict[str, str]:
    """For each area the name and term of the one that the record derives from it."""
    position = table.index("derived_from")
    return {source: _named(table, row) for row in table.rows for source in (row.links[position] if row.links else ())}


def _named(table: Table, row: Row) -> str:
    name, year = text(table, row, "area"), text(table, row, "term")
    return f"{name} ({year})" if year else name


def _line(table: Table, rows: list[Row], later: str, sayings: list[tuple[str, tuple[Evidence, ...]]]) -> Line:
    """One area: name and term, state, who led it, lineage, and how it went in the record's words."""
    leaders = dict.fromkeys(name for row in rows for name in text(table, row, "led_by").split(", ") if name)
    sources = dict.fromkeys(name for row in rows for name in text(table, row, "derived_from").split(", ") if name)
    head = joined(
        _named(table, rows[0]),
        told_state(_states(table, rows)),
        f"led by {', '.join(leaders)}" if leaders else "",
        f"continues {', '.join(sources)}" if sources else "",
        f"continued as {later}" if later else "",
    )
    proof = [piece for row in rows for piece in row.evidence] + [piece for _, pieces in sayings for piece in pieces]
    return Line(
        "; ".join((head, *(words for words, _ in sayings[:_SAYINGS]))),
        tuple(dict.fromkeys(proof))[: PROOFS + _SAYINGS],
    )


def _sayings(reader: Reader, term: Term) -> dict[str, list[tuple[str, tuple[Evidence, ...]]]]:
    """Outcomes of the term by what they are about; those of the committee as a whole are about nothing of their own."""
    table = asked(reader, "outcomes", term.values)
    bodies = own(reader)
    found: dict[str, list[tuple[str, tuple[Evidence, ...]]]] = {}
    for row in table.rows:
        about = text(table, row, "about_shown")
        went = _WENT.get(text(table, row, "polarity"), "")
        words = f"{went}: “{text(table, row, 'what')}”" if went else f"“{text(table, row, 'what')}”"
        if about in bodies or not about:
            about, words = "", words[:1].upper() + words[1:]
        found.setdefault(about, []).append((words, row.evidence))
    return found
