"""Rich Text: paragraphs, rows and struck words; other character formats are left out."""

import re

from ingest.readers import markdown
from ingest.readers.source import SourceText
from kg.errors import DocumentError

_ROW = re.compile(r"^[^|\n]*(?:\|[^|\n]*)*\|$")


# Control words, control signs, braces, and text.
_TOKEN = re.compile(r"\\[a-z]+-?\d* ?|\\'[0-9a-fA-F]{2}|\\.|[{}]|[^\\{}\r\n]+|[\r\n]+", re.DOTALL)
_STRIKE = re.compile(r"\\striked?(?P<off>0)?1? ?$")
_HIDDEN = re.compile(r"\\(?:\*|(?:stylesheet|fonttbl|colortbl|info|listtable|pict|header|footer)\s?)")
_BREAKS = re.compile(r"\\(?:par|cell|row|line|tab|sect|page)(?![a-z])")


def read(content: bytes, name: str) -> SourceText:
    """The text with tables as rows between bars, and the title that its properties state."""
    from striprtf.striprtf import rtf_to_text

    written = content.decode("latin-1")
    if written.count("{") > 1_000_000:
        raise DocumentError(f"{name}: has too many groups to be read; save it again as .docx or text")
    try:
        text = str(rtf_to_text(_marked(written), errors="ignore"))  # type: ignore[no-untyped-call]
    except (ValueError, IndexError, KeyError, LookupError, OverflowError) as problem:
        raise DocumentError(f"{name}: the file is damaged ({problem}); save it again as .docx or text") from problem
    lines = (_row(line) if _ROW.match(line) else line.rstrip() for line in text.split("\n"))
    title = re.search(r"\{\\title ([^{}\\]*)\}", written)
    return SourceText(
        re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n", {"title": title.group(1)} if title else {}
    )


def _row(line: str) -> str:
    return markdown.table([line.rstrip("|").split("|")], headed=False)


def _marked(written: str) -> str:
    """Rich Text with `~~` around words that it strikes out."""
    if "\\strike" not in written:
        return written
    parts: list[str] = []
    outer: list[tuple[bool, bool]] = []
    struck = marked = hidden = False
    for match in _TOKEN.finditer(written):
        piece = match.group()
        control = piece.startswith("\\") and piece[1:2].isalpha()
        strike = _STRIKE.match(piece) if control else None
        if strike:
            struck = strike["off"] is None
        elif piece == "{":
            outer.append((struck, hidden))
        elif piece == "}":
            struck, hidden = outer.pop() if outer else (False, False)
        elif control and piece.startswith("\\plain"):
            struck = False
        hidden = hidden or _HIDDEN.fullmatch(piece) is not None
        shown = not hidden and not control and piece not in "{}" and bool(piece.strip())
        if (shown and struck and not marked) or (marked and ((shown and not struck) or _BREAKS.match(piece))):
            parts.append("~~")
            marked = not marked
        parts.append(piece)
    return "".join(parts)
