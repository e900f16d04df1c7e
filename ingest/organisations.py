"""The register of a document's organisations: which bodies it names, by which forms, and where.

Candidates come from their shape (`ingest.organisations_spotting`), from places where only an
organisation can stand (`Ann Ash, X`), and last from the spaCy model. Shapes that tell nothing
by themselves (acronyms, camel case, the model's guesses) need evidence from the grammar
around them; what stays doubtful is kept with a confidence below 0.5, for review.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.blocks import Structure
from ingest.organisations_acting import acting, addressed, groups, in_small_letters, is_distinct, of_states, opens_group
from ingest.organisations_bodies import Body
from ingest.organisations_lexicon import kind_of, known_acronyms, lexicon
from ingest.organisations_named import firms, named
from ingest.organisations_own import letterhead
from ingest.organisations_places import (
    CAPITALS,
    KnownOrganisation,
    beside_people,
    in_columns,
    told,
)
from ingest.organisations_register import Register
from ingest.organisations_spotting import Candidate, is_event, quotations, spot
from ingest.organisations_words import Word, is_short, runs
from ingest.people_names import fold
from ingest.reading import Mention
from ingest.roles_lexicon import ends_in_role, is_only_role, is_role
from kg.extraction import Organisation, Span
from kg.identifiers import organisation_id

if TYPE_CHECKING:
    from spacy.tokens import Doc

SURE, LIKELY, CANDIDATE = 1.0, 0.8, 0.3
_SERIES = re.compile(
    r"(?<![\w-])(?:([A-Z][A-Z0-9]{1,7})[ -]#?(?!(?:19|20)\d\d\b)\d+(?!\d|[.:]\d)|[A-Z]{2,4}(?=\d{1,2}\b))"
)
"""A number behind an acronym: one of a series of papers or packages (`LEP 641`, `WP3`), or of currency."""
_BY_USE = frozenset(("acting", "addressed", "model", "named"))
"""Shapes of candidates that are told by how they are used, as a person of that name is too."""
_LINK = re.compile(r"https?://\S+|\]\([^)]*\)|`[^`\n]*`|@[\w-]+|(?=[\w./-]*[a-z])[\w.-]+/[\w./-]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that no name crosses (a block's content, a cell), and what is spotted there by shape alone."""

    span: Span
    heading: bool
    stretches: tuple[list[Word], ...]
    """Its capitalised words, whoever is known."""
    candidates: tuple[Candidate, ...]


def spot_all(structure: Structure) -> tuple[Piece, ...]:
    """All pieces of a text with their candidates, in text order, before any person is known."""
    found = []
    for block in structure.blocks:
        heading = block.kind == "heading"
        for piece in [piece for cell in block.cells for piece in cell.pieces] or [block.content]:
            stretches = tuple(runs(structure.text, piece, ()))
            told = tuple(spot(structure.text, piece, stretches, heading))
            firm = () if heading else _apart_from(firms(structure.text, stretches), told)
            found.append(Piece(piece, heading, stretches, (*told, *firm)))
    return tuple(found)


def body_spans(structure: Structure, pieces: Iterable[Piece]) -> list[Span]:
    """Places that surely name organisations whoever is known: no person is looked for inside."""
    shaped = [c.span for piece in pieces for c in piece.candidates if c.shape in ("head", "opening", "acting")]
    return sorted([*shaped, *(c.span for c in in_columns(structure, ()))])


def find_organisations(
    structure: Structure,
    people: Sequence[Mention],
    doc: "Doc | None" = None,
    *,
    pieces: Sequence[Piece] | None = None,
    known: Sequence[KnownOrganisation] = (),
) -> tuple[tuple[Organisation, ...], tuple[Mention, ...]]:
    """The organisations of one document and their mentions, both in text order.

    `people` are the mentions of people, which no name of an organisation crosses; `pieces` what
    `spot_all` found; `known` the organisations that people told us of. Without `doc` only shapes,
    definitions and places decide.
    """
    taken = [mention.span for mention in people]
    links = [Span(*match.span()) for match in _LINK.finditer(structure.text)]
    series = {match.group(1) for match in _SERIES.finditer(structure.text)} - {*known_acronyms(), "TC", "SC", "JTC"}
    series |= _initials(structure.text, people)
    closed = [*taken, *links]
    candidates = _apart_from(told(structure, known, taken), ())
    candidates += _apart_from(in_columns(structure, taken), candidates)
    candidates += _apart_from(letterhead(structure, taken), candidates)
    candidates += _apart_from(
        _spotted(structure, spot_all(structure) if pieces is None else pieces, closed), candidates
    )
    candidates = [c for c in candidates if not (c.shape in ("acronym", "camel") and c.name in series)]
    placed = _apart_from(beside_people(structure, people, candidates), [])
    candidates = [*(c for c in candidates if not any(_holds(p.span, c.span) for p in placed)), *placed]
    shaped = [c for c in candidates if c.shape in ("head", "opening", "place") and not opens_group(c.name)]
    grouped = _apart_from(groups(structure, doc, closed), shaped)
    candidates = [*_apart_from(candidates, grouped), *grouped]
    candidates += _apart_from([*in_small_letters(structure, closed), *of_states(structure, closed)], candidates)
    candidates += _apart_from(acting(structure, closed), candidates)
    candidates = _over(addressed(structure, closed), candidates)
    if doc is not None:
        candidates += _proposed(structure, doc, closed, candidates)
    quoted = quotations(structure.text, Span(0, len(structure.text)))
    whole = _named(structure, spot_all(structure) if pieces is None else pieces, [*closed, *quoted])
    candidates += _apart_from(
        whole, [c for c in candidates if c.shape not in ("acronym", "camel", "addressed", "model")]
    )
    borne = {fold(word) for span in taken for word in structure.text[span.start : span.end].split()}
    candidates = [c for c in candidates if c.shape not in _BY_USE or c.name.isupper() or fold(c.name) not in borne]
    bodies = Register(structure.text, doc, taken).build(candidates)
    mentions = sorted((span, organisation_id(body.name)) for body in bodies for span in body.spans)
    return (
        tuple(_organisation(body) for body in bodies),
        tuple(Mention(span, identifier) for span, identifier in _apart(mentions)),
    )


def _over(found: Iterable[Candidate], before: Sequence[Candidate]) -> list[Candidate]:
    """Both, where what is found now wins over acronyms and the like inside it, and gives way to the rest."""
    wins = _apart_from(found, [c for c in before if c.shape not in ("acronym", "camel")])
    return [*(c for c in before if not any(_holds(w.span, c.span) for w in wins)), *_apart_from(wins, [])]


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _holds(whole: Span, part: Span) -> bool:
    """Does a span hold another and more?"""
    return whole.start <= part.start and part.end <= whole.end and whole != part


def _initials(text: str, people: Sequence[Mention]) -> set[str]:
    """The initials of the people whom a text names in full: where they stand alone they mean these."""
    found = set()
    for mention in people:
        words = re.findall(r"[^\W\d_][\w’']*", text[mention.span.start : mention.span.end])
        if len(words) > 1:
            found |= {"".join(word[0] for word in words).upper(), (words[0][0] + words[-1][0]).upper()}
            found |= {words[0][0] + words[-1][:2], words[0][:2] + words[-1][0]}
    return found


def _apart_from(found: Iterable[Candidate], before: Sequence[Candidate]) -> list[Candidate]:
    """Candidates that overlap none found by a surer way."""
    ordered = sorted(c.span for c in before)
    kept: list[Candidate] = []
    for candidate in found:
        at = bisect_left(ordered, Span(candidate.span.end, candidate.span.end))
        if not at or ordered[at - 1].end <= candidate.span.start:
            kept.append(candidate)
    return kept


def _organisation(body: Body) -> Organisation:
    confidence = SURE if body.sure and body.evidence >= 1 else LIKELY if body.sure else CANDIDATE
    return Organisation(
        id=organisation_id(body.name),
        name=body.name,
        acronym=body.acronym,
        aliases=tuple(alias for alias in body.aliases if alias not in {body.name, body.acronym}),
        kind=kind_of(body.name) if body.kind == "other" else body.kind,  # type: ignore[arg-type]
        mentions=tuple(sorted(body.spans)),
        confidence=confidence,
    )


def _apart(mentions: Iterable[tuple[Span, str]]) -> Iterator[tuple[Span, str]]:
    last = -1
    for span, identifier in mentions:
        if span.start >= last:
            last = span.end
            yield span, identifier


def _spotted(structure: Structure, pieces: Sequence[Piece], taken: Sequence[Span]) -> Iterator[Candidate]:
    """What is spotted in each piece; anew where a person or a link stands in what was spotted."""
    ordered = sorted(taken)
    for piece in pieces:
        low = bisect_left(ordered, Span(piece.span.start, piece.span.start))
        high = bisect_left(ordered, Span(piece.span.end, piece.span.end), low)
        near = ordered[max(0, low - 1) : high]
        crossed = any(_meet(c.span, s) for c in piece.candidates for s in near)
        if crossed:
            yield from spot(structure.text, piece.span, runs(structure.text, piece.span, near), piece.heading)
            yield from (c for c in piece.candidates if c.shape == "acting" and not any(_meet(c.span, s) for s in near))
        else:
            yield from piece.candidates


def _proposed(
    structure: Structure, doc: "Doc", taken: Sequence[Span], found: Sequence[Candidate]
) -> Iterator[Candidate]:
    """The model's ORG entities that no rule has named yet; of a single word where it is no ordinary one."""
    strong = [c.span for c in found if c.shape not in ("acronym", "camel")] + list(taken)
    inside = [block.content for block in structure.blocks if block.kind != "heading"]
    others = {entity.text for entity in doc.ents if entity.label_ in ("GPE", "LOC", "NORP", "PERSON", "FAC")}
    for entity in doc.ents:
        if entity.label_ != "ORG" or (" " not in entity.text and entity.text in others):
            continue
        words = CAPITALS.search(entity.text)
        if not words:
            continue
        start, name = entity.start_char + words.start(), re.sub(r"[’']s?$", "", words.group())
        first = name.split()[0].lower()
        if first in lexicon()["leading"] and " " in name:
            start, name = start + len(first) + 1, name[len(first) + 1 :]
        span = Span(start, start + len(name))
        if not _can_be_proposed(name) or any(s.start < span.end and span.start < s.end for s in strong):
            continue
        if any(b.start <= span.start and span.end <= b.end for b in inside):
            yield Candidate(span, name, "model", kind_of(name))


def _named(structure: Structure, pieces: Sequence[Piece], taken: Sequence[Span]) -> Iterator[Candidate]:
    """Stretches of capitals outside headings."""
    ordered = sorted(taken)
    for piece in pieces:
        if not piece.heading:
            low = bisect_left(ordered, Span(piece.span.start, piece.span.start))
            high = bisect_left(ordered, Span(piece.span.end, piece.span.end), low)
            near = [span for span in ordered[max(0, low - 1) : high] if _meet(span, piece.span)]
            stretches = runs(structure.text, piece.span, near) if near else piece.stretches
            yield from named(structure.text, stretches, near)


def _can_be_proposed(name: str) -> bool:
    words = name.split()
    if any(is_event(word) for word in words) or (words[0] in ("St", "Saint") and len(words) == 2):
        return False
    if len(words) == 1 and (not is_distinct(name) or is_short(name) or name.lower() in lexicon()["countries"]):
        return False
    role = ends_in_role(name) or is_role(name) or is_only_role(f"{name} officer")
    return words[-1].lower() not in lexicon()["not"] and not role and not _is_list(name)


def _is_list(name: str) -> bool:
    """Words joined by "and" without one that tells an organisation: rather two things than one body."""
    return any(word in ("and", "&", "And") for word in name.split())
