"""Word documents: headings, lists with their levels and numbers, tables, struck words, in document order."""

import re
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from ingest.readers import markdown
from ingest.readers.limits import opened
from ingest.readers.source import SourceText
from kg.errors import DocumentError

if TYPE_CHECKING:
    from docx.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_CONTAINERS = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
_DEEPEST = 20


def read(content: bytes, name: str) -> SourceText:
    """The body as Markdown; insertions are read, deletions, headers, footers, notes and comments are not.

    Nothing outside the file is opened: templates, pictures and objects that it links to are left alone.
    """
    opened(content, name).close()
    import docx

    try:
        document = docx.Document(BytesIO(content))
        text = markdown.joined(_Body(document).blocks())
    except DocumentError:
        raise
    except (KeyError, ValueError, AttributeError, TypeError, SyntaxError, OSError, RecursionError) as problem:
        raise DocumentError(f"{name}: the Word document is damaged ({problem}); save it again") from problem
    core = document.core_properties
    stated = {"title": core.title, "author": core.author, "language": core.language}
    return SourceText(text, {field: value for field, value in stated.items() if value})


class _Body:
    """Walks the body; counts numbered lists on the way."""

    def __init__(self, document: "Document") -> None:
        self._body = document.element.body
        self._styles = {style.style_id: style for style in document.styles}
        self._numbering = _numbering(document)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    def blocks(self) -> Iterator[str]:
        """The blocks of the body in order."""
        yield from self._inside(self._body, 0)

    def _inside(self, element: Any, depth: int) -> Iterator[str]:
        for child in element:
            if child.tag == f"{_W}p":
                yield self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield self._table(child)
            elif child.tag in _CONTAINERS and depth < _DEEPEST:
                yield from self._inside(child, depth + 1)

    def _paragraph(self, paragraph: Any) -> str:
        text, bold = _text(paragraph)
        said = markdown.paragraph(text)
        if not said:
            return ""
        level = self._heading_level(paragraph)
        marker, depth = self._marker(paragraph)
        if level:
            return markdown.heading(f"{marker} {said}" if marker[:1].isalnum() else said, level)
        if marker:
            return markdown.item(said, marker, depth)
        if bold and len(said) <= 100 and "\n" not in said and not said.endswith("."):
            return f"**{said}**"
        return said

    def _style_names(self, paragraph: Any) -> Iterator[Any]:
        """The paragraph's style and those it is based on."""
        found = paragraph.find(f"{_W}pPr/{_W}pStyle")
        style = self._styles.get(found.get(f"{_W}val")) if found is not None else None
        seen = 0
        while style is not None and seen < _DEEPEST:
            yield style
            style = getattr(style, "base_style", None)
            seen += 1

    def _heading_level(self, paragraph: Any) -> int:
        """1 for a title or first heading, 0 for what is no heading."""
        outline = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
        if outline is not None and outline.get(f"{_W}val", "9").isdecimal() and int(outline.get(f"{_W}val")) < 9:
            return int(outline.get(f"{_W}val")) + 1
        for style in self._style_names(paragraph):
            match = re.fullmatch(r"heading ?(\d)", style.name or "", re.IGNORECASE)
            if match or (style.name or "").casefold() == "title":
                return int(match.group(1)) if match else 1
        return 0

    def _marker(self, paragraph: Any) -> tuple[str, int]:
        """The list marker that Word shows before the paragraph and its depth, ('', 0) where it is in no list."""
        number = paragraph.find(f"{_W}pPr/{_W}numPr")
        for style in self._style_names(paragraph):
            number = number if number is not None else style.element.find(f"{_W}pPr/{_W}numPr")
        styled = next((style.name for style in self._style_names(paragraph)), "") or ""
        if number is None:
            match = re.fullmatch(r"List (Bullet|Number)(?: (\d))?", styled)
            depth = int(match.group(2) or 1) - 1 if match else 0
            return (
                (("*" if match.group(1) == "Bullet" else self._count("style", depth, "decimal")), depth)
                if match
                else ("", 0)
            )
        listed = _value(number, "numId")
        deeper = re.fullmatch(r"List (?:Bullet|Number) (\d)", styled)
        depth = int(_value(number, "ilvl") or (int(deeper.group(1)) - 1 if deeper else 0))
        if not listed or listed == "0":
            return "", 0
        kind = self._numbering.get((listed, depth), "bullet" if "Number" not in styled else "decimal")
        if kind == "none":
            return "", 0
        return "*" if kind == "bullet" else self._count(listed, depth, kind), min(depth, 8)

    def _count(self, listed: str, depth: int, kind: str) -> str:
        counts = self._counts[listed]
        counts[depth] = counts.get(depth, 0) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        number = counts[depth]
        if "Letter" in kind:
            return f"{ascii_lowercase[(number - 1) % 26]})"
        if "Roman" in kind:
            return f"({_ROMAN[(number - 1) % 12]})"
        return f"{number}."

    def _table(self, table: Any) -> str:
        rows = [self._row(row) for row in table.iter(f"{_W}tr") if next(row.iterancestors(f"{_W}tbl"), None) is table]
        first = next(table.iter(f"{_W}tr"), None)
        marked = first is not None and first.find(f"{_W}trPr/{_W}tblHeader") is not None
        bold = bool(rows) and all(is_bold for text, is_bold in rows[0] if text)
        headed = len(rows) > 1 and (marked or bold or (self._styles_first_row(table) and all(t for t, _ in rows[0])))
        return markdown.table([[text for text, _ in row] for row in rows], headed=headed)

    def _styles_first_row(self, table: Any) -> bool:
        """Whether the table's style sets its first row apart, as Word does where "Header Row" is ticked."""
        style, look = table.find(f"{_W}tblPr/{_W}tblStyle"), table.find(f"{_W}tblPr/{_W}tblLook")
        known = self._styles.get(style.get(f"{_W}val")) if style is not None else None
        if known is None or look is None:
            return False
        bits = look.get(f"{_W}val", "0")
        ticked = look.get(f"{_W}firstRow", "0") in ("1", "true") or bool(int(bits, 16) & 0x20)
        parts = known.element.findall(f"{_W}tblStylePr")
        return ticked and any(part.get(f"{_W}type") == "firstRow" for part in parts)

    def _row(self, row: Any) -> list[tuple[str, bool]]:
        """The texts of a row's cells and whether each is all bold; a cell merged with the one above is empty."""
        found = []
        for cell in row.iter(f"{_W}tc"):
            if next(cell.iterancestors(f"{_W}tr")) is not row:
                continue
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            texts = [_text(paragraph) for paragraph in cell.iter(f"{_W}p")]
            said = (
                ""
                if merged is not None and merged.get(f"{_W}val") != "restart"
                else "; ".join(filter(None, (markdown.words(text.replace("\n", "; ")) for text, _ in texts)))
            )
            found.append((said, all(bold for text, bold in texts if text.strip())))
        return found


def _value(element: Any, name: str) -> str:
    found = element.find(f"{_W}{name}")
    return found.get(f"{_W}val", "") if found is not None else ""


def _is_on(run: Any, name: str) -> bool:
    found = run.find(f"{_W}rPr/{_W}{name}")
    return found is not None and found.get(f"{_W}val", "true") not in ("0", "false", "off")


def _text(paragraph: Any) -> tuple[str, bool]:
    """The words of a paragraph with struck ones marked, and whether all of them are bold."""
    parts: list[str] = []
    bold = True
    for run in paragraph.iter(f"{_W}r"):
        deleted = any(parent.tag in (f"{_W}del", f"{_W}moveFrom") for parent in run.iterancestors())
        if deleted or _is_on(run, "vanish") or next(run.iterancestors(f"{_W}p")) is not paragraph:
            continue
        said = "".join(_characters(run))
        bold = bold and (_is_on(run, "b") or not said.strip())
        parts.append(markdown.struck(said) if _is_on(run, "strike") or _is_on(run, "dstrike") else said)
    return "".join(parts).replace("~~~~", ""), bold and bool(parts)


def _characters(run: Any) -> Iterator[str]:
    for part in run:
        if part.tag == f"{_W}t":
            yield part.text or ""
        elif part.tag == f"{_W}tab":
            yield "\t"
        elif part.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif part.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif part.tag == f"{_W}sym" and part.get(f"{_W}char", "").upper() in ("F0FE", "F0FD", "F052"):
            yield "☑"


def _numbering(document: "Document") -> dict[tuple[str, int], str]:
    """The kind of number of each list and level: `bullet`, `decimal`, `lowerLetter`, …"""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return {}
    abstract = {
        each.get(f"{_W}abstractNumId"): {
            int(level.get(f"{_W}ilvl", "0")): _value(level, "numFmt") for level in each.findall(f"{_W}lvl")
        }
        for each in root.findall(f"{_W}abstractNum")
    }
    return {
        (each.get(f"{_W}numId"), level): kind
        for each in root.findall(f"{_W}num")
        for level, kind in abstract.get(_value(each, "abstractNumId"), {}).items()
    }
