"""Areas of work a committee sets itself: their labels, terms, status and where they come from.

A sentence introduces them ("we agreed the following priorities") before a list, a table or an
enumeration. What the text says later about each label gives its status; likeness of labels,
and sentences that say so, give the lineage between terms.
"""

import re
from collections.abc import Iterator

from ingest.focus_drafts import Draft, compiled, label_words, told_sentences, year_before, year_told
from ingest.focus_entries import Area
from ingest.focus_following import follow
from ingest.focus_headings import headed
from ingest.focus_lineage import absorb, descend, former
from ingest.focus_lists import introduced
from ingest.focus_places import FocusPlaces
from ingest.reading import Reading
from kg.extraction import FocusArea, FocusStatus, Span
from kg.identifiers import focus_id


def find_focus_areas(reading: Reading) -> tuple[FocusArea, ...]:
    """The focus areas of one document, in the order in which they are introduced."""
    drafts = [_draft(area) for area in sorted([*introduced(reading), *headed(reading)], key=lambda area: area.span)]
    drafts = _distinct(drafts)
    drafts += list(_mentioned(reading, drafts))
    drafts += absorb(reading, drafts)
    drafts += former(reading, drafts)
    for draft in drafts:
        draft.evidence.insert(0, draft.area.span)
    places = FocusPlaces(reading, drafts)
    for draft in drafts:
        follow(reading, draft, drafts, places)
    descend(reading, drafts)
    _lead(reading, drafts)
    return tuple(_finished(draft) for draft in drafts)


def _draft(area: Area) -> Draft:
    draft = Draft(area, area.term, focus_id(area.label, area.term), area.status)
    draft.led_by = dict.fromkeys(area.led_by)
    if area.proof:
        draft.evidence.append(area.proof)
    return draft


def _distinct(drafts: list[Draft]) -> list[Draft]:
    seen: dict[str, Draft] = {}
    for draft in drafts:
        if draft.id in seen:
            seen[draft.id].evidence.append(draft.area.span)
        else:
            seen[draft.id] = draft
    return list(seen.values())


def _finished(draft: Draft) -> FocusArea:
    return FocusArea(
        id=draft.id,
        label=draft.area.label,
        term=draft.term,
        status=draft.status,
        derived_from=tuple(draft.derived_from),
        led_by=tuple(draft.led_by),
        description=draft.area.description,
        evidence=tuple(dict.fromkeys(draft.evidence)),
        rule=draft.area.rule,
        confidence=0.9 if draft.listed else 0.7,
    )


_KINDS = ("of", "dated", "ended", "marked", "added")
"""Ways in which a sentence names an area outside the lists."""


def _mentioned(reading: Reading, drafts: list[Draft]) -> Iterator[Draft]:
    """Older areas outside the lists, and areas that a sentence adds to them."""
    known = {draft.words for draft in drafts}
    for number, sentence in told_sentences(reading) if drafts else ():
        for kind in _KINDS:
            for match in compiled()[kind].finditer(reading.text(sentence)):
                label = match.group("label").strip()
                start = sentence.start + match.start("label")
                span = Span(start, start + len(label))
                if label_words(label) in known or len(label) < 4 or reading.dates_in(span) or _is_name(reading, span):
                    continue
                known.add(label_words(label))
                term = match.groupdict().get("term") or (
                    year_told(reading, number, span.start) if kind == "added" else year_before(drafts)
                )
                area = Area(label, span, term, rule=f"focus/mentioned-{kind}")
                status: FocusStatus = "active" if kind == "added" else "unknown"
                yield Draft(area, term, focus_id(label, term), status, listed=kind == "added")


def _is_name(reading: Reading, span: Span) -> bool:
    """Does somebody's name stand in `span`? One that is doubted is none."""
    doubted = {person.id for person in reading.people if person.confidence < 0.5}
    doubted |= {organisation.id for organisation in reading.organisations if organisation.confidence < 0.5}
    return any(mention.entity not in doubted for mention in reading.names_in(span))


def _lead(reading: Reading, drafts: list[Draft]) -> None:
    """Who leads an area: `Ann Ash will lead the garden project and Bob Bay road safety`."""
    for _, sentence in told_sentences(reading):
        words = reading.text(sentence)
        match = compiled()["led"].search(words)
        people = reading.names_in(sentence)
        if not match or not people:
            continue
        for draft in drafts:
            named = [
                sentence.start + m.start()
                for m in re.finditer("|".join(re.escape(w) for w in draft.words if len(w) > 3) or "(?!)", words.lower())
            ]
            if not named or draft.led_by:
                continue
            before = [p for p in people if p.span.end <= named[0] and p.entity.startswith("person/")]
            newest = max((d.term or "" for d in drafts if d.words & draft.words), default="")
            if before and (draft.term or "") == newest and named[0] - before[-1].span.end < 60:
                draft.led_by[before[-1].entity] = None


def status_sentence(reading: Reading, area: FocusArea) -> Span | None:
    """The sentence that tells the status of an area, None where it is only presumed."""
    pattern = compiled()["status"].get(area.status)
    return next((span for span in area.evidence if pattern and pattern.search(reading.text(span))), None)
