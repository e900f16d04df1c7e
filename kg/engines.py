"""Which graph engine a library has: the embedded one, or a server that `minutebook.toml` names."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.configuration import Configuration
from kg.durable import Step
from kg.graph import GraphEngine, Reader


def graph_engine(settings: Configuration, cache: Path, step: Step) -> GraphEngine:
    """The engine of a library with these settings. Raises ConfigurationError where credentials are missing."""
    if settings.graph is not None:
        from kg.remote_graph import RemoteEngine

        return RemoteEngine(settings.graph, settings.base, step)
    from kg.oxigraph_engine import OxigraphEngine

    return OxigraphEngine(cache / "graph", step)


def reader_at(place: Mapping[str, Any]) -> Reader:
    """The reader that has this `place`, in this process. Raises OSError where an embedded one cannot be read."""
    if "folder" in place:
        from kg.snapshot import Snapshot

        return Snapshot(Path(place["folder"]))
    from kg.remote_graph import RemoteReader

    return RemoteReader.at(place)
