"""Addresses of the files that the pages load: our own, and the libraries where `make frontend` has put them."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

STATIC = Path(__file__).with_name("static")
_SUFFIXES = {".css", ".js", ".svg"}


def assets(folder: Path = STATIC) -> Mapping[str, str]:
    """Address by file name, with a hash of the content, so that browsers may keep each for good.

    A library that is not there has no entry: pages then do without it.
    """
    files = sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES)
    return {
        path.name: f"/static/{path.relative_to(folder).as_posix()}?v={sha256(path.read_bytes()).hexdigest()[:12]}"
        for path in files
    }
