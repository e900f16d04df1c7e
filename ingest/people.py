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
from functools import cached_property

from ingest.attendance_entries import Entry
from ingest.attendance_lists import listed
from ingest.blocks import Structure
from ingest.listed_people import is_nobody
from ingest.people_mentions import Placed, Placer
from ingest.people_names import (
    can_be_full_name,
    common_words,
    fold,
    given_names,
    initials_of,
    is_initials,
    spaced,
    split_name,
    vocabulary,
)
from ingest.people_register import Entity, People, offices_in
from ingest.people_spotting import acts_like_person, names_in_text
from ingest.people_text import Bodies, handles, tokens
from ingest.reading import Mention
from ingest.turns import speakers
from kg.extraction import Person, Span
from kg.identifiers import person_id

SURE = 1.0


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person whom the roster names."""

    name: str
    aliases: tuple[str, ...] = ()
    handle: str | None = None
    prefix: str | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """The people of a document, their mentions in text order, and what words mean where."""

    people: tuple[Person, ...]
    mentions: tuple[Mention, ...]
    resolve: Callable[[str, int], str | None]


def read_people(
    structure: Structure,
    *,
    proposed: Sequence[Span] = (),
    known: Iterable[KnownPerson] = (),
    authors: Iterable[str] = (),
    bodies: Sequence[Span] = (),
) -> Register:
    """The register of one document.

    `proposed` are the model's PERSON entities; they only add what the rules find plausible.
    `known` comes from a roster, `authors` from the document's metadata. `bodies` are mentions
    of organisations, inside which nobody is looked for.
    """
    reader = _Reader(structure, bodies)
    reader.seed(known, authors)
    reader.running_text(proposed)
    reader.complete()
    reader.singles(proposed)
    return reader.register()


class _Reader:
    """Adds people in the order of how surely they are named, then places their mentions."""

    def __init__(self, structure: Structure, bodies: Sequence[Span]) -> None:
        self.structure, self.text = structure, structure.text
        self.lower = self.text.lower()
        self.words = tokens(self.text)
        self.people = People(structure)
        self.bodies = Bodies(bodies)
        self.fixed: Placed = {}

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
        for entry in sorted(listed(self.structure), key=self._fullest_first):
            self._seed_entry(entry)

    def _accounts(self) -> None:
        """Adds whom accounts name in full: `Ann_Ash` is Ann Ash."""
        for word in {self.text[token.start : token.end] for token in self.words if " " in token.folded}:
            name = spaced(word)
            if name != word and (can_be_full_name(name) or f"{name.casefold()}" in self.lower):
                self.people.alias(self.people.add(name, 0.8), word)

    def _fullest_first(self, entry: Entry) -> tuple[bool, int]:
        return len(self.text[entry.name.start : entry.name.end].split()) < 2, entry.name.start

    def _seed_entry(self, entry: Entry) -> None:
        written = " ".join(self.text[entry.name.start : entry.name.end].split())
        entity = self._entity_for(entry, written)
        entity.listed = True
        entity.confidence = max(entity.confidence, SURE if entity.full else 0.9)
        entity.sittings.add(entry.sitting)
        entity.handle = entity.handle or entry.handle
        entity.prefix = entity.prefix or entry.prefix
        if entry.handle and entry.handle != entity.handle:
            entity.aliases["@" + entry.handle] = None
        if entry.initials:
            entity.initials.add(fold(entry.initials))
        for word in re.findall(r"\b[A-Z][A-Za-z]{0,2}[A-Z]\b", entry.detail):
            if fold(word) in initials_of(entity.name):
                entity.initials.add(fold(word))
        for office in offices_in(entry.detail):
            entity.offices.add((entry.sitting, office))
        if entry.rule == "attendance/office":
            label = self.text[self.text.rfind("\n", 0, entry.name.start) + 1 : entry.name.start]
            for office in offices_in(label):
                entity.offices.add((entry.sitting, office))
        self.fixed[entry.name.start] = (entry.name.end, entity)

    def _entity_for(self, entry: Entry, written: str) -> Entity:
        if written.startswith("@"):
            return self.people.by_handle(written[1:]) or self.people.add(written[1:], 0.9, handle=written[1:])
        if len(spaced(written).split()) > 1:
            entity = self.people.add(written, SURE)
            if spaced(written) != written:
                self.people.alias(entity, written)
            return entity
        if is_initials(written) and (meant := self.people.by_initials(fold(written), entry.name.start)):
            return meant
        handle = self.people.by_handle(entry.handle or written)
        if handle:
            return handle
        single = fold(written)
        found = self.people.bearers(single, entry.sitting)
        if len(found) == 1:
            return found[0]
        return self.people.add(written, 0.9)

    def running_text(self, proposed: Sequence[Span]) -> None:
        """Adds whom the text names in full."""
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

    def singles(self, proposed: Sequence[Span]) -> None:
        """Adds people known by one name only: speakers, handles, titled surnames, first names that act."""
        for block in self.structure.blocks:
            certain = block.kind == "turn" and block.speaker is not None
            for span in speakers(self.structure, block):
                self._seed_speaker(span, certain)
        self._account_names()
        self._titled_surnames()
        self._short_surnames()
        self._named_beside_others()
        if self._initial_speakers:
            for match in re.finditer(r"(?<![\w/#-])[A-Z]{2,3}(?= will [a-z])", self.text):
                self._seed_speaker(Span(*match.span()), certain=True)
        starts = {span.start for span in proposed}
        for number, word in enumerate(self.words):
            given = word.capital and word.folded in given_names() and not self.bodies.hold(word.start)
            if not given or not acts_like_person(self.text, self.words, number, word.start in starts):
                continue
            if self.people.only(word.folded, word.start) is None and not self.people.bearers(word.folded, None):
                self.people.add(self.text[word.start : word.end], 0.6)

    def _account_names(self) -> None:
        for span in handles(self.text):
            name = self.text[span.start + 1 : span.end]
            if (
                not re.search(r"[A-Za-z]{2}", name)
                or name.lower() in common_words()
                or f"github.com/{name.lower()}" in self.lower
            ):
                continue
            if self.people.by_handle(name) is None:
                found = self.people.only(fold(name), span.start)
                if found is not None and found.handle is None:
                    found.handle = name
                else:
                    self.people.add(name, 0.7, handle=name)

    def _seed_speaker(self, span: Span, certain: bool) -> None:
        written = self.text[span.start : span.end]
        if (
            self.people.meaning(written, span.start) is not None
            or fold(written) in vocabulary()["not_speakers"]
            or offices_in(written)
        ):
            return
        words = written.split()
        if is_nobody(written):
            return
        if any(
            fold(word) in vocabulary()["not_in_names"] or re.search(r"[\d:]", word) for word in words
        ) or self.people.bearers(fold(written), None):
            return
        certain = certain or (is_initials(written) and written.isupper() and self._initial_speakers)
        if certain and len(words) <= 3 and not (len(words) == 1 and fold(written) in common_words()):
            self.people.add(written, 0.7)

    def _short_surnames(self) -> None:
        """`PaulM`: a given name with the letter of a surname, as people tell namesakes apart."""
        for match in re.finditer(r"(?<![\w@/.#-])(?P<first>[A-Z][a-z]{2,})[A-Z](?![\w/.(-])", self.text):
            if fold(match["first"]) in given_names() and not self.bodies.hold(match.start()):
                self._seed_speaker(Span(*match.span()), certain=True)

    def _titled_surnames(self) -> None:
        rules = vocabulary()
        for number, word in enumerate(self.words[:-1]):
            following = self.words[number + 1]
            if word.capital and word.folded in rules["surname_prefixes"] and following.joined and following.capital:
                after = self.words[number + 2] if number + 2 < len(self.words) else None
                if (
                    (after is not None and after.joined and after.capital)
                    or following.folded in rules["not_in_names"]
                    or following.folded in common_words()
                ):
                    continue
                if (
                    len(following.folded) > 1
                    and following.folded.replace("-", "").isalpha()
                    and not any(following.folded in e.words for e in self.people.everybody)
                ):
                    entity = self.people.add(self.text[following.start : following.end], 0.8)
                    entity.prefix = entity.prefix or self.text[word.start : word.end]

    def _named_beside_others(self) -> None:
        """`Ann and Zlata to look`, `Ann/Zlata will`: an unknown name beside a known one that is to do something."""
        rules = vocabulary()
        for match in _BESIDE.finditer(self.text):
            first, second = match["first"], match["second"]
            for known, other, place in ((first, second, match.start("second")), (second, first, match.start("first"))):
                folded = fold(other)
                if (
                    self.people.meaning(known, match.start()) is None
                    or self.people.meaning(other, place) is not None
                    or self.bodies.hold(place)
                ):
                    continue
                if (
                    folded in common_words()
                    or folded in rules["not_in_names"]
                    or folded in rules["not_speakers"]
                    or other.isupper()
                ):
                    continue
                self.people.add(other, 0.6)

    @cached_property
    def _initial_speakers(self) -> bool:
        """Whether the text lets people speak under their initials."""
        named = (span for block in self.structure.blocks for span in speakers(self.structure, block))
        written = ((self.text[span.start : span.end], span.start) for span in named)
        return any(is_initials(words) and self.people.meaning(words, start) is not None for words, start in written)

    def register(self) -> Register:
        """The finished register; people without a mention are left out."""
        initials = self._initial_speakers or any(e.initials for e in self.people.everybody)
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

        def resolve(words: str, offset: int) -> str | None:
            found = self.people.meaning(words, offset)
            return order.get(id(found)) if found else None

        return Register(tuple(people), placed, resolve)

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


_BESIDE = re.compile(
    r"\b(?P<first>[A-Z][a-z’'-]+(?: [A-Z][a-z’'-]+)?)(?:\s*[/&]\s*|,? and )(?P<second>[A-Z][a-z’'-]+)"
    r"(?=\s+(?:to|will|would|agreed|volunteered|offered|are|have)\b|[’']ll\b|:\s)"
)
