"""All that decides a record besides its file."""

import json
from dataclasses import asdict, dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path

from ingest.language import MODEL
from ingest.pipeline import PIPELINE_VERSION, PLAIN, Options
from kg.library import Library
from kg.roster import Roster


@dataclass(frozen=True, slots=True)
class Settings:
    """What the documents of a library are read with.

    `pipeline` is the version of the pipeline with a hash of the rest: a document that was
    read otherwise is read again. `model` is a package name or path, None for rules alone.
    """

    base: str
    options: Options
    roster: Roster
    model: str | None
    pipeline: str


def settings_of(library: Library, options: Options = PLAIN, model: str | None = MODEL) -> Settings:
    """What the documents of `library` are read with when the user states `options`."""
    stated = replace(options, committee=options.committee or library.configuration.committee)
    roster = library.roster()
    told = json.dumps([asdict(stated), asdict(roster), model_version(model) if model else None])
    pipeline = f"{PIPELINE_VERSION}-{sha256(told.encode()).hexdigest()[:8]}"
    return Settings(library.base, stated, roster, model, pipeline)


@cache
def model_version(model: str) -> str:
    """Name and version of a spaCy model, found without loading it."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{model} {version(model)}"
    except (PackageNotFoundError, ValueError):
        described = Path(model) / "meta.json"
        return f"{model} {sha256(described.read_bytes()).hexdigest()[:8]}" if described.is_file() else model
