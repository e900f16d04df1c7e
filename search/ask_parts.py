"""Questions that ask two things: each asked by itself, the second with what the first is about in its place."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from kg.tables import Row
from search.answers import Answer
from search.told_asked import asked_in
from search.understanding_grammar import grammar
from search.understanding_words import Words

Ask = Callable[[str], Answer]
_TITLES = ("chair", "title_word")
_PRESENT = frozenset(("now", "today"))


def of_parts(one: Words, other: Words, ask: Ask) -> Answer | None:
    """The answer to a question from those to its two parts; None where the first is not answered.

    A part that says no more than its question word asks for the rest of the first. A word of the second that goes
    back to the first gives way to what that is about, and a time that only one of them names is that of both.
    Where only the first is answered the answer says what that is, and that the record does not hold the other.
    """
    answered = ask(_question(one.question, _time_of(other) if not one.periods else ""))
    if answered.status != "answered":
        return None
    if _tells_both(answered, other):
        return answered
    return _together((answered, ask(_second(one, other, answered))))


def _second(one: Words, other: Words, answered: Answer) -> str:
    """The second part as a question of its own."""
    bare, prepositional = not says_something(other), other.tokens[0].key in grammar("parts")["prepositions"].split()
    found = _found(answered)
    if bare or prepositional:
        said = one.question if prepositional and not bare else f"{found} {_statement(one.question)}".strip()
        return _question(other.question, said)
    titles = [one.question[one.tokens[a].start : one.tokens[b - 1].end] for a, b, tag in one.tags if tag in _TITLES]
    for concept, template in grammar("parts")["office"].items():
        if found and titles and concept in other.concepts and not other.names:
            return str(template).format(title=titles[0], name=found)
    found = found if one.tokens[0].key in ("what", "which") else ""
    return _question(_with_topic(other, found or _topic(one)), _time_of(one) if not other.periods else "")


def _together(answers: Sequence[Answer]) -> Answer:
    """Rows side by side where all parts are answered."""
    whole = all(one.status == "answered" for one in answers)
    return Answer(
        question=answers[0].question,
        understood=" · ".join(one.understood or one.question for one in answers),
        status="answered" if whole else "not-in-record",
        answer=" ".join(one.answer for one in answers) if whole else " ".join(map(_shown, answers)),
        columns=("Asked", "Answer") if whole else (),
        rows=tuple(row for one in answers for row in _rows(one)) if whole else (),
        notes=tuple(dict.fromkeys(note for one in answers for note in one.notes)),
        sparql="\n\n".join(dict.fromkeys(one.sparql for one in answers if one.sparql)),
        passages=() if whole else tuple(dict.fromkeys(passage for one in answers for passage in one.passages)),
    )


def _tells_both(answered: Answer, other: Words) -> bool:
    """Do the rows of the first tell of each what the second asks of them all: `… and who leads them?`"""
    for concept, headings in grammar("parts")["told"].items():
        if concept in other.concepts and (asked_in(other) is None or concept == "led" or _goes_back(other)):
            places = [n for n, heading in enumerate(answered.columns) if heading.lower() in headings]
            return any(row.cells[place] for row in answered.rows for place in places)
    return False


def _goes_back(words: Words) -> bool:
    known = grammar("parts")
    return any(token.key in f"{known['backward']} {known['backward_whose']}".split() for token in words.tokens[1:])


def _shown(answer: Answer) -> str:
    if answer.status == "answered":
        return f"To “{answer.question}” the record says: {answer.answer}"
    return f"To “{answer.question}” it holds no answer: {answer.answer}"


def _rows(answer: Answer) -> Iterator[Row]:
    for row in answer.rows:
        cell = " · ".join(filter(None, row.cells))
        links = tuple(dict.fromkeys(iri for found in row.links for iri in found))
        yield replace(row, cells=(answer.question, cell), links=((), links))


def in_two(question: str) -> tuple[str, str] | None:
    """The two parts of a question, each with its question mark."""
    for match in _break().finditer(question):
        one, other = question[: match.start()].strip(" ,;?"), question[match.end() :].strip(" ,;?")
        if one and other:
            return f"{one}?", f"{other[0].upper()}{other[1:]}?"
    return None


@cache
def _break() -> re.Pattern[str]:
    words = grammar("parts")
    joining, openers = "|".join(words["joining"]), "|".join(words["openers"])
    prepositions = "|".join(words["prepositions"].split())
    joined = rf"(?:[,;?.]?\s+(?:{joining})|[;?.])\s+(?=(?:{openers})\b)"
    return re.compile(rf"{joined}|,\s+(?=(?:{prepositions})\s+(?:how|wh))", re.IGNORECASE)


def says_something(words: Words) -> bool:
    """Has it a name, a word or a time of its own?"""
    return bool(words.names or words.periods or asked_in(words))


def _question(text: str, more: str) -> str:
    return f"{text.rstrip(' ?')} {more}".rstrip(" ?") + "?"


def _statement(question: str) -> str:
    """What a question says but for the word that asks: `got the insurance?` of `Who got the insurance?`."""
    return re.sub(r"^(?:(?:by|with|to|for|from|since|on|in|at) )?\w+\s+", "", question, count=1)


def _time_of(words: Words) -> str:
    """The only time that a question names, as it may stand at the end of another; '' for the present."""
    text = words.periods[0].words if len(words.periods) == 1 else ""
    return "" if text in _PRESENT else f"in {text}" if text[:1].isdigit() or text[:1].isupper() else text


def _found(answered: Answer) -> str:
    """Whom the rows of an answer name, else what, where it is one that the question does not name."""
    named = [
        (cell, links[0])
        for row in answered.rows
        for cell, links in zip(row.cells, row.links, strict=True)
        if len(links) == 1 and cell and cell not in answered.question
    ]
    people = {cell for cell, iri in named if "/person/" in iri}
    found = people or {cell for cell, _ in named}
    return next(iter(found)) if len(found) == 1 else ""


def _topic(words: Words) -> str:
    """What a question is about: the name in it, else its words from the first to the last that is not what was done."""
    names = [name for name in words.names if not any(one.iri in words.committees for one in name.candidates)]
    if names:
        return names[0].words
    asked = asked_in(words)
    said = {key for n, unit in enumerate(asked.units) if n != asked.verb for key in unit.words} if asked else set()
    places = [token for token in words.tokens if token.key in said]
    return words.question[places[0].start : places[-1].end] if places else ""


def _with_topic(words: Words, topic: str) -> str:
    """A question with what the one before is about in place of the words that go back to it."""
    if not topic:
        return words.question
    known = grammar("parts")
    back, whose = known["backward"].split(), known["backward_whose"].split()
    for token in words.tokens[1:]:
        if token.key in back or token.key in whose:
            said = f"{topic}’s" if token.key in whose else topic
            return f"{words.question[: token.start]}{said}{words.question[token.end :]}"
    return words.question
