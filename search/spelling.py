"""The nearest known words to one that is not known."""

from collections.abc import Mapping

MOST = 3
_FAR = 2
"""Edits to a word of six letters or more; shorter ones allow one."""


def nearest(word: str, known: Mapping[str, int], most: int = MOST) -> list[str]:
    """Up to `most` known words within one edit (two from six letters on), nearest and most frequent first.

    An edit is a letter added, dropped, changed, or swapped with its neighbour. `known` gives
    each word's frequency.
    """
    reach = _FAR if len(word) >= 6 else 1
    letters = _letters(word)
    found = []
    for other, frequency in known.items():
        if abs(len(other) - len(word)) > reach or other == word:
            continue
        if (letters ^ _letters(other)).bit_count() > 2 * reach:
            continue
        distance = edits(word, other, reach)
        if distance <= reach:
            found.append((distance, other[:1] != word[:1], -frequency, other))
    return [other for _distance, _first, _frequency, other in sorted(found)[:most]]


def _letters(word: str) -> int:
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


def edits(one: str, other: str, most: int) -> int:
    """Edits between two words (optimal string alignment), or `most + 1` where they are more."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, second in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != second))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == second:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
