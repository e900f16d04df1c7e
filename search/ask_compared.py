"""Which of two there is more of: each counted by itself, by the kind of question that counts it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from kg.tables import Row
from search.answers import Answer
from search.understanding_grammar import grammar
from search.understanding_words import Words

Count = Callable[[str], tuple[int, Answer] | None]
"""From a question that asks how many to the number and the answer it comes from; None where nothing counts it."""

_CITED = 12
"""Pieces of evidence for each number."""


@dataclass(frozen=True, slots=True)
class _Choice:
    """Two names or times of a question with `or` between them, `[start, end)` of it."""

    labels: tuple[str, str]
    texts: tuple[str, str]
    start: int
    end: int


def compared(words: Words, count: Count) -> Answer | None:
    """Of which of two there is more, or fewer; None where the question does not ask it, or neither can be counted."""
    more, choice = _more().search(words.question), _choice(words)
    if not (more and choice):
        return None
    counted = [count(_how_many(words.question, choice, text)) for text in choice.texts]
    found = [one for one in counted if one is not None]
    if len(found) < len(counted) or not any(number for number, _ in found):
        return None
    numbers = [number for number, _ in found]
    fewer = more[0].lower() in grammar("parts")["fewer"]
    best = (min if fewer else max)(numbers)
    first = [label for label, number in zip(choice.labels, numbers, strict=True) if number == best]
    told = ", ".join(f"{label}: {number}" for label, number in zip(choice.labels, numbers, strict=True))
    verdict = "as many" if len(first) == len(numbers) else f"{'fewer' if fewer else 'more'}: {first[0]}"
    return Answer(
        question=words.question,
        understood=" · ".join(one.understood for _, one in found),
        status="answered",
        answer=f"{told}; {verdict}.",
        columns=("Which", "Number"),
        rows=tuple(_row(label, *one) for label, one in zip(choice.labels, found, strict=True) if one[1].rows),
        notes=tuple(dict.fromkeys(note for _, one in found for note in one.notes)),
        sparql="\n\n".join(dict.fromkeys(one.sparql for _, one in found if one.sparql)),
    )


def _row(label: str, number: int, answer: Answer) -> Row:
    pieces = dict.fromkeys(piece for row in answer.rows for piece in row.evidence[:1])
    return Row((label, str(number)), ((), ()), (), tuple(pieces)[:_CITED])


@cache
def _more() -> re.Pattern[str]:
    known = grammar("parts")
    return re.compile(rf"\b(?:{'|'.join([*known['more'], *known['fewer']])})\b", re.IGNORECASE)


def _choice(words: Words) -> _Choice | None:
    """Two times, or two names, of a question between which there is an `or`."""
    places = [[(one.start, one.end, one.words) for one in words.periods], _named(words)]
    for found in places:
        for (start, middle, one), (other_start, end, other) in pairwise(found):
            if _is_or(words.question[middle:other_start]):
                texts = (words.question[start:middle], words.question[other_start:end])
                return _Choice((_plain(one), _plain(other)), texts, start, end)
    return None


def _named(words: Words) -> list[tuple[int, int, str]]:
    tokens: Sequence[tuple[int, int, str]] = [
        (words.tokens[name.start].start, words.tokens[name.end - 1].end, name.candidates[0].label)
        for name in words.names
    ]
    return list(tokens)


def _is_or(text: str) -> bool:
    return bool(re.fullmatch(r"[\s,]*or\s+(?:(?:the|in|on|at|of|during)\s+)*", text, re.IGNORECASE))


def _plain(text: str) -> str:
    """A time without the word before it: `2023` of `in 2023`."""
    return re.sub(r"^(?:in|on|during|of|for|at)\s+(?:the\s+)?", "", text, flags=re.IGNORECASE)


def _how_many(question: str, choice: _Choice, one: str) -> str:
    """The question for the number of one of the two."""
    before, behind = question[: choice.start].rstrip(" ,:–-"), question[choice.end :].rstrip(" ?")
    asked = re.match(r"(?:who|which of them)\b\s*", before, re.IGNORECASE)
    text = f"{one} {before[asked.end() :]} {behind}" if asked else f"{before} {one} {behind}"
    text = _more().sub(" ", text)
    return re.sub(r"\s+", " ", f"How many times {text}").strip() + "?"
