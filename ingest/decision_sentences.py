"""The decision that a sentence states, and how one is made of what it says."""

import re

from ingest.decision_rules import (
    deciding,
    deciding_body,
    decision_label,
    grammar,
    never,
    patterns,
    short_body,
    trigger,
)
from ingest.reading import Reading
from ingest.rules import load_rules
from ingest.units import Unit, speaker_ids
from kg.extraction import Decision, Span, When

_NEAR = 60
"""Characters within which a body must be named that decides in the present tense."""
_ISSUE_TITLE = re.compile(r"\[[^\]\n]*#?\d+\]\([^)\s]*\)?\W*$")


def stated(reading: Reading, number: int, unit: Unit) -> Decision | None:
    """The decision that a sentence states, if any."""
    words = re.sub(r"[*_]{1,3}", lambda marks: " " * len(marks.group()), reading.text(unit.span))
    ruled = grammar("item_ruled").match(words) if "until" not in words else None
    if ruled and not speaker_ids(reading, reading.structure.blocks[unit.block]):
        return _made_of(reading, number, unit, ruled.span("what"), "decisions/item-ruled", 0.8)
    if len(words) > 900 or not trigger().search(words.lower()) or any(pattern.search(words) for pattern in never()):
        return None
    label = None if unit.opens else decision_label().match(words)
    if label and re.search(r"\w{3}", words[label.end() :]):
        return _made_of(reading, number, unit, (label.end(), len(words)), "decisions/label", 0.9)
    by_body = _by_a_body(reading, number, unit, words) or _by_own_name(reading, number, unit, words)
    return by_body or _by_pattern(reading, number, unit, words)


def _made_of(
    reading: Reading, number: int, unit: Unit, what: tuple[int, int], rule: str, confidence: float
) -> Decision | None:
    """The decision whose words stand at `what` in the sentence; the whole of it where they say nothing."""
    start, end = what
    told = Span(unit.span.start + start, unit.span.start + end)
    said = re.search(r"\w{3}", reading.text(told)) is not None
    return made(reading, number, unit.span, told if said else unit.span, rule, confidence)


def _by_a_body(reading: Reading, number: int, unit: Unit, words: str) -> Decision | None:
    """`The Board approved the plan`; the whole sentence where its verb has no object behind it."""
    subject = deciding_body().search(words)
    if subject is None or words[: subject.start()].rstrip().endswith(("that", "if", "when")):
        return None
    return _decided(reading, number, unit, words, subject)


def _by_own_name(reading: Reading, number: int, unit: Unit, words: str) -> Decision | None:
    """`The NSC agreed to …`: by a name of the committee whose record it is, or by a short one that opens."""
    opens = short_body().match(words)
    ends = [m.span.end - unit.span.start for m in reading.names_in(unit.span) if m.entity == reading.committee]
    if opens and (reading.committee is None or re.search(r"\d", opens.group())):
        ends.append(opens.end())
    for end in ends:
        decides = deciding().match(words, end)
        if decides and (not decides["present"] or end < _NEAR):
            return _decided(reading, number, unit, words, decides)
    return None


def _decided(reading: Reading, number: int, unit: Unit, words: str, decides: re.Match[str]) -> Decision | None:
    start = decides.start("present" if decides["present"] else "what")
    if re.search(r"\w{3}", words[start:]) is None:
        return None
    bare = re.match(r"\W*(?:so|but|because|which|has|have|had|and)\b", words[start:]) is not None
    return _made_of(reading, number, unit, (0 if bare else start, len(words)), "decisions/body-decided", 0.9)


def _by_pattern(reading: Reading, number: int, unit: Unit, words: str) -> Decision | None:
    titled = _ISSUE_TITLE.search(words) is not None
    for rule, confidence, pattern in patterns():
        match = None if titled and rule not in ("decisions/it-was-agreed", "decisions/opens") else pattern.search(words)
        if match:
            ours = not _is_not_ours(reading, unit.span, rule)
            return _made_of(reading, number, unit, match.span("what"), rule, confidence) if ours else None
    return None


def _is_not_ours(reading: Reading, span: Span, rule: str) -> bool:
    """Does a sentence of a loose kind say that another body decided, or that one person agreed?"""
    personal = rule == "decisions/no-objections" and re.search(r"\bha[ds] no objection", reading.text(span))
    if (rule == "decisions/verbless-short" or personal) and _opens_with_person(reading, span):
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
    bare = " ".join(re.sub(r"\*\*|__|~~|`", "", shown).split()).strip(" *_.;:–—-")
    return re.sub(r"[;,]\s+(?:and|or)$", "", bare)
