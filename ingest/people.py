"""The register of a document's people: who is named, by which forms, and where.

Names come from attendance lists first, then from a roster, then from the grammar of names in
running text, then from the spaCy model. Every place that uses a known form is a mention;
the longest form wins. First names, surnames and initials mean the one person at the meeting
who bears them, else the one in the document, else nobody.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ingest.attendance_lists import Entry, listed
from ingest.blocks import Structure
from ingest.people_names import common_words, fold, given_names, initials_of, is_initials, short_forms, split_name, vocabulary
from ingest.people_text import Token, full_names, handles, tokens
from ingest.reading import Mention
from ingest.turns import speakers
from kg.extraction import Person, Span
from kg.identifiers import person_id

SURE, LIKELY, CANDIDATE = 1.0, 0.75, 0.4


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


@dataclass(eq=False, slots=True)
class _Entity:
    name: str
    words: tuple[str, ...]
    confidence: float
    prefix: str | None = None
    handle: str | None = None
    maiden: str | None = None
    listed: bool = False
    aliases: dict[str, None] = field(default_factory=dict)
    initials: set[str] = field(default_factory=set)
    sittings: set[int | None] = field(default_factory=set)
    offices: set[tuple[int | None, str]] = field(default_factory=set)
    mentions: list[Span] = field(default_factory=list)

    @property
    def full(self) -> bool:
        return len([word for word in self.words if len(word) > 1]) > 1

    @property
    def surname(self) -> str:
        return self.words[-1] if self.full else ""


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
    builder = _Builder(structure, bodies)
    builder.seed(known, authors)
    builder.running_text(proposed)
    builder.complete()
    builder.singles(proposed)
    return builder.register()


class _Builder:
    def __init__(self, structure: Structure, bodies: Sequence[Span]) -> None:
        self.structure, self.text = structure, structure.text
        self.lower = self.text.lower()
        self.words = tokens(self.text)
        self.entities: list[_Entity] = []
        self.by_words: dict[tuple[str, ...], _Entity] = {}
        self.fixed: dict[int, tuple[int, _Entity]] = {}
        self.bodies = sorted((span.start, span.end) for span in bodies)
        self.firsts = [structure.blocks[sitting.first].span.start for sitting in structure.sittings]
        self.lasts = [structure.blocks[sitting.last - 1].span.end for sitting in structure.sittings]
        self.entries: list[Entry] = []

    # Seeds

    def seed(self, known: Iterable[KnownPerson], authors: Iterable[str]) -> None:
        for person in known:
            entity = self._add(person.name, 0.95)
            entity.handle = person.handle
            entity.prefix = person.prefix
            for alias in person.aliases:
                entity.aliases[alias] = None
        for author in authors:
            parts = split_name(author)
            name = author[parts.start : parts.end]
            if len(name.split()) > 1:
                self._add(name, SURE)
        self.entries = listed(self.structure)
        ordered = sorted(self.entries, key=lambda e: (len(self._entry_words(e)) < 2, e.name.start))
        for entry in ordered:
            self._seed_entry(entry)

    def _entry_words(self, entry: Entry) -> list[str]:
        return self.text[entry.name.start : entry.name.end].split()

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
        for office in _offices(entry.detail):
            entity.offices.add((entry.sitting, office))
        if entry.rule == "attendance/office":
            label = self.text[self.text.rfind("\n", 0, entry.name.start) + 1 : entry.name.start]
            for office in _offices(label):
                entity.offices.add((entry.sitting, office))
        self.fixed[entry.name.start] = (entry.name.end, entity)

    def _entity_for(self, entry: Entry, written: str) -> _Entity:
        if written.startswith("@"):
            return self._by_handle(written[1:]) or self._add(written[1:], 0.9, handle=written[1:])
        if len(written.split()) > 1:
            return self._add(written, SURE)
        handle = self._by_handle(entry.handle or written)
        if handle:
            return handle
        single = fold(written)
        found = self._bearers(single, entry.sitting)
        if len(found) == 1:
            return found[0]
        return self._add(written, 0.9)

    def _by_handle(self, handle: str) -> _Entity | None:
        folded = handle.lower()
        return next(
            (e for e in self.entities if (e.handle or "").lower() == folded or any(a.lower() == "@" + folded for a in e.aliases)),
            None,
        )

    def _add(self, name: str, confidence: float, handle: str | None = None) -> _Entity:
        """The entity of this name, made where nobody bears it; a short form with the same surname is the same person."""
        maiden = split_name(name).maiden
        shown = _cased(name)
        words = tuple(fold(word) for word in shown.split())
        found = self.by_words.get(words) or self._same_person(words)
        if found is None:
            found = _Entity(shown, words, confidence, handle=handle, maiden=maiden)
            self.entities.append(found)
        elif shown != found.name:
            found.aliases[shown] = None
        self.by_words[words] = found
        found.confidence = max(found.confidence, confidence)
        return found

    def _same_person(self, words: tuple[str, ...]) -> _Entity | None:
        if len(words) < 2:
            return None
        surname = [e for e in self.entities if e.full and _surnames_agree(e.words, words)]
        fits = [e for e in surname if _first_names_agree(e.words[0], words[0])]
        return fits[0] if len(fits) == 1 else None

    # Running text

    def running_text(self, proposed: Sequence[Span]) -> None:
        spans = [(span, LIKELY) for span in full_names(self.text, self.words)]
        spans += [(span, LIKELY) for span in self._with_prefix()]
        for span in proposed:
            likely = self._plausible(span)
            if likely is not None:
                spans.append(likely)
        spans.sort(key=lambda item: (item[0].start, -item[0].end))
        names = defaultdict[str, float](float)
        about: dict[str, Span] = {}
        for span, confidence in spans:
            if self._in_body(span.start) or self._overlaps_fixed(span):
                continue
            parts = split_name(self.text[span.start : span.end])
            written = " ".join(self.text[span.start + parts.start : span.start + parts.end].split())
            if len(written.split()) > 1 and not re.search(r"\b(?:the|an?|each|every)\s+$", self.text[max(0, span.start - 8) : span.start], re.IGNORECASE):
                names[written] = max(names[written], confidence)
                about.setdefault(written, span)
        for written in sorted(names, key=lambda name: -len(name.split())):
            if self._is_row_of_names(written):
                continue
            self._describe(self._add(written, names[written]), about[written])

    def _is_row_of_names(self, written: str) -> bool:
        """`Jory Tobie` beside two people of these first names: a comma was forgotten."""
        words = tuple(fold(word) for word in written.split())
        firsts = {e.words[0] for e in self.entities if e.listed and e.full}
        return words not in self.by_words and len(words) == 2 and set(words) <= firsts

    def _describe(self, entity: _Entity, span: Span) -> None:
        """Takes the title before a name, and the former surname and the account behind it."""
        before = re.search(r"([A-Za-z][\w.]*)\s+$", self.text[max(0, span.start - 20) : span.start])
        if before and before.group(1)[0].isupper() and fold(before.group(1)) in vocabulary()["surname_prefixes"]:
            entity.prefix = entity.prefix or before.group(1)
        behind = re.match(r"\s*\((?:née|nee|formerly)\s+([^\W\d_][\w’'-]+)\)", self.text[span.end : span.end + 40])
        if behind:
            entity.maiden = behind.group(1)
        account = re.match(r"\s*[(\[]@([\w-]+)[)\]]", self.text[span.end : span.end + 45])
        if account and self._by_handle(account.group(1)) is None:
            entity.handle = entity.handle or account.group(1)

    def complete(self) -> None:
        """A person listed by one name is the one person whom the text names in full with it."""
        for entity in [e for e in self.entities if e.listed and len(e.words) == 1]:
            full = [e for e in self.entities if e.full and entity.words[0] in (e.words[0], e.words[-1])]
            if len(full) == 1 and not full[0].sittings & entity.sittings:
                self._merge(entity, full[0])

    def _merge(self, partial: _Entity, full: _Entity) -> None:
        self.entities.remove(partial)
        self.by_words[partial.words] = full
        full.listed, full.confidence = True, max(full.confidence, partial.confidence)
        full.sittings |= partial.sittings
        full.offices |= partial.offices
        full.initials |= partial.initials
        full.handle = full.handle or partial.handle
        full.prefix = full.prefix or partial.prefix
        self.fixed = {start: (end, full if e is partial else e) for start, (end, e) in self.fixed.items()}

    def _overlaps_fixed(self, span: Span) -> bool:
        return any(start < span.end and span.start < end for start, (end, _) in self.fixed.items() if abs(start - span.start) < 80)

    def _in_body(self, offset: int) -> bool:
        place = bisect_right(self.bodies, (offset, len(self.text))) - 1
        return place >= 0 and self.bodies[place][0] <= offset < self.bodies[place][1]

    def _with_prefix(self) -> Iterable[Span]:
        """Names after a title: `Dr Ann Ash`; one word alone is left to the mentions."""
        rules = vocabulary()
        for number, word in enumerate(self.words[:-1]):
            if word.folded not in rules["surname_prefixes"] or not word.capital:
                continue
            end = number + 1
            while end < len(self.words) and end - number < 5 and self.words[end].joined and (
                self.words[end].capital or self.words[end].folded in rules["particles"]
            ):
                if self.words[end].folded in rules["not_in_names"]:
                    break
                if self.words[end].folded in common_words() and end > number + 1 and not (end == number + 2 and self.words[end - 1].folded in given_names()):
                    break
                end += 1
            if end - number > 2 and self.words[end - 1].capital:
                yield Span(self.words[number + 1].start, self.words[end - 1].end)

    def _plausible(self, span: Span) -> tuple[Span, float] | None:
        """A span that the model proposes as a person, trimmed, with how far the rules believe it."""
        inside = [w for w in self.words if span.start <= w.start and w.end <= span.end] if span.end - span.start < 60 else []
        rules = vocabulary()
        if len(inside) < 2 or not all(w.joined for w in inside[1:]):
            return None
        folded = [w.folded for w in inside]
        if any(f in rules["not_in_names"] for f in folded) or not all(w.capital or w.folded in rules["particles"] for w in inside):
            return None
        written = self.text[inside[0].start : inside[-1].end]
        if any(c.isdigit() for c in written) or "\n" in written or any(part.isupper() and len(part) > 1 for part in written.split()):
            return None
        if any(f in rules["person_verbs"] or f in rules["named_after"] or f.endswith("es") and f[:-1] in common_words() for f in folded[1:]):
            return None
        while len(inside) > 2 and folded[0] not in given_names() and (folded[0] in common_words() or folded[0] in rules["prefixes"]):
            inside, folded = inside[1:], folded[1:]
        ordinary = [f for f in folded if f in common_words() or f in rules["place_words"]]
        if folded[0] in given_names() and not ordinary:
            return Span(inside[0].start, inside[-1].end), 0.8
        if folded[0] in given_names() - rules["ambiguous"] and len(ordinary) == 1 and len(folded) == 2 and not folded[1].endswith("s") and folded[1] not in rules["place_words"]:
            return Span(inside[0].start, inside[-1].end), 0.5
        return (Span(inside[0].start, inside[-1].end), 0.55) if not ordinary else None

    # Single names

    def singles(self, proposed: Sequence[Span]) -> None:
        """Adds people known by one name only: speakers, handles, titled surnames, first names that act."""
        for block in self.structure.blocks:
            certain = block.kind == "turn" and block.speaker is not None
            for span in speakers(self.structure, block):
                self._seed_speaker(span, certain)
        for span in handles(self.text):
            name = self.text[span.start + 1 : span.end]
            if not re.search(r"[A-Za-z]{2}", name) or name.lower() in common_words() or f"github.com/{name.lower()}" in self.lower:
                continue
            if self._by_handle(name) is None:
                found = self._resolve_word(fold(name), span.start)
                if found is not None and found.handle is None:
                    found.handle = name
                else:
                    self._add(name, 0.7, handle=name)
        self._titled_surnames()
        self._named_beside_others()
        if self._initial_speakers:
            for match in re.finditer(r"(?<![\w/#-])[A-Z]{2,3}(?= will [a-z])", self.text):
                self._seed_speaker(Span(*match.span()), True)
        starts = {span.start for span in proposed}
        for number, word in enumerate(self.words):
            if word.capital and word.folded in given_names() and self._acts(number, word.start in starts):
                if self._resolve_word(word.folded, word.start) is None and not self._bearers(word.folded, None):
                    self._add(self.text[word.start : word.end], 0.6)

    def _seed_speaker(self, span: Span, certain: bool) -> None:
        written = self.text[span.start : span.end]
        if self.meaning(written, span.start) is not None or fold(written) in vocabulary()["not_speakers"] or _offices(written):
            return
        words = written.split()
        if any(fold(word) in vocabulary()["not_in_names"] or re.search(r"[\d:]", word) for word in words) or self._bearers(fold(written), None):
            return
        certain = certain or is_initials(written) and written.isupper() and self._initial_speakers
        if certain and len(words) <= 3 and not (len(words) == 1 and fold(written) in common_words()):
            self._add(written, 0.7)

    def _titled_surnames(self) -> None:
        rules = vocabulary()
        for number, word in enumerate(self.words[:-1]):
            following = self.words[number + 1]
            if word.capital and word.folded in rules["surname_prefixes"] and following.joined and following.capital:
                after = self.words[number + 2] if number + 2 < len(self.words) else None
                if after is not None and after.joined and after.capital or following.folded in rules["not_in_names"] or following.folded in common_words():
                    continue
                if len(following.folded) > 1 and not any(following.folded in e.words for e in self.entities):
                    entity = self._add(self.text[following.start : following.end], 0.8)
                    entity.prefix = entity.prefix or self.text[word.start : word.end]

    def _named_beside_others(self) -> None:
        """`Robin and Kilye to look`, `Robin/Kate will`: an unknown name beside a known one that is to do something."""
        rules = vocabulary()
        for match in _BESIDE.finditer(self.text):
            first, second = match["first"], match["second"]
            for known, other, place in ((first, second, match.start("second")), (second, first, match.start("first"))):
                folded = fold(other)
                if self.meaning(known, match.start()) is None or self.meaning(other, place) is not None or self._in_body(place):
                    continue
                if folded in common_words() or folded in rules["not_in_names"] or folded in rules["not_speakers"] or other.isupper():
                    continue
                self._add(other, 0.6)

    def _acts(self, number: int, proposed: bool) -> bool:
        """Does a lone given name act like a person, by the model or by the words around it?"""
        word, rules = self.words[number], vocabulary()
        following = self.words[number + 1] if number + 1 < len(self.words) else None
        before = self.words[number - 1] if number else None
        if self._in_body(word.start) or word.folded in rules["ambiguous"] or word.folded in common_words():
            return False
        if following and following.joined and following.capital and following.folded not in rules["person_verbs"]:
            return False
        if before and word.joined and before.capital and not before.opens:
            return False
        acts = following is not None and following.joined and following.folded in rules["person_verbs"] and following.folded not in ("and", "is", "was", "has", "had", "not", "to", "will", "can")
        strong = following is not None and following.joined and following.folded in ("will", "to", "has", "can", "is", "was") and proposed
        cued = before is not None and word.joined and before.folded in rules["person_cues"]
        surely = before is not None and word.joined and before.folded in ("with", "ask", "ping", "thanks", "thank", "contact", "told", "or") and not before.capital
        tail = self.text[word.end : word.end + 3]
        owns = re.match(r"[’']s\b", tail) is not None
        says = word.opens and re.match(r", [a-z]", tail) is not None
        return acts or strong or says or surely or ((cued or owns) and proposed)

    # Meaning of words

    def _sitting_at(self, offset: int) -> int | None:
        place = bisect_right(self.firsts, offset) - 1
        return place if place >= 0 and offset < self.lasts[place] else None

    def _bearers(self, word: str, sitting: int | None) -> list[_Entity]:
        """Who bears a single name, at one meeting where any there does, else in the document."""
        exact = [e for e in self.entities if word in e.words]
        here = [e for e in exact if e.listed and sitting is not None and sitting in e.sittings]
        for pool in (here, [e for e in exact if e.listed], exact):
            firsts = [e for e in pool if e.words[0] == word]
            if firsts or pool:
                return firsts or [e for e in pool if e.words[-1] == word] or pool
        short = [e for e in self.entities if (e.full or e.listed) and word in short_forms().get(e.words[0], ())]
        return [e for e in short if e.listed and sitting in e.sittings] or short

    def _resolve_word(self, word: str, offset: int) -> _Entity | None:
        found = self._bearers(word, self._sitting_at(offset))
        return found[0] if len(found) == 1 else None

    def meaning(self, written: str, offset: int) -> _Entity | None:
        """Whom some words mean at an offset: a name, part of one, initials, a handle or an office."""
        words = written.strip(" *_~@[]().,:;“”\"")
        parts = split_name(words)
        core = words[parts.start : parts.end]
        folded = tuple(fold(word) for word in core.split())
        if not folded:
            return None
        if folded in self.by_words:
            return self.by_words[folded]
        handle = self._by_handle(words)
        if handle:
            return handle
        if len(folded) == 1:
            return self._one_word(core, folded[0], offset)
        office = self._office(words, offset)
        if office:
            return office
        return self._two_words(folded, offset)

    def _one_word(self, core: str, folded: str, offset: int) -> _Entity | None:
        found = self._bearers(folded, self._sitting_at(offset))
        if found:
            return found[0] if len(found) == 1 else None
        if is_initials(core) or (len(folded) <= 3 and folded.isalpha() and core.isupper()):
            return self._by_initials(folded, offset)
        squeezed = [e for e in self.entities if e.full and _is_squeezed(folded, e.words)]
        here = [e for e in squeezed if self._sitting_at(offset) in e.sittings]
        if len(here or squeezed) == 1:
            return (here or squeezed)[0]
        return self._office(core, offset)

    def _by_initials(self, folded: str, offset: int) -> _Entity | None:
        declared = [e for e in self.entities if folded in e.initials]
        if len(declared) == 1:
            return declared[0]
        bearing = [e for e in self.entities if e.full and folded in initials_of(e.name)]
        sitting = self._sitting_at(offset)
        here = [e for e in bearing if e.listed and sitting in e.sittings]
        for pool in (here, [e for e in bearing if e.listed], bearing):
            exact = [e for e in pool if folded in ("".join(w[0] for w in e.words), e.words[0][0] + e.words[-1][0])]
            if pool:
                best = exact or pool
                return best[0] if len(best) == 1 else None
        return None

    def _two_words(self, folded: tuple[str, ...], offset: int) -> _Entity | None:
        """`Sarah N`, `S Novotny`, a short first name with the surname."""
        first, last = folded[0], folded[-1]
        fits = [
            e for e in self.entities
            if e.full and (_first_names_agree(e.words[0], first) or len(first) == 1 and e.words[0].startswith(first))
            and (e.words[-1] == last or len(last) == 1 and e.words[-1].startswith(last))
        ]  # fmt: skip
        sitting = self._sitting_at(offset)
        here = [e for e in fits if sitting in e.sittings]
        best = here or fits
        return best[0] if len(best) == 1 else None

    def _office(self, words: str, offset: int) -> _Entity | None:
        offices = _offices(words)
        if len(offices) != 1:
            return None
        office = next(iter(offices))
        sitting = self._sitting_at(offset)
        holders = [e for e in self.entities if (sitting, office) in e.offices]
        return holders[0] if len(holders) == 1 else None

    # Mentions

    def register(self) -> Register:
        mentions = self._mentions()
        order: dict[int, str] = {}
        people: list[Person] = []
        taken: set[str] = set()
        for entity in sorted(self.entities, key=lambda e: e.mentions[0].start if e.mentions else len(self.text)):
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
            found = self.meaning(words, offset)
            return order.get(id(found)) if found else None

        return Register(tuple(people), placed, resolve)

    def _person(self, entity: _Entity, identifier: str) -> Person:
        written = {" ".join(self.text[span.start : span.end].split()): None for span in entity.mentions}
        aliases = [*entity.aliases, *written]
        if entity.maiden and entity.full:
            aliases.append(f"{entity.name.split()[0]} {entity.maiden}")
        kept = tuple(dict.fromkeys(alias for alias in aliases if alias != entity.name))
        partial = not entity.full
        return Person(identifier, entity.name, kept, entity.prefix, entity.handle, (), tuple(entity.mentions), partial, entity.confidence)

    def _mentions(self) -> list[tuple[Span, _Entity]]:
        found: dict[int, tuple[int, _Entity]] = dict(self.fixed)
        starts = sorted(found)
        ends = {start: found[start][0] for start in starts}
        covered = sorted((start, ends[start]) for start in starts)
        forms = self._forms()
        position = 0
        while position < len(self.words):
            length, entity = self._mention_at(position, forms)
            word = self.words[position]
            if entity is not None and not _overlaps(covered, word.start, self.words[position + length - 1].end):
                found[word.start] = (self.words[position + length - 1].end, entity)
            position += length
        self._mark_speakers(found)
        self._mark_handles(found)
        mentions: list[tuple[Span, _Entity]] = []
        for start in sorted(found):
            end, entity = found[start]
            if mentions and start < mentions[-1][0].end:
                continue
            mentions.append((Span(start, end), entity))
            entity.mentions.append(Span(start, end))
        return mentions

    def _forms(self) -> dict[str, list[tuple[str, ...]]]:
        """Every form of several words by its first word, the longest first."""
        table: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for words, entity in list(self.by_words.items()):
            table[words[0]].add(words)
            if entity.full and len(words) > 2:
                short = (words[0], words[-1])
                if self.by_words.setdefault(short, entity) is entity:
                    table[words[0]].add(short)
        for entity in self.entities:
            for alias in entity.aliases:
                words = tuple(fold(word) for word in alias.split())
                if words and not alias.startswith("@") and self.by_words.setdefault(words, entity) is entity:
                    table[words[0]].add(words)
        return {first: sorted(forms, key=len, reverse=True) for first, forms in table.items()}

    def _mention_at(self, position: int, forms: dict[str, list[tuple[str, ...]]]) -> tuple[int, _Entity | None]:
        word = self.words[position]
        if self._in_body(word.start):
            return 1, None
        for form in forms.get(word.folded, ()):
            if len(form) > 1 and self._matches(position, form):
                return len(form), self.by_words[form]
        if not word.capital:
            return 1, self._nick(word)
        following = self.words[position + 1] if position + 1 < len(self.words) else None
        if len(word.folded) == 1 and following and following.joined and following.capital and len(following.folded) > 1:
            exact = self._two_words((word.folded, following.folded), word.start)
            if exact:
                return 2, exact
        if not (entity := self._single(position)):
            return 1, None
        if following and following.joined and len(following.folded) == 1 and following.capital and following.folded not in ("i", "a"):
            exact = self._two_words((word.folded, following.folded), word.start)
            if exact:
                return 2, exact
        return 1, entity

    def _nick(self, word: Token) -> _Entity | None:
        """Whom a word in small letters names: somebody known by exactly that, or by it as a handle."""
        if len(word.folded) < 2 or word.folded in common_words() or word.folded in vocabulary()["not_in_names"]:
            return None
        written = self.text[word.start : word.end]
        return next((e for e in self.entities if (e.name == written and written.islower() and (e.listed or len(written) > 2)) or (e.handle == written and len(written) > 2)), None)

    def _matches(self, position: int, form: tuple[str, ...]) -> bool:
        words = self.words[position : position + len(form)]
        return (
            len(words) == len(form)
            and all(word.folded == part for word, part in zip(words, form, strict=True))
            and all(word.joined for word in words[1:])
            and (words[0].capital or words[-1].capital)
        )

    def _single(self, position: int) -> _Entity | None:
        """Whom one capitalised word names here, where it can name anybody."""
        word, rules = self.words[position], vocabulary()
        if len(word.folded) < 2 or word.folded in rules["not_in_names"] and word.folded not in given_names():
            return None
        before = self.words[position - 1] if position else None
        titled = before is not None and word.joined and before.folded in rules["surname_prefixes"]
        found = self._bearers(word.folded, self._sitting_at(word.start))
        if titled:
            bearing = [e for e in self.entities if e.words[-1] == word.folded]
            here = [e for e in bearing if self._sitting_at(word.start) in e.sittings]
            found = here if len(here) == 1 else bearing or found
        entity = found[0] if len(found) == 1 else None
        if entity is None:
            entity = self._initials_in_text(word) or self._handle_as_name(position)
        if entity is None or titled:
            return entity
        return entity if self._stands_alone(position, entity) else None

    def _handle_as_name(self, position: int) -> _Entity | None:
        """`Dims` for somebody with the account dims; an ordinary word only where it acts like a person."""
        word = self.words[position]
        following = self.words[position + 1] if position + 1 < len(self.words) else None
        acts = following is not None and following.joined and following.folded in vocabulary()["person_verbs"]
        if len(word.folded) < 3 or (word.folded in common_words() or word.folded in vocabulary()["not_in_names"]) and not acts:
            return None
        return next((e for e in self.entities if e.listed and (e.handle or "").lower() == word.folded), None)

    def _initials_in_text(self, word: Token) -> _Entity | None:
        written = self.text[word.start : word.end]
        if not is_initials(written) or not self._uses_initials():
            return None
        return self._by_initials(word.folded, word.start)

    def _uses_initials(self) -> bool:
        return any(e.initials for e in self.entities) or self._initial_speakers

    @cached_property
    def _initial_speakers(self) -> bool:
        """Whether the text lets people speak under their initials."""
        return any(
            is_initials(self.text[span.start : span.end]) and self.meaning(self.text[span.start : span.end], span.start) is not None
            for block in self.structure.blocks for span in speakers(self.structure, block)
        )  # fmt: skip

    def _stands_alone(self, position: int, entity: _Entity) -> bool:
        """Is one word here a person, rather than part of another name or an ordinary word?"""
        word, rules = self.words[position], vocabulary()
        following = self.words[position + 1] if position + 1 < len(self.words) else None
        before = self.words[position - 1] if position else None
        next_joined = following is not None and following.joined
        if next_joined and following is not None and following.capital:
            if following.folded in rules["not_in_names"] or following.folded in entity.words:
                return False
            if following.folded not in common_words() and not following.opens and not self._bearers(following.folded, None) and len(following.folded) > 1:
                return False
        if before is not None and word.joined and before.capital and not before.opens and before.folded not in common_words() and before.folded not in rules["person_verbs"]:
            return False
        ordinary = word.folded in rules["ambiguous"] or word.folded in common_words()
        if not ordinary:
            return True
        if self.text[word.end : word.end + 1] == ":" or self.text[word.start - 1 : word.start] in ("[", "@"):
            return True
        if following is not None and following.joined and following.folded in rules["person_verbs"] - {"i"}:
            return not (word.opens and word.folded in ("will", "may", "can") and following.folded in ("to", "not", "have", "and"))
        if word.folded in ("may", "march", "april", "june", "august", "jan", "will"):
            return before is not None and before.folded in rules["person_cues"] and not word.opens and word.folded not in ("may", "april", "june", "august", "jan")
        return not word.opens

    def _mark_speakers(self, found: dict[int, tuple[int, _Entity]]) -> None:
        for block in self.structure.blocks:
            for span in speakers(self.structure, block):
                if span.start in found or _overlaps([(s, e) for s, (e, _) in found.items() if abs(s - span.start) < 60], span.start, span.end):
                    continue
                written = self.text[span.start : span.end]
                if fold(written) in vocabulary()["not_speakers"]:
                    continue
                entity = self.meaning(written, span.start)
                if entity is not None and not _offices(written):
                    found[span.start] = (span.end, entity)

    def _mark_handles(self, found: dict[int, tuple[int, _Entity]]) -> None:
        named = {(self.text[end : end + 3].count("("), id(entity), end) for end, entity in found.values()}
        near = defaultdict[int, list[int]](list)
        for _, entity_id, end in named:
            near[entity_id].append(end)
        for span in handles(self.text):
            entity = self._by_handle(self.text[span.start + 1 : span.end])
            if entity is None or span.start in found:
                continue
            attached = any(0 <= span.start - end <= 40 and "\n" not in self.text[end : span.start] and re.fullmatch(r"[\s*_]*(?:[(\[][^)\]\n]*[)\]]?)?[\s(\[,–-]*", self.text[end : span.start]) for end in near[id(entity)])
            if not attached:
                found[span.start] = (span.end, entity)


def _overlaps(covered: list[tuple[int, int]], start: int, end: int) -> bool:
    place = bisect_right(covered, (start, 1 << 60))
    before = place > 0 and covered[place - 1][1] > start
    return before or place < len(covered) and covered[place][0] < end


def _surnames_agree(mine: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return mine[-1] == other[-1] and len(mine[-1]) > 1


def _first_names_agree(mine: str, other: str) -> bool:
    if mine == other or other in short_forms().get(mine, ()) or mine in short_forms().get(other, ()):
        return True
    return len(other) == 1 and mine.startswith(other) or len(mine) == 1 and other.startswith(mine)


def _is_squeezed(word: str, name: tuple[str, ...]) -> bool:
    """`Mdawson` and `TimSt` for Michael Dawson and Tim St. Clair."""
    rest = word.removeprefix(name[0])
    return word == name[0][0] + name[-1] or rest != word and rest != "" and "".join(name[1:]).startswith(rest)


def _cased(name: str) -> str:
    """A name with words in capitals written as usual: `John SMITH` is John Smith."""
    words = " ".join(name.split()).split(" ")
    if len(words) < 2:
        return words[0]
    return " ".join(word.capitalize() if word.isupper() and len(word) > 2 and "." not in word and word.isalpha() else word for word in words)


_BESIDE = re.compile(
    r"\b(?P<first>[A-Z][a-z’'-]+(?: [A-Z][a-z’'-]+)?)(?:\s*[/&]\s*|,? and )(?P<second>[A-Z][a-z’'-]+)(?=\s+(?:to|will|would|agreed|volunteered|offered|are|have)\b|[’']ll\b|:\s)"
)
_OFFICE = re.compile(
    r"\b(?:(?P<deputy>vice|deputy|co)[- ]?)?(?P<office>chair|clerk|secretary|treasurer|president|mayor|headteacher|principal|registrar|scribe|bursar|convenor|convener|chief executive|ceo|director|"
    r"note[- ]?taker|facilitator|bosun|moderator|warden|auditor|solicitor)(?:man|woman|person)?\b",
    re.IGNORECASE,
)


def _offices(words: str) -> set[str]:
    """The offices that some words name, in one spelling: `Vice-Chairman` is `vice chair`."""
    return {" ".join(filter(None, (m["deputy"], m["office"]))).lower() for m in _OFFICE.finditer(words)}
