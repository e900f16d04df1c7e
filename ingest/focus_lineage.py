"""Where focus areas come from: what sentences say of earlier ones, and labels that agree between lists."""

import re

from ingest.focus_drafts import Draft, compiled, label_words, told_sentences, year_before
from ingest.focus_entries import Area
from ingest.focus_places import label_pattern
from ingest.reading import Reading
from ingest.rules import load_rules
from kg.extraction import Span
from kg.identifiers import focus_id

_MARKED = re.compile(r"(?:[*_]{1,2}|[\"“])(?P<label>[A-Z][^*_\"“”\n]{2,60})(?:[*_]{1,2}|[\"”])")
"""A label that is set off from its sentence."""


def absorb(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """The older areas that a sentence says one of the lists takes in; the list's own is derived from them."""
    found: list[Draft] = []
    for _, sentence in told_sentences(reading):
        words = reading.text(sentence)
        verb = compiled()["absorbed"].search(words)
        newer = next((d for d in drafts if verb and label_pattern(d.area.label).search(words, 0, verb.start())), None)
        for match in _MARKED.finditer(words, verb.end()) if verb and newer else ():
            label = match.group("label").strip()
            known = next((d for d in drafts if d.words == label_words(label)), None)
            start = sentence.start + match.start("label")
            term = year_before([newer]) if newer else None
            area = Area(label, Span(start, start + len(label)), term, rule="focus/absorbed")
            older = known or Draft(area, term, focus_id(label, term), listed=False)
            older.status = "merged"
            older.evidence.append(sentence)
            if newer is not None:
                newer.derived_from[older.id] = None
            found += [] if known else [older]
    return found


_FORMER = re.compile(
    r"\W*(?:formerly|previously(?: called| known as)?|once called|known before as|renamed from|until now)\s+"
    r"[*_\"“]*(?P<label>[A-Z][\w’'/&-]*(?:\s+(?:(?:of|and|for|the|in|&)\s+)?[A-Z][\w’'/&-]*){0,4})"
)


def former(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """The older areas that entries of the lists name beside their label: `Water Quality, formerly Clean Water`."""
    found: list[Draft] = []
    for newer in [draft for draft in drafts if draft.listed]:
        match = _FORMER.match(reading.structure.text, newer.area.span.end)
        if not match or any(draft.words == label_words(match.group("label")) for draft in drafts):
            continue
        term = year_before([newer])
        area = Area(match.group("label"), Span(*match.span("label")), term, rule="focus/former")
        older = Draft(area, term, focus_id(area.label, term), "unknown", listed=False)
        newer.derived_from[older.id] = None
        found.append(older)
    return found


def descend(reading: Reading, drafts: list[Draft]) -> None:
    """Lineage: what sentences say, then labels that agree between an earlier and a later list."""
    for draft in drafts:
        for older in drafts:
            if older is not draft and _older(older, draft) and _said(reading, draft, older):
                draft.derived_from[older.id] = None
    _latter(reading, drafts)
    for draft in drafts:
        _told_in_entry(reading, draft, drafts)
    for draft in drafts:
        if draft.derived_from or not draft.listed:
            continue
        fits = [(likeness(draft, older), older) for older in drafts if _older(older, draft) and older.listed]
        best = max(fits, key=lambda fit: fit[0], default=(0.0, draft))
        if best[0] >= 0.6:
            draft.derived_from[best[1].id] = None


def _told_in_entry(reading: Reading, draft: Draft, drafts: list[Draft]) -> None:
    """`Access, which brought Dredging and Slipways together`: the older areas that an entry says it comes from."""
    if draft.area.block < 0 or draft.area.rule == "focus/enumeration":
        return
    content = reading.structure.blocks[draft.area.block].content
    words = reading.text(Span(draft.area.span.end, content.end))
    origin = compiled()["origin"].search(words)
    for older in drafts if origin else ():
        found = label_pattern(older.area.label).search(words, origin.start()) if origin else None
        if found and older is not draft and _older(older, draft):
            draft.derived_from[older.id] = None


def origins(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Older areas that entries of the lists name only as what they come from: `grew out of last year's "Lamps"`."""
    found: list[Draft] = []
    for newer in [d for d in drafts if d.listed and d.area.block >= 0 and d.area.rule != "focus/enumeration"]:
        content = reading.structure.blocks[newer.area.block].content
        found += _carried(reading, newer, drafts)
        origin = compiled()["origin"].search(reading.text(Span(newer.area.span.end, content.end)))
        start = newer.area.span.end + (origin.start() if origin else 0)
        for match in _MARKED.finditer(reading.structure.text, start, content.end) if origin else ():
            label = match.group("label").strip()
            if any(draft.words == label_words(label) for draft in [*drafts, *found]):
                continue
            term = year_before([newer])
            area = Area(label, Span(match.start("label"), match.start("label") + len(label)), term, rule="focus/origin")
            older = Draft(area, term, focus_id(label, term), "merged", listed=False)
            newer.derived_from[older.id] = None
            found.append(older)
    return found


def _carried(reading: Reading, newer: Draft, drafts: list[Draft]) -> list[Draft]:
    """The area of the same name in the year from which an entry says it was carried over, where no list names it."""
    content = reading.structure.blocks[newer.area.block].content
    match = compiled()["carried"].search(reading.text(Span(newer.area.span.end, content.end)))
    term = (match["year"] or year_before([newer])) if match else None
    if term is None or any(other is not newer and other.words == newer.words for other in drafts):
        return []
    area = Area(newer.area.label, newer.area.span, term, rule="focus/carried")
    older = Draft(area, term, focus_id(area.label, term), listed=False)
    newer.derived_from[older.id] = None
    return [older]


def _older(older: Draft, newer: Draft) -> bool:
    if older.term and newer.term and older.term != newer.term:
        return older.term < newer.term
    return older.area.list_number < newer.area.list_number and older.term != newer.term


def likeness(newer: Draft, older: Draft) -> float:
    """How surely a newer label goes on with an older one, 0 to 1: equal, contained, or named in its description."""
    if newer.words == older.words:
        return 1.0
    if newer.words <= older.words or (older.words <= newer.words and len(older.words) > 1):
        return 0.9
    shared = len(newer.words & older.words) / max(1, len(newer.words | older.words))
    described = label_words(f"{older.area.rest} {older.area.description or ''}")
    if len(newer.words) > 0 and newer.words <= described | older.words and (len(newer.words) > 1 or shared):
        return 0.7
    return 0.6 if shared >= 0.5 else 0.0


def _said(reading: Reading, newer: Draft, older: Draft) -> bool:
    """Does a sentence say that `newer` comes from `older`?"""
    lineage = load_rules("focus")["lineage"]
    a, b = label_pattern(newer.area.label).pattern, _loose(older.area.label)
    for template in [*lineage["newer_first"], *lineage["older_first"]]:
        pattern = re.compile(
            template.replace("{A}", f"(?:{_plain(a)})").replace("{B}", f"(?:{_plain(b)})"), re.IGNORECASE
        )
        for _, sentence in told_sentences(reading):
            if pattern.search(reading.text(sentence)):
                newer.evidence.append(sentence)
                return True
    return False


def _plain(pattern: str) -> str:
    return pattern.removeprefix("(?i)")


def _loose(label: str) -> str:
    """A label, or its last two words: `our work on Church Lane` means `Speeding on Church Lane`."""
    words = re.findall(r"[^\W_]+", label)
    short = rf"|(?<!\w){re.escape(words[-2])}\s+{re.escape(words[-1])}(?!\w)" if len(words) > 2 else ""
    return f"{_plain(label_pattern(label).pattern)}{short}"


def _latter(reading: Reading, drafts: list[Draft]) -> None:
    """`two aims, namely A and B. The latter grows out of the hostel.`"""
    for number, sentence in told_sentences(reading):
        match = compiled()["latter"].search(reading.text(sentence))
        if not match:
            continue
        lists = [d for d in drafts if d.area.span.start < sentence.start and d.area.block == number]
        if not lists:
            continue
        newest = [d for d in lists if d.area.list_number == lists[-1].area.list_number]
        place = {"former": 0, "first": 0, "second": 1, "third": 2}.get(match.group("which"), len(newest) - 1)
        wanted = label_words(match.group("from"))
        older = [d for d in drafts if _older(d, newest[0]) and d.words & wanted]
        if older and place < len(newest):
            best = max(older, key=lambda d: len(d.words & wanted))
            newest[place].derived_from[best.id] = None
            newest[place].evidence.append(sentence)
