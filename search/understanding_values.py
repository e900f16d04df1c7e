"""From the words of a question to the values that a reading binds: text, titles, things counted, and times."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from search.understanding_dates import Period
from search.understanding_grammar import Kind, Pattern, Token, stem
from search.understanding_words import Words


def bind_text(words: Words, pattern: Pattern, leftover: list[Token], values: dict[str, Any]) -> None:
    """Words for the pattern's text parameter: those of its needed concepts that are titles, else what is left over."""
    if not pattern.text:
        return
    titles = [(start, end) for start, end, concept in words.tags if concept == "title_word"]
    if "title_word" in pattern.needs and titles:
        values[pattern.text] = _title(words.tokens, titles)
    elif leftover:
        telling = max(leftover, key=lambda token: (token.capital, len(token.key)))
        leftover.remove(telling)
        values[pattern.text] = stem(telling.text)


def _title(tokens: Sequence[Token], titles: Sequence[tuple[int, int]]) -> str:
    """The longest row of words of a title, in the singular: `chief executive`, `co chair`."""
    rows: list[tuple[int, int]] = []
    for start, end in sorted(titles):
        if rows and start <= rows[-1][1]:
            rows[-1] = (rows[-1][0], max(end, rows[-1][1]))
        else:
            rows.append((start, end))
    start, end = max(rows, key=lambda row: row[1] - row[0])
    text = " ".join(token.text for token in tokens[start:end]).lower()
    return re.sub(r"ies$", "", text) if text.endswith("ies") else re.sub(r"(?<!s)s$", "", text)


def bind_period(kind: Kind, pattern: Pattern, period: Period | None, values: dict[str, Any], as_of: date) -> None:
    """Put the time of a question, and the day that counts as today, under the names that the kind's question takes."""
    if kind.question == "commitments":
        values["as_of"] = as_of
    if kind.question == "stale":
        values["before"] = date(as_of.year - 1, as_of.month, min(as_of.day, 28))
    if period is None and kind.dates == "due":
        values["due_from"] = as_of
    if period is None and "next" in pattern.needs:
        values["from"] = as_of + timedelta(days=1)
    if period is None:
        return
    if kind.question == "commitments" and is_deadline(period):
        values.update({"due_to": period.latest} if period.latest else {})
        return
    names = {"period": ("from", "to"), "due": ("due_from", "due_to")}.get(kind.dates)
    if names:
        values.update({name: day for name, day in zip(names, (period.earliest, period.latest), strict=True) if day})
    if kind.dates == "due" and period.earliest is None and period.latest and period.latest >= as_of:
        values["due_from"] = as_of
    elif kind.dates == "term" and (day := period.earliest or period.latest):
        values["in_term"] = str(day.year)


def is_deadline(period: Period) -> bool:
    """Is it a day by which something is to be done?"""
    return period.words.lower().startswith("by ")
