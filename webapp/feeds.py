"""Lists that other programs subscribe to: Atom (RFC 4287) and iCalendar (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from xml.etree import ElementTree as ET

from kg import edtf
from search.calendar import ToDo, to_icalendar
from webapp.parts import Row, Table

ATOM = "http://www.w3.org/2005/Atom"
_LEGAL = str.maketrans(dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF]))
"""Characters that XML 1.0 cannot hold are left out."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed; `updated` is an EDTF date or ''."""

    id: str
    title: str
    href: str
    updated: str
    summary: str


def atom(title: str, address: str, entries: Iterable[Entry]) -> bytes:
    """A feed as XML in UTF-8, entries in the order given."""
    listed = list(entries)
    feed = ET.Element("feed", xmlns=ATOM)
    _add(feed, "title", title)
    _add(feed, "id", address)
    _add(feed, "link", rel="self", href=address)
    _add(feed, "updated", max((_instant(each.updated) for each in listed), default=_instant("")))
    _add(_add(feed, "author"), "name", "Minutebook")
    for each in listed:
        entry = _add(feed, "entry")
        _add(entry, "id", each.id)
        _add(entry, "title", each.title)
        _add(entry, "link", href=each.href)
        _add(entry, "updated", _instant(each.updated))
        _add(entry, "summary", each.summary)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def table_feed(title: str, table: Table, host: str, path: str) -> bytes:
    """A table with evidence as a feed; `host` has no slash at its end, `path` is the page's own."""
    return atom(title, host + path.rstrip("?"), (_entry(table, row, host) for row in table.rows))


def calendar(table: Table, host: str, day: date, name: str) -> bytes:
    """Commitments as tasks (VTODO), each with its proof; `table` has the columns of the commitments page."""
    return to_icalendar((_todo(row, host) for row in table.rows), day, name)


def _todo(row: Row, host: str) -> ToDo:
    owner, what, due, state = (field.text for field in row.cells)
    proof = row.evidence[0] if row.evidence else None
    return ToDo(
        id=row.why.rpartition("/")[2] if row.why else _key(row),
        owner=owner,
        what=what,
        due=due,
        state=state,
        said=f"“{proof.text}” ({proof.source})" if proof else "",
        address=host + proof.href if proof else "",
    )


def _entry(table: Table, row: Row, host: str) -> Entry:
    proof = row.evidence[0] if row.evidence else None
    return Entry(
        id=f"urn:sha256:{_key(row)}",
        title=" · ".join(field.text for field in row.cells if field.text),
        href=host + (proof.href if proof else "/"),
        updated=proof.date or "" if proof else "",
        summary=f"“{proof.text}” {proof.source}" if proof else "",
    )


def _key(row: Row) -> str:
    """A name for the row that stays the same while its words and its proof do."""
    proof = row.evidence[0] if row.evidence else None
    parts = [*(field.text for field in row.cells[:2]), *((proof.document, str(proof.start)) if proof else ())]
    return sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def _instant(day: str) -> str:
    """Midnight, UTC, of the first day that an EDTF date means; of 1970 where it means none."""
    try:
        found = edtf.parse(day).earliest if day else None
    except ValueError:
        found = None
    return datetime(*(found.timetuple()[:3] if found else (1970, 1, 1)), tzinfo=UTC).isoformat()


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, name, {key: value.translate(_LEGAL) for key, value in attributes.items()})
    child.text = text.translate(_LEGAL) or None
    return child
