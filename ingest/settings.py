"""All that decides a record besides its file."""

import json
from dataclasses import asdict, dataclass, field
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

from ingest.language import MODEL
from ingest.metadata import Stated
from ingest.pipeline import Options
from ingest.version import pipeline_version
from kg.forgotten import Forgotten
from kg.library import Library
from kg.roster import Roster


@dataclass(frozen=True)
class Settings:
    """What the documents of a library are read with. `model` is a package name or path, None for rules alone."""

    base: str
    committee: str | None
    roster: Roster
    model: str | None
    forgotten: Forgotten = field(default_factory=Forgotten)

    def options(self, stated: Stated) -> Options:
        """How a document of which this is stated is read."""
        return Options(stated, self.committee)

    def pipeline(self, stated: Stated) -> str:
        """The version of the pipeline with a hash of all else that decides a record.

        A document that was read otherwise is read again.
        """
        told = json.dumps([asdict(self.options(stated)), self._told])
        return f"{pipeline_version()}-{sha256(told.encode()).hexdigest()[:8]}"

    @cached_property
    def _told(self) -> str:
        return json.dumps([asdict(self.roster), model_version(self.model) if self.model else None])


def settings_of(library: Library, committee: str | None = None, model: str | None = MODEL) -> Settings:
    """What the documents of `library` are read with; `committee` is that of documents that name none."""
    return Settings(
        library.base, committee or library.configuration.committee, library.roster(), model, library.forgotten()
    )


@cache
def model_version(model: str) -> str:
    """Name and version of a spaCy model, found without loading it."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{model} {version(model)}"
    except (PackageNotFoundError, ValueError):
        described = Path(model) / "meta.json"
        return f"{model} {sha256(described.read_bytes()).hexdigest()[:8]}" if described.is_file() else model
