"""Stretches of a text: apart from the other types of an extraction, so that reading a sentence needs none of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch `[start, end)` of the document's text, in code points."""

    start: int
    end: int
