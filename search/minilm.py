"""A small model of sentences, all-MiniLM-L6-v2, run with numpy: word pieces, six layers of a transformer, their mean.

Wang et al., "MiniLM" (2020); Reimers and Gurevych, "Sentence-BERT" (2019). Needs a folder in which
`model.safetensors` and `vocab.txt` stand as the makers published them.
"""

import json
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

WEIGHTS, VOCABULARY = "model.safetensors", "vocab.txt"
DIMENSIONS, _LAYERS, _HEADS = 384, 6, 12
MOST_PIECES = 256
"""Pieces of a text that are read, as the makers advise; what comes after is passed over."""
_AT_ONCE = 2048
"""Pieces that go through the layers together."""
_LONGEST_WORD = 100
_EPSILON = np.float32(1e-12)


class MiniLM:
    """The model in a folder. Weights are mapped, not read: they cost memory once they are used."""

    name = "all-MiniLM-L6-v2"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def vectors(self, texts: Sequence[str]) -> "Floats":
        """A vector of length 1 for each text, in order: (texts, DIMENSIONS)."""
        found = np.empty((len(texts), DIMENSIONS), np.float32)
        for batch in _batches([self._pieces(text) for text in texts]):
            found[[place for place, _ in batch]] = self._read([pieces for _, pieces in batch])
        return found

    @cached_property
    def _weights(self) -> "dict[str, Floats]":
        path = self._folder / WEIGHTS
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            header = json.loads(file.read(length))
        content = np.memmap(path, np.uint8, "r", 8 + length)
        return {
            name: content[slice(*about["data_offsets"])].view(np.float32).reshape(about["shape"])
            for name, about in header.items()
            if about.get("dtype") == "F32"
        }

    @cached_property
    def _vocabulary(self) -> dict[str, int]:
        lines = (self._folder / VOCABULARY).read_text(encoding="utf-8").splitlines()
        return {piece: number for number, piece in enumerate(lines)}

    def _pieces(self, text: str) -> list[int]:
        """Numbers of the pieces of a text between the marks of its beginning and its end."""
        known = self._vocabulary
        found = [piece for word in _words(text) for piece in self._of_word(word)]
        return [known["[CLS]"], *found[: MOST_PIECES - 2], known["[SEP]"]]

    @lru_cache(maxsize=100_000)  # noqa: B019 - the model lives as long as the process
    def _of_word(self, word: str) -> tuple[int, ...]:
        """The longest known piece from the left on, again and again; the unknown one where there is none."""
        known, found, start = self._vocabulary, [], 0
        while start < len(word) <= _LONGEST_WORD:
            ends = range(len(word), start, -1)
            pieces = ((known.get("##" * bool(start) + word[start:end]), end) for end in ends)
            piece, start = next(((number, end) for number, end in pieces if number is not None), (None, start))
            if piece is None:
                break
            found.append(piece)
        return tuple(found) if start == len(word) else (known["[UNK]"],)

    def _read(self, texts: Sequence[Sequence[int]]) -> "Floats":
        """The vectors of texts given by their pieces, which stand in one matrix; only attention parts the texts."""
        lengths = np.array([len(pieces) for pieces in texts])
        starts = np.cumsum(lengths) - lengths
        places = np.concatenate([np.arange(length) for length in lengths])
        weights = self._weights
        found: Floats = (
            weights["embeddings.word_embeddings.weight"][np.concatenate(texts)]
            + weights["embeddings.position_embeddings.weight"][places]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        found = self._normalised(found, "embeddings.LayerNorm")
        for number in range(_LAYERS):
            layer = f"encoder.layer.{number}"
            seen = self._attended(found, f"{layer}.attention.self", starts, lengths)
            seen = self._times(seen, f"{layer}.attention.output.dense")
            found = self._normalised(found + seen, f"{layer}.attention.output.LayerNorm")
            inner = _gelu(self._times(found, f"{layer}.intermediate.dense"))
            found = self._normalised(found + self._times(inner, f"{layer}.output.dense"), f"{layer}.output.LayerNorm")
        means = np.add.reduceat(found, starts) / lengths[:, None].astype(np.float32)
        unit: Floats = means / np.linalg.norm(means, axis=1, keepdims=True)
        return unit

    def _attended(
        self, found: "Floats", name: str, starts: "NDArray[np.int_]", lengths: "NDArray[np.int_]"
    ) -> "Floats":
        queries, keys, values = (self._times(found, f"{name}.{part}") for part in ("query", "key", "value"))
        queries *= np.float32((DIMENSIONS / _HEADS) ** -0.5)
        seen = np.empty_like(found)
        for start, length in zip(starts, lengths, strict=True):
            inside = slice(start, start + length)
            query, key, value = (
                part[inside].reshape(length, _HEADS, -1).transpose(1, 0, 2) for part in (queries, keys, values)
            )
            heed = query @ key.transpose(0, 2, 1)
            heed = np.exp(heed - heed.max(-1, keepdims=True))
            heed /= heed.sum(-1, keepdims=True)
            seen[inside] = (heed @ value).transpose(1, 0, 2).reshape(length, -1)
        return seen

    def _times(self, found: "Floats", name: str) -> "Floats":
        made: Floats = found @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return made

    def _normalised(self, found: "Floats", name: str) -> "Floats":
        found = found - found.mean(-1, keepdims=True)
        spread = np.sqrt(np.einsum("ij,ij->i", found, found) / np.float32(DIMENSIONS) + _EPSILON)
        made: Floats = found / spread[:, None] * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return made


def _batches(texts: Sequence[list[int]]) -> Iterator[list[tuple[int, list[int]]]]:
    """The texts with their places, some at a time."""
    batch: list[tuple[int, list[int]]] = []
    size = 0
    for place, pieces in enumerate(texts):
        batch.append((place, pieces))
        size += len(pieces)
        if size >= _AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _gelu(found: "Floats") -> "Floats":
    """The Gaussian error linear unit in its form with tanh (Hendrycks and Gimpel, 2016)."""
    made: Floats = found * found
    made = found * (np.float32(1) + np.float32(0.044715) * made) * np.float32(0.7978845608)
    np.tanh(made, out=made)
    made += np.float32(1)
    made *= found
    made *= np.float32(0.5)
    return made


def _words(text: str) -> Iterator[str]:
    """Words and marks of a text as the model knows them: in lower case, without accents."""
    word = ""
    for letter in unicodedata.normalize("NFD", text.lower()):
        kind = unicodedata.category(letter)
        if kind == "Mn" or (kind[0] == "C" and not letter.isspace()):
            continue
        is_mark = kind[0] == "P" or (letter.isascii() and kind[0] == "S") or "\u3400" <= letter <= "\u9fff"
        if is_mark or letter.isspace():
            if word:
                yield word
            word = ""
            if is_mark:
                yield letter
        else:
            word += letter
    if word:
        yield word
