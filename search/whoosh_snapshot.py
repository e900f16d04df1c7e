"""A Whoosh index as it stood when it was opened: postings turned into sets and impacts, kept while it is used.

Whoosh's own matchers score passage by passage, at some microseconds each. Here each term's
postings are read once into arrays of passage numbers and impacts (what the term adds to the
score of each passage), so that a query adds and intersects. Ranking is BM25F with
weighted term frequencies: Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple
weighted fields", CIKM 2004.
"""

import json
import math
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from operator import mul
from threading import RLock
from typing import Any, TypeVar

from search.docsets import Docset, Postings, docset, mask, members

K1 = 1.2
B = 0.75
"""Parameters of BM25: chosen from a few values by half of the queries of two test collections; see
`benchmarks/relevance.py`, and docs/quality.md for how the other half fares."""
ENOUGH = 6
"""Telling words of a passage that says something: `4.` and `Present:` do not, and count for less. Titles do."""
_MOST_POSTINGS = 8_000_000
"""Postings kept in memory, 8 bytes each."""
_POSITIONS_PRICE = 14
"""What positions cost beside a posting."""

Impacts = tuple["array[int]", "array[float]"]
_Value = TypeVar("_Value")


class Snapshot:
    """One generation of an index. May be used by several threads; never changes."""

    def __init__(self, index: Any) -> None:
        self.reader = index.reader()
        self.generation = index.latest_generation()
        self.size: int = self.reader.doc_count_all()
        self._leaves: list[tuple[Any, int]] = list(self.reader.leaf_readers())
        self._lock = RLock()  # Whoosh's postings files share one position
        self._kept: OrderedDict[tuple[str, ...], Any] = OrderedDict()
        self._kept_postings = 0

    def close(self) -> None:
        self.reader.close()

    @cached_property
    def state(self) -> dict[str, Any]:
        """The index's own state; empty where nothing was written."""
        found = list(members(self.having("type", "state"), self.size))
        state: dict[str, Any] = json.loads(self._stored(found[-1])) if found else {}
        return state

    def stored(self, number: int) -> dict[str, Any]:
        """What is shown of a passage or title."""
        shown: dict[str, Any] = json.loads(self._stored(number))
        return shown

    def _stored(self, number: int) -> str:
        with self._lock:
            stored: str = self.reader.stored_fields(number)["stored"]
            return stored

    @cached_property
    def searched(self) -> Docset:
        """All passages and titles."""
        return self.having("type", "passage") | self.having("type", "document")

    def values(self, name: str) -> dict[str, Postings]:
        """Every value of a field that a passage has, with the passages."""
        return self._keep(("values", name), lambda: self._read_values(name), 0)

    def having(self, name: str, value: str) -> Docset:
        """The passages with a value in a field."""
        return self._keep(
            ("having", name, value), lambda: docset(self.numbers(name, value), self.size), self.size // 64
        )

    def carried(self, name: str, value: str) -> list[tuple[int, bytes]]:
        """The passages with a value in a field, in order, and what its postings carry for each."""
        found = []
        with self._lock:
            for matcher, offset in self._matchers(name, value):
                while matcher.is_active():
                    found.append((matcher.id() + offset, matcher.value()))
                    matcher.next()
        return found

    def carried_by(self, name: str, value: str, numbers: Sequence[int]) -> list[tuple[int, bytes]]:
        """As `carried`, of these passages alone, given in rising order."""
        found = []
        with self._lock:
            for matcher, offset in self._matchers(name, value):
                for number in numbers:
                    if number >= offset and matcher.is_active():
                        matcher.skip_to(number - offset)
                        if matcher.is_active() and matcher.id() == number - offset:
                            found.append((number, matcher.value()))
        return found

    def words_from(self, name: str, beginning: str, most: int | None = None) -> list[tuple[str, int]]:
        """The first `most` values of a field that begin so, in order, with how many passages hold each.

        Passages replaced since may still count.
        """
        with self._lock:
            values = islice(self.reader.expand_prefix(name, beginning.encode()), most)
            return [(text.decode(), self.reader.doc_frequency(name, text)) for text in values]

    def in_use(self, name: str, value: str) -> bool:
        """Does a passage that was not deleted hold this value?"""
        return not self._has_deletions or bool(self.having(name, value))

    @cached_property
    def _has_deletions(self) -> bool:
        held: int = sum(self.reader.doc_frequency("type", kind) for kind in (b"passage", b"document"))
        return held != self.searched.bit_count()

    def frequency(self, term: str) -> int:
        """How many passages hold a term; those replaced since may count."""
        found: int = self.reader.doc_frequency("text", term.encode())
        return found

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """Folded words, and in how many passages each stands."""
        return dict(self.words_from("word", ""))

    def impacts(self, term: str) -> Impacts:
        """The passages with a term and what it adds to the score of each."""
        return self._keep(("term", term), lambda: self._read_impacts(term), None)

    def impacts_of_set(self, found: Docset) -> Impacts:
        """As if every passage of the set held one term once: for prefixes, phrases and names."""
        return self._weigh(array("I", members(found, self.size)), None)

    def docset_of_term(self, term: str) -> Docset:
        """The passages with a term."""
        return self._keep(("set", term), lambda: docset(self.impacts(term)[0], self.size), self.size // 64)

    def phrase(self, words: Sequence[str]) -> Docset:
        """The passages that hold the terms beside each other, in this order."""
        return self._keep(("phrase", *words), lambda: self._read_phrase(words), self.size // 64)

    def idf(self, frequency: int) -> float:
        """How much it tells that a passage holds what `frequency` passages hold."""
        return math.log(1 + (max(self._with_words, frequency) - frequency + 0.5) / (frequency + 0.5))

    @cached_property
    def _lengths(self) -> "array[int]":
        """Words of every passage, as Whoosh keeps them (in one byte, within 4 in 100); 0 for deleted ones."""
        lengths = array("I")
        with self._lock:
            for leaf, _offset in self._leaves:
                lengths.extend(leaf.doc_field_length(number, "text") or 0 for number in range(leaf.doc_count_all()))
        return array("I", map(mul, lengths, mask(self.searched, self.size)))

    @cached_property
    def _with_words(self) -> int:
        return sum(map(bool, self._lengths)) or 1

    @cached_property
    def _norms(self) -> "array[float]":
        """The length part of BM25 for every passage."""
        average = sum(self._lengths) / self._with_words or 1.0
        return array("d", (K1 * (1 - B + B * length / average) for length in self._lengths))

    @cached_property
    def _tops(self) -> "array[float]":
        """The most that a term of idf 1 adds to the score of each passage; less where it says next to nothing."""
        says = (min(1.0, (length + 1) / (ENOUGH + 1)) for length in self._lengths)
        titles = mask(self.having("type", "document"), self.size)
        return array("d", ((K1 + 1) * max(one, is_title) for one, is_title in zip(says, titles, strict=True)))

    def _weigh(self, numbers: "array[int]", weights: "array[float] | None") -> Impacts:
        idf, norms, tops = self.idf(len(numbers)), self._norms, self._tops
        if weights is None:
            return numbers, array("f", (idf * tops[number] / (1 + norms[number]) for number in numbers))
        pairs = zip(numbers, weights, strict=True)
        return numbers, array("f", (idf * tops[number] * weight / (weight + norms[number]) for number, weight in pairs))

    def _keep(self, key: tuple[str, ...], make: Callable[[], _Value], cost: int | None) -> _Value:
        """The kept value of a key, made where there is none; the oldest go when memory is short."""
        kept = self._kept.get(key)
        if kept is not None:
            found: _Value = kept[0]
            return found
        value = make()
        with self._lock:
            price = len(value[0]) if cost is None else cost  # type: ignore[index]
            self._kept[key] = (value, price)
            self._kept_postings += price
            while self._kept_postings > _MOST_POSTINGS and len(self._kept) > 1:
                _key, (_value, freed) = self._kept.popitem(last=False)
                self._kept_postings -= freed
        return value

    def _matchers(self, name: str, value: str) -> Iterator[tuple[Any, int]]:
        text = value.encode()
        for leaf, offset in self._leaves:
            if (name, text) in leaf:
                yield leaf.postings(name, text), offset

    def numbers(self, name: str, value: str) -> "array[int]":
        """The passages with a value in a field, in order."""
        numbers = array("I")
        with self._lock:
            for matcher, offset in self._matchers(name, value):
                while matcher.is_active():
                    numbers.append(matcher.id() + offset)
                    matcher.next()
        return numbers

    def _read_values(self, name: str) -> dict[str, Postings]:
        with self._lock:
            names = [text.decode() for text in self.reader.lexicon(name)]
            found = ((value, self.numbers(name, value)) for value in names)
            return {value: Postings(numbers, self.size) for value, numbers in found if numbers}

    def _read_impacts(self, term: str) -> Impacts:
        numbers, weights = array("I"), array("f")
        with self._lock:
            for matcher, offset in self._matchers("text", term):
                while matcher.is_active():
                    numbers.append(matcher.id() + offset)
                    weights.append(matcher.weight())
                    matcher.next()
        return self._weigh(numbers, weights)

    def _read_phrase(self, words: Sequence[str]) -> Docset:
        found = self.docset_of_term(words[0])
        for word in words[1:]:
            found &= self.docset_of_term(word)
        return docset(self._with_phrase(members(found, self.size), words), self.size) if found else 0

    def _with_phrase(self, candidates: Iterator[int], words: Sequence[str]) -> Iterator[int]:
        from search.whoosh_schema import unpack

        first, *rest = (self._positions(word) for word in words)
        for number in candidates:
            starts = list(unpack(first[number]))
            for distance, positions in enumerate(rest, 1):
                places = unpack(positions[number])
                starts = [place for place in starts if place + distance in places]
            if starts:
                yield number

    def _positions(self, term: str) -> dict[int, bytes]:
        """Where a term stands in each passage that holds it, packed."""
        price = _POSITIONS_PRICE * len(self.impacts(term)[0])
        return self._keep(("positions", term), lambda: dict(self.carried("text", term)), price)
