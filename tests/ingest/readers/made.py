"""Files of binary formats, made on the spot."""

import zipfile
from collections.abc import Sequence
from io import BytesIO

Placed = tuple[float, float, float, bool, str]
"""x and y of a line's start in points from the lower left corner, size, bold, words."""


def pdf(pages: Sequence[Sequence[Placed]], rules: Sequence[tuple[float, float, float, float]] = ()) -> bytes:
    """A PDF of placed lines in Courier, whose letters are all 0.6 of the size wide; `rules` are drawn on each page."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        font % b"Courier",
        font % b"Courier-Bold",
    ]
    for page in pages:
        drawn = b"\n".join(b"%g %g m %g %g l S" % rule for rule in rules)
        stream = drawn + b"\n" + b"\n".join(_placed(*line) for line in page)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> "
            b"/Contents %d 0 R >>" % (len(objects) + 2)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    return _assembled(objects)


def _placed(x: float, y: float, size: float, bold: bool, words: str) -> bytes:
    escaped = words.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    return b"BT /F%d %g Tf %g %g Td (%s) Tj ET" % (2 if bold else 1, size, x, y, escaped)


def _assembled(objects: Sequence[bytes]) -> bytes:
    written, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    written += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(written)


def column(lines: Sequence[str], x: float = 60, top: float = 760, size: float = 10, bold: bool = False) -> list[Placed]:
    """Lines one under the other, 1.2 of their size apart."""
    return [(x, top - 1.2 * size * number, size, bold, line) for number, line in enumerate(lines)]


def docx(text: str = "The gate was mended.") -> bytes:
    """A Word document of one paragraph."""
    import docx as word

    document = word.Document()
    document.add_paragraph(text)
    return saved(document)


def saved(document: object) -> bytes:
    """The bytes of a document that can save itself to a stream."""
    stream = BytesIO()
    document.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()


def repacked(content: bytes, parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A packed document with parts added or put in the place of others."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stream, "w", compression) as new:
        for entry in old.infolist():
            if entry.filename not in parts:
                new.writestr(entry, old.read(entry))
        for name, part in parts.items():
            new.writestr(name, part)
    return stream.getvalue()
