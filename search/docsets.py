"""Sets of passages as bits of an integer: union, intersection and counting at memory speed.

Bit `n` stands for passage number `n` of a snapshot. A hundred thousand passages are 12 kB.
"""

from array import array
from collections.abc import Iterable, Iterator
from itertools import compress

Docset = int

_ONES = bytes.maketrans(b"01", b"\x00\x01")


def docset(numbers: Iterable[int], size: int) -> Docset:
    """The set of these numbers below `size`."""
    bits = bytearray(size // 8 + 1)
    for number in numbers:
        bits[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(bits, "little")


def mask(found: Docset, size: int) -> bytes:
    """One byte for each number below `size`: 1 where it is in the set."""
    return bin(found | 1 << size)[3:].encode().translate(_ONES)[::-1]


def members(found: Docset, size: int) -> Iterator[int]:
    """The numbers in the set, in rising order."""
    return compress(range(size), mask(found, size))


class Postings:
    """The passages that hold one value of a field: kept as bits where they are many, else as numbers."""

    __slots__ = ("bits", "numbers")

    def __init__(self, numbers: "array[int]", size: int) -> None:
        many = len(numbers) > size // 1000
        self.bits: Docset | None = docset(numbers, size) if many else None
        self.numbers: array[int] | None = None if many else numbers

    def docset(self, size: int) -> Docset:
        """The set of these passages."""
        if self.bits is not None:
            return self.bits
        assert self.numbers is not None
        return docset(self.numbers, size)

    def count(self, found: Docset, found_mask: bytes) -> int:
        """How many of these are in `found`, whose mask is given too."""
        if self.bits is not None:
            return (self.bits & found).bit_count()
        assert self.numbers is not None
        return sum(map(found_mask.__getitem__, self.numbers))
