"""When an engagement took or takes place: the date of its clause, told of the past or planned."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.clauses import clause_head, path_up
from ingest.engagements_status import Match
from ingest.language import words_in
from ingest.reading import DateMention, Reading
from kg.edtf import parse
from kg.extraction import Basis, EngagementStatus, Span, When

if TYPE_CHECKING:
    from spacy.tokens import Token


def corrected(
    match: Match, status: EngagementStatus, when: When | None, today: str | None
) -> tuple[EngagementStatus, When | None]:
    """What is said to be done on a day after the document's own is still planned.

    Where the verb tells of the past, or it goes on, the day is of something else.
    """
    if when and today and status in ("done", "attempted", "ongoing"):
        first, now = parse(when.edtf).earliest, parse(today).latest
        if first and now and first > now:
            token = match.trigger.token
            soon = token.tag_ == "VBG" and not any(child.lower_ == "been" for child in token.children)
            told = (status == "ongoing" and not soon) or (not match.trigger.noun and _is_past(token))
            return (status, None) if told else ("planned", when)
    return status, when


_OPEN_DATE = re.compile(
    r"\b(?:date|time) (?:is )?(?:still )?to be (?:announced|confirmed|agreed|fixed|set)\b|\bno date\b"
)


def when_of(
    reading: Reading, match: Match, sentence: Span, status: EngagementStatus, term: str | None
) -> tuple[When | None, Basis]:
    """The date of the trigger's clause nearest after it, else nearest; else the term of the focus area."""
    dates = [d for d in reading.dates_in(sentence) if not _is_deadline(reading, d)]
    dates = [d for d in dates if _is_of(reading, d, match.trigger.token)] if status != "planned" else dates
    if status == "planned":
        ahead = [d for d in dates if _not_before(d, reading.document.date)]
        gathering = match.trigger.channel in ("meeting", "talk", "event", "workshop")
        dates = (
            ahead
            or [_ahead(d, reading.document.date) for d in dates]
            or (_dates_before(reading, sentence) if gathering else [])
        )
    elif status != "failed":
        dates = [d for d in dates if not _BY.search(reading.text(Span(max(0, d.span.start - 24), d.span.start)))]
    own = [d for d in dates if match.clause.start <= d.span.start < match.clause.end] or dates
    if status == "planned" and _OPEN_DATE.search(reading.text(sentence)):
        own = []
    if own:
        best = min(own, key=lambda d: _distance(d, match.trigger.token.idx))
        if status in ("done", "attempted", "failed") and (
            _is_past(match.trigger.token) or _was_hoped(match.trigger.token)
        ):
            best = _in_the_past(best, reading.document.date)
        return best.when, "stated" if best.when.stated else "resolved"
    if term and status in ("done", "ongoing", "failed", "attempted"):
        return When(term, False, None), "inferred"
    return None, "stated"


_BY = re.compile(r"\bby (?:the )?(?:end of )?(?:the )?$", re.IGNORECASE)
_DEADLINE = re.compile(r"\b(?:due|deadline|expir\w+|effective)(?: (?:on|by|is|of|from))*\s*$", re.IGNORECASE)


def _is_deadline(reading: Reading, date: DateMention) -> bool:
    return _DEADLINE.search(reading.text(Span(max(0, date.span.start - 24), date.span.start))) is not None


def _is_of(reading: Reading, date: DateMention, trigger: "Token") -> bool:
    """Does a date stand with what the trigger tells: not in a clause joined to it that has a subject of its own?"""
    if reading.doc is None:
        return True
    head = clause_head(words_in(reading.doc, date.span).root)
    own = clause_head(trigger)
    if (
        head == own
        or (own in path_up(head) and head.dep_ not in ("conj", "parataxis", "ccomp"))
        or head in path_up(own)
    ):
        return True
    return not any(child.dep_ in ("nsubj", "nsubjpass", "expl") for child in head.children)


def _is_past(token: "Token") -> bool:
    """Does the verb of a trigger tell of the past?"""
    for verb in path_up(token):
        if verb.tag_ == "VBD" or any(child.lower_ in ("had", "was", "were", "did") for child in verb.children):
            return True
        if verb.pos_ in ("VERB", "AUX") and verb.dep_ not in ("xcomp", "advcl", "pcomp"):
            return False
    return False


def _was_hoped(token: "Token") -> bool:
    """`She had hoped to meet X`, `he tried to see Y`: what was wanted before the day of the record."""
    return any(here.lower_ in _WANTED for here in path_up(token))


_WANTED = frozenset(("hoped", "tried", "attempted", "sought", "wanted", "meant"))


def _in_the_past(date: DateMention, today: str | None) -> DateMention:
    """A month without a year, told in the past tense but resolved to one ahead, is that of the year before."""
    words = date.when.words or ""
    ahead = not date.when.stated and today and not re.search(r"\d{4}|\b(?:next|this|coming)\b", words, re.IGNORECASE)
    if not ahead or not today:
        return date
    first, now = parse(date.when.edtf).earliest, parse(today).latest
    if first is None or now is None or first <= now:
        return date
    earlier = re.sub(r"\b\d{4}", lambda year: f"{int(year.group()) - 1:04}", date.when.edtf)
    return replace(date, when=replace(date.when, edtf=earlier))


def _ahead(date: DateMention, today: str | None) -> DateMention:
    """A month without a year that is planned, but resolved to one gone by, is that of the year after."""
    first = parse(date.when.edtf).earliest
    now = parse(today).earliest if today else None
    unsaid = not date.when.stated and not re.search(
        r"\d{4}|\b(?:last|past|ago)\b", date.when.words or "", re.IGNORECASE
    )
    if not unsaid or first is None or now is None or (now - first).days > 366:
        return date
    later = re.sub(r"\b\d{4}", lambda year: f"{int(year.group()) + 1:04}", date.when.edtf)
    return replace(date, when=replace(date.when, edtf=later))


def _not_before(date: DateMention, today: str | None) -> bool:
    last, now = parse(date.when.edtf).latest, parse(today).earliest if today else None
    return last is None or now is None or last >= now


_BREAK = re.compile(r"\n\s*(?:\n|[-*•|]|\d+[.)]|\[)")
"""Where another paragraph or item begins."""


def _dates_before(reading: Reading, sentence: Span) -> list[DateMention]:
    """Dates of the sentence before, for a plan that says none: `The AGM is on 18 May. Ann will speak.`"""
    before = Span(max(0, sentence.start - 160), sentence.start)
    breaks = list(_BREAK.finditer(reading.text(before)))
    near = reading.dates_in(Span(before.start + breaks[-1].start() + 1, before.end) if breaks else before)
    return [d for d in near if _not_before(d, reading.document.date)][-1:]


def _distance(date: DateMention, offset: int) -> float:
    ahead = date.span.start - offset
    return ahead if ahead >= 0 else -1.5 * ahead
