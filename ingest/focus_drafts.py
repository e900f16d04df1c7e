"""What the makers of focus areas share: an area being put together, the words of labels, the rules."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ingest.focus_entries import Area
from ingest.reading import Reading
from ingest.rules import load_rules
from kg.extraction import FocusStatus, Span
from kg.identifiers import name_key

_SMALL = frozenset("a an and the of for in on to our its with by from at or".split())


@dataclass(eq=False, slots=True)
class Draft:
    """A focus area being put together from its list and from what is said of it later."""

    area: Area
    term: str | None
    id: str
    status: FocusStatus = "active"
    evidence: list[Span] = field(default_factory=list)
    derived_from: dict[str, None] = field(default_factory=dict)
    led_by: dict[str, None] = field(default_factory=dict)
    aliases: list[str] = field(default_factory=list)
    listed: bool = True

    @property
    def words(self) -> frozenset[str]:
        return label_words(self.area.label)


def label_words(label: str) -> frozenset[str]:
    """The telling words of a label, folded, without endings of the plural."""
    return frozenset(
        re.sub(r"ies$", "y", word).rstrip("s") if len(word) > 3 else word
        for word in name_key(label).split()
        if word not in _SMALL
    )


@cache
def compiled() -> dict[str, Any]:
    """The patterns of `rules/focus.toml` that are looked for in sentences."""
    rules = load_rules("focus")
    noun, strong = "|".join(rules["introduction"]["nouns"]), "|".join(rules["introduction"]["strong"])
    return {
        "status": {
            status: re.compile("|".join(rules["status"][status]), re.IGNORECASE) for status in rules["status"]["order"]
        },
        "of": re.compile(rules["mention"]["of"].replace("{noun}", noun)),
        "past": re.compile(rules["mention"]["past"].replace("{strong}", strong)),
        "dated": re.compile(rules["mention"]["dated"].replace("{noun}", noun)),
        "ended": re.compile(rules["mention"]["ended"]),
        "marked": re.compile(rules["mention"]["marked"]),
        "added": re.compile(rules["mention"]["added"].replace("{noun}", noun)),
        **{
            kind: re.compile(rules["mention"][kind].replace("{strong}", strong).replace("{older}", ""))
            for kind in rules["mention"]["with_noun"]
        },
        "carried": re.compile(rules["lineage"]["carried"], re.IGNORECASE),
        "origin": re.compile(rules["lineage"]["origin"], re.IGNORECASE),
        "absorbed": re.compile(rules["lineage"]["absorbed"]),
        "ago": re.compile(rules["mention"]["ago"], re.IGNORECASE),
        "split": re.compile(rules["lineage"]["split"].replace("{noun}", noun)),
        "led_over": re.compile(rules["lineage"]["led_over"].replace("{noun}", noun)),
        "halves": re.compile(rules["lineage"]["halves"].replace("{noun}", noun)),
        "renamed": re.compile(rules["lineage"]["renamed"].replace("{noun}", noun)),
        "latter": re.compile(rules["lineage"]["latter"]),
    }


def told_sentences(reading: Reading) -> Iterator[tuple[int, Span]]:
    """The sentences outside headings, each with the number of its block, in text order."""
    for number, block in enumerate(reading.structure.blocks):
        if block.kind != "heading":
            for sentence in reading.sentences(block):
                yield number, sentence


def year_before(drafts: list[Draft]) -> str | None:
    """The year before the earliest term that the lists tell."""
    years = [int(d.term[:4]) for d in drafts if d.term and d.term[:4].isdigit()]
    return str(min(years) - 1) if years else None


def year_told(reading: Reading, number: int, at: int) -> str | None:
    """The year of the date told last before an offset in block `number`."""
    dates = reading.dates_in(Span(reading.structure.blocks[number].content.start, at))
    return dates[-1].when.edtf[:4] if dates else None
