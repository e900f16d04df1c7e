"""Numbered actions that the text closes elsewhere: `close ACTION-12`, `Action 3.2 – done`."""

import re
from collections.abc import Iterable
from dataclasses import replace

from ingest.action_rules import grammar
from ingest.reading import Reading
from kg.extraction import Commitment


def closed(reading: Reading, owed: Iterable[Commitment]) -> list[Commitment]:
    """`owed`, in its order, with those done whose number the document says is closed."""
    found = list(owed)
    text = reading.structure.text
    ended = {match["number"] or match["before"] for match in grammar("closing").finditer(text)} if found else set()
    if not ended:
        return found
    return [replace(each, status="done") if _number(reading, each) in ended else each for each in found]


def _number(reading: Reading, owed: Commitment) -> str | None:
    if owed.status not in ("open", "unknown"):
        return None
    match = grammar("action_number").match(reading.text(owed.evidence[0]))
    return match["number"] if match and re.search(r"\d", match["number"]) else None
