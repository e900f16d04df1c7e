"""The query language of search: a pure parser from what people type to a tree.

    budget review            either word; passages with more of them come first
    "away day"               the words beside each other
    away-day  procur*        joined words are a phrase; a star stands for any ending
    -draft  -"dry run"       without
    +budget                  must be there
    minutes OR agenda        either
    (a OR b) c               brackets group
    person:"Ann Lee"  org:DCA  focus:moorings  committee:…  owner:…  kind:minutes
    date:2022  date:2021-03..2022  date:..2021  after:2021  before:2022

Nothing that is typed is an engine's own syntax: characters without meaning here are words'
punctuation.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg import edtf
from kg.errors import QueryError
from search.analysis import tokens
from search.query_tree import Dates, Either, FieldName, FieldValue, Group, Node, Phrase, Query, Word

FIELDS: dict[str, FieldName] = {
    "person": "person",
    "people": "person",
    "org": "organisation",
    "organisation": "organisation",
    "organization": "organisation",
    "focus": "focus",
    "committee": "committee",
    "owner": "owner",
    "kind": "kind",
}
"""Names of fields as they are typed."""
DATE_FIELDS = ("date", "after", "before")
LONGEST = 1000
"""Characters of the longest query."""
MOST_CLAUSES = 64
DEEPEST = 8
"""Brackets within brackets."""


_TOKEN = re.compile(
    r"""(?P<blank>\s+)
      | (?P<sign>[-+])(?=["(\w])
      | (?P<bracket>[()])
      | (?P<field>[^\W\d_]+):
      | ["“”„](?P<phrase>[^"“”„]*)(?P<closed>["“”„]?)
      | (?P<word>[^\s()"“”„]+)""",
    re.VERBOSE,
)


def parse(text: str) -> Query:
    """The tree of a query.

    Raises QueryError where it has no words, is too long or too deep, or a date cannot be read;
    everything else is read as best it can be, with a note.
    """
    if len(text) > LONGEST:
        raise QueryError(f"The query has {len(text)} characters; at most {LONGEST} are read. Use fewer words.")
    if not text.strip():
        raise QueryError("Nothing to search for: type a word, a name or a filter such as kind:minutes.")
    parser = _Parser(text)
    root = parser.group(0)
    if not (root.must or root.may):
        if root.without:
            raise QueryError("The query only says what to leave out: add a word, a name or a filter to look for.")
        raise QueryError(f"{text.strip()!r} holds no word to search for.")
    return Query(root, tuple(dict.fromkeys(parser.notes)))


@dataclass(slots=True)
class _Lexeme:
    kind: str
    text: str
    at: int


@dataclass
class _Parser:
    text: str
    notes: list[str] = field(default_factory=list)
    clauses: int = 0

    def __post_init__(self) -> None:
        self.lexemes = list(self._lexemes())
        self.next = 0

    def _lexemes(self) -> Iterator[_Lexeme]:
        for found in _TOKEN.finditer(self.text):
            kind = found.lastgroup or ""
            if kind == "blank":
                continue
            if found["phrase"] is not None:
                if not found["closed"]:
                    self.notes.append("A quotation mark is not closed; the phrase was read to the end.")
                yield _Lexeme("phrase", found["phrase"], found.start())
            else:
                yield _Lexeme(kind, found[kind], found.start())

    def peek(self) -> _Lexeme | None:
        return self.lexemes[self.next] if self.next < len(self.lexemes) else None

    def take(self) -> _Lexeme:
        lexeme = self.lexemes[self.next]
        self.next += 1
        return lexeme

    def group(self, depth: int) -> Group:
        """Clauses up to a closing bracket or the end."""
        kept: list[tuple[str, Node]] = []
        joined = False
        while (lexeme := self.peek()) is not None:
            if lexeme.kind == "bracket" and lexeme.text == ")":
                if depth:
                    break
                self.take()
                self.notes.append("A closing bracket without an opening one was passed over.")
            elif self._word("AND"):
                self.take()
                if kept and kept[-1][0] == "":
                    kept[-1] = "+", kept[-1][1]
                joined = True
            else:
                sign, node = self.alternatives(depth)
                if node is not None:
                    kept.append(("+" if joined and not sign else sign, node))
                joined = False
        return Group(
            tuple(node for sign, node in kept if sign == "+" or (sign == "" and not _is_wish(node))),
            tuple(node for sign, node in kept if sign == "" and _is_wish(node)),
            tuple(node for sign, node in kept if sign == "-"),
        )

    def alternatives(self, depth: int) -> tuple[str, Node | None]:
        """One clause, or several joined by OR, which binds more closely than standing side by side."""
        sign, first = self.clause(depth)
        parts = [first] if first else []
        while self._word("OR"):
            self.take()
            if self.peek() is None:
                self.notes.append("Nothing follows OR.")
                break
            next_sign, node = self.clause(depth)
            if "-" in (sign, next_sign):
                raise QueryError("A part joined by OR cannot be one to leave out: write -word apart from the others.")
            sign = sign or next_sign
            parts += [node] if node else []
        if not parts:
            return "", None
        return sign, parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _word(self, word: str) -> bool:
        lexeme = self.peek()
        return lexeme is not None and lexeme.kind == "word" and lexeme.text == word

    def clause(self, depth: int) -> tuple[str, Node | None]:
        self.clauses += 1
        if self.clauses > MOST_CLAUSES:
            raise QueryError(f"The query has more than {MOST_CLAUSES} parts. Use fewer words.")
        sign = ""
        while (lexeme := self.peek()) is not None and lexeme.kind == "sign":
            sign = self.take().text
        if lexeme is None:
            return sign, None
        if lexeme.text == ")" and lexeme.kind == "bracket":
            return sign, None
        self.take()
        if lexeme.text == "NOT" and lexeme.kind == "word":
            return "-", self.clause(depth)[1]
        return sign, self.operand(lexeme, depth)

    def operand(self, lexeme: _Lexeme, depth: int) -> Node | None:
        match lexeme.kind:
            case "bracket":
                return self.brackets(lexeme, depth)
            case "field":
                return self.field_value(lexeme)
            case "phrase":
                return self.phrase(lexeme.text)
        if lexeme.text in ("AND", "OR"):
            self.notes.append(f"{lexeme.text} was passed over: nothing stands before it.")
            return None
        return self.word(lexeme.text)

    def brackets(self, lexeme: _Lexeme, depth: int) -> Node | None:
        if depth >= DEEPEST:
            raise QueryError(f"Brackets stand more than {DEEPEST} deep at character {lexeme.at + 1}.")
        inner = self.group(depth + 1)
        if self.peek() is None:
            self.notes.append("A bracket is not closed; it was read to the end.")
        else:
            self.take()
        if not (inner.must or inner.may):
            if inner.without:
                raise QueryError("Brackets hold only what to leave out: put the minus before the bracket.")
            return None
        return inner

    def phrase(self, text: str) -> Node | None:
        found = tokens(text)
        if not found:
            self.notes.append("An empty phrase was passed over.")
            return None
        return Word(text[found[0].start : found[0].end]) if len(found) == 1 else Phrase(text)

    def word(self, text: str) -> Node | None:
        """A word, a prefix, or a phrase where it holds several words joined by punctuation."""
        stars = text.rstrip("*") != text
        bare = text.rstrip("*")
        found = tokens(bare)
        if "*" in bare or "?" in bare.strip("?"):
            self.notes.append(
                f"In {text!r} a star or question mark inside the word was passed over: * works at its end."
            )
            bare = bare.replace("*", "").replace("?", "")
            found = tokens(bare)
        if not found:
            if stars:
                self.notes.append("A star alone was passed over: put letters before it.")
            return None
        if len(found) > 1:
            if stars:
                self.notes.append(f"The star after {bare!r} was passed over: it works after a single word.")
            return Phrase(bare)
        written = bare[found[0].start : found[0].end]
        if stars and len(found[0].word) < 2:
            self.notes.append(f"The star after {written!r} was passed over: put at least two letters before it.")
            stars = False
        return Word(written, prefix=stars)

    def field_value(self, lexeme: _Lexeme) -> Node | None:
        name = lexeme.text.lower()
        if name not in FIELDS and name not in DATE_FIELDS:
            if self._touches_next(lexeme) and name not in ("http", "https"):
                known = ", ".join([*dict.fromkeys(FIELDS.values()), *DATE_FIELDS])
                self.notes.append(f"{lexeme.text}: is not a filter and was searched as a word; filters are {known}.")
            return self.word(lexeme.text)
        value = self.peek()
        if value is None or value.kind not in ("word", "phrase") or not value.text.strip():
            raise QueryError(f"A value is missing after {lexeme.text}: at character {lexeme.at + 1}.")
        self.take()
        return FieldValue(FIELDS[name], value.text.strip()) if name in FIELDS else dates(name, value.text.strip())

    def _touches_next(self, lexeme: _Lexeme) -> bool:
        following = self.peek()
        return following is not None and following.at == lexeme.at + len(lexeme.text) + 1


def _is_wish(node: Node) -> bool:
    """Words only rank where several stand together; phrases, filters and choices among them are musts."""
    if isinstance(node, Either):
        return all(_is_wish(part) for part in node.parts)
    return isinstance(node, Word) or (isinstance(node, Group) and not node.must and all(map(_is_wish, node.may)))


def dates(name: str, text: str) -> Dates:
    """The interval of `date:`, `after:` or `before:`. Raises QueryError with examples where it cannot be read."""
    first, dots, last = text.partition("..")
    try:
        start = edtf.parse(first) if first else edtf.Interval(None, None)
        if name == "after":
            found = edtf.Interval(start.earliest, None)
        elif name == "before":
            found = edtf.Interval(None, start.latest)
        elif not dots:
            found = start
        else:
            end = edtf.parse(last) if last else edtf.Interval(None, None)
            found = edtf.Interval(start.earliest, end.latest)
    except ValueError:
        raise QueryError(
            f"The date {text!r} cannot be read: write date:2022, date:2022-03, date:2022-03-14, "
            "date:2021..2022 or date:..2021-06."
        ) from None
    if found.earliest and found.latest and found.latest < found.earliest:
        raise QueryError(f"The dates {text!r} end before they begin: swap them.")
    return Dates(found, text)
