"""Rows whose topic stands above them: in a heading, in the item they belong to, or in the words just before."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.identifiers import name_key
from kg.questions import Reader, bind, load_question
from kg.tables import Evidence, Row, Table
from search.ask_steps import held_words
from search.understanding_grammar import grammar
from search.wording import base_form, says

_MOST_DOCUMENTS = 12
"""Documents that are looked into: rows of more are of a question that says too little to look above them."""
_FEW = 6
"""Rows of which all may stand under what is asked for."""
_LEAST_LEVEL = 2
"""Headings above this level are titles of documents."""
_LONGEST = 400
"""Characters of what stands above that are looked at."""


@dataclass(frozen=True, slots=True)
class _Passage:
    start: int
    end: int
    level: int
    is_heading: bool


@dataclass(frozen=True, slots=True)
class _Document:
    text: str
    passages: Sequence[_Passage]
    starts: Sequence[int]


def narrow_by_context(reader: Reader, table: Table, words: Sequence[str], within: Sequence[str]) -> Table:
    """The rows that hold all of `words`, some of them in what they stand under, which is added to their evidence.

    `within` must stand in the rows themselves. The sentence or item just before a row counts where the row goes back
    to it or holds one of the words itself. None where the rows are of too many documents, nor where most of many stand
    under the words, which then tell nothing.
    """
    wanted = tuple(word for word in words if name_key(word))
    rows = [row for row in table.rows if len(held_words(row, within)) == len(within)]
    iris = sorted({piece.document for row in rows for piece in row.evidence[:1]})
    if not (wanted and iris) or len(iris) > _MOST_DOCUMENTS:
        return replace(table, rows=())
    documents = _documents(reader, iris)
    found = tuple(filter(None, (_with_context(row, wanted, documents) for row in rows)))
    return replace(table, rows=found if len(found) <= max(_FEW, len(rows) // 2) else ())


def _with_context(row: Row, wanted: Sequence[str], documents: Mapping[str, _Document]) -> Row | None:
    """The row with what it stands under as further evidence; None where words are held by neither."""
    held = held_words(row, wanted)
    missing = set(wanted).difference(held)
    if not missing:
        return row
    proof = next((piece for piece in row.evidence if piece.document in documents), None)
    if proof is None:
        return None
    document, added = documents[proof.document], []
    for start, end in _above(document, proof.start, close=bool(held) or _goes_back(proof.quote)):
        forms = {base_form(word) for word in name_key(document.text[start:end]).split()}
        found = {word for word in missing if says(word, forms)}
        missing -= found
        if found:
            quote = document.text[start:end]
            added.append(replace(proof, start=start, end=end, quote=quote, basis="inferred", rule=""))
    return None if missing else replace(row, evidence=(*row.evidence, *_ordered(added)))


def _ordered(pieces: Sequence[Evidence]) -> Iterator[Evidence]:
    yield from sorted(pieces, key=lambda piece: piece.start)


def _above(document: _Document, start: int, *, close: bool) -> Iterator[tuple[int, int]]:
    """Where the words stand that a place is under, the nearest first; with `close` also those just before it."""
    place = bisect_right(document.starts, start) - 1
    if place < 0:
        return
    own = document.passages[place]
    if own.start < start and close:
        yield max(own.start, start - _LONGEST), start
    before = document.passages[place - 1] if place else None
    if close and before and not before.is_heading and before.level >= own.level:
        yield _shortened(before)
    level, deepest = own.level, 99
    for passage in reversed(document.passages[:place]):
        if passage.is_heading and _LEAST_LEVEL <= passage.level < deepest:
            level, deepest = 0, passage.level
            yield _shortened(passage)
        elif not passage.is_heading and deepest == 99 and passage.level < level:
            level = passage.level
            yield _shortened(passage)
        elif passage.is_heading and passage.level < _LEAST_LEVEL:
            return


def _shortened(passage: _Passage) -> tuple[int, int]:
    return passage.start, min(passage.end, passage.start + _LONGEST)


def _goes_back(quote: str) -> bool:
    """Does it speak of what was said before it?"""
    return not _backward().isdisjoint(name_key(quote).split())


@cache
def _backward() -> frozenset[str]:
    return frozenset(grammar("vocabulary")["going_back"].split())


def _documents(reader: Reader, iris: Sequence[str]) -> dict[str, _Document]:
    """The text and passages of some documents."""
    passages: dict[str, list[_Passage]] = defaultdict(list)
    for row in reader.query(bind(load_question("_passages"), {"document": list(iris)})):
        start, end = int(row["start"].value), int(row["end"].value)
        level = int(row["level"].value) if row["level"] is not None else 0
        passages[row["document"].value].append(_Passage(start, end, level, row["kind"].value.endswith("heading")))
    texts = reader.query(bind(load_question("_texts"), {"document": list(iris)}))
    return {
        iri: _Document(row["text"].value, passages[iri], [passage.start for passage in passages[iri]])
        for row in texts
        if (iri := row["document"].value) in passages
    }
