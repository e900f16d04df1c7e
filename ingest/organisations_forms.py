"""Further places of bodies that are known: their full names, first words, defined names and heads alone."""

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence

from ingest.organisations_acting import is_distinct
from ingest.organisations_bodies import HEAD, NOWHERE, Body
from ingest.organisations_evidence import is_plain
from ingest.organisations_lexicon import lexicon
from ingest.organisations_spotting import Candidate
from kg.extraction import Span


def mark_forms(text: str, taken: Sequence[Span], bodies: Sequence[Body]) -> None:
    """Adds to sure `bodies` the places that the candidates did not reach; none overlaps another or `taken`."""
    marks = _Marks(text, sorted([*(span for body in bodies for span in body.spans), *taken]))
    sure = [body for body in bodies if body.sure]
    for body in sure:
        marks.defined(body)
        if body.acronym and len(body.acronym) > 2 and body.acronym in lexicon()["never"]:
            marks.add(body, body.acronym, behind=r"(?![\w/-])")
    for body in sure:
        for form in sorted({body.name, *body.aliases}, key=lambda form: (-len(form), form)):
            if len(form) > 4 and " " in form:
                head = form.split()[-1].lower() in lexicon()["head"]
                marks.add(body, form, re.IGNORECASE if head else 0)
            elif len(form) > 3 and is_distinct(form) and form[0].isupper():
                marks.add(body, form, behind=_ALONE_BEHIND)
    for body in sure:
        if short := _first_word(body, sure, text):
            marks.add(body, short, behind=_ALONE_BEHIND)
    marks.heads(sure)


_ALONE_BEHIND = r"(?![\w./@-]*\w)(?! (?:&|and) [A-Z]\w+ [A-Z])(?! [A-Z][a-z])"
"""What may not follow a name of one word: the rest of a longer one, or of an address."""
_DEFINED = re.compile(
    r"[^()\n]{0,90}?\((?:hereinafter |hereafter |together )?(?P<first>[^()\n]{3,80})\)", re.IGNORECASE
)
_QUOTED = re.compile(r"(?P<the>the )?[“\"'](?P<the2>the )?(?P<name>[A-Z][\w -]{1,40})[”\"']", re.IGNORECASE)


def _first_word(body: Body, bodies: Iterable[Body], text: str) -> str | None:
    """The first word of a firm's name, by which it may be called: no place, no person, no other body's."""
    words = body.name.split()
    first = words[0]
    institution = lexicon()["civic"] | (lexicon()["head"] - _FIRM_ENDS)
    if (
        len(words) < 2
        or len(first) < 5
        or not is_distinct(first)
        or is_plain(first)
        or body.kind in ("public body", "committee", "working group", "programme")
        or any(word.lower() in institution | lexicon()["opening"] for word in words)
        or any(other is not body and first in other.name.split() for other in bodies)
        or is_place(text, first)
    ):
        return None
    return first


_FIRM_ENDS = frozenset(
    ("group", "ltd", "ltd.", "limited", "plc", "llp", "llc", "inc", "inc.", "gmbh", "ag", "company", "co", "co.")
)


def is_place(text: str, word: str) -> bool:
    """Does the text speak of `word` as a place: `in Sandhaven`?"""
    return re.search(rf"\b(?:in|near|around|to) {re.escape(word)}(?![\w’'-]| [A-Z])", text) is not None


def holds_things(text: str, word: str) -> bool:
    """Is something in `word`: `a session in Sandhaven`?"""
    if not any(f"{before} {word}" in text for before in ("in", "near", "around", "throughout")):
        return False
    return re.search(rf"\b(?:in|near|around|throughout) {re.escape(word)}(?![\w’'-]| [A-Z])", text) is not None


def is_short_form(name: str, whole: str) -> bool:
    """Is `name` the distinct first word, or the last words without the first, of a longer name?"""
    if " " in name:
        return whole.endswith(" " + name) and whole.count(" ") > name.count(" ")
    words = whole.split()
    general = lexicon()["opening"] | lexicon()["civic"] | (lexicon()["head"] - _FIRM_ENDS)
    return (
        len(words) > 1 and words[0] == name and is_distinct(name) and not any(word.lower() in general for word in words)
    )


class _Marks:
    """The places in a text that name something already, in order."""

    def __init__(self, text: str, covered: list[Span]) -> None:
        self.text, self.covered = text, covered

    def _free(self, span: Span) -> bool:
        at = bisect_left(self.covered, Span(span.end, span.end))
        return not (at and self.covered[at - 1].end > span.start)

    def _take(self, body: Body, span: Span) -> None:
        body.spans[span] = Candidate(span, body.name, "head")
        insort(self.covered, span)

    def add(self, body: Body, form: str, flags: int = 0, behind: str = r"(?!\w)") -> None:
        """Every free place of `form`."""
        for match in re.finditer(rf"(?<![\w/@.-]){re.escape(form)}{behind}", self.text, flags):
            span = Span(*match.span())
            if self._free(span):
                self._take(body, span)

    def defined(self, body: Body) -> None:
        """Names that a bracket behind the name defines: `Elm Trust AISBL ("Elm" or the "Corporation")`."""
        for span in sorted(body.spans):
            bracket = _DEFINED.match(self.text, span.end, span.end + 180)
            if bracket is None or "." in self.text[span.end : bracket.start("first")]:
                continue
            for quoted in _QUOTED.finditer(bracket["first"]):
                name = quoted["name"]
                article = quoted["the"] or quoted["the2"]
                body.aliases[f"the {name}" if article else name] = None
                for match in re.finditer(rf"{'(?:[Tt]he )?' if article else ''}\b{re.escape(name)}(?!\w)", self.text):
                    if self._free(Span(*match.span())):
                        self._take(body, Span(*match.span()))

    def heads(self, bodies: Iterable[Body]) -> None:
        """Places that name a body by its head alone: `the Trust`, where one has it, or one at the top."""
        by_head: dict[str, list[Body]] = {}
        for body in bodies:
            for head in _heads_of(body.name):
                by_head.setdefault(head, []).append(body)
        for match in _ALONE.finditer(self.text) if by_head else ():
            having = by_head.get(match.group("head").lower(), [])
            top = [body for body in having if min(body.spans, default=NOWHERE).start < HEAD]
            meant = having if len(having) == 1 else top
            span = Span(match.start() if match.group()[:4].lower() == "the " else match.start("head"), match.end())
            if len(meant) == 1 and self._free(span):
                self._take(meant[0], span)
                meant[0].aliases[f"the {match.group('head')}"] = None


def _heads_of(name: str) -> set[str]:
    """The words by which alone a body may be named later: `trust` of `Elm Trust`, `college` of `College of Law`."""
    words = [word.lower() for word in name.split()]
    first = words[:1] if len(words) > 2 and words[1] in ("of", "for") else []
    return {*first, *words[-1:]} & (lexicon()["head"] | lexicon()["opening"]) if len(words) > 1 else set()


_ALONE = re.compile(r"\b(?:[Tt]he|[Oo]ur|[Tt]his)\s(?P<head>[A-Z][a-z]+)\b(?![ ](?:[A-Z]|of\b|for\b)|[-/]\w)")
