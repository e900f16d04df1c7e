"""What a query that is being typed may become: names, frequent phrases, words."""

from collections.abc import Iterator
from itertools import islice

from search.analysis import is_stop_word, tokens
from search.engine import Completion
from search.entity_names import EntityNames
from search.evaluation import Passages

_SCANNED = 3000
"""Phrases looked at for one beginning."""
_FREQUENT = 2
"""Passages that a phrase must stand in to be offered."""
_LONGEST_NAME = 6


def complete(snapshot: Passages, names: EntityNames, beginning: str, most: int) -> tuple[Completion, ...]:
    """Up to `most` completions: names first, then phrases and words by how many passages hold them.

    `Completion.query` is the whole query with its last words completed.
    """
    found = tokens(beginning)
    if not found or beginning[-1:].isspace():
        return ()
    offered: dict[str, Completion] = {}
    for completion in (
        *_names(names, beginning, [token.start for token in found], most),
        *_phrases(snapshot, beginning),
    ):
        offered.setdefault(completion.label.casefold(), completion)
    return tuple(islice(offered.values(), most))


def _names(names: EntityNames, beginning: str, starts: list[int], most: int) -> Iterator[Completion]:
    for start in starts[-_LONGEST_NAME:]:
        last = beginning[start:]
        if len(last) > 1:
            for entity in names.beginning(last, most):
                yield Completion(beginning[:start] + entity.label, entity.label, entity.kind)


def _phrases(snapshot: Passages, beginning: str) -> Iterator[Completion]:
    found, offered = tokens(beginning), False
    for count in (3, 2, 1):
        last = found[-count:]
        typed = " ".join(token.word for token in last)
        if len(last) < count or len(typed) < 3 or is_stop_word(last[0].word):
            continue
        before = beginning[: last[0].start]
        phrases = snapshot.words_from("pair", typed, _SCANNED)
        for phrase in _most_frequent(phrases, typed):
            if not snapshot.in_use("pair", phrase):
                continue
            offered = True
            yield Completion(before + phrase, phrase, "phrase")
    if len(found) > 1 and offered:
        return
    word = found[-1]
    for completed in _most_frequent(snapshot.words_from("word", word.word, _SCANNED), word.word):
        if not is_stop_word(completed) and snapshot.in_use("word", completed):
            yield Completion(beginning[: word.start] + completed, completed, "word")


def _most_frequent(found: list[tuple[str, int]], typed: str) -> list[str]:
    frequent = [(-frequency, text) for text, frequency in found if frequency >= _FREQUENT and text != typed]
    return [text for _frequency, text in sorted(frequent)]
