"""Commitments in tables: action registers, and minutes that are told in a table."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from ingest.action_clauses import after_agreed
from ingest.action_owner import owner_and_task
from ingest.action_rules import grammar, is_section, owes_nothing
from ingest.action_state import columns, day_of, made, plain, row_status, tidy, to_come
from ingest.blocks import Block, Cell
from ingest.owners import resolved
from ingest.reading import Reading
from ingest.units import cell_blocks, lines_of, units
from kg.extraction import Commitment, Span

ReadBlock = Callable[[int, Block, bool], Iterator[Commitment]]
"""Reads a block by its number; whether it stands in a list of actions."""


def row_commitments(reading: Reading, number: int, block: Block, read: ReadBlock) -> Iterator[Commitment]:
    """What a row says is owed; `read` reads the sentences of its cells."""
    cells = columns(block) or {}
    told = [cell for cell in block.cells if cell not in cells.values() and _is_told(reading, cell)]
    if not cells or (told and "owner" not in cells):
        for owed in _told(reading, number, block, read):
            yield _with_columns(reading, owed, cells, number, block)
        return
    yield from _told(reading, number, replace(block, cells=tuple(told)), read)
    yield from _registered(reading, number, block, cells, alone=not told)


def _is_told(reading: Reading, cell: Cell) -> bool:
    return len(reading.text(cell.span).split()) > 4


def _registered(
    reading: Reading, number: int, block: Block, cells: dict[str, Cell], *, alone: bool
) -> Iterator[Commitment]:
    """The action of a row of an action register, or one for each line of its cells where these go side by side."""
    beside = _side_by_side(reading, cells)
    for lines in beside:
        yield from _one_registered(reading, number, block, lines, alone=alone and len(beside) == 1)


def _side_by_side(reading: Reading, cells: dict[str, Cell]) -> list[dict[str, Cell]]:
    """The cells of a register, once for each line where those of tasks and owners hold as many lines."""
    lines = {kind: _lines(reading, cell) for kind, cell in cells.items()}
    tasks, owners = lines["task"], lines.get("owner", [])
    if len(tasks) < 2 or len(owners) != len(tasks):
        return [cells]
    together = {kind: found for kind, found in lines.items() if len(found) == len(tasks)}
    alike = {kind: cell for kind, cell in cells.items() if kind not in together and len(lines[kind]) < 2}
    return [{**alike, **{kind: found[at] for kind, found in together.items()}} for at in range(len(tasks))]


def _lines(reading: Reading, cell: Cell) -> list[Cell]:
    return [
        replace(cell, span=span, rest=()) for piece in cell.pieces for span in lines_of(reading.structure.text, piece)
    ]


def _one_registered(
    reading: Reading, number: int, block: Block, cells: dict[str, Cell], *, alone: bool
) -> Iterator[Commitment]:
    """The one action of a row; the whole row proves it where it holds nothing else."""
    task = cells["task"].span
    words = reading.text(task)
    if owes_nothing(words) or not re.search(r"\w{2}", words):
        return
    owner: tuple[str, ...] = ()
    what = tidy(reading.structure.text, task)
    if "owner" in cells:
        owner, _ = resolved(reading, cells["owner"].span)
    if not owner:
        owner, what = owner_and_task(reading, task)
    evidence = block.content if alone else task
    owed = made(reading, block, number, evidence, what, owner, "actions/table", 0.95, status_in=task)
    if owed and cells["task"].rest:
        owed = replace(owed, what=" ".join([owed.what, *(plain(reading.text(piece)) for piece in cells["task"].rest)]))
    if owed:
        yield _with_columns(reading, owed, cells, number, block)


def _with_columns(reading: Reading, owed: Commitment, cells: dict[str, Cell], number: int, block: Block) -> Commitment:
    """The date and state that columns of their own give an action of the column before them."""
    if "task" in cells and not cells["task"].span.start <= owed.evidence[-1].start < cells["task"].span.end:
        return owed if owed.evidence[0] != block.content else _dated(reading, owed, cells, number, block)
    return _dated(reading, owed, cells, number, block)


def _dated(reading: Reading, owed: Commitment, cells: dict[str, Cell], number: int, block: Block) -> Commitment:
    if "due" in cells:
        dates = reading.dates_in(cells["due"].span)
        owed = replace(owed, due=to_come(dates[0].when, day_of(reading, number)) if dates else owed.due)
    return replace(owed, status=row_status(reading.structure.text, block) or owed.status)


def _told(reading: Reading, number: int, block: Block, read: ReadBlock) -> Iterator[Commitment]:
    """A row of minutes told in a table: what was said, and the actions in a column of their own."""
    said: list[Span] = []
    for piece in cell_blocks(reading.structure.text, block):
        header = piece.section[-1] if piece.section != block.section else ""
        listed = is_section(header)
        owns = listed or grammar("owner_header").search(header) is not None
        ids, whole = resolved(reading, piece.content) if owns else ((), False)
        if whole:
            yield from _named_only(reading, number, piece, said, ids)
            continue
        yield from read(number, piece, listed)
        said += [] if listed else [unit.span for unit in units(reading, number, piece)]


def _named_only(
    reading: Reading, number: int, named: Block, said: list[Span], owner: tuple[str, ...]
) -> Iterator[Commitment]:
    """Only names stand under `Action`: they owe what the row says is to be done, else what it says last."""
    if not said:
        return
    to_do = [span for span in said if grammar("to_be_done").search(reading.text(span))]
    task = (to_do or said)[-1]
    what = after_agreed(reading.structure.text, owner_and_task(reading, task)[1])
    owed = made(reading, named, number, task, what, owner, "actions/cell", 0.7 if to_do else 0.5)
    if owed:
        yield replace(owed, evidence=(*owed.evidence, named.content))
