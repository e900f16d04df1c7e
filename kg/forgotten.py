"""Whom and what a library must forget: keyed hashes, so that the list itself names nobody.

The key stands in the same file: whoever has the library can test a guess against the list, but
not read it. A name is found in a text by the hashes of the words that stand side by side in it.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from secrets import token_hex

from kg.durable import Step, no_step, replace_files
from kg.errors import LibraryError
from kg.identifiers import name_key

FILE = "forgotten.json"
MARK = "█"
_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+(?:['’ʼ`´](?:[^\W_]|[\u0300-\u036f])+)*")
_GAP = 6
"""Characters that may stand between the words of a name, as in a table or at the end of a line."""
_TITLES = frozenset("mr mrs ms miss mx dr prof professor cllr councillor sir dame lord lady captain judge rev".split())


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    key: str
    capital: bool


@dataclass(frozen=True)
class Forgotten:
    """The hashes of what is forgotten, and the most words that a forgotten name has."""

    key: str = ""
    marks: frozenset[str] = frozenset()
    longest: int = 0

    @cached_property
    def _hash(self) -> "blake2b":
        return blake2b(key=bytes.fromhex(self.key), digest_size=16)

    def mark(self, *parts: str) -> str:
        """The keyed hash of something to forget."""
        hash_ = self._hash.copy()
        hash_.update("\n".join(parts).encode())
        return hash_.hexdigest()

    def with_person(self, names: Iterable[str], in_documents: Iterable[tuple[str, str]]) -> "Forgotten":
        """With a person: full names and handles anywhere, and what names them in one document (id, words)."""
        keys = {form for name in names for form in _forms(name_key(name))}
        local = {(document_id, name_key(words)) for document_id, words in in_documents if name_key(words)}
        made = self if self.key else replace(self, key=token_hex(32))
        marks = {made.mark("name", key) for key in keys} | {made.mark("in", *pair) for pair in local}
        longest = max((len(key.split()) for key in (*keys, *(key for _, key in local))), default=0)
        return replace(made, marks=self.marks | marks, longest=max(self.longest, longest))

    def with_document(self, source: str, content_hash: str) -> "Forgotten":
        """With a document, known by where it was read from and by its bytes."""
        made = self if self.key else replace(self, key=token_hex(32))
        return replace(made, marks=self.marks | {made.mark("source", source), made.mark("content", content_hash)})

    def has_document(self, source: str, content_hash: str) -> bool:
        """Is a document forgotten that was read from there, or has these bytes?"""
        return bool(self.marks) and not self.marks.isdisjoint(
            {self.mark("source", source), self.mark("content", content_hash)}
        )

    def forms(self, text: str, document_id: str = "") -> frozenset[str]:
        """The name keys by which `text` names somebody forgotten: whole names, and their parts that stand alone."""
        if not self.longest:
            return frozenset()
        words, found = _words(text), set()
        for first, last in _side_by_side(text, words, self.longest):
            gram = " ".join(word.key for word in words[first : last + 1])
            if self.mark("name", gram) in self.marks or self.mark("in", document_id, gram) in self.marks:
                found.add(gram)
        full = [gram.split() for gram in found if " " in gram]
        firsts, lasts = {gram[0] for gram in full}, {gram[-1] for gram in full}
        shared = {
            word.key
            for at, word in enumerate(words)
            if word.key in firsts and _follows(text, words, at) not in (None, *lasts)
        }
        return frozenset(found | lasts | (firsts - shared))

    def redact(self, text: str, document_id: str = "", forms: frozenset[str] = frozenset()) -> str:
        """The text with whoever is forgotten blacked out, in as many characters; `forms` are blacked out too."""
        found = forms | self.forms(text, document_id)
        if not found:
            return text
        words, longest = _words(text), max(len(form.split()) for form in found)
        covered = list(text)
        for first, last in _side_by_side(text, words, longest):
            gram = " ".join(word.key for word in words[first : last + 1])
            if gram in found and (first < last or self._stands_alone(text, words, first)):
                for at in range(words[first].start, words[last].end):
                    if _WORD.match(text, at) or text[at] in "'’ʼ`´" or "\u0300" <= text[at] <= "\u036f":
                        covered[at] = MARK
        return "".join(covered)

    def _stands_alone(self, text: str, words: list[_Word], at: int) -> bool:
        """Is a single word no part of somebody else's name? A handle or a joined name is redacted in any case."""
        if self.mark("name", words[at].key) in self.marks:
            return True
        before = words[at - 1] if at else None
        if before and before.capital and text[before.end : words[at].start] == " " and before.key not in _TITLES:
            opening = text[: before.start].rstrip(" *-_[")
            if opening and opening[-1] not in "\n.:;|":
                return False
        return words[at].capital and _follows(text, words, at) is None


def load(folder: Path) -> Forgotten:
    """What a library's folder says is forgotten. Raises LibraryError where the list cannot be read."""
    path = folder / FILE
    try:
        content = json.loads(path.read_bytes())
        return Forgotten(content["key"], frozenset(content["marks"]), content["longest"])
    except FileNotFoundError:
        return Forgotten()
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise LibraryError(f"{path}: cannot be read ({problem}); restore it from a copy") from problem


def save(folder: Path, forgotten: Forgotten, step: Step = no_step) -> None:
    """Write the list."""
    content = {"key": forgotten.key, "longest": forgotten.longest, "marks": sorted(forgotten.marks)}
    replace_files(folder, [(FILE, (json.dumps(content, indent=1) + "\n").encode())], step)


def _forms(key: str) -> Iterator[str]:
    """A full name as it is written, the surname first, and in one word."""
    words = key.split()
    if words:
        yield key
    if len(words) > 1:
        yield " ".join([words[-1], *words[:-1]])
        yield "".join(words)
        yield "".join([words[-1], *words[:-1]])


def _words(text: str) -> list[_Word]:
    found = (
        _Word(m.start(), m.end(), name_key(m[0]).replace(" ", ""), m[0][0].isupper()) for m in _WORD.finditer(text)
    )
    return [word for word in found if word.key]


def _side_by_side(text: str, words: list[_Word], longest: int) -> Iterator[tuple[int, int]]:
    """First and last of every run of up to `longest` words that stand close together."""
    for first in range(len(words)):
        for last in range(first, min(first + longest, len(words))):
            if last > first and words[last].start - words[last - 1].end > _GAP:
                break
            yield first, last


def _follows(text: str, words: list[_Word], at: int) -> str | None:
    """The capitalised word right behind a word, as in a name; None where there is none."""
    if at + 1 == len(words):
        return None
    after = words[at + 1]
    return after.key if after.capital and text[words[at].end : after.start] == " " else None
