"""What to say of a query that is not SPARQL: where, what was expected, and the word that it may misspell."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from kg.errors import QueryError, QuerySyntaxError
from kg.namespaces import PREFIXES
from kg.query_check import bare_words

_UNCLOSED = "a text in quotes is not closed"
_MOST = 8
"""More things that may stand somewhere are not listed."""
_CLASS = re.compile(r"\[(?:[^\[\]]|\n)*\](?: \| [^,\]]*\])*")
"""A set of characters in the engine's list of what it expected."""
_ITEM = re.compile(r'"(?:[^"\\]|\\.)*"|[^,"\s][^,"]*')


@cache
def words() -> frozenset[str]:
    """The words that queries are written with."""
    lines = Path(__file__).with_name("sparql_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def syntax_error(query: str, problem: SyntaxError, start: int, length: int) -> QueryError:
    """The engine's complaint with the place counted in `query`, without the block of so many letters at `start`."""
    if not query.strip():
        return QueryError("the query is empty")
    found = re.match(r"error at (\d+):(\d+): (.*)", str(problem.msg), re.DOTALL)
    if not found:
        return QueryError(f"the query cannot be used: {problem.msg}")
    line, column = int(found[1]), int(found[2])
    before = query[:start].split("\n")
    if line == len(before) and column > len(before[-1]):
        column = max(len(before[-1]) + 1, column - length)
    lines = query.split("\n")
    at = sum(len(each) + 1 for each in lines[: line - 1]) + column - 1
    told = _told(found[3], is_end=not query[at:].strip())
    if told.startswith("Prefix not found"):
        told, column = _unknown_prefix(lines[line - 1][: column - 1], column)
    elif told != _UNCLOSED and (misspelt := next(_misspelt(query, at), None)):
        told, at = misspelt
        line, column = query.count("\n", 0, at) + 1, at - query.rfind("\n", 0, at)
    return QuerySyntaxError(told, line, column, lines[line - 1] if line <= len(lines) else "")


def _unknown_prefix(before: str, column: int) -> tuple[str, int]:
    """What to say of a prefix that is declared nowhere, and its column; the engine stops behind the name."""
    from difflib import get_close_matches

    name = re.search(r"([\w.-]*):\S*\s*$", before)
    if name is None:
        return "Prefix not found", column
    near = get_close_matches(name[1], PREFIXES, 1, 0.5)
    hint = f"did you mean {near[0]}:?" if near else f"known are {', '.join(sorted(PREFIXES))}"
    return f"Prefix not found: {name[1]}; {hint}", name.start() + 1


def _misspelt(query: str, end: int) -> Iterator[tuple[str, int]]:
    """Words up to a place that are none of SPARQL's: what to say of each, and where it begins."""
    from difflib import get_close_matches

    upper = {word.upper(): word for word in words()}
    for word, at in bare_words(query):
        if at <= end and word.upper() not in upper:
            near = get_close_matches(word.upper(), upper, 1)
            hint = f"did you mean {upper[near[0]]}?" if near else "variables begin with ?, names with a prefix and :"
            yield f"{word} is no word of SPARQL; {hint}", at


def _told(expected: str, *, is_end: bool) -> str:
    """The engine's list of what it expected, without its character classes; a sentence in it stands alone."""
    plain = _CLASS.sub("", expected.removeprefix("expected ").removeprefix("one of "))
    items: list[str] = [item.strip() for item in _ITEM.findall(plain)]
    for item in items:
        if re.search(r"[a-z] [a-z]", item):
            return item
    if '"\\\\U"' in items:
        return _UNCLOSED
    here = "the query ends too early" if is_end and items else "this cannot stand here"
    return f"{here}; expected {' or '.join(items)}" if 0 < len(items) <= _MOST else here
