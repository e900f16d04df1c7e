"""Areas of work a committee sets itself: their labels, terms, status and where they come from.

A sentence introduces them ("we agreed the following priorities") before a list, a table or an
enumeration. What the text says later about each label gives its status; likeness of labels,
and sentences that say so, give the lineage between terms.
"""

import re
from collections.abc import Iterator

from ingest.dates import starts_on
from ingest.focus_drafts import Draft, compiled, label_words, told_sentences, year_before
from ingest.focus_entries import Area, list_rules
from ingest.focus_enumerations import is_thing
from ingest.focus_following import follow
from ingest.focus_headings import headed
from ingest.focus_leads import lead
from ingest.focus_lineage import absorb, descend, former, origins
from ingest.focus_lists import introduced
from ingest.focus_numbered import numbered_within
from ingest.focus_places import FocusPlaces, label_pattern
from ingest.focus_splits import split
from ingest.reading import Reading
from kg.extraction import FocusArea, FocusStatus, Span
from kg.identifiers import focus_id


def find_focus_areas(reading: Reading) -> tuple[FocusArea, ...]:
    """The focus areas of one document, in the order in which they are introduced."""
    told = [*introduced(reading), *headed(reading), *numbered_within(reading)]
    drafts = [_draft(area) for area in sorted(told, key=lambda area: area.span)]
    drafts = _distinct(drafts)
    drafts += list(_mentioned(reading, drafts))
    drafts += absorb(reading, drafts)
    drafts += former(reading, drafts)
    drafts += origins(reading, drafts)
    drafts += split(reading, drafts)
    for draft in drafts:
        draft.evidence.insert(0, draft.area.span)
    places = FocusPlaces(reading, drafts)
    for draft in drafts:
        follow(reading, draft, drafts, places)
    descend(reading, drafts)
    lead(reading, drafts, FocusPlaces(reading, drafts))
    return tuple(_finished(draft) for draft in drafts)


def _draft(area: Area) -> Draft:
    draft = Draft(area, area.term, focus_id(area.label, area.term), area.status)
    draft.led_by = dict.fromkeys(area.led_by)
    if area.proof:
        draft.evidence.append(area.proof)
    return draft


def _distinct(drafts: list[Draft]) -> list[Draft]:
    """One draft a label and term; a year and a term that begins in it (`2023`, `2023/2024`) are one."""
    seen: dict[tuple[frozenset[str], str], Draft] = {}
    for draft in drafts:
        key = draft.words, (draft.term or "")[:4]
        if key in seen:
            seen[key].evidence.append(draft.area.span)
        else:
            seen[key] = draft
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


_OLDER = ("of", "past", "dated", "ended", "marked", "fronted")
_NEWER = (
    "added",
    "ordinal",
    "counted",
    "single",
    "new",
    "made",
    "instead",
    "stream",
    "replacing",
    "dropped",
    "told",
    "set_up",
)
"""Ways in which a sentence names an area outside the lists: an older one, and one that is worked on."""


def _mentioned(reading: Reading, drafts: list[Draft]) -> Iterator[Draft]:
    """Areas outside the lists: older ones where there are lists, and those that a sentence adds or counts."""
    known = {draft.words for draft in drafts}
    kinds = (*_OLDER, *_NEWER) if drafts else _NEWER
    counted = -1
    for number, sentence in told_sentences(reading):
        words = reading.text(sentence)
        for kind in kinds if _NAMING.search(words) else ():
            for match in compiled()[kind].finditer(words):
                part = "label" if match.group("label") else "thing"
                label = match.group(part).strip()
                start = sentence.start + match.start(part)
                span = Span(start, start + len(label))
                if label_words(label) in known or len(label) < 4 or reading.dates_in(span) or _is_name(reading, span):
                    continue
                if kind in ("counted", "single") and counted != number:
                    continue
                if kind in ("single", "told") and not is_thing(reading, span):
                    continue
                if kind == "replacing" and not any(
                    label_pattern(draft.area.label).match(words, match.end()) for draft in drafts
                ):
                    continue
                known.add(label_words(label))
                told = match.groupdict().get("term")
                term = (_edtf(told) if told else None) or (
                    _year(reading, number, sentence, drafts)
                    if kind in _NEWER
                    else _year_of_older(reading, number, drafts)
                )
                area = Area(label, span, term, rule=f"focus/mentioned-{kind}")
                status: FocusStatus = "active" if kind in _NEWER else "unknown"
                yield Draft(area, term, focus_id(label, term), status, listed=kind in _NEWER)
        if list_rules()["counted"].search(words) and list_rules()["strong"].search(words):
            counted = number


_NAMING = re.compile(r"[A-Z\"“*_].*\b[a-z]|^[*_\"“]")


def _edtf(term: str) -> str:
    """A year or a stretch of years as EDTF: `2020/2021` of `2020/21`."""
    first, second = term[:4], re.sub(r"\D", "", term[4:])
    return f"{first}/{first[: 4 - len(second)]}{second}" if second else first


def _year(reading: Reading, number: int, sentence: Span, drafts: list[Draft]) -> str | None:
    """The year that a paragraph tells up to a sentence's end, else that of the newest list, else the document's."""
    today = reading.document.date or "9999"
    before = Span(reading.structure.blocks[number].content.start, sentence.end)
    told = [date.when.edtf[:4] for date in reading.dates_in(before) if starts_on(date.when.edtf) <= today]
    terms = sorted(draft.term[:4] for draft in drafts if draft.term)
    return (told or terms or [(reading.document.date or "")[:4]])[-1] or None


def _year_of_older(reading: Reading, number: int, drafts: list[Draft]) -> str | None:
    """The term of an older area that its paragraph names, else the year before those of the lists."""
    content = reading.structure.blocks[number].content
    terms = sorted(draft.term for draft in drafts if draft.term)
    beside = [d.term for d in drafts if content.start <= d.area.span.start < content.end and d.term != terms[-1]]
    return beside[-1] if beside else year_before(drafts)


def _is_name(reading: Reading, span: Span) -> bool:
    """Does somebody's name stand in `span`? One that is doubted is none."""
    doubted = {person.id for person in reading.people if person.confidence < 0.5}
    doubted |= {organisation.id for organisation in reading.organisations if organisation.confidence < 0.5}
    return any(mention.entity not in doubted for mention in reading.names_in(span))


def status_sentence(reading: Reading, area: FocusArea) -> Span | None:
    """The sentence that tells the status of an area, None where it is only presumed."""
    pattern = compiled()["status"].get(area.status)
    return next((span for span in area.evidence if pattern and pattern.search(reading.text(span))), None)
