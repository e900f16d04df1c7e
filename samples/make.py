"""Write the samples that are not text: two DOCX files and a PDF, the same bytes every time.

    python samples/make.py [FOLDER]    # samples/skerrow unless given

The words stand in `binary.toml` beside this script.
"""

import io
import sys
import textwrap
import tomllib
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
EPOCH = datetime(2023, 1, 1, tzinfo=UTC)
LINES_A_PAGE, LINE_WIDTH = 46, 86


def docx(minutes: dict[str, Any]) -> bytes:
    """A Word file with headings, bullets and tables; the archive carries no clock time."""
    from docx import Document

    document = Document()
    document.core_properties.title = minutes["title"]
    document.core_properties.author = minutes["author"]
    document.core_properties.created = document.core_properties.modified = EPOCH
    document.add_heading(minutes["title"], level=1)
    for block in minutes["block"]:
        if "heading" in block:
            document.add_heading(block["heading"], level=2)
        for paragraph in block.get("paragraphs", []):
            document.add_paragraph(paragraph)
        for item in block.get("items", []):
            document.add_paragraph(item, style="List Bullet")
        if "rows" in block:
            table = document.add_table(rows=0, cols=len(block["rows"][0]), style="Table Grid")
            for row in block["rows"]:
                for cell, words in zip(table.add_row().cells, row, strict=True):
                    cell.text = words
    written = io.BytesIO()
    document.save(written)
    return _without_times(written.getvalue())


def _without_times(archive: bytes) -> bytes:
    """The same zip archive with every member dated 1980, the earliest a zip can say."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()


def pdf(minutes: dict[str, Any]) -> bytes:
    """A PDF of wrapped lines in Helvetica with a running head and page numbers."""
    lines = list(_lines(minutes))
    pages = [lines[at : at + LINES_A_PAGE] for at in range(0, len(lines), LINES_A_PAGE)]
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        font % b"Helvetica",
        font % b"Helvetica-Bold",
    ]
    for number, page in enumerate(pages, start=1):
        stream = _page(page, minutes["head"], f"Page {number} of {len(pages)}")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> " + f"/Contents {len(objects) + 2} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    return _assemble(objects)


def _lines(minutes: dict[str, Any]) -> Iterator[tuple[str, int, str]]:
    """(font, size, words) for every line of the body."""
    yield "F2", 16, minutes["title"]
    for block in minutes["block"]:
        yield "F1", 11, ""
        if "heading" in block:
            yield "F2", 13, block["heading"]
        for paragraph in block.get("paragraphs", []):
            for line in textwrap.wrap(paragraph, LINE_WIDTH):
                yield "F1", 11, line
        for item in block.get("items", []):
            for line in textwrap.wrap(item, LINE_WIDTH, initial_indent="• ", subsequent_indent="  "):
                yield "F1", 11, line


def _page(lines: list[tuple[str, int, str]], head: str, foot: str) -> bytes:
    placed = [("F1", 9, 810, head), ("F1", 9, 30, foot)]
    placed += [(font, size, 780 - 16 * at, words) for at, (font, size, words) in enumerate(lines)]
    return b"\n".join(
        b"BT /%s %d Tf 60 %d Td (%s) Tj ET" % (font.encode(), size, y, _escaped(words))
        for font, size, y, words in placed
        if words
    )


def _escaped(words: str) -> bytes:
    for mark in "\\()":
        words = words.replace(mark, "\\" + mark)
    return words.encode("cp1252")


def _assemble(objects: list[bytes]) -> bytes:
    """The objects with their cross-reference table (ISO 32000-1, 7.5)."""
    written, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    written += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(written)


def make(folder: Path) -> list[Path]:
    """Write all binary samples under `folder`; what was written, in the order of the source."""
    paths = []
    for minutes in tomllib.loads((HERE / "binary.toml").read_text(encoding="utf-8"))["document"]:
        path = folder / minutes["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((docx if path.suffix == ".docx" else pdf)(minutes))
        paths.append(path)
    return paths


if __name__ == "__main__":
    for made in make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "skerrow"):
        print(made)
