"""Counterparts that stand right behind the word that engages them, whatever the parse makes of the words between.

`spoke to Elm Trust's counsel`, `wrote to the chair of Elm Trust`, `asked the local member, Ann Ash`, `talks with two
bodies, Elm Trust and Oak Ltd`: a preposition that leads to counterparts, or none behind verbs that take an object, and
at most a few words that introduce a name.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

from ingest.engagements_status import Trigger, lexicon
from ingest.language import words_in
from ingest.reading import Mention, Reading
from ingest.roles_lexicon import ends_in_role
from kg.extraction import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_FAR = 90
"""Letters between what engages and a name at most."""
_ARTICLES = re.compile(r"\s*(?:(?:both|the|our|their|his|her|its|your|a|an|some)\s+)?", re.IGNORECASE)
_TITLE = r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Dame|Cdr|Cllr|Lord|Lady|Rev)\.?\s+)?"
_OF = re.compile(r"(?P<who>.*\S)\s+(?:of|from|at|in|behind|over at)\s+(?:the\s+|our\s+)?", re.DOTALL)
_NAMED = re.compile(rf"(?P<who>.*\w)(?:,|\s\(|:|\s[–—-])\s*(?:the\s+|{_TITLE})", re.DOTALL)


def stands_behind(reading: Reading, mention: Mention, trigger: Trigger) -> bool:
    """Does a name stand behind a trigger with nothing between that could be another's: `wrote to the chair of X`?"""
    end = trigger.token.idx + len(trigger.token.text)
    if not 0 < mention.span.start - end <= _FAR:
        return False
    between = reading.text(Span(end, mention.span.start))
    lead = _led(between, trigger)
    if lead is None or not _introduces(between[lead:]) or _goes_on(reading, mention):
        return False
    words = words_in(reading.doc, Span(end, mention.span.start)) if reading.doc is not None else ()
    return not any(word.pos_ in ("VERB", "AUX", "SCONJ") or word.lower_ in _PARTED for word in words)


_PARTED = frozenset(("about", "regarding", "re", "concerning", "for", "if", "on", "that", "whether", "not", "by"))
"""Words behind which a name is what is spoken of, or somebody else."""


def _led(between: str, trigger: Trigger) -> int | None:
    """How many letters of the words behind a trigger lead to its counterparts; None where they do not."""
    for found in _prepositions().finditer(between):
        plain = between[: found.start()].split()
        if len(plain) > (3 if trigger.noun else 2):
            return None
        word = "with" if found[1] == "w/" else found[1].lower()
        if trigger.noun:
            return (
                found.end()
                if word in lexicon()["strong"] or (word == "to" and not plain and "to" in trigger.slots)
                else None
            )
        if word in trigger.slots and all(p.lower() in _ADVERBS or not p[0].isalnum() for p in plain):
            return found.end()
        return 0 if "object" in trigger.slots else None
    return None if trigger.noun or "object" not in trigger.slots else 0


_ADVERBS = frozenset("up out back again twice recently briefly separately also first already formally directly".split())


@cache
def _prepositions() -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(with|w/|to|from|at|between|alongside)(?!\w)")


def _introduces(words: str) -> bool:
    """May these words stand between a preposition and a name that it leads to: ``, `the chair of the`, `the MP, Mr`?"""
    rest = _ARTICLES.sub("", words, count=1)
    if not rest.strip() or re.fullmatch(rf"\s*{_TITLE}", rest):
        return True
    of, named = _OF.fullmatch(rest), _NAMED.fullmatch(rest)
    if named and len(named["who"].split()) <= 5 and not re.search(r"[,;:.()]", named["who"]):
        return named["who"].split()[-1].lower().endswith("s") or _are_people(named["who"]) or named["who"].isupper()
    if of and len(of["who"].split()) <= 6 and not re.search(r"[,;:.()]", of["who"]):
        return _are_people(of["who"])
    return False


def _are_people(words: str) -> bool:
    """Is the last of some words one for people: `two maintainers`, `the new director`, `general counsel`?"""
    return _is_word_for_people(re.split(r"\s+", words.strip())[-1].lower()) or ends_in_role(words)


def _is_word_for_people(word: str) -> bool:
    people = lexicon()["people"]
    return word in people or word.removesuffix("s") in people


_BEHIND = frozenset("round around through re regarding last next this yesterday today tonight twice again".split())
"""Words behind a name that the model takes for nouns and adjectives."""


def _goes_on(reading: Reading, mention: Mention) -> bool:
    """Does a name only describe a thing behind it: `the Elm Trust proposal`, `Elm Trust's report`?"""
    if reading.doc is None:
        return False
    behind = words_in(reading.doc, Span(mention.span.end, min(mention.span.end + 40, len(reading.structure.text))))
    nouns: list[Token] = []
    for word in behind:
        if word.idx < mention.span.end:
            continue
        if word.lower_ in _BEHIND:
            break
        gerund = not nouns and word.tag_ == "VBG" and not reading.text(Span(mention.span.end, word.idx)).strip()
        if word.lower_ in ("'s", "’s", "'", "’", "own") or word.pos_ in ("ADJ", "NOUN", "PROPN", "SPACE") or gerund:
            nouns.append(word)
            continue
        break
    told = [word for word in nouns if word.pos_ in ("NOUN", "PROPN", "VERB")]
    if not told or (told[-1].text[0].isupper() and nouns[0].lower_ not in ("'s", "’s")):
        return False
    last = told[-1].lower_
    return not (_is_word_for_people(last) or last in lexicon()["gatherings"] or told[-1].ent_type_ in ("DATE", "TIME"))
