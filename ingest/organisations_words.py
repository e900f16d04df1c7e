"""A text cut into stretches of capitalised words, each of which may name one organisation."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.organisations_lexicon import kind_of, kinds, lexicon
from ingest.people_names import common_words, fold
from ingest.roles_lexicon import titles
from ingest.rules import load_rules
from kg.extraction import Span

_TOKEN = re.compile(r"[^\W_](?:[\w’'.&+-]*[\w+])?\.?[’']?(?=\W|$)|&|(?<= )\+(?= )")
CAMEL = re.compile(r"[a-z]+[A-Z]{2,}\w*|[A-Z][a-z]+[A-Z]\w*|[a-z]{1,3}[A-Z][a-z]+\w*")
ACRONYM = re.compile(r"(?=[^\s]*[A-Z][^\s]*[A-Z]|[A-Z]+\d)[A-Z][A-Za-z0-9]*(?:&[A-Z]+)?")
_BLANK = re.compile(r"[ \t\u00a0]+|[ \t]*\n[ \t]*")
_BRACKET = re.compile(r"\s*\([A-Za-z][\w& ]*\)\s+")
_NUMBERED = re.compile(r"[A-Z]\.?\d+(?:\.\d+)*")
_SMALL_FORMS = ("e.V.", "d.o.o.", "s.r.o.", "a.s.")
"""Forms of companies and societies that begin small."""
_PLACED = re.compile(r"\([A-Z][\w& ]{2,30}\) (?:Ltd|Limited|LLP|plc|PLC|Inc|LLC|GmbH|CIC)\b")
"""Where a company's name is told apart by a place: `Warmflow (South West) Ltd`."""
_LEGAL_FORMS = ("inc", "ltd", "llc", "llp", "plc")
"""Forms of companies that stand behind a comma: `Larkfield, Inc.`"""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text at `[start, end)`."""

    start: int
    end: int
    text: str
    """Without a possessive ending."""
    owns: bool = False
    """Written as a possessive."""


def runs(text: str, span: Span, taken: Sequence[Span]) -> Iterator[list[Word]]:
    """Stretches of capitalised words and the connectors between them."""
    connectors = lexicon()["connectors"]
    near = [t for t in taken if t.start < span.end and span.start < t.end]
    run: list[Word] = []
    last = over = span.start
    for match in _TOKEN.finditer(text, span.start, span.end):
        if not run and match.group().islower() and match.group() not in _SMALL_FORMS:
            continue
        word = _word(match)
        if run and text[word.start - 1] == "(" and (placed := _PLACED.match(text, word.start - 1)):
            over = text.index(")", word.start, placed.end())
        if word.start < over:
            continue
        if (
            run
            and text[word.start - 1] == "("
            and text[word.end : word.end + 1] == ")"
            and re.match(r"\)\s+[A-Z]", text[word.end :])
        ):
            continue
        inside = any(t.start < word.end and word.start < t.end for t in near)
        gap = text[last : word.start]
        joined = run and (gap == " " or _BLANK.fullmatch(gap))
        legal = run and gap == ", " and word.text.lower().rstrip(".") in _LEGAL_FORMS
        bracket = run and _BRACKET.fullmatch(gap)
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


def _word(match: re.Match[str]) -> Word:
    text = match.group()
    if text == "+":
        return Word(match.start(), match.end(), "&")
    if text.endswith(("’s", "'s")):
        return Word(match.start(), match.end() - 2, text[:-2], True)
    if text[-1] in "’'":
        return Word(match.start(), match.end() - 1, text[:-1], text[-2:-1] == "s")
    kept = text.lower() in lexicon()["head"] or text[:-1].lower() in lexicon()["shortened"]
    if text.endswith(".") and not kept and len(text) > 3 and not _DOTTED.fullmatch(text):
        return Word(match.start(), match.end() - 1, text[:-1])
    return Word(match.start(), match.end(), text)


def _is_name_word(text: str) -> bool:
    if text[0].isupper():
        return not _NUMBERED.fullmatch(text)
    return CAMEL.fullmatch(text) is not None or text in _SMALL_FORMS


def _trimmed(run: list[Word]) -> list[Word]:
    while run and run[-1].text.lower() in lexicon()["connectors"]:
        run = run[:-1]
    return run


def pieces(run: list[Word]) -> Iterator[list[Word]]:
    """A run cut where one name ends and another begins: possessives and connectors decide."""
    connectors = lexicon()["connectors"]
    piece: list[Word] = []
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


def _owner_ends(piece: list[Word], rest: list[Word]) -> bool:
    """Does a possessive end one name (`Larkspur's Tree Programme`) rather than stand in it (`King's College`)?"""
    owner = piece[-1].text
    if CAMEL.fullmatch(owner) or (owner.isupper() and len(owner) > 1):
        return True
    return last_head(piece) is not None and owner.lower() in lexicon()["head"]


def _joins(left: list[Word], between: list[str], right: list[Word]) -> bool:
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


def _in_joins(left: list[Word], following: list[Word]) -> bool:
    """`Relief in Need Charity`, of ordinary words; `Border Checks in Ports Working Group`."""
    if len(following) == 2 and following[-1].text.lower() in lexicon()["head"]:
        return all(fold(word.text) in common_words() for word in (left[-1], following[0]))
    return len(left) <= 3 and _kind_at_end(following) == "working group" and last_head(left) is None


def _is_group_of(word: str, following: list[Word]) -> bool:
    """`Code of Conduct Team`: an ordinary word, no title or opening, before a group named by its task."""
    free = word not in titles() | lexicon()["leading"] | lexicon()["head"] | lexicon()["opening"] | lexicon()["weak"]
    group = following[-1].text.lower() in ("team", "committee", "group", "wg") and len(following) > 1
    return free and group and fold(word) in common_words()


def _and_joins(
    left: list[Word], words: list[str], between: list[str], right: list[Word], following: list[Word]
) -> bool:
    if "the" in between or (is_short(left[-1].text) and len(left) == 1):
        return False
    opening = any(w in lexicon()["opening"] for w in words[:-1]) and ("of" in words or "for" in words)
    opening = opening and not any(w in lexicon()["civic"] for w in words[:-1])
    complete = last_head(left) == len(left) - 1
    complete = complete and not (opening and words[-1] in lexicon()["weak"] - lexicon()["head"])
    another = last_head(following) is not None
    if another and len(following) > 1 and "university" in words[:-1]:
        return False
    if words[0] in lexicon()["prefix"]:
        return words[0] == "hm" and not (another and len(following) > 1)
    if not (complete or opening):
        head = last_head(_phrase(right))
        return head is not None and not ("and" in between and _is_firm_beside(left, right[: head + 1]))
    if opening and another and _kind_at_end(following) == "committee" and len(following) == 2:
        return all(fold(word.text) in common_words() for word in (left[-1], following[0]))
    goes_on = not (another or is_short(following[0].text)) or following[-1].text.lower() in ("services", "research")
    return opening and not complete and goes_on


def _is_firm_beside(left: list[Word], right: list[Word]) -> bool:
    """`Parsecloud and Fairweather Bank`: a firm whose name is whole, and one more."""
    distinct = all(fold(word.text) not in common_words() for word in left)
    last = right[-1].text.lower()
    return distinct and len(right) > 1 and (kinds().get(last) == "company" or last in lexicon()["trade"] | {"bank"})


def _phrase(right: list[Word]) -> list[Word]:
    """The words up to the next preposition: what an `and` before them may belong to."""
    for at, word in enumerate(right):
        if word.text.lower() in ("of", "for", "in", "on", "the") and not word.text[0].isupper():
            return right[:at]
    return right


def _until_connector(words: list[Word]) -> list[Word]:
    for at, word in enumerate(words):
        if word.text.lower() in lexicon()["connectors"] and at:
            return words[:at]
    return words


def _kind_at_end(words: list[Word]) -> str | None:
    text = [w.text.lower() for w in words]
    return kinds().get(" ".join(text[-2:])) or kinds().get(text[-1])


def is_short(word: str) -> bool:
    """Is a word an acronym or written in camel case?"""
    return bool(
        (len(word) <= 8 and ACRONYM.fullmatch(word) and sum(c.isupper() for c in word) > 1) or CAMEL.fullmatch(word)
    )


def last_head(words: list[Word]) -> int | None:
    """Index of the last word that can end an organisation's name, strong or weak."""
    heads, weak = lexicon()["head"], lexicon()["weak"]
    for at in range(len(words) - 1, -1, -1):
        if at and f"{words[at - 1].text} {words[at].text}".lower() in heads:
            return at
        if words[at].text.lower() in heads | weak and _is_name_word(words[at].text) and not _is_in_title(words, at):
            return at
        if is_regional(words, at):
            return at
    return None


def _is_in_title(words: list[Word], at: int) -> bool:
    """Is `Executive` part of a person's title: `Chief Executive`, `Executive Director`?"""
    if words[at].text.lower() != "executive":
        return False
    beside = [w.text for w in (*words[at - 1 : at], *words[at + 1 : at + 2])]
    return any(word.lower() in titles() | {"chief"} for word in beside)


def is_regional(words: list[Word], at: int) -> bool:
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
