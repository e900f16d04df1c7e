"""Every kind of graph engine that a library may have: the embedded one, Jena Fuseki and Oxigraph's server."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg import Library
from kg.configuration import Configuration
from kg.durable import Step, no_step
from kg.endpoints import GraphEndpoint
from kg.engines import graph_engine
from kg.graph import GraphEngine
from tests import servers

VARIABLE = "MINUTEBOOK_TEST_GRAPH"
KINDS = ("embedded", "fuseki", "oxigraph")


@dataclass(frozen=True)
class Place:
    """Where an engine is: on a server whose dataset is emptied between tests, or in this process."""

    kind: str
    endpoint: GraphEndpoint | None

    def library(self, folder: Path, **about: str) -> Library:
        """A new library with its graph here."""
        self.empty()
        return Library.create(folder, **about).with_settings(graph=self.endpoint)

    def engine(self, cache: Path, step: Step = no_step) -> GraphEngine:
        """An engine here, which holds what was written here last."""
        return graph_engine(Configuration("Trees", "https://example.org/trees/", graph=self.endpoint), cache, step)

    def empty(self) -> None:
        """Make the place hold nothing."""
        if self.endpoint is not None:
            from kg.service import Service

            headers = {"Content-Type": "application/sparql-update"}
            Service("the test", self.endpoint.credentials).send(
                "POST", self.endpoint.update, body="DROP ALL", headers=headers
            )


@pytest.fixture(scope="session")
def fuseki() -> Iterator[GraphEndpoint]:
    """A Fuseki that wants a password."""
    with servers.fuseki() as at, pytest.MonkeyPatch.context() as environment:
        environment.setenv(VARIABLE, f"{servers.USER}:{servers.PASSWORD}")
        yield GraphEndpoint(f"{at}/query", f"{at}/update", f"{at}/data", VARIABLE)


@pytest.fixture(scope="session")
def oxigraph() -> Iterator[GraphEndpoint]:
    """An Oxigraph server that asks for nothing."""
    with servers.oxigraph() as at:
        yield GraphEndpoint(f"{at}/query", f"{at}/update", f"{at}/store")


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest) -> Place:
    """An empty place for a graph, of each kind in turn."""
    endpoint = None if request.param == "embedded" else request.getfixturevalue(request.param)
    found = Place(request.param, endpoint)
    found.empty()
    return found
