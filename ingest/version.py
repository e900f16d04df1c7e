"""Which version of reading this is: a hash of the code and the rules that read."""

from functools import cache
from hashlib import sha256
from pathlib import Path

_HERE = Path(__file__).parent
_BESIDE = ("sentences.py", "identifiers.py", "edtf.py", "nicknames.py", "nicknames.toml")
"""Modules of `kg` on which the content of an extraction depends."""


@cache
def pipeline_version() -> str:
    """Twelve hexadecimal digits that change whenever code or rules of reading do; computed once, in a few ms."""
    files = [path for path in _HERE.rglob("*") if path.suffix in (".py", ".toml", ".txt")]
    files += [_HERE.parent / "kg" / name for name in _BESIDE]
    told = sha256()
    for path in sorted(files):
        told.update(path.relative_to(_HERE.parent).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return told.hexdigest()[:12]
