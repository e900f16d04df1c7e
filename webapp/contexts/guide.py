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
    """Markdown without raw HTML, whose links to other chapters lead to their pages."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(text)
    for token in (child for each in tokens for child in (each.children or ())):
        if token.type == "link_open":
            token.attrSet("href", _address(str(token.attrGet("href"))))
    rendered: str = reader.renderer.render(tokens, reader.options, {})
    return rendered


def _address(href: str) -> str:
    """The page of a chapter; what is no chapter of the guide stands with the program's source."""
    match = _HREF.fullmatch(href)
    if match and match[1] in CHAPTERS:
        return f"/guide/{match[1]}{match[2] or ''}"
    return href if href.startswith(("http:", "https:", "#", "/")) else "/guide"
