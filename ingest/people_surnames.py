"""Surnames without a first name: behind a title (`Dr Ash`, `Chair Lopez`), and alone where they act as people do."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from ingest.people_names import common_words, given_names, vocabulary
from ingest.people_text import Bodies, Token
from ingest.rules import load_rules

TITLED, ACTING = 0.8, 0.6
_OWNS = re.compile(r"[’']s?(?=\s)")


def titled_surnames(text: str, words: Sequence[Token], proposed: frozenset[int]) -> Iterator[tuple[Token, Token]]:
    """Titles with the one surname behind each. A title that also heads other things needs the model or a deed.

    `proposed` are the starts of words that the model takes for a person's.
    """
    rules = vocabulary()
    for number, title in enumerate(words[:-1]):
        surname = words[number + 1]
        certain = title.folded in rules["surname_prefixes"]
        if not title.capital or not (certain or title.folded in rules["office_prefixes"]):
            continue
        if not (surname.joined and surname.capital) or _goes_on(words, number + 1) or not _may_be_surname(surname):
            continue
        written = text[surname.start : surname.end]
        told = (
            {title.start, surname.start} & proposed or _acts(text, words, number + 1) or _OWNS.match(text, surname.end)
        )
        if certain or (told and not written.isupper() and surname.folded not in given_names()):
            yield title, surname


def lone_surnames(
    text: str, words: Sequence[Token], proposed: frozenset[int], bodies: Bodies
) -> Iterator[tuple[str, float]]:
    """Words that may be surnames, neither ordinary nor given names, as written, with how surely each names a person.

    The model must take most of its places for a person's, and more than one of them or one where the word
    does what people do or has it done to it; a word that also stands for a place or a common thing is left out.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for number, word in enumerate(words):
        if word.capital and len(word.folded) > 2 and word.folded not in given_names() and _may_be_surname(word):
            places[word.folded].append(number)
    endings = tuple(vocabulary()["body_endings"])
    for folded, numbers in places.items():
        taken = [number for number in numbers if words[number].start in proposed]
        if len(taken) * 2 < len(numbers) or not taken or folded.endswith(endings):
            continue
        if not all(_stands_alone(text, words, number, bodies) for number in numbers):
            continue
        if re.search(rf"(?<!\w){re.escape(folded)}s?(?!\w)", text):
            continue
        if any(_is_a_thing(text, words, number) for number in numbers):
            continue
        if len(taken) > 1 or any(_acts(text, words, number) or _is_dealt_with(words, number) for number in taken):
            first = words[numbers[0]]
            yield text[first.start : first.end], ACTING


def _is_a_thing(text: str, words: Sequence[Token], number: int) -> bool:
    """`the Ash site`, `Ash was slow` in a cell alone: an article before a name, or nothing else in its cell."""
    before = words[number - 1] if number else None
    article = before is not None and words[number].joined and before.folded in ("the", "a", "an", "both", "this")
    word = words[number]
    return article or re.search(r"\|\s*$", text[max(0, word.start - 4) : word.start]) is not None


def _may_be_surname(word: Token) -> bool:
    rules, folded = vocabulary(), word.folded
    return (
        len(folded) > 1
        and folded.replace("-", "").isalpha()
        and not any(
            {folded, folded + "s"} & known
            for known in (rules["not_in_names"], common_words(), rules["not_speakers"], _calendar())
        )
    )


@cache
def _calendar() -> frozenset[str]:
    kinds = load_rules("dates")["words"]
    return frozenset(form for kind in ("weekday", "month") for forms in kinds[kind].values() for form in forms)


def _goes_on(words: Sequence[Token], number: int) -> bool:
    following = words[number + 1] if number + 1 < len(words) else None
    return following is not None and following.joined and following.capital


def _stands_alone(text: str, words: Sequence[Token], number: int, bodies: Bodies) -> bool:
    """Whether a word here is no part of another name, no place and nothing written as code or in capitals."""
    word = words[number]
    before = words[number - 1] if number else None
    written = text[word.start : word.end]
    if (
        bodies.hold(word.start)
        or _goes_on(words, number)
        or not re.fullmatch(r"(?:Mc|Mac|O[’']|D[’'])?[^\W\d_]+", written)
    ):
        return False
    plain = written[1:] == written[1:].lower() or re.match(r"(?:Mc|Mac|O[’']|D[’'])[A-Z]", written)
    if not plain or before is None:
        return bool(plain)
    joined = word.joined and before.capital and not before.opens and before.folded not in vocabulary()["person_verbs"]
    return not joined and not (word.joined and before.folded in vocabulary()["place_cues"])


def _acts(text: str, words: Sequence[Token], number: int) -> bool:
    following = words[number + 1] if number + 1 < len(words) else None
    if following is None or not following.joined:
        return False
    return following.folded in vocabulary()["person_verbs"] and following.folded != "and"


def _is_dealt_with(words: Sequence[Token], number: int) -> bool:
    """`thanked Ash`: whether the word before is what is done to people."""
    return number > 0 and words[number].joined and words[number - 1].folded in vocabulary()["surname_cues"]
