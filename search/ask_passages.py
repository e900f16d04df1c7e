"""The best passages for a question that the graph cannot answer: shown as such, never as an answer."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kg.errors import QueryError
from search.answers import Passage

if TYPE_CHECKING:
    from kg.library import Library
    from search.engine import SearchEngine

_MOST = 5
"""Passages, each with the few sentences of its snippet."""

Passages = Callable[[str], Sequence[Passage]]
"""From a question to sentences that fit it, best first."""


def passages_of(library: "Library") -> Passages:
    """A search of the library's passages; the index is opened with the first question, not before."""

    def find(question: str) -> Sequence[Passage]:
        from search.catch_up import open_index

        engine = open_index(library)
        try:
            return best_passages(engine, question)
        finally:
            engine.close()

    return find


def best_passages(engine: "SearchEngine", question: str) -> list[Passage]:
    """The sentences that fit the words of a question best, those of the best passage first."""
    from search.engine import SearchRequest

    plain = " ".join("".join(sign if sign.isalnum() or sign in "'’" else " " for sign in question).split())
    try:
        hits = engine.search(SearchRequest(plain, limit=_MOST)).hits
    except QueryError:
        return []
    return [
        Passage(hit.document, hit.title, hit.date or "", sentence.span.start, sentence.span.end, sentence.text)
        for hit in hits
        for sentence in hit.snippet
    ]
