"""Which files are read, what they are called, and which document each of them is."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ingest.readers import SUFFIXES
from kg.identifiers import document_id, slug


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read. `source` is how the record names it: its path from the folder that was given, that included."""

    path: Path
    source: str


@dataclass(slots=True)
class Found:
    """Files in the order in which they are read, how many were passed over, and what could not be looked into."""

    files: list[SourceFile] = field(default_factory=list)
    skipped: int = 0
    unreadable: dict[str, str] = field(default_factory=dict)
    """Path as given, and the reason."""


def find_files(paths: Iterable[Path], without: Path | None = None) -> Found:
    """The files under `paths`, each once, sorted by source.

    Files named one by one are taken whatever their ending; in folders, hidden files, files of
    other formats and everything under `without` are passed over; a file without an ending is
    taken where its name holds a number. Links to folders are not followed.
    """
    found = Found()
    seen: set[Path] = set()
    for path in paths:
        if path.is_dir():
            _walk(path, without.resolve() if without else None, found, seen)
        elif path.exists():
            _add(found, seen, path, path.resolve().parent)
        else:
            found.unreadable[str(path)] = "is not there; check the spelling of its path"
    found.files = sorted(_told_apart(found.files), key=lambda file: PurePosixPath(file.source).parts)
    return found


def _walk(folder: Path, without: Path | None, found: Found, seen: set[Path]) -> None:
    def refuse(problem: OSError) -> None:
        found.unreadable[str(problem.filename)] = f"cannot be opened ({problem.strerror}); check who may read it"

    for parent, folders, names in os.walk(folder, onerror=refuse):
        here = Path(parent)
        inside = [name for name in folders if not name.startswith(".") and (here / name).resolve() != without]
        folders[:] = sorted(inside)
        for name in sorted(names):
            if name.startswith((".", "~$")) or not _is_readable(name):
                found.skipped += 1
            else:
                _add(found, seen, here / name, folder.resolve())


def _is_readable(name: str) -> bool:
    """Whether a file in a folder is read: by its ending, or where it has none by a number, as in `2024-03-14`.

    `LICENSE` and `Makefile` beside the minutes have neither.
    """
    suffix = Path(name).suffix.casefold()
    if suffix.removeprefix(".").isdigit() or not suffix:
        return any(letter.isdigit() for letter in name)
    return suffix in SUFFIXES


def _add(found: Found, seen: set[Path], path: Path, root: Path) -> None:
    """Add a file under `root`, a resolved folder, unless it is there already."""
    whole = path.parent.resolve() / path.name
    if whole not in seen:
        seen.add(whole)
        source = PurePosixPath(root.name, *whole.relative_to(root).parts) if whole.is_relative_to(root) else whole.name
        found.files.append(SourceFile(whole, str(source).lstrip("/")))


def _told_apart(files: list[SourceFile]) -> Iterator[SourceFile]:
    """Files whose sources would be equal are named by more of their paths."""
    times = Counter(file.source for file in files)
    for file in files:
        yield file if times[file.source] == 1 else SourceFile(file.path, str(file.path).replace("\\", "/").lstrip("/"))


def assign_ids(sources: Iterable[str], held: Mapping[str, str]) -> dict[str, str]:
    """The document id of each source, where `held` gives the source of every id that is stored.

    A source keeps the id under which it, or a path that it ends with or that ends with it, is
    stored. A new one is called after its file, after its folder and file where that id is
    taken, and so on up its path. The same sources in any order, interrupted or not, get the same ids.
    """
    ordered = sorted(sources, key=lambda source: PurePosixPath(source).parts)
    by_source = {source: identifier for identifier, source in held.items()}
    assigned = {source: by_source[source] for source in ordered if source in by_source}
    taken = set(assigned.values())
    for source in ordered:
        if source not in assigned:
            same = [each for each, other in held.items() if each not in taken and _is_same(source, other)]
            if len(same) == 1:
                assigned[source] = same[0]
                taken.add(same[0])
    for source in ordered:
        if source not in assigned:
            assigned[source] = next(each for each in _names(source) if each not in taken and each not in held)
            taken.add(assigned[source])
    return assigned


def _is_same(source: str, other: str) -> bool:
    """Whether one path ends with the other."""
    one, two = PurePosixPath(source).parts, PurePosixPath(other).parts
    shared = min(len(one), len(two))
    return one[-shared:] == two[-shared:]


def _names(source: str) -> Iterator[str]:
    """Ids for a source, the shortest first; they never end."""
    path = PurePosixPath(source)
    stem = path.name.rsplit(".", 1)[0] if "." in path.name.lstrip(".") else path.name
    yield document_id(stem)
    for folder in reversed(path.parent.parts):
        stem = f"{folder} {stem}"
        yield slug(stem)
    number = 2
    while True:
        yield slug(f"{stem} {number}")
        number += 1
