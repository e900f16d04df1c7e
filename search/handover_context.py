"""What stands above a statement: the item or heading without which a few words of it say nothing."""

from collections.abc import Iterable

from kg.questions import Reader, bind, load_question
from search.handover_report import unmarked

_WORDS_ALONE = 6
"""Words that say something without what they stand under."""
_ITEM = 1
"""The level of an item that stands in no other: a point of the agenda."""
_LONGEST = 90
"""Characters of an item or heading that are shown."""


def contexts(reader: Reader, facts: Iterable[str]) -> dict[str, str]:
    """For each statement the item of the agenda, or the heading, under which its first words stand; '' for none."""
    wanted = sorted(set(facts))
    if not wanted:
        return {}
    found: dict[str, str] = {}
    levels: dict[str, int] = {}
    for row in reader.query(bind(load_question("_contexts"), {"fact": wanted})):
        fact, level = row["fact"].value, int(row["level"].value) if row["level"] else 0
        if fact not in levels:
            levels[fact] = level
            found[fact] = _section(row["heading"].value) if row["heading"] else ""
        elif _ITEM <= level < levels[fact]:
            levels[fact] = level
            found[fact] = _short(row["words"].value)
    return found


def is_bare(what: str) -> bool:
    """Are these so few words that they need what they stand under?"""
    return len(what.split()) < _WORDS_ALONE


def _section(path: str) -> str:
    """The heading nearest to the words; '' for the document's title, and for an address or a number."""
    _, below, nearest = path.rpartition(" › ")
    return _short(nearest) if below and (nearest.isalpha() or " " in nearest) else ""


def _short(words: str) -> str:
    """The words on one line, cut between words where they are long."""
    flat = unmarked(words)
    return flat if len(flat) <= _LONGEST else flat[:_LONGEST].rsplit(" ", 1)[0] + " …"
