"""Judgements in the text on how something went: positive, negative or mixed, and on what."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

from ingest.blocks import Block
from ingest.focus_places import FocusPlaces
from ingest.outcomes_measured import measured
from ingest.reading import Reading
from ingest.rules import load_rules
from ingest.units import cell_blocks
from kg.extraction import FocusArea, Outcome, Polarity, Span
from kg.extraction_json import BELIEVED

_BREAK = re.compile(
    r"\s[-–—]\s|;\s|,\s+(?:but|however|although|though|while|since|particularly|as|noting|with)\b|\bHowever,\s|\s\.\.\.|…"
    r"|,\s+and (?=(?:we|they|it|I|he|she)\b)"
)

_FRAGMENT = re.compile(r"\s*(?:was|were|is|are|has|have|had|remains?|proved)\b")
"""Words behind a pair of dashes that go on from a subject before them."""
_REFUSED = re.compile(r"\s*(?:turned down|refused|rejected|denied)\b")
"""What says in note form how the thing before a dash went: `Grant from the fund - turned down`."""


@cache
def _rules() -> dict[str, Any]:
    rules = load_rules("outcomes")["polarity"]
    compiled: dict[str, Any] = {
        name: re.compile("|".join(rules[name]), re.IGNORECASE)
        for name in ("positive", "negative", "mixed", "judged", "courtesy", "unreal", "denied", "supposed")
    }
    compiled["weak"] = frozenset(rules["weak"])
    told = load_rules("outcomes")
    compiled["signs"] = tuple(told["sure"]["signs"])
    for name in ("positive", "negative"):
        compiled[f"sure {name}"] = re.compile("|".join(told["sure"][name]), re.IGNORECASE)
    words = "|".join([*told["value"]["positive"], *told["value"]["negative"]])
    compiled["said"] = re.compile(rf"{_SAID}(?P<word>{words})\b{_NOT_BEHIND}", re.IGNORECASE)
    compiled["fragment"] = re.compile(rf"{_ALONE}(?P<word>{words})\b{_NOT_BEHIND}", re.IGNORECASE)
    things = "findings|results|feedback|responses?|reactions?"
    compiled["noted"] = re.compile(rf"\b(?:{things})\s+(?:\w+ly\s+|very\s+)?(?P<word>{words})\b{_NOTED}", re.IGNORECASE)
    compiled["noted too"] = re.compile(rf",\s+(?:but\s+)?(?:\w+ly\s+)?(?P<word>{words})\s+on\b", re.IGNORECASE)
    compiled["valued"] = re.compile(rf"\b(?:{'|'.join(told['value']['valued'])})\b", re.IGNORECASE)
    compiled["slight"] = frozenset(told["value"]["slight"])
    compiled["good words"] = frozenset(told["value"]["positive"])
    everything = "|".join([*told["counted"]["good"], *told["counted"]["bad"]])
    compiled["counted"] = re.compile(rf"\b(?:{everything})\b", re.IGNORECASE)
    for name, things in (("good", told["counted"]["good"]), ("bad", told["counted"]["bad"])):
        for way in ("more", "less"):
            thing, move = "|".join(things), "|".join(told["counted"][way])
            compiled[f"{way} {name}"] = re.compile(
                rf"\b(?:{thing})\b[^.;,:]{{0,50}}?\b(?:{move})\b"
                rf"|\b(?:{thing})\b[^;:]{{0,50}}\b(?:the (?:{move}) (?:since|in|ever))\b"
                rf"|\b(?:{move}) (?:\w+ )?(?:{thing})\b",
                re.IGNORECASE,
            )
    return compiled


_SAID = (
    r"\b(?:is|was|are|were|been|being|[’']s|proved|remain(?:s|ed)?|looks?|looked|felt|considered|thought|rated)\s+"
    r"(?P<not>not\s+)?(?:(?:[a-z]+ly|very|rather|quite|so|most|again|all|pretty|too|more|less|much|an?)\s+){0,3}"
)
"""What a judgement is said with: `results were again very`."""
_ALONE = r"^\W*(?:an?\s+)?(?P<not>not\s+)?(?:(?:very|really|extremely|most|quite|rather|pretty|so)\s+)?"
"""What opens a judgement in note form: `Very encouraging for so young a group.`"""
_NOT_BEHIND = (
    r"(?! (?:to|for|if|that|idea|point|question|practice|way|example|reason|place|thing|candidate|option|fit|start|with"
    r"|morning|afternoon|enough to|as|about)\b)"
)
_NOTED = r"(?=\s*(?:$|[.,;)]|(?:on|so far|from|overall)\b))"
"""What follows a judgement in note form: `findings positive on trust, poor on reporting`."""
_SHORT = 9
"""Words of a judgement in note form at most."""


def find_outcomes(reading: Reading, areas: Sequence[FocusArea]) -> Iterator[Outcome]:
    """The judgements of one document's running text, at most one a sentence, in text order."""
    places = FocusPlaces(reading, list(areas))
    for number, block in enumerate(reading.structure.blocks):
        before: Outcome | None = None
        for sentence in _sentences(reading, block):
            last: Polarity | None = None
            judged = [(*found, "") for found in _judging(reading, sentence, bool(places.labels_in(sentence)))]
            for span, polarity, by in judged or _counting(reading, sentence):
                found = Outcome(
                    about=places.at(sentence, number) or _body(reading, span) or reading.committee,
                    polarity=polarity,
                    what=" ".join(reading.text(span).split()),
                    evidence=(span,),
                    rule=f"outcomes/{by}{polarity}",
                    confidence=0.7,
                    meeting=reading.sitting_of(number),
                )
                if before and _counts_on(reading, before, found):
                    found = _joined(reading, before, found)
                elif polarity == last:
                    continue
                elif before:
                    yield before
                before, last = found, polarity
        if before:
            yield before


def _counts_on(reading: Reading, before: Outcome, after: Outcome) -> bool:
    """Do numbers go on to say how the same thing went: `331 in person, 540 on the stream. Up 20% on last year.`?"""
    alike = before.rule == after.rule and _BY_NUMBERS in before.rule
    return alike and not reading.text(Span(before.evidence[-1].end, after.evidence[0].start)).strip()


def _joined(reading: Reading, before: Outcome, after: Outcome) -> Outcome:
    whole = Span(before.evidence[0].start, after.evidence[-1].end)
    return replace(before, what=" ".join(reading.text(whole).split()), evidence=(whole,))


_CELL = 20
"""Letters of a table's cell from which it is taken for prose."""


def _sentences(reading: Reading, block: Block) -> Iterator[Span]:
    """The sentences of a block that may judge; those of a table's row where a cell is prose."""
    if block.kind == "row":
        for cell in cell_blocks(reading.structure.text, block):
            if cell.content.end - cell.content.start >= _CELL:
                yield from reading.sentences(cell)
    elif block.kind != "heading":
        yield from reading.sentences(block)


def _body(reading: Reading, span: Span) -> str | None:
    """The only organisation that a judgement names."""
    believed = {body.id for body in reading.organisations if body.confidence >= BELIEVED}
    named = {m.entity for m in reading.names_in(span) if m.entity in believed}
    return named.pop() if len(named) == 1 else None


def _judging(reading: Reading, sentence: Span, labelled: bool) -> Iterator[tuple[Span, Polarity]]:
    """The parts of a sentence that judge, and how."""
    rules, words = _rules(), reading.text(sentence)
    if rules["courtesy"].search(words) or words.rstrip().endswith("?"):
        return
    cuts = [0, *(m.end() if m.group().endswith(" ") else m.start() for m in _BREAK.finditer(words)), len(words)]
    pieces = [Span(sentence.start + a, sentence.start + b) for a, b in pairwise(cuts) if words[a:b].strip()]
    for piece in pieces:
        start = sentence.start if _FRAGMENT.match(reading.text(piece)) else piece.start
        told = reading.text(piece)
        if _REFUSED.match(told):
            start, told = sentence.start, reading.text(Span(sentence.start, piece.end))
        if not rules["unreal"].search(told) and (polarity := _polarity(told, labelled)):
            text = reading.text(Span(start, piece.end))
            low = start + len(text) - len(text.lstrip(" ,;-–—"))
            yield Span(low, low + len(text.strip(" ,;-–—"))), polarity


_BY_NUMBERS = "measured-"


def _counting(reading: Reading, sentence: Span) -> Iterator[tuple[Span, Polarity, str]]:
    """A sentence that judges by its numbers alone, how, and that it does so."""
    words = reading.text(sentence)
    if words.rstrip().endswith("?") or _rules()["unreal"].search(words):
        return
    if polarity := measured(words):
        yield sentence, polarity, _BY_NUMBERS


def _is_in_name(words: str, match: re.Match[str]) -> bool:
    """Is a word of judgement a capitalised part of a name: `Play for Health`?"""
    return (
        match.group()[0].isupper()
        and words[: match.start()].strip() != ""
        and words[match.start() - 2] not in ".!?:–-“"
    )


def _is_supposed(words: str, match: re.Match[str]) -> bool:
    """Do the words before a judgement make it only possible, asked or wished?"""
    return _rules()["supposed"].search(words[: match.start()]) is not None


def _sure(words: str) -> Polarity | None:
    """What words tell beyond doubt: a phrase for an outcome, a judgement said of something, a count that moved."""
    rules = _rules()

    told: list[Polarity] = [
        name
        for name in _SIDES
        if any(not (_is_in_name(words, m) or _is_supposed(words, m)) for m in rules[f"sure {name}"].finditer(words))
    ]
    pattern = rules["fragment"] if len(words.split()) <= _SHORT and not _FINITE.search(words) else rules["said"]
    for match in pattern.finditer(words) if not rules["mixed"].search(words) else ():
        word, behind = match["word"].lower(), words[match.end() :]
        if pattern is rules["fragment"]:
            valued = rules["valued"].search(behind) is not None
        else:
            valued = rules["valued"].search(words[: match.start()]) is not None and _CLOSED.match(behind) is not None
        if (word not in rules["slight"] or valued) and not _is_supposed(words, match):
            denied = bool(match["not"] or _DENIED.search(words[: match.start()]))
            told.append("positive" if (word in rules["good words"]) != denied else "negative")
    if not told and (noted := rules["noted"].search(words)):
        both = [noted, *rules["noted too"].finditer(words, noted.end())]
        told += ["positive" if match["word"].lower() in rules["good words"] else "negative" for match in both]
    if not told and rules["counted"].search(words):
        told += ["positive" for pattern in ("more good", "less bad") if rules[pattern].search(words)]
        told += ["negative" for pattern in ("less good", "more bad") if rules[pattern].search(words)]
    return (told[0] if len(set(told)) == 1 else "mixed") if told else None


_DENIED = re.compile(r"(?:\b(?:not|never)|n[’']t) (?:yet )?$")
_CLOSED = re.compile(
    r"\s*(?:$|[.,;:!)–—-]|(?:and|but|overall|so far|this|again|in|on|since|given|news|throughout|at|from|by|over)\b)",
    re.IGNORECASE,
)
"""What may follow an adjective that judges, and does not make it part of a noun's name."""
_SIDES: tuple[Polarity, ...] = ("positive", "negative")
_FINITE = re.compile(
    r"\b(?:is|was|are|were|has|have|had|will|would|do|does|did|let|please)\b|[’'](?:s|re|ve|ll)\b", re.IGNORECASE
)


def _polarity(words: str, labelled: bool) -> Polarity | None:
    rules = _rules()
    lower = words.lower()
    if any(sign in lower for sign in rules["signs"]) and (polarity := _sure(words)):
        return polarity
    if rules["denied"].search(words):
        return None
    found = {
        name: [
            m.group().lower()
            for m in rules[name].finditer(words)
            if not (_is_in_name(words, m) or _is_supposed(words, m))
        ]
        for name in ("positive", "negative", "mixed")
    }
    if found["mixed"]:
        return "mixed"
    counts = {
        name: len([w for w in found[name] if w not in rules["weak"]]) * 2
        + len([w for w in found[name] if w in rules["weak"]])
        for name in ("positive", "negative")
    }
    if (
        max(counts.values()) < 1
        or not (labelled or rules["judged"].search(words))
        or (max(counts.values()) < 2 and not (labelled or re.search(r"\bprogress|results?\b|\bwork\b|news", words)))
    ):
        return None
    if (
        counts["positive"]
        and counts["negative"]
        and abs(counts["positive"] - counts["negative"]) < 2
        and re.search(r"\b(?:while|although|but|still)\b", words)
    ):
        return "mixed"
    return (
        "negative"
        if counts["negative"] > counts["positive"] or (counts["negative"] == counts["positive"])
        else "positive"
    )
