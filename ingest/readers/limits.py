"""How much is read, and what is refused: bounds that keep hostile files from harming anyone."""

import re
import zipfile
from io import BytesIO

from ingest.readers.source import SourceText
from kg.errors import DocumentError

LARGEST_FILE = 64_000_000
"""Bytes."""
LONGEST_TEXT = 1_000_000
"""Characters: what the language model takes in one piece."""
MOST_ENTRIES = 5_000
LARGEST_UNPACKED = 256_000_000
"""Bytes of all parts of a packed document together."""

# Overrides that make text show otherwise than it reads. Plain direction marks are left alone.
_OVERRIDES = re.compile("[\u202d\u202e]")
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def checked(source: SourceText, name: str) -> SourceText:
    """`source` itself, or DocumentError where its text cannot be kept: too long, empty, or not text."""
    text = source.text
    if len(text) > LONGEST_TEXT:
        raise DocumentError(
            f"{name}: {len(text):,} characters are more than the {LONGEST_TEXT:,} that are read; split the document"
        )
    if not any(character.isalnum() for character in text):
        raise DocumentError(f"{name}: holds no words; nothing was read from it")
    at = text.find("\0")
    if at >= 0:
        raise DocumentError(f"{name}: holds a NUL at character {at}, so it is no text; export it again as text")
    surrogate = re.search("[\ud800-\udfff]", text)
    if surrogate:
        raise DocumentError(
            f"{name}: holds half a character (a lone surrogate) at {surrogate.start()}; save it again as UTF-8"
        )
    override = _OVERRIDES.search(text)
    if override:
        raise DocumentError(
            f"{name}: a mark at character {override.start()} makes the text show in another order than it reads; "
            "remove U+202D and U+202E"
        )
    if len(_CONTROLS.findall(text)) > len(text) // 200:
        raise DocumentError(f"{name}: is full of control characters, so it is no text; export it again as text")
    return source


def opened(content: bytes, name: str) -> zipfile.ZipFile:
    """A packed document, opened for reading in memory after its table of contents was checked.

    Raises DocumentError for too many or too large parts, names that lead outside, passwords and XML entities.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as problem:
        raise DocumentError(f"{name}: the file is damaged ({problem}); save it again") from problem
    if len(entries) > MOST_ENTRIES:
        raise DocumentError(
            f"{name}: {len(entries):,} parts are more than the {MOST_ENTRIES:,} that are read; save it again"
        )
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > LARGEST_UNPACKED:
        raise DocumentError(
            f"{name}: unpacks to {unpacked:,} bytes, more than the {LARGEST_UNPACKED:,} that are read; "
            "save it again without pictures"
        )
    for entry in entries:
        if entry.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", entry.filename):
            raise DocumentError(
                f"{name}: a part is named {entry.filename!r}, which leads outside the document; it was not opened"
            )
        if entry.flag_bits & 1:
            raise DocumentError(f"{name}: is locked with a password; save it without one")
    for entry in entries:
        if entry.filename.casefold().endswith((".xml", ".rels")):
            _refuse_entities(archive, entry, name)
    return archive


def _refuse_entities(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
    try:
        with archive.open(entry) as part:
            start = part.read(65_536)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as problem:
        raise DocumentError(f"{name}: the part {entry.filename!r} is damaged ({problem}); save it again") from problem
    except Exception as problem:  # zlib.error has no common base with the others
        raise DocumentError(
            f"{name}: the part {entry.filename!r} cannot be unpacked ({problem}); save it again"
        ) from problem
    if _ENTITIES.search(start):
        raise DocumentError(
            f"{name}: the part {entry.filename!r} declares XML entities, which are never read; save it again"
        )
