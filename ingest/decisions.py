"""Decisions: what a meeting agreed, resolved, approved, elected or rejected.

Patterns and vocabularies stand in `rules/decisions.toml`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from ingest.action_clauses import owed_by_somebody
from ingest.action_state import columns
from ingest.blocks import Block
from ingest.people_names import fold, words_of
from ingest.reading import Reading
from ingest.rules import load_rules
from ingest.units import Unit, cell_blocks, section_key, units
from kg.extraction import Decision, Span, When


def read_decisions(reading: Reading) -> Iterator[Decision]:
    """What the document says was decided, in text order, each once.

    A sentence that only gives the outcome of a motion (`Carried.`) belongs to the motion before it.
    """
    yield from _Book(reading).decisions()


class _Book:
    """The decisions found so far, and what the last sentence was."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.found: list[Decision] = []
        self.last_block, self.since = -1, _LONG_AGO
        self.resolving = False

    def decisions(self) -> list[Decision]:
        for number, block in enumerate(self.reading.structure.blocks):
            words = self.reading.structure.content(block)
            if block.kind == "heading":
                self._heading(number, block, words)
            elif _LONE.fullmatch(words):
                self.resolving = True
            else:
                self.resolving = self.resolving and (block.kind == "item" or _CLAUSE.match(words) is not None)
                self._sentences(number, block)
        return self.found

    def _heading(self, number: int, block: Block, words: str) -> None:
        """A heading ends what went before; one that only says `CARRIED` rules on it."""
        if _RULING.fullmatch(words) and self.found and self.last_block == number - 1:
            self._confirm(block.content)
        self.last_block, self.resolving, self.since = -1, False, _LONG_AGO

    def _sentences(self, number: int, block: Block) -> None:
        reading = self.reading
        before: Unit | None = None
        for unit, made in _listed(reading, number, block) if self.resolving else _block(reading, number, block):
            adjacent = self.since <= 1 and (before is not None or self.last_block >= number - 1)
            self.since += 1
            same_meeting = bool(self.found) and self.found[-1].meeting == reading.sitting_of(number)
            if _is_outcome(reading, unit) and adjacent and same_meeting:
                self._confirm(unit.span)
            elif before is not None and _RULING.fullmatch(reading.text(unit.span)):
                both = Span(before.span.start, unit.span.end)
                self._add(_made(reading, number, both, before.span, "decisions/ruling", 0.85))
            elif made is not None:
                self._add(made)
            before = unit
            if self.since == 0:
                self.last_block = number

    def _confirm(self, span: Span) -> None:
        last = self.found[-1]
        self.found[-1] = replace(last, evidence=(*last.evidence, span)[:4], confidence=0.95)
        self.since = 0

    def _add(self, made: Decision | None) -> None:
        if made is not None and not any(_same(other, made) for other in self.found):
            self.found.append(made)
            self.since = 0


_LONG_AGO = 9
# The title of an issue, as agendas that are made of links show it.
_ISSUE_TITLE = re.compile(r"\[[^\]\n]*#?\d+\]\([^)\s]*\)?\W*$")
_RULING = re.compile(
    r"\W*(?:motion |resolution |proposal |item |all |this |it )?(?:was |is )?(?:unanimously )?"
    r"(?:agreed|carried|passed|defeated|lost|approved|adopted|failed)(?: unanimously)?"
    r"(?:[ :,(-]+\d+[ -]+\d+(?:[ -]+\d+)?)?\W*",
    re.IGNORECASE,
)
_LONE = re.compile(
    r"[\s*_]*(?:(?:it was )?(?:unanimously )?(?:resolved|agreed|ordered|decided)(?: unanimously| that)?"
    r"|resolutions?|decisions?|conclusions?|outcomes?|conclusions? and decisions?|decisions? and outcomes?"
    r"|the (?:committee|board|council|meeting) (?:resolved|agreed|decided)(?: that| to)?)[\s*_]*[:–—-]?[\s*_]*",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"\W*(?:\(?(?:[ivx]{1,5}|[a-z]|\d{1,2})[.)]\s+)?(?:that|to)\b", re.IGNORECASE)


def _listed(reading: Reading, number: int, block: Block) -> Iterator[tuple[Unit, Decision | None]]:
    """One decision of a list that a lone `Resolved:` opens, unless somebody is to do it."""
    if owed_by_somebody(reading, block.content):
        yield Unit(block.content, number, True), None
        return
    clause = re.compile(r"\W*(?:\(?(?:[ivx]{1,5}|[a-z]|\d{1,2})[.)]\s+)?(?:that\s+)?", re.IGNORECASE).match(
        reading.structure.text, block.content.start, block.content.end
    )
    what = Span(clause.end() if clause else block.content.start, block.content.end)
    yield Unit(block.content, number, True), _made(reading, number, block.content, what, "decisions/label", 0.9)


def _same(one: Decision, other: Decision) -> bool:
    if one.meeting != other.meeting:
        return False
    mine, theirs = set(words_of(one.what)), set(words_of(other.what))
    return len(mine) > 2 and len(theirs) > 2 and 2 * len(mine & theirs) / (len(mine) + len(theirs)) >= 0.8


def _is_outcome(reading: Reading, unit: Unit) -> bool:
    return _outcome().match(reading.text(unit.span)) is not None


def _block(reading: Reading, number: int, block: Block) -> Iterator[tuple[Unit, Decision | None]]:
    """The sentences of a block, each with the decision it states."""
    if block.kind == "row":
        tasks = {cell.span for cell in (columns(block) or {}).values()}
        for piece in cell_blocks(reading.structure.text, block):
            if not any(span.start <= piece.span.start < span.end for span in tasks):
                yield from _block(reading, number, piece)
        return
    label = _label().match(reading.structure.text, block.content.start, block.content.end)
    if label and reading.structure.text[label.end() : block.content.end].strip(" *_"):
        yield from _labelled(reading, number, block, label)
        return
    key = section_key(block.section[-1]) if block.section else ""
    listed = key in _sections()
    if listed and _LONE.fullmatch(block.section[-1]):
        items = block.kind == "item" and reading.document.kind == "minutes"
        listed = items or _CLAUSE.match(reading.structure.content(block)) is not None
    if listed and owed_by_somebody(reading, block.content):
        listed = False
    for unit in units(reading, number, block):
        if listed and unit.opens and block.kind in ("item", "paragraph"):
            yield (
                unit,
                _made(
                    reading,
                    number,
                    block.content if block.kind == "item" else unit.span,
                    unit.span,
                    "decisions/section",
                    0.85,
                ),
            )
            if block.kind == "item":
                return
            continue
        yield unit, _stated(reading, number, unit)


def _labelled(
    reading: Reading, number: int, block: Block, label: re.Match[str]
) -> Iterator[tuple[Unit, Decision | None]]:
    rest = Span(label.end(), block.content.end)
    every = list(units(reading, number, block))
    spans = [
        Unit(Span(max(unit.span.start, rest.start), unit.span.end), number, unit.opens)
        for unit in every
        if unit.span.end > rest.start
    ]
    first = spans[0] if spans else None
    if first is None:
        return
    evidence = Span(block.content.start, first.span.end)
    words = reading.text(first.span)
    if not re.search(r"\?\s*(?:https?:\S+\s*)?$", words):
        yield Unit(evidence, number, True), _made(reading, number, evidence, first.span, "decisions/label", 0.95)
    for unit in spans[1:]:
        yield unit, _stated(reading, number, unit)


def _stated(reading: Reading, number: int, unit: Unit) -> Decision | None:
    """The decision that a sentence states, if any."""
    text = reading.structure.text
    words = re.sub(r"[*_]{1,3}", lambda marks: " " * len(marks.group()), reading.text(unit.span))
    if len(words) > 900 or not _trigger().search(words.lower()) or any(pattern.search(words) for pattern in _never()):
        return None
    label = None if unit.opens else _label().match(text, unit.span.start, unit.span.end)
    if label and re.search(r"\w{3}", text[label.end() : unit.span.end]):
        return _made(reading, number, unit.span, Span(label.end(), unit.span.end), "decisions/label", 0.9)
    subject = _subject().search(words)
    if subject and not words[: subject.start()].rstrip().endswith(("that", "if", "when")):
        what = Span(unit.span.start + subject.start("what"), unit.span.end)
        if re.search(r"\w{3}", text[what.start : what.end]):
            return _made(reading, number, unit.span, what, "decisions/body-decided", 0.9)
    titled = _ISSUE_TITLE.search(words) is not None
    for rule, confidence, pattern in _patterns():
        match = None if titled and rule not in ("decisions/it-was-agreed", "decisions/opens") else pattern.search(words)
        if match is None:
            continue
        what = Span(unit.span.start + match.start("what"), unit.span.start + match.end("what"))
        if rule in ("decisions/passive", "decisions/verbless") and _by_others(reading, unit.span):
            return None
        if not re.search(r"\w{3}", text[what.start : what.end]):
            what = unit.span
        return _made(reading, number, unit.span, what, rule, confidence)
    return None


def _by_others(reading: Reading, span: Span) -> bool:
    """Does the sentence say that another body decided?"""
    by = re.search(r"\bby (?:the )?", reading.text(span))
    if by is None:
        return False
    names = reading.names_in(Span(span.start + by.end(), min(span.end, span.start + by.end() + 3)))
    return bool(names) and names[0].entity.startswith("org/") and names[0].entity != reading.committee


def _made(reading: Reading, number: int, evidence: Span, what: Span, rule: str, confidence: float) -> Decision | None:
    words = _plain(reading.text(what))
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


def _plain(words: str) -> str:
    shown = re.sub(r"!?\[([^\]\n]*)\]\([^)\n]*\)", r"\1", words)
    return " ".join(re.sub(r"\*\*|__|~~|`", "", shown).split()).strip(" *_.;:–—-")


@cache
def _patterns() -> tuple[tuple[str, float, re.Pattern[str]], ...]:
    return tuple(
        (
            rule["rule"],
            rule["confidence"],
            re.compile(rule["pattern"], re.DOTALL | (0 if rule.get("case") else re.IGNORECASE)),
        )
        for rule in load_rules("decisions")["patterns"]
    )


@cache
def _subject() -> re.Pattern[str]:
    rules = load_rules("decisions")
    bodies = "|".join(re.escape(word) for word in sorted(rules["subjects"], key=len, reverse=True))
    verbs = "|".join(re.escape(word) for word in sorted(rules["verbs"], key=len, reverse=True))
    return re.compile(
        rf"\b(?:(?:the|our|this) (?:[A-Z][\w’'&-]*\s+){{0,6}})?(?:{bodies})\s+{rules['between']}"
        rf"(?:[a-z]+ed\s[^.;]{{0,70}}?\s(?:and|then|,)\s+{rules['between']})?(?:{verbs})\b(?!\s+with\b)"
        r"[,:]?\s*(?:unanimously |by consensus |in principle )?(?:that |to |upon |on )?(?P<what>.*)",
        re.IGNORECASE | re.DOTALL,
    )


@cache
def _label() -> re.Pattern[str]:
    words = sorted(load_rules("decisions")["labels"], key=len, reverse=True)
    alternatives = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(
        rf"[\s*_\[(]*(?:#(?:agreed|agree|accepted|resolved)\s+(?=\S)|(?:{alternatives})\b(?:\s*[#(]?[A-Z]*[-./]?\d[\w./-]*[)]?)?[\])]?[*_]*\s*(?:(?::|[–—]|-(?=\s))[*_]*\s*))(?:that\s+)?",
        re.IGNORECASE,
    )


@cache
def _sections() -> frozenset[str]:
    return frozenset(fold(words) for words in load_rules("decisions")["sections"])


@cache
def _outcome() -> re.Pattern[str]:
    return re.compile(load_rules("decisions")["outcome"]["pattern"], re.IGNORECASE | re.DOTALL)


@cache
def _trigger() -> re.Pattern[str]:
    return re.compile(load_rules("decisions")["trigger"]["pattern"])


@cache
def _never() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in load_rules("decisions")["never"]["patterns"])
