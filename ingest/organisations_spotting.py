"""Where a text names what is shaped like an organisation: heads, openings, acronyms, camel case.

Pure functions of the text; the vocabulary stands in `rules/organisations.toml`. What is found
here is a candidate: `ingest.organisations` weighs the evidence and makes the register.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ingest.organisations_lexicon import ends_in_initials, kind_of, kinds, known_acronyms, lexicon
from ingest.organisations_words import ACRONYM, CAMEL, Word, is_regional, is_short, last_head, pieces
from ingest.people_names import common_words, fold
from ingest.roles_lexicon import is_only_role, titles
from ingest.rules import load_rules
from kg.extraction import OrganisationKind, Span

Shape = Literal["head", "weak", "opening", "acronym", "camel", "model", "place", "acting", "addressed", "named"]

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


def spot(text: str, span: Span, stretches: Iterable[list[Word]], heading: bool = False) -> Iterator[Candidate]:
    """Candidates in the `stretches` of capitalised words inside `span` of `text`, in order."""
    quoted = quotations(text, span)
    shouting = heading or text[span.start : span.end].isupper()
    end = span.start
    for run in stretches:
        for piece in pieces(run):
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


_AFTER_ARTICLE = re.compile(r"\b(?:[Tt]he|our|their|its)\s$")
"""An article before a word tells that it names, though it could command: `the Open Grants Fund`."""
_OPENS = re.compile(r"(?:\A|[.?!:;|\n]|<br>)[\s*_#>\"“(\[•·-]*$")
"""What stands before the first word of a sentence, a line or a cell."""


def opens(text: str, at: int) -> bool:
    """Does a sentence, a line or a cell begin at `at`?"""
    return _OPENS.search(text, max(0, at - 8), at) is not None


_LETTERED = re.compile(r"(?:\A|\n)[ \t*_#>-]*[A-Z]\.?$")
"""The letter that numbers a line (`D. Board reports`)."""
_ASKING = frozenset("if whether should how why when that which is are does".split())
"""Words of a sentence in title case, inside no name."""
_GATHERINGS = frozenset("meeting meetings minutes agenda notes report review election update".split())


def _name(text: str, piece: list[Word]) -> Candidate | None:
    """The organisation that a piece names by its words, None where none of them tells one."""
    words = list(piece)
    while words and (words[0].text.lower() in lexicon()["leading"] | lexicon()["connectors"]):
        if words[0].text.lower() in lexicon()["commands"] and _AFTER_ARTICLE.search(
            text, max(0, words[0].start - 8), words[0].start
        ):
            break
        words = words[1:]
    if words and words[0].text.lower() in lexicon()["orders"] and opens(text, words[0].start):
        words = words[1:]
    if len(words) > 1 and _LETTERED.search(text, max(0, words[0].end - 12), words[0].end):
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
        return _candidate(text, _without_title(_stop_at_event(words, opening + 2), opening + 3), "opening")
    return _headed(text, words, low)


def _headed(text: str, words: list[Word], low: list[str]) -> Candidate | None:
    """The name that ends in the last head among `words`, where something stands before it."""
    head = last_head(words)
    if head is None:
        return None
    kept = words[: head + 1]
    double = head > 0 and f"{low[head - 1]} {low[head]}" in lexicon()["head"]
    behind = low[head + 1] if len(low) > head + 1 else ""
    if behind in lexicon()["buildings"] or (behind in titles() and not titles().isdisjoint(low[:head])):
        return None
    weak = low[head] in lexicon()["weak"] and low[head] not in lexicon()["head"] and not double
    weak = weak or (kinds().get(low[head]) == "programme" and not any(is_short(word.text) for word in kept))
    weak = (weak and not is_regional(words, head)) or _in_title_case(text, words, low, head)
    if numbered := _numbered(text, kept):
        return numbered
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


def _in_title_case(text: str, words: list[Word], low: list[str], head: int) -> bool:
    """Do capitalised words go on after a head that opens a line, as in `Community Fund Proposal`?"""
    rest = low[head + 1 :]
    ends = not rest or rest[0] in lexicon()["not"] | lexicon()["connectors"] or is_only_role(" ".join(rest))
    distinct = head > 0 and any(fold(word) not in common_words() for word in low[:head])
    return (
        not ends
        and not distinct
        and text[words[0].start - 2 : words[0].start].strip(" ") in ("", "*", "-", "#", "\n", "[")
    )


def _stop_at_event(words: list[Word], start: int) -> list[Word]:
    for at in range(start + 1, len(words)):
        if words[at].text.lower() in lexicon()["not"]:
            return words[:at]
    return words


def _without_title(words: list[Word], least: int) -> list[Word]:
    """`City of Elm Council Assessor` without the title at its end."""
    heads = lexicon()["head"]
    while len(words) > least and words[-1].text.lower() in titles() and words[-2].text.lower() in heads:
        words = words[:-1]
    return words


_NUMBER = re.compile(r" (\d{1,4}[A-Z]?)(?![\w.:/,-]?\w)")


def _numbered(text: str, words: list[Word]) -> Candidate | None:
    """`Working Group 7`, `Weald Branch 417`: a name that its number completes."""
    if words[-1].text.lower() not in load_rules("organisations")["group"]["with_number"] or len(words) < 2:
        return None
    number = _NUMBER.match(text, words[-1].end)
    return number and _candidate(text, [*words, Word(number.start(1), number.end(1), number[1])], "head")


def _candidate(text: str, words: list[Word], shape: Shape) -> Candidate:
    start, end = words[0].start, words[-1].end
    gathered = _GATHERED.search(text, max(0, start - 20), start) if shape in ("head", "weak") else None
    if gathered and gathered[1].lower() in lexicon()["gathered"]:
        start, shape = gathered.start(), "head"
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


_GATHERED = re.compile(r"\b([A-Z]\w+) in $")
"""Who gathers in what: `Women in Imaging Network`."""
_EVENT = re.compile(r".*(?:[Cc]onf|Con|Day|[Ff]est|[Cc]amp|World|Summit)|[A-Z][a-z]+con")
_CODE = re.compile(r"[A-Z]{1,4}\d+|[IVXLC]+")


def is_event(word: str) -> bool:
    """Is a word by itself the name of a conference or festival: `LarkCon`, `Bookfest`?"""
    return _EVENT.fullmatch(word) is not None and fold(word) not in common_words()


def _single(whole: str, word: Word, shouting: bool) -> Candidate | None:
    """An acronym or camel-case word by itself."""
    text = word.text.rstrip(".")
    if text.isupper() and len(text) > 4 and text.lower() in common_words() and text not in known_acronyms():
        return None
    if re.search(r"\d/$", whole[max(0, word.start - 2) : word.start]):
        return None
    if text in lexicon()["never"] or text.rstrip("s") in lexicon()["never"] or is_event(text):
        return None
    if _is_licence_or_region(whole, word.start, text):
        return None
    span = Span(word.start, word.start + len(text))
    plain = text[:-1] if re.fullmatch(r"[A-Z]{2,}s", text) else text
    shouted = shouting and plain.isalpha() and plain.isupper()
    if 2 <= len(plain) <= 8 and ACRONYM.fullmatch(plain) and _capitals(plain) and not shouted:
        series = _is_numbered(whole, span.end) and plain not in known_acronyms() and plain not in ("TC", "SC", "JTC")
        return None if _CODE.fullmatch(plain) or series else Candidate(span, plain, "acronym", acronym=plain)
    return Candidate(span, text, "camel") if CAMEL.fullmatch(text) else None


def _is_licence_or_region(text: str, at: int, word: str) -> bool:
    """`OK under MIT`, beside a word for licences, and `Larkcon EU`, are no bodies."""
    rules = load_rules("organisations")["abbreviation"]
    if word in rules["licences"]:
        line = text[text.rfind("\n", 0, at) + 1 : at + 80]
        return re.search(r"licen[cs]|Apache|BSD|GPL|\bunder $", line, re.IGNORECASE) is not None
    before = _CAPITAL_BEFORE.search(text, max(0, at - 24), at) if word in rules["regions"] else None
    return before is not None and before[1].lower() not in lexicon()["leading"] | lexicon()["connectors"]


_CAPITAL_BEFORE = re.compile(r"([A-Z][\w’-]+) $")


def _is_numbered(text: str, end: int) -> bool:
    """Does a number follow, as in a series of papers: `LEP 641`, `PEP-8`, `EUR 400 000`?"""
    return re.compile(r"[ -]#?\d").match(text, end) is not None


def _capitals(word: str) -> bool:
    capitals = sum(c.isupper() or c.isdigit() for c in word)
    return capitals >= 2 and capitals * 2 >= len(word)


def _stands_for(acronym: str, name: str) -> bool:
    """Can the letters of `acronym` be taken from the words of `name`, in order, most words used?"""
    return ends_in_initials(acronym, name) or acronym[0].upper() == name[0].upper()
