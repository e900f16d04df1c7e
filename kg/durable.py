"""Writing files so that a crash leaves the old content or the new, and nothing between.

Every step that changes the disk is announced to `step` with its name before it is taken; tests
stop the process there. The default does nothing.
"""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

Step = Callable[[str], None]
"""Called with the name of each step that changes the disk, before it is taken."""

TEMPORARY = ".tmp"
"""Suffix of files not yet in place; a stray one is the rest of a crash and means nothing."""


def no_step(_name: str) -> None:
    """The `step` of everyday use."""


def replace_files(folder: Path, contents: Iterable[tuple[str, bytes]], step: Step = no_step) -> None:
    """Write files of one folder: each by temporary file, fsync and rename, then fsync of the folder.

    Each file is old or new at any moment. Raises OSError, with the temporary file gone, where
    the disk takes no more; files already renamed stay new.
    """
    for name, content in contents:
        step(f"write {name}")
        temporary = folder / f"{name}{TEMPORARY}"
        try:
            with temporary.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            step(f"rename {name}")
            temporary.replace(folder / name)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
    step(f"sync {folder.name}")
    sync_folder(folder)


def remove_files(folder: Path, names: Iterable[str], step: Step = no_step) -> None:
    """Remove files of one folder, then fsync the folder. Files that are not there are no error."""
    for name in names:
        step(f"remove {name}")
        (folder / name).unlink(missing_ok=True)
    step(f"sync {folder.name}")
    sync_folder(folder)


def append_line(path: Path, line: bytes, is_whole: Callable[[bytes], bool], step: Step = no_step) -> None:
    """Append one line (without its newline) and fsync.

    A last line without a newline is kept where `is_whole` says so, else it is the rest of a
    crash and cut off. Where the disk takes no more the file is as it was and OSError is raised.
    """
    existed = path.exists()
    with path.open("a+b") as file:
        file.seek(0)
        content = file.read()
        tail = content[content.rfind(b"\n") + 1 :]
        keep = len(content) - (0 if is_whole(tail) else len(tail))
        step(f"append {path.name}")
        try:
            file.truncate(keep)
            file.write((b"\n" if tail and keep == len(content) else b"") + line + b"\n")
            file.flush()
            step(f"sync {path.name}")
            os.fsync(file.fileno())
        except OSError:
            os.ftruncate(file.fileno(), keep)
            raise
    if not existed:
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames and removals in `folder` last. Systems that cannot sync folders do without."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:  # Windows opens no folders
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
