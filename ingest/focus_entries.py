"""Entries of a list of areas of work: where a label ends, who leads it, how it stands."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from ingest.reading import Reading
from ingest.rules import load_rules
from kg.extraction import FocusStatus, Span

_LABEL_END = re.compile(
    r"\s*[:;(\n]|\s+[-–—]\s+(?!and\b|&)|\.(?=\s|$)|(?<=\w)(?:\*\*|~~)|,\s+(?:which|where|with|including|so that)\b"
    r"|,?\s+(?:led|chaired|headed|owned|championed) by\b|,\s+(?:lead|leads?:|owner:?|formerly|previously|once)\s"
)
MARKS = " \t*_\"'“”‘’.,;:"
_LONGEST_LABEL = 90


@dataclass(frozen=True, slots=True)
class Area:
    """One entry of a list: its label and where it stands."""

    label: str
    span: Span
    term: str | None
    rest: str = ""
    """What the entry says after its label."""
    description: str | None = None
    led_by: tuple[str, ...] = ()
    rule: str = "focus/list"
    list_number: int = 0
    block: int = -1
    intro: Span | None = None
    """The sentence that introduces the list."""
    chosen: str | None = None
    """EDTF date on which the list was chosen, as far as the text tells."""
    status: FocusStatus = "active"
    proof: Span | None = None
    """The words that tell the status, where they stand apart."""


@cache
def list_rules() -> dict[str, re.Pattern[str]]:
    """What introduces lists of areas and stands in them, from `rules/focus.toml`, by name."""
    rules = load_rules("focus")
    intro = rules["introduction"]
    noun, number = "|".join(intro["nouns"]), "|".join(intro["numbers"])
    return {
        "noun": re.compile(rf"\b(?:{noun})\b", re.IGNORECASE),
        "chosen": re.compile(rf"\b(?:{'|'.join(intro['chosen'])})\b", re.IGNORECASE),
        "following": re.compile(rf"\b(?:{'|'.join(intro['following'])})\b", re.IGNORECASE),
        "heading": re.compile(intro["heading"].replace("{noun}", noun), re.IGNORECASE),
        "counted": re.compile(rf"\b(?:{number}|\d{{1,2}})\s+(?:[\w-]+\s+){{0,2}}(?:{noun})\b", re.IGNORECASE),
        "other": re.compile(rf"\b(?:{'|'.join(intro['other_lists'])})\b", re.IGNORECASE),
        "header": re.compile(rf"(?:{'|'.join(intro['headers'])})s?", re.IGNORECASE),
        "lead": re.compile(rf"(?:{'|'.join(intro['lead_headers'])})", re.IGNORECASE),
        "beside": re.compile(intro["beside"], re.IGNORECASE),
        "continuing": re.compile(intro["continuing"], re.IGNORECASE),
        "coming": re.compile(rules["term"]["coming"], re.IGNORECASE),
        "current": re.compile(rules["term"]["current"], re.IGNORECASE),
        "stated": re.compile(rules["term"]["stated"], re.IGNORECASE),
    }


def _label(text: str, span: Span) -> Span | None:
    """The label at the start of an entry: up to a colon, bracket, dash or sentence end, without marks."""
    words = text[span.start : span.end]
    lead = len(words) - len(words.lstrip(" \t*_~"))
    ending = _LABEL_END.search(words, lead + 1)
    end = ending.start() if ending else len(words)
    while end > lead and words[end - 1] in " \t*_.,;:":
        end -= 1
    start = lead
    if words[start:end].count("“") != words[start:end].count("”"):
        end = len(words) if not ending else end
    return Span(span.start + start, span.start + end) if 0 < end - start <= _LONGEST_LABEL else None


def clean(label: str) -> str:
    """A label without marks, quotation marks around it, and words that lead over to it."""
    text = re.sub(r"\*\*|__|~~", "", label).strip(" \t*_~.,;:")
    if text[:1] in "\"'“‘" and text[-1:] in "\"'”’" and text.count(text[-1]) == 1:
        text = text[1:-1]
    return " ".join(re.sub(r"^(?:to|and|to the)\s+(?=[a-z])", "", text).split())


def listed(reading: Reading, items: list[int], term: str | None) -> Iterator[Area]:
    """The areas that list items open with, in their order."""
    text, blocks = reading.structure.text, reading.structure.blocks
    for place, number in enumerate(items):
        content = blocks[number].content
        span = _label(text, content)
        if span is None:
            continue
        stop = items[place + 1] if place + 1 < len(items) else number + 2
        below = [
            b
            for i, b in enumerate(blocks[number + 1 : stop], number + 1)
            if b.kind in ("paragraph", "item") and (b.parent == number or place + 1 < len(items))
        ]
        description = " ".join(reading.structure.content(b).strip() for b in below) or None
        rest = text[span.end : content.end].strip(" :;-–—*")
        yield Area(
            clean(text[span.start : span.end]),
            span,
            term,
            rest,
            description or rest or None,
            _in_brackets(reading, span, content) or _via(reading, content),
            block=number,
            status="dropped" if text.startswith("~~", content.start) else "active",
        )


_LED_BY = re.compile(
    r"[(\s–—-](?:via|through|led by|leads?:?|chaired by|owner:?|by)\s+(?:the\s+)?(?:separately\s+)?(?:\w+ed\s+)?"
)


def _in_brackets(reading: Reading, label: Span, content: Span) -> tuple[str, ...]:
    """The people in a bracket right behind a label: `**Outreach** (Ann Ash, Bob Birch)`."""
    bracket = re.compile(r"[\s*_]*\(([^()]{2,60})\)").match(reading.structure.text, label.end, content.end)
    inside = reading.names_in(Span(bracket.start(1), bracket.end(1))) if bracket else []
    people = [mention.entity for mention in inside if mention.entity.startswith("person/")]
    return tuple(dict.fromkeys(people)) if bracket and inside and inside[0].span.start == bracket.start(1) else ()


def _via(reading: Reading, content: Span) -> tuple[str, ...]:
    """Who does the work of an entry: `(via the X Working Group …)`, `(lead: Ann Ash)`, `- Ann Ash`."""
    text = reading.structure.text
    match = _LED_BY.search(text, content.start, content.end)
    if match and re.match(r"me\b", text[match.end() :]) and len(reading.document.authors) == 1:
        return reading.document.authors
    if not match and (bracket := re.compile(r"\(|\s[–—-]\s").search(text, content.start, content.end)):
        people = [m for m in reading.names_in(Span(bracket.end(), bracket.end() + 12)) if m.entity[:7] == "person/"]
        return (
            (people[0].entity,)
            if people and not re.search(r"[a-z]{4}", text[bracket.end() : people[0].span.start])
            else ()
        )
    if not match:
        return ()
    names = reading.names_in(Span(match.start(), min(content.end, match.end() + 60)))
    if names:
        return (names[0].entity,)
    groups = [o.id for o in reading.organisations if o.kind == "working group"]
    label = _label(text, content)
    if label and re.match(r"Working Group|Group|Committee", text[match.end() :]):
        start = text[label.start : label.end].lower()
        return tuple(o.id for o in reading.organisations if o.id in groups and o.name.lower().startswith(start))[:1]
    return ()


def beside(reading: Reading, intro: Span, term: str | None) -> Iterator[Area]:
    """`in addition to the focus of the X Working Group`: one more area, led by that group."""
    for mention in reading.names_in(intro):
        before = reading.text(Span(intro.start, mention.span.start))
        if mention.entity.startswith("org/") and list_rules()["beside"].search(before):
            name = reading.text(mention.span)
            label = re.sub(r"\s+(?:Working Group|Group|Working Party|Task ?force|Committee|WG|SIG|Team)$", "", name)
            yield Area(
                label,
                Span(mention.span.start, mention.span.start + len(label)),
                term,
                led_by=(mention.entity,),
                rule="focus/beside-list",
            )


def status_in(cells: Sequence[str]) -> FocusStatus:
    """What became of an area, where a cell of its row opens with the word for it."""
    for status, words in load_rules("focus")["cells"].items():
        if any(re.match(rf"\W*(?:{'|'.join(words)})\b", cell, re.IGNORECASE) for cell in cells):
            return cast(FocusStatus, status)
    return "active"


def enumerated(reading: Reading, at: int, intro: Span, term: str | None) -> Iterator[Area]:
    """Areas named inside the sentence: `two goals: A and B (the old C)`, `to carry on with A and B, and to add C`."""
    words = reading.text(intro)
    opening = re.search(r":\s+|\bnamely\s+", words) if list_rules()["counted"].search(words) else None
    starts = [opening] if opening else list(list_rules()["continuing"].finditer(words))
    for match in starts:
        stop = next((other.start() for other in starts if other.start() > match.end()), len(words))
        yield from _parts(reading, at, Span(intro.start + match.end(), intro.start + stop), term)


def _parts(reading: Reading, at: int, span: Span, term: str | None) -> Iterator[Area]:
    text = reading.structure.text
    words = text[span.start : span.end]
    blank = re.sub(r"\([^()]*\)", lambda m: " " * len(m.group()), words)
    wide = ";" in blank
    pattern = r"\s*;\s*(?:and\s+)?" if wide else r"\s*,\s*(?:and\s+|&\s+)?|\s+and\s+"
    low = 0
    for match in [*re.finditer(pattern, blank), None]:
        high = match.start() if match else len(blank)
        piece = blank[low:high]
        start = low + len(piece) - len(piece.lstrip())
        label = re.sub(r"^(?:to|an?|the)\s+", "", piece.strip().rstrip(".!?;: "))
        if label and len(label.split()) <= 8 and label not in ("to", "and"):
            offset = words.index(label.split("  ")[0].split("   ")[0][:20], start)
            label = label.split("   ")[0].strip()
            rest = words[offset + len(label) : high].strip()
            place = Span(span.start + offset, span.start + offset + len(label))
            yield Area(clean(label), place, term, rest, rest or None, rule="focus/enumeration", block=at)
        low = match.end() if match else high
