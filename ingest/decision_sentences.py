"""The decision that a sentence states, and how one is made of what it says."""

import re

from ingest.decision_rules import deciding_body, decision_label, never, patterns, trigger
from ingest.reading import Reading
from ingest.rules import load_rules
from ingest.units import Unit
from kg.extraction import Decision, Span, When

_ISSUE_TITLE = re.compile(r"\[[^\]\n]*#?\d+\]\([^)\s]*\)?\W*$")


def stated(reading: Reading, number: int, unit: Unit) -> Decision | None:
    """The decision that a sentence states, if any."""
    text = reading.structure.text
    words = re.sub(r"[*_]{1,3}", lambda marks: " " * len(marks.group()), reading.text(unit.span))
    if len(words) > 900 or not trigger().search(words.lower()) or any(pattern.search(words) for pattern in never()):
        return None
    label = None if unit.opens else decision_label().match(text, unit.span.start, unit.span.end)
    if label and re.search(r"\w{3}", text[label.end() : unit.span.end]):
        return made(reading, number, unit.span, Span(label.end(), unit.span.end), "decisions/label", 0.9)
    subject = deciding_body().search(words)
    if subject and not words[: subject.start()].rstrip().endswith(("that", "if", "when")):
        what = Span(unit.span.start + subject.start("present" if subject["present"] else "what"), unit.span.end)
        if re.match(r"\W*(?:so|but|because|which|has|have|had|and)\b", text[what.start : what.end]):
            what = unit.span  # the verb has no object: what was decided stands before it
        if re.search(r"\w{3}", text[what.start : what.end]):
            return made(reading, number, unit.span, what, "decisions/body-decided", 0.9)
    titled = _ISSUE_TITLE.search(words) is not None
    for rule, confidence, pattern in patterns():
        match = None if titled and rule not in ("decisions/it-was-agreed", "decisions/opens") else pattern.search(words)
        if match is None:
            continue
        what = Span(unit.span.start + match.start("what"), unit.span.start + match.end("what"))
        if _is_not_ours(reading, unit.span, rule):
            return None
        if not re.search(r"\w{3}", text[what.start : what.end]):
            what = unit.span
        return made(reading, number, unit.span, what, rule, confidence)
    return None


def _is_not_ours(reading: Reading, span: Span, rule: str) -> bool:
    """Does a sentence of a loose kind say that another body decided, or that one person agreed?"""
    if rule == "decisions/verbless-short" and _opens_with_person(reading, span):
        return True
    return rule in ("decisions/passive", "decisions/verbless") and _by_others(reading, span)


def _opens_with_person(reading: Reading, span: Span) -> bool:
    """Does somebody open the sentence, who then agrees: `Cllr Ash agreed`?"""
    names = reading.names_in(span)
    return bool(names) and names[0].entity.startswith("person/") and names[0].span.start - span.start < 12


def _by_others(reading: Reading, span: Span) -> bool:
    """Does the sentence say that another body decided?"""
    by = re.search(r"\bby (?:the )?", reading.text(span))
    if by is None:
        return False
    names = reading.names_in(Span(span.start + by.end(), min(span.end, span.start + by.end() + 3)))
    return bool(names) and names[0].entity.startswith("org/") and names[0].entity != reading.committee


def made(reading: Reading, number: int, evidence: Span, what: Span, rule: str, confidence: float) -> Decision | None:
    words = plain(reading.text(what))
    if len(words) < 3 or any(
        re.search(pattern, words, re.IGNORECASE) for pattern in load_rules("decisions")["nothing"]
    ):
        return None
    sitting = reading.sitting_of(number)
    return Decision(
        evidence=(_trimmed(reading, evidence),),
        rule=rule,
        confidence=confidence,
        meeting=sitting,
        by=(reading.committee,) if reading.committee else (),
        what=words,
        when=_when(reading, number, evidence),
    )


def _when(reading: Reading, number: int, span: Span) -> When | None:
    """The day of the meeting; outside minutes the date that the sentence states, or the one told of before it."""
    if reading.document.kind == "minutes":
        sitting = reading.sitting_of(number)
        held = reading.structure.sittings[sitting].date if sitting is not None else None
        date = held or reading.document.date
        return When(date, stated=False) if date else None
    stated = [d.when for d in reading.dates_in(span) if _is_told(reading, d.span.start)]
    if stated:
        return stated[0]
    block = reading.structure.blocks[number]
    before = [d.when for d in reading.dates_in(Span(block.span.start, span.start)) if _is_told(reading, d.span.start)]
    return before[-1] if before else None


def _is_told(reading: Reading, start: int) -> bool:
    """Is a date when something happened, not what it is for?"""
    before = reading.structure.text[max(0, start - 16) : start]
    return re.search(r"\b(?:for|of|from|until|to|next)\s+(?:the\s+)?$", before) is None


def _trimmed(reading: Reading, span: Span) -> Span:
    words = reading.text(span)
    left = len(words) - len(words.lstrip(" \t\n*_"))
    return Span(span.start + left, span.start + len(words.rstrip()))


def plain(words: str) -> str:
    shown = re.sub(r"!?\[([^\]\n]*)\]\([^)\n]*\)", r"\1", words)
    return " ".join(re.sub(r"\*\*|__|~~|`", "", shown).split()).strip(" *_.;:–—-")
