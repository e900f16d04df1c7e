"""OpenDocument texts: headings, lists, tables, struck words, in document order."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from ingest.readers import markdown
from ingest.readers.limits import opened
from ingest.readers.source import SourceText
from kg.errors import DocumentError

_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
_SKIPPED = frozenset(("tracked-changes", "note", "annotation", "sequence-decls", "table-of-content", "bibliography"))
_DEEPEST = 50


def read(content: bytes, name: str) -> SourceText:
    """The body as Markdown, with title, author and language from the document's own properties."""
    opened(content, name).close()
    from odf.opendocument import load

    try:
        document = load(BytesIO(content))
        body = _Body(document)
        text = markdown.joined(body.blocks(document.text, 0))
    except DocumentError:
        raise
    except (KeyError, ValueError, AttributeError, TypeError, AssertionError, OSError, RecursionError) as problem:
        raise DocumentError(f"{name}: the OpenDocument text is damaged ({problem}); save it again") from problem
    return SourceText(text, _properties(document))


def _properties(document: Any) -> dict[str, str]:
    names = {"title": "title", "initial-creator": "author", "creator": "author", "language": "language"}
    found: dict[str, str] = {}
    for element in document.meta.childNodes:
        field = names.get(element.qname[1])
        if field and field not in found:
            found[field] = "".join(map(str, element.childNodes)).strip()
    return {field: value for field, value in found.items() if value}


class _Body:
    """Walks the body; knows which styles strike words out, make them bold, and number lists."""

    def __init__(self, document: Any) -> None:
        styles = [
            element
            for part in (document.styles, document.automaticstyles)
            for element in part.childNodes
            if element.nodeType == 1
        ]
        self._struck = {_name(style) for style in styles if _says(style, "text-line-through-style", "none")}
        self._bold = {_name(style) for style in styles if _says(style, "font-weight", "normal")}
        self._numbered = {
            _name(style)
            for style in styles
            if style.qname[1] == "list-style"
            and any(
                level.qname[1] == "list-level-style-number" for level in style.childNodes[:1] if level.nodeType == 1
            )
        }

    def blocks(self, element: Any, depth: int) -> Iterator[str]:
        """The blocks under an element, in order."""
        for child in _elements(element):
            kind = child.qname[1]
            if kind in _SKIPPED or depth > _DEEPEST:
                continue
            if kind == "h":
                yield markdown.heading(self._words(child), int(_attribute(child, _TEXT, "outline-level") or 1))
            elif kind == "p":
                yield self._paragraph(child)
            elif kind == "list":
                yield from self._list(child, 0, _attribute(child, _TEXT, "style-name"))
            elif kind == "table":
                yield self._table(child)
            else:
                yield from self.blocks(child, depth + 1)

    def _paragraph(self, element: Any) -> str:
        said = markdown.paragraph(self._words(element))
        styled = _attribute(element, _TEXT, "style-name")
        if styled == "Title":
            return markdown.heading(said, 1)
        spans = [child for child in element.childNodes if child.nodeType == 1 or str(child).strip()]
        bold = styled in self._bold or (
            bool(spans)
            and all(part.nodeType == 1 and _attribute(part, _TEXT, "style-name") in self._bold for part in spans)
        )
        return f"**{said}**" if bold and 0 < len(said) <= 100 and "\n" not in said and not said.endswith(".") else said

    def _list(self, element: Any, depth: int, style: str) -> Iterator[str]:
        for number, entry in enumerate(_elements(element), start=1):
            marker = f"{number}." if style in self._numbered else "*"
            said = False
            for child in _elements(entry):
                if child.qname[1] == "list" and depth < _DEEPEST:
                    yield from self._list(child, depth + 1, _attribute(child, _TEXT, "style-name") or style)
                elif text := markdown.paragraph(self._words(child)):
                    indent = "    " * (depth + 1)
                    yield (
                        "\n".join(indent + line for line in text.split("\n"))
                        if said
                        else markdown.item(text, marker, depth)
                    )
                    said = True

    def _table(self, element: Any) -> str:
        rows: list[list[str]] = []
        headed = False
        for row in element.getElementsByType(_row_type()):
            cells = [cell for cell in _elements(row) if cell.qname == (_TABLE, "table-cell")]
            if not rows:
                headed = row.parentNode.qname[1] == "table-header-rows"
            rows.append(["; ".join(filter(None, self.blocks(cell, 1))).strip("*# ") for cell in cells])
        return markdown.table(rows, headed=headed and len(rows) > 1)

    def _words(self, element: Any) -> str:
        said = ""
        for child in element.childNodes:
            if child.nodeType != 1:
                said += str(child)
            elif child.qname[1] in ("line-break", "tab", "s"):
                count = int(_attribute(child, _TEXT, "c") or 1) if child.qname[1] == "s" else 1
                said += {"line-break": "\n", "tab": "\t", "s": " "}[child.qname[1]] * min(count, 100)
            elif child.qname[1] not in _SKIPPED:
                inner = self._words(child)
                said += markdown.struck(inner) if _attribute(child, _TEXT, "style-name") in self._struck else inner
        return said


def _row_type() -> Any:
    from odf.table import TableRow

    return TableRow


def _elements(element: Any) -> list[Any]:
    return [child for child in element.childNodes if child.nodeType == 1]


def _attribute(element: Any, space: str, name: str) -> str:
    return str(element.attributes.get((space, name), "") or "")


def _name(style: Any) -> str:
    return _attribute(style, _STYLE, "name")


def _says(style: Any, name: str, off: str) -> bool:
    """Whether a style sets a text property to something else than `off`."""
    for properties in _elements(style):
        if properties.qname[1] == "text-properties":
            values = [str(value) for (_, key), value in properties.attributes.items() if key == name]
            if any(value != off for value in values):
                return True
    return False
