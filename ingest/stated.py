"""What people stated of documents when they had them read (`--date`, `--kind`, …), kept in the library as text.

A document that is read again, with its folder or by a newer pipeline, is read with it; what is
stated anew counts instead.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from pathlib import Path

from ingest.metadata import Stated
from kg.durable import Step, no_step, replace_files
from kg.errors import ConfigurationError

NAME = "stated.json"
NOTHING = Stated()


def load(folder: Path) -> dict[str, Stated]:
    """What was stated, by the source of the document. Raises ConfigurationError where the file cannot be read."""
    path = folder / NAME
    try:
        content = json.loads(path.read_bytes())
        return {
            source: Stated(**{**values, "authors": tuple(values.get("authors", ()))})
            for source, values in content.items()
        }
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, AttributeError) as problem:
        raise ConfigurationError(f"{path}: cannot be read ({problem}); mend or delete it") from problem


def save(folder: Path, stated: Mapping[str, Stated], step: Step = no_step) -> None:
    """Write what was stated, sources in order, fields that are not stated left out."""
    content = {
        source: {name: value for name, value in asdict(said).items() if value}
        for source, said in sorted(stated.items())
        if said != NOTHING
    }
    replace_files(folder, [(NAME, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())], step)


def over(before: Stated, now: Stated) -> Stated:
    """`before` with every field that `now` states."""
    said = {field.name: getattr(now, field.name) for field in fields(Stated)}
    return replace(before, **{name: value for name, value in said.items() if value})
