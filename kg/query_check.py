"""What a query may not do, decided from its words before any engine sees it.

Refused are updates, SERVICE at any depth (the engine would call out), FROM naming a graph that
is not in the library, and queries so long, deep or wide that the engine's parser could run out
of stack (measured on Oxigraph 0.5: from about 2,000 nested groups or chained operators).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urljoin

from kg.errors import QueryError
from kg.namespaces import PREFIXES

LONGEST = 100_000
"""Characters in a query."""
DEEPEST = 100
"""Brackets within brackets."""
WIDEST = 1_000
"""Operators and clauses of a kind that the parser nests, however they are written."""

_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\n]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
        | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<name>(?:[^\W\d_][\w.-]*)?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)*)
    | (?P<word>@?[^\W\d_][\w-]*)
    | (?P<open>[{(\[])
    | (?P<close>[})\]])
    | (?P<other>\S)
    """,
    re.VERBOSE | re.DOTALL,
)
UPDATES = frozenset("INSERT DELETE LOAD CLEAR DROP CREATE ADD MOVE COPY".split())
"""Words that begin an update."""
_FORMS = frozenset("SELECT ASK CONSTRUCT DESCRIBE".split())
_NESTING = frozenset(["UNION", "OPTIONAL", "BIND", "MINUS", "+", "-", "*", "/", "|"])

_ESCAPE = re.compile(r"\\(?:u(?=.{4})|U(?=.{8}))(?P<code>(?<=u)[0-9A-Fa-f]{4}|(?<=U)[0-9A-Fa-f]{8})")
"""Code points may be written so anywhere in a query, in keywords too."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int


def check(query: str, has_graph: Callable[[str], bool], base: str | None = None) -> None:
    """Raise QueryError, saying what and where, for a query that is refused; `has_graph` knows the library's graphs.

    Relative IRIs in it stand under `base`, unless it has a BASE of its own.
    """
    if len(query) > LONGEST:
        raise QueryError(f"the query has {len(query):,} characters; {LONGEST:,} are allowed")
    query = _ESCAPE.sub(lambda found: chr(int(found["code"], 16) % 0x110000), query)
    tokens = [token for token in _tokens(query) if token.kind != "comment"]
    _check_size(query, tokens)
    _check_words(query, tokens)
    for graph, token in _datasets(tokens, base or ""):
        if not has_graph(graph):
            raise QueryError(f"{_place(query, token)}: there is no graph <{graph}> in this library")


def where_start(query: str) -> int | None:
    """Offset just behind the bracket that opens the WHERE of a query; None where there is none to add to."""
    tokens = [token for token in _tokens(query) if token.kind != "comment"]
    opened = [number for number, token in enumerate(tokens) if token.text == "{"]
    words = [token.text.upper() for token in tokens if token.kind == "word"]
    form = next((word for word in words if word in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")), "")
    if not opened or (form == "CONSTRUCT" and words[words.index(form) + 1 :][:1] == ["WHERE"] and len(opened) == 1):
        return None
    if form == "CONSTRUCT":
        where = next((token.start for token in tokens if token.text.upper() == "WHERE"), None)
        template_end = next(number for number, token in enumerate(tokens) if token.text == "}")
        opened = [number for number in opened if number > template_end or (where and tokens[number].start > where)]
    return tokens[opened[0]].start + 1 if opened else None


def depth(query: str) -> int:
    """How many brackets of a query are still open."""
    return sum((token.kind == "open") - (token.kind == "close") for token in _tokens(query))


def bare_words(query: str) -> Iterator[tuple[str, int]]:
    """Every word of a query that is no variable, name, text or language, and its offset."""
    return ((token.text, token.start) for token in _tokens(query) if token.kind == "word" and token.text[0] != "@")


def form(query: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE, whichever the query is; '' where it is none of them."""
    words = (token.text.upper() for token in _tokens(query) if token.kind == "word")
    return next((word for word in words if word in _FORMS), "")


@dataclass(frozen=True, slots=True)
class NamedTerm:
    """A prefixed name in a query: as written, its IRI, its line and column from 1, and the line itself."""

    name: str
    iri: str
    line: int
    column: int
    source: str


def named_terms(query: str) -> Iterator[NamedTerm]:
    """Every prefixed name of a query once, in order; prefixes that are declared nowhere are passed over."""
    prefixes = dict(PREFIXES)
    tokens = [token for token in _tokens(query) if token.kind != "comment"]
    seen = set()
    for before, token, after in zip(
        [_Token("", "", 0), *tokens], tokens, [*tokens[1:], _Token("", "", 0)], strict=False
    ):
        if before.text.upper() == "PREFIX":
            prefixes[token.text.rstrip(":")] = after.text[1:-1]
        elif token.kind == "name" and token.text not in seen:
            seen.add(token.text)
            prefix, _, local = token.text.rstrip(".").partition(":")
            if prefix in prefixes:
                start = query.rfind("\n", 0, token.start) + 1
                line = query.count("\n", 0, token.start) + 1
                source = query[start:].partition("\n")[0]
                yield NamedTerm(f"{prefix}:{local}", prefixes[prefix] + local, line, token.start - start + 1, source)


def _tokens(query: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(query):
        yield _Token(found.lastgroup or "", found.group(), found.start())


def _check_size(query: str, tokens: list[_Token]) -> None:
    depth = width = 0
    for token in tokens:
        depth += (token.kind == "open") - (token.kind == "close")
        width += token.text.upper() in _NESTING
        if depth > DEEPEST:
            raise QueryError(f"{_place(query, token)}: brackets are nested deeper than {DEEPEST}")
        if width > WIDEST:
            raise QueryError(f"{_place(query, token)}: more than {WIDEST:,} operators and clauses")


def _check_words(query: str, tokens: list[_Token]) -> None:
    for token, after in pairwise([*tokens, _Token("", "", 0)]):
        word = token.text.upper() if token.kind == "word" else ""
        if word == "SERVICE":
            raise QueryError(f"{_place(query, token)}: SERVICE is refused; queries read this library only")
        # `WITH <graph>` begins an update too; elsewhere these words are names of nothing in SPARQL.
        if word in UPDATES or (word == "WITH" and after.kind in ("iri", "name")):
            raise QueryError(f"{_place(query, token)}: {word} is refused; queries only read")


def _datasets(tokens: list[_Token], base: str) -> Iterator[tuple[str, _Token]]:
    """The graphs named by FROM and FROM NAMED, as full IRIs."""
    prefixes = dict(PREFIXES)
    for number, token in enumerate(tokens):
        word = token.text.upper() if token.kind == "word" else ""
        following = tokens[number + 1 : number + 3]
        if word == "PREFIX" and len(following) == 2:
            prefixes[following[0].text.rstrip(":")] = _under(base, following[1].text[1:-1])
        if word == "BASE" and following:
            base = _under(base, following[0].text[1:-1])
        if word != "FROM" or not following:
            continue
        graph = following[-1] if following[0].text.upper() == "NAMED" else following[0]
        if graph.kind == "iri":
            yield _under(base, graph.text[1:-1]), graph
        elif graph.kind == "name":
            prefix, _, local = graph.text.partition(":")
            yield prefixes.get(prefix, f"{prefix}:") + local, graph


def _under(base: str, name: str) -> str:
    """A relative IRI made absolute; one that is none stays as it is, and is nobody's graph."""
    try:
        return urljoin(base, name)
    except ValueError:
        return name


def _place(query: str, token: _Token) -> str:
    before = query[: token.start]
    return f"line {before.count(chr(10)) + 1}, column {len(before) - before.rfind(chr(10))}"
