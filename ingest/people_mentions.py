"""Where people are named: every place that uses a known form, the longest form first."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from ingest.blocks import Structure
from ingest.people_names import common_words, fold, given_names, is_initials, vocabulary
from ingest.people_register import Entity, People, offices_in
from ingest.people_text import Bodies, Token, handles
from ingest.turns import speakers
from kg.extraction import Span

_AND_CO = re.compile(r"(?:[’']s)? & ")
Placed = dict[int, tuple[int, Entity]]
"""Start of a mention to its end and whom it means."""


class Placer:
    """Finds the mentions of one document."""

    def __init__(
        self, structure: Structure, words: Sequence[Token], people: People, bodies: Bodies, initials: bool
    ) -> None:
        self.structure, self.text = structure, structure.text
        self.words, self.people, self.bodies, self.initials = words, people, bodies, initials

    def mentions(self, fixed: Placed) -> list[tuple[Span, Entity]]:
        """All mentions in text order without overlaps; those in `fixed` stand whatever the text says."""
        found: Placed = dict(fixed)
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
        mentions: list[tuple[Span, Entity]] = []
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
        for words, entity in list(self.people.by_words.items()):
            table[words[0]].add(words)
            if entity.full and len(words) > 2:
                short = (words[0], words[-1])
                if self.people.by_words.setdefault(short, entity) is entity:
                    table[words[0]].add(short)
        for entity in self.people.everybody:
            for alias in entity.aliases:
                words = tuple(fold(word) for word in alias.split())
                if words and not alias.startswith("@") and self.people.by_words.setdefault(words, entity) is entity:
                    table[words[0]].add(words)
        return {first: sorted(forms, key=len, reverse=True) for first, forms in table.items()}

    def _mention_at(self, position: int, forms: dict[str, list[tuple[str, ...]]]) -> tuple[int, Entity | None]:
        word = self.words[position]
        if self.bodies.hold(word.start):
            return 1, None
        for form in forms.get(word.folded, ()):
            if len(form) > 1 and self._matches(position, form):
                return len(form), self.people.by_words[form]
        if not word.capital:
            return 1, self._nick(word)
        both = self._with_an_initial(position)
        return (2, both) if both else (1, self._single(position))

    def _with_an_initial(self, position: int) -> Entity | None:
        """Whom `A Bee` or `Ann B` names here."""
        word = self.words[position]
        following = self.words[position + 1] if position + 1 < len(self.words) else None
        if following is None or not (following.joined and following.capital):
            return None
        lengths = min(len(word.folded), 2), min(len(following.folded), 2)
        if lengths not in ((1, 2), (2, 1)) or (lengths == (2, 1) and following.folded in ("i", "a")):
            return None
        if lengths == (2, 1) and self._single(position) is None:
            return None
        return self.people.two_words((word.folded, following.folded), word.start)

    def _nick(self, word: Token) -> Entity | None:
        """Whom a word in small letters names: somebody known by exactly that, or by it as a handle."""
        if len(word.folded) < 2 or word.folded in common_words() or word.folded in vocabulary()["not_in_names"]:
            return None
        return self._nicks.get(self.text[word.start : word.end])

    @cached_property
    def _nicks(self) -> dict[str, Entity]:
        """Everybody who is known by a name in small letters or by an account, by that name."""
        found: dict[str, Entity] = {}
        for entity in self.people.everybody:
            small = [name for name in (entity.name, *entity.aliases) if name.islower() and " " not in name]
            accounts = [entity.handle] if entity.handle else []
            for name in (*(name for name in small if entity.listed or len(name) > 2), *accounts):
                if len(name) > 2 or name in small:
                    found.setdefault(name, entity)
        return found

    def _matches(self, position: int, form: tuple[str, ...]) -> bool:
        words = self.words[position : position + len(form)]
        return (
            len(words) == len(form)
            and all(word.folded == part for word, part in zip(words, form, strict=True))
            and all(word.joined or word.wrapped for word in words[1:])
            and (words[0].capital or words[-1].capital)
        )

    def _single(self, position: int) -> Entity | None:
        """Whom one capitalised word names here, where it can name anybody."""
        word, rules = self.words[position], vocabulary()
        if len(word.folded) < 2:
            return None
        if word.folded in rules["not_in_names"] and word.folded not in given_names():
            return self._declared_initials(word)
        before = self.words[position - 1] if position else None
        titled = before is not None and word.joined and before.folded in rules["surname_prefixes"]
        found = self.people.bearers(word.folded, self.people.sitting_at(word.start))
        if titled:
            bearing = [e for e in self.people.everybody if e.words[-1] == word.folded]
            here = [e for e in bearing if self.people.sitting_at(word.start) in e.sittings]
            found = here if len(here) == 1 else bearing or found
        entity = found[0] if len(found) == 1 else None
        if entity is None:
            entity = self._initials_in_text(word) or self._handle_as_name(position)
        if entity is None or titled:
            return entity
        return entity if self._stands_alone(position, entity) else None

    def _handle_as_name(self, position: int) -> Entity | None:
        """`Wren` for somebody with the account wren; an ordinary word only where it acts like a person."""
        word = self.words[position]
        following = self.words[position + 1] if position + 1 < len(self.words) else None
        acts = following is not None and following.joined and following.folded in vocabulary()["person_verbs"]
        if len(word.folded) < 3 or (
            (word.folded in common_words() or word.folded in vocabulary()["not_in_names"]) and not acts
        ):
            return None
        return next((e for e in self.people.everybody if e.listed and (e.handle or "").lower() == word.folded), None)

    def _declared_initials(self, word: Token) -> Entity | None:
        """Whom `BE` means where a list says that these are somebody's initials."""
        written = self.text[word.start : word.end]
        declared = [e for e in self.people.everybody if word.folded in e.initials] if written.isupper() else []
        return declared[0] if len(declared) == 1 else None

    def _initials_in_text(self, word: Token) -> Entity | None:
        written = self.text[word.start : word.end]
        if not is_initials(written) or not self.initials:
            return None
        return self.people.by_initials(word.folded, word.start)

    def _stands_alone(self, position: int, entity: Entity) -> bool:
        """Is one word here a person, rather than part of another name or an ordinary word?"""
        word, rules = self.words[position], vocabulary()
        if word.folded in entity.initials and self.text[word.start : word.end].isupper():
            return True
        if self._goes_on(position, entity) or self._is_begun(position):
            return False
        if word.folded not in rules["ambiguous"] and word.folded not in common_words():
            return True
        if self.text[word.end : word.end + 1] == ":" or self.text[word.start - 1 : word.start] in ("[", "@"):
            return True
        if self._precedes_verb(position):
            return self._acts(position)
        return self._is_no_month(position) or self._opens_a_row(position)

    def _opens_a_row(self, position: int) -> bool:
        """`Grace, Bill and Ann`: a word that other names follow is one."""
        word = self.words[position]
        row = re.compile(r"(?:, | and | & )(?=[A-Z])").match(self.text, word.end)
        following = self.words[position + 1] if position + 1 < len(self.words) else None
        return row is not None and following is not None and bool(self.people.bearers(following.folded, None))

    def _goes_on(self, position: int, entity: Entity) -> bool:
        """Does another name go on behind this word: `Ann Street`?"""
        following = self.words[position + 1] if position + 1 < len(self.words) else None
        if following is not None and _AND_CO.fullmatch(self.text, self.words[position].end, following.start):
            return following.capital and not self.people.bearers(following.folded, None)
        if following is None or not (following.joined and following.capital):
            return False
        if following.folded in vocabulary()["not_in_names"] or following.folded in entity.words:
            return True
        unknown = following.folded not in common_words() and not self.people.bearers(following.folded, None)
        return unknown and not following.opens and len(following.folded) > 1

    def _is_begun(self, position: int) -> bool:
        """Does another name end with this word: `Lake Ann`?"""
        word, before = self.words[position], self.words[position - 1] if position else None
        if before is None or not (word.joined and before.capital) or before.opens:
            return False
        known = (common_words(), vocabulary()["person_verbs"], vocabulary()["prefixes"])
        return not any(before.folded in words for words in known)

    def _precedes_verb(self, position: int) -> bool:
        following = self.words[position + 1] if position + 1 < len(self.words) else None
        return following is not None and following.joined and following.folded in vocabulary()["person_verbs"]

    def _acts(self, position: int) -> bool:
        """Is `Will` in `Will to` a person? Not where it may be the verb that opens a sentence."""
        word, following = self.words[position], self.words[position + 1]
        verb = word.folded in ("will", "may", "can") and following.folded in ("to", "not", "have", "and")
        return not (word.opens and verb)

    def _is_no_month(self, position: int) -> bool:
        word, before = self.words[position], self.words[position - 1] if position else None
        if word.folded == "will":
            return before is not None and before.folded in vocabulary()["person_cues"] and not word.opens
        return not word.opens and word.folded not in ("may", "march", "april", "june", "august", "jan")

    def _mark_speakers(self, found: Placed) -> None:
        for block in self.structure.blocks:
            for span in speakers(self.structure, block):
                if span.start in found or _overlaps(
                    [(s, e) for s, (e, _) in found.items() if abs(s - span.start) < 60], span.start, span.end
                ):
                    continue
                written = self.text[span.start : span.end]
                if fold(written) in vocabulary()["not_speakers"]:
                    continue
                entity = self.people.meaning(written, span.start)
                if entity is not None and not offices_in(written):
                    found[span.start] = (span.end, entity)

    def _mark_handles(self, found: Placed) -> None:
        named = {(self.text[end : end + 3].count("("), id(entity), end) for end, entity in found.values()}
        near = defaultdict[int, list[int]](list)
        for _, entity_id, end in named:
            near[entity_id].append(end)
        for span in handles(self.text):
            entity = self.people.by_handle(self.text[span.start + 1 : span.end])
            if entity is None or span.start in found:
                continue
            attached = any(
                0 <= span.start - end <= 40
                and "\n" not in self.text[end : span.start]
                and re.fullmatch(r"[\s*_]*(?:[(\[][^)\]\n]*[)\]]?)?[\s(\[,–-]*", self.text[end : span.start])
                for end in near[id(entity)]
            )
            if not attached:
                found[span.start] = (span.end, entity)


def _overlaps(covered: list[tuple[int, int]], start: int, end: int) -> bool:
    place = bisect_right(covered, (start, 1 << 60))
    before = place > 0 and covered[place - 1][1] > start
    return before or (place < len(covered) and covered[place][0] < end)
