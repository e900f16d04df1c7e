"""What a list does with rows that its question gave: keeps some, sorts them anew, leaves a party out."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from kg import tables
from kg.errors import QueryError

Rows = Sequence[tables.Row]


def with_words(rows: Rows, words: str) -> Rows:
    """The rows in whose fields every one of these words stands, in whatever case."""
    wanted = words.casefold().split()
    return [row for row in rows if all(word in "\n".join(row.cells).casefold() for word in wanted)] if wanted else rows


def by(rows: Rows, place: int) -> Rows:
    """The rows with the most, or the latest, in the column at this place first; those without any last."""

    def size(row: tables.Row) -> tuple[int, str]:
        text = row.cells[place]
        return (int(text), "") if text.isdecimal() and len(text) < 4 else (0, text)

    return sorted(rows, key=size, reverse=True)


def without(rows: Rows, place: int, parties: Collection[str]) -> Rows:
    """The rows without these parties in the column at this place: a list that is about them need not name them."""
    return [_without(row, place, parties) for row in rows]


def _without(row: tables.Row, place: int, parties: Collection[str]) -> tables.Row:
    kept = tuple(link for link in row.links[place] if link not in parties)
    if len(kept) == len(row.links[place]):
        return row
    links = (*row.links[:place], kept, *row.links[place + 1 :])
    cells = row.cells if kept else (*row.cells[:place], "", *row.cells[place + 1 :])
    return replace(row, links=links, cells=cells)


def column_of(orders: dict[str, str], chosen: str) -> str:
    """The column by which a list is sorted. Raises QueryError for an order that it does not have."""
    if chosen not in orders:
        raise QueryError(f"There is no order “{chosen}”: choose one of {', '.join(orders)}.")
    return orders[chosen]
