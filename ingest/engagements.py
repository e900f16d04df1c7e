"""Engagements: who engaged whom outside, when, through what, on which area of work.

A trigger (a verb such as `meet`, a noun such as `workshop`) needs a counterpart from outside in
a place that its grammar gives to counterparts. What is denied, supposed or merely possible is
not an engagement.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.blocks import Block
from ingest.clauses import subjects
from ingest.engagements_answers import Asked
from ingest.engagements_context import Context
from ingest.engagements_dates import corrected, when_of
from ingest.engagements_matching import clause_span, find_matches
from ingest.engagements_status import Match, Trigger, channel_of, lexicon, status_of
from ingest.focus_places import FocusPlaces
from ingest.language import words_in
from ingest.parties import Parties
from ingest.reading import Mention, Reading
from ingest.units import cell_blocks
from kg.extraction import Engagement, FocusArea, Span

if TYPE_CHECKING:
    from spacy.tokens import Token


def find_engagements(reading: Reading, parties: Parties, areas: Sequence[FocusArea]) -> Iterator[Engagement]:
    """The engagements of one document in text order; needs the spaCy analysis, without it there are none."""
    if reading.doc is None:
        return
    found: list[Engagement] = []
    for engagement in _all(reading, parties, areas):
        if any(_is_same(other, engagement) for other in found):
            continue
        before = next((n for n, other in enumerate(found) if _goes_on(reading, other, engagement)), None)
        if before is None:
            found.append(engagement)
        else:
            found[before] = replace(
                found[before], evidence=(*found[before].evidence, *engagement.evidence)[:4], status="ongoing"
            )
    yield from found


def _is_same(earlier: Engagement, later: Engagement) -> bool:
    """Two clauses of one sentence on the same parties and day tell one engagement."""
    one_place = earlier.evidence[0] == later.evidence[0] and earlier.when == later.when
    return one_place and set(later.with_) <= set(earlier.with_)


def _goes_on(reading: Reading, earlier: Engagement, later: Engagement) -> bool:
    """Does a later sentence only say that an engagement told before has continued?"""
    same = (
        bool(later.with_)
        and set(later.with_) <= set(earlier.with_)
        and earlier.status in ("done", "ongoing")
        and later.status in ("done", "ongoing")
    )
    return (
        same
        and earlier.channel in ("dialogue", "other")
        and lexicon()["status"]["continued"].search(reading.text(later.evidence[0])) is not None
    )


def _all(reading: Reading, parties: Parties, areas: Sequence[FocusArea]) -> Iterator[Engagement]:
    leads = {who for area in areas for who in area.led_by if who.startswith("person/")}
    parties = replace(parties, inside=parties.inside | leads)
    places, context = FocusPlaces(reading, list(areas)), Context(reading, parties)
    asked = Asked(context)
    labels = {area.evidence[-1].start for area in areas} | {e.start for area in areas for e in area.evidence}
    terms = {area.id: area.term for area in areas}
    for number, block in enumerate(reading.structure.blocks):
        for sentence in _sentences(reading, block):
            if reading.text(sentence).rstrip(' \n*_”"').endswith("?") or (
                block.kind == "item" and any(sentence.start <= at < sentence.start + 8 for at in labels)
            ):
                continue
            for match in find_matches(context, asked, sentence, number):
                status = status_of(reading, match, sentence)
                if status is None:
                    continue
                focus = places.at(sentence, number)
                if status == "planned" and is_settled(reading, block, sentence):
                    status = "done"
                when, basis = when_of(reading, match, sentence, status, terms.get(focus or ""))
                status, when = corrected(match, status, when, reading.document.date)
                yield Engagement(
                    by=match.by,
                    with_=tuple(dict.fromkeys(m.entity for m in match.outside)),
                    when=when,
                    channel=channel_of(reading, match, sentence),
                    status=status,
                    focus=focus,
                    evidence=(sentence,),
                    rule=f"engagements/{'noun' if match.trigger.noun else 'verb'}-{match.trigger.lemma}",
                    confidence=0.8,
                    basis=basis,
                    meeting=reading.sitting_of(number),
                )
                yield from _run_by(reading, match, sentence, focus, reading.sitting_of(number))


_DONE = re.compile(r"\W*(?:done|closed|completed?|discharged|actioned)\b", re.IGNORECASE)


def is_settled(reading: Reading, block: Block, sentence: Span) -> bool:
    """Does another cell of the table's row, or the ticked box, say that what was to be done is done?"""
    cells = (cell.span for cell in block.cells if cell.span.end <= sentence.start or cell.span.start >= sentence.end)
    return block.tick == "done" or any(_DONE.match(reading.text(cell)) for cell in cells)


def _run_by(
    reading: Reading, match: Match, sentence: Span, focus: str | None, meeting: int | None
) -> Iterator[Engagement]:
    """`The engagement with X went so well that X ran an event in June`: the event is X's part of it."""
    parties = {m.entity for m in match.outside}
    for verb in words_in(reading.doc, sentence) if reading.doc is not None else ():
        if verb.pos_ != "VERB" or verb.lemma_.lower() not in lexicon()["running"] or verb == match.trigger.token:
            continue
        by = [m for m in reading.names_in(sentence) if m.entity in parties and _heads(reading, m, verb)]
        events = [
            child.lemma_.lower()
            for child in verb.children
            if child.dep_ in ("dobj", "npadvmod") and child.lemma_.lower() in lexicon()["run"]
        ]
        own = Match(Trigger(verb, "event", frozenset(), False), tuple(by), (), clause_span(verb, sentence))
        status = status_of(reading, own, sentence) if by and events else None
        if status:
            status = "done" if status == "ongoing" else status
            when, basis = when_of(reading, own, sentence, status, None)
            yield Engagement(
                by=(by[0].entity,),
                with_=(),
                when=when,
                channel="event",
                status=status,
                focus=focus,
                evidence=(own.clause,),
                rule=f"engagements/run-{events[0]}",
                confidence=0.7,
                basis=basis,
                meeting=meeting,
            )


def _heads(reading: Reading, mention: Mention, verb: "Token") -> bool:
    """Is a name the subject of `verb`?"""
    return reading.doc is not None and words_in(reading.doc, mention.span).root in subjects(verb)


_COMING_AND_GOING = re.compile(r"\b(?:left|joined|re-joined|rejoined|entered) the (?:meeting|call|room)\b")


def _sentences(reading: Reading, block: Block) -> Iterator[Span]:
    """The sentences of a block that tell something; those of a table's row cell by cell."""
    told = cell_blocks(reading.structure.text, block) if block.kind == "row" else [block]
    for piece in told:
        for sentence in reading.sentences(piece) if piece.kind != "heading" else ():
            if not _COMING_AND_GOING.search(reading.text(sentence)):
                yield sentence
