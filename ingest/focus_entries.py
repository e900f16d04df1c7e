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
    r"\s*[:;(\n]|\s+[-–—]\s+(?!and\b|&)|\.(?=\s|$)|(?<=\w)(?:\*\*|~~)"
    r"|,\s+(?:which|where|with|including|so that|growing|building|following|replacing|taking|continuing|carrying)\b"
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
        "strong": re.compile(rf"\b(?:{'|'.join(intro['strong'])})\b", re.IGNORECASE),
        "linking": re.compile(rf"\b(?:{'|'.join(intro['linking'])})\b", re.IGNORECASE),
        "talked": re.compile(intro["talked"], re.IGNORECASE),
        "many": re.compile(
            rf"\b(?P<number>{number}|\d{{1,2}})\b(?!\s+(?:of|years?|months?|weeks?|days?)\b)", re.IGNORECASE
        ),
        "chosen": re.compile(rf"\b(?:{'|'.join(intro['chosen'])})\b", re.IGNORECASE),
        "following": re.compile(rf"\b(?:{'|'.join(intro['following'])})\b", re.IGNORECASE),
        "heading": re.compile(intro["heading"].replace("{noun}", noun), re.IGNORECASE),
        "counted": re.compile(rf"\b(?:{number}|\d{{1,2}})\s+(?:[\w-]+\s+){{0,2}}(?:{noun})\b", re.IGNORECASE),
        "reviewed": re.compile(intro["reviewed"].replace("{noun}", "|".join(intro["sections"])), re.IGNORECASE),
        "counted_or_ours": re.compile(rf"\b(?:{'|'.join(intro['strong'])})\b", re.IGNORECASE),
        "other": re.compile(rf"\b(?:{'|'.join(intro['other_lists'])})\b", re.IGNORECASE),
        "header": re.compile(rf"(?:{'|'.join(intro['headers'])})s?", re.IGNORECASE),
        "lead": re.compile(rf"(?:{'|'.join(intro['lead_headers'])})", re.IGNORECASE),
        "reference": re.compile(intro["reference_headers"], re.IGNORECASE),
        "section": re.compile(intro["section"].replace("{noun}", "|".join(intro["sections"])), re.IGNORECASE),
        "beside": re.compile(intro["beside"], re.IGNORECASE),
        "continuing": re.compile(intro["continuing"], re.IGNORECASE),
        "coming": re.compile(rules["term"]["coming"], re.IGNORECASE),
        "current": re.compile(rules["term"]["current"], re.IGNORECASE),
        "stated": re.compile(rules["term"]["stated"].replace("{noun}", noun), re.IGNORECASE),
    }


@cache
def noun_number() -> re.Pattern[str]:
    """An area by its noun and number: `Priority 2: ` before its label."""
    return re.compile(rf"[*_\s]*{load_rules('focus')['numbered']['noun']}", re.IGNORECASE)


def label_at(text: str, span: Span) -> Span | None:
    """The label at the start of an entry: up to a colon, bracket, dash or sentence end, without marks."""
    words = text[span.start : span.end]
    marked = re.match(r"\s*(\*\*|__|\*|_)(?P<label>[^*_\n:(]+?)[.:]?\1(?=\W)", words)
    if marked and len(marked["label"]) <= _LONGEST_LABEL:
        return Span(span.start + marked.start("label"), span.start + marked.end("label"))
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
        span = label_at(text, content)
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
            leaders(reading, span, content),
            block=number,
            status="dropped" if text.startswith("~~", content.start) else status_in(re.split(r"[;,.(]\s*", rest)),
        )


_LED_BY = re.compile(
    r"[(\s–—-](?:via|through|(?:led|chaired|owned|headed|run|championed|sponsored) by"
    r"|(?:[Ll]ead|[Oo]wner|[Cc]hampion|[Ss]ponsor)s?:?|by)\s+(?:the\s+)?(?:separately\s+)?(?:\w+ed\s+)?"
)


_BESIDE = re.compile(r"\(|\s[–—-]\s|:\**\s")
"""What parts a label from who leads: `Lamps – Ann Ash`, `Lamps: Ann Ash`."""


def leaders(reading: Reading, label: Span, content: Span) -> tuple[str, ...]:
    """Who leads an area, as its entry tells."""
    return _in_brackets(reading, label, content) or _via(reading, content)


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
    if not match and (bracket := _BESIDE.search(text, content.start, content.end)):
        people = [m for m in reading.names_in(Span(bracket.end(), bracket.end() + 12)) if m.entity[:7] == "person/"]
        return (
            (people[0].entity,)
            if people
            and not re.search(r"[a-z]{4}", text[bracket.end() : people[0].span.start])
            and re.match(
                r"\W*(?:$|\n|and\b)" if bracket.group()[0] == ":" else r"\W*(?:$|[,;:.()–—\n]|and\b)",
                text[people[0].span.end : min(content.end, people[0].span.end + 9)],
            )
            else ()
        )
    if not match:
        return ()
    names = reading.names_in(Span(match.start(), min(content.end, match.end() + 60)))
    if names:
        return (names[0].entity,)
    groups = [o.id for o in reading.organisations if o.kind == "working group"]
    label = label_at(text, content)
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
