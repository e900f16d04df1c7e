"""Files read into text in Markdown conventions: one module a format, registered in `FORMATS` alone.

A reader module has `read(content: bytes, name: str) -> SourceText`. It writes nothing, fetches
nothing and raises `DocumentError` for what it cannot read.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from ingest.readers.limits import LARGEST_FILE, checked
from ingest.readers.source import SourceText
from kg.errors import DocumentError


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its name, the endings of its files, and the module under `ingest.readers` that reads it."""

    name: str
    suffixes: tuple[str, ...]
    module: str
    found: Callable[[bytes], bool]
    """Whether a file's first bytes are of this format."""


def _starts(*signs: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(signs)


def _zip_with(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(b"PK\x03\x04") and any(mark in content for mark in marks)


def _has_headers(content: bytes) -> set[bytes]:
    head = re.split(rb"\r?\n\r?\n", content[:20_000], maxsplit=1)[0]
    return {match.lower() for match in re.findall(rb"^([A-Za-z][A-Za-z-]+):[ \t]", head, re.MULTILINE)}


def _is_mail(content: bytes) -> bool:
    return (
        len(_has_headers(content) & {b"message-id", b"mime-version", b"received", b"return-path", b"delivered-to"}) > 0
    )


def _is_archive(content: bytes) -> bool:
    return _is_mail(content) and b"multipart/related" in content[:20_000].lower()


def _is_page(content: bytes) -> bool:
    return (
        re.match(
            rb"(?:\s|<!--.*?-->|<\?xml[^>]*\?>)*<(?:!doctype\s+html|html)\b",
            content[:4096].removeprefix(b"\xef\xbb\xbf"),
            re.IGNORECASE | re.DOTALL,
        )
        is not None
    )


# In the order in which contents are tried; the first that fits is the format.
FORMATS = (
    Format("PDF", (".pdf",), "pdf", lambda content: b"%PDF-" in content[:1024]),
    Format("Word document", (".docx",), "docx", _zip_with(b"word/document.xml", b"word/document2.xml")),
    Format("OpenDocument text", (".odt",), "odt", _zip_with(b"application/vnd.oasis.opendocument.text")),
    Format("Rich Text", (".rtf",), "rtf", _starts(b"{\\rtf")),
    Format("web archive", (".mhtml", ".mht"), "mhtml", _is_archive),
    Format("web page", (".html", ".htm", ".xhtml"), "html", _is_page),
    Format("e-mail", (".eml",), "eml", _is_mail),
    Format("Markdown", (".md", ".markdown", ".mdown"), "text", lambda content: False),
    Format("plain text", (".txt", ".text", ".log"), "text", lambda content: False),
)

SUFFIXES = frozenset(suffix for each in FORMATS for suffix in each.suffixes)
"""Endings, in small letters, of the files that can be read."""

# What is no text and is read by none of the modules: first bytes, what it is, what to do.
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an old Office program", "save it as .docx or PDF"),
    (b"PK", "a ZIP archive that holds no text document", "unpack it, or save its contents as .docx, .odt or PDF"),
    (b"\x89PNG", "a picture", "give the text of it"),
    (b"\xff\xd8\xff", "a picture", "give the text of it"),
    (b"GIF8", "a picture", "give the text of it"),
    (b"\x1f\x8b", "a compressed file", "unpack it"),
    (b"7z\xbc\xaf", "a compressed file", "unpack it"),
    (b"ID3", "a sound recording", "give its transcript"),
)


def file_bytes(path: Path, name: str) -> bytes:
    """The bytes of a file, which messages call `name`.

    Raises DocumentError where it cannot be opened or is larger than what is read.
    """
    try:
        if not path.is_file() and path.exists():
            raise DocumentError(f"{name}: is no file; give a file, or the folder that holds it")
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise DocumentError(_too_large(name, size))
        return path.read_bytes()
    except OSError as problem:
        raise DocumentError(f"{name}: cannot be opened ({problem.strerror}); check who may read it") from problem


def _too_large(name: str, size: int) -> str:
    return f"{name}: {size:,} bytes are more than the {LARGEST_FILE:,} that are read; split the file"


def read_file(path: Path, name: str) -> SourceText:
    """The text of a file. Raises DocumentError as `file_bytes` and `read_source` do."""
    return read_source(file_bytes(path, name), name)


def read_source(content: bytes, name: str) -> SourceText:
    """The text of a file's bytes. The content says what format it is; a file ending that says otherwise is an error.

    Raises DocumentError with what is wrong, where, and what to do.
    """
    if len(content) > LARGEST_FILE:
        raise DocumentError(_too_large(name, len(content)))
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise DocumentError(f"{name}: the file is empty; nothing was read from it")
    chosen = _format(content, name)
    module = import_module(f"ingest.readers.{chosen.module}")
    source: SourceText = module.read(content, name)
    return checked(source, name)


def _format(content: bytes, name: str) -> Format:
    suffix = Path(name).suffix.casefold()
    named = next((each for each in FORMATS if suffix in each.suffixes), None)
    found = next((each for each in FORMATS if each.found(content)), None)
    if named and found is None and named.module in ("text", "html", "eml"):
        _refuse_foreign(content, name)
        if (
            named.module == "text"
            or (named.module == "html" and b"<" in content)
            or (named.module == "eml" and _has_headers(content))
        ):
            return named
    if found is None:
        _refuse_foreign(content, name)
    elif named is None or named is found or {named.module, found.module} <= {"eml", "mhtml"}:
        return found
    elif named.module == "text" and found.module in ("html", "eml"):
        # Minutes pasted with their mail headers, or Markdown that opens with a page's tags, are text all the same.
        return named if found.module == "eml" else found
    if named is None:
        return FORMATS[-1]
    actual = f"holds a {found.name}" if found else f"its content is no {named.name}"
    raise DocumentError(f"{name}: is named {suffix} but {actual}; give it the right ending, or save it again")


def _refuse_foreign(content: bytes, name: str) -> None:
    for sign, what, advice in _FOREIGN:
        if content.startswith(sign):
            raise DocumentError(f"{name}: is {what}, which cannot be read; {advice}")


__all__ = ["FORMATS", "SUFFIXES", "Format", "SourceText", "file_bytes", "read_file", "read_source"]
