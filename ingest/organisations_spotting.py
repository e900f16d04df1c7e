"""Where a text names what is shaped like an organisation: heads, openings, acronyms, camel case.

Pure functions of the text; the vocabulary stands in `rules/organisations.toml`. What is found
here is a candidate: `ingest.organisations` weighs the evidence and makes the register.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.organisations_lexicon import ends_in_initials, kind_of, kinds, known_acronyms, lexicon
from ingest.people_names import common_words, fold
from ingest.roles_lexicon import is_only_role, titles
from ingest.rules import load_rules
from kg.extraction import OrganisationKind, Span

Shape = Literal["head", "weak", "opening", "acronym", "camel", "model", "place", "acting", "addressed"]

_TOKEN = re.compile(r"[^\W_](?:[\w’'.&+-]*[\w+])?\.?[’']?(?=\W|$)|&")
_CAMEL = re.compile(r"[a-z]+[A-Z]{2,}\w*|[A-Z][a-z]+[A-Z]\w*|[a-z]{1,3}[A-Z][a-z]+\w*")
_ACRONYM = re.compile(r"(?=[^\s]*[A-Z][^\s]*[A-Z]|[A-Z]+\d)[A-Z][A-Za-z0-9]*(?:&[A-Z]+)?")
_LEGAL_FORMS = ("inc", "ltd", "llc", "llp", "plc")
"""Forms of companies that stand behind a comma: `Larkfield, Inc.`"""
_BRACKETED = re.compile(r"\(\s*[\"“']?([A-Z][A-Za-z0-9&]{1,9}|[a-z][A-Z][A-Za-z]{1,6})[\"”']?\s*\)")
_QUOTED = re.compile(r"[“\"]([^“”\"\n]{12,200})[”\"]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may name an organisation; `name` is without bracketed acronym and possessive."""

    span: Span
    name: str
    shape: Shape
    kind: OrganisationKind = "other"
    acronym: str | None = None


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    """Without a possessive ending."""
    owns: bool = False
    """Written as a possessive."""


def spot(text: str, span: Span, taken: Sequence[Span], heading: bool = False) -> Iterator[Candidate]:
    """Candidates inside `span` of `text`, in order; `taken` are the places of people, which no name crosses."""
    quoted = quotations(text, span)
    shouting = heading or text[span.start : span.end].isupper()
    end = span.start
    for run in _runs(text, span, taken):
        for piece in _pieces(run):
            found = _name(text, piece)
            if found and not any(q.start <= found.span.start < q.end for q in quoted):
                yield found
                end = found.span.end
            yield from (single for word in piece if word.start >= end and (single := _single(text, word, shouting)))


def quotations(text: str, span: Span) -> list[Span]:
    """Quoted titles and sentences inside `span`: what they name is named by others."""
    least = load_rules("organisations")["quotation"]["words"]
    found = [
        Span(span.start + m.start(1), span.start + m.end(1)) for m in _QUOTED.finditer(text[span.start : span.end])
    ]
    return [quote for quote in found if len(text[quote.start : quote.end].split()) >= least]


def _runs(text: str, span: Span, taken: Sequence[Span]) -> Iterator[list[_Word]]:
    """Stretches of capitalised words and the connectors between them."""
    connectors = lexicon()["connectors"]
    run: list[_Word] = []
    last = span.start
    for match in _TOKEN.finditer(text, span.start, span.end):
        word = _word(match)
        if (
            run
            and text[word.start - 1] == "("
            and text[word.end : word.end + 1] == ")"
            and re.match(r"\)\s+[A-Z]", text[word.end :])
        ):
            continue
        inside = any(t.start < word.end and word.start < t.end for t in taken)
        gap = text[last : word.start]
        joined = run and re.fullmatch(r"[ \t\u00a0]+|[ \t]*\n[ \t]*", gap)
        legal = run and gap == ", " and word.text.lower().rstrip(".") in _LEGAL_FORMS
        bracket = run and re.fullmatch(r"\s*\([A-Za-z][\w&]*\)\s+", gap)
        capital = _is_name_word(word.text) and not inside
        connector = word.text.lower() in connectors and not inside
        if run and not ((joined or bracket or legal) and (capital or connector)):
            yield _trimmed(run)
            run = []
        if capital or (connector and run):
            run.append(word)
        last = match.end() if text[word.end : match.end()].startswith(("’", "'")) else word.end
    if run:
        yield _trimmed(run)


_DOTTED = re.compile(r"(?:\w\.)+")
"""Initials, each with its full stop."""


def _word(match: re.Match[str]) -> _Word:
    text = match.group()
    if possessive := re.search(r"[’']s$", text):
        return _Word(match.start(), match.end() - len(possessive.group()), text[: possessive.start()], True)
    if text[-1] in "’'":
        return _Word(match.start(), match.end() - 1, text[:-1], text[-2:-1] == "s")
    if text.endswith(".") and text.lower() not in lexicon()["head"] and len(text) > 3 and not _DOTTED.fullmatch(text):
        return _Word(match.start(), match.end() - 1, text[:-1])
    return _Word(match.start(), match.end(), text)


def _is_name_word(text: str) -> bool:
    if re.fullmatch(r"[A-Z]\.?\d+(?:\.\d+)*", text):
        return False
    return text[0].isupper() or bool(_CAMEL.fullmatch(text))


def _trimmed(run: list[_Word]) -> list[_Word]:
    while run and run[-1].text.lower() in lexicon()["connectors"]:
        run = run[:-1]
    return run


def _pieces(run: list[_Word]) -> Iterator[list[_Word]]:
    """A run cut where one name ends and another begins: possessives and connectors decide."""
    connectors = lexicon()["connectors"]
    piece: list[_Word] = []
    at = 0
    while at < len(run):
        word = run[at]
        if piece and word.text.lower() in connectors and not word.text[0].isupper() | (word.text == "&"):
            stop = at
            while stop < len(run) and run[stop].text.lower() in connectors:
                stop += 1
            between = [w.text.lower() for w in run[at:stop]]
            if not _joins(piece, between, run[stop:]):
                yield piece
                piece = []
            else:
                piece += run[at:stop]
            at = stop
            continue
        if piece and word.text == "&" and not _joins(piece, ["&"], run[at + 1 :]):
            yield piece
            piece = []
            at += 1
            continue
        piece.append(word)
        if word.owns and at + 1 < len(run) and _owner_ends(piece, run[at + 1 :]):
            yield piece
            piece = []
        at += 1
    if piece:
        yield piece


def _owner_ends(piece: list[_Word], rest: list[_Word]) -> bool:
    """Does a possessive end one name (`Larkspur's Tree Programme`) rather than stand in it (`King's College`)?"""
    owner = piece[-1].text
    if _CAMEL.fullmatch(owner) or (owner.isupper() and len(owner) > 1):
        return True
    return _last_head(piece) is not None and owner.lower() in lexicon()["head"]


def _joins(left: list[_Word], between: list[str], right: list[_Word]) -> bool:
    """Do connectors stand inside one name, as in `Ministry of Justice` and `Revenue and Customs`?"""
    following = _until_connector(right)
    words = [w.text.lower() for w in left]
    if following and any(b in ("and", "&", "et", "und", "y") for b in between):
        return _and_joins(left, words, between, right, following)
    if not following or left[-1].owns:
        return False
    named = [word for word in words if word not in lexicon()["leading"]]
    tasked = len(named) == 1 and between == ["of"] and _is_group_of(named[0], following)
    opening = tasked or words[-1] in lexicon()["opening"] or " ".join(words[-2:]) in lexicon()["opening"]
    if between[0] in ("of", "for"):
        return opening
    if between == ["on"]:
        return (
            opening
            and words != ["board"]
            and (kind_of(words[-1]) in load_rules("organisations")["opening"]["topical_kinds"] or words[-1] == "group")
            and not is_short(right[0].text)
        )
    if between == ["in"]:
        return _in_joins(left, following)
    return between[0] not in ("the", "in", "on")


def _in_joins(left: list[_Word], following: list[_Word]) -> bool:
    """`Relief in Need Charity`, of ordinary words; `Border Checks in Ports Working Group`."""
    if len(following) == 2 and following[-1].text.lower() in lexicon()["head"]:
        return all(fold(word.text) in common_words() for word in (left[-1], following[0]))
    return len(left) <= 3 and _kind_at_end(following) == "working group" and _last_head(left) is None


def _is_group_of(word: str, following: list[_Word]) -> bool:
    """`Code of Conduct Team`: an ordinary word, no title or opening, before a group named by its task."""
    free = word not in titles() | lexicon()["leading"] | lexicon()["head"] | lexicon()["opening"] | lexicon()["weak"]
    group = following[-1].text.lower() in ("team", "committee", "group", "wg") and len(following) > 1
    return free and group and fold(word) in common_words()


def _and_joins(
    left: list[_Word], words: list[str], between: list[str], right: list[_Word], following: list[_Word]
) -> bool:
    if "the" in between or (is_short(left[-1].text) and len(left) == 1):
        return False
    opening = any(w in lexicon()["opening"] for w in words[:-1]) and ("of" in words or "for" in words)
    opening = opening and not any(w in lexicon()["civic"] for w in words[:-1])
    complete = _last_head(left) == len(left) - 1
    another = _last_head(following) is not None
    if words[0] in lexicon()["prefix"]:
        return not (another and len(following) > 1)
    if not (complete or opening):
        return _last_head(_phrase(right)) is not None
    if opening and another and _kind_at_end(following) == "committee" and len(following) == 2:
        return all(fold(word.text) in common_words() for word in (left[-1], following[0]))
    goes_on = not (another or is_short(following[0].text)) or following[-1].text.lower() in ("services", "research")
    return opening and not complete and goes_on


def _phrase(right: list[_Word]) -> list[_Word]:
    """The words up to the next preposition: what an `and` before them may belong to."""
    for at, word in enumerate(right):
        if word.text.lower() in ("of", "for", "in", "on", "the") and not word.text[0].isupper():
            return right[:at]
    return right


def _until_connector(words: list[_Word]) -> list[_Word]:
    for at, word in enumerate(words):
        if word.text.lower() in lexicon()["connectors"] and at:
            return words[:at]
    return words


def _kind_at_end(words: list[_Word]) -> str | None:
    text = [w.text.lower() for w in words]
    return kinds().get(" ".join(text[-2:])) or kinds().get(text[-1])


def is_short(word: str) -> bool:
    """Is a word an acronym or written in camel case?"""
    return bool((_ACRONYM.fullmatch(word) and sum(c.isupper() for c in word) > 1) or _CAMEL.fullmatch(word))


def _last_head(words: list[_Word]) -> int | None:
    """Index of the last word that can end an organisation's name, strong or weak."""
    heads, weak = lexicon()["head"], lexicon()["weak"]
    for at in range(len(words) - 1, -1, -1):
        if at and f"{words[at - 1].text} {words[at].text}".lower() in heads:
            return at
        if words[at].text.lower() in heads | weak and words[at].text[0].isupper() and not _is_in_title(words, at):
            return at
        if _is_regional(words, at):
            return at
    return None


def _is_in_title(words: list[_Word], at: int) -> bool:
    """Is `Executive` part of a person's title: `Chief Executive`, `Executive Director`?"""
    if words[at].text.lower() != "executive":
        return False
    beside = [w.text for w in (*words[at - 1 : at], *words[at + 1 : at + 2])]
    return any(word.lower() in titles() | {"chief"} for word in beside)


def _is_regional(words: list[_Word], at: int) -> bool:
    """`Hampton Highways`: one or two words of a place before a service."""
    low = [w.text.lower() for w in words[: at + 1]]
    before = [word for word in low[:-1] if word not in lexicon()["leading"]]
    return (
        low[-1] in lexicon()["regional"]
        and words[at].text[0].isupper()
        and 0 < len(before) <= 3
        and all(fold(word) not in common_words() or word in lexicon()["places"] for word in before)
        and not any(w.owns for w in words[:at])
    )


_AFTER_ARTICLE = re.compile(r"\b(?:[Tt]he|our|their|its)\s$")
"""An article before a word tells that it names, though it could command: `the Open Grants Fund`."""
_ASKING = frozenset("if whether should how why when that which is are does".split())
"""Words of a sentence in title case, inside no name."""
_GATHERINGS = frozenset("meeting meetings minutes agenda notes report review election update".split())


def _name(text: str, piece: list[_Word]) -> Candidate | None:
    """The organisation that a piece names by its words, None where none of them tells one."""
    words = list(piece)
    while words and (words[0].text.lower() in lexicon()["leading"] | lexicon()["connectors"]):
        if words[0].text.lower() in lexicon()["commands"] and _AFTER_ARTICLE.search(text, 0, words[0].start):
            break
        words = words[1:]
    low = [w.text.lower() for w in words]
    for at in range(len(low) - 2, 0, -1):
        if (low[at] in ("of", "for") and low[at - 1] in _GATHERINGS) or low[at] in _ASKING:
            return _name(text, words[at + 1 :])
    if not words:
        return None
    if low[0] in lexicon()["prefix"] and (len(words) > 1 or low[0] not in ("hm", "healthwatch")):
        return _candidate(text, words, "opening")
    opening = next(
        (at for at in range(len(low) - 2) if low[at] in lexicon()["opening"] and low[at + 1] in ("of", "for", "on")),
        None,
    )
    if opening is not None and not all(w in lexicon()["generic"] | lexicon()["connectors"] for w in low[opening:]):
        return _candidate(text, _stop_at_event(words, opening + 2), "opening")
    return _headed(text, words, low)


def _headed(text: str, words: list[_Word], low: list[str]) -> Candidate | None:
    """The name that ends in the last head among `words`, where something stands before it."""
    head = _last_head(words)
    if head is None:
        return None
    kept = words[: head + 1]
    double = head > 0 and f"{low[head - 1]} {low[head]}" in lexicon()["head"]
    behind = low[head + 1] if len(low) > head + 1 else ""
    if behind in lexicon()["buildings"] or (behind in titles() and not titles().isdisjoint(low[:head])):
        return None
    weak = low[head] in lexicon()["weak"] and low[head] not in lexicon()["head"] and not double
    weak = weak or (kinds().get(low[head]) == "programme" and not any(is_short(word.text) for word in kept))
    weak = (weak and not _is_regional(words, head)) or _in_title_case(text, words, low, head)
    empty = all(word in lexicon()["generic"] | lexicon()["head"] | lexicon()["connectors"] for word in low[: head + 1])
    empty = empty and not _is_tasked(low[: head + 1])
    owned = len(kept) > 1 and kept[-2].owns and not (len(kept) > 2 and low[head - 1] in titles() | {"sheriff"})
    bare = weak and (len(kept) == 1 or owned)
    if empty or bare or is_only_role(" ".join(w.text for w in kept)):
        return None
    return _candidate(text, kept, "weak" if weak else "head")


def _is_tasked(low: list[str]) -> bool:
    """Do general words name a body together: `Technical Steering Committee`, `Library Board`, `Youth Council Forum`?"""
    vocabulary, before = lexicon(), low[:-1]
    if low[-1] in ("committee", "council", "board", "body"):
        return any(word in vocabulary["tasked"] for word in before) or (
            bool(before) and before[-1] in vocabulary["boarded"]
        )
    heads = [word for word in low if word in vocabulary["head"]]
    return len(heads) > 1 and len(low) > 2 and not any(word in vocabulary["connectors"] for word in low)


def _in_title_case(text: str, words: list[_Word], low: list[str], head: int) -> bool:
    """Do capitalised words go on after a head that opens a line, as in `Community Fund Proposal`?"""
    rest = low[head + 1 :]
    ends = not rest or rest[0] in lexicon()["not"] | lexicon()["connectors"] or is_only_role(" ".join(rest))
    distinct = head > 0 and any(fold(word) not in common_words() for word in low[:head])
    return (
        not ends
        and not distinct
        and text[words[0].start - 2 : words[0].start].strip(" ") in ("", "*", "-", "#", "\n", "[")
    )


def _stop_at_event(words: list[_Word], start: int) -> list[_Word]:
    for at in range(start + 1, len(words)):
        if words[at].text.lower() in lexicon()["not"]:
            return words[:at]
    return words


def _candidate(text: str, words: list[_Word], shape: Shape) -> Candidate:
    start, end = words[0].start, words[-1].end
    written = text[start:end]
    acronym = None
    if inner := _BRACKETED.search(written):
        acronym = inner.group(1)
    elif outer := re.compile(r"(?:[’']s?)?\s*" + _BRACKETED.pattern).match(text, end):
        acronym, end = (outer.group(1), outer.end()) if _stands_for(outer.group(1), written) else (None, end)
    name = " ".join(re.sub(r"\s*\([^)]*\)", "", written).split())
    if shape == "weak" and acronym:
        shape = "head"
    return Candidate(Span(start, end), name, shape, kind_of(name), acronym)


_EVENT = re.compile(r".*(?:[Cc]onf|Con|Day|[Ff]est|[Cc]amp|World|Summit)|[A-Z][a-z]+con")
_CODE = re.compile(r"[A-Z]\d+|[IVXLC]+")


def is_event(word: str) -> bool:
    """Is a word by itself the name of a conference or festival: `LarkCon`, `Bookfest`?"""
    return _EVENT.fullmatch(word) is not None and fold(word) not in common_words()


def _single(whole: str, word: _Word, shouting: bool) -> Candidate | None:
    """An acronym or camel-case word by itself."""
    text = word.text.rstrip(".")
    if text.isupper() and len(text) > 4 and text.lower() in common_words() and text not in known_acronyms():
        return None
    if text in lexicon()["never"] or text.rstrip("s") in lexicon()["never"] or is_event(text):
        return None
    span = Span(word.start, word.start + len(text))
    plain = text[:-1] if re.fullmatch(r"[A-Z]{2,}s", text) else text
    shouted = shouting and plain.isalpha() and plain.isupper()
    if 2 <= len(plain) <= 8 and _ACRONYM.fullmatch(plain) and _capitals(plain) and not shouted:
        series = _is_numbered(whole, span.end) and plain not in known_acronyms() and plain not in ("TC", "SC", "JTC")
        return None if _CODE.fullmatch(plain) or series else Candidate(span, plain, "acronym", acronym=plain)
    return Candidate(span, text, "camel") if _CAMEL.fullmatch(text) else None


def _is_numbered(text: str, end: int) -> bool:
    """Does a number follow, as in a series of papers: `LEP 641`, `PEP-8`, `EUR 400 000`?"""
    return re.compile(r"[ -]#?\d").match(text, end) is not None


def _capitals(word: str) -> bool:
    capitals = sum(c.isupper() or c.isdigit() for c in word)
    return capitals >= 2 and capitals * 2 >= len(word)


def _stands_for(acronym: str, name: str) -> bool:
    """Can the letters of `acronym` be taken from the words of `name`, in order, most words used?"""
    return ends_in_initials(acronym, name) or acronym[0].upper() == name[0].upper()
