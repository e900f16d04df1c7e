"""The register of a document's people: who is named, by which forms, and where.

Names come from attendance lists first, then from a roster, then from the grammar of names in
running text, then from the spaCy model. Every place that uses a known form is a mention;
the longest form wins. First names, surnames and initials mean the one person at the meeting
who bears them, else the one in the document, else nobody.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ingest.attendance_entries import Entry
from ingest.attendance_lists import listed
from ingest.blocks import Structure
from ingest.people_mentions import Placed, Placer
from ingest.people_names import (
    abbreviates,
    can_be_full_name,
    can_be_listed,
    fold,
    given_names,
    in_order,
    is_initials,
    nicknamed,
    spaced,
    split_name,
    vocabulary,
)
from ingest.people_register import Entity, People, offices_in
from ingest.people_singles import Singles
from ingest.people_spotting import names_in_text
from ingest.people_text import Bodies, tokens
from ingest.reading import Mention
from kg.extraction import Person, Span
from kg.identifiers import person_id

SURE = 1.0
_INTRODUCED = re.compile(
    r"(?<=[>\]] )(?P<nick>[\w.\[\]|^`-]{2,30}): (?P<account>[\w.-]{2,40}) "
    r"'(?P<name>[^\W\d_][\w.’-]*(?: [\w.’-]+){1,4})' <"
)
"""What a channel's bot answers to whoever says hello: account, registered account, name and address."""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person whom the roster names."""

    name: str
    aliases: tuple[str, ...] = ()
    handle: str | None = None
    prefix: str | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """The people of a document, their mentions in text order, what words mean where, and who is listed."""

    people: tuple[Person, ...]
    mentions: tuple[Mention, ...]
    resolve: Callable[[str, int], str | None]
    listed: tuple[Entry, ...]


def read_people(
    structure: Structure,
    *,
    proposed: Sequence[Span] = (),
    places: Sequence[Span] | None = None,
    known: Iterable[KnownPerson] = (),
    authors: Iterable[str] = (),
    bodies: Sequence[Span] = (),
) -> Register:
    """The register of one document.

    `proposed` are the model's PERSON entities; they only add what the rules find plausible. `places` are
    its places: where it names none a lone given name is a person's; None without a model.
    `known` comes from a roster, `authors` from the document's metadata. `bodies` are mentions
    of organisations, inside which nobody is looked for.
    """
    reader = _Reader(structure, bodies)
    reader.seed(known, authors)
    reader.running_text(proposed)
    reader.complete()
    singles = Singles(structure, reader.words, reader.people, reader.bodies, proposed, places)
    singles.add()
    return reader.register(singles.initials_speak)


def _nickname_in(handle: str, words: Sequence[str]) -> str | None:
    """The short name in an account that ends or begins with the surname: `Rosie` in `rosiepike` for Rosalind Pike."""
    account = re.sub(r"[\d_.-]", "", handle.lower())
    rest = account.removesuffix(words[-1]) if account.endswith(words[-1]) else account.removeprefix(words[-1])
    known = len(rest) > 2 and rest != account and rest in given_names() and rest not in words
    return rest.capitalize() if known and rest[0] == words[0][0] else None


class _Reader:
    """Adds people in the order of how surely they are named, then places their mentions."""

    def __init__(self, structure: Structure, bodies: Sequence[Span]) -> None:
        self.structure, self.text = structure, structure.text
        self.lower = self.text.lower()
        self.words = tokens(self.text)
        self.people = People(structure)
        self.bodies = Bodies(bodies)
        self.fixed: Placed = {}
        self.listed = tuple(listed(structure))

    def seed(self, known: Iterable[KnownPerson], authors: Iterable[str]) -> None:
        """Adds whom the roster, the metadata and the attendance lists name."""
        for person in known:
            entity = self.people.add(person.name, 0.95)
            entity.handle = person.handle
            entity.prefix = person.prefix
            for alias in person.aliases:
                self.people.alias(entity, alias)
        for author in authors:
            parts = split_name(author)
            name = author[parts.start : parts.end]
            if len(name.split()) > 1:
                self.people.add(name, SURE)
        self._accounts()
        for entry in sorted(self.listed, key=self._fullest_first):
            self._seed_entry(entry)

    def _accounts(self) -> None:
        """Adds whom accounts name in full: `Ann_Ash` is Ann Ash."""
        for word in {self.text[token.start : token.end] for token in self.words if " " in token.folded}:
            name = spaced(word)
            if (
                name != word
                and not word.isupper()
                and can_be_listed(name)
                and (can_be_full_name(name) or f"{name.casefold()}" in self.lower)
            ):
                self.people.alias(self.people.add(name, 0.8), word)

        for match in _INTRODUCED.finditer(self.text):
            entity = self.people.add(match["name"], 0.9)
            for account in (match["nick"], match["account"]):
                self.people.alias(entity, account)

    def _fullest_first(self, entry: Entry) -> tuple[bool, int]:
        words = in_order(self.text[entry.name.start : entry.name.end]).split()
        return sum(len(word.strip(".")) > 1 for word in words) < 2, entry.name.start

    def _seed_entry(self, entry: Entry) -> None:
        written = in_order(" ".join(self.text[entry.name.start : entry.name.end].split()))
        nicked = next(nicknamed(written), None)
        entity = self._entity_for(entry, nicked.name if nicked else written)
        if nicked:
            self.people.alias(entity, nicked.nickname)
        if "," in self.text[entry.name.start : entry.name.end]:
            self.people.alias(entity, " ".join((*written.split()[1:], written.split()[0])))
        entity.listed = True
        entity.confidence = max(entity.confidence, SURE if entity.full else 0.9)
        entity.sittings.add(entry.sitting)
        entity.handle = entity.handle or entry.handle
        entity.prefix = entity.prefix or entry.prefix
        if entry.handle and entry.handle != entity.handle:
            entity.aliases["@" + entry.handle] = None
        self._short_names(entity, entry)
        for office in offices_in(entry.detail):
            entity.offices.add((entry.sitting, office))
        if entry.rule == "attendance/office":
            label = self.text[self.text.rfind("\n", 0, entry.name.start) + 1 : entry.name.start]
            for office in offices_in(label):
                entity.offices.add((entry.sitting, office))
        self.fixed[entry.name.start] = (entry.name.end, entity)

    def _short_names(self, entity: Entity, entry: Entry) -> None:
        """Lets a listed person go by the initials beside the name, and by the short name in the account."""
        if entry.initials:
            entity.initials.add(fold(entry.initials))
        for word in re.findall(r"\b[A-Z][A-Za-z]{0,2}[A-Z][a-z]?\b", entry.detail):
            if abbreviates(word, entity.name):
                entity.initials.add(fold(word))
                if not word.isupper():
                    self.people.alias(entity, word)
        if entry.handle and (nickname := _nickname_in(entry.handle, entity.words)):
            self.people.alias(entity, nickname)

    def _entity_for(self, entry: Entry, written: str) -> Entity:
        if written.startswith("@"):
            bearers = self.people.bearers(fold(written[1:]), entry.sitting)
            known = bearers[0] if len(bearers) == 1 and bearers[0].full else None
            return self.people.by_handle(written[1:]) or known or self.people.add(written[1:], 0.9, handle=written[1:])
        if len(spaced(written).split()) > 1:
            return self._by_full_name(entry, written)
        meant = self.people.by_initials(fold(written), entry.name.start) if is_initials(written) else None
        found = meant or self.people.by_handle(entry.handle or written)
        if found:
            return found
        named = self.people.bearers(fold(written), entry.sitting)
        return named[0] if len(named) == 1 else self.people.add(written, 0.9)

    def _by_full_name(self, entry: Entry, written: str) -> Entity:
        """The entity of a name of several words; `Ann A` is the one Ann whose surname begins so."""
        folded = tuple(fold(word) for word in written.split())
        short = len(folded) == 2 and len(folded[1]) == 1
        entity = self.people.two_words(folded, entry.name.start) if short else None
        entity = entity or self.people.add(written, SURE)
        if short or spaced(written) != written:
            self.people.alias(entity, written)
        return entity

    def running_text(self, proposed: Sequence[Span]) -> None:
        """Adds whom the text names in full."""
        self._nicknamed()
        names = defaultdict[str, float](float)
        about: dict[str, Span] = {}
        for span, confidence in names_in_text(self.text, self.words, proposed):
            if self.bodies.hold(span.start) or self._overlaps_fixed(span):
                continue
            parts = split_name(self.text[span.start : span.end])
            written = " ".join(self.text[span.start + parts.start : span.start + parts.end].split())
            if len(written.split()) > 1 and not re.search(
                r"\b(?:the|an?|each|every)\s+$", self.text[max(0, span.start - 8) : span.start], re.IGNORECASE
            ):
                names[written] = max(names[written], confidence)
                about.setdefault(written, span)
        for written in sorted(names, key=lambda name: -len(name.split())):
            if self._is_row_of_names(written):
                continue
            self._describe(self.people.add(written, names[written]), about[written])

    def _nicknamed(self) -> None:
        """Adds whom the text names in full with a nickname inside."""
        for found in nicknamed(self.text):
            known = tuple(map(fold, found.name.split())) in self.people.by_words
            if (known or can_be_full_name(found.name)) and not self._overlaps_fixed(Span(found.start, found.end)):
                entity = self.people.add(found.name, 0.8)
                self.people.alias(entity, found.nickname)
                self.fixed[found.start] = (found.end, entity)

    def _is_row_of_names(self, written: str) -> bool:
        """`Ann Bob` beside two people of these first names: a comma was forgotten."""
        words = tuple(fold(word) for word in written.split())
        firsts = {e.words[0] for e in self.people.everybody if e.listed and e.full}
        return words not in self.people.by_words and len(words) == 2 and set(words) <= firsts

    def _describe(self, entity: Entity, span: Span) -> None:
        """Takes the title before a name, and the former surname and the account behind it."""
        before = re.search(r"([A-Za-z][\w.]*)\s+$", self.text[max(0, span.start - 20) : span.start])
        if before and before.group(1)[0].isupper() and fold(before.group(1)) in vocabulary()["surname_prefixes"]:
            entity.prefix = entity.prefix or before.group(1)
        behind = re.match(r"\s*\((?:née|nee|formerly)\s+([^\W\d_][\w’'-]+)\)", self.text[span.end : span.end + 40])
        if behind:
            entity.maiden = behind.group(1)
        account = re.match(r"\s*[(\[]@([\w-]+)[)\]]", self.text[span.end : span.end + 45])
        if account and self.people.by_handle(account.group(1)) is None:
            entity.handle = entity.handle or account.group(1)

    def complete(self) -> None:
        """A person listed by one name is the one person whom the text names in full with it."""
        for entity in [e for e in self.people.everybody if e.listed and len(e.words) == 1]:
            full = [e for e in self.people.everybody if e.full and entity.words[0] in (e.words[0], e.words[-1])]
            if len(full) == 1 and not full[0].sittings & entity.sittings:
                self.people.merge(entity, full[0])
                self.fixed = {start: (end, full[0] if e is entity else e) for start, (end, e) in self.fixed.items()}

    def _overlaps_fixed(self, span: Span) -> bool:
        return any(
            start < span.end and span.start < end
            for start, (end, _) in self.fixed.items()
            if abs(start - span.start) < 80
        )

    def register(self, initials_speak: bool) -> Register:
        """The finished register; people without a mention are left out."""
        initials = initials_speak or any(e.initials for e in self.people.everybody)
        placer = Placer(self.structure, self.words, self.people, self.bodies, initials)
        mentions = placer.mentions(self.fixed)
        order: dict[int, str] = {}
        people: list[Person] = []
        taken: set[str] = set()
        for entity in sorted(
            self.people.everybody, key=lambda e: e.mentions[0].start if e.mentions else len(self.text)
        ):
            if not entity.mentions:
                continue
            identifier = person_id(entity.name)
            while identifier in taken:
                identifier += "-2"
            taken.add(identifier)
            order[id(entity)] = identifier
            people.append(self._person(entity, identifier))
        placed = tuple(Mention(span, order[id(entity)]) for span, entity in mentions)

        known: dict[tuple[str, int | None], str | None] = {}

        def resolve(words: str, offset: int) -> str | None:
            key = words, self.people.sitting_at(offset)
            if key not in known:
                found = self.people.meaning(words, offset)
                known[key] = order.get(id(found)) if found else None
            return known[key]

        return Register(tuple(people), placed, resolve, self.listed)

    def _person(self, entity: Entity, identifier: str) -> Person:
        written = {" ".join(self.text[span.start : span.end].split()): None for span in entity.mentions}
        aliases = [*entity.aliases, *written]
        if entity.maiden and entity.full:
            aliases.append(f"{entity.name.split()[0]} {entity.maiden}")
        kept = tuple(dict.fromkeys(alias for alias in aliases if alias != entity.name))
        partial = not entity.full
        return Person(
            identifier,
            entity.name,
            kept,
            entity.prefix,
            entity.handle,
            (),
            tuple(entity.mentions),
            partial,
            entity.confidence,
        )
