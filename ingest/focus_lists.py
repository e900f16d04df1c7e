"""Lists of areas of work, as sentences introduce them: list items, table rows, enumerations."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.focus_entries import Area, beside, list_rules, listed
from ingest.focus_enumerations import enumerated, in_order, told_inside
from ingest.focus_sections import sectioned
from ingest.focus_tables import table
from ingest.focus_terms import chosen_on, term_of
from ingest.reading import Block, Reading
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
    number = at = 0
    while at < len(reading.structure.blocks):
        groups, last = _groups(reading, at)
        for group in groups:
            number += 1
            yield from (replace(entry, list_number=number) for entry in group)
        at = last + 1


def _groups(reading: Reading, at: int) -> tuple[list[list[Area]], int]:
    """The lists of two entries or more that block `at` holds or introduces, and the number of their last block."""
    block = reading.structure.blocks[at]
    if block.kind == "row":
        rows, last = table(reading, at) or ([], at)
        return ([rows] if len(rows) > 1 else []), last
    if not _TELLING.search(reading.structure.content(block).lower()):
        return [], at
    if block.kind in ("heading", "paragraph") and (entries := sectioned(reading, at)):
        return [entries], at
    told = list(reading.sentences(block)) if block.kind != "heading" else []
    groups = [group for sentence in told if len(group := _inside(reading, at, sentence)) > 1]
    items = items_below(reading, at)
    groups += [group for sentence in told if (group := _marked_after(reading, at, sentence))]
    ordered = (_in_order(reading, at, sentence, told[place:]) for place, sentence in enumerate(told, 1))
    groups += [group for group in ordered if group]
    intro = _introduction(reading, at, items) if len(items) > 1 else None
    if intro is None or any(group[0].intro == intro for group in groups):
        return groups, at
    term = term_of(reading, at, intro)
    entries = [*beside(reading, intro, term), *listed(reading, items, term)]
    if len(entries) < 2:
        return groups, at
    chosen = chosen_on(reading, at, intro)
    return [*groups, [replace(entry, intro=intro, chosen=chosen) for entry in entries]], items[-1]


_MARKED = re.compile(r"(?P<mark>\*\*|__|[*_])(?P<label>[A-Z][^*_\n]{2,60}?)[.:]?(?P=mark)(?=\W)")


def _marked_after(reading: Reading, at: int, sentence: Span) -> list[Area]:
    """As many areas as a sentence counts, each set off where a later sentence begins: `**Lamps** was led by Ann`."""
    words = reading.text(sentence)
    count = counted_areas(words)
    if not count or count < 2 or not _chooses(words):
        return []
    term = term_of(reading, at, sentence)
    found: list[Area] = []
    for number, block in enumerate(reading.structure.blocks[at : at + count + 2], at):
        if block.kind != "paragraph":
            break
        for other in reading.sentences(block):
            match = _MARKED.match(reading.text(other)) if other.start > sentence.start else None
            if match and all(area.label != match["label"] for area in found):
                place = Span(other.start + match.start("label"), other.start + match.end("label"))
                area = Area(match["label"], place, term, rule="focus/enumeration", block=number)
                found.append(replace(area, intro=sentence))
    return found if len(found) == count else []


def _in_order(reading: Reading, at: int, sentence: Span, later: list[Span]) -> list[Area]:
    """The areas that the sentences behind one that chooses them tell in order: `First, lamps. Second, docks.`"""
    words = reading.text(sentence)
    counted = counted_areas(words) or (_THINGS.search(words) and _chooses(words))
    if not counted or not _chooses(words):
        return []
    term = term_of(reading, at, sentence)
    found = in_order(reading, at, later, term)
    return [replace(area, intro=sentence) for area in found] if len(found) > 1 else []


_THINGS = re.compile(r"\b(?:two|three|four|five|six|seven) (?:\w+ )?(?:things|fronts|areas)\b", re.IGNORECASE)


_TELLING = re.compile(
    r"(?:area|priorit|theme|goal|aim|objective|stream|strand|pillar|topic|challenge|mission|package|initiative|campaign"
    r"|ambition|key result|focus|concentrat|thing|continu|carry|program)",
)
"""Words in small letters, one of which stands in every block that tells of areas: a quick look before the slow ones."""


def _inside(reading: Reading, at: int, sentence: Span) -> list[Area]:
    """The areas that a sentence names in itself."""
    words = reading.text(sentence)
    if not _TELLING.search(words.lower()):
        return []
    opens = (_chooses(words) and _is_complete(words)) or _carries_on(words)
    count, term = counted_areas(words), term_of(reading, at, sentence)
    found = list(enumerated(reading, at, sentence, term, count)) if opens else []
    if len(found) > 1:
        chosen = chosen_on(reading, at, sentence)
        return [replace(area, intro=sentence, chosen=chosen) for area in found]
    return told_inside(reading, at, sentence, term, count)


def _is_complete(words: str) -> bool:
    """Does a sentence go on behind its count, so that the list is in it and not below?"""
    return re.search(r":\s+\S|\bnamely\b", words) is not None and list_rules()["counted"].search(words) is not None


def _introduction(reading: Reading, at: int, items: list[int]) -> Span | None:
    """The sentence of block `at` that introduces the areas of work below it, None where none does."""
    block = reading.structure.blocks[at]
    content = reading.structure.content(block)
    if list_rules()["heading"].fullmatch(content.strip(" *_:")) and not _is_sentence(content):
        return block.content
    if block.kind == "heading" and len(content.split()) <= 12 and _OURS.search(content):
        return block.content
    if block.kind == "heading" and not content.rstrip().endswith(":"):
        return None
    if block.kind == "item" and not _has_children(reading, at):
        return None
    sentences = list(reading.sentences(block))
    return next((s for s in reversed(sentences) if _leads_over(reading, at, s, len(items))), None)


_OURS = re.compile(
    r"\bour\s+(?:(?:19|20)\d\d\s+)?(?:strategic\s+)?"
    r"(?:priorities|goals|aims|objectives|themes|focus areas|workstreams)\b"
    r"|\bfocus(?:ed)? on (?:in|this|during)\b",
    re.IGNORECASE,
)
"""A heading of a list of areas in other words: `Where we are with our 2023 goals`."""


def _is_sentence(words: str) -> bool:
    return len(words.split()) > 6 or words.rstrip().endswith(".")


def _chooses(words: str) -> bool:
    """Does a sentence choose areas of work, or say that they are or were somebody's?"""
    rules = list_rules()
    focus_verb = re.search(r"\bfocus\w*|\bprioriti[sz]\w+|\bconcentrat\w+", words, re.IGNORECASE)
    strong = focus_verb or rules["strong"].search(words)
    if not strong and (not rules["noun"].search(words) or rules["talked"].search(words)):
        return False
    verbs = [m.group().lower() for m in rules["chosen"].finditer(words)]
    return any(strong or not rules["linking"].fullmatch(verb) for verb in verbs)


def _leads_over(reading: Reading, at: int, sentence: Span, items: int) -> bool:
    """Does a sentence lead over to as many areas of work below as `items`?"""
    rules, words = list_rules(), reading.text(sentence)
    last = sentence.end >= reading.structure.blocks[at].content.end - 3
    noun, strong, following = (rules[name].search(words) for name in ("noun", "strong", "following"))
    opens = last and (words.rstrip(" *_").endswith((":", "–", "—")) or following is not None)
    if rules["other"].match(words) or (opens and rules["other"].search(words) and not strong):
        return False
    if counted_areas(words) == items and (strong or (last and _chooses(words))):
        return True
    if opens and _chooses(words):
        return noun is not None or following is not None or counted_areas(words) is not None
    return opens and _counts_again(reading, at, sentence, items)


def _counts_again(reading: Reading, at: int, sentence: Span, items: int) -> bool:
    """Does a sentence choose as many as stand below of what was counted before it: `we agreed to have four`?"""
    rules, words = list_rules(), reading.text(sentence)
    many = [m for m in rules["many"].finditer(words) if _number(m["number"]) == items]
    if not many or not rules["chosen"].search(words):
        return False
    above = reading.structure.blocks[max(0, at - 1) : at + 1]
    return any(
        rules["counted"].search(reading.text(earlier)) and rules["strong"].search(reading.text(earlier))
        for block in above
        for earlier in reading.sentences(block)
        if earlier.start < sentence.start
    )


def counted_areas(words: str) -> int | None:
    """How many areas a sentence counts: 5 of `a list of five focus areas`."""
    match = list_rules()["counted"].search(words)
    if not match:
        return None
    return _number(match.group().split()[0])


def _number(word: str) -> int:
    spelt: list[str] = load_rules("focus")["introduction"]["numbers"]
    return int(word) if word.isdigit() else spelt.index(word.lower()) + 1


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
    above = blocks[at] if blocks[at].kind == "item" else blocks[blocks[at].parent or 0] if blocks[at].parent else None
    number = at + 1
    while number < len(blocks):
        block = blocks[number]
        if above and block.kind == "item" and _is_beside(block, above):
            break
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


def _is_beside(block: Block, above: Block) -> bool:
    """Does an item go on with the list in which the item `above` stands?"""
    return block.level <= above.level and block.marker[-1:] == above.marker[-1:]


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
