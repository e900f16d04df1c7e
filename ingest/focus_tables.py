"""Tables of areas of work: rows under a header cell such as `Workstream`, with who leads each and how it stands."""

import re

from ingest.focus_entries import MARKS, Area, clean, list_rules, status_in
from ingest.focus_terms import term_of
from ingest.reading import Reading
from kg.extraction import Span


def table(reading: Reading, at: int) -> tuple[list[Area], int] | None:
    """Rows under a header cell such as `Workstream`, with who leads each."""
    blocks = reading.structure.blocks
    header = blocks[at]
    if header.marker != "header" or not header.cells:
        return None
    titles = [reading.text(cell.span).strip(MARKS) for cell in header.cells]
    named = next((i for i, title in enumerate(titles) if list_rules()["header"].fullmatch(title)), None)
    lead = next((i for i, title in enumerate(titles) if list_rules()["lead"].fullmatch(title)), None)
    if named is None or any(_is_of_another(title) for number, title in enumerate(titles[:named]) if number != lead):
        return None
    intro = next(
        (s for b in reversed(blocks[max(0, at - 2) : at]) for s in reversed(list(reading.sentences(b)))), header.content
    )
    term = term_of(reading, max(0, at - 1), intro)
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
    return None if not found or any(_RANK.fullmatch(area.label) for area in found) else (found, number - 1)


_RANK = re.compile(r"(?:very )?(?:high|medium|low|urgent|normal|critical|none|[P]?\d+)", re.IGNORECASE)
"""What a column of priorities holds where it ranks rows."""


def _is_of_another(title: str) -> bool:
    """Is a column before that of the areas what its rows are about, and not a number or a mark?"""
    return re.search(r"[^\W\d_]{3}", title) is not None and not list_rules()["reference"].fullmatch(title)
