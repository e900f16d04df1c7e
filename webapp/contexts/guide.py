"""The user's guide as pages: chapters of `docs/`, which a wheel carries along."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webapp.errors import NoSuchPage
from webapp.parts import Choice

CHAPTERS: Mapping[str, str] = {
    "first-evening": "A first evening",
    "web": "In the browser",
    "handover": "Handing over",
    "correcting": "Correcting the record",
    "hosting": "Hosting",
}
_PACKAGED = Path(__file__).parent.parent / "guide"
FOLDER = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parent.parent.parent / "docs"
_PICTURE = re.compile(r"^!\[[^\]]*\]\([^)]*\)\n*", re.M)
_TITLE = re.compile(r"\A# (.+)\n+")
_HREF = re.compile(r"(?:\.\./)*(?:docs/)?([\w-]+)\.md(#[\w-]+)?\Z")


@dataclass(frozen=True, slots=True)
class GuidePage:
    """One chapter: its Markdown, the same as HTML without its title and pictures, and the way to the others."""

    title: str
    markdown: str
    html: str
    chapters: tuple[Choice, ...]
    kicker: str = "Guide"

    def as_json(self) -> dict[str, Any]:
        """The chapter's text, and the addresses of all."""
        return {
            "format": "minutebook-page/1",
            "title": self.title,
            "text": self.markdown,
            "chapters": [{"title": each.label, "href": each.href} for each in self.chapters],
        }

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """The chapters."""
        return ["chapter", "address"], [[each.label, str(each.href)] for each in self.chapters]


def guide_page(name: str, folder: Path = FOLDER) -> GuidePage:
    """A chapter of the guide. Raises NoSuchPage where it has none of this name."""
    if name not in CHAPTERS or not (folder / f"{name}.md").is_file():
        raise NoSuchPage(f"The guide has no chapter “{name}”.")
    text = (folder / f"{name}.md").read_text(encoding="utf-8")
    title = _TITLE.match(text)
    return GuidePage(
        title=title[1] if title else CHAPTERS[name],
        markdown=text,
        html=_html(_PICTURE.sub("", text[title.end() if title else 0 :])),
        chapters=tuple(
            Choice(each, label, chosen=each == name, href=f"/guide/{each}") for each, label in CHAPTERS.items()
        ),
    )


def _html(text: str) -> str:
    """Markdown without raw HTML; links to chapters lead to their pages, of links to other files the words are left."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(text)
    for token in tokens:
        token.children = _linked(token.children or [])
    rendered: str = reader.renderer.render(tokens, reader.options, {})
    return rendered


def _linked(tokens: list[Any]) -> list[Any]:
    """The tokens of a line; a link to what is no page here is left out, its words are not."""
    kept, dead = [], False
    for token in tokens:
        if token.type == "link_open":
            address = _address(str(token.attrGet("href")))
            dead = address is None
            if address:
                token.attrSet("href", address)
        if not (dead and token.type in {"link_open", "link_close"}):
            kept.append(token)
    return kept


def _address(href: str) -> str | None:
    """The page of a chapter, or an address of the web; None for another file."""
    match = _HREF.fullmatch(href)
    if match and match[1] in CHAPTERS:
        return f"/guide/{match[1]}{match[2] or ''}"
    return href if href.startswith(("http:", "https:", "#", "/")) else None
