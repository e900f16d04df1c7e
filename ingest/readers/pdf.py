"""PDF files: text in reading order, columns, tables, headings; page headers, footers and numbers left out."""

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from statistics import median
from typing import Any

from ingest.readers import markdown
from ingest.readers.pdf_layout import Line, body_lines, page_lines
from ingest.readers.source import SourceText
from kg.errors import DocumentError

_MOST_PAGES = 1_000
_BULLET = re.compile(
    r"(?:[•●▪◦‣○■·\uf0b7\uf0a7*–—-]|o(?= )|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{2,5})[.)])\s+(?=\S)"
)
_LABEL = re.compile(r"[A-Z][\w /&'’-]{0,40}:(?:\s|$)")


def read(content: bytes, name: str) -> SourceText:
    """The text as Markdown, lines of a paragraph joined and words divided at a line's end made whole.

    Raises DocumentError where no page has text, as in a scan, and for locked or damaged files.
    """
    pages, stated = _opened(content, name)
    if not any(pages):
        raise DocumentError(
            f"{name}: its {len(pages)} page(s) hold no text, as in a scan; recognise the text first (OCR)"
        )
    return SourceText(markdown.joined(_blocks(body_lines(pages))), stated)


def _opened(content: bytes, name: str) -> tuple[list[list[Line]], dict[str, str]]:
    """The lines of each page, and the file's properties."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import PdfminerException

    damage = (PdfminerException, PSException, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError)
    try:
        with pdfplumber.open(BytesIO(content)) as document:
            count = len(document.pages)
            if count <= _MOST_PAGES:
                return [page_lines(page) for page in document.pages], _properties(document.metadata)
    except (*damage, ArithmeticError, RecursionError) as problem:
        if isinstance(next(iter(problem.args), None), PDFPasswordIncorrect):
            raise DocumentError(f"{name}: is locked with a password; save it without one") from problem
        raise DocumentError(f"{name}: the PDF is damaged ({problem}); save it again") from problem
    raise DocumentError(f"{name}: {count:,} pages are more than the {_MOST_PAGES:,} that are read; split the file")


def _properties(metadata: dict[str, Any]) -> dict[str, str]:
    names = {"Title": "title", "Author": "author"}
    return {
        field: value for key, field in names.items() if isinstance(value := metadata.get(key), str) and value.strip()
    }


def _blocks(lines: list[Line]) -> Iterator[str]:
    """Lines put together to paragraphs, headings, items and tables."""
    usual = Counter(round(line.size, 1) for line in lines for _ in line.text.split() if not line.row).most_common(1)
    size = usual[0][0] if usual else 10.0
    larger = sorted({round(line.size, 1) for line in lines if _is_large(line, size)}, reverse=True)
    gaps = [line.gap for line in lines if 0 < line.gap < 3 * size]
    leading = median(gaps) if gaps else 0.0
    left: dict[int, float] = {}
    for line in lines:
        left[line.column] = min(line.x0, left.get(line.column, line.x0))
    run: list[Line] = []
    for line in lines:
        if run and not _goes_on(run[-1], line, leading, size):
            yield _block(run, larger, left, size)
            run = []
        run.append(line)
    if run:
        yield _block(run, larger, left, size)


def _is_large(line: Line, size: float) -> bool:
    return line.size > 1.12 * size and not line.row


def _goes_on(before: Line, line: Line, leading: float, size: float) -> bool:
    """Whether a line belongs to the paragraph, heading or table of the one before it."""
    if before.row or line.row:
        return before.row and line.row and before.table == line.table
    if abs(before.size - line.size) > 0.6 or before.bold != line.bold:
        return False
    if _BULLET.match(line.text) or _LABEL.match(line.text):
        return False
    if _is_large(line, size):
        return line.gap <= 1.6 * max(leading, 0.3 * line.size)
    apart = line.column == before.column and line.gap > max(1.45 * leading, leading + 0.25 * size)
    room = before.right - before.x1
    filled = room < line.first_word + 0.6 * size
    return not apart and filled


def _block(run: list[Line], larger: list[float], left: dict[int, float], size: float) -> str:
    if run[0].row:
        cells = [list(line.cells) for line in run]
        return markdown.table(cells, headed=len(run) > 1 and run[0].bold and not run[1].bold)
    text = _joined([line.text for line in run])
    if _is_large(run[0], size) and len(text) < 200:
        return markdown.heading(text, min(larger.index(round(run[0].size, 1)) + 1, 6))
    bullet = _BULLET.match(text)
    if bullet:
        depth = min(int((run[0].x0 - left[run[0].column]) / (2 * size)), 6)
        return markdown.item(text[bullet.end() :], _marker(bullet.group().strip()), depth)
    if all(line.bold for line in run) and len(text) <= 100 and not text.endswith("."):
        return f"**{text}**"
    return text


def _marker(sign: str) -> str:
    return sign if any(character.isalnum() for character in sign) and sign != "o" else "*"


def _joined(lines: list[str]) -> str:
    """Lines on one line; a word divided by a hyphen is made whole where its second half is in small letters."""
    text = lines[0]
    for line in lines[1:]:
        if re.search(r"[^\W\d_]{2}[-\u00ad\u2010]$", text) and line[:1].islower():
            text = text[:-1] + line
        else:
            text = f"{text} {line}"
    return text.replace("\u00ad", "")
