"""The register of a document's organisations: which bodies it names, by which forms, and where.

Candidates come from their shape (`ingest.organisations_spotting`), from places where only an
organisation can stand (`Ann Ash, X`), and last from the spaCy model. Shapes that tell nothing
by themselves (acronyms, camel case, the model's guesses) need evidence from the grammar
around them; what stays doubtful is kept with a confidence below 0.5, for review.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.blocks import Structure
from ingest.language import words_in
from ingest.organisations_places import (
    CAPITALS,
    KnownOrganisation,
    acting,
    beside_people,
    in_columns,
    in_small_letters,
    told,
)
from ingest.organisations_spotting import (
    Candidate,
    Shape,
    ends_in_initials,
    kind_of,
    known_acronyms,
    lexicon,
    matches_initials,
    quotations,
    spot,
)
from ingest.reading import Mention
from ingest.roles_lexicon import ends_in_role, is_only_role, is_role
from kg.extraction import Organisation, Span
from kg.identifiers import name_key, organisation_id

if TYPE_CHECKING:
    from spacy.tokens import Doc

SURE, LIKELY, CANDIDATE = 1.0, 0.8, 0.3
_SERIES = re.compile(r"(?<![\w-])([A-Z][A-Z0-9]{1,7})[ -]#?(?!(?:19|20)\d\d\b)\d+(?!\d|[.:]\d)")
"""A number behind an acronym: one of a series of papers (`LEP 641`), or of currency."""
_LINK = re.compile(r"https?://\S+|\]\([^)]*\)|`[^`\n]*`|@[\w-]+|[\w.-]+/[\w./-]+")


@dataclass(eq=False, slots=True)
class _Body:
    """An organisation being put together."""

    name: str
    kind: str
    acronym: str | None = None
    aliases: dict[str, None] = field(default_factory=dict)
    spans: dict[Span, Candidate] = field(default_factory=dict)
    sure: bool = False
    evidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that no name crosses (a block's content, a cell), and what is spotted there by shape alone."""

    span: Span
    heading: bool
    candidates: tuple[Candidate, ...]


def spot_all(structure: Structure) -> tuple[Piece, ...]:
    """All pieces of a text with their candidates, in text order, before any person is known."""
    return tuple(
        Piece(piece, block.kind == "heading", tuple(spot(structure.text, piece, (), block.kind == "heading")))
        for block in structure.blocks
        for piece in ([cell.span for cell in block.cells] or [block.content])
    )


def body_spans(pieces: Iterable[Piece]) -> list[Span]:
    """Places that surely name organisations by their shape alone: no person is looked for inside."""
    return [c.span for piece in pieces for c in piece.candidates if c.shape in ("head", "opening")]


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
    closed = [*taken, *links]
    candidates = _apart_from(told(structure, known, taken), ())
    candidates += _apart_from(in_columns(structure, taken), candidates)
    candidates += _apart_from(
        _spotted(structure, spot_all(structure) if pieces is None else pieces, closed), candidates
    )
    candidates = [c for c in candidates if not (c.shape == "acronym" and c.name in series)]
    candidates += _apart_from(beside_people(structure, people, candidates), [])
    candidates += _apart_from(in_small_letters(structure, closed), candidates)
    candidates += _apart_from(acting(structure, closed), candidates)
    if doc is not None:
        candidates += _proposed(structure, doc, closed, candidates)
    bodies = _Register(structure.text, doc, taken).build(candidates)
    mentions = sorted((span, organisation_id(body.name)) for body in bodies for span in body.spans)
    return (
        tuple(_organisation(body) for body in bodies),
        tuple(Mention(span, identifier) for span, identifier in _apart(mentions)),
    )


def _apart_from(found: Iterable[Candidate], before: Sequence[Candidate]) -> list[Candidate]:
    """Candidates that overlap none found by a surer way."""
    ordered = sorted(c.span for c in before)
    kept: list[Candidate] = []
    for candidate in found:
        at = bisect_left(ordered, Span(candidate.span.end, candidate.span.end))
        if not at or ordered[at - 1].end <= candidate.span.start:
            kept.append(candidate)
    return kept


def _organisation(body: _Body) -> Organisation:
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
        crossed = any(s.start < c.span.end and c.span.start < s.end for c in piece.candidates for s in near)
        yield from spot(structure.text, piece.span, near, piece.heading) if crossed else piece.candidates


def _proposed(
    structure: Structure, doc: "Doc", taken: Sequence[Span], found: Sequence[Candidate]
) -> Iterator[Candidate]:
    """The model's ORG entities of two words or more that no rule has named yet."""
    strong = [c.span for c in found if c.shape not in ("acronym", "camel")] + list(taken)
    inside = [block.content for block in structure.blocks if block.kind != "heading"]
    for entity in doc.ents:
        if entity.label_ != "ORG":
            continue
        words = CAPITALS.search(entity.text)
        if not words:
            continue
        start, name = entity.start_char + words.start(), re.sub(r"[’']s?$", "", words.group())
        first = name.split()[0].lower()
        if first in lexicon()["leading"] and " " in name:
            start, name = start + len(first) + 1, name[len(first) + 1 :]
        span = Span(start, start + len(name))
        last = name.split()[-1].lower()
        if (
            " " not in name.strip()
            or last in lexicon()["not"]
            or ends_in_role(name)
            or is_role(name)
            or _is_list(name)
            or any(s.start < span.end and span.start < s.end for s in strong)
        ):
            continue
        if any(b.start <= span.start and span.end <= b.end for b in inside):
            yield Candidate(span, name, "model", kind_of(name))


def _is_list(name: str) -> bool:
    """Words joined by "and" without one that tells an organisation: rather two things than one body."""
    return any(word in ("and", "&", "And") for word in name.split())


class _Register:
    """Candidates gathered into bodies: definitions first, then equal names, acronyms and parts."""

    def __init__(self, text: str, doc: "Doc | None", taken: Sequence[Span]) -> None:
        self.text, self.doc, self.taken = text, doc, taken
        self.quoted = quotations(text, Span(0, len(text)))
        self.bodies: list[_Body] = []
        self.by_key: dict[str, _Body] = {}

    def build(self, candidates: Sequence[Candidate]) -> list[_Body]:
        order: dict[Shape, int] = {
            "opening": 0,
            "head": 0,
            "place": 1,
            "weak": 2,
            "acting": 3,
            "camel": 3,
            "model": 4,
            "acronym": 5,
        }
        for candidate in sorted(candidates, key=lambda c: (order[c.shape], c.acronym is None, c.span)):
            self._add(candidate)
        self._extend_by_units()
        self._join_partial_names()
        for body in self.bodies:
            self._judge(body)
        kept = [body for body in self.bodies if body.sure or body.evidence >= 1]
        self._mark_short_forms(kept)
        return sorted(kept, key=lambda body: min(body.spans))

    def _add(self, candidate: Candidate) -> None:
        body = self.by_key.get(self._key(candidate.name))
        if body is None and candidate.shape == "acronym":
            body = self._by_acronym(candidate.name)
        if body is None:
            body = _Body(_shown(candidate.name), candidate.kind)
            if candidate.shape == "acronym":
                body.acronym = candidate.name
                full = known_acronyms().get(candidate.name)
                if full:
                    body.name = full
                    body.kind = kind_of(full)
            self.bodies.append(body)
        self.by_key.setdefault(self._key(candidate.name), body)
        self.by_key.setdefault(self._key(body.name), body)
        if candidate.acronym:
            body.acronym = body.acronym or candidate.acronym
            self.by_key.setdefault(self._key(candidate.acronym), body)
        written = " ".join(self.text[candidate.span.start : candidate.span.end].split())
        body.aliases[written] = None
        body.spans.setdefault(candidate.span, candidate)

    def _key(self, name: str) -> str:
        key = name_key(re.sub(r"^the\s+", "", name, flags=re.IGNORECASE).replace("&", " and "))
        for body in self.bodies:
            if body.acronym and key.startswith(name_key(body.acronym) + " "):
                expanded = name_key(body.name)
                rest = key[len(name_key(body.acronym)) + 1 :]
                if expanded.endswith(" " + rest):
                    return expanded
        return key

    def _by_acronym(self, acronym: str) -> _Body | None:
        """The body whose acronym this is, in any case, or the one whose initials it is."""
        for body in self.bodies:
            if body.acronym and body.acronym.casefold() == acronym.casefold():
                return body
        free = [b for b in self.bodies if not b.acronym]
        fits = [b for b in free if matches_initials(acronym, b.name)] or [
            b for b in free if ends_in_initials(acronym, b.name)
        ]
        fits += [b for b in self.bodies if b.acronym == acronym and b not in fits]
        if len(fits) == 1:
            fits[0].acronym = acronym
            return fits[0]
        return None

    def _extend_by_units(self) -> None:
        """`MoJ Commercial`: a part of an organisation, made where its unit is named right after an acronym."""
        units, trailing = lexicon()["unit"], lexicon()["trailing"]
        for body in list(self.bodies):
            for span in sorted(body.spans):
                tail = re.match(r"((?:[ ](?:[A-Z][\w-]*))+)", self.text[span.end : span.end + 60])
                words = tail.group(1).split() if tail else []
                while words and not all(word.lower() in units for word in words):
                    words.pop()
                if (
                    not words
                    or all(w.lower() in trailing for w in words)
                    or any(c in self.text[span.end : span.end + 1] for c in "’'")
                ):
                    continue
                if any(quote.start <= span.start < quote.end for quote in self.quoted):
                    continue
                if not (body.spans[span].shape in ("acronym", "camel") or body.acronym):
                    continue
                candidate = body.spans.pop(span)
                end = span.end + 1 + len(" ".join(words))
                name = f"{body.acronym or candidate.name} {' '.join(words)}"
                self._add_part(Candidate(Span(span.start, end), name, "head", body.kind))  # type: ignore[arg-type]
        self.bodies = [body for body in self.bodies if body.spans]

    def _add_part(self, candidate: Candidate) -> None:
        key = name_key(candidate.name)
        body = self.by_key.get(key)
        if body is None or body not in self.bodies:
            body = _Body(candidate.name, candidate.kind)
            self.bodies.append(body)
            self.by_key[key] = body
        body.aliases[self.text[candidate.span.start : candidate.span.end]] = None
        body.spans.setdefault(candidate.span, candidate)

    def _join_partial_names(self) -> None:
        """`Hexagon` and `Hexagon GmbH`, `County Council` and `Hampton County Council` are one body."""
        for body in list(self.bodies):
            key = name_key(body.name)
            longer = [
                other
                for other in self.bodies
                if other is not body
                and other in self.bodies
                and (
                    (name_key(other.name).endswith(" " + key) and self._has_article(body))
                    or (
                        name_key(other.name).startswith(key + " ")
                        and name_key(other.name)[len(key) + 1 :] in lexicon()["head"]
                    )
                )
            ]
            if len(longer) == 1:
                longer[0].spans.update(body.spans)
                longer[0].aliases.update(body.aliases)
                self.bodies.remove(body)

    def _has_article(self, body: _Body) -> bool:
        return all(
            re.search(r"\b(?:the|our|your|this|its)\s+$", self.text[max(0, s.start - 6) : s.start], re.IGNORECASE)
            for s in body.spans
        )

    def _judge(self, body: _Body) -> None:
        shapes = {candidate.shape for candidate in body.spans.values()}
        places = [self._evidence(span, candidate) for span, candidate in body.spans.items()]
        body.evidence = sum(places)
        strong = bool(shapes & {"head", "opening"}) or bool(body.acronym and " " in body.name)
        known = body.acronym in known_acronyms()
        mean = body.evidence / len(places)
        if shapes & {"place", "acting"} or strong or known:
            body.sure = True
        elif "weak" in shapes:
            body.sure = body.evidence >= 1
        else:
            body.sure = body.evidence >= 2 and mean >= 0.3

    def _evidence(self, span: Span, candidate: Candidate) -> float:
        """How much the words around a place speak for an organisation there."""
        points = 2.0 if candidate.shape == "place" else 0.0
        if re.match(r"[’']s?\s+[a-z]", self.text[span.end : span.end + 5]):
            points += 1
        if title := re.match(r"(?:[ ][A-Z][\w-]*){1,5}", self.text[span.end : span.end + 80]):
            points += 2 if is_only_role(title.group()) else 0
        if self.doc is None:
            return points
        words = words_in(self.doc, span)
        if not len(words):
            return points
        root = words.root
        labels = {token.ent_type_ for token in words}
        points += 1 if "ORG" in labels else -0.5 if labels & {"PRODUCT", "EVENT", "LAW", "WORK_OF_ART", "DATE"} else 0
        if root.dep_ in ("nsubj", "nsubjpass") and root.head.lemma_.lower() in lexicon()["agentive"]:
            points += 1.5
        elif root.dep_ in ("dobj", "pobj") and (
            root.head.lower_ in ("with", "from", "by", "between", "at")
            or root.head.lemma_.lower() in lexicon()["agentive"]
        ):
            points += 0.5 if root.dep_ == "dobj" else 1
        return points

    def _mark_short_forms(self, bodies: list[_Body]) -> None:
        """Adds places that use a known acronym or full name in a form the candidates did not reach."""
        covered = sorted([*(s for b in bodies for s in b.spans), *self.taken])
        for body in bodies:
            if not body.sure:
                continue
            for form in {body.name, *body.aliases}:
                if len(form) < 5 or " " not in form:
                    continue
                flags = re.IGNORECASE if form.split()[-1].lower() in lexicon()["head"] else 0
                for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", self.text, flags):
                    span = Span(*match.span())
                    if not any(s.start < span.end and span.start < s.end for s in covered):
                        body.spans[span] = Candidate(span, body.name, "head")


def _shown(name: str) -> str:
    """A name written in capitals, in usual case."""
    if not name.isupper() or " " not in name:
        return name
    small = lexicon()["connectors"]
    return " ".join(
        word.lower() if word.lower() in small and at else word.capitalize() for at, word in enumerate(name.split())
    )


def find_committee(structure: Structure, organisations: Sequence[Organisation], title: str | None) -> str | None:
    """Id of the body whose record the document is: named in its title or letterhead, and spoken of as its own.

    None where nothing speaks clearly for one.
    """
    text = structure.text
    top = structure.blocks[_TOP - 1].span.end if len(structure.blocks) >= _TOP else len(text)
    scores: dict[str, float] = {}
    for body in organisations:
        names = {name for name in (body.name, body.acronym, *body.aliases) if name}
        titled = any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", title or "", re.IGNORECASE) for name in names)
        short = " ".join(body.name.split()[-2:])
        partly = not titled and len(body.name.split()) > 2 and short.lower() in (title or "").lower()
        high = [span for span in body.mentions if span.start < top]
        alone = any(_stands_alone(text, span) for span in high)
        headed = any(
            re.search(
                r"\b(?:chair\w*|convener|secretary|clerk|members?|trustees|meeting|minutes)\s+of\s+(?:the\s+)?$",
                text[max(0, s.start - 30) : s.start],
                re.IGNORECASE,
            )
            for s in body.mentions
        )
        own = body.kind in ("committee", "working group")
        steered = (
            own
            or re.search(r"\b(?:council|board|trust|senate|association|society|foundation)\b", body.name, re.IGNORECASE)
            is not None
        )
        scores[body.id] = (
            4 * titled
            + 3 * partly
            + 3 * alone
            + 2 * headed
            + 2 * own
            + (1 if steered else -2)
            + min(len(body.mentions), 6) / 3
        )
    best = max(scores, key=lambda identifier: scores[identifier], default=None)
    return best if best is not None and scores[best] >= 5 else None


_TOP = 6


def _stands_alone(text: str, span: Span) -> bool:
    """Is a name the whole of its line?"""
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    around = text[start : span.start] + text[span.end : end if end >= 0 else len(text)]
    return not re.search(r"\w", re.sub(r"^\s*#*|\bthe\b", "", around, flags=re.IGNORECASE))
