"""When a document is dated: the sources that say so, best first, and the order of day and month in it."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath

from ingest.blocks import Structure
from ingest.dates import Frame, day_first, find_dates
from ingest.labels import plain
from ingest.rules import load_rules
from kg.edtf import parse
from kg.extraction import DocumentKind

# Words of a line at the top that speaks of minutes, and of one that speaks of another meeting.
MINUTES = re.compile(
    r"\bminutes\b|\bmeeting\b|\bnotes of\b|\bstartmeeting\b|\b(?:conference|monthly|weekly|community|public) call\b",
    re.IGNORECASE,
)
OTHER_MEETING = re.compile(r"\b(?:last|previous|next)\b", re.IGNORECASE)
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_FULL = re.compile(r"\d{4}-\d\d-\d\d~?")
_DAYS = re.compile(r"\d{4}-\d\d-\d\d~?(?:/\d{4}-\d\d-\d\d)?")
"""A day, or the days from one to another, as a session has them."""
_HELD = re.compile(r"\W*(?:meeting )?held\b|\W*(?:taken|convened) (?:at|on)\b", re.IGNORECASE)
_BUSINESS = re.compile(
    r"\b(?:resolved|approved|confirmed|agreed|signed|correct record|true record|matters arising)\b", re.IGNORECASE
)
"""Words by which minutes tell of those of the meeting before."""
_LOG = re.compile(r"https?://\S*?(?P<day>(?:19|20)\d\d-\d\d-\d\d)-\d\d[.:]\d\d\S*\.(?:log|txt|html)")
_DATE_LINE = re.compile(r"\W*(?:meeting )?date:\s*(?P<date>[^\n]{6,40})", re.IGNORECASE)
_SENT = re.compile(r"\d\d:\d\d:\d\d\s+(?:[+-]\d{4}|[A-Z]{2,4})\b")
"""The time that a mail program stamps: when minutes were sent, which is not when the meeting was."""


def dates_told(
    structure: Structure, kind: DocumentKind, title: str, source: str, properties: Mapping[str, str], order: bool
) -> tuple[tuple[str, str], ...]:
    """Every source that dates the document with its EDTF date, the best first."""
    found: list[tuple[str, str]] = []
    several = len(structure.sittings) > 1
    header = structure.metadata.get("date", "")
    sent = kind == "minutes" and _SENT.search(header) is not None
    if not several:
        found += _dated("header", header, order) if not sent else []
        found += _dated("title", title, order)
        found += _dated_opening(structure, order)
        found += _dated_log(structure, order)
    found += _dated_name(source, order)
    if sent and not found:
        found += _dated("sent", header, order)
    if kind != "minutes":
        found += _dated("published", properties.get("published", ""), order)
    if several:
        days = sorted(sitting.date for sitting in structure.sittings if sitting.date)
        found += [("meetings", f"{days[0]}/{days[-1]}")] if days[0] != days[-1] else [("meetings", days[0])]
    found.sort(key=lambda each: not _DAYS.fullmatch(each[1]) and each[0] != "meetings")
    return tuple(found)


def _dated(name: str, words: str, order: bool) -> list[tuple[str, str]]:
    edtf = _first_date(words, order)
    return [(name, edtf)] if edtf else []


def _first_date(words: str, order: bool) -> str | None:
    """The first day, else the first month or year, that `words` state."""
    found = [mention.when.edtf for mention in find_dates(words, Frame(day_first=order)) if mention.when.stated]
    days = [edtf for edtf in found if _FULL.fullmatch(edtf)]
    return next(iter(days + found), None)


def _dated_opening(structure: Structure, order: bool) -> list[tuple[str, str]]:
    """A line among the first that is a date or little more, or a heading among them that states a day."""
    for number, block in enumerate(structure.blocks[:8]):
        words = plain(structure.content(block))
        if OTHER_MEETING.search(words) or (block.kind == "heading" and words[:1].isdigit() and number > 1):
            continue
        if number and re.match(
            r"\W*distr(?:ibution|\.)", structure.content(structure.blocks[number - 1]), re.IGNORECASE
        ):
            continue
        edtf = _first_date(words, order)
        if edtf and _DAYS.fullmatch(edtf) and (block.kind == "heading" or _is_dateline(words)):
            return [("opening", edtf)] if len(words) < 200 else []
    return []


def _dated_log(structure: Structure, order: bool) -> list[tuple[str, str]]:
    """The day in the address of a bot's log at the top, or in a line of a scribe: `Date: 3 May 2024`."""
    for number, block in enumerate(structure.blocks):
        words = structure.content(block)
        address = _LOG.search(words) if number < 8 else None
        if address:
            return [("log", address["day"])]
        line = _DATE_LINE.fullmatch(words)
        edtf = _first_date(line["date"], order) if line else None
        if edtf and _FULL.fullmatch(edtf):
            return [("scribe", edtf)]
    return []


def _is_dateline(words: str) -> bool:
    """Whether a line says when a meeting was: a date and little more, one before place and time, or by `meeting`."""
    first = next((mention for mention in find_dates(words, Frame()) if mention.when.stated), None)
    bare = re.sub(r"\W", "", without_dates(words))
    opens = first is not None and first.span.start == 0 and len(words) < 160 and not words.endswith(".")
    told = MINUTES.search(words) is not None and _BUSINESS.search(words) is None
    return opens or len(bare) <= 12 or told or _HELD.match(words) is not None


def _dated_name(source: str, order: bool) -> list[tuple[str, str]]:
    """The date in a file's name (`2023-05-23`, `minutes-14-march-2023`, `2024_03`), else with its folder's year."""
    path = PurePosixPath(source)
    stem = path.name.rsplit(".", 1)[0]
    compact = _COMPACT.sub(r"\1-\2-\3", stem.replace("_", "-"))
    compact = re.sub(r"(?<=[^\W\d])[-.]|[-.](?=[^\W\d])", " ", compact)
    loose = re.sub(r"[-_.,]+", " ", stem).title()
    folder = path.parent.name
    candidates = [compact, loose]
    if re.fullmatch(r"(?:19|20)\d\d", folder):
        candidates += [f"{folder}-{compact}", f"{loose} {folder}"]
    read = [edtf for words in candidates if (edtf := _first_date(words, order)) and _is_day(edtf)]
    best = max(read, key=lambda edtf: len(edtf) if "/" not in edtf else 0, default=None)
    return [("file name", best)] if best else []


def _is_day(edtf: str) -> bool:
    try:
        earliest = parse(edtf).earliest
    except ValueError:
        return False
    return earliest is not None and date(1900, 1, 1) <= earliest <= date(2100, 1, 1)


def order_of(structure: Structure, language: str) -> bool:
    """Whether 3/4 means 3 April: by numeric dates that can be read one way, else by how dates and words are written."""
    told = day_first([structure.text])
    if told is not None:
        return told
    text = structure.text
    votes = len(re.findall(r"\b\d{1,2}(?:st|nd|rd|th)? (?:of )?[A-Z][a-z]{2,8},? (?:20|19|’|')\d\d", text))
    votes -= len(re.findall(r"\b[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:20|19)\d\d", text))
    words = set(re.findall(r"[a-z]+|£", text.casefold()))
    lists = load_rules("metadata")["words"]
    votes += len(words & set(lists["british"])) - len(words & set(lists["american"]))
    if votes == 0 and language:
        return not language.casefold().replace("_", "-").startswith("en-us")
    return votes >= 0


def without_dates(words: str) -> str:
    for mention in reversed(find_dates(words, Frame())):
        words = words[: mention.span.start] + words[mention.span.end :]
    return words
