"""People known by one name only: speakers, accounts, titled and lone surnames, first names that act."""

import re
from collections.abc import Sequence
from functools import cached_property

from ingest.blocks import Structure
from ingest.listed_people import is_nobody
from ingest.people_given import may_be_person
from ingest.people_names import common_words, fold, given_names, is_initials, vocabulary
from ingest.people_register import People, offices_in
from ingest.people_spotting import acts_like_person
from ingest.people_surnames import TITLED, lone_surnames, titled_surnames
from ingest.people_text import Bodies, Token, handles
from ingest.turns import speakers
from kg.extraction import Span

_BESIDE = re.compile(
    r"\b(?P<first>[A-Z][a-z’'-]+(?: [A-Z][a-z’'-]+)?)(?:\s*[/&]\s*|,? and )(?P<second>[A-Z][a-z’'-]+)"
    r"(?=\s+(?:to|will|would|agreed|volunteered|offered|are|have)\b|[’']ll\b|:\s)"
)

_TASKED = re.compile(
    r"(?: {3,}|\| ?|<br>|^)(?:[A-Z]{2,3}(?:/| & | and ))?([A-Z]{2,3})(?= {3,}| ?\||<br>|[ \t]*$)", re.MULTILINE
)
"""Initials alone in a cell, a column or a line."""

_DOING = re.compile(
    r"(?<![\w/.-])([A-Z][A-Za-z]{0,2}[A-Z]) "
    r"(?=(?:agreed|asked|noted|opened|proposed|reported|said|suggested|thanked|to|will|welcomed)\b)"
)
"""Initials that act."""


class Singles:
    """Adds them to the people of one document, after all who are named in full."""

    def __init__(
        self,
        structure: Structure,
        words: Sequence[Token],
        people: People,
        bodies: Bodies,
        proposed: Sequence[Span],
        places: Sequence[Span] | None,
    ) -> None:
        self.structure, self.text = structure, structure.text
        self.lower = self.text.lower()
        self.words, self.people, self.bodies = words, people, bodies
        self.places = None if places is None else Bodies(places)
        held = Bodies(proposed)
        self._proposed = frozenset(word.start for word in words if word.capital and held.hold(word.start))

    def add(self) -> None:
        """Adds people known by one name only: speakers, handles, titled surnames, first names that act."""
        for block in self.structure.blocks:
            certain = block.kind == "turn" and block.speaker is not None
            for span in speakers(self.structure, block):
                self._seed_speaker(span, certain)
        self._account_names()
        self._titled_surnames()
        self._short_surnames()
        self._named_beside_others()
        if self._speakers_are_initials:
            for match in re.finditer(r"(?<![\w/#-])[A-Z]{2,3}(?= will [a-z])", self.text):
                self._seed_speaker(Span(*match.span()), certain=True)
        self._lone_surnames()
        for number, word in enumerate(self.words):
            given = word.capital and word.folded in given_names() and not self.bodies.hold(word.start)
            written = self.text[word.start : word.end]
            if written.isupper() and (len(written) > 3 or self.people.by_initials(word.folded, word.start)):
                continue
            if not given:
                continue
            acts = acts_like_person(self.text, self.words, number, word.start in self._proposed)
            if not acts and not (self.places is not None and may_be_person(self.text, self.words, number, self.places)):
                continue
            if self.people.only(word.folded, word.start) is None and not self.people.bearers(word.folded, None):
                self.people.add(self.text[word.start : word.end], 0.6 if acts else 0.5)

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
        certain = certain or (is_initials(written) and written.isupper() and self._speakers_are_initials)
        if certain and len(words) <= 3 and not (len(words) == 1 and fold(written) in common_words()):
            self.people.add(written, 0.7)

    def _short_surnames(self) -> None:
        """`PaulM`: a given name with the letter of a surname, as people tell namesakes apart."""
        for match in re.finditer(r"(?<![\w@/.#-])(?P<first>[A-Z][a-z]{2,})[A-Z](?![\w/.(-])", self.text):
            if fold(match["first"]) in given_names() and not self.bodies.hold(match.start()):
                self._seed_speaker(Span(*match.span()), certain=True)

    def _titled_surnames(self) -> None:
        for title, surname in titled_surnames(self.text, self.words, self._proposed):
            if not any(surname.folded in e.words for e in self.people.everybody):
                entity = self.people.add(self.text[surname.start : surname.end], TITLED)
                entity.prefix = entity.prefix or self.text[title.start : title.end]

    def _lone_surnames(self) -> None:
        for written, confidence in lone_surnames(self.text, self.words, self._proposed, self.bodies):
            if not self.people.bearers(fold(written), None):
                self.people.add(written, confidence)

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

    @property
    def initials_speak(self) -> bool:
        """Whether the text lets people speak, act, or be given tasks under their initials."""
        if self._speakers_are_initials:
            return True
        places = (match for pattern in (_TASKED, _DOING) for match in pattern.finditer(self.text))
        meant = {id(self.people.by_initials(fold(match[1]), match.start())) for match in places} - {id(None)}
        return len(meant) > 1

    @cached_property
    def _speakers_are_initials(self) -> bool:
        named = (span for block in self.structure.blocks for span in speakers(self.structure, block))
        written = ((self.text[span.start : span.end], span.start) for span in named)
        return any(is_initials(words) and self.people.meaning(words, start) is not None for words, start in written)
