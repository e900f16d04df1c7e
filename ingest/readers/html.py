"""Web pages: the article without navigation, headers, footers, scripts and hidden parts."""

import re
from collections.abc import Iterator
from string import ascii_lowercase

from lxml.html import HtmlElement, HTMLParser, document_fromstring

from ingest.readers import markdown
from ingest.readers.page_properties import properties
from ingest.readers.source import SourceText
from ingest.readers.text import decoded
from kg.errors import DocumentError

_SKIPPED = frozenset(
    "script style noscript template nav aside form button select option textarea iframe object embed svg math "
    "canvas audio video map dialog menu head link meta title input".split()
)
_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary", "menu", "dialog", "alert"))
_BLOCKS = frozenset(
    "address article blockquote body center dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header hr html legend li main ol p pre section summary table ul tr td th tbody thead tfoot caption".split()
)
_BOILERPLATE = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|sidebar|breadcrumbs?|cookie[\w-]*|site-?(?:header|footer)|footer|skip-?link|"
    r"share|sharing|social[\w-]*|related[\w-]*|comments?|newsletter|subscribe|advert[\w-]*|pagination|toc)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.IGNORECASE)
_DEEPEST = 150


def read(content: bytes, name: str) -> SourceText:
    """The page's article as Markdown, with its title, author, publication date and language as properties."""
    declared = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", content[:4096], re.IGNORECASE)
    return read_page(decoded(content, name, declared.group(1).decode("ascii") if declared else None), name)


def read_page(page: str, name: str) -> SourceText:
    """As `read`, from a page that is decoded already."""
    if "\0" in page:
        raise DocumentError(f"{name}: the page holds a NUL, so it is damaged; save it again")
    bare = re.sub(r"^\s*<\?xml[^>]*\?>", "", page)
    parser = HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = document_fromstring(bare, parser=parser)
    except (ValueError, SyntaxError) as problem:
        raise DocumentError(f"{name}: the page cannot be read ({problem}); save it again") from problem
    if any(problem.type_name == "ERR_RESOURCE_LIMIT" for problem in parser.error_log):
        raise DocumentError(f"{name}: the page is nested too deep to be read; save its text")
    found = properties(root)
    article = _article(root)
    text = markdown.joined(_blocks(article, 0)) or markdown.joined(_blocks(root, 0))
    return SourceText(text, found)


def _article(root: HtmlElement) -> HtmlElement:
    """The element that holds what the page is about: its only article, its main part, else its body."""
    whole = _length(root)
    for path in (".//article", './/*[@itemprop="articleBody"]', ".//main", './/*[@role="main"]'):
        found = [each for each in root.iterfind(path) if isinstance(each.tag, str)]
        if len(found) == 1 and (path in (".//main", './/*[@role="main"]') or 2 * _length(found[0]) > whole):
            return found[0]
    return root.find("body") if root.find("body") is not None else root


def _length(element: HtmlElement) -> int:
    """Characters of text under an element, scripts left out."""
    shown = (part for part in element.iter() if part.tag not in _SKIPPED)
    return sum(len(part.text or "") + len(part.tail or "") for part in shown)


def _is_skipped(element: HtmlElement) -> bool:
    tag = str(element.tag)
    if tag == "input":
        return bool(element.get("type") != "checkbox")
    if tag in _SKIPPED or element.get("role") in _ROLES:
        return True
    if "hidden" in element.attrib or element.get("aria-hidden") == "true" or _HIDDEN.search(element.get("style", "")):
        return True
    if tag in ("header", "footer"):
        return tag == "footer" or not {parent.tag for parent in element.iterancestors()} & {"article", "main"}
    named = f"{element.get('class', '')} {element.get('id', '')}"
    return tag in ("div", "section", "ul", "ol", "p", "span", "table") and _BOILERPLATE.search(named) is not None


def _blocks(element: HtmlElement, depth: int) -> Iterator[str]:
    """The blocks under an element, in order; text between block elements makes paragraphs of its own."""
    run = [element.text or ""]
    for child in element:
        if _is_skipped(child):
            pass
        elif depth < _DEEPEST and _is_block(child):
            yield markdown.paragraph(_collapsed("".join(run)))
            run = []
            yield from _block(child, depth + 1)
        else:
            run.append(_inline(child))
        run.append(child.tail or "")
    yield markdown.paragraph(_collapsed("".join(run)))


def _is_block(element: HtmlElement) -> bool:
    return element.tag in _BLOCKS or any(part.tag in _BLOCKS for part in element.iterdescendants())


def _block(element: HtmlElement, depth: int) -> Iterator[str]:
    tag = str(element.tag)
    if re.fullmatch(r"h[1-6]", tag):
        yield markdown.heading(_inline(element), int(tag[1]))
    elif tag in ("ul", "ol"):
        yield from _list(element, 0)
    elif tag == "table" and not _is_layout(element):
        yield _table(element)
    elif tag == "dl":
        yield from _definitions(element)
    elif tag == "pre":
        if element.find(".//code") is None:
            yield "\n".join(line.rstrip() for line in element.text_content().split("\n"))
    elif tag == "blockquote":
        for block in _blocks(element, depth):
            yield "\n".join(f"> {line}" for line in block.split("\n")) if block else ""
    elif tag == "p" and _is_bold(element):
        yield f"**{markdown.words(_inline(element))}**"
    else:
        yield from _blocks(element, depth)


def _inline(element: HtmlElement, depth: int = 0) -> str:
    """The text of an inline element: line breaks kept, struck words marked, ticks written as boxes."""
    if depth > _DEEPEST:
        return "".join(map(str, element.itertext()))
    if element.tag == "br":
        return "\v"
    if element.tag == "input":
        return "[x] " if "checked" in element.attrib else "[ ] "
    if element.tag == "img":
        return ""
    text = element.text or ""
    for child in element:
        shown = child.tag not in ("dt", "dd") and not _is_skipped(child)
        text += (_inline(child, depth + 1) if shown else "") + (child.tail or "")
    return markdown.struck(text) if element.tag in ("s", "del", "strike") else text


def _collapsed(text: str) -> str:
    """Inline text as a browser shows it: line ends of the source are blanks, `<br>` breaks the line."""
    return re.sub(r"[ \t\r\n\f]+", " ", text).replace("\v", "\n")


def _is_bold(element: HtmlElement) -> bool:
    """Whether all words of a short paragraph stand in bold."""
    bold = [part for part in element if part.tag in ("b", "strong")]
    said = markdown.words(element.text_content())
    return (
        len(bold) == 1 and 0 < len(said) <= 100 and markdown.words(bold[0].text_content()) == said and said[-1] != "."
    )


def _list(element: HtmlElement, depth: int) -> Iterator[str]:
    number = int(element.get("start", "1")) if element.get("start", "1").isdecimal() else 1
    lettered = element.get("type") == "a"
    for child in element:
        if child.tag in ("ul", "ol") and not _is_skipped(child):
            yield from _list(child, depth + 1)
        if child.tag != "li" or _is_skipped(child):
            continue
        marker = f"{ascii_lowercase[(number - 1) % 26]})" if lettered else f"{number}."
        number += 1
        yield from _list_item(child, marker if element.tag == "ol" else "*", depth)


def _list_item(element: HtmlElement, marker: str, depth: int) -> Iterator[str]:
    """An item, then what stands inside it: nested lists as lists, further blocks as indented paragraphs."""
    run = [element.text or ""]
    said = False
    for child in element:
        nested = child.tag in ("ul", "ol") and depth < _DEEPEST
        if _is_skipped(child):
            pass
        elif nested or _is_block(child):
            for block in (markdown.paragraph(_collapsed("".join(run))), *([] if nested else _blocks(child, depth))):
                yield _under_item(block, marker, depth, first=not said)
                said = said or bool(block)
            run = []
            if nested:
                yield from _list(child, depth + 1)
        else:
            run.append(_inline(child))
        run.append(child.tail or "")
    yield _under_item(markdown.paragraph(_collapsed("".join(run))), marker, depth, first=not said)


def _under_item(block: str, marker: str, depth: int, *, first: bool) -> str:
    if not block:
        return ""
    if first:
        return markdown.item(block.lstrip("#* "), marker, depth)
    return markdown.indented(block, depth + 1)


def _definitions(element: HtmlElement) -> Iterator[str]:
    """Terms with what is said of each: on one line where that is one thing, else a bold line and items."""
    term, said = "", list[str]()
    for child in [*element.iter("dt", "dd"), None]:
        if child is None or child.tag == "dt":
            if len(said) == 1 and term:
                yield f"{term.rstrip(':')}: {said[0]}"
            elif term or said:
                yield from [f"**{term}**" if term else "", *(markdown.item(each, "*", 0) for each in said)]
            term, said = ("", []) if child is None else (markdown.words(_inline(child)), [])
        elif text := markdown.paragraph(_collapsed(_inline(child))):
            said.append(text)


def _is_layout(element: HtmlElement) -> bool:
    """Whether a table only places things on the page: it holds tables, lists of blocks, or one cell."""
    cells = list(element.iter("td", "th"))
    inner = any(part.tag in ("table", "h1", "h2", "h3") for part in element.iterdescendants())
    return element.get("role") == "presentation" or len(cells) <= 1 or inner


def _table(element: HtmlElement) -> str:
    rows = [row for row in element.iter("tr") if not _is_skipped(row)]
    cells = [[_cell(cell) for cell in row if cell.tag in ("td", "th")] for row in rows]
    headed = bool(rows) and all(cell.tag == "th" for cell in rows[0] if cell.tag in ("td", "th"))
    return markdown.table(cells, headed=headed)


def _cell(element: HtmlElement) -> str:
    return "; ".join(block.strip("*# ") for block in _blocks(element, 0) if block)
