"""Lists of areas of work, as sentences introduce them: list items, table rows, enumerations."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.dates import starts_on
from ingest.focus_entries import MARKS, Area, beside, clean, enumerated, list_rules, listed, status_in
from ingest.reading import Reading
from ingest.rules import load_rules
from kg.extraction import Span


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
            entries = list(enumerated(reading, at, intro, term)) if _is_complete(reading.text(intro)) else []
            if len(entries) < 2 <= len(items):
                entries = [*beside(reading, intro, term), *listed(reading, items, term)]
                last = items[-1]
            elif not entries:
                entries = list(enumerated(reading, at, intro, term))
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
    return re.search(r":\s+\S", words) is not None and list_rules()["counted"].search(words) is not None


def _chosen(reading: Reading, at: int, intro: Span) -> str | None:
    """When a list was chosen: the date of its sentence that is no target, else the last date told before it."""
    for date in reading.dates_in(intro):
        if (
            not (
                list_rules()["stated"].search(reading.text(Span(intro.start, date.span.start)))
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
        titled = list_rules()["heading"].fullmatch(reading.structure.content(block).strip(" *_"))
        return block.content if titled and items_below(reading, at) else None
    sentences = list(reversed(list(reading.sentences(block))))
    opening = next((s for s in sentences if _opens_list(reading, at, s)), None)
    return opening or next((s for s in sentences if _carries_on(reading.text(s))), None)


def _opens_list(reading: Reading, at: int, sentence: Span) -> bool:
    """Does a sentence choose areas of work and lead over to them?"""
    rules, words = list_rules(), reading.text(sentence)
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
    match = list_rules()["counted"].search(words)
    if not match:
        return None
    number = match.group().split()[0].lower()
    spelt: list[str] = load_rules("focus")["introduction"]["numbers"]
    return int(number) if number.isdigit() else spelt.index(number) + 1


def _carries_on(words: str) -> bool:
    """`voted to carry on with A and B, and to add C`."""
    decided = re.search(r"\b(?:voted|agreed|decided|resolved|chose)\b", words)
    return bool(decided and list_rules()["continuing"].search(words))


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


def _table(reading: Reading, at: int) -> tuple[list[Area], int] | None:
    """Rows under a header cell such as `Workstream`, with who leads each."""
    blocks = reading.structure.blocks
    header = blocks[at]
    if header.marker != "header" or not header.cells:
        return None
    titles = [reading.text(cell.span).strip(MARKS) for cell in header.cells]
    named = next((i for i, title in enumerate(titles) if list_rules()["header"].fullmatch(title)), None)
    if named is None or any(re.search(r"[^\W\d_]{3}", title) for title in titles[:named]):
        return None
    lead = next((i for i, title in enumerate(titles) if list_rules()["lead"].fullmatch(title)), None)
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
                    clean(reading.text(span)),
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


def _term(reading: Reading, at: int, intro: Span) -> str | None:
    """The term of a list: stated with it, else the year in which it was chosen, looked for backwards from it."""
    rules, words = list_rules(), reading.text(intro)
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
