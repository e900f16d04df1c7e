"""Who stands on the committee's side, who outside it, and which body a person belongs to.

An engagement needs a counterpart outside. The committee, the body that owns it, its parts and
groups, its authors, attendees and officers are inside; everybody else is outside.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.organisations_lexicon import lexicon
from ingest.people_names import common_words, fold
from ingest.reading import Mention, Reading
from ingest.rules import load_rules
from kg.extraction import Role, Span
from kg.extraction_json import BELIEVED

_OWNS = re.compile(r"[’']s?\s+(?:own\s+|new\s+|current\s+)?$")
_FORMED = re.compile(r"\b(?:was|were|is)\s+(?:formed|founded|established|convened|set up|created)\s+by\s+(?:the\s+)?$")
_PART = re.compile(r"\b(?:sub-?committee|sub-?group|task ?force|working party)\b", re.IGNORECASE)
_LETTERHEAD = 6
"""Blocks at the top of a document among which its own body's name stands."""


@dataclass(frozen=True, slots=True)
class Parties:
    """The two sides of one document: ids of people and organisations."""

    committee: str | None
    inside: frozenset[str]
    employer: dict[str, str]
    """Person to the organisation they belong to, where the text says so."""
    doubted: frozenset[str] = frozenset()
    """Names that may be nobody's: parties only where the grammar leaves no doubt."""
    represented: frozenset[str] = frozenset()
    """Bodies to which those present belong."""

    def is_outside(self, entity: str) -> bool:
        """Whether an entity can be the counterpart of an engagement."""
        return entity not in self.inside


def owners(reading: Reading) -> dict[str, str]:
    """Organisation to the one that owns or formed it: `Y's X Programme`, `X was formed by Y`."""
    found: dict[str, str] = {}
    text = reading.structure.text
    for first, second in zip(reading.mentions, reading.mentions[1:], strict=False):
        if not (first.entity.startswith("org/") and second.entity.startswith("org/")) or first.entity == second.entity:
            continue
        between = text[first.span.end : second.span.start]
        if _OWNS.fullmatch(between):
            found.setdefault(second.entity, first.entity)
        elif re.fullmatch(r"\s*(?:\([^)]*\))?\s*" + _FORMED.pattern, between):
            found.setdefault(first.entity, second.entity)
    return found


def read_parties(reading: Reading, roles: Iterable[tuple[str, Role]], present: Iterable[str] = ()) -> Parties:
    """The sides of one document. `present` are the people who attended the committee's own meetings."""
    inside = _own_bodies(reading)
    employer: dict[str, str] = {}
    people = {*reading.document.authors, *present}
    for person, role in roles:
        if role.organisation is None:
            continue
        if role.organisation in inside:
            if not role.title.lower().startswith("member"):
                people.add(person)
        else:
            employer.setdefault(person, role.organisation)
    employer.update({p: o for p, o in _affiliations(reading).items() if p not in employer})
    people |= _ours(reading) | _members(reading)
    people |= {p for p, o in employer.items() if o in inside}
    doubted = {person.id for person in reading.people if person.confidence < BELIEVED}
    doubted |= {body.id for body in reading.organisations if body.confidence < BELIEVED}
    represented = frozenset(body for person, body in employer.items() if person in people)
    return Parties(reading.committee, frozenset(inside | people), employer, frozenset(doubted), represented)


def _own_bodies(reading: Reading) -> set[str]:
    """The committee, its owners, its parts, and the working groups of the document."""
    inside = {reading.committee} if reading.committee else set()
    bodies = {organisation.id: organisation for organisation in reading.organisations}
    own = bodies.get(reading.committee or "")
    if own:
        inside |= {b.id for b in bodies.values() if _is_part(own.acronym, b.acronym or b.name, own.name, b.name)}
    peers = own is not None and own.kind == "working group"
    inside |= {b.id for b in bodies.values() if (b.kind == "working group" and not peers) or _PART.search(b.name)}
    if reading.document.kind == "minutes":
        inside |= {b.id for b in bodies.values() if b.kind == "committee" and _is_unowned(b.name)}
    top = reading.structure.blocks[:_LETTERHEAD]
    for block in top:
        words = reading.structure.content(block)
        names = [m for m in reading.names_in(block.content) if m.entity.startswith("org/")]
        if (
            len(words.split()) <= 12
            and block.kind in ("heading", "paragraph")
            and len(names) == 1
            and not words.rstrip().endswith(".")
        ):
            inside.add(names[0].entity)
    known = owners(reading)
    for _ in range(3):
        inside |= {owner for body, owner in known.items() if body in inside}
    return inside


def _is_unowned(name: str) -> bool:
    """Is a committee named by its task alone (`Finance Committee`), as a body's own are, and by no other body?"""
    words = name.split()
    return (
        words[-1].lower() in ("committee", "panel", "board")
        and not any(word.lower() in lexicon()["head"] - {"board", "executive"} for word in words[:-1])
        and all(fold(word) in common_words() for word in words)
        and not any(word.lower() in load_rules("engagements")["elsewhere"]["subjects"] for word in words)
    )


def _is_part(acronym: str | None, other: str, name: str, other_name: str) -> bool:
    """Does one name grow out of the other: `ABC Programme`, `ABC Programme Group` beside `ABCMC`?"""
    first = re.sub(r"\W", "", other.split(maxsplit=1)[0])
    initials = "".join(word[0] for word in re.findall(r"[A-Z]\w*", name))
    if 2 <= len(first) <= 4 and first.isupper() and first == other_name and initials.endswith(first):
        return True
    if acronym and len(first) >= 3 and first.isupper() and len(first) < len(acronym) and acronym.startswith(first):
        return True
    return len(other_name.split()) > 1 and f" {other_name.lower()} " in f" {name.lower()} "


def _affiliations(reading: Reading) -> dict[str, str]:
    """`Ann Ash of X`, `Ann Ash (X)`, `A and B (both from X)`, `Ann Ash, X`: whom a person belongs to."""
    text = reading.structure.text
    found: dict[str, str] = {}
    for mention in reading.mentions:
        if not mention.entity.startswith("person/"):
            continue
        place = re.compile(
            r"\s+(?:of|from|at)\s+(?:the\s+)?|\s*\((?:both\s+|all\s+)?(?:from\s+|of\s+)?(?:the\s+)?|,\s+(?:both\s+|all\s+)?(?:of\s+|from\s+)?(?:the\s+)?|\s*\|\s*"
        ).match(text, mention.span.end)
        if not place:
            continue
        following = reading.names_in(Span(place.end(), place.end() + 1))
        if not following or not following[0].entity.startswith("org/"):
            continue
        if place.group().startswith(",") and not re.match(r"\s*(?:[.,;)\n|]|$)", text[following[0].span.end :]):
            continue
        found.setdefault(mention.entity, following[0].entity)
        if "both" in place.group() or "all" in place.group():
            for other in _joined_before(reading, mention):
                found.setdefault(other.entity, following[0].entity)
    return found


def _joined_before(reading: Reading, mention: Mention) -> list[Mention]:
    before = [
        m
        for m in reading.names_in(Span(mention.span.start - 120, mention.span.start))
        if m.entity.startswith("person/")
    ]
    kept: list[Mention] = []
    last = mention.span.start
    for other in reversed(before):
        if not re.fullmatch(r"\s*(?:,|,?\s*and|&)\s*", reading.structure.text[other.span.end : last]):
            break
        kept.append(other)
        last = other.span.start
    return kept


def _members(reading: Reading) -> set[str]:
    """People listed as those who make up the committee: `The council is five people: A, B and C`."""
    found: set[str] = set()
    own = next((o for o in reading.organisations if o.id == reading.committee), None)
    last = own.name.split()[-1].lower() if own else "committee"
    lead = re.compile(rf"\b(?:{last}|committee|trustees|members|governors|directors|board|council)\b", re.IGNORECASE)
    for block in reading.structure.blocks:
        if block.kind in ("heading", "row"):
            continue
        for sentence in reading.sentences(block):
            people = [m for m in reading.names_in(sentence) if m.entity.startswith("person/")]
            if len(people) < 3:
                continue
            before = reading.text(Span(sentence.start, people[0].span.start))
            if (
                len(before) < 80
                and lead.search(before)
                and re.search(r"[:–—-]\s*(?:\w+\.?\s+)?$|\b(?:is|are|were|comprises|of)\s+(?:\w+\.?\s+)?$", before)
            ):
                found |= {m.entity for m in people}
    return found


def _ours(reading: Reading) -> set[str]:
    """People whom the text calls ours: `our director Anna`, `my co-chair Ann`, colleagues on the author's side."""
    text = reading.structure.text
    found = set()
    for mention in reading.mentions:
        before = text[max(0, mention.span.start - 60) : mention.span.start]
        if mention.entity.startswith("person/") and re.search(
            r"\b(?:our|my)\s+(?:own\s+)?(?:[\w-]+\s+){1,3}(?:,\s*)?$",
            re.sub(r"(?:\b(?:Mr|Mrs|Ms|Dr|Sir)\.?\s+)+$", "", before),
        ):
            found.add(mention.entity)
        after = text[mention.span.end : mention.span.end + 60]
        together = re.search(r"\b(?:[Tt]ogether|[Aa]long|[Jj]ointly) with (?:[A-Z]\w*\.? ){0,2}$", before) and re.match(
            r",? (?:I|we)\b", after
        )
        if mention.entity.startswith("person/") and (
            together or re.match(r"(?:,[^,.]{0,50},)? (?:joined us|and I)\b", after)
        ):
            found.add(mention.entity)
    return found
