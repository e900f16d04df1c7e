"""Who is meant to do something: names, offices and bodies in front of or behind a task."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingest.people_names import fold, is_initials, vocabulary
from ingest.reading import Mention, Reading
from ingest.rules import load_rules
from kg.extraction import Span

_JOINT = re.compile(r"[\s*_~]*(?:,?\s*(?:and|&)\s+|,\s*(?:with\s+)?|/|&|\+|\s+with\s+)[\s*_~@]*", re.IGNORECASE)
_REMARK = re.compile(
    r"[’']s?(?=\W)|\s*\((?:[^()\n]{1,40})\)|\s*\[(?:[^\[\]\n]{1,40})\](?!\()"
    r"|\s*,(?: an?| the| our| new)? [a-z][\w -]{2,40},"
)
_PLURAL_OFFICES = frozenset(("chairs", "co-chairs", "chair", "co-chair", "cochair", "cochairs"))
_CHAIRS = re.compile(r"\W*(?:WG |Working Group )?(?:co-?)?chairs?(?:\(s\)|persons)?\W*:", re.IGNORECASE)
_NAMING = frozenset(("steering", "executive", "secretariat"))
"""Words for a body that its name holds, where nothing says whose record it is."""
_MARKS = ' \t\n*_~[(“"@>\\'
_ARTICLE = re.compile(r"the\s+", re.IGNORECASE)
_TITLE = re.compile(r"(?P<word>[A-Za-z][\w.]*)\s+")
_TITLE_BEFORE = re.compile(r"(?<!\w)(?P<word>[A-Za-z][\w.]*)\s+\Z")
_APPOSED = re.compile(r"(?:\s+(?:of|for)(?:\s+(?:[A-Z][\w&-]*|and|the|&)){1,6})?,\s+")
_SHORT_FORM = re.compile(r"[A-Z][A-Z]?[a-z]*[A-Z][a-z]+|[A-Z][a-z]{1,2}[A-Z]")
"""A nick such as `MDawson` or `JoeS`, which no word of the language looks like."""
_WITH_INITIAL = re.compile(r"[A-Z][a-z]+ [A-Z]\b")
"""A first name with the initial of the surname: `Ann B`."""
_WORDS = re.compile(r"[A-Za-z][\w.’'-]*")


@dataclass(frozen=True, slots=True)
class Party:
    """Who owes something: local ids (none where nobody known is meant) and the words that say so."""

    ids: tuple[str, ...]
    start: int
    end: int


@cache
def _subject() -> re.Pattern[str]:
    words = sorted(load_rules("actions")["subjects"], key=len, reverse=True)
    return re.compile(
        r"all(?:\s+(?!(?:to|will|should)\b)[\w-]+){1,3}(?=\s+(?:to|will|should)\b)"
        r"|(?:(?:the|our|all)\s+)?(?:(?:incoming|outgoing|whole|full|new|acting|interim|deputy|assistant)\s+)?"
        r"(?:(?-i:(?!(?:Needs?|Wants?|Get|Ask|Find|Let|If|When|Should|Could|Can|Would)\b)[A-Z][a-z]+)\s+){0,2}?"
        rf"(?:{'|'.join(map(re.escape, words))})\b(?:\s+members?\b)?"
        r"(?:\s+of\s+(?-i:[A-Z]\w+)(?:\s+and\s+(?-i:[A-Z]\w+))?(?=\s+(?:be|to|will|should|would|write|report)\b))?",
        re.IGNORECASE,
    )


def named_parties(reading: Reading, span: Span) -> Iterator[Party]:
    """Groups of names and offices inside `span`, in order: `Ann, Bob and the Clerk` is one."""
    low = span.start
    for mention in reading.names_in(span):
        if mention.span.start < low:
            continue
        party = party_at(reading, mention.span.start, span.end)
        if party:
            yield Party(party.ids, _before_titles(reading.structure.text, low, party.start), party.end)
            low = party.end


def party_at(reading: Reading, start: int, end: int) -> Party | None:
    """The group of names and offices that begins at `start`, marks passed over; None where nobody does."""
    text = reading.structure.text
    ids: list[str] = []
    position = start
    last = -1
    while position < end:
        while position < end and text[position] in _MARKS:
            position += 1
        found = _one(reading, position, end)
        if found is None:
            break
        ids.extend(identifier for identifier in found.ids if identifier not in ids)
        last = found.end
        remark = _REMARK.match(text, last, end)
        joint = _JOINT.match(text, remark.end() if remark else last, end)
        if joint is None:
            break
        position = joint.end()
    return Party(tuple(ids), start, last) if last >= 0 else None


def _one(reading: Reading, position: int, end: int) -> Party | None:
    text = reading.structure.text
    mention = _mention_at(reading, position)
    if mention is not None:
        return Party((_person_by_initials(reading, mention) or mention.entity,), position, mention.span.end)
    named = _after_titles(text, position, end)
    mention = _mention_at(reading, named) if named > position else None
    if mention is not None and mention.entity.startswith("person/"):
        return Party((mention.entity,), position, mention.span.end)
    article = _ARTICLE.match(text, position, end)
    if article and (mention := _mention_at(reading, article.end())):
        return Party((mention.entity,), position, mention.span.end)
    subject = _subject().match(text, position, end)
    if subject:
        holder = _holder(reading, subject.end(), end)
        return holder or Party(_office(reading, subject.group(), position), position, subject.end())
    return _short_name(reading, position, end)


def _person_by_initials(reading: Reading, mention: Mention) -> str | None:
    """Whom initials mean that were taken for an acronym."""
    written = reading.text(mention.span)
    if mention.entity.startswith("person/") or not is_initials(written) or len(written) > 3:
        return None
    return reading.resolve(written, mention.span.start)


def _holder(reading: Reading, position: int, end: int) -> Party | None:
    """Who is named behind an office: `The Director of Nursing, Olu Ash,`."""
    named = _APPOSED.match(reading.structure.text, position, end)
    mention = _mention_at(reading, _after_titles(reading.structure.text, named.end(), end)) if named else None
    if mention is None or not mention.entity.startswith("person/"):
        return None
    comma = re.compile(r"\s*,").match(reading.structure.text, mention.span.end, end)
    return Party((mention.entity,), position, comma.end()) if comma else None


def _short_name(reading: Reading, position: int, end: int) -> Party | None:
    """Initials, an account, a short form that means one of those present, or a nick in small letters before a colon."""
    text = reading.structure.text
    word = _WORDS.match(text, position, end)
    initialled = _WITH_INITIAL.match(text, position, end) or _behind_joint(text, position, word)
    if initialled and (meant := reading.resolve(initialled.group(), position)):
        return Party((meant,), position, initialled.end())
    if word and _SHORT_FORM.fullmatch(word.group()):
        meant = reading.resolve(word.group(), position)
        if meant:
            return Party((meant,), position, word.end())
    if word and (is_initials(word.group()) or text[position - 1 : position] == "@"):
        meant = reading.resolve(word.group().rstrip("."), position)
        if meant:
            return Party((meant,), position, position + len(word.group().rstrip(".")))
    if word and word.group().islower() and 2 < len(word.group()) < 16:
        meant = reading.resolve(word.group(), position)
        if meant and re.match(r":|\s+(?:to|will)\s", text[word.end() : word.end() + 6]):
            return Party((meant,), position, word.end())
    return None


def _behind_joint(text: str, position: int, word: re.Match[str] | None) -> re.Match[str] | None:
    """A capital word right behind a joint: `Ann/Joe Review the draft`, where what follows looks like a surname."""
    return word if word and text[position - 1 : position] in ("/", "&", "+") and word.group()[0].isupper() else None


def _after_titles(text: str, position: int, end: int) -> int:
    """Where the name behind `Dr`, `the Rt Hon` and the like begins."""
    while word := _TITLE.match(text, position, end):
        if fold(word["word"]) not in vocabulary()["prefixes"] and word["word"] != "the":
            break
        position = word.end()
    return position


def _listed_chairs(reading: Reading) -> tuple[str, ...]:
    """The people whom a line at the top names as chairs: `Chairs: Ann Ash, Bob Bay`."""
    for block in reading.structure.blocks[:24]:
        if _CHAIRS.match(reading.structure.text, block.content.start, block.content.end):
            return tuple(dict.fromkeys(m.entity for m in reading.names_in(block.content) if "person/" in m.entity))
    return ()


def _before_titles(text: str, low: int, position: int) -> int:
    """Where the titles in front of a name at `position` begin: `Cllr Ash`."""
    while (word := _TITLE_BEFORE.search(text, low, position)) and fold(word["word"]) in vocabulary()["prefixes"]:
        position = word.start("word")
    return position


def _office(reading: Reading, words: str, position: int) -> tuple[str, ...]:
    meant = reading.resolve(words, position)
    if meant:
        return (meant,)
    core = re.sub(r"^(?:the|our|all)\s+", "", words, flags=re.IGNORECASE)
    if core.lower() in _PLURAL_OFFICES:
        held = _listed_chairs(reading)
        if 1 < len(held) < 5:
            return held
    committee = next((o for o in reading.organisations if o.id == reading.committee), None)
    if committee and fold(core) in fold(" ".join((committee.name, *committee.aliases))).split():
        return (committee.id,)
    if committee is None and core.lower() in _NAMING:
        named = [o.id for o in reading.organisations if core.lower() in fold(o.name).split()]
        return (named[0],) if len(named) == 1 else ()
    return ()


def _mention_at(reading: Reading, position: int) -> Mention | None:
    found = reading.names_in(Span(position, position + 2))
    return found[0] if found and found[0].span.start <= position + 1 else None


def resolved(reading: Reading, span: Span) -> tuple[tuple[str, ...], bool]:
    """The people and bodies that a whole stretch names as owners, and whether all of it is understood.

    For cells and short labels: `JS/AB`, `Ann & the Clerk`, `All`.
    """
    text = reading.structure.text
    party = party_at(reading, span.start, span.end)
    if party and not re.search(r"\w", re.sub(r"\([^)]*\)?|\[[^\]]*\]?", "", text[party.end : span.end])):
        return party.ids, True
    ids: list[str] = []
    understood = True
    for part in re.finditer(r"[^,;/&+\n]+", text[span.start : span.end]):
        for piece in re.split(r"\s+and\s+", part.group()):
            words = piece.strip(" *_~@()[].:-")
            if not words or re.match(r"(?:all|everyone|everybody|any|each)\b", words, re.IGNORECASE):
                continue
            offset = span.start + part.start() + part.group().index(piece)
            offset += piece.index(words)
            names = [m.entity for m in reading.names_in(Span(offset, offset + len(words)))]
            meant = reading.resolve(words, offset)
            found = [meant] if meant else names
            whole = bool(meant) or any(
                m.span.start - offset <= 1 and offset + len(words) - m.span.end <= 2
                for m in reading.names_in(Span(offset, offset + len(words)))
            )
            understood = understood and whole
            ids.extend(identifier for identifier in found if identifier not in ids)
    return tuple(ids), understood and bool(ids)
