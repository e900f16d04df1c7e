"""Who is who in one document: the people found so far, and whom words mean where.

First names, surnames and initials mean the one person at the meeting who bears them, else
the one in the document, else nobody.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from ingest.blocks import Structure
from ingest.people_names import fold, given_names, initials_of, is_initials, spaced, split_name, vocabulary
from kg.extraction import Span
from kg.nicknames import short_forms


@dataclass(eq=False, slots=True)
class Entity:
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

    full: bool = field(init=False)
    """Whether it is more than one word and initials."""

    def __post_init__(self) -> None:
        self.full = len([word for word in self.words if len(word) > 1]) > 1


class People:
    """The people of one document while it is read, and the meetings that words stand in."""

    def __init__(self, structure: Structure) -> None:
        self.everybody: list[Entity] = []
        self.by_words: dict[tuple[str, ...], Entity] = {}
        self._by_word: dict[str, list[Entity]] = {}
        self._firsts = [structure.blocks[sitting.first].span.start for sitting in structure.sittings]
        self._lasts = [structure.blocks[sitting.last - 1].span.end for sitting in structure.sittings]

    def sitting_at(self, offset: int) -> int | None:
        place = bisect_right(self._firsts, offset) - 1
        return place if place >= 0 and offset < self._lasts[place] else None

    def add(self, name: str, confidence: float, handle: str | None = None) -> Entity:
        """The entity of this name, made where nobody bears it; a short first name with the same surname is one."""
        maiden = split_name(name).maiden
        shown = _cased(spaced(name))
        words = tuple(fold(word) for word in shown.split())
        found = self.by_words.get(words) or self._same_person(words)
        if found is None:
            found = Entity(shown, words, confidence, handle=handle, maiden=maiden)
            self.everybody.append(found)
            for word in words:
                self._by_word.setdefault(word, []).append(found)
        elif shown != found.name:
            found.aliases[shown] = None
        self.by_words[words] = found
        found.confidence = max(found.confidence, confidence)
        return found

    def alias(self, entity: Entity, name: str) -> None:
        """Lets `entity` go by another name, which may be one word, where nobody else does."""
        if name in entity.aliases:
            return
        entity.aliases[name] = None
        words = tuple(fold(word) for word in name.split())
        if words and self.by_words.setdefault(words, entity) is entity and len(words) == 1:
            self._by_word.setdefault(words[0], []).append(entity)

    def _same_person(self, words: tuple[str, ...]) -> Entity | None:
        if len(words) < 2:
            return None
        behind = [e for e in self.everybody if e.full and len(e.words) > len(words) and e.words[-len(words) :] == words]
        if len(behind) == 1 and not can_begin(words[0]):
            return behind[0]
        surname = [e for e in self.everybody if e.full and _surnames_agree(e.words, words)]
        fits = [e for e in surname if _first_names_agree(e.words[0], words[0])]
        return fits[0] if len(fits) == 1 else None

    def by_handle(self, handle: str) -> Entity | None:
        folded = handle.lower()
        return next(
            (
                e
                for e in self.everybody
                if (e.handle or "").lower() == folded or any(a.lower() == "@" + folded for a in e.aliases)
            ),
            None,
        )

    def merge(self, partial: Entity, full: Entity) -> None:
        self.everybody.remove(partial)
        for word in partial.words:
            self._by_word[word].remove(partial)
        self.by_words[partial.words] = full
        full.listed, full.confidence = True, max(full.confidence, partial.confidence)
        full.sittings |= partial.sittings
        full.offices |= partial.offices
        full.initials |= partial.initials
        full.handle = full.handle or partial.handle
        full.prefix = full.prefix or partial.prefix

    def bearers(self, word: str, sitting: int | None) -> list[Entity]:
        """Who bears a single name, at one meeting where any there does, else in the document."""
        exact = self._by_word.get(word, [])
        here = [e for e in exact if e.listed and sitting is not None and sitting in e.sittings]
        for pool in (here, [e for e in exact if e.listed], exact):
            firsts = [e for e in pool if e.words[0] == word or word not in e.words]
            if firsts or pool:
                return firsts or [e for e in pool if e.words[-1] == word] or pool
        short = [e for e in self.everybody if (e.full or e.listed) and word in short_forms().get(e.words[0], ())]
        return [e for e in short if e.listed and sitting in e.sittings] or short or self._by_account(word)

    def _by_account(self, word: str) -> list[Entity]:
        """Whom the account `ann-b` or `ann_b` stands for, where the text says Ann."""
        accounts = (e for e in self.everybody if e.listed and len(e.words) == 1 and e.words[0].startswith(word))
        return [e for e in accounts if e.words[0][len(word) :][:1] in ("-", "_", ".", " ")]

    def only(self, word: str, offset: int) -> Entity | None:
        found = self.bearers(word, self.sitting_at(offset))
        return found[0] if len(found) == 1 else None

    def meaning(self, written: str, offset: int) -> Entity | None:
        """Whom some words mean at an offset: a name, part of one, initials, a handle or an office."""
        words = written.strip(' *_~@[]().,:;“”"')
        parts = split_name(words)
        core = words[parts.start : parts.end]
        folded = tuple(fold(word) for word in spaced(core).split())
        if not folded:
            return None
        if folded in self.by_words:
            return self.by_words[folded]
        handle = self.by_handle(words)
        if handle:
            return handle
        if len(folded) == 1:
            return self._one_word(core, folded[0], offset)
        office = self._office(words, offset)
        if office:
            return office
        return self.two_words(folded, offset)

    def _one_word(self, core: str, folded: str, offset: int) -> Entity | None:
        found = self.bearers(folded, self.sitting_at(offset))
        if found:
            return found[0] if len(found) == 1 else None
        if is_initials(core) or (len(folded) <= 3 and folded.isalpha() and core.isupper()):
            return self.by_initials(folded, offset)
        squeezed = [e for e in self.everybody if e.full and _is_squeezed(folded, e.words)]
        here = [e for e in squeezed if self.sitting_at(offset) in e.sittings]
        if len(here or squeezed) == 1:
            return (here or squeezed)[0]
        return self._office(core, offset)

    def by_initials(self, folded: str, offset: int) -> Entity | None:
        declared = [e for e in self.everybody if folded in e.initials]
        if len(declared) == 1:
            return declared[0]
        bearing = [e for e in self.everybody if len(e.words) > 1 and folded in initials_of(e.name)]
        sitting = self.sitting_at(offset)
        here = [e for e in bearing if e.listed and sitting in e.sittings]
        for pool in (here, [e for e in bearing if e.listed], bearing):
            exact = [e for e in pool if folded in ("".join(w[0] for w in e.words), e.words[0][0] + e.words[-1][0])]
            if pool:
                best = exact or pool
                return best[0] if len(best) == 1 else None
        return None

    def two_words(self, folded: tuple[str, ...], offset: int) -> Entity | None:
        """`Ann B`, `A Bee`, a short first name with the surname."""
        first, last = folded[0], folded[-1]
        fits = [
            e for e in self.everybody
            if e.full and (_first_names_agree(e.words[0], first) or (len(first) == 1 and e.words[0].startswith(first)))
            and (e.words[-1] == last or (len(last) == 1 and e.words[-1].startswith(last)))
        ]  # fmt: skip
        sitting = self.sitting_at(offset)
        here = [e for e in fits if sitting in e.sittings]
        best = here or fits
        return best[0] if len(best) == 1 else None

    def _office(self, words: str, offset: int) -> Entity | None:
        offices = offices_in(words)
        if len(offices) != 1:
            return None
        office = next(iter(offices))
        sitting = self.sitting_at(offset)
        holders = [e for e in self.everybody if (sitting, office) in e.offices]
        return holders[0] if len(holders) == 1 else None


def can_begin(word: str) -> bool:
    """Whether a name may begin with the word: a given name or an initial, not a particle such as `van`."""
    return len(word) == 1 or (word in given_names() and word not in vocabulary()["particles"])


def _surnames_agree(mine: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return mine[-1] == other[-1] and len(mine[-1]) > 1


def _first_names_agree(mine: str, other: str) -> bool:
    if mine == other or other in short_forms().get(mine, ()) or mine in short_forms().get(other, ()):
        return True
    return (len(other) == 1 and mine.startswith(other)) or (len(mine) == 1 and other.startswith(mine))


def _is_squeezed(word: str, name: tuple[str, ...]) -> bool:
    """`Abee` and `AnnSt` for Ann Bee and Ann St. Ives."""
    rest = word.removeprefix(name[0])
    return word == name[0][0] + name[-1] or (rest not in (word, "") and "".join(name[1:]).startswith(rest))


def _cased(name: str) -> str:
    """A name with words in capitals written as usual: `Ann BEE` is Ann Bee."""
    words = " ".join(name.split()).split(" ")
    if len(words) < 2:
        return words[0]
    return " ".join(
        word.capitalize() if word.isupper() and len(word) > 2 and "." not in word and word.isalpha() else word
        for word in words
    )


_OFFICE = re.compile(
    r"\b(?:(?P<deputy>vice|deputy|co)[- ]?)?"
    r"(?P<office>chair|clerk|secretary|treasurer|president|mayor|headteacher|principal|registrar|scribe|"
    r"bursar|convenor|convener|chief executive|ceo|director|"
    r"note[- ]?taker|facilitator|bosun|moderator|warden|auditor|solicitor)(?:man|woman|person)?\b",
    re.IGNORECASE,
)


def offices_in(words: str) -> set[str]:
    """The offices that some words name, in one spelling: `Vice-Chairman` is `vice chair`."""
    return {" ".join(filter(None, (m["deputy"], m["office"]))).lower() for m in _OFFICE.finditer(words)}
