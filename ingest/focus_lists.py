"""Lists of areas of work, as sentences introduce them: list items, table rows, enumerations."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

from ingest.dates import starts_on
from ingest.reading import Reading
from ingest.rules import load_rules
from kg.extraction import FocusStatus, Span

_LABEL_END = re.compile(
    r"\s*[:;(\n]|\s+[-–—]\s+(?!and\b|&)|\.(?=\s|$)|(?<=\w)(?:\*\*|~~)|,\s+(?:which|where|with|including|so that)\b"
    r"|,?\s+(?:led|chaired|headed|owned|championed) by\b|,\s+(?:lead|leads?:|owner:?|formerly|previously|once)\s"
)
_MARKS = " \t*_\"'“”‘’.,;:"
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
def _rules() -> dict[str, re.Pattern[str]]:
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


def introductions(reading: Reading) -> Iterator[tuple[Span, str | None]]:
    """The sentences that introduce lists of areas, each with the EDTF date on which they were chosen, in text order."""
    seen: set[int] = set()
    for area in introduced(reading):
        if area.intro and area.intro.start not in seen:
            seen.add(area.intro.start)
            yield area.intro, area.chosen


def introduced(reading: Reading) -> Iterator[Area]:
    """The entries of all introduced lists, in text order; lists are numbered from 1."""
    blocks = reading.structure.blocks
    number = 0
    at = 0
    while at < len(blocks):
        block = blocks[at]
        intro = _introduction(reading, at)
        entries: list[Area] = []
        last = at
        if intro is not None:
            term = _term(reading, at, intro)
            items = items_below(reading, at)
            entries = list(_enumerated(reading, at, intro, term)) if _is_complete(reading.text(intro)) else []
            if len(entries) < 2 <= len(items):
                entries = [*_beside(reading, intro, term), *_listed(reading, items, term)]
                last = items[-1]
            elif not entries:
                entries = list(_enumerated(reading, at, intro, term))
        if block.kind == "row" and not entries:
            rows = _table(reading, at)
            if rows:
                entries, last = rows
        if len(entries) >= 2:
            number += 1
            chosen = _chosen(reading, at, intro) if intro else None
            yield from (replace(entry, list_number=number, intro=intro, chosen=chosen) for entry in entries)
        at = last + 1


def _is_complete(words: str) -> bool:
    """Does a sentence go on behind its colon, so that the list is in it and not below?"""
    return re.search(r":\s+\S", words) is not None and _rules()["counted"].search(words) is not None


def _chosen(reading: Reading, at: int, intro: Span) -> str | None:
    """When a list was chosen: the date of its sentence that is no target, else the last date told before it."""
    for date in reading.dates_in(intro):
        if (
            not (
                _rules()["stated"].search(reading.text(Span(intro.start, date.span.start)))
                and re.fullmatch(r"\d{4}(?:/\d{4})?", date.when.edtf)
            )
            or len(reading.dates_in(intro)) == 1
        ):
            return date.when.edtf
    return _told_before(reading, at, intro)


def _introduction(reading: Reading, at: int) -> Span | None:
    """The sentence of block `at` that introduces areas of work, None where none does."""
    block = reading.structure.blocks[at]
    if block.kind == "row":
        return None
    if block.kind == "item" and not _has_children(reading, at):
        told = (s for s in reading.sentences(block) if _is_complete(reading.text(s)) and _opens_list(reading, at, s))
        return next(told, None)
    if block.kind == "heading" and not reading.structure.content(block).rstrip().endswith(":"):
        titled = _rules()["heading"].fullmatch(reading.structure.content(block).strip(" *_"))
        return block.content if titled and items_below(reading, at) else None
    sentences = list(reversed(list(reading.sentences(block))))
    opening = next((s for s in sentences if _opens_list(reading, at, s)), None)
    return opening or next((s for s in sentences if _carries_on(reading.text(s))), None)


def _opens_list(reading: Reading, at: int, sentence: Span) -> bool:
    """Does a sentence choose areas of work and lead over to them?"""
    rules, words = _rules(), reading.text(sentence)
    focus_verb = re.search(r"\bfocus\w*|\bprioriti[sz]\w+|\bconcentrat\w+", words, re.IGNORECASE)
    noun, counted, following = (rules[name].search(words) for name in ("noun", "counted", "following"))
    if not (noun or focus_verb) or not rules["chosen"].search(words):
        return False
    blocks = reading.structure.blocks
    last = sentence.end >= blocks[at].content.end - 3
    leads_over = words.rstrip(" *_").endswith((":", "–", "—")) or following
    before_table = last and blocks[at + 1 : at + 2] and blocks[at + 1].kind == "row"
    before_list = last and counted and counted_areas(words) == len(items_below(reading, at))
    inside = ":" in words or re.search(r"\bnamely\b|\bincluding\b", words)
    return bool(
        (leads_over and last and (counted or following or noun))
        or (counted and (inside or before_table))
        or before_list
    )


def counted_areas(words: str) -> int | None:
    """How many areas a sentence counts: 5 of `a list of five focus areas`."""
    match = _rules()["counted"].search(words)
    if not match:
        return None
    number = match.group().split()[0].lower()
    spelt: list[str] = load_rules("focus")["introduction"]["numbers"]
    return int(number) if number.isdigit() else spelt.index(number) + 1


def _carries_on(words: str) -> bool:
    """`voted to carry on with A and B, and to add C`."""
    decided = re.search(r"\b(?:voted|agreed|decided|resolved|chose)\b", words)
    return bool(decided and _rules()["continuing"].search(words))


def _has_children(reading: Reading, at: int) -> bool:
    blocks = reading.structure.blocks
    return at + 1 < len(blocks) and blocks[at + 1].parent == at


def items_below(reading: Reading, at: int) -> list[int]:
    """The list items that follow block `at`; short paragraphs between them describe the item above."""
    blocks = reading.structure.blocks
    found: list[int] = []
    level: int | None = None
    number = at + 1
    while number < len(blocks):
        block = blocks[number]
        if block.kind == "item" and (level is None or block.level == level):
            if level is None and blocks[at].kind == "item" and block.parent != at:
                break
            level = block.level
            found.append(number)
        elif block.kind == "item" and level is not None and block.level > level:
            pass
        elif not found or not _describes(reading, number, level):
            break
        number += 1
    return found


def _describes(reading: Reading, number: int, level: int | None) -> bool:
    """Is block `number` a paragraph that says more of the list item above it, and opens no list of its own?"""
    block = reading.structure.blocks[number]
    if block.kind != "paragraph":
        return False
    if block.parent is not None:
        return True
    following = reading.structure.blocks[number + 1 : number + 2]
    opens = reading.structure.content(block).rstrip(" *_").endswith(":")
    return not opens and any(below.kind == "item" and below.level == level for below in following)


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


def _clean(label: str) -> str:
    text = re.sub(r"\*\*|__|~~", "", label).strip(" \t*_~.,;:")
    if text[:1] in "\"'“‘" and text[-1:] in "\"'”’" and text.count(text[-1]) == 1:
        text = text[1:-1]
    return " ".join(re.sub(r"^(?:to|and|to the)\s+(?=[a-z])", "", text).split())


def _listed(reading: Reading, items: list[int], term: str | None) -> Iterator[Area]:
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
            _clean(text[span.start : span.end]),
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


def _beside(reading: Reading, intro: Span, term: str | None) -> Iterator[Area]:
    """`in addition to the focus of the X Working Group`: one more area, led by that group."""
    for mention in reading.names_in(intro):
        before = reading.text(Span(intro.start, mention.span.start))
        if mention.entity.startswith("org/") and _rules()["beside"].search(before):
            name = reading.text(mention.span)
            label = re.sub(r"\s+(?:Working Group|Group|Working Party|Task ?force|Committee|WG|SIG|Team)$", "", name)
            yield Area(
                label,
                Span(mention.span.start, mention.span.start + len(label)),
                term,
                led_by=(mention.entity,),
                rule="focus/beside-list",
            )


def _table(reading: Reading, at: int) -> tuple[list[Area], int] | None:
    """Rows under a header cell such as `Workstream`, with who leads each."""
    blocks = reading.structure.blocks
    header = blocks[at]
    if header.marker != "header" or not header.cells:
        return None
    titles = [reading.text(cell.span).strip(_MARKS) for cell in header.cells]
    named = next((i for i, title in enumerate(titles) if _rules()["header"].fullmatch(title)), None)
    if named is None or any(re.search(r"[^\W\d_]{3}", title) for title in titles[:named]):
        return None
    lead = next((i for i, title in enumerate(titles) if _rules()["lead"].fullmatch(title)), None)
    intro = next(
        (s for b in reversed(blocks[max(0, at - 2) : at]) for s in reversed(list(reading.sentences(b)))), header.content
    )
    term = _term(reading, max(0, at - 1), intro)
    found: list[Area] = []
    number = at + 1
    while number < len(blocks) and blocks[number].kind == "row" and blocks[number].marker != "header":
        cells = blocks[number].cells
        if named < len(cells) and cells[named].span.end > cells[named].span.start:
            led = reading.names_in(cells[lead].span) if lead is not None and lead < len(cells) else []
            span = Span(cells[named].span.start, cells[named].span.end)
            others = [reading.text(cell.span) for n, cell in enumerate(cells) if n not in (named, lead)]
            found.append(
                Area(
                    _clean(reading.text(span)),
                    span,
                    term,
                    led_by=tuple(dict.fromkeys(mention.entity for mention in led)),
                    rule="focus/table",
                    block=number,
                    status=status_in(others),
                )
            )
        number += 1
    return (found, number - 1) if found else None


def status_in(cells: Sequence[str]) -> FocusStatus:
    """What became of an area, where a cell of its row opens with the word for it."""
    for status, words in load_rules("focus")["cells"].items():
        if any(re.match(rf"\W*(?:{'|'.join(words)})\b", cell, re.IGNORECASE) for cell in cells):
            return cast(FocusStatus, status)
    return "active"


def _enumerated(reading: Reading, at: int, intro: Span, term: str | None) -> Iterator[Area]:
    """Areas named inside the sentence: `two goals: A and B (the old C)`, `to carry on with A and B, and to add C`."""
    words = reading.text(intro)
    opening = re.search(r":\s+|\bnamely\s+", words) if _rules()["counted"].search(words) else None
    starts = [opening] if opening else list(_rules()["continuing"].finditer(words))
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
            yield Area(_clean(label), place, term, rest, rest or None, rule="focus/enumeration", block=at)
        low = match.end() if match else high


def _term(reading: Reading, at: int, intro: Span) -> str | None:
    """The term of a list: stated with it, else the year in which it was chosen, looked for backwards from it."""
    rules, words = _rules(), reading.text(intro)
    dates = reading.dates_in(intro)
    for date in dates:
        if rules["stated"].search(reading.text(Span(intro.start, date.span.start))) and re.fullmatch(
            r"\d{4}(?:/\d{4})?", date.when.edtf
        ):
            return date.when.edtf
    if rules["coming"].search(words) and reading.document.date:
        return reading.document.date[:4]
    if dates:
        return dates[-1].when.edtf[:4]
    told = _told_before(reading, at, intro)
    return told[:4] if told else None


def _told_before(reading: Reading, at: int, intro: Span) -> str | None:
    """The EDTF date told last before a sentence, in its block or the three before, that is not after the document's."""
    low = max(0, at - 3)
    for block in reversed(reading.structure.blocks[low : at + 1]):
        today = reading.document.date or "9999"
        before = [
            d for d in reading.dates_in(block.content) if d.span.start < intro.start and starts_on(d.when.edtf) <= today
        ]
        if before:
            return before[-1].when.edtf
    return None


__all__ = ["Area", "counted_areas", "introduced", "introductions", "items_below", "status_in"]
