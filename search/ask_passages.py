"""Where the words of a question stand in the documents: the best sentences, and the passages they are in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import QueryError
from search.answers import Passage

if TYPE_CHECKING:
    from kg.library import Library
    from search.documents import Annotations
    from search.engine import Hit, SearchEngine

_MOST = 5
"""Passages, each with the few sentences of its snippet."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or an item of a document, `[start, end)` of its text, with the headings above it."""

    document: str
    """IRI of the document."""
    title: str
    date: str
    heading: str
    start: int
    end: int


class Finder:
    """A full-text search as questions need it, its engine taken when something is first looked for.

    `base` is that of the library's IRIs.
    """

    def __init__(self, base: str, engine: "Callable[[], SearchEngine]") -> None:
        self._base = base
        self._engine = engine

    def sentences(self, question: str) -> Sequence[Passage]:
        """The sentences that fit the words of a question best, those of the best passage first."""
        return [
            Passage(hit.document, hit.title, hit.date or "", sentence.span.start, sentence.span.end, sentence.text)
            for hit in self._hits(question, _MOST, shown=True)
            for sentence in hit.snippet
        ]

    def blocks(self, words: str, most: int, dates: str | None = None) -> Sequence[Block]:
        """The passages that fit some words best, at most so many; of documents of some time, an EDTF interval."""
        return [
            Block(
                f"{self._base}doc/{hit.document}", hit.title, hit.date or "", hit.heading, hit.span.start, hit.span.end
            )
            for hit in self._hits(words, most, dates)
            if hit.span
        ]

    def annotations(self, documents: Sequence[str]) -> "Mapping[str, Annotations]":
        """What was read in some documents, by IRI; those that the index does not hold are left out."""
        start = f"{self._base}doc/"
        found = self._engine().annotations([one.removeprefix(start) for one in documents])
        return {f"{start}{name}": one for name, one in found.items()}

    def _hits(self, words: str, most: int, dates: str | None = None, *, shown: bool = False) -> "Sequence[Hit]":
        from search.engine import SearchRequest

        plain = " ".join("".join(sign if sign.isalnum() or sign in "'’" else " " for sign in words).split())
        try:
            request = SearchRequest(plain, dates=dates, limit=most, suggest=False, snippets=shown)
            return self._engine().search(request).hits
        except QueryError:
            return ()


@contextmanager
def finder_of(library: "Library") -> Iterator[Finder]:
    """A search of the library's passages; the index is opened when something is first looked for, not before."""
    opened: list[SearchEngine] = []

    def engine() -> "SearchEngine":
        if not opened:
            from search.catch_up import open_index

            opened.append(open_index(library))
        return opened[0]

    try:
        yield Finder(library.base, engine)
    finally:
        for one in opened:
            one.close()
