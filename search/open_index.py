"""What every search engine does alike with an index as it stands: read a query, tell what it found and what is near."""

import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.extraction import Span
from search.analysis import Token, fold, is_stop_word, tokens
from search.engine import (
    MOST_HITS,
    NOTHING_NEAR,
    Facet,
    FacetName,
    FoundEntity,
    Hit,
    SearchRequest,
    SearchResult,
    Sort,
)
from search.entity_names import EntityNames
from search.evaluation import Evaluation, Found, Passages
from search.query_language import parse
from search.query_tree import Dates, Either, FieldValue, Group, Node, Phrase, Query, Word
from search.snippets import Snippet, snippet
from search.spelling import nearest

LIKE_TERMS = 16
"""Terms of a passage by which others like it are found."""


NEAREST = 1000
"""Passages of a ranking by meaning."""
NEAREST_IN_MEANING = "Results that hold none of the words, and say something alike."
MOST_BY_MEANING = 20
LEAST_ALIKE = 0.35
"""The nearest of them that are at least so like (cosine) are found though they hold none of the words; the others
only rank what holds some. That is as good as to find them all, on the halves of queries that are looked at."""
FEWEST_WORDS = 2
"""A single word is taken at its word; from two on, meaning was seen to help."""


@dataclass(frozen=True, slots=True)
class Near:
    """Passages near in meaning to what is asked: their numbers, the nearest first, and those found by that alone."""

    order: Sequence[int]
    passages: Found


@dataclass(frozen=True, slots=True)
class Ranked:
    """How many were found, how many of them hold all words, and what is shown of one page of them, with scores.

    `by_meaning`: places on the page of those that hold none of the words.
    """

    total: int
    of_all_words: int
    page: Sequence[tuple[Mapping[str, Any], float]]
    by_meaning: Collection[int] = ()


class OpenIndex(ABC):
    """One state of an index: its passages, and the names in it."""

    def __init__(self, passages: Passages) -> None:
        self.passages = passages

    @property
    @abstractmethod
    def names(self) -> EntityNames:
        """The names of the library's entities."""

    @abstractmethod
    def rank(self, run: Evaluation, found: Found, sort: Sort, offset: int, limit: int, near: Near | None) -> Ranked:
        """One page of what was found and of what is near. Ties keep the order of the index, undated ones come last."""

    def near(self, words: str, among: Found) -> Near | None:
        """The passages of a set that are nearest in meaning to some words; None where the index does not know."""
        return None

    @abstractmethod
    def facets(self, found: Found, wanted: Sequence[FacetName], most: int) -> dict[FacetName, Facet]:
        """What was found, counted."""

    @abstractmethod
    def known_like(self, word: str) -> Mapping[str, int]:
        """Words of the index among which the nearest to this one are; with how many passages hold each."""

    def answer(self, request: SearchRequest) -> SearchResult:
        """What a request finds, and where it finds nothing, what is near. Raises QueryError where it cannot be run."""
        query = parse(request.query) if request.query.strip() else Query(Group())
        result = self.search(request, query)
        if result.total or not request.suggest:
            return result
        nearby = self.nearby(request, query, result)
        return replace(result, nearby=nearby, notes=result.notes if nearby else (*result.notes, NOTHING_NEAR))

    def search(self, request: SearchRequest, query: Query, *, by_meaning_alone: bool = False) -> SearchResult:
        """What a request with this query finds; `by_meaning_alone` finds what is near though no passage has a word."""
        run = Evaluation(self.passages, self.names, list(query.notes))
        filters = run.request_filters(request)
        found = run.group(query.root) & filters
        fewest = 1 if by_meaning_alone else FEWEST_WORDS
        wanted = request.by_meaning and (found or by_meaning_alone)
        near = self.near_words(query.root, filters, fewest) if wanted else None
        sort = "newest" if request.sort == "relevance" and not run.scorers else request.sort
        offset, limit = max(0, request.offset), max(0, min(request.limit, MOST_HITS))
        ranked = self.rank(run, found, sort, offset, limit, near)
        if run.unknown:
            run.notes.append(f"No passage holds {' or '.join(map(repr, run.unknown))}.")
        if ranked.by_meaning:
            run.notes.append("What was found by meaning holds none of the words, and says something alike.")
        if limit < request.limit:
            run.notes.append(f"A page holds at most {MOST_HITS} hits.")
        return SearchResult(
            query=request.query,
            total=ranked.total,
            hits=tuple(
                hit(shown, score, run, by_meaning=place in ranked.by_meaning, cut=request.snippets)
                for place, (shown, score) in enumerate(ranked.page)
            ),
            offset=offset,
            of_all_words=ranked.of_all_words,
            facets=self.facets(found | near.passages if near else found, request.facets, request.facet_values),
            entities=tuple(FoundEntity(entity.iri, entity.kind, entity.label) for entity in run.entities.values()),
            notes=tuple(dict.fromkeys(run.notes)),
            did_you_mean=self.corrected(request.query, run.unknown) if request.suggest else None,
        )

    def near_words(self, root: Group, filters: Found, fewest: int = FEWEST_WORDS) -> Near | None:
        """What is near to the plain words of a query; None where they are few, or it holds other things but filters."""
        asked = [part.text for part in root.may if isinstance(part, Word) and not part.prefix]
        is_plain = len(asked) == len(root.may) and all(map(_is_filter, root.must))
        if not is_plain or sum(not is_stop_word(word) for word in asked) < fewest:
            return None
        run = Evaluation(self.passages, self.names)
        return self.near(" ".join(asked), run.group(replace(root, may=())) & filters)

    def corrected(self, query: str, unknown: list[str]) -> str | None:
        """The query with each unknown word replaced by the nearest known one; None where none is near."""
        better = query
        for written in unknown:
            near = nearest(fold(written), self.known_like(fold(written)))
            word = next((word for word in near if self.passages.in_use("word", word)), None)
            if word:
                better = re.sub(rf"(?<!\w){re.escape(written)}(?!\w)", word, better)
        return better if better != query else None

    def nearby(self, request: SearchRequest, query: Query, result: SearchResult) -> SearchResult | None:
        """The first of these that finds something: the query corrected, by its meaning, loosened, without filters."""
        tries: list[tuple[str, SearchRequest, Query]] = []
        if result.did_you_mean:
            corrected = replace(request, query=result.did_you_mean)
            tries.append((f"Results for {result.did_you_mean} instead.", corrected, parse(result.did_you_mean)))
        tries.append((NEAREST_IN_MEANING, request, query))
        loose = Query(_loosened(query.root))
        tries.append(("Results that hold some of the words.", request, loose))
        unfiltered = replace(request, filters=(), dates=None)
        tries.append(("Results without the filters.", unfiltered, query))
        words = Query(replace(loose.root, must=()))
        if words.root.may:
            tries.append(("Results for the words alone, without filters.", unfiltered, words))
        for note, changed, parsed in tries:
            found = self.search(changed, parsed, by_meaning_alone=note is NEAREST_IN_MEANING)
            if found.total:
                return replace(found, notes=(note, *found.notes))
        return None


def hit(shown: Mapping[str, Any], score: float, run: Evaluation, *, by_meaning: bool = False, cut: bool = True) -> Hit:
    """A hit from what the index stores of it; its snippet only where it is to be `cut`."""

    def weigh(token: Token) -> float:
        return run.terms.get(token.term) or (1.0 if token.word in run.words else 0.0)

    start: int | None = shown.get("start")
    part = snippet(shown["text"], start or 0, weigh) if cut else Snippet((), False, False, ())
    return Hit(
        document=shown["document"],
        title=shown["title"],
        kind=shown["kind"],
        date=shown["date"],
        heading=shown.get("heading", ""),
        span=None if start is None else Span(start, start + len(shown["text"])),
        snippet=part.sentences,
        score=score,
        cut_before=part.cut_before,
        cut_after=part.cut_after,
        gaps=part.gaps,
        by_meaning=by_meaning,
    )


def _loosened(node: Group) -> Group:
    """Filters stay; phrases, musts and choices become single words, any of which will do."""
    asked = (*node.must, *node.may)
    return Group(tuple(filter(_is_filter, asked)), tuple(word for part in asked for word in _words(part)), node.without)


def _is_filter(node: Node) -> bool:
    return isinstance(node, FieldValue | Dates)


def _words(node: Node) -> Iterator[Word]:
    match node:
        case Word():
            yield node
        case Phrase(text):
            yield from (Word(text[token.start : token.end]) for token in tokens(text))
        case Either(parts):
            for part in parts:
                yield from _words(part)
        case Group(must, may):
            for part in (*must, *may):
                yield from _words(part)
