"""The search engine over Whoosh: see `search.engine` for what it promises.

One folder holds one index. Every writer takes the lock beside it; readers keep the generation
they opened and take the next one with their next question.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import LibraryError
from search.completion import complete
from search.docsets import Docset, docset, mask, members
from search.documents import Annotations
from search.engine import (
    MOST_HITS,
    PAGE,
    Change,
    Completion,
    Facet,
    FacetName,
    Hit,
    SearchRequest,
    SearchResult,
    Sort,
)
from search.entity_names import EntityNames
from search.entries import FORMAT, annotations, annotations_of, entities
from search.evaluation import Evaluation
from search.facets import facet_of, field_of
from search.meaning import Meaning
from search.open_index import LEAST_ALIKE, LIKE_TERMS, MOST_BY_MEANING, NEAREST, Near, OpenIndex, Ranked, hit
from search.telling import telling_terms
from search.whoosh_ranking import add_feedback, add_terms, fused, ranked, scores_of
from search.whoosh_snapshot import Snapshot

if TYPE_CHECKING:
    from search.whoosh_vectors import PassageVectors, VectorMaker

WAIT_SECONDS = 30.0
"""How long a writer waits for another."""


class WhooshEngine:
    """A `search.engine.SearchEngine` in a folder, made where there is none.

    An index that cannot be read, or is of another format, is deleted and begun anew: it is made from
    records, and `search.catch_up` fills it.
    """

    def __init__(self, folder: Path, wait_seconds: float = WAIT_SECONDS, meaning: Meaning | None = None) -> None:
        """With `meaning` it ranks by what passages mean too, where a request asks for it."""
        self._folder = folder
        self._meaning = meaning
        self._model = meaning.name if meaning else ""
        self._wait_seconds = wait_seconds
        self._index = self._opened()
        self._open_snapshot: _Open | None = None

    def _opened(self) -> Any:
        with self._lock():
            try:
                return _open(self._folder, self._model)
            except OSError as problem:
                raise LibraryError(
                    f"{self._folder}: the search index cannot be opened: {problem.strerror}"
                ) from problem
            except Exception:  # noqa: BLE001 - whatever Whoosh or pickle make of a damaged index, it is made anew
                shutil.rmtree(self._folder, ignore_errors=True)
                return _open(self._folder, self._model)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        from filelock import FileLock, Timeout

        try:
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._folder.with_name(self._folder.name + ".lock"), timeout=self._wait_seconds)
            with lock:
                yield
        except Timeout:
            raise LibraryError(
                f"{self._folder}: another process has been writing the search index for more than "
                f"{self._wait_seconds:g} seconds; try again later."
            ) from None

    @property
    def _now(self) -> "_Open":
        """The newest generation of the index."""
        opened = self._open_snapshot
        if opened is None or opened.passages.generation != self._index.latest_generation():
            opened = self._open_snapshot = _Open(Snapshot(self._index.refresh()), self._meaning)
        return opened

    def close(self) -> None:
        if self._open_snapshot is not None:
            self._open_snapshot.passages.close()
            self._open_snapshot = None
        self._index.close()

    def fingerprint(self) -> str:
        return str(self._now.passages.state.get("fingerprint", ""))

    def stamps(self) -> dict[str, str]:
        snapshot = self._now.passages
        titles = members(snapshot.having("type", "document"), snapshot.size)
        return {shown["document"]: shown["stamp"] for shown in map(snapshot.stored, titles)}

    def entity_stamp(self) -> str | None:
        return self._now.passages.state.get("entity_stamp")

    def change(self, change: Change) -> None:
        from search.whoosh_writing import write

        with self._lock():
            snapshot = self._now.passages
            try:
                write(self._index.refresh(), change, snapshot.state, self._model, self._vectors_of(snapshot))
            except OSError as problem:
                raise LibraryError(
                    f"{self._folder}: the search index cannot be written: {problem.strerror}; "
                    "records are safe, free some space and try again."
                ) from problem

    def _vectors_of(self, snapshot: Snapshot) -> "VectorMaker | None":
        if self._meaning is None:
            return None
        from search.whoosh_vectors import VectorMaker

        return VectorMaker(self._meaning, snapshot)

    def search(self, request: SearchRequest) -> SearchResult:
        return self._now.answer(request)

    def complete(self, beginning: str, limit: int = 10) -> tuple[Completion, ...]:
        opened = self._now
        return complete(opened.passages, opened.names, beginning, limit)

    def like(self, document: str, start: int, limit: int = PAGE) -> tuple[Hit, ...]:
        return self._now.like(document, start, limit)

    def annotations(self, documents: Sequence[str]) -> dict[str, Annotations]:
        snapshot = self._now.passages
        found = {one: snapshot.numbers("unit", annotations_of(one)) for one in documents}
        return {one: annotations(snapshot.stored(numbers[-1])) for one, numbers in found.items() if numbers}


def _open(folder: Path, model: str) -> Any:
    """The index in a folder with vectors of this model, if any, begun where there is none.

    Raises whatever Whoosh raises on a damaged one, ValueError on one of another format or model.
    """
    from whoosh import index

    from search.whoosh_schema import schema

    folder.mkdir(parents=True, exist_ok=True)
    if not index.exists_in(folder):
        return index.create_in(folder, schema(vectors=bool(model)))
    found = index.open_dir(folder)
    snapshot = Snapshot(found)
    try:
        if snapshot.size and (snapshot.state.get("format"), snapshot.state.get("meaning", "")) != (FORMAT, model):
            raise ValueError("the index is of another format or model")
    finally:
        snapshot.close()
    return found


class _Open(OpenIndex):
    """A snapshot and the names in it."""

    passages: Snapshot

    def __init__(self, passages: Snapshot, meaning: Meaning | None) -> None:
        super().__init__(passages)
        self._meaning = meaning

    @cached_property
    def _vectors(self) -> "PassageVectors":
        from search.whoosh_vectors import PassageVectors

        return PassageVectors(self.passages)

    @cached_property
    def names(self) -> EntityNames:
        return EntityNames(entities(self.passages.state))

    def near(self, words: str, among: Docset) -> Near | None:
        if self._meaning is None:
            return None
        nearest = self._vectors.nearest(self._meaning.vectors([words])[0], among, self.passages.size, NEAREST)
        alike = [number for number, likeness in nearest[:MOST_BY_MEANING] if likeness >= LEAST_ALIKE]
        return Near([number for number, _ in nearest], docset(alike, self.passages.size))

    def rank(self, run: Evaluation, found: Docset, sort: Sort, offset: int, limit: int, near: Near | None) -> Ranked:
        scores = scores_of(run, self.passages.size)
        if sort == "relevance":
            add_feedback(self.passages, found, scores, len(run.scorers))
        if near and sort == "relevance":
            scores = fused(self.passages, found, scores, near)
        both = found | near.passages if near else found
        chosen = ranked(self.passages, both, scores, sort, offset + limit)[offset:]
        return Ranked(
            both.bit_count(),
            (found & run.every_word).bit_count(),
            [(self.passages.stored(number), scores[number]) for number in chosen],
            frozenset(place for place, number in enumerate(chosen) if not found >> number & 1),
        )

    def facets(self, found: Docset, wanted: Sequence[FacetName], most: int) -> dict[FacetName, Facet]:
        found_mask = mask(found, self.passages.size)
        return {
            facet: facet_of(
                {
                    value: postings.count(found, found_mask)
                    for value, postings in self.passages.values(field_of(facet)).items()
                },
                self.names,
                facet,
                most,
            )
            for facet in wanted
        }

    def known_like(self, word: str) -> dict[str, int]:
        return self.passages.vocabulary

    def like(self, document: str, start: int, limit: int) -> tuple[Hit, ...]:
        inside = self.passages.having("unit", document)
        shown = {number: self.passages.stored(number) for number in members(inside, self.passages.size)}
        itself = [number for number, one in shown.items() if one.get("start") == start]
        if not itself:
            return ()
        run = Evaluation(self.passages, self.names)
        run.terms = telling_terms(self.passages, [(shown[itself[0]]["text"], 1.0)], LIKE_TERMS)
        scores = [0.0] * self.passages.size
        add_terms(self.passages, scores, run.terms, 1.0)
        others = self.passages.having("type", "passage") & ~(1 << itself[0])
        best = ranked(self.passages, others, scores, "relevance", min(limit, MOST_HITS))
        return tuple(hit(self.passages.stored(number), scores[number], run) for number in best if scores[number] > 0)
