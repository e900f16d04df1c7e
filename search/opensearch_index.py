"""An OpenSearch index as `search.evaluation` asks it: sets of passages are queries, combined as sets are.

Nothing is fetched to combine sets: `&`, `|` and `~` write a query of the cluster's own language.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from search.analysis import is_stop_word, stop_words
from search.opensearch_server import Server
from search.whoosh_snapshot import K1, B

Clause = Mapping[str, Any]

MOST_VALUES = 60_000
"""Different values of a field that are read: below what a cluster allows in one answer."""
TEXT_WEIGHT = 2
"""How often a term of the text is indexed where one of the heading is once: headings weigh half (BM25F)."""
SIMILARITY = {"type": "BM25", "k1": TEXT_WEIGHT * K1, "b": B}
"""With all frequencies doubled, doubling k1 as well gives the same order."""
_REGULAR = str.maketrans({mark: f"\\{mark}" for mark in '.?+*|{}[]()"\\#@&<>~^$-'})
NOTHING: Clause = {"match_none": {}}


@dataclass(frozen=True, slots=True)
class Matches:
    """The passages that a query finds. Combines with others as a set of bits does, and with 0 and -1."""

    clause: Clause
    index: "Passages"

    def __and__(self, other: Any) -> "Matches":
        if isinstance(other, int):
            return self if other else Matches(NOTHING, self.index)
        return Matches(
            {"bool": {"filter": [*_parts(self.clause, "filter"), *_parts(other.clause, "filter")]}}, self.index
        )

    __rand__ = __and__

    def __or__(self, other: Any) -> "Matches":
        if isinstance(other, int):
            return self
        parts = [*_parts(self.clause, "should"), *_parts(other.clause, "should")]
        return Matches({"bool": {"should": _joined(parts)}}, self.index)

    __ror__ = __or__

    def __invert__(self) -> "Matches":
        return Matches({"bool": {"must_not": [self.clause]}}, self.index)

    def __bool__(self) -> bool:
        return len(self) > 0

    def __len__(self) -> int:
        return self.index.count(self.clause)


def _parts(clause: Clause, kind: str) -> list[Clause]:
    """The parts of a clause that is nothing but parts of this kind; else itself."""
    inner = clause.get("bool")
    return list(inner[kind]) if inner is not None and list(inner) == [kind] else [clause]


def _joined(parts: Iterable[Clause]) -> list[Clause]:
    """Alternatives, with all values of one field in one clause: a cluster bounds the number of clauses."""
    values: dict[str, dict[str, None]] = {}
    others: list[Clause] = []
    for part in parts:
        if "terms" in part:
            for name, given in part["terms"].items():
                values.setdefault(name, {}).update(dict.fromkeys(given))
        elif part not in others:
            others.append(part)
    return [{"terms": {name: list(given)}} for name, given in values.items()] + others


@dataclass(frozen=True, slots=True)
class _Value:
    """The passages with one value of a field."""

    found: Matches

    def docset(self, _size: int) -> Matches:
        return self.found


class Passages:
    """One state of an index, as `search.evaluation.Passages`. May be used by several threads."""

    size = 0

    def __init__(self, server: Server, state: Mapping[str, Any]) -> None:
        self.server = server
        self.state = state
        self._counts: dict[str, int] = {}

    def count(self, clause: Clause) -> int:
        """How many passages and titles a query finds."""
        return int(self.server.ask("_count", {"query": clause})["count"])

    def _set(self, name: str, value: str) -> Matches:
        return Matches({"terms": {name: [value]}}, self)

    @cached_property
    def searched(self) -> Matches:
        return Matches({"terms": {"type": ["passage", "document"]}}, self)

    @cached_property
    def _all(self) -> int:
        return len(self.searched)

    def values(self, name: str) -> dict[str, _Value]:
        counts = self.server.aggregated({"terms": {"field": name, "size": MOST_VALUES}})
        return {value: _Value(self._set(name, value)) for value in counts}

    def having(self, name: str, value: str) -> Matches:
        return self._set(name, value)

    def words_from(self, name: str, beginning: str, most: int | None = None) -> list[tuple[str, int]]:
        wanted = {"field": name, "include": f"{beginning.translate(_REGULAR)}.*", "size": most or MOST_VALUES}
        return sorted(self.server.aggregated({"terms": wanted}).items())

    def in_use(self, name: str, value: str) -> bool:
        return bool(self._set(name, value))

    def near(self, word: str) -> dict[str, int]:
        """Words of the index that are spelt much like this one, with how many passages hold each."""
        asked = {"field": "spelling", "suggest_mode": "always", "max_edits": 2, "prefix_length": 0, "size": 50}
        looks = {"min_word_length": 2, "max_inspections": 50, "accuracy": 0.3, "string_distance": "damerau_levenshtein"}
        told = self.server.ask("_search", {"size": 0, "suggest": {"near": {"text": word, "term": asked | looks}}})
        return {one["text"]: one["freq"] for found in told["suggest"]["near"] for one in found["options"]}

    def frequency(self, term: str) -> int:
        """How many passages hold a term."""
        if term not in self._counts:
            self._counts[term] = self.count({"term": {"order": term}})
        return self._counts[term]

    def learn(self, terms: Iterable[str]) -> None:
        """Learn at once how many passages hold each of these terms, but stop words; those replaced since may count."""
        unknown = sorted(set(terms) - self._counts.keys() - stop_words())
        if unknown:
            asked = {"doc": {"text": unknown}, "term_statistics": True, "field_statistics": False, "positions": False}
            told = self.server.ask(
                "_termvectors", {**asked, "offsets": False, "filter": {"max_num_terms": len(unknown)}}
            )
            found = told.get("term_vectors", {}).get("text", {}).get("terms", {})
            self._counts |= {term: found.get(term, {}).get("doc_freq", 0) for term in unknown}

    def impacts(self, term: str) -> tuple[range, Clause]:
        field = "order" if is_stop_word(term) else "text"
        return range(self.frequency(term)), {"term": {field: {"value": term}}}

    def impacts_of_set(self, found: Matches) -> tuple[range, Clause]:
        number = len(found)
        boost = self.idf(number) * (SIMILARITY["k1"] + 1) / (1 + K1)  # type: ignore[operator]
        return range(number), {"constant_score": {"filter": found.clause, "boost": boost}}

    def docset_of_term(self, term: str) -> Matches:
        return self._set("order", term)

    def phrase(self, words: Sequence[str]) -> Matches:
        return Matches({"match_phrase": {"order": " ".join(words)}}, self)

    def idf(self, frequency: int) -> float:
        import math

        return math.log(1 + (max(self._all, frequency) - frequency + 0.5) / (frequency + 0.5))
