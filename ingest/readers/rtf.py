"""Rich Text: paragraphs and rows; character formats are left out."""

import re

from ingest.readers import markdown
from ingest.readers.source import SourceText
from kg.errors import DocumentError

_ROW = re.compile(r"^[^|\n]*(?:\|[^|\n]*)*\|$")


def read(content: bytes, name: str) -> SourceText:
    """The text with tables as rows between bars, and the title that its properties state."""
    from striprtf.striprtf import rtf_to_text

    written = content.decode("latin-1")
    if written.count("{") > 1_000_000:
        raise DocumentError(f"{name}: has too many groups to be read; save it again as .docx or text")
    try:
        text = str(rtf_to_text(written, errors="ignore"))  # type: ignore[no-untyped-call]
    except (ValueError, IndexError, KeyError, LookupError, OverflowError) as problem:
        raise DocumentError(f"{name}: the file is damaged ({problem}); save it again as .docx or text") from problem
    lines = (_row(line) if _ROW.match(line) else line.rstrip() for line in text.split("\n"))
    title = re.search(r"\{\\title ([^{}\\]*)\}", written)
    return SourceText(
        re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n", {"title": title.group(1)} if title else {}
    )


def _row(line: str) -> str:
    return markdown.table([line.rstrip("|").split("|")], headed=False)
