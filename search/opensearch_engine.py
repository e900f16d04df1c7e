"""The search engine on an OpenSearch cluster: see `search.engine` for what it promises.

Queries are read, filters resolved, names expanded and snippets made as with the embedded index; the
cluster finds, ranks and counts.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from kg.endpoints import SearchEndpoint
from search.analysis import terms
from search.completion import complete
from search.documents import Annotations
from search.engine import MOST_HITS, PAGE, Change, Completion, Facet, FacetName, Hit, SearchRequest, SearchResult, Sort
from search.entity_names import EntityNames
from search.entries import FORMAT, STATE, annotations, annotations_of, entities
from search.evaluation import Evaluation
from search.facets import facet_of, field_of
from search.open_index import LIKE_TERMS, Near, OpenIndex, Ranked, hit
from search.opensearch_index import MOST_VALUES, Clause, Matches, Passages
from search.opensearch_server import Server, counted
from search.opensearch_writing import DEEPEST, prepare, write
from search.telling import FEEDBACK_PASSAGES, FEEDBACK_TERMS, FEEDBACK_WEIGHT, FEWEST_WORDS, telling_terms

_BRIEF = ("format", "fingerprint", "entity_stamp")
_SORTS: Mapping[Sort, list[dict[str, Any]]] = {
    "relevance": [{"_score": "desc"}],
    "newest": [{"when": {"order": "desc", "missing": "_last"}}, {"_score": "desc"}],
    "oldest": [{"when": {"order": "asc", "missing": "_last"}}, {"_score": "desc"}],
}


class OpenSearchEngine:
    """A `search.engine.SearchEngine` in an index of a library's own, which is made where there is none."""

    def __init__(self, endpoint: SearchEndpoint, base: str) -> None:
        """`base` is the library's. Raises LibraryError where there is no cluster, or the index is another's."""
        self._server = Server(endpoint)
        self._base = base
        prepare(self._server, base)
        self._open: _Open | None = None

    @property
    def _now(self) -> "_Open":
        """The newest state of the index."""
        brief = self._state()
        opened = self._open
        if opened is None or any(brief.get(key) != opened.passages.state.get(key) for key in _BRIEF):
            opened = self._open = _Open(Passages(self._server, self._state(whole=True)))
        return opened

    def _state(self, *, whole: bool = False) -> dict[str, Any]:
        """The state of the index, {} where nothing was written; the names in it only where it is to be whole."""
        wanted = {
            "query": {"ids": {"values": [STATE]}},
            "_source": True if whole else [f"stored.{key}" for key in _BRIEF],
        }
        told = self._server.ask("_search", wanted)["hits"]["hits"]
        state: dict[str, Any] = told[0]["_source"]["stored"] if told else {}
        return state if state.get("format") == FORMAT else {}

    def fingerprint(self) -> str:
        return str(self._state().get("fingerprint", ""))

    def stamps(self) -> dict[str, str]:
        pages = self._server.pages({"term": {"type": "document"}}, source=["stored.document", "stored.stamp"])
        titles = (one["_source"]["stored"] for hits in pages for one in hits)
        return {title["document"]: title["stamp"] for title in titles}

    def entity_stamp(self) -> str | None:
        return self._state().get("entity_stamp")

    def change(self, change: Change) -> None:
        prepare(self._server, self._base)
        write(self._server, change, self._state(whole=True))

    def search(self, request: SearchRequest) -> SearchResult:
        return self._now.answer(request)

    def complete(self, beginning: str, limit: int = 10) -> tuple[Completion, ...]:
        opened = self._now
        return complete(opened.passages, opened.names, beginning, limit)

    def like(self, document: str, start: int, limit: int = PAGE) -> tuple[Hit, ...]:
        return self._now.like(document, start, limit)

    def annotations(self, documents: Sequence[str]) -> dict[str, Annotations]:
        wanted = {"terms": {"unit": [annotations_of(one) for one in documents]}}
        told = self._server.ask("_search", {"query": wanted, "size": len(documents), "_source": ["unit", "stored"]})
        found = (one["_source"] for one in told["hits"]["hits"]) if documents else ()
        return {one["unit"][0]: annotations(one["stored"]) for one in found}

    def close(self) -> None:
        self._open = None


class _Open(OpenIndex):
    """A state of the index and the names in it."""

    passages: Passages

    @cached_property
    def names(self) -> EntityNames:
        return EntityNames(entities(dict(self.passages.state)))

    def rank(self, run: Evaluation, found: Matches, sort: Sort, offset: int, limit: int, near: Near | None) -> Ranked:
        scorers: list[Clause] = [clause for _number, clause in run.scorers]
        if sort == "relevance":
            scorers += self._feedback(found, scorers)
        offset = min(offset, DEEPEST - MOST_HITS)
        told = self._hits(found, scorers, sort, offset, limit, {"filter": (found & run.every_word).clause})
        page = [(one["_source"]["stored"], one["_score"] or 0.0) for one in told["hits"]["hits"]]
        return Ranked(told["hits"]["total"]["value"], told["aggregations"]["all"]["doc_count"], page)

    def _hits(
        self, found: Matches, scorers: Sequence[Clause], sort: Sort, offset: int, limit: int, counting: Clause
    ) -> dict[str, Any]:
        return self.passages.server.ask(
            "_search",
            {
                "query": {
                    "function_score": {
                        "query": {
                            "bool": {"filter": [found.clause], "should": list(scorers), "minimum_should_match": 0}
                        },
                        "field_value_factor": {"field": "says", "missing": 1},
                        "boost_mode": "multiply",
                    }
                },
                "sort": [*_SORTS[sort], {"unit": "asc"}, {"place": "asc"}],
                "track_scores": True,
                "track_total_hits": True,
                "_source": ["stored"],
                "from": offset,
                "size": limit,
                "aggs": {"all": counting},
            },
        )

    def _feedback(self, found: Matches, scorers: Sequence[Clause]) -> list[Clause]:
        """What the terms of the best passages add to scores; see `search.telling`."""
        if len(scorers) < FEWEST_WORDS:
            return []
        best = self._hits(found, scorers, "relevance", 0, FEEDBACK_PASSAGES, {"filter": found.clause})["hits"]["hits"]
        shares = {one["_source"]["stored"]["text"]: one["_score"] for one in best}
        total = sum(shares.values())
        if not total:
            return []
        self.passages.learn(term for text in shares for _word, term in terms(text))
        weights = telling_terms(
            self.passages, [(text, score / total) for text, score in shares.items()], FEEDBACK_TERMS
        )
        return self._weighted(weights, len(scorers) * FEEDBACK_WEIGHT / (1 - FEEDBACK_WEIGHT))

    def _weighted(self, weights: Mapping[str, float], factor: float) -> list[Clause]:
        return [{"term": {"text": {"value": term, "boost": factor * weight}}} for term, weight in weights.items()]

    def facets(self, found: Matches, wanted: Sequence[FacetName], most: int) -> dict[FacetName, Facet]:
        if not wanted:
            return {}
        fields = {field_of(facet) for facet in wanted}
        counting = {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in fields}
        told = self.passages.server.ask("_search", {"size": 0, "query": found.clause, "aggs": counting})["aggregations"]
        return {facet: facet_of(counted(told[field_of(facet)]), self.names, facet, most) for facet in wanted}

    def known_like(self, word: str) -> Mapping[str, int]:
        return self.passages.near(word)

    def like(self, document: str, start: int, limit: int) -> tuple[Hit, ...]:
        own = {"query": {"bool": {"filter": [{"term": {"unit": document}}, {"term": {"type": "passage"}}]}}}
        shown = self.passages.server.ask("_search", {**own, "size": DEEPEST, "_source": ["stored"]})["hits"]["hits"]
        itself = [one for one in shown if one["_source"]["stored"]["start"] == start]
        if not itself:
            return ()
        text = itself[0]["_source"]["stored"]["text"]
        run = Evaluation(self.passages, self.names)
        self.passages.learn(term for _word, term in terms(text))
        run.terms = telling_terms(self.passages, [(text, 1.0)], LIKE_TERMS)
        others = self.passages.having("type", "passage") & ~Matches(
            {"ids": {"values": [itself[0]["_id"]]}}, self.passages
        )
        clauses = self._weighted(run.terms, 1.0)
        told = self._hits(others, clauses, "relevance", 0, min(limit, MOST_HITS), {"filter": others.clause})
        return tuple(
            hit(one["_source"]["stored"], one["_score"], run) for one in told["hits"]["hits"] if one["_score"] > 0
        )
