"""Markdown and plain text: decoded and otherwise left as they are, to the code point."""

import codecs

from ingest.readers.source import SourceText
from kg.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read(content: bytes, name: str) -> SourceText:
    """The decoded text, without its byte order mark."""
    return SourceText(decoded(content, name))


def decoded(content: bytes, name: str, declared: str | None = None) -> str:
    """`content` as text: by its byte order mark, as UTF-8, as `declared`, else as its bytes suggest.

    Raises DocumentError where no encoding fits.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding, name)
    for encoding in filter(None, ("utf-8", declared)):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return _guessed(content, name)


def _strictly(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as problem:
        stated = encoding.removesuffix("-sig").upper()
        raise DocumentError(f"{name}: is no {stated} at byte {problem.start}; save it as UTF-8") from problem


def _guessed(content: bytes, name: str) -> str:
    western = _western(content)
    if western is not None:
        return western
    from charset_normalizer import from_bytes

    best = from_bytes(content[:200_000]).best()
    if best is None:
        raise DocumentError(f"{name}: is in no encoding that is known, or is no text; save it as UTF-8")
    return _strictly(content, best.encoding, name)


def _western(content: bytes) -> str | None:
    """The text in Windows-1252 where only few bytes lie outside ASCII, as in Western languages; else None."""
    high = sum(byte > 127 for byte in content)
    letters = sum(65 <= byte <= 122 for byte in content)
    if b"\0" in content or high * 4 > letters:
        return None
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return None
