"""Numbered actions: those that a bot repeats, and those that the text closes elsewhere, `close ACTION-12`."""

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


def without_echoes(reading: Reading, owed: Iterable[Commitment]) -> list[Commitment]:
    """`owed` without what a bot says again of the action before it (`Created ACTION-12 - …`), which gains its date."""
    found: list[Commitment] = []
    for each in owed:
        start = each.evidence[0].start
        echo = grammar("bot_creates").search(reading.structure.text, max(0, start - _PREFIX), start)
        before = found[-1] if found and echo else None
        if before is None or start - before.evidence[-1].end > _NEAR or before.rule != each.rule:
            found.append(each)
            continue
        found[-1] = replace(
            before,
            owner=before.owner or each.owner,
            due=before.due or each.due,
            evidence=(*before.evidence, each.evidence[0]),
        )
    return found


_PREFIX, _NEAR = 20, 160
"""Characters of what a bot says before the number, and between what is said and its echo."""


def _number(reading: Reading, owed: Commitment) -> str | None:
    if owed.status not in ("open", "unknown"):
        return None
    match = grammar("action_number").match(reading.text(owed.evidence[0]))
    return match["number"] if match and re.search(r"\d", match["number"]) else None
