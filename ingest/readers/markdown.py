"""Blocks of a document written down in Markdown conventions, the same for all formats."""

import re
from collections.abc import Iterable, Sequence

_BLANKS = re.compile(r"[ \t\r\f\v\xa0\u200b\u2028\u2029]+")


def words(text: str) -> str:
    """`text` on one line with single blanks."""
    return " ".join(_BLANKS.sub(" ", text).split())


def heading(text: str, level: int) -> str:
    """A heading of level 1 to 6; '' where there are no words."""
    shown = words(text)
    return f"{'#' * min(max(level, 1), 6)} {shown}" if shown else ""


def paragraph(text: str) -> str:
    """A paragraph; its own line breaks are kept, each line without outer blanks."""
    return "\n".join(filter(None, (words(line) for line in text.split("\n"))))


def item(text: str, marker: str, depth: int) -> str:
    """A list item, 0 the outermost depth; further lines are indented under its words."""
    first, *rest = paragraph(text).split("\n")
    indent = "    " * depth
    return "\n".join([f"{indent}{marker} {first}", *(f"{indent}{' ' * (len(marker) + 1)}{line}" for line in rest)])


def indented(block: str, depth: int) -> str:
    """A block that stands inside a list item, `depth` items deep."""
    return "\n".join("    " * depth + line for line in block.split("\n"))


def struck(text: str) -> str:
    """Words struck out, outer blanks outside the marks."""
    shown = text.strip()
    return text.replace(shown, f"~~{shown}~~") if shown else text


def table(rows: Sequence[Sequence[str]], *, headed: bool) -> str:
    """Rows between bars, as wide as the widest; where `headed`, a line of dashes follows the first."""
    width = max((len(row) for row in rows), default=0)
    shown = [
        [words(cell.replace("\n", " ")).replace("|", "\\|") for cell in row] + [""] * (width - len(row)) for row in rows
    ]
    filled = [row for row in shown if any(row)]
    lines = [f"| {' | '.join(row)} |" for row in filled]
    if headed and lines:
        lines.insert(1, f"|{' --- |' * width}")
    return "\n".join(lines)


def joined(blocks: Iterable[str]) -> str:
    """Blocks with a blank line between them; list items that follow each other stand close."""
    text = ""
    before = ""
    for block in filter(None, blocks):
        close = _is_item(before) and _is_item(block)
        text += ("\n" if close else "\n\n" if text else "") + block
        before = block
    return text + "\n" if text else ""


def _is_item(block: str) -> bool:
    return re.match(r" *(?:[*•-]|\d+[.)]|[a-z][.)]|\([a-z]+\)) ", block) is not None
