"""The folder of records: one canonical N-Quads file a document, each old or new at any moment."""

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.durable import TEMPORARY, Step, no_step, remove_files, replace_files
from kg.errors import LibraryError

SUFFIX = ".nq"
_ID = re.compile(r"[^\s./\\:*?\"<>|#%][^\s/\\:*?\"<>|#%]*")

Version = tuple[int, int]
"""Size and modification time (ns) of a record's file: equal while it is not written again."""


class RecordStore:
    """Records by document id. Writers hold the library's lock; readers need none."""

    def __init__(self, folder: Path, step: Step = no_step) -> None:
        self.folder = folder
        self._step = step

    def versions(self) -> dict[str, Version]:
        """Version of every record, by document id, sorted. Costs one `stat` a record."""
        found: dict[str, Version] = {}
        with os.scandir(self.folder) as entries:
            for entry in entries:
                if entry.name.endswith(SUFFIX):
                    status = entry.stat()
                    found[entry.name.removesuffix(SUFFIX)] = (status.st_size, status.st_mtime_ns)
        return dict(sorted(found.items()))

    def ids(self) -> list[str]:
        """Ids of all documents, sorted."""
        return sorted(path.name.removesuffix(SUFFIX) for path in self.folder.glob(f"*{SUFFIX}"))

    def __contains__(self, document_id: str) -> bool:
        return self._path(document_id).exists()

    def read(self, document_id: str) -> bytes:
        """The record of one document. Raises LibraryError where there is none or it cannot be read."""
        path = self._path(document_id)
        try:
            return path.read_bytes()
        except FileNotFoundError:
            raise LibraryError(f"there is no document {document_id!r}; `minutebook status` lists them") from None
        except OSError as problem:
            raise LibraryError(f"{path}: cannot be read: {problem.strerror}") from None

    def replace(self, records: Mapping[str, bytes]) -> None:
        """Store records by document id, each whole. A batch costs one fsync a record and one for the folder.

        Raises LibraryError where the disk takes no more: the records named so far in order are
        stored, the rest are as they were.
        """
        files = [(self._path(document_id).name, content) for document_id, content in records.items()]
        try:
            replace_files(self.folder, files, self._step)
        except OSError as problem:
            raise LibraryError(f"{self.folder}: cannot store a record: {problem.strerror}; nothing is lost") from None

    def remove(self, document_ids: Iterable[str]) -> None:
        """Withdraw documents. Those that are not stored are no error."""
        remove_files(self.folder, [self._path(document_id).name for document_id in document_ids], self._step)

    def remove_strays(self) -> None:
        """Remove temporary files that a crash left. Only for who holds the library's lock."""
        for path in self.folder.glob(f"*{TEMPORARY}"):
            path.unlink(missing_ok=True)

    def _path(self, document_id: str) -> Path:
        if not _ID.fullmatch(document_id) or not document_id.isprintable() or len(document_id.encode()) > 200:
            raise LibraryError(f"{document_id!r} cannot be the id of a document; use letters, digits and hyphens")
        return self.folder / f"{document_id}{SUFFIX}"
