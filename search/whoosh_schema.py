"""The fields of the Whoosh index. Importing this imports whoosh: do so inside functions only.

Whoosh stores postings, positions and stored fields, and replaces documents in one commit; it is given
terms that `search.analysis` made, so that what is indexed, asked and highlighted is cut alike.
Only what whoosh 2.7.4 and whoosh3 share is used.
"""

from array import array
from collections.abc import Iterable, Iterator

from whoosh import fields, formats

from search.analysis import stop_words

HEADING_WEIGHT = 0.5
"""How much a word of the heading counts beside one of the passage (weighted term frequencies, BM25F)."""
_GAP = 16
"""Positions between passage and heading, so that no phrase spans both."""
VECTOR = "v"
"""The term under which vectors are kept."""
_WIDE = b"\x01"
_NARROW = b"\x00"


class PositionBytes(formats.Format):  # type: ignore[misc]
    """Postings with positions, packed by `pack` and read by `unpack`."""

    def fixed_value_size(self) -> int | None:
        return None

    def supports(self, name: str) -> bool:
        return False


def pack(positions: list[int]) -> bytes:
    """Positions in rising order as bytes: one each where they fit, else four."""
    return _NARROW + bytes(positions) if positions[-1] < 256 else _WIDE + array("I", positions).tobytes()


def unpack(packed: bytes) -> "bytes | array[int]":
    """The positions that `pack` packed."""
    return packed[1:] if packed[:1] == _NARROW else array("I", packed[1:])


class Terms(fields.FieldType):  # type: ignore[misc]
    """Terms of a passage and of its heading, given as two lists, with positions and weights."""

    def __init__(self) -> None:
        self.format = PositionBytes()
        self.scorable = True
        self.stored = self.unique = False

    def index(
        self, value: tuple[list[str], list[str]], **_options: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """(term, frequency, weight, packed positions) of each different term.

        Stop words and words of the heading alone have no frequency: they make no passage longer.
        """
        text, heading = value
        positions: dict[str, list[int]] = {}
        for place, term in enumerate(text):
            positions.setdefault(term, []).append(place)
        first = len(text) + _GAP
        weights = {term: float(len(places)) for term, places in positions.items()}
        for place, term in enumerate(heading, first):
            positions.setdefault(term, []).append(place)
            weights[term] = weights.get(term, 0.0) + HEADING_WEIGHT
        for term, places in positions.items():
            weight = weights[term]
            yield term.encode(), 0 if term in stop_words() else round(weight), weight, pack(places)


class Values(fields.FieldType):  # type: ignore[misc]
    """Any number of values, each looked up as a whole."""

    def __init__(self) -> None:
        self.format = formats.Existence()
        self.scorable = self.stored = self.unique = False

    def index(self, value: Iterable[str], **_options: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Each different value."""
        for one in dict.fromkeys(value):
            yield one.encode(), 1, 1.0, b""


class Vectors(fields.FieldType):  # type: ignore[misc]
    """A vector as bytes, the same term in every passage that has one."""

    def __init__(self) -> None:
        self.format = PositionBytes()
        self.scorable = self.stored = self.unique = False

    def index(self, value: bytes, **_options: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """The one term, with the vector."""
        yield VECTOR.encode(), 1, 1.0, value


def schema(*, vectors: bool) -> fields.Schema:
    """The fields of passages and titles (`type` passage, document), and of the one `state` document.

    `unit` is the document's id, `word` holds folded words, `pair` runs of two words (three
    around a stop word), `when` the days a passage's date can mean, `stored` what hits show, `vector`
    what a passage means (`search.meaning`), in an index with `vectors`.
    """
    extra = {"vector": Vectors()} if vectors else {}
    return fields.Schema(
        unit=Values(),
        type=Values(),
        text=Terms(),
        word=Values(),
        pair=Values(),
        kind=Values(),
        committee=Values(),
        person=Values(),
        organisation=Values(),
        focus=Values(),
        owner=Values(),
        when=Values(),
        stored=fields.STORED(),
        **extra,
    )
