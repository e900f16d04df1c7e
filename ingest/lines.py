"""The lines of a text, each with what its own first signs say about it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ingest.blocks import Tick

Sign = Literal["blank", "rule", "heading", "row", "item", "chat", "prose"]

BLANK = " \t\r\f\v\xa0\u200b\u200c\u200d\u2060\ufeff\u3000"
"""Characters that show nothing: a line of these alone is blank."""

_ESCAPE = re.compile(r"\\(?=[-\[\]()!*#+~>=&{}])")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})[^`~\n]*$")
_TAG = re.compile(
    r"</?(?:br|hr|p|div|span|details|summary|img|center|sub|sup|a|table|tr|td|tbody)\b[^<>\n]*>", re.IGNORECASE
)
_FRONT = re.compile(
    r"\A\ufeff?(---|\+\+\+)[ \t]*\r?\n(?=[ \t]*[\w\"'-]+[ \t]*[:=])(.*?\n)(?:\1|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t\xa0]+|(?<=##)(?=\w))(.*?)[ \t]*#*[ \t\r]*$")
_WIKI_HEADING = re.compile(r"(={1,6})[ \t]*([^=\s].*?)[ \t]*\1[ \t\r]*$|(={2,6})[ \t]+([^=\s].*?)[ \t\r]*$")
"""A heading between signs of equality as MediaWiki and MoinMoin have it, or behind them as AsciiDoc has it."""
_DELIMITER = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t\r]*$")
_TICK = re.compile(r"(?:\[(?P<box>[ xX✓✔✗-]?)\]|(?P<sign>[☐☑☒✅✔✓]))(?=[ \t\xa0]|$)[ \t\xa0]*")
_BULLET = re.compile(
    r"(?:[*+•▪◦‣●○■□·\uf0b7\uf0a7]|[-–—]{1,2}|o(?=\t|  | [A-Z\d]))(?:[ \t\xa0]+|$)|[-–•](?=[A-Za-z“\"\[(@])"
)
_ORDERED = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,3}){0,4}[.)]|\(\d{1,3}\)|\d{1,2}(?:\.\d{1,2}){1,4}(?=[ \t\xa0]+[\"“'(\[*_]*[A-Z])"
    r"|\d{1,3}(?=\t)|\d{1,4}/\d{1,4}[.:]?(?=[ \t\xa0]+[\"“'*_]*[A-Z])"
    r"|\(?(?:[a-z]|[ivxl]{2,6}|[A-Z](?=\)))[.)]|[A-Z]\.(?=\t|  ))[ \t\xa0]+(?=\S)"
)
_CHAT = re.compile(
    r"(?P<stamp>\[?(?:\d{4}-\d\d-\d\d[T ])?\d{1,2}:\d\d(?::\d\d)?(?:[ \t]?[AaPp][Mm])?Z?\]?[ \t]+)?"
    r"(?:<[ \t@+]?(?P<nick>[^<>\s/][^<>\n]{0,38}?)>[ \t]+"
    r"|(?(stamp)\*{1,3}[ \t]+(?P<actor>[^\s<>*]{2,30})[ \t]+|(?!))"
    r"|(?P<name>[^\W\d_][\w .’'`|^\[\]-]{0,38}?):[ \t]+)(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `[start, end)` without its line end and outer blanks; `body` is where its own words begin.

    `indent` counts columns before the first character (tabs to multiples of four). `sign`
    is what the line is by itself; neighbours may make it something else. `breaks` is True
    where the line ends in two blanks, Markdown's forced line break.
    """

    start: int
    end: int
    indent: int
    sign: Sign
    body: int
    marker: str = ""
    tick: Tick | None = None
    quoted: bool = False
    breaks: bool = False
    speaker: tuple[int, int] | None = None


def front_matter(text: str) -> tuple[str, int]:
    """The header between `---` or `+++` lines that opens a text, and the offset where it ends; ('', 0) without one."""
    match = _FRONT.match(text)
    return (match.group(2), match.end()) if match else ("", 0)


def unescaped(text: str) -> str:
    """`text` with blanks for the backslashes by which word processors shield signs when they export Markdown.

    Those before `_`, `.` and `|` stay: without them a handle, a number or a table would fall apart.
    """
    return _ESCAPE.sub(" ", text) if "\\" in text else text


def visible(text: str) -> str:
    """`text` with front matter, comments, fenced code and layout tags blanked out, offset for offset."""
    masked = _COMMENT.sub(_blanked, re.sub(r"\r(?!\n)", "\n", text))
    _, end = front_matter(text)
    masked = re.sub(r"[^\n]", " ", masked[:end]) + masked[end:]
    return _TAG.sub(_blanked, _without_fences(masked))


def _blanked(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def _without_fences(text: str) -> str:
    if "```" not in text and "~~~" not in text:
        return text
    lines = text.split("\n")
    opened: tuple[int, str] | None = None
    for number, line in enumerate(lines):
        match = _FENCE.match(line)
        if match is None:
            continue
        if opened is None:
            opened = (number, match.group(1))
        elif match.group(1).startswith(opened[1]):
            for inside in range(opened[0], number + 1):
                lines[inside] = " " * len(lines[inside])
            opened = None
    return "\n".join(lines)


def lines(text: str) -> Iterator[Line]:
    """The lines of `text`, which is taken as `visible` returns it, in order."""
    start = 0
    while start <= len(text):
        stop = text.find("\n", start)
        if stop < 0:
            stop = len(text)
        yield _line(text, start, stop)
        start = stop + 1


def _line(text: str, start: int, stop: int) -> Line:
    raw = text[start:stop]
    shown = raw.strip(BLANK)
    if not shown:
        return Line(start, start, 0, "blank", start)
    first = start + len(raw) - len(raw.lstrip(BLANK))
    quoted = False
    while shown.startswith(">"):
        quoted = True
        rest = shown[1:].lstrip(BLANK)
        first += len(shown) - len(rest)
        shown = rest
    if not shown:
        return Line(start, start, 0, "blank", start)
    end = first + len(shown)
    indent = _columns(text[start:first].replace(">", " "))
    breaks = raw.rstrip("\r").endswith("  ")
    return _signed(shown, first, end, indent, quoted, breaks)


def _signed(shown: str, first: int, end: int, indent: int, quoted: bool, breaks: bool) -> Line:
    if _DELIMITER.match(shown) and "-" in shown:
        return Line(first, end, indent, "rule", first, marker="|" if "|" in shown else shown[0])
    if not any(character.isalnum() for character in shown):
        return Line(first, end, indent, "rule", first, marker=shown[0])
    heading = _HEADING.match(shown)
    if heading and heading.group(2):
        return Line(first, first + heading.end(2), indent, "heading", first + heading.start(2), heading.group(1))
    if shown.startswith("=") and (wiki := _WIKI_HEADING.match(shown)):
        signs, words = (1, 2) if wiki.group(1) else (3, 4)
        level = "#" * len(wiki.group(signs))
        return Line(first, first + wiki.end(words), indent, "heading", first + wiki.start(words), level)
    if shown.startswith("|") and shown.count("|") > 1:
        return Line(first, end, indent, "row", first)
    return _item(shown, first, end, indent, quoted, breaks) or _prose(shown, first, end, indent, quoted, breaks)


def _item(shown: str, first: int, end: int, indent: int, quoted: bool, breaks: bool) -> Line | None:
    match = _BULLET.match(shown) or _ORDERED.match(shown)
    after = match.end() if match else 0
    tick = _TICK.match(shown, after)
    if tick and (match or tick.group("sign") or tick.group("box") in tuple(" xX✓✔")):
        after = tick.end()
    elif match is None:
        return None
    else:
        tick = None
    marker = shown[: match.end()].strip(BLANK) if match else shown[: tick.end()].strip(BLANK) if tick else ""
    if not shown[after:].strip(BLANK):
        return None
    return Line(first, end, indent, "item", first + after, marker, _state(tick), quoted, breaks)


def _state(tick: re.Match[str] | None) -> Tick | None:
    if tick is None:
        return None
    return (
        "open" if (tick.group("box") or "").strip() in ("", "-", "✗") and tick.group("sign") in (None, "☐") else "done"
    )


def _prose(shown: str, first: int, end: int, indent: int, quoted: bool, breaks: bool) -> Line:
    match = _CHAT.match(shown)
    group = next((kind for kind in ("nick", "actor") if match and match.group(kind)), "name")
    if match is None or not (match.group("stamp") or group == "nick"):
        return Line(first, end, indent, "prose", first, quoted=quoted, breaks=breaks)
    speaker = (first + match.start(group), first + match.end(group))
    return Line(
        first, end, indent, "chat", first + match.end(), shown[: match.end()].strip(), None, quoted, breaks, speaker
    )


def _columns(blank: str) -> int:
    width = 0
    for character in blank:
        width += 4 - width % 4 if character == "\t" else 1
    return width
