"""What the passages of a Whoosh index mean: a vector each, kept with its postings, in one commit with everything else.

A vector is kept as the signed bytes of its direction. Passages that say next to nothing have none.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from search.analysis import is_stop_word, terms
from search.docsets import Docset, mask, members
from search.documents import IndexedDocument
from search.meaning import Meaning
from search.whoosh_schema import VECTOR
from search.whoosh_snapshot import ENOUGH, Snapshot

if TYPE_CHECKING:
    from numpy.typing import NDArray

_RANGE = np.float32(127)
_Text = tuple[str, str]
"""Heading and text of a passage."""


class PassageVectors:
    """All vectors of a snapshot, in memory: four bytes a dimension and passage."""

    def __init__(self, snapshot: Snapshot) -> None:
        found = snapshot.carried("vector", VECTOR)
        self._numbers = np.array([number for number, _ in found], np.intp)
        packed = b"".join(vector for _, vector in found)
        self._vectors = _unit(np.frombuffer(packed, np.int8).reshape(len(found), -1)) if found else None

    def nearest(self, wanted: "NDArray[np.float32]", among: Docset, size: int, most: int) -> list[tuple[int, float]]:
        """Passages of a set whose vectors are nearest to this one, at most so many, and how near (cosine) each is."""
        if self._vectors is None:
            return []
        inside = np.frombuffer(mask(among, size), np.uint8)[self._numbers].nonzero()[0]
        alike = self._vectors[inside] @ wanted if len(inside) < len(self._numbers) else self._vectors @ wanted
        first = np.argsort(-alike, kind="stable")[:most]
        return list(zip(self._numbers[inside[first]].tolist(), alike[first].tolist(), strict=True))


class VectorMaker:
    """Makes the vectors of documents that are written; those of passages that stand in the index already are kept."""

    def __init__(self, meaning: Meaning, snapshot: Snapshot) -> None:
        self._meaning = meaning
        self._snapshot = snapshot

    def __call__(self, document: IndexedDocument) -> dict[int, bytes]:
        """Vectors of the passages that say something, by their starts."""
        texts = {
            passage.start: (passage.heading, passage.text)
            for passage in document.passages
            if _says_something(passage.text)
        }
        known = self._known(document.id)
        new = sorted(set(texts.values()) - known.keys())
        made = self._meaning.vectors(["\n".join(filter(None, text)) for text in new]) if new else ()
        vectors = {**known, **dict(zip(new, map(_packed, made), strict=True))}
        return {start: vectors[text] for start, text in texts.items()}

    def _known(self, document_id: str) -> Mapping[_Text, bytes]:
        numbers = list(members(self._snapshot.having("unit", document_id), self._snapshot.size))
        found = {}
        for number, vector in self._snapshot.carried_by("vector", VECTOR, numbers):
            stored = self._snapshot.stored(number)
            found[stored["heading"], stored["text"]] = vector
        return found


def _says_something(text: str) -> bool:
    return sum(not is_stop_word(word) for word, _ in terms(text)) >= ENOUGH


def _packed(vector: "NDArray[np.float32]") -> bytes:
    packed: bytes = np.rint(vector * (_RANGE / np.abs(vector).max())).astype(np.int8).tobytes()
    return packed


def _unit(vectors: "NDArray[np.int8]") -> "NDArray[np.float32]":
    found = vectors.astype(np.float32)
    found /= np.sqrt(np.einsum("ij,ij->i", found, found))[:, None]
    return found
