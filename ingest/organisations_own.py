"""The bodies that a document's own institution has: the committee whose record it is, and what that belongs to."""

import re
from collections.abc import Sequence

from ingest.blocks import Structure
from kg.extraction import Organisation, Span


def find_committee(structure: Structure, organisations: Sequence[Organisation], title: str | None) -> str | None:
    """Id of the body whose record the document is: named in its title or letterhead, and spoken of as its own.

    None where nothing speaks clearly for one.
    """
    text = structure.text
    top = structure.blocks[_TOP - 1].span.end if len(structure.blocks) >= _TOP else len(text)
    scores: dict[str, float] = {}
    for body in organisations:
        names = {name for name in (body.name, body.acronym, *body.aliases) if name}
        titled = any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", title or "", re.IGNORECASE) for name in names)
        short = " ".join(body.name.split()[-2:])
        partly = not titled and len(body.name.split()) > 2 and short.lower() in (title or "").lower()
        high = [span for span in body.mentions if span.start < top]
        alone = any(_stands_alone(text, span) for span in high)
        headed = any(
            re.search(
                r"\b(?:chair\w*|convener|secretary|clerk|members?|trustees|meeting|minutes)\s+of\s+(?:the\s+)?$",
                text[max(0, s.start - 30) : s.start],
                re.IGNORECASE,
            )
            for s in body.mentions
        )
        own = body.kind in ("committee", "working group")
        steered = (
            own
            or re.search(r"\b(?:council|board|trust|senate|association|society|foundation)\b", body.name, re.IGNORECASE)
            is not None
        )
        scores[body.id] = (
            4 * titled
            + 3 * partly
            + 3 * alone
            + 2 * headed
            + 2 * own
            + (1 if steered else -2)
            + min(len(body.mentions), 6) / 3
        )
    best = max(scores, key=lambda identifier: scores[identifier], default=None)
    return best if best is not None and scores[best] >= 5 else None


_TOP = 6


def _stands_alone(text: str, span: Span) -> bool:
    """Is a name the whole of its line?"""
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    around = text[start : span.start] + text[span.end : end if end >= 0 else len(text)]
    return not re.search(r"\w", re.sub(r"^\s*#*|\bthe\b", "", around, flags=re.IGNORECASE))
