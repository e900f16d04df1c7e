"""The files of the grammar as plain values, kept parsed beside them as Python keeps bytecode.

TOML takes Python some 15 ms to parse, every time that a command starts. The values of all files are kept in
`grammar/__pycache__`, under a checksum of what the files say; where that folder cannot be written they are parsed
each time.
"""

import marshal
import os
import sys
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("grammar")


@cache
def parsed() -> dict[str, dict[str, Any]]:
    """The values of each file by its path under the folder without ending: `vocabulary`, `kinds/roles`; sorted."""
    return parse(FOLDER)


def parse(folder: Path) -> dict[str, dict[str, Any]]:
    """As `parsed`, of the files in `folder`."""
    files = dict(_contents(folder))
    check = zlib.crc32(b"\0".join(text for name, content in files.items() for text in (name.encode(), content)))
    kept = folder / "__pycache__" / f"grammar.{sys.implementation.cache_tag}"
    try:
        known, values = marshal.loads(kept.read_bytes())  # noqa: S302 as trusted as the bytecode beside it
        if known == check:
            return dict(values)
    except (OSError, ValueError, EOFError, TypeError):
        pass
    import tomllib

    values = {name: tomllib.loads(content.decode()) for name, content in files.items()}
    if not sys.dont_write_bytecode:
        _keep(kept, marshal.dumps((check, values)))
    return values


def _contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file by its name and what it says; without a glob, for which regular expressions would be compiled."""
    for place in (folder, folder / "kinds"):
        inside = "" if place == folder else f"{place.name}/"
        for path in sorted(place.iterdir()) if place.is_dir() else ():
            if path.suffix == ".toml":
                yield inside + path.stem, path.read_bytes()


def _keep(path: Path, content: bytes) -> None:
    """Write a file whole, or not at all."""
    written = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        written.write_bytes(content)
        written.replace(path)
    except OSError:
        written.unlink(missing_ok=True)
