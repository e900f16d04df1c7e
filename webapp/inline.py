"""Markdown's inline marks, read without losing an offset.

A document's text keeps its marks (`**`, links, `~~`), because every offset counts in it.
`marks` says which code points to leave out on the page and how the others look; the text
itself is never changed.
"""

import re
from dataclasses import dataclass, field
from typing import Literal

from webapp.links import safe_url

Style = Literal["strong", "em", "del", "code"]

# Read in this order; what one has read is blanked out for the next.
_CODE = re.compile(r"(`+)(?P<body>.+?)(?<!`)\1(?!`)", re.S)
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_TAG = re.compile(r"</?(?:br|p|div|span|details|summary|b|i|u|sub|sup|strong|em|kbd|img|hr)(?:\s[^<>]*)?/?>", re.I)
_IMAGE = re.compile(r"!\[(?P<body>[^\]\n]*)\]\((?P<url>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)[^()]*\)")
_LINK = re.compile(r"\[(?P<body>[^\[\]]+)\]\(\s*<?(?P<url>[^()\s<>]*(?:\([^()\s]*\)[^()\s]*)*)>?[^()]*\)")
_ANGLE = re.compile(r"<(?P<body>https?://[^\s<>]+|mailto:[^\s<>]+)>")
_BARE = re.compile(r"(?P<body>https?://[^\s<>\"]*[^\s<>\"'.,;:!?)\]*_])")
_EMPHASIS: tuple[tuple[Style, re.Pattern[str]], ...] = (
    ("strong", re.compile(r"(?<![*\\])\*\*(?=\S)(?P<body>.+?)(?<=\S)\*\*(?!\*)", re.S)),
    ("strong", re.compile(r"(?<![\w\\])__(?=\S)(?P<body>.+?)(?<=\S)__(?!\w)", re.S)),
    ("del", re.compile(r"~~(?=\S)(?P<body>.+?)(?<=\S)~~", re.S)),
    ("em", re.compile(r"(?<![*\\\w])\*(?=[^\s*])(?P<body>[^*]+?)(?<=[^\s*])\*(?![*\w])", re.S)),
    ("em", re.compile(r"(?<![\w\\])_(?=[^\s_])(?P<body>[^_]+?)(?<=[^\s_])_(?!\w)", re.S)),
)
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")


@dataclass(slots=True)
class Marks:
    """Half-open stretches of a piece of text: left out, styled, or linked to an outside address."""

    hidden: list[tuple[int, int]] = field(default_factory=list)
    styles: list[tuple[int, int, Style]] = field(default_factory=list)
    links: list[tuple[int, int, str]] = field(default_factory=list)


def marks(text: str) -> Marks:
    """The inline marks of `text`, offsets counted in it. Addresses other than http, https and mailto stay text."""
    found = Marks()
    rest = text
    for match in _CODE.finditer(rest):
        found.styles.append((*match.span("body"), "code"))
        _hide_around(found, match)
        rest = _blank(rest, *match.span())
    for pattern in (_COMMENT, _TAG):
        for match in pattern.finditer(rest):
            found.hidden.append(match.span())
            rest = _blank(rest, *match.span())
    for pattern in (_IMAGE, _LINK, _ANGLE, _BARE):
        rest = _links(found, pattern, rest)
    for style, pattern in _EMPHASIS:
        for match in pattern.finditer(rest):
            found.styles.append((*match.span("body"), style))
            _hide_around(found, match)
        rest = pattern.sub(_keep_body, rest)
    found.hidden += [match.span() for match in _ESCAPE.finditer(rest)]
    return found


def _links(found: Marks, pattern: re.Pattern[str], rest: str) -> str:
    for match in pattern.finditer(rest):
        groups = match.groupdict()
        url = safe_url(groups.get("url") or groups["body"])
        if url and pattern is not _IMAGE:
            found.links.append((*match.span("body"), url))
        if url or pattern is _IMAGE:
            _hide_around(found, match)
            low, high = match.span("body")
            keep_body = pattern in (_LINK, _IMAGE)
            rest = _blank(rest, match.start(), low if keep_body else match.end())
            rest = _blank(rest, high if keep_body else match.start(), match.end())
    return rest


def _hide_around(found: Marks, match: re.Match[str]) -> None:
    low, high = match.span("body")
    found.hidden += [(match.start(), low), (high, match.end())]


def _keep_body(match: re.Match[str]) -> str:
    low, high = match.start("body") - match.start(), match.end("body") - match.start()
    whole = match.group()
    return "\0" * low + whole[low:high] + "\0" * (len(whole) - high)


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + "\0" * (end - start) + text[end:]
