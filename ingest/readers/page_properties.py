"""What a web page says about itself in its head and in its structured data."""

import json
import re
from typing import Any

from lxml.html import HtmlElement

# For each property, the names under which pages state it, best first.
_NAMES = {
    "title": ("og:title", "dc.title", "dcterms.title", "twitter:title"),
    "author": ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author"),
    "published": (
        "article:published_time", "datepublished", "dc.date", "dcterms.date", "dcterms.created", "dc.date.issued",
        "publish-date", "publication_date", "pubdate", "date",
    ),
    "kind": ("og:type",),
}  # fmt: skip
_LINKED = {"headline": "title", "datePublished": "published", "@type": "kind"}
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def properties(root: HtmlElement) -> dict[str, str]:
    """`title`, `author`, `published`, `kind` and `language` as far as the page states them."""
    stated = {
        (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").casefold(): tag.get("content", "")
        for tag in reversed(list(root.iter("meta")))
    }
    found = _linked_data(root)
    for field, names in _NAMES.items():
        value = next((stated[name] for name in names if stated.get(name)), "")
        if value:
            found[field] = value
    found.setdefault("title", _text(root.find(".//title")))
    times = [tag for tag in root.iter("time") if tag.get("itemprop") == "datePublished" or "pubdate" in tag.attrib]
    found.setdefault("published", next((tag.get("datetime", "") for tag in times), ""))
    day = _ISO_DAY.match(found["published"])
    found["published"] = day.group() if day else found["published"]
    found["language"] = root.get("lang", "")
    author = found.get("author", "")
    found["author"] = "" if "://" in author else author
    return {field: " ".join(value.split()) for field, value in found.items() if value.strip()}


def _text(element: HtmlElement | None) -> str:
    return element.text_content() if element is not None else ""


def _linked_data(root: HtmlElement) -> dict[str, str]:
    """The article that the page describes in JSON-LD."""
    for script in root.iterfind('.//script[@type="application/ld+json"]'):
        try:
            told = json.loads(script.text_content())
        except (ValueError, RecursionError):
            continue
        for thing in _things(told):
            if "article" in str(thing.get("@type")).casefold() or "posting" in str(thing.get("@type")).casefold():
                found = {field: thing[key] for key, field in _LINKED.items() if isinstance(thing.get(key), str)}
                return found | ({"author": author} if (author := _author(thing.get("author"))) else {})
    return {}


def _things(told: Any) -> list[dict[str, Any]]:
    listed = told.get("@graph", [told]) if isinstance(told, dict) else told
    return [thing for thing in listed if isinstance(thing, dict)] if isinstance(listed, list) else []


def _author(told: Any) -> str:
    authors = told if isinstance(told, list) else [told]
    names = [author.get("name") if isinstance(author, dict) else author for author in authors]
    return "; ".join(name for name in names if isinstance(name, str))
