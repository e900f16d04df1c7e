"""Where the boxes and curves of a drawing stand. Pure geometry; the templates write the SVG.

Two kinds are drawn: columns of names joined by curves from left to right, and bars for numbers.
Nothing is random: the same record gives the same picture.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Node = TypeVar("Node", bound=Hashable)
STEP = 34
"""Pixels from one name of a column to the next: room for a finger."""
WIDTH, GAP = 250, 90
"""Pixels of a column and of the room for curves between two."""
_LETTERS = 32
_MARGIN = 20
_BAR, _LONGEST = 26, 380
"""Pixels from one bar to the next, and of the longest."""


@dataclass(frozen=True, slots=True)
class Box:
    """A name at its place: `x`, `y` are its left upper corner. `full` is the name uncut."""

    x: int
    y: int
    label: str
    full: str
    href: str | None = None
    note: str = ""
    chosen: bool = False
    width: int = WIDTH
    height: int = STEP - 8

    @property
    def middle(self) -> int:
        """Half its height."""
        return self.y + self.height // 2

    @property
    def baseline(self) -> int:
        """Where its letters stand."""
        return self.y + self.height - 8


@dataclass(frozen=True, slots=True)
class Curve:
    """A line from one box to another. `look` is its class, `weight` its width in pixels, `title` what it says."""

    path: str
    title: str
    weight: float = 1.5
    look: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes and curves with the size of the whole; `words` say the same for those who do not see it."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Places(Generic[Node]):
    """The left upper corner of each node, and the size of all."""

    at: Mapping[Node, tuple[int, int]]
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars, one below the other, that start at the same line; `words` say how they are to be read."""

    title: str
    width: int
    height: int
    bars: tuple[Box, ...]
    words: str


def chart(title: str, numbers: Sequence[tuple[str, float]], words: str) -> Chart:
    """A bar for each name and its number, in the order given; no number below 0, at least one above it."""
    most = max(number for _, number in numbers)
    bars = tuple(
        Box(
            x=WIDTH,
            y=row * _BAR,
            label=cut(name),
            full=name,
            note=f"{number:,.10g}",
            width=max(1, round(number / most * _LONGEST)),
            height=_BAR - 8,
        )
        for row, (name, number) in enumerate(numbers)
    )
    return Chart(title, WIDTH + _LONGEST + 90, len(bars) * _BAR, bars, words)


def columns(nodes: Sequence[Sequence[Node]], gap: int = GAP) -> Places[Node]:
    """Nodes column by column from the left, `gap` pixels apart, each column from the top."""
    at = {
        node: (place * (WIDTH + gap), _MARGIN + row * STEP)
        for place, column in enumerate(nodes)
        for row, node in enumerate(column)
    }
    tallest = max((len(column) for column in nodes), default=0)
    width = max(len(nodes) * (WIDTH + gap) - gap, 0)
    return Places(at, width, 2 * _MARGIN + tallest * STEP)


def curve(start: Box, end: Box) -> str:
    """The path of a curve from the right side of one box to the left side of another; within a column, around it."""
    x1, y1, x2, y2 = start.x + start.width, start.middle, end.x, end.middle
    if start.x >= end.x:
        x2 = end.x + end.width
        return f"M{x1} {y1}C{x1 + GAP // 2} {y1} {x2 + GAP // 2} {y2} {x2} {y2}"
    half = (x1 + x2) // 2
    return f"M{x1} {y1}C{half} {y1} {half} {y2} {x2} {y2}"


def beside(order: Sequence[Node], ties: Mapping[tuple[Node, Node], int]) -> list[Node]:
    """The partners of `order` so that curves cross little: each at the weighted mean of its partners' places."""
    place = {node: number for number, node in enumerate(order)}
    sums: dict[Node, tuple[float, float]] = {}
    for (left, right), weight in ties.items():
        if left in place:
            total, weights = sums.get(right, (0.0, 0.0))
            sums[right] = (total + place[left] * weight, weights + weight)
    return sorted(sums, key=lambda node: (sums[node][0] / sums[node][1], str(node)))


def cut(label: str) -> str:
    """`label` short enough for its box."""
    return label if len(label) <= _LETTERS else label[: _LETTERS - 1].rstrip() + "…"
