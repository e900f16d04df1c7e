"""Clauses that say who is to do something: the subjects of a sentence and what is said of them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from ingest.action_rules import agreed_that, grammar, predicates
from ingest.owners import Party, named_parties, party_at
from ingest.people_names import fold
from ingest.reading import Reading
from kg.extraction import Span

_REMARK = re.compile(r"\s*\([^)\n]{1,60}\)")
_CLAUSE_END = re.compile(r"(?:,|;|\s[–—-])\s+(?:so |and |then |with )?$")
_TWO_WORDS = re.compile(r"\w+ \w+")


def parties(reading: Reading, span: Span) -> Iterator[Party]:
    """Names, offices and bodies that may be subjects in a sentence, in order."""
    found = {party.start: party for party in named_parties(reading, span)}
    topic = grammar("topic").match(reading.structure.text, span.start, span.end)
    for start in (span.start, topic.end() if topic else span.end):
        opening = party_at(reading, start, span.end)
        inside = [each for each in found.values() if opening and start <= each.start <= opening.end]
        if opening and all(len(each.ids) < len(opening.ids) for each in inside):
            found = {at: each for at, each in found.items() if each not in inside}
            found[opening.start] = opening
    for match in grammar("subject_start").finditer(reading.structure.text, span.start, span.end):
        if not any(party.start <= match.start() < party.end for party in found.values()):
            party = party_at(reading, match.start(), span.end)
            if party and party.end > match.start():
                found[match.start()] = party
    yield from (found[start] for start in sorted(found))


def predicate_after(reading: Reading, start: int, end: int) -> bool:
    """Does a party stand at `start` that is to do something?"""
    party = party_at(reading, start, end)
    return party is not None and any(
        p.pattern.match(reading.structure.text, party.end, end) for p in predicates() if not (p.reported or p.people)
    )


def owed_by_somebody(reading: Reading, span: Span) -> bool:
    """Does `span` open with somebody, other than the whole meeting, who is to do something?"""
    party = party_at(reading, span.start, span.end)
    if party is None or is_collective(reading, party) or any(each.startswith("org/") for each in party.ids):
        return False
    return predicate_after(reading, span.start, span.end)


def is_collective(reading: Reading, party: Party) -> bool:
    """Does the whole meeting act? What it agrees to is a decision."""
    words = fold(reading.structure.text[party.start : party.end])
    return party.ids == (reading.committee,) or grammar("collective").fullmatch(words) is not None


def follows_clause(text: str, start: int, position: int) -> bool:
    """Does a comma or dash end a clause before `position`: `Discussion was positive, Ann to move it on`?"""
    before = text[start:position]
    ending = _CLAUSE_END.search(before)
    clause = _TWO_WORDS.search(before, 0, ending.start()) if ending else None
    return clause is not None and grammar("told_to").search(before) is None


def remark_end(text: str, position: int, end: int) -> int:
    remark = _REMARK.match(text, position, end)
    return remark.end() if remark else position


def negated(text: str, start: int, position: int) -> bool:
    """Do the words before a subject make what follows a condition, a wish or an opinion?"""
    return grammar("not_meant").search(text[start:position]) is not None


@lru_cache(maxsize=1)
def unmarked(text: str) -> str:
    """`text` with blanks for the marks of strong words, offset for offset: `Ann **undertook** to write`."""
    return re.sub(r"\*\*|__", "  ", text) if "**" in text or "__" in text else text


def verb_to_end(match: re.Match[str], end: int) -> Span:
    found = [start for name in match.re.groupindex if (start := match.start(name)) >= 0]
    start = found[0] if found else match.end()
    return Span(start, max(start, end))


def after_agreed(text: str, task: Span) -> Span:
    match = next((m for p in agreed_that() for m in p.finditer(text, task.start, task.end)), None)
    return Span(match.end(), task.end) if match else task


_SMALL_WORD = re.compile(r"\b[a-z]+\b")
_REPORTED = frozenset(
    "was were had reported noted agreed advised asked explained said stated welcomed confirmed thanked".split()
)
_PRESENT = frozenset("is are has have will needs wants says".split())


@lru_cache(maxsize=1)
def told_in_past(text: str) -> bool:
    """Are these minutes told in reported speech, where `would` states what somebody undertook?"""
    words = _SMALL_WORD.findall(text)
    past, present = (sum(word in told for word in words) for told in (_REPORTED, _PRESENT))
    return past > present
