"""The people of a term: who holds which office, who came, who went, who stayed."""

import re
from collections.abc import Collection, Iterator
from datetime import date, timedelta

from kg.dates_in_words import words
from kg.questions import Reader
from kg.tables import Evidence, Row, Table
from search.answers import counted, listing
from search.handover_report import Line, Section, section
from search.handover_terms import PROOFS, REGULAR, Term, asked, joined, own, spoken, text
from search.understanding_grammar import grammar

_VISITORS = 12
"""Visitors that a line names, each with a proof."""


def offices(reader: Reader, term: Term) -> Iterator[Section]:
    """Two sections: offices in the bodies whose record this is, and what others are said to be."""
    table = asked(reader, "roles", term.values)
    bodies = own(reader)
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in table.rows:
        key = text(table, row, "who"), text(table, row, "role").casefold(), text(table, row, "organisation")
        groups.setdefault(key, []).append(row)
    inside: list[Line] = []
    outside: list[Line] = []
    for (who, _, body), rows in groups.items():
        when = listing(dict.fromkeys(spoken(table, row, "when") for row in rows))
        held = joined(who, text(table, rows[0], "role"), "" if body in bodies and len(bodies) == 1 else body, when)
        proof = tuple(dict.fromkeys(piece for row in rows for piece in row.evidence))[:PROOFS]
        (inside if body in bodies else outside).append(Line(held, proof))
    held_now = {(role, body) for _, role, body in groups}
    inside += _held_before(reader, term, bodies, held_now)
    yield section("Offices", inside)
    yield section("Who is who", outside)


def _held_before(
    reader: Reader, term: Term, bodies: Collection[str], held: Collection[tuple[str, str]]
) -> Iterator[Line]:
    """Offices that the term does not speak of, with whoever the record named last and says no end of."""
    table = asked(reader, "roles", {"to": term.first - timedelta(days=1)})
    offices = grammar("reports")["offices"].split()
    last: dict[tuple[str, str], Row] = {}
    for row in sorted(table.rows, key=lambda row: text(table, row, "recorded").split(", ")[-1]):
        role, body = text(table, row, "role").casefold(), text(table, row, "organisation")
        if role in offices and body in bodies and (role, body) not in held:
            last[role, body] = row
    for (_, body), row in last.items():
        when = text(table, row, "when")
        if not re.search(r"/.*\d", when):
            named = spoken(table, row, "recorded").split(", ")[-1]
            place = body if len(bodies) > 1 else ""
            said = joined(text(table, row, "who"), text(table, row, "role"), place, f"as of {named}")
            yield Line(f"{said}; nobody is named in the term", row.evidence[:PROOFS])


def people(reader: Reader, term: Term) -> Iterator[Section]:
    """Who came, went, stayed and visited, by first and last attendance up to the end of the term."""
    ever = asked(reader, "attendance-span", {"to": term.last})
    in_term = asked(reader, "attendance-span", term.values)
    held = {row.cells[0]: row for row in in_term.rows}
    parting = _parting(in_term, term)
    came: list[Line] = []
    went: list[Line] = []
    stayed: list[tuple[int, Line]] = []
    visited: list[tuple[str, tuple[Evidence, ...]]] = []
    for row in ever.rows:
        who, first, last, number = row.cells
        if who not in held:
            continue
        meetings = counted(int(held[who].cells[3]), "meeting")
        if (int(number) < REGULAR and last < parting) or int(number) == 1:
            visited.append((f"{who} ({words(last)})", held[who].evidence[:1]))
        elif last < parting:
            went.append(Line(f"{who}: last on {words(last)}, after {counted(int(number), 'meeting')}", row.evidence))
        elif term.holds(first):
            came.append(Line(f"{who}: first on {words(first)}, {meetings}", row.evidence))
        else:
            there = Line(f"{who}: {meetings} in the term", held[who].evidence)
            stayed.append((int(held[who].cells[3]), there))
    yield section("People who came", came, empty="Nobody.")
    yield section("People who have not been seen in the last part of the term", went, empty="Nobody.")
    most_first = sorted(stayed, key=lambda one: -one[0])
    yield section("People who stayed", (line for _, line in most_first), empty="Nobody.")
    yield section("Visitors", _together(visited), empty="Nobody.")


def _parting(table: Table, term: Term) -> str:
    """The day after which somebody must have attended to count as still there: two thirds into the term."""
    end = max(table.column("last"), default="")
    if not end:
        return ""
    return (date.fromisoformat(end) - (date.fromisoformat(end) - term.first) / 3).isoformat()


def _together(visited: list[tuple[str, tuple[Evidence, ...]]]) -> Iterator[Line]:
    for start in range(0, len(visited), _VISITORS):
        some = visited[start : start + _VISITORS]
        yield Line(", ".join(name for name, _ in some), tuple(piece for _, proof in some for piece in proof))
