"""Sentences of the record as a question looks at them: their words, whom they name, and what stands above them."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from kg.questions import Reader, bind, load_question
from kg.sentences import sentences
from search.ask_passages import Block, Finder
from search.documents import Annotations
from search.understanding_grammar import Token, grammar, keys_in, tokens, vocabulary
from search.wording import base_form, phrase_of

_DEPUTIES = frozenset(("vice", "deputy", "former"))
_FARTHEST = 700
"""Characters before a passage that it may go on from."""
_AROUND = 800
"""Characters around a passage in which what it is about is looked for."""
_ABOUT_IT = frozenset(("it", "its", "this", "them", "their"))
_LONGEST_LIST = 1200
"""Characters of an item with those below it that are looked at as one."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words `[start, end)` that name somebody."""

    start: int
    end: int
    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Window:
    """A sentence, two that follow each other, or an item with those below it; and what stands above."""

    block: Block
    start: int
    end: int
    text: str
    tokens: tuple[Token, ...]
    """Its words; their places count from its start."""
    forms: tuple[str, ...]
    """Their base forms."""
    above: tuple[str, ...]
    """Base forms of the words that it stands under: the nearest heading, and items that it belongs to."""
    said_before: str
    """What its paragraph, and those that it goes on from, say before it."""
    before: tuple[str, ...]
    """Base forms of these words."""
    sentence_before: tuple[str, ...]
    """Base forms of the sentence just before it."""
    mentions: tuple[Mention, ...]
    """Whom it names, places from its start."""
    earlier: tuple[Mention, ...]
    """Whom its paragraph names before it, the last first."""
    actors: tuple[tuple[str, str], ...]
    """IRI and name of those who did, owe or decided what it states."""
    dates: tuple[str, ...]
    """Dates of what it states."""
    context: str = ""
    """The words that it stands under, for showing."""
    kind: str = "sentence"
    """`sentence`; `linked`, of which the second speaks of the first; `pair`, two others; `list`."""

    @property
    def is_question(self) -> bool:
        """Does it end by asking?"""
        return self.text.rstrip(" *_)|").endswith("?")


@dataclass(frozen=True, slots=True)
class _Stated:
    start: int
    end: int
    when: str
    who: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class _Document:
    text: str
    mentions: Sequence[Mention]
    stated: Sequence[_Stated]
    outline: Sequence[tuple[int, int, int]]
    """(start, end, level) of its passages; headings have the level -1."""
    author: tuple[str, str] | None
    """IRI and name of who says `I` in it."""
    offices: Mapping[str, tuple[str, str]]
    """IRI and name of the one who holds an office in it, by the base form of its noun."""
    short: Mapping[str, tuple[str, str]]
    """IRI and name of the only one in it who has a first or last name, or these initials."""


def windows_of(
    reader: Reader, finder: Finder, blocks: Sequence[Block], may_hold: Callable[[frozenset[str]], bool]
) -> Iterator[Window]:
    """What can be looked at in some passages: every sentence, every two side by side, every item with its own.

    Only of those that may hold what is looked for, by the base forms of what stands in them, around and above them.
    """
    texts = _texts(reader, sorted({block.document for block in blocks})) if blocks else {}
    chosen = [
        block for block in blocks if block.document in texts and may_hold(_around(block, texts[block.document].text))
    ]
    if not chosen:
        return
    own = {row["organisation"].value for row in reader.query(bind(load_question("_own"), {}))}
    read = finder.annotations(sorted({block.document for block in chosen}))
    documents = {iri: _annotated(texts[iri], annotations, own) for iri, annotations in read.items()}
    for block in chosen:
        if block.document in documents:
            yield from _windows(block, documents[block.document])


def _around(block: Block, text: str) -> frozenset[str]:
    near = text[max(0, block.start - _AROUND) : block.end + _AROUND]
    return frozenset(map(base_form, keys_in(f"{block.title} {block.heading} {near}")))


def _texts(reader: Reader, iris: list[str]) -> dict[str, _Document]:
    """The text of some documents, and who wrote it."""
    found = {}
    for row in reader.query(bind(load_question("_texts"), {"document": iris})):
        author = (row["author"].value, row["name"].value) if row["author"] is not None else None
        found[row["document"].value] = _Document(row["text"].value, (), (), (), author, {}, {})
    return found


def _annotated(document: _Document, read: Annotations, own: Collection[str]) -> _Document:
    """A document with what was read in it, but that it names those of `own`, whose record it is."""
    mentions = [Mention(start, end, iri, read.names[iri]) for start, end, iri in read.mentions if iri not in own]
    stated = [
        _Stated(start, end, when, (iri, read.names[iri]) if iri and iri not in own else None)
        for start, end, dates, doers in read.statements
        for when in dates or ("",)
        for iri in doers or ("",)
    ]
    return replace(
        document,
        mentions=mentions,
        stated=stated,
        outline=[(start, end, level) for start, end, level in read.passages],
        offices=_offices(read),
        short=_short_names(mentions),
    )


def _short_names(mentions: Sequence[Mention]) -> dict[str, tuple[str, str]]:
    """First names, last names and initials that only one of the people named in a document has."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for iri, label in {(one.iri, one.label) for one in mentions if "/person/" in one.iri}:
        parts = label.split()
        short = {_initials(label)} | ({parts[0], parts[0].partition("-")[0], parts[-1]} if len(parts) > 1 else set())
        for name in short:
            found[name].add((iri, label))
    return {name: next(iter(people)) for name, people in found.items() if len(people) == 1}


def _offices(read: Annotations) -> dict[str, tuple[str, str]]:
    """Who holds which office in a document; none where several hold one, nor a deputy's."""
    held: dict[str, set[str]] = defaultdict(set)
    for role, iri in read.offices:
        title = phrase_of(role)
        if title and not _DEPUTIES.intersection(title):
            held[title[-1]].add(iri)
    alone = {title: next(iter(people)) for title, people in held.items() if len(people) == 1}
    return {title: (iri, read.names[iri]) for title, iri in alone.items()}


def _windows(block: Block, document: _Document) -> Iterator[Window]:
    text = document.text[block.start : block.end]
    found = [(block.start + one.start, block.start + one.end) for one in sentences(text)]
    if text.startswith("|"):
        found = [(block.start, block.end)]
    for number, (start, end) in enumerate(found):
        yield _window(block, document, start, end, "sentence")
        words = tokens(document.text[start:end])
        if number:
            kind = "linked" if _goes_back(words, document.text[found[number - 1][0] : start]) else "pair"
            yield _window(block, document, found[number - 1][0], end, kind)
    end = _end_of_list(block, document)
    if end > block.end:
        yield _window(block, document, block.start, end, "list")


def _goes_back(words: Sequence[Token], before: str) -> bool:
    """Does a sentence speak of what the one before is about: by a pronoun, or by `the` and a word of it?"""
    if not words or words[0].key in _backward() or any(word.key in _ABOUT_IT for word in words):
        return bool(words)
    return len(words) > 1 and words[0].key == "the" and base_form(words[1].key) in _forms(tokens(before))


def _end_of_list(block: Block, document: _Document) -> int:
    """Where the last of the items ends that belong to a passage; its own end where it has none, or too many."""
    place = _place(block, document)
    level = document.outline[place][2] if place >= 0 else 0
    end = block.end
    for _start, last, below in document.outline[place + 1 :] if place >= 0 else ():
        if below <= level:
            break
        end = last
    return end if end - block.start <= _LONGEST_LIST else block.end


def _place(block: Block, document: _Document) -> int:
    """Which passage of the outline a block is; -1 where it is none."""
    place = bisect_right(document.outline, (block.start, len(document.text), 0)) - 1
    return place if place >= 0 and document.outline[place][0] == block.start else -1


def _parents(block: Block, document: _Document) -> Iterator[tuple[int, int]]:
    """Where the items stand that a passage belongs to, the nearest first."""
    place = _place(block, document)
    level = document.outline[place][2] if place >= 0 else 0
    while place > 0 and level > 0:
        place -= 1
        start, end, above = document.outline[place]
        if above < 0:
            return
        if above < level:
            level = above
            yield start, end


def _window(block: Block, document: _Document, start: int, end: int, kind: str) -> Window:
    words = tokens(document.text[start:end])
    parents = [document.text[first:last] for first, last in _parents(block, document)]
    above = [block.heading.rpartition(" › ")[2], *parents]
    first = _first_before(block, document)
    stated = [one for one in document.stated if one.start < end and start < one.end]
    return Window(
        block,
        start,
        end,
        document.text[start:end],
        words,
        _forms(words),
        _forms(tokens(" ".join(above))),
        document.text[first:start],
        _forms(tokens(document.text[first:start])),
        _forms(tokens(_last_sentence(document.text[first:start]))),
        tuple(_mentions(document, words, start, end)),
        tuple(_earlier(block, document, first, start)),
        tuple(dict.fromkeys(one.who for one in stated if one.who)),
        tuple(dict.fromkeys(one.when for one in stated if one.when)),
        " › ".join(" ".join(part.split()) for part in reversed(above) if part),
        kind,
    )


def _last_sentence(text: str) -> str:
    found = sentences(text)
    return text[found[-1].start : found[-1].end] if found else ""


def _earlier(block: Block, document: _Document, first: int, start: int) -> Iterator[Mention]:
    """Whom the words before a sentence name, and those above it; the nearest first."""
    for low, high in [(first, start), *_parents(block, document)]:
        yield from (one for one in reversed(document.mentions) if low <= one.start < high)


def _first_before(block: Block, document: _Document) -> int:
    """Where the words begin that a passage goes on from: its own, and for one that is no item those before it."""
    place = _place(block, document)
    first = block.start
    while place > 0 and document.outline[place][2] == 0 and document.outline[place - 1][2] == 0:
        place -= 1
        if block.start - document.outline[place][0] > _FARTHEST:
            break
        first = document.outline[place][0]
    return first


def _mentions(document: _Document, words: Sequence[Token], start: int, end: int) -> Iterator[Mention]:
    """Whom a stretch names: `I` who wrote it, `the Chair` who holds that office, short names who alone has them."""
    found = [
        Mention(one.start - start, one.end - start, one.iri, one.label)
        for one in document.mentions
        if start <= one.start < end
    ]
    if document.author:
        found += [Mention(word.start, word.end, *document.author) for word in words if word.text in ("I", "my", "My")]
    for before, word in pairwise(words):
        holder = document.offices.get(base_form(word.key)) if before.key == "the" else None
        if holder and not any(one.start < word.end and before.start < one.end for one in found):
            found.append(Mention(before.start, word.end, *holder))
    for word in words:
        whose = document.short.get(word.text) if word.capital and not vocabulary().explains(word.key) else None
        if whose and not any(one.start < word.end and word.start < one.end for one in found):
            found.append(Mention(word.start, word.end, *whose))
    for match in _titled().finditer(document.text[start:end]):
        if not any(one.start < match.end() and match.start() < one.end for one in found):
            found.append(Mention(match.start(), match.end(), "", match[0]))
    yield from sorted(found, key=lambda one: one.start)


@cache
def _titled() -> re.Pattern[str]:
    """A name that a title before it shows, though the record does not know whose."""
    titles = "|".join(sorted(title.title() for title in vocabulary().honorifics))
    return re.compile(rf"\b(?:{titles})\.? (?:[A-Z]\.? ?)*[A-Z][\w’'-]+")


def _initials(name: str) -> str:
    return "".join(part[0] for part in re.split(r"[\s-]+", name) if part[:1].isupper())


def _forms(words: Sequence[Token]) -> tuple[str, ...]:
    return tuple(base_form(word.key) for word in words)


@cache
def _backward() -> frozenset[str]:
    return frozenset(grammar("words")["backward"].split())
