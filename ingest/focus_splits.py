"""Areas of work that one is split into: `to split Estates into Buildings and Grounds`."""

from ingest.focus_drafts import Draft, compiled, label_words, told_sentences
from ingest.focus_entries import Area, list_rules
from ingest.focus_enumerations import parts
from ingest.reading import Reading
from kg.extraction import Span
from kg.identifiers import focus_id


def split(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """The areas that an older one is split into, and that older one where no list names it.

    The older one is known, or the sentence calls it an area; the newer ones are written with a capital as names are.
    """
    found: list[Draft] = []
    for number, sentence in told_sentences(reading):
        words = reading.text(sentence)
        match = compiled()["split"].search(words)
        if not match:
            continue
        start, end = match.span("label" if match["label"] else "thing")
        start = compiled()["led_over"].match(words, start, end).end()
        label = words[start:end]
        known = next((draft for draft in [*drafts, *found] if draft.words == label_words(label)), None)
        if not label[:1].isupper() or (known is None and not list_rules()["strong"].search(words)):
            continue
        lead = compiled()["halves"].match(words, match.end())
        behind = Span(sentence.start + (lead.end() if lead else match.end()), sentence.end)
        term = (reading.document.date or "")[:4] or (known.term if known else None)
        newer = [area for area in parts(reading, number, behind, term) if area.label[:1].isupper()]
        if len(newer) < 2:
            continue
        place = Span(sentence.start + start, sentence.start + end)
        whole = Area(label, place, term, rule="focus/split")
        older = known or Draft(whole, term, focus_id(label, term), "unknown", listed=False)
        found += [] if known else [older]
        for area in newer:
            draft = next((other for other in [*drafts, *found] if other.words == label_words(area.label)), None)
            if draft is None:
                draft = Draft(area, term, focus_id(area.label, term), evidence=[sentence])
                found.append(draft)
            draft.derived_from[older.id] = None
    return found
