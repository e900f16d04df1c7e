"""Lone given names that nothing shows to be anything else than a person's."""

import re
from collections.abc import Sequence

from ingest.people_names import common_words, fold, given_names, vocabulary
from ingest.people_text import Bodies, Token, is_month
from ingest.roles_lexicon import titles

_LONE = re.compile(r"[^\W\d_][^\W\d_A-Z]{2,}(?:-[^\W\d_]+)?")
_AND_AFTER = re.compile(r" ?[&+] ?([A-Z][\w’'-]*)")
_AND_BEFORE = re.compile(r"(?<![\w’'-])([A-Z][\w’'-]*) ?[&+] ?$")
_ENDS_A_PATH = re.compile(r"[/\\.#@_-]$|\b(?:Isle|Lake|Port|Mount|Saint|St\.?|Cape) (?:of )?$")
_DAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_IN_A_NAME = re.compile(rf"[\\@_]|/\w|\.\w|-\w|[’']s [A-Z]|, (?:on )?(?:\d|{_DAY}\w*\b)")
"""What makes the word before it part of a path or a name, or the place before a date."""
_AROUND = 12


def may_be_person(text: str, words: Sequence[Token], number: int, places: Bodies) -> bool:
    """Does a lone given name stand where it is nothing else: no part of a longer name, no place, not in capitals?"""
    word = words[number]
    if _is_ordinary(word) or is_month(words, number) or places.hold(word.start):
        return False
    if not _LONE.fullmatch(text, word.start, word.end) or not _stands_alone(words, number):
        return False
    before = words[number - 1].folded if number else ""
    behind, ahead = text[word.end : word.end + _AROUND], text[max(0, word.start - _AROUND) : word.start]
    others = [other[1] for other in (_AND_AFTER.match(behind), _AND_BEFORE.search(ahead)) if other]
    if before not in ("to", "thanks", "thank", "with") and any(fold(other) not in given_names() for other in others):
        return False
    return not (_IN_A_NAME.match(behind) or _ENDS_A_PATH.search(ahead))


def _is_ordinary(word: Token) -> bool:
    rules = vocabulary()
    return any(word.folded in known for known in (rules["ambiguous"], rules["namesakes"], common_words(), titles()))


def _stands_alone(words: Sequence[Token], number: int) -> bool:
    """Whether the words beside a name are no part of it, and not those that stand beside places and things."""
    rules, word = vocabulary(), words[number]
    following = words[number + 1] if number + 1 < len(words) else None
    if following and following.joined:
        goes_on = following.capital and following.folded not in rules["person_verbs"]
        if goes_on or following.folded in rules["named_after"] or following.folded in rules["of_things"]:
            return False
    before = words[number - 1] if number else None
    if before is None or not word.joined:
        return True
    if before.capital and (not before.opens or before.folded in given_names()):
        return False
    return before.folded not in rules["not_before"] and before.folded not in rules["place_cues"]
