"""Which lines are headings: Markdown's own, underlined, bold, capitals, numbers, known words."""

import re
from itertools import pairwise

from ingest.dates import Frame, find_dates
from ingest.labels import is_in, label_at
from ingest.lines import Line
from ingest.people_names import can_be_full_name
from kg.extraction import Span

# Ranks below Markdown's six: what stands deeper may not close what stands higher.
_PLAIN, _CAPITALS, _NUMBERED, BOLD, _TOPIC, _LABEL = 7, 7, 8, 13, 14, 16

_BOLD_LINE = re.compile(r"(\*\*|__)(?P<words>(?:(?!\1).)+)\1(?P<after>[ \t]*:?)")
_MINUTES = re.compile(
    r"\bminutes\b|\bmeeting (?:notes|summary|record)\b|\bnotes (?:of|from) the\b.{0,60}\bmeeting\b", re.IGNORECASE
)
_RECORD = re.compile(r"\W*(?:(?:draft|summary|verbatim|formal) )?(?:minutes?|record) of (?:the |a )?", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.;,!?…]$")
_BROKEN_OFF = re.compile(
    r"\b(?:an?|the|of|to|in|on|at|by|for|with|from|that|and|or|its?|his|her|their|had|been|be|was|were)$"
)
_TOPIC_LINE = re.compile(r"#?(?P<sub>sub-?)?topic(?::|(?<=#topic))[ \t]+(?P<words>\S)", re.IGNORECASE)
_SCRIBED = re.compile(
    r"present\+|scribe\+|(?:jabber )?scribe(?:s|nick)?:|(?:note|minute)s?[ -]?takers?:"
    r"|#startmeeting\b|meeting started by \S+ at \d",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_MONTH = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", re.IGNORECASE
)


def looks_like_minutes(text: str, found: list[Line]) -> bool:
    """Whether a line names an attendance list, a scribe is at work, or the first lines speak of dated minutes."""
    shown = [line for line in found if line.sign not in {"blank", "rule"}]
    if any(
        _names_attendance(text, line) or _heads_attendance(text, line) or _SCRIBED.match(text, line.body, line.end)
        for line in shown
    ):
        return True
    opening = [text[line.start : line.end] for line in shown[:12]]
    if any(map(_RECORD.match, opening)) and _is_dated(opening):
        return True
    if _CHAIRING.search("\n".join(opening)) and _NOTING.search("\n".join(opening)) and _is_dated(opening):
        return True
    first = "\n".join(text[line.start : line.end] for line in shown[:3] if line.end - line.start < 150)
    return bool(_MINUTES.search(first)) and any(mention.when.stated for mention in find_dates(first, Frame()))


_CHAIRING = re.compile(r"^\W*(?:co-?)?(?:chairs?|chairing|facilitators?)\W*:\s*\S", re.IGNORECASE | re.MULTILINE)
_NOTING = re.compile(
    r"^\W*(?:notes|minutes|scribes?|note ?takers?|secretary)\W*:\s*[A-Z]", re.IGNORECASE | re.MULTILINE
)


def _is_dated(opening: list[str]) -> bool:
    return any(mention.when.stated for mention in find_dates("\n".join(opening), Frame()))


def _names_attendance(text: str, line: Line) -> bool:
    label = label_at(text, line.body, line.end)
    words = text[label[0] : label[1]] if label else text[line.body : line.end]
    return len(words) < 60 and is_in(words, "attendance")


def _heads_attendance(text: str, line: Line) -> bool:
    """Whether a row names the columns of an attendance table: one of names, one of who was present."""
    if line.sign != "row":
        return False
    cells = text[line.start : line.end].split("|")
    return any(is_in(cell, "attendance") for cell in cells) and any(is_in(cell, "columns") for cell in cells[:4])


def headings(text: str, found: list[Line], minutes: bool) -> dict[int, tuple[int, Span]]:
    """For each line that is a heading: its rank, 1 outermost, and the span of its words.

    Ranks 1 to 6 are Markdown's; capitals, numbers, bold lines and known words stand below them
    in that order. Numbered lines are headings only in minutes, and only where text follows them.
    """
    result: dict[int, tuple[int, Span]] = {}
    numbered = _numbered(text, found) if minutes else {}
    for number, line in enumerate(found):
        if line.sign == "heading":
            result[number] = (len(line.marker), Span(line.body, line.end))
        elif line.sign == "item" and minutes and _lettered(text, found, number):
            result[number] = (_CAPITALS, Span(line.body, line.end))
        elif line.sign == "item" and number in numbered:
            result[number] = (numbered[number], Span(line.body, line.end))
        elif topic := _topic(text, line):
            result[number] = topic
        elif line.sign == "prose" and not line.quoted:
            rank = _underlined(text, found, number) or _rank(text, found, number)
            if rank:
                result[number] = rank
    if all(rank >= _TOPIC for rank, _ in result.values()):
        result = _plain(text, found, result) | result
    return _title(text, found, min(result, default=len(found))) | result


_LETTER = re.compile(r"\(?(?:[A-Z]|[IVXL]{1,6})[.)]$")


def _lettered(text: str, found: list[Line], number: int) -> bool:
    """Whether an item is a line in capitals behind a letter or a Roman number: `IV. PUBLIC COMMENT`."""
    line = found[number]
    following = _next(found, number)
    apart = _alone(found, number) or _ends(found, number)
    if _names_attendance(text, line) and following and following.sign == "item":  # told in paragraphs, not listed
        return False
    return (
        line.indent <= 1 and apart and _LETTER.match(line.marker) is not None and _capitals(text[line.body : line.end])
    )


def _topic(text: str, line: Line) -> tuple[int, Span] | None:
    """`Topic: …` and `Subtopic: …`, as scribes write them."""
    match = _TOPIC_LINE.match(text, line.body, line.end) if line.sign in {"prose", "chat"} else None
    return (_TOPIC + bool(match.group("sub")), Span(match.start("words"), line.end)) if match else None


def _plain(text: str, found: list[Line], known: dict[int, tuple[int, Span]]) -> dict[int, tuple[int, Span]]:
    """Short lines that stand alone above longer or indented text, where a text has no other headings; two at least."""
    result = {}
    for number, line in enumerate(found):
        words = text[line.start : line.end]
        following = _next(found, number)
        if number in known or line.sign != "prose" or line.quoted or line.indent > 3 or following is None:
            continue
        if not _alone(found, number) or not 1 <= len(words.split()) <= 8 or len(words) > 70:
            continue
        apart = _ends(found, number) or _title_case(words)
        heads = apart and (following.sign == "item" or following.end - following.start > 50)
        deeper = following.indent - line.indent
        indents = deeper >= (1 if _ends(found, number) else 2) and following.sign in {"prose", "item"}
        titled = words[0].isupper() and not _SENTENCE_END.search(words) and not label_at(text, line.start, line.end)
        if titled and (heads or indents) and not can_be_full_name(words) and _letters(words) > 3:
            result[number] = (_PLAIN, Span(line.start, line.end))
    return result if len(result) > 1 else {}


def _title_case(words: str) -> bool:
    """Whether each longer word has a capital, as in `Treasurer's Report`."""
    long = [word for word in re.findall(r"[^\W\d_][\w’'-]*", words) if len(word) > 3]
    return bool(long) and all(word[0].isupper() for word in long)


def _letters(words: str) -> int:
    """Letters in `words` outside names of months and days."""
    return sum(map(len, _WORD.findall(_MONTH.sub("", words))))


def _alone(found: list[Line], number: int) -> bool:
    return number == 0 or found[number - 1].sign in ("blank", "rule", "heading")


def _next(found: list[Line], number: int) -> Line | None:
    return next((line for line in found[number + 1 :] if line.sign != "blank"), None)


def _underlined(text: str, found: list[Line], number: int) -> tuple[int, Span] | None:
    """A line with a line of `=` or `-` under it; such a line alone is only a rule."""
    line = found[number]
    under = found[number + 1] if number + 1 < len(found) else None
    if under is None or under.sign != "rule" or not _alone(found, number) or line.end - line.start > 120:
        return None
    signs = text[under.start : under.end]
    if len(signs) < 3 or set(signs) not in ({"="}, {"-"}):
        return None
    return (1 if signs[0] == "=" else 2, Span(line.start, line.end))


def _rank(text: str, found: list[Line], number: int) -> tuple[int, Span] | None:
    line = found[number]
    words = text[line.start : line.end]
    if len(words) > 120:
        return None
    bold = _BOLD_LINE.fullmatch(words)
    if bold and _is_field_line(text, line.start + bold.start("words"), line.start + bold.end("words")):
        return None
    if bold and not (bold.group("words").rstrip().endswith(".") and len(words.split()) > 6):
        start = line.start + bold.start("words")
        return (BOLD, _span(text, start, start + len(bold.group("words"))))
    if _capitals(words) and (_alone(found, number) or _ends(found, number)):
        return (_CAPITALS, _span(text, line.start, line.end))
    following = _next(found, number)
    if following and line.indent <= 3 and _is_label(words):
        apart = _alone(found, number) or words.endswith(":") or line.indent + 2 <= following.indent
        return (_LABEL, _span(text, line.start, line.end)) if apart else None
    return None


def _span(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    shown = words.strip(" \t\xa0*_")
    first = start + words.index(shown) if shown else start
    return Span(first, first + len(shown.rstrip(" :")))


def _ends(found: list[Line], number: int) -> bool:
    return number + 1 >= len(found) or found[number + 1].sign == "blank"


def _capitals(words: str) -> bool:
    letters = [character for character in re.sub(r"\s*\([^()]*\)$", "", words) if character.isalpha()]
    if len(letters) < 4 or len(words) > 120 or not all(character.isupper() for character in letters):
        return False
    return re.search(r":\s*\S|://|^[(@]", words) is None and not words.endswith((".", ",", ";"))


def _is_label(words: str) -> bool:
    return len(words) <= 60 and is_in(words, "attendance", "sections")


def _numbered(text: str, found: list[Line]) -> dict[int, int]:
    """Ranks of numbered lines that head a part of the minutes: short, with text under them, in rising order."""
    shown = [number for number, line in enumerate(found) if line.sign not in ("blank", "rule")]
    result: dict[int, int] = {}
    for at, number in enumerate(shown):
        line = found[number]
        if not _may_head(text, line) or _goes_on(text, line, found[number + 1 : number + 2]):
            continue
        before = found[shown[at - 1]] if at else None
        after = found[shown[at + 1]] if at + 1 < len(shown) else None
        in_list = [each for each in (before, after) if each and _same_list(text, line, each)]
        if after and len(in_list) < 2 and (not in_list or not _in_run(text, found, shown, at)):
            result[number] = _NUMBERED + line.marker.strip(".").count(".")
    values = [_value(found[number].marker) for number in result]
    return (
        result
        if len(result) > 1 and _is_order(values)
        else {
            number: rank for number, rank in result.items() if _capitals(text[found[number].body : found[number].end])
        }
    )


def _is_order(values: list[tuple[int, ...]]) -> bool:
    """Do numbers rise, begin again at one (a second part), or stand for an order that was changed: 0, 1, 2, 5, 4, 3?"""
    falls = [high for low, high in pairwise(values) if low >= high]
    single = sorted(value[0] for value in values if len(value) == 1)
    taken = len(set(single)) == len(values) and single[0] < 2 and single[-1] - single[0] < len(values) + 1
    return not falls or taken or all(value[0] <= 3 and len(value) == 1 for value in falls)


def _may_head(text: str, line: Line) -> bool:
    words = text[line.body : line.end]
    return (
        line.sign == "item"
        and line.indent <= 1
        and line.marker[:1].isdigit()
        and len(words) <= 90
        and len(words.split()) <= 12
        and words[:1].strip("*_").isupper() | words.startswith(("*", "_"))
        and not _SENTENCE_END.search(words)
    )


def _goes_on(text: str, line: Line, below: list[Line]) -> bool:
    """Whether a line breaks off inside a sentence that the line below goes on with."""
    if not below or below[0].sign != "prose":
        return False
    return text[below[0].start].islower() or _BROKEN_OFF.search(text, line.body, line.end) is not None


def _same_list(text: str, line: Line, other: Line) -> bool:
    return (
        other.sign == "item"
        and other.indent == line.indent
        and other.marker[:1].isdigit()
        and _depth(other) == _depth(line)
    )


def _in_run(text: str, found: list[Line], shown: list[int], at: int) -> bool:
    """Whether the line is one of three or more of the same list without anything between: a list, not headings."""
    run = 1
    for step in (-1, 1):
        other = at + step
        while 0 <= other < len(shown) and _same_list(text, found[shown[at]], found[shown[other]]):
            run += 1
            other += step
    return run > 2


def _depth(line: Line) -> int:
    return line.marker.strip(".):").count(".")


def _value(marker: str) -> tuple[int, ...]:
    return tuple(int(digits) for digits in re.findall(r"\d+", marker))


def _title(text: str, found: list[Line], before: int) -> dict[int, tuple[int, Span]]:
    """The title of a text that has no heading among its first lines: a short line alone that is no sentence."""
    shown = [number for number, line in enumerate(found[:before]) if line.sign != "blank"][:5]
    for number in shown:
        line = found[number]
        words = text[line.start : line.end]
        first = number == shown[0] and _opens(text, line, found[number + 1 :][:1])
        apart = _alone(found, number) and (_ends(found, number) or first)
        if (
            line.sign == "prose"
            and apart
            and 2 <= len(words.split()) <= 20
            and not _SENTENCE_END.search(words)
            and not _is_field(text, line)
            and not re.match(r"by\s", words, re.IGNORECASE)
            and _letters(words) > 8
            and _next(found, number)
        ):
            return {number: (1, Span(line.start, line.end))}
    return {}


def _is_field(text: str, line: Line) -> bool:
    label = label_at(text, line.start, line.end)
    return label is not None and is_in(text[label[0] : label[1]], "attendance", "sections", "fields")


def _is_field_line(text: str, start: int, end: int) -> bool:
    """Whether all of it is a field with its value, `Action: AB`, however much it stands out."""
    label = label_at(text, start, end)
    said = label is not None and label[2] < end and text[label[2] : end].strip()
    return bool(said) and label is not None and is_in(text[label[0] : label[1]], "attendance", "sections", "fields")


def _opens(text: str, line: Line, following: list[Line]) -> bool:
    """Whether the first line is a title though a line follows: either is dated or speaks of minutes."""
    after = text[following[0].start : following[0].end] if following else ""
    words = text[line.start : line.end]
    told = _MINUTES.search(words) or find_dates(words, Frame())
    return not after[:1].islower() and bool(
        told or re.match(r"(?:Held|Date|Present|Minutes|Attend|Time|Venue|By\b|\d)", after)
    )
