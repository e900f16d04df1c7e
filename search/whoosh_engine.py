"""The search engine over Whoosh: see `search.engine` for what it promises.

One folder holds one index. Every writer takes the lock beside it; readers keep the generation
they opened and take the next one with their next question.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.errors import LibraryError
from kg.extraction import Span
from search.analysis import Token, fold, tokens
from search.completion import complete
from search.docsets import Docset, members
from search.engine import (
    MOST_HITS,
    PAGE,
    Change,
    Completion,
    FoundEntity,
    Hit,
    SearchRequest,
    SearchResult,
)
from search.entity_names import EntityNames
from search.evaluation import Evaluation, ranked
from search.facets import count
from search.query_language import Dates, Either, FieldValue, Group, Node, Phrase, Query, Word, parse
from search.snippets import snippet
from search.spelling import nearest
from search.telling import add_feedback, add_terms, telling_terms
from search.whoosh_snapshot import Snapshot

WAIT_SECONDS = 30.0
"""How long a writer waits for another."""
LIKE_TERMS = 16
"""Terms of a passage by which others like it are found."""


class WhooshEngine:
    """A `search.engine.SearchEngine` in a folder, made where there is none.

    An index that cannot be read, or is of another format, is deleted and begun anew: it is made from
    records, and `search.catch_up` fills it.
    """

    def __init__(self, folder: Path, wait_seconds: float = WAIT_SECONDS) -> None:
        self._folder = folder
        self._wait_seconds = wait_seconds
        self._index = self._opened()
        self._open_snapshot: _Open | None = None

    def _opened(self) -> Any:
        with self._lock():
            try:
                return _open(self._folder)
            except OSError as problem:
                raise LibraryError(
                    f"{self._folder}: the search index cannot be opened: {problem.strerror}"
                ) from problem
            except Exception:  # noqa: BLE001 - whatever Whoosh or pickle make of a damaged index, it is made anew
                shutil.rmtree(self._folder, ignore_errors=True)
                return _open(self._folder)

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
        if opened is None or opened.snapshot.generation != self._index.latest_generation():
            opened = self._open_snapshot = _Open(Snapshot(self._index.refresh()))
        return opened

    def close(self) -> None:
        if self._open_snapshot is not None:
            self._open_snapshot.snapshot.close()
            self._open_snapshot = None
        self._index.close()

    def fingerprint(self) -> str:
        return str(self._now.snapshot.state.get("fingerprint", ""))

    def stamps(self) -> dict[str, str]:
        snapshot = self._now.snapshot
        titles = members(snapshot.having("type", "document"), snapshot.size)
        return {shown["document"]: shown["stamp"] for shown in map(snapshot.stored, titles)}

    def entity_stamp(self) -> str | None:
        return self._now.snapshot.state.get("entity_stamp")

    def change(self, change: Change) -> None:
        from search.whoosh_writing import write

        with self._lock():
            try:
                write(self._index.refresh(), change, self._now.snapshot.state)
            except OSError as problem:
                raise LibraryError(
                    f"{self._folder}: the search index cannot be written: {problem.strerror}; "
                    "records are safe, free some space and try again."
                ) from problem

    def search(self, request: SearchRequest) -> SearchResult:
        opened = self._now
        query = parse(request.query) if request.query.strip() else Query(Group())
        result = opened.search(request, query)
        return result if result.total else replace(result, nearby=opened.nearby(request, query, result))

    def complete(self, beginning: str, limit: int = 10) -> tuple[Completion, ...]:
        opened = self._now
        return complete(opened.snapshot, opened.names, beginning, limit)

    def like(self, document: str, start: int, limit: int = PAGE) -> tuple[Hit, ...]:
        return self._now.like(document, start, limit)


def _open(folder: Path) -> Any:
    """The index in a folder, begun where there is none. Raises whatever Whoosh raises on a damaged one."""
    from whoosh import index

    from search.whoosh_schema import FORMAT, schema

    folder.mkdir(parents=True, exist_ok=True)
    if not index.exists_in(folder):
        return index.create_in(folder, schema())
    found = index.open_dir(folder)
    snapshot = Snapshot(found)
    try:
        if snapshot.size and snapshot.state.get("format") != FORMAT:
            raise ValueError("the index has another format")
    finally:
        snapshot.close()
    return found


class _Open:
    """A snapshot and the names in it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    @cached_property
    def names(self) -> EntityNames:
        from search.whoosh_writing import entities

        return EntityNames(entities(self.snapshot.state))

    def search(self, request: SearchRequest, query: Query) -> SearchResult:
        run = Evaluation(self.snapshot, self.names, list(query.notes))
        found = run.group(query.root) & run.request_filters(request)
        if found and run.unknown:
            run.notes.append(f"No passage holds {' or '.join(map(repr, run.unknown))}.")
        sort = "newest" if request.sort == "relevance" and not run.scorers else request.sort
        scores = run.scores()
        if sort == "relevance":
            add_feedback(self.snapshot, found, scores, len(run.scorers))
        offset, limit = max(0, request.offset), max(0, min(request.limit, MOST_HITS))
        if limit < request.limit:
            run.notes.append(f"A page holds at most {MOST_HITS} hits.")
        chosen = ranked(self.snapshot, found, scores, sort, offset + limit)[offset:]
        return SearchResult(
            query=request.query,
            total=found.bit_count(),
            hits=tuple(self.hit(number, scores[number], run) for number in chosen),
            offset=offset,
            of_all_words=(found & run.every_word).bit_count(),
            facets={name: self.facet(found, name, request.facet_values) for name in request.facets},
            entities=tuple(FoundEntity(entity.iri, entity.kind, entity.label) for entity in run.entities.values()),
            notes=tuple(dict.fromkeys(run.notes)),
            did_you_mean=self.corrected(request.query, run.unknown),
        )

    def facet(self, found: Docset, name: Any, most: int) -> Any:
        return count(self.snapshot, self.names, found, name, most)

    def hit(self, number: int, score: float, run: Evaluation) -> Hit:
        def weigh(token: Token) -> float:
            return run.terms.get(token.term) or (1.0 if token.word in run.words else 0.0)

        shown = self.snapshot.stored(number)
        start: int | None = shown.get("start")
        part = snippet(shown["text"], start or 0, weigh)
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
        )

    def corrected(self, query: str, unknown: list[str]) -> str | None:
        """The query with each unknown word replaced by the nearest known one; None where none is near."""
        better = query
        for written in unknown:
            near = nearest(fold(written), self.snapshot.vocabulary)
            word = next((word for word in near if self.snapshot.in_use("word", word)), None)
            if word:
                better = re.sub(rf"(?<!\w){re.escape(written)}(?!\w)", word, better)
        return better if better != query else None

    def nearby(self, request: SearchRequest, query: Query, result: SearchResult) -> SearchResult | None:
        """The first of these that finds something: the corrected query, loose phrases, no filters."""
        tries: list[tuple[str, SearchRequest, Query]] = []
        if result.did_you_mean:
            corrected = replace(request, query=result.did_you_mean)
            tries.append((f"Results for {result.did_you_mean} instead.", corrected, parse(result.did_you_mean)))
        loose = Query(_loosened(query.root))
        tries.append(("Results that hold some of the words.", request, loose))
        unfiltered = replace(request, filters=(), dates=None)
        tries.append(("Results without the filters.", unfiltered, query))
        words = Query(replace(loose.root, must=()))
        if words.root.may:
            tries.append(("Results for the words alone, without filters.", unfiltered, words))
        for note, changed, parsed in tries:
            found = self.search(changed, parsed)
            if found.total:
                return replace(found, notes=(note, *found.notes))
        return None

    def like(self, document: str, start: int, limit: int) -> tuple[Hit, ...]:
        inside = self.snapshot.having("unit", document)
        shown = {number: self.snapshot.stored(number) for number in members(inside, self.snapshot.size)}
        itself = [number for number, one in shown.items() if one.get("start") == start]
        if not itself:
            return ()
        run = Evaluation(self.snapshot, self.names)
        run.terms = telling_terms(self.snapshot, [(shown[itself[0]]["text"], 1.0)], LIKE_TERMS)
        scores = run.scores()
        add_terms(self.snapshot, scores, run.terms, 1.0)
        passages = self.snapshot.having("type", "passage") & ~(1 << itself[0])
        best = ranked(self.snapshot, passages, scores, "relevance", min(limit, MOST_HITS))
        return tuple(self.hit(number, scores[number], run) for number in best if scores[number] > 0)


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
