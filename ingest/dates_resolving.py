"""What the words of a date mean: the reader of each kind of pattern."""

import re

from ingest.dates_calendar import CALENDAR
from ingest.dates_frame import Frame, Look, Read
from ingest.dates_relative import RELATIVE
from ingest.dates_terms import TERMS

_READERS = CALENDAR | RELATIVE | TERMS


def resolve(kind: str, match: re.Match[str], frame: Frame) -> Read | None:
    """(EDTF, stated) of a match, None where it is no real date or cannot be worked out."""
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    try:
        return _READERS[kind](groups, frame)
    except (ValueError, OverflowError):
        return None


__all__ = ["Frame", "Look", "resolve"]
